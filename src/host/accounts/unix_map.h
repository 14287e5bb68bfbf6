// UnixMap: which account each Unix user is, from memory, and kept true: by the list of users when it changes, by who
// calls, and by what is changed in the store (docs/accounts.md, "Unix users").
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "host/accounts/store.h"
#include "host/executor.h"

namespace nta::accounts {

/** accounts.unix of the configuration (docs/accounts.md). */
enum class UnixMode {
  map,     // Unix users are accounts
  create,  // and an account that is made here is made as a Unix user, too
  none,    // the database alone
};

/** For `map`: what is the system's to change is not changed here, and says so (50). */
std::shared_ptr<UnixUsers> kept_unix_users();

/** Everything on the loop thread. */
class UnixMap {
 public:
  struct Options {
    UnixMode mode = UnixMode::none;
    host::UidRange range;
    std::optional<uid_t> only;       // the owner of a user-mode host: nobody else is looked for
    std::string directory = "/etc";  // where a new `passwd` says that there is news
  };

  /** Both outlive it. The store's on_change is this one's. */
  UnixMap(std::shared_ptr<AccountStore> store, host::Executor& executor, Options options);
  ~UnixMap();

  /** `ready` is called once, when the accounts are known; or cannot be, which is logged. */
  void start(std::function<void()> ready);

  /** Null: an uid without an account, or whose user is gone, or nothing is mapped. What it points to changes with the
   * next event. */
  const UnixAccount* find(uid_t uid) const;
  const UnixAccount* find(std::string_view name) const;
  /** Of the account: empty where its user is gone, none for an uid without one. */
  std::optional<std::string> name_of(uid_t uid) const;
  /** Of the account; where there is none, of the number (sid_of_uid). */
  Sid sid_of(uid_t uid) const;

  /** The local groups that one of these is in: numbers of Unix users and groups, and who is everybody's. */
  std::vector<Sid> aliases_of(std::span<const Sid> sids) const;

  /** Somebody is here. Whom no list names gets an account soon. */
  void see(uid_t uid);

  /** The account as the store has it now, made at first sight; none where the user is to have none. */
  void account_of(const host::Executor::Asker& asker, uid_t uid, std::function<void(Result<std::optional<User>>)> then);

  /** `then` is called when what the store has now is what this knows. */
  void load(std::function<void()> then);

  /** Calls `observer` after each change of an account or the policy. */
  void on_change(std::function<void()> observer) { observers_.push_back(std::move(observer)); }

 private:
  struct Wanted {
    bool list = false;
    bool load = false;
    std::set<uid_t> uids;
    bool any() const { return list || load || !uids.empty(); }
  };
  struct Loaded {
    std::vector<UnixAccount> accounts;
    std::multimap<Sid, Sid> aliases;
    std::vector<std::string> refused;
  };
  struct News;

  bool is_mapped(uid_t uid) const;
  static Result<Loaded> look(AccountStore& store, const Options& options, const Wanted& wanted);
  void watch_directory();
  void read_events();
  void want(Wanted wanted);
  void begin();
  void take(Result<Loaded> loaded);

  std::shared_ptr<AccountStore> store_;
  host::Executor& executor_;
  Options options_;
  std::map<uid_t, UnixAccount> accounts_;
  std::map<std::string, uid_t, std::less<>> uids_;
  std::multimap<Sid, Sid> aliases_;   // of whom the accounts know nothing
  std::set<uid_t> gone_;              // whose users are gone
  std::vector<std::string> refused_;  // as they were last told
  std::set<uid_t> seen_;              // asked for once, and not found to be anybody's
  Wanted wanted_;
  bool looking_ = false;
  UniqueFd events_;
  host::RegistrationPtr watch_;
  host::RegistrationPtr pause_;  // between two looks
  std::function<void()> ready_;
  std::vector<std::function<void()>> waiting_;  // for the next look
  std::vector<std::function<void()>> served_;   // by this one
  std::vector<std::function<void()>> observers_;
  std::shared_ptr<News> news_;
};

}  // namespace nta::accounts
