// Database, Statement: SQLite with Results instead of codes, and statements that are prepared once.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/sid.h"

struct sqlite3;
struct sqlite3_stmt;

namespace nta::accounts {

class Database;

/** A prepared statement with its arguments, on loan from its database; not for keeping. */
class Statement {
 public:
  Statement(Statement&& other) noexcept;
  Statement& operator=(Statement&&) = delete;
  ~Statement();

  Statement& bind(int64_t value);
  Statement& bind(std::string_view text);
  Statement& bind(ByteView bytes);
  Statement& bind(const Sid& sid) { return bind(ByteView(sid.bytes())); }
  Statement& bind_null();

  /** True: there is a row. An error of preparing or binding comes out here. */
  Result<bool> step();
  /** For what gives no rows; the number of rows changed. */
  Result<int> run();

  /** Columns of the row, from 0. */
  int64_t number(int column) const;
  uint32_t u32(int column) const { return static_cast<uint32_t>(number(column)); }
  bool is_null(int column) const;
  std::string text(int column) const;
  Bytes bytes(int column) const;
  Result<Sid> sid(int column) const;

 private:
  friend class Database;
  Statement(Database& database, std::string_view sql);

  Database* database_;
  std::string_view sql_;
  sqlite3_stmt* statement_ = nullptr;
  int next_ = 1;
  int status_;
};

/** One connection, for one thread at a time. */
class Database {
 public:
  enum class Access { read, write };

  /** An empty path: in memory. */
  static Result<Database> open(const std::string& path, Access access);
  Database() = default;
  Database(Database&& other) noexcept;
  Database& operator=(Database&& other) noexcept;
  ~Database();

  /** Statements without arguments or rows; several with semicolons between. */
  Result<void> execute(const char* sql);

  /** `sql` lives as long as the database: a literal, or text made once. */
  template <class... Args>
  Statement query(std::string_view sql, const Args&... args) {
    Statement statement(*this, sql);
    (statement.bind(args), ...);
    return statement;
  }

  /** The first column of the first row; `otherwise` when there is none. */
  template <class... Args>
  Result<int64_t> number(int64_t otherwise, std::string_view sql, const Args&... args) {
    Statement statement = query(sql, args...);
    NTA_TRY(bool there, statement.step());
    return there ? statement.number(0) : otherwise;
  }

  /** Copies everything to a new file. */
  Result<void> copy_to(Database& target);

  /** Between BEGIN and what ends it, which may be an error of SQLite's. */
  bool is_in_transaction() const;

  explicit operator bool() const { return connection_ != nullptr; }

 private:
  friend class Statement;
  Error error(int status) const;
  void close();

  sqlite3* connection_ = nullptr;
  std::string path_;
  std::map<const char*, std::vector<sqlite3_stmt*>> idle_;  // by where their text lies
};

}  // namespace nta::accounts
