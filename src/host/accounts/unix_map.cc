#include "host/accounts/unix_map.h"

#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <mutex>

#include "base/log.h"

namespace nta::accounts {
namespace {

constexpr std::chrono::seconds longest_look{20};  // NSS may ask the network
constexpr std::chrono::milliseconds pause{100};   // between two looks, whatever happens
constexpr size_t most_seen = 4096;                // uids are cheap to make in a user namespace

Error is_the_systems(const User& user, std::string_view how) {
  return fail(Win32::not_supported, "'{}' is a Unix user: {} does that", user.name, how);
}

class KeptUnixUsers final : public UnixUsers {
 public:
  Result<std::optional<uid_t>> add(const User&) override { return std::optional<uid_t>(); }
  bool makes() const override { return false; }
  Result<void> rename(const User& user, const std::string&) override { return is_the_systems(user, "usermod -l"); }
  Result<void> set_full_name(const User&, const std::string&) override { return {}; }
  Result<void> set_disabled(const User&, bool) override { return {}; }
  Result<void> remove(const User& user) override { return is_the_systems(user, "userdel"); }
};

/** What is to be told to the store, by what there is and what it knows. */
struct Difference {
  std::vector<host::UnixUser> there;
  std::vector<uid_t> gone;
};

class Comparison {
 public:
  explicit Comparison(const std::vector<UnixAccount>& known) {
    for (const UnixAccount& each : known) known_[each.uid] = &each;
  }

  // Of several names that share a uid the account's counts, else the first.
  void see(host::UnixUser user) {
    auto found = known_.find(user.uid);
    if (found != known_.end() && found->second->name == user.name)
      listed_.insert_or_assign(user.uid, std::move(user));
    else
      listed_.try_emplace(user.uid, std::move(user));
  }

  // Who is not listed may be there all the same: a directory on the network need not list its users.
  void miss_the_others() {
    for (const auto& [uid, account] : known_) {
      if (account->state != UnixState::there || listed_.contains(uid)) continue;
      auto found = host::unix_user(uid);
      if (found && *found)
        see(**found);
      else if (found)
        gone_.push_back(uid);
    }
  }

  Difference difference() const {
    Difference news{{}, gone_};
    for (const auto& [uid, user] : listed_) {
      auto found = known_.find(uid);
      bool is_known = found != known_.end() && found->second->name == user.name;
      if (!is_known || found->second->state != UnixState::there) news.there.push_back(user);
    }
    return news;
  }

 private:
  std::map<uid_t, const UnixAccount*> known_;
  std::map<uid_t, host::UnixUser> listed_;
  std::vector<uid_t> gone_;
};

}  // namespace

std::shared_ptr<UnixUsers> kept_unix_users() { return std::make_shared<KeptUnixUsers>(); }

/** From the threads that change the store, which may outlive the map. Of several at once the first posts for all. */
struct UnixMap::News {
  std::mutex mutex;
  UnixMap* map;  // null when it is gone
  bool posted = false;
  bool load = false;  // of what is in memory, something changed

  static void tell(const std::shared_ptr<News>& news, const Change& change) {
    std::lock_guard lock(news->mutex);
    news->load = news->load || (change.what != Change::What::user && change.what != Change::What::domain);
    if (!news->map || std::exchange(news->posted, true)) return;
    news->map->executor_.post([news] { hear(*news); });
  }

 private:
  static void hear(News& news) {
    UnixMap* map = nullptr;
    bool loads = false;
    {
      std::lock_guard lock(news.mutex);
      news.posted = false;
      loads = std::exchange(news.load, false);
      map = news.map;
    }
    if (!map) return;
    if (loads && map->options_.mode != UnixMode::none) return map->want({.load = true});
    for (const auto& observer : map->observers_) observer();
  }
};

UnixMap::UnixMap(std::shared_ptr<AccountStore> store, host::Executor& executor, Options options)
    : store_(std::move(store)), executor_(executor), options_(std::move(options)), news_(std::make_shared<News>()) {
  news_->map = this;
  store_->on_change([news = news_](const Change& change) { News::tell(news, change); });
}

UnixMap::~UnixMap() {
  std::lock_guard lock(news_->mutex);
  news_->map = nullptr;
}

void UnixMap::start(std::function<void()> ready) {
  if (options_.mode == UnixMode::none) return ready();
  ready_ = std::move(ready);
  if (!options_.only) watch_directory();
  want({.list = true});
}

const UnixAccount* UnixMap::find(uid_t uid) const {
  auto found = accounts_.find(uid);
  return found == accounts_.end() ? nullptr : &found->second;
}

const UnixAccount* UnixMap::find(std::string_view name) const {
  auto found = uids_.find(name);
  return found == uids_.end() ? nullptr : find(found->second);
}

std::optional<std::string> UnixMap::name_of(uid_t uid) const {
  if (const UnixAccount* account = find(uid)) return account->name;
  return gone_.contains(uid) ? std::optional(std::string()) : std::nullopt;
}

Sid UnixMap::sid_of(uid_t uid) const {
  const UnixAccount* account = find(uid);
  return account ? store_->sid_of(account->rid) : sid_of_uid(uid);
}

std::vector<Sid> UnixMap::aliases_of(std::span<const Sid> sids) const {
  std::vector<Sid> aliases;
  for (const Sid& sid : sids)
    for (auto [each, end] = aliases_.equal_range(sid); each != end; ++each) aliases.push_back(each->second);
  return aliases;
}

void UnixMap::see(uid_t uid) {
  if (!is_mapped(uid)) return;
  if (find(uid)) return;
  if (seen_.size() >= most_seen) seen_.clear();
  if (seen_.insert(uid).second) want({.uids = {uid}});
}

bool UnixMap::is_mapped(uid_t uid) const {
  if (options_.mode == UnixMode::none || !options_.range.holds(uid)) return false;
  return !options_.only || *options_.only == uid;
}

void UnixMap::account_of(const host::Executor::Asker& asker, uid_t uid,
                         std::function<void(Result<std::optional<User>>)> then) {
  using Account = std::optional<User>;
  if (!is_mapped(uid)) return then(Account());
  auto work = [store = store_, uid]() -> Result<Account> {
    auto known = store->user_of(uid);
    bool is_there = known && known->unix_state == UnixState::there;
    if (is_there) return Account(*std::move(known));
    if (!known && known.error().code != Win32::user_not_found) return std::move(known).error();
    NTA_TRY(auto user, host::unix_user(uid));
    if (!user) return known ? Account(*std::move(known)) : Account();
    NTA_TRY(auto refused, store->see_unix_users({&*user, 1}, {}));
    if (!refused.empty()) return Account();
    NTA_TRY(User account, store->user_of(uid));
    return Account(std::move(account));
  };
  executor_.run_for<Account>(asker, longest_look, std::move(work), std::move(then));
}

// ---- news

// The tools that change the file write another and rename it.
void UnixMap::watch_directory() {
  events_.reset(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!events_ || inotify_add_watch(events_.get(), options_.directory.c_str(), IN_MOVED_TO | IN_CLOSE_WRITE) < 0)
    return log::warning("unix-users", "new users in {}/passwd are not noticed before they log on: {}",
                        options_.directory, std::strerror(errno));
  watch_ = executor_.watch(events_.get(), host::Executor::Wanted::read, [this] { read_events(); });
}

void UnixMap::read_events() {
  alignas(inotify_event) char buffer[4096];
  bool passwd = false;
  for (ssize_t count; (count = read(events_.get(), buffer, sizeof buffer)) > 0;) {
    for (ssize_t at = 0; at < count;) {
      const auto* event = reinterpret_cast<const inotify_event*>(buffer + at);
      passwd = passwd || (event->len > 0 && std::strcmp(event->name, "passwd") == 0) || (event->mask & IN_Q_OVERFLOW);
      at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
    }
  }
  if (passwd) want({.list = true});
}

// ---- looking

void UnixMap::load(std::function<void()> then) {
  if (options_.mode == UnixMode::none) return then();
  waiting_.push_back(std::move(then));
  pause_.reset();
  want({.load = true});
}

void UnixMap::want(Wanted wanted) {
  wanted_.list = wanted_.list || wanted.list;
  wanted_.load = wanted_.load || wanted.load;
  wanted_.uids.merge(wanted.uids);
  if (!looking_ && !pause_) begin();
}

void UnixMap::begin() {
  looking_ = true;
  served_ = std::exchange(waiting_, {});
  auto work = [store = store_, options = options_, wanted = std::exchange(wanted_, {})] {
    return look(*store, options, wanted);
  };
  executor_.run<Loaded>(longest_look, std::move(work), [news = news_](Result<Loaded> loaded) {
    if (news->map) news->map->take(std::move(loaded));
  });
}

Result<UnixMap::Loaded> UnixMap::look(AccountStore& store, const Options& options, const Wanted& wanted) {
  NTA_TRY(auto known, store.unix_accounts());
  if (options.mode == UnixMode::none) return Loaded{};
  Comparison comparison(known);
  if (wanted.list && !options.only) {
    NTA_TRY(auto users, host::list_unix_users(options.range));
    for (host::UnixUser& user : users) comparison.see(std::move(user));
    comparison.miss_the_others();
  }
  std::set<uid_t> uids = wanted.uids;
  if (options.only && options.range.holds(*options.only)) uids.insert(*options.only);
  for (uid_t uid : uids) {
    NTA_TRY(auto user, host::unix_user(uid));
    if (user) comparison.see(*std::move(user));
  }
  const auto [there, gone] = comparison.difference();
  Loaded loaded;
  NTA_TRY(loaded.aliases, store.aliases_of_others());
  loaded.accounts = std::move(known);
  if (there.empty() && gone.empty()) return loaded;
  NTA_TRY(loaded.refused, store.see_unix_users(there, gone));
  NTA_TRY(loaded.accounts, store.unix_accounts());
  return loaded;
}

void UnixMap::take(Result<Loaded> loaded) {
  looking_ = false;
  if (loaded) {
    aliases_ = std::move(loaded->aliases);
    accounts_.clear();
    uids_.clear();
    gone_.clear();
    for (UnixAccount& each : loaded->accounts) {
      seen_.erase(each.uid);
      if (each.state != UnixState::there) {  // the number is nobody's now
        gone_.insert(each.uid);
        continue;
      }
      uids_[each.name] = each.uid;
      accounts_[each.uid] = std::move(each);
    }
    if (!loaded->refused.empty() && loaded->refused != refused_)
      for (const std::string& sentence : loaded->refused) log::warning("unix-users", "no account for {}", sentence);
    if (!loaded->refused.empty()) refused_ = std::move(loaded->refused);
  } else {
    log::error("unix-users", "{}; Unix users are as they were known before", loaded.error().text);
  }
  for (const auto& observer : observers_) observer();
  if (ready_) std::exchange(ready_, nullptr)();
  for (const auto& then : std::exchange(served_, {})) then();
  if (!waiting_.empty()) return begin();
  pause_ = executor_.after(pause, [this] {
    pause_.reset();
    if (wanted_.any()) begin();
  });
}

}  // namespace nta::accounts
