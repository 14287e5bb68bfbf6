#include "daemon/account_logoffs.h"

#include "base/log.h"
#include "host/accounts/logon.h"

namespace nta::daemon {
namespace {

constexpr std::chrono::seconds longest_work{30};
constexpr std::chrono::milliseconds longest_timer = std::chrono::hours(1);  // clocks are set
constexpr FileTime filetime_millisecond = filetime_second / 1000;

/** Those who have an account here: some are a domain's users, or deleted meanwhile. */
Result<std::map<Sid, accounts::Rid>> accounts_of(const accounts::AccountStore& store, const std::set<Sid>& users) {
  std::vector<Sid> sids(users.begin(), users.end());
  NTA_TRY(auto found, store.find_all(sids));
  std::map<Sid, accounts::Rid> rids;
  for (size_t i = 0; i < sids.size(); ++i)
    if (found[i] && found[i]->kind == accounts::Kind::user) rids[sids[i]] = found[i]->rid;
  return rids;
}

Result<int> record_all(accounts::AccountStore& store, const std::set<Sid>& users) {
  NTA_TRY(auto rids, accounts_of(store, users));
  for (const auto& [sid, rid] : rids) NTA_CHECK(store.record_logoff(rid));
  return 0;
}

Result<std::map<Sid, FileTime>> ends_of(accounts::AccountStore& store, const std::set<Sid>& users,
                                        int64_t force_logoff) {
  NTA_TRY(auto rids, accounts_of(store, users));
  std::map<Sid, FileTime> ends;
  for (const auto& [sid, rid] : rids)
    if (auto user = store.user(rid))
      ends[sid] = accounts::log_off_time(user->logon_hours, user->account_expires, force_logoff, store.now());
  return ends;
}

}  // namespace

AccountLogoffs::AccountLogoffs(std::shared_ptr<accounts::AccountStore> store, accounts::UnixMap& unix_map,
                               host::SessionTable& sessions, host::AllConnections& connections, RpcCallers& callers,
                               host::Executor& executor)
    : store_(std::move(store)), connections_(connections), callers_(callers), executor_(executor) {
  connections_.watch([this](const host::NetworkSession& session, host::AllConnections::Event event) {
    if (event == host::AllConnections::Event::ended)
      record(session.sid);
    else
      look();
  });
  callers_.watch([this] { look(); });
  unix_map.on_change(alive_.guard([this] { look(); }));
  subscription_ = sessions.subscribe([this, &unix_map](const host::SessionEvent& event) {
    bool ours = event.type == host::SessionEvent::Type::deleted && event.session.provider == "pty" && event.session.uid;
    const accounts::UnixAccount* account = ours ? unix_map.find(*event.session.uid) : nullptr;
    if (account) record(store_->sid_of(account->rid));
  });
}

AccountLogoffs::~AccountLogoffs() {
  connections_.watch({});
  callers_.watch({});
}

// ---- when it was

void AccountLogoffs::record(const Sid& user) {
  ended_.insert(user);
  record_next();
}

void AccountLogoffs::record_next() {
  if (recording_ || ended_.empty()) return;
  recording_ = true;
  executor_.run<int>(
      longest_work, [store = store_, users = std::exchange(ended_, {})] { return record_all(*store, users); },
      [this, alive = alive_.watch()](const Result<int>& recorded) {
        if (!recorded) log::error("logoff-time", "the time of a log-off is not kept: {}", recorded.error().text);
        if (!alive) return;
        recording_ = false;
        record_next();
      });
}

// ---- whose time is up

std::set<Sid> AccountLogoffs::users() const {
  std::set<Sid> all = callers_.users();
  for (const host::NetworkSession& session : connections_.sessions()) all.insert(session.sid);
  return all;
}

void AccountLogoffs::look() {
  look_again_ = looking_;
  if (looking_) return;
  timer_.reset();
  auto policy = store_->policy();  // from memory
  if (!policy || policy->force_logoff == accounts::never) return;
  auto all = users();
  if (all.empty()) return;
  looking_ = true;
  executor_.run<Ends>(
      longest_work,
      [store = store_, users = std::move(all), force = policy->force_logoff] { return ends_of(*store, users, force); },
      alive_.guard([this](const Result<Ends>& ends) {
        looking_ = false;
        if (!ends) log::error("force-logoff", "whose hours are over is not known: {}", ends.error().text);
        end_late(ends ? *ends : Ends());
      }));
}

void AccountLogoffs::end_all_of(const Sid& user) {
  auto tell = [](std::string_view action, const std::string& name, const std::string& from, bool ended) {
    log::audit({.who = "ntadmind",
                .from = "limit",
                .action = action,
                .target = fmt::format("{} from {}", name, from),
                .result = ended ? 0 : code(Win32::gen_failure)});
  };
  for (const host::NetworkSession& session : connections_.sessions())
    if (session.sid == user)
      tell("smb-session.limit.hours", session.user, session.client, connections_.end_session(session.id));
  for (const auto& [name, from] : callers_.end(user)) tell("rpc.limit.hours", name, from, true);
}

void AccountLogoffs::end_late(const Ends& ends) {
  FileTime now = store_->now(), next = accounts::never;
  for (const auto& [user, end] : ends) {
    if (end <= now)
      end_all_of(user);
    else
      next = std::min(next, end);
  }
  if (look_again_) return look();
  if (next == accounts::never) return;
  std::chrono::milliseconds left((next - now) / filetime_millisecond + 1);
  timer_ = executor_.after(std::min(left, longest_timer), [this] { look(); });
}

}  // namespace nta::daemon
