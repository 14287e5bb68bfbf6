// What the parts of AccountStore share: connections, transactions, rows. Only src/host/accounts/store*.cc include it.
#pragma once

#include <semaphore.h>

#include <atomic>
#include <deque>
#include <map>
#include <mutex>

#include "host/accounts/database.h"
#include "host/accounts/rules.h"
#include "host/accounts/secret_box.h"
#include "host/accounts/store.h"

namespace nta::accounts {

/** One change while it is made. */
struct Transaction {
  Database& database;
  std::vector<Change> changes;

  /** What is to be done outside the database, by programs that cannot be asked to wait: once all else is in order. */
  std::vector<std::function<Result<void>(Transaction&)>> last = {};
  /** What was done outside the database, and has to be taken back when the change does not come about. */
  std::vector<std::function<void()>> undo = {};
  /** What is kept in memory of it: once it is in the database, and before anybody hears of it. */
  std::vector<std::function<void()>> then = {};

  void note(Change::What what, Rid rid = {}) { changes.push_back({what, rid}); }
  void take_back() {
    for (auto each = undo.rbegin(); each != undo.rend(); ++each) (*each)();
    undo.clear();
  }
};

using Work = std::function<Result<void>(Transaction&)>;

/** A thread waits for another. The system's own: std::binary_semaphore yields the processor a few times first. */
class Turn {
 public:
  Turn() { sem_init(&semaphore_, 0, 0); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;
  ~Turn() { sem_destroy(&semaphore_); }

  void give() { sem_post(&semaphore_); }
  void await() {
    while (sem_wait(&semaphore_) != 0) continue;  // a signal came
  }

 private:
  sem_t semaphore_;
};

class AccountStore::Impl {
 public:
  Impl(StoreOptions options, Database writer, SecretBox box);

  /** Runs `work` alone among the changes, and all of it or nothing. Changes that arrive together are committed
   *  together: one wait for the disk serves them all. */
  Result<void> change(const Work& work);
  /** The same for several, each of them by itself; their results in their order. */
  std::vector<Result<void>> change_each(std::span<const Work> works);

  /** The same for work that has a result. */
  template <class T>
  Result<T> change_for(const std::function<Result<T>(Transaction&)>& work) {
    T made{};
    auto done = change([&](Transaction& transaction) -> Result<void> {
      NTA_TRY(made, work(transaction));
      return {};
    });
    if (!done) return std::move(done).error();
    return made;
  }

  /** Runs `work` on one snapshot, beside changes and other readers. */
  template <class T, class Reading>
  Result<T> read(const Reading& work) {
    std::unique_lock<std::mutex> alone(writing_, std::defer_lock);
    if (in_memory()) {
      alone.lock();
      return work(writer_);
    }
    NTA_TRY(Database reader, take_reader());
    NTA_CHECK(reader.query("BEGIN").run());
    Result<T> result = work(reader);
    NTA_CHECK(reader.query("COMMIT").run());
    give_back(std::move(reader));
    return result;
  }

  bool in_memory() const { return options_.directory.empty(); }
  FileTime now() const { return options_.now(); }
  Policy policy() const;
  Result<void> change_policy(const PolicyEdit& edit);
  Result<void> load();

  StoreOptions options_;
  SecretBox box_;
  Domain domain_;  // sid, name and created never change; sequence lies in the database
  std::function<void(const Change&)> listener_;

  // ---- rows, in store_rows.cc
  Result<std::optional<User>> user_where(Database& database, const std::string& sql, int64_t value) const;
  Result<User> user(Database& database, Rid rid) const;
  Result<std::vector<User>> users(Database& database, Page page, uint32_t control_mask) const;
  User read_user(const Statement& row) const;
  void compute_flags(User& user) const;
  Result<std::optional<Principal>> principal(Database& database, std::string_view name) const;
  Result<std::optional<Principal>> principal(Database& database, const Sid& sid) const;
  Result<std::optional<Principal>> principal(Database& database, Kind kind, Home home, Rid rid) const;
  Result<void> check_free(Database& database, const Principal& row, const std::string& name) const;
  Result<Rid> insert_principal(Transaction& change, const Principal& row) const;
  Result<void> rename(Transaction& change, const Principal& was, const std::string& name,
                      const std::string& comment) const;
  Sid sid_of(Home home, Rid rid) const;

  // ---- users, in store_users.cc and store_passwords.cc
  /** A null password: none. */
  Result<Rid> add_user(Transaction& change, const User& user, const Password* password = nullptr,
                       SetBy by = SetBy::administrator) const;
  Result<void> change_user(Transaction& change, Rid rid, const UserEdit& edit) const;
  Result<void> delete_user(Transaction& change, const User& user) const;
  Result<void> set_password(Transaction& change, Rid rid, const Password& password, SetBy by) const;
  Result<void> forget_passwords(Transaction& change, Rid rid) const;
  struct SealedPassword {
    Bytes hash;
    FileTime set = 0;
  };
  /** A new password as the user's row keeps it. The errors of check_password(), and those of who sets it. */
  Result<SealedPassword> seal_password(Transaction& change, const User& user, const Password& password, SetBy by) const;

  // ---- logons, in store_logons.cc
  Result<void> record_wrong_password(Transaction& change, Rid rid) const;
  /** Those of the row that one at `now` is counted with. */
  uint32_t wrong_passwords(const User& row, FileTime now) const;
  bool locks(Rid rid, uint32_t wrong_passwords) const;
  /** Wrong passwords that could not be written: a full disk is not to open accounts to guessing. */
  struct Unwritten {
    uint32_t count = 0;
    FileTime last = 0;
  };
  Unwritten unwritten(Rid rid) const;
  bool is_locked_by_unwritten(const User& row) const;
  void count_unwritten(Rid rid) const;
  /** Once the change is on disk. */
  void forget_unwritten(Transaction& change, Rid rid) const;

  // ---- where display lists were, in store_lookup.cc
  struct Bookmark {
    Display list;
    uint32_t index;
    std::string name;
  };
  std::optional<std::string> bookmark(Display list, uint32_t index) const;
  void lay_bookmark(Bookmark mark) const;

  // ---- the Unix users behind them, in store_unix.cc
  std::shared_ptr<UnixUsers> unix_;  // null: accounts are the database's alone
  void make_unix_user(Transaction& change, const User& user) const;
  void change_unix_user(Transaction& change, const User& was, const User& user) const;
  void remove_unix_user(Transaction& change, const User& user) const;

  // ---- groups and aliases, in store_groups.cc and store_aliases.cc
  /** How far whoever of Administrators is best placed can administer: not, by being enabled, by being able to log on.
   */
  Result<int64_t> best_administrator(Database& database) const;
  /** `work`, unless it would take away the last account that can administer: last_admin. */
  Result<void> keeping_an_administrator(Transaction& change, const Work& work) const;
  Result<void> join_group(Transaction& change, Rid group, Rid user) const;
  Result<void> leave_group(Transaction& change, Rid group, Rid user) const;

 private:
  struct Request {
    const Work* work;
    Turn* turn;    // comes when they are done, or their thread is to commit what waits
    bool is_last;  // of those that came together
    std::vector<Change> changes;
    std::vector<std::function<void()>> then;
    std::vector<std::function<void()>> undo;
    std::optional<Result<void>> result;
  };

  void lead(const Turn* mine);
  void commit(std::span<Request* const> batch);
  Result<void> commit_all(std::span<Request* const> batch, std::vector<Result<void>>& results);
  Result<void> run_one(Request& request);
  /** The same between others: what failed takes nothing of theirs with it. */
  Result<void> run_apart(Request& request);
  Result<Database> take_reader();
  void give_back(Database reader);

  Database writer_;
  std::mutex writing_;  // holds writer_

  std::mutex queue_mutex_;
  std::deque<Request*> queue_;
  bool committing_ = false;  // somebody commits, or has been told to

  std::mutex readers_mutex_;
  std::vector<Database> readers_;

  mutable std::mutex unwritten_mutex_;
  mutable std::map<Rid, Unwritten> unwritten_;

  mutable std::mutex bookmarks_mutex_;
  mutable std::vector<Bookmark> bookmarks_;

  std::mutex policy_changes_;  // held by who changes the policy, from reading it to policy_
  mutable std::mutex policy_mutex_;
  Policy policy_;
};

/** What a kind's "there is no such" and "there is one already" are. */
Error no_such(Kind kind, std::string_view what);
Error exists(Kind kind, std::string_view name);

/** SELECT of everything read_user reads; a WHERE follows it. */
extern const std::string select_user;

Result<void> update_user(Database& database, const User& user);
/** An empty hash: no password. */
Result<void> insert_user(Database& database, const User& user, ByteView sealed_hash = {});
/** What is kept of a password once there is another. */
Result<void> remember_password(Database& database, const Policy& policy, Rid rid, ByteView sealed_hash);
Result<Policy> read_policy(Database& database);
Result<void> write_policy(Database& database, const Policy& policy);

/** The built-in accounts and the machine's SID, in an empty database. */
Result<void> populate(Database& database, const StoreOptions& options, const SecretBox& box);

}  // namespace nta::accounts
