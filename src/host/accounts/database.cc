#include "host/accounts/database.h"

#include <sqlite3.h>

namespace nta::accounts {
namespace {

constexpr int patience_ms = 5000;
constexpr int pages_a_step = 1024;

Win32 win32_from(int status) {
  // What a quota or a limit on files does; SQLite calls ENOSPC alone a full disk.
  if (status == SQLITE_IOERR_WRITE) return Win32::disk_full;
  switch (status & 0xFF) {
    case SQLITE_FULL:
      return Win32::disk_full;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
    case SQLITE_SCHEMA:
      return Win32::invalid_data;
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
      return Win32::busy;
    case SQLITE_CONSTRAINT:
      return Win32::already_exists;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_AUTH:
      return Win32::access_denied;
    case SQLITE_NOMEM:
      return Win32::not_enough_memory;
    case SQLITE_CANTOPEN:
      return Win32::file_not_found;
    default:
      return Win32::invalid_data;
  }
}

// How much it has allocated nobody asks; to count that takes a lock of all threads in every allocation.
void count_no_memory() { [[maybe_unused]] static const int once = sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); }

}  // namespace

// ---- Statement

Statement::Statement(Database& database, std::string_view sql) : database_(&database), sql_(sql), status_(SQLITE_OK) {
  auto idle = database.idle_.find(sql.data());
  if (idle != database.idle_.end() && !idle->second.empty()) {
    statement_ = idle->second.back();
    idle->second.pop_back();
    return;
  }
  status_ = sqlite3_prepare_v3(database.connection_, sql.data(), static_cast<int>(sql.size()),
                               SQLITE_PREPARE_PERSISTENT, &statement_, nullptr);
}

Statement::Statement(Statement&& other) noexcept
    : database_(other.database_),
      sql_(other.sql_),
      statement_(std::exchange(other.statement_, nullptr)),
      next_(other.next_),
      status_(other.status_) {}

// The arguments are cleared: they may be secrets, and need not stay in memory.
Statement::~Statement() {
  if (!statement_) return;
  sqlite3_reset(statement_);
  sqlite3_clear_bindings(statement_);
  database_->idle_[sql_.data()].push_back(statement_);
}

Statement& Statement::bind(int64_t value) {
  if (status_ == SQLITE_OK) status_ = sqlite3_bind_int64(statement_, next_++, value);
  return *this;
}

Statement& Statement::bind(std::string_view text) {
  const char* start = text.data() ? text.data() : "";
  if (status_ == SQLITE_OK)
    status_ = sqlite3_bind_text(statement_, next_++, start, static_cast<int>(text.size()), SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bind(ByteView bytes) {
  if (bytes.empty() && status_ == SQLITE_OK)
    status_ = sqlite3_bind_zeroblob(statement_, next_++, 0);
  else if (status_ == SQLITE_OK)
    status_ = sqlite3_bind_blob(statement_, next_++, bytes.data(), static_cast<int>(bytes.size()), SQLITE_TRANSIENT);
  return *this;
}

Statement& Statement::bind_null() {
  if (status_ == SQLITE_OK) status_ = sqlite3_bind_null(statement_, next_++);
  return *this;
}

Result<bool> Statement::step() {
  if (status_ != SQLITE_OK) return database_->error(status_);
  int status = sqlite3_step(statement_);
  if (status == SQLITE_ROW) return true;
  if (status == SQLITE_DONE) return false;
  return database_->error(status);
}

Result<int> Statement::run() {
  NTA_CHECK(step());
  return sqlite3_changes(database_->connection_);
}

int64_t Statement::number(int column) const { return sqlite3_column_int64(statement_, column); }

bool Statement::is_null(int column) const { return sqlite3_column_type(statement_, column) == SQLITE_NULL; }

std::string Statement::text(int column) const {
  const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement_, column));
  return text ? std::string(text, static_cast<size_t>(sqlite3_column_bytes(statement_, column))) : std::string();
}

Bytes Statement::bytes(int column) const {
  const auto* bytes = static_cast<const std::byte*>(sqlite3_column_blob(statement_, column));
  return bytes ? Bytes(bytes, bytes + sqlite3_column_bytes(statement_, column)) : Bytes();
}

Result<Sid> Statement::sid(int column) const {
  auto sid = Sid::from_bytes(bytes(column));
  if (!sid) return fail(Win32::invalid_data, "the account database holds a SID that is none");
  return sid;
}

// ---- Database

Result<Database> Database::open(const std::string& path, Access access) {
  count_no_memory();
  Database database;
  database.path_ = path.empty() ? "accounts in memory" : path;
  int flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE;
  flags |= access == Access::write ? SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE : SQLITE_OPEN_READONLY;
  int status = sqlite3_open_v2(path.empty() ? ":memory:" : path.c_str(), &database.connection_, flags, nullptr);
  if (status != SQLITE_OK) return database.error(status);
  sqlite3_busy_timeout(database.connection_, patience_ms);
  return database;
}

Database::Database(Database&& other) noexcept { *this = std::move(other); }

Database& Database::operator=(Database&& other) noexcept {
  if (this == &other) return *this;
  close();
  connection_ = std::exchange(other.connection_, nullptr);
  path_ = std::move(other.path_);
  idle_ = std::move(other.idle_);
  other.idle_.clear();
  return *this;
}

Database::~Database() { close(); }

void Database::close() {
  for (auto& [sql, statements] : idle_)
    for (sqlite3_stmt* statement : statements) sqlite3_finalize(statement);
  idle_.clear();
  sqlite3_close(std::exchange(connection_, nullptr));
}

Error Database::error(int status) const {
  const char* text = connection_ ? sqlite3_errmsg(connection_) : sqlite3_errstr(status);
  return fail(win32_from(status), "{}: {}", path_, text);
}

Result<void> Database::execute(const char* sql) {
  int status = sqlite3_exec(connection_, sql, nullptr, nullptr, nullptr);
  if (status != SQLITE_OK) return error(status);
  return {};
}

bool Database::is_in_transaction() const { return sqlite3_get_autocommit(connection_) == 0; }

Result<void> Database::copy_to(Database& target) {
  sqlite3_backup* copy = sqlite3_backup_init(target.connection_, "main", connection_, "main");
  if (!copy) return target.error(sqlite3_errcode(target.connection_));
  int status = SQLITE_OK;
  while (status == SQLITE_OK || status == SQLITE_BUSY || status == SQLITE_LOCKED) {
    status = sqlite3_backup_step(copy, pages_a_step);
    if (status == SQLITE_BUSY || status == SQLITE_LOCKED) sqlite3_sleep(10);
  }
  int finished = sqlite3_backup_finish(copy);
  if (status != SQLITE_DONE) return target.error(status);
  if (finished != SQLITE_OK) return target.error(finished);
  return {};
}

}  // namespace nta::accounts
