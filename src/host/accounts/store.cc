// Opening, transactions, the domain and its policy.
#include <fcntl.h>
#include <sys/stat.h>

#include "host/accounts/schema.h"
#include "host/accounts/store_impl.h"

namespace nta::accounts {
namespace {

constexpr size_t most_at_once = 1000;    // changes in one commit
constexpr size_t most_idle_readers = 8;  // connections kept; as many as the pool has threads

constexpr const char* connection_settings =
    "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON; PRAGMA temp_store = MEMORY";

bool exists_at(const std::string& path) { return access(path.c_str(), F_OK) == 0; }

// The file is made here, so that it is never readable by others; SQLite gives its WAL the same mode.
Result<void> make_private_file(const std::string& path) {
  UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
  if (!file) return fail(win32_from_errno(errno), "{} cannot be made: {}", path, std::strerror(errno));
  if (fchmod(file.get(), 0600) != 0)
    return fail(win32_from_errno(errno), "chmod of {}: {}", path, std::strerror(errno));
  return {};
}

Result<SecretBox> key_for(const std::string& directory, bool new_database) {
  std::string path = directory + "/accounts.key";
  auto box = SecretBox::read(path);
  if (box || box.error().code != Win32::file_not_found) return box;
  if (!new_database)
    return fail(Win32::invalid_data, "the account database has lost its key file {}: restore both from a backup", path);
  SecretBox made = SecretBox::make();
  NTA_CHECK(made.write(path));
  return made;
}

Result<void> check_key(Database& database, const SecretBox& box, const std::string& path) {
  Statement row = database.query("SELECT key_check FROM domain");
  NTA_TRY(bool there, row.step());
  if (!there) return fail(Win32::invalid_data, "{} has no domain", path);
  if (box.open(key_check_purpose, row.bytes(0))) return {};
  return fail(Win32::invalid_data, "{} was not made with the key file beside it: it is a copy from elsewhere", path);
}

}  // namespace

Sid AccountStore::Impl::sid_of(Home home, Rid rid) const {
  return (home == Home::builtin ? make_sid(5, 32) : domain_.sid).with(rid.value);
}

AccountStore::Impl::Impl(StoreOptions options, Database writer, SecretBox box)
    : options_(std::move(options)), box_(box), writer_(std::move(writer)) {}

// ---- transactions

Result<void> AccountStore::Impl::change(const Work& work) { return std::move(change_each({&work, 1}).front()); }

// The last of the requests is the last to be answered: they are committed in the order of the queue.
std::vector<Result<void>> AccountStore::Impl::change_each(std::span<const Work> works) {
  if (works.empty()) return {};
  thread_local Turn turn;  // whoever gives it may still be at it when this returns
  std::vector<Request> requests(works.size());
  for (size_t i = 0; i < works.size(); ++i) {
    requests[i].work = &works[i];
    requests[i].turn = &turn;
    requests[i].is_last = i + 1 == works.size();
  }
  bool others_commit = false;
  {
    std::lock_guard lock(queue_mutex_);
    for (Request& request : requests) queue_.push_back(&request);
    others_commit = std::exchange(committing_, true);
  }
  if (others_commit) turn.await();
  // By now nobody else has hold of the requests: all are answered, or this thread is to go on with what waits.
  while (!requests.back().result) {
    lead(&turn);
    if (!requests.back().result) turn.await();
  }
  std::vector<Result<void>> results;
  for (Request& request : requests) {
    if (*request.result) {
      for (const auto& then : request.then) then();
      for (const Change& change : request.changes)
        if (listener_) listener_(change);
    }
    results.push_back(*std::move(request.result));
  }
  return results;
}

// One of those who wait commits for as many as there are. Then it wakes them, and before them the one that commits
// next.
void AccountStore::Impl::lead(const Turn* mine) {
  std::vector<Request*> batch;
  {
    std::lock_guard lock(queue_mutex_);
    auto end = queue_.begin() + static_cast<ptrdiff_t>(std::min(queue_.size(), most_at_once));
    batch.assign(queue_.begin(), end);
    queue_.erase(queue_.begin(), end);
  }
  commit(batch);
  std::vector<Turn*> answered;
  for (const Request* request : batch)
    if (request->is_last && request->turn != mine) answered.push_back(request->turn);
  Turn* next = nullptr;
  {
    std::lock_guard lock(queue_mutex_);
    committing_ = !queue_.empty();
    if (committing_) next = queue_.front()->turn;
  }
  if (next) next->give();
  for (Turn* turn : answered) turn->give();
}

// A change whose work failed is taken back: what it did elsewhere here, what it wrote with its savepoint.
Result<void> AccountStore::Impl::run_one(Request& request) {
  Transaction transaction{writer_, {}};
  Result<void> result = (*request.work)(transaction);
  for (size_t i = 0; result && i < transaction.last.size(); ++i) result = transaction.last[i](transaction);
  if (!result) transaction.take_back();
  request.changes = std::move(transaction.changes);
  request.undo = std::move(transaction.undo);
  request.then = std::move(transaction.then);
  return result;
}

Result<void> AccountStore::Impl::run_apart(Request& request) {
  NTA_CHECK(writer_.query("SAVEPOINT one").run());
  Result<void> result = run_one(request);
  if (!result) NTA_CHECK(writer_.query("ROLLBACK TO one").run());
  NTA_CHECK(writer_.query("RELEASE one").run());
  return result;
}

// A change whose own work failed has its answer; the others stand and fall with the commit.
void AccountStore::Impl::commit(std::span<Request* const> batch) {
  std::lock_guard alone(writing_);
  std::vector<Result<void>> results(batch.size());
  Result<void> whole = commit_all(batch, results);
  if (!whole) {
    (void)writer_.execute("ROLLBACK");
    for (auto each = batch.rbegin(); each != batch.rend(); ++each)
      Transaction{.database = writer_, .changes = {}, .undo = (*each)->undo}.take_back();
  }
  for (size_t i = 0; i < batch.size(); ++i) batch[i]->result = results[i] && !whole ? whole : results[i];
}

Result<void> AccountStore::Impl::commit_all(std::span<Request* const> batch, std::vector<Result<void>>& results) {
  NTA_CHECK(writer_.query("BEGIN IMMEDIATE").run());
  int64_t changes = 0;
  for (size_t i = 0; i < batch.size(); ++i) {
    bool is_alone = batch.size() == 1;  // it needs no savepoint beside the transaction, which goes with it
    results[i] = is_alone ? run_one(*batch[i]) : run_apart(*batch[i]);
    if (results[i] && !batch[i]->changes.empty()) ++changes;
    bool goes_on = writer_.is_in_transaction() && (results[i] || !is_alone);
    if (goes_on) continue;
    // Some errors roll all back at once; what would follow were a transaction of its own.
    if (!results[i]) return results[i];
    return fail(Win32::gen_failure, "the changes were rolled back");
  }
  if (changes) NTA_CHECK(writer_.query("UPDATE domain SET sequence = sequence + ?", changes).run());
  NTA_CHECK(writer_.query("COMMIT").run());
  return {};
}

Result<Database> AccountStore::Impl::take_reader() {
  {
    std::lock_guard lock(readers_mutex_);
    if (!readers_.empty()) {
      Database reader = std::move(readers_.back());
      readers_.pop_back();
      return reader;
    }
  }
  NTA_TRY(Database reader, Database::open(options_.directory + "/accounts.db", Database::Access::read));
  NTA_CHECK(reader.execute(connection_settings));
  return reader;
}

void AccountStore::Impl::give_back(Database reader) {
  std::lock_guard lock(readers_mutex_);
  if (readers_.size() < most_idle_readers) readers_.push_back(std::move(reader));
}

// ---- opening

Result<void> AccountStore::Impl::load() {
  std::lock_guard alone(writing_);
  NTA_CHECK(
      writer_.query("UPDATE domain SET name = ?1 WHERE name <> ?1", std::string_view(options_.computer_name)).run());
  Statement row = writer_.query("SELECT sid, name, created, sequence FROM domain");
  NTA_TRY(bool there, row.step());
  if (!there) return fail(Win32::invalid_data, "the account database has no domain");
  NTA_TRY(domain_.sid, row.sid(0));
  domain_.name = row.text(1);
  domain_.created = row.number(2);
  domain_.sequence = static_cast<uint64_t>(row.number(3));
  NTA_TRY(policy_, read_policy(writer_));
  return {};
}

namespace {

Result<SecretBox> prepare(Database& database, const StoreOptions& options, const std::string& path) {
  bool in_memory = options.directory.empty();
  NTA_TRY(bool empty, is_empty(database));
  NTA_CHECK(prepare_schema(database, path));
  NTA_CHECK(database.execute(connection_settings));
  if (!in_memory) NTA_CHECK(database.execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL"));
  NTA_TRY(int64_t domains, database.number(0, "SELECT count(*) FROM domain"));
  bool is_new = empty || domains == 0;
  NTA_TRY(SecretBox box, in_memory ? Result<SecretBox>(SecretBox::make()) : key_for(options.directory, is_new));
  if (is_new) NTA_CHECK(populate(database, options, box));
  NTA_CHECK(check_key(database, box, path));
  return box;
}

}  // namespace

Result<std::unique_ptr<AccountStore>> AccountStore::open(StoreOptions options, Missing missing) {
  std::string path = options.directory.empty() ? "" : options.directory + "/accounts.db";
  if (!path.empty()) {
    if (missing == Missing::is_an_error && !exists_at(path))
      return fail(Win32::file_not_found, "there is no account database {}", path);
    NTA_CHECK(make_private_file(path));
  }
  NTA_TRY(Database database, Database::open(path, Database::Access::write));
  NTA_TRY(SecretBox box, prepare(database, options, path));
  auto impl = std::make_unique<Impl>(std::move(options), std::move(database), box);
  NTA_CHECK(impl->load());
  return std::unique_ptr<AccountStore>(new AccountStore(std::move(impl)));
}

AccountStore::AccountStore(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
AccountStore::~AccountStore() = default;

void AccountStore::set_unix_users(std::shared_ptr<UnixUsers> users) { impl_->unix_ = std::move(users); }

void AccountStore::on_change(std::function<void(const Change&)> listener) { impl_->listener_ = std::move(listener); }

// ---- domain and policy

const Sid& AccountStore::domain_sid() const { return impl_->domain_.sid; }
const std::string& AccountStore::domain_name() const { return impl_->domain_.name; }
Sid AccountStore::sid_of(Home home, Rid rid) const { return impl_->sid_of(home, rid); }

Result<Domain> AccountStore::domain() const {
  return impl_->read<Domain>([this](Database& database) -> Result<Domain> {
    Domain domain = impl_->domain_;
    NTA_TRY(int64_t sequence, database.number(0, "SELECT sequence FROM domain"));
    domain.sequence = static_cast<uint64_t>(sequence);
    return domain;
  });
}

Result<Totals> AccountStore::totals() const {
  return impl_->read<Totals>([](Database& database) -> Result<Totals> {
    auto count = [&](Kind kind, Home home) {
      return database.number(0, "SELECT count FROM total WHERE kind = ? AND home = ?", int64_t(kind), int64_t(home));
    };
    NTA_TRY(int64_t users, count(Kind::user, Home::account));
    NTA_TRY(int64_t groups, count(Kind::group, Home::account));
    NTA_TRY(int64_t aliases, count(Kind::alias, Home::account));
    NTA_TRY(int64_t builtin, count(Kind::alias, Home::builtin));
    return Totals{static_cast<uint32_t>(users), static_cast<uint32_t>(groups), static_cast<uint32_t>(aliases),
                  static_cast<uint32_t>(builtin)};
  });
}

Policy AccountStore::Impl::policy() const {
  std::lock_guard lock(policy_mutex_);
  return policy_;
}

Result<Policy> AccountStore::policy() const { return impl_->policy(); }

Result<void> AccountStore::change_policy(const PolicyEdit& edit) { return impl_->change_policy(edit); }

Result<void> AccountStore::Impl::change_policy(const PolicyEdit& edit) {
  std::lock_guard one_at_a_time(policy_changes_);
  return change([&](Transaction& change) -> Result<void> {
    NTA_TRY(Policy edited, read_policy(change.database));
    NTA_CHECK(edit(edited));
    NTA_CHECK(check_policy(edited));
    change.note(Change::What::policy);
    change.then.push_back([this, edited] {
      std::lock_guard lock(policy_mutex_);
      policy_ = edited;
    });
    return write_policy(change.database, edited);
  });
}

}  // namespace nta::accounts
