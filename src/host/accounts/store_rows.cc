// Rows and the values they are: users, principals, the policy, and what a new database starts with.
#include <iterator>

#include "base/utf16.h"
#include "host/accounts/store_impl.h"

namespace nta::accounts {
namespace {

// ---- values and columns, one pair a type

void put(Statement& row, const std::string& value) { row.bind(std::string_view(value)); }
void put(Statement& row, const Bytes& value) { row.bind(ByteView(value)); }
void put(Statement& row, int64_t value) { row.bind(value); }
void put(Statement& row, uint32_t value) { row.bind(int64_t{value}); }
void put(Statement& row, bool value) { row.bind(int64_t{value}); }
void put(Statement& row, Rid value) { row.bind(int64_t{value.value}); }
void put(Statement& row, UnixState value) { row.bind(static_cast<int64_t>(value)); }
void put(Statement& row, const std::optional<uid_t>& value) {
  if (value)
    row.bind(int64_t{*value});
  else
    row.bind_null();
}

void take(const Statement& row, int column, std::string& value) { value = row.text(column); }
void take(const Statement& row, int column, Bytes& value) { value = row.bytes(column); }
void take(const Statement& row, int column, int64_t& value) { value = row.number(column); }
void take(const Statement& row, int column, uint32_t& value) { value = row.u32(column); }
void take(const Statement& row, int column, bool& value) { value = row.number(column) != 0; }
void take(const Statement& row, int column, Rid& value) { value = Rid(row.u32(column)); }
void take(const Statement& row, int column, UnixState& value) { value = static_cast<UnixState>(row.number(column)); }
void take(const Statement& row, int column, std::optional<uid_t>& value) {
  value = row.is_null(column) ? std::nullopt : std::optional<uid_t>(row.u32(column));
}

template <class Row>
struct Column {
  const char* name;
  void (*bind)(Statement&, const Row&);
  void (*read)(const Statement&, int, Row&);
};

template <class Row, auto member>
constexpr Column<Row> column(const char* name) {
  return {name, [](Statement& row, const Row& value) { put(row, value.*member); },
          [](const Statement& row, int at, Row& value) { take(row, at, value.*member); }};
}

#define NTA_USER_COLUMN(member) column<User, &User::member>(#member)
// Those of change_user.
constexpr Column<User> edited_columns[] = {NTA_USER_COLUMN(full_name),
                                           NTA_USER_COLUMN(user_comment),
                                           NTA_USER_COLUMN(home_directory),
                                           NTA_USER_COLUMN(home_drive),
                                           NTA_USER_COLUMN(script_path),
                                           NTA_USER_COLUMN(profile_path),
                                           NTA_USER_COLUMN(workstations),
                                           NTA_USER_COLUMN(logon_hours),
                                           NTA_USER_COLUMN(parameters),
                                           NTA_USER_COLUMN(control),
                                           NTA_USER_COLUMN(country_code),
                                           NTA_USER_COLUMN(code_page),
                                           NTA_USER_COLUMN(primary_group),
                                           NTA_USER_COLUMN(may_not_change_password),
                                           NTA_USER_COLUMN(uid),
                                           NTA_USER_COLUMN(unix_state),
                                           NTA_USER_COLUMN(by_operator),
                                           NTA_USER_COLUMN(account_expires),
                                           NTA_USER_COLUMN(lockout_time),
                                           NTA_USER_COLUMN(bad_password_count),
                                           NTA_USER_COLUMN(password_last_set)};
// Those that logons write.
constexpr Column<User> recorded_columns[] = {NTA_USER_COLUMN(last_logon), NTA_USER_COLUMN(last_logoff),
                                             NTA_USER_COLUMN(last_bad_password), NTA_USER_COLUMN(logon_count)};
#undef NTA_USER_COLUMN

#define NTA_POLICY_COLUMN(member) column<Policy, &Policy::member>(#member)
constexpr Column<Policy> policy_columns[] = {NTA_POLICY_COLUMN(minimum_length), NTA_POLICY_COLUMN(history_length),
                                             NTA_POLICY_COLUMN(complexity),     NTA_POLICY_COLUMN(other_properties),
                                             NTA_POLICY_COLUMN(maximum_age),    NTA_POLICY_COLUMN(minimum_age),
                                             NTA_POLICY_COLUMN(force_logoff),   NTA_POLICY_COLUMN(lockout_threshold),
                                             NTA_POLICY_COLUMN(lockout_window), NTA_POLICY_COLUMN(lockout_duration)};
#undef NTA_POLICY_COLUMN

// "a, b, c", each with something in front and behind.
template <class Columns>
std::string listed(const Columns& columns, std::string_view before, std::string_view behind) {
  std::string out;
  for (const auto& each : columns) out += fmt::format("{}{}{}{}", out.empty() ? "" : ", ", before, each.name, behind);
  return out;
}

std::string marks(size_t count) {
  std::string out;
  for (size_t i = 0; i < count; ++i) out += ", ?";
  return out;
}

const std::string update_user_sql = "UPDATE user SET " + listed(edited_columns, "", " = ?") + " WHERE rid = ?";
const std::string insert_user_sql = "INSERT INTO user (rid, nt_hash, " + listed(edited_columns, "", "") +
                                    ") VALUES (?, ?" + marks(std::size(edited_columns)) + ")";
const std::string select_policy_sql = "SELECT " + listed(policy_columns, "", "") + " FROM policy";
const std::string replace_policy_sql = "INSERT OR REPLACE INTO policy (id, " + listed(policy_columns, "", "") +
                                       ") VALUES (1" + marks(std::size(policy_columns)) + ")";

constexpr std::string_view select_principal_by_name =
    "SELECT kind, home, rid, name, comment FROM principal WHERE name_key = ?";
constexpr std::string_view select_principal_by_rid =
    "SELECT kind, home, rid, name, comment FROM principal WHERE rid = ? AND home = ?";

}  // namespace

const std::string select_user = "SELECT p.rid, p.name, p.comment, u.nt_hash IS NOT NULL, " +
                                listed(edited_columns, "u.", "") + ", " + listed(recorded_columns, "u.", "") +
                                " FROM user u JOIN principal p ON p.rid = u.rid";

Error no_such(Kind kind, std::string_view what) {
  if (kind == Kind::group) return fail(Win32::group_not_found, "there is no group '{}'", what);
  if (kind == Kind::alias) return fail(Win32::no_such_alias, "there is no local group '{}'", what);
  return fail(Win32::user_not_found, "there is no user '{}'", what);
}

Error exists(Kind kind, std::string_view name) {
  if (kind == Kind::group) return fail(Win32::group_exists, "there is a group '{}' already", name);
  if (kind == Kind::alias) return fail(Win32::alias_exists, "there is a local group '{}' already", name);
  return fail(Win32::user_exists, "there is a user '{}' already", name);
}

// ---- users

User AccountStore::Impl::read_user(const Statement& row) const {
  User user;
  user.rid = Rid(row.u32(0));
  user.name = row.text(1);
  user.comment = row.text(2);
  user.has_password = row.number(3) != 0;
  int at = 4;
  for (const auto& each : edited_columns) each.read(row, at++, user);
  for (const auto& each : recorded_columns) each.read(row, at++, user);
  compute_flags(user);
  return user;
}

// Time makes and ends these; the database holds none of them.
void AccountStore::Impl::compute_flags(User& user) const {
  Policy policy = this->policy();
  FileTime time = now();
  user.control &= ~(control::locked | control::password_expired);
  bool locked = user.lockout_time != 0 &&
                (policy.lockout_duration == never || time < user.lockout_time + policy.lockout_duration);
  if (locked || is_locked_by_unwritten(user)) user.control |= control::locked;
  bool aged = policy.maximum_age != never && time > user.password_last_set + policy.maximum_age;
  bool expired = user.has_password && user.password_expires() && (user.password_last_set == 0 || aged);
  if (expired) user.control |= control::password_expired;
}

Result<std::optional<User>> AccountStore::Impl::user_where(Database& database, const std::string& sql,
                                                           int64_t value) const {
  Statement row = database.query(sql, value);
  NTA_TRY(bool there, row.step());
  return there ? std::optional(read_user(row)) : std::nullopt;
}

Result<User> AccountStore::Impl::user(Database& database, Rid rid) const {
  static const std::string sql = select_user + " WHERE u.rid = ?";
  NTA_TRY(auto user, user_where(database, sql, rid.value));
  if (!user) return no_such(Kind::user, std::to_string(rid.value));
  return *std::move(user);
}

Result<void> update_user(Database& database, const User& user) {
  Statement row = database.query(update_user_sql);
  for (const auto& each : edited_columns) each.bind(row, user);
  row.bind(int64_t{user.rid.value});
  NTA_CHECK(row.run());
  return {};
}

Result<void> insert_user(Database& database, const User& user, ByteView sealed_hash) {
  Statement row = database.query(insert_user_sql, int64_t{user.rid.value});
  if (sealed_hash.empty())
    row.bind_null();
  else
    row.bind(sealed_hash);
  for (const auto& each : edited_columns) each.bind(row, user);
  NTA_CHECK(row.run());
  return {};
}

// ---- principals

namespace {

Result<std::optional<Principal>> read_principal(Statement row) {
  NTA_TRY(bool there, row.step());
  if (!there) return std::optional<Principal>();
  Principal found;
  found.kind = static_cast<Kind>(row.number(0));
  found.home = static_cast<Home>(row.number(1));
  found.rid = Rid(row.u32(2));
  found.name = row.text(3);
  found.comment = row.text(4);
  return std::optional(std::move(found));
}

}  // namespace

Result<std::optional<Principal>> AccountStore::Impl::principal(Database& database, std::string_view name) const {
  NTA_TRY(auto found, read_principal(database.query(select_principal_by_name, std::string_view(name_key(name)))));
  if (found) found->sid = sid_of(found->home, found->rid);
  return found;
}

Result<std::optional<Principal>> AccountStore::Impl::principal(Database& database, const Sid& sid) const {
  if (sid.count < 2) return std::optional<Principal>();
  Rid rid(sid.sub[sid.count - 1]);
  Home home = sid == sid_of(Home::builtin, rid) ? Home::builtin : Home::account;
  if (sid != sid_of(home, rid)) return std::optional<Principal>();
  NTA_TRY(auto found, read_principal(database.query(select_principal_by_rid, int64_t{rid.value}, int64_t(home))));
  if (found) found->sid = sid;
  return found;
}

Result<std::optional<Principal>> AccountStore::Impl::principal(Database& database, Kind kind, Home home,
                                                               Rid rid) const {
  NTA_TRY(auto found, principal(database, sid_of(home, rid)));
  if (found && found->kind != kind) found.reset();
  return found;
}

// One name for one account; and for the computer, after which its domain is called.
Result<void> AccountStore::Impl::check_free(Database& database, const Principal& row, const std::string& name) const {
  if (equal_ignoring_case(name, domain_.name))
    return fail(Win32::bad_username, "'{}' is the name of this computer", name);
  NTA_TRY(auto holder, principal(database, name));
  if (holder && holder->rid != row.rid) return exists(holder->kind, holder->name);
  return {};
}

// The next free RID, unless one is wanted; none is ever given twice. OR FAIL: what a refused row and its trigger have
// written goes with the whole change; to take back the statement alone, SQLite would keep a copy of each of its pages.
Result<Rid> AccountStore::Impl::insert_principal(Transaction& change, const Principal& row) const {
  NTA_CHECK(check_free(change.database, row, row.name));
  NTA_TRY(int64_t next, change.database.number(first_free_rid.value, "SELECT next_rid FROM domain"));
  Rid rid = row.rid;
  if (rid == Rid()) rid = Rid(static_cast<uint32_t>(next));
  if (rid.value < next) {
    constexpr std::string_view count = "SELECT count(*) FROM principal WHERE rid = ?";
    NTA_TRY(int64_t taken, change.database.number(0, count, int64_t{rid.value}));
    if (taken) return fail(Win32::already_exists, "RID {} is taken", rid.value);
  }
  NTA_CHECK(
      change.database
          .query("INSERT OR FAIL INTO principal (rid, kind, home, name, name_key, comment) VALUES (?, ?, ?, ?, ?, ?)",
                 int64_t{rid.value}, int64_t(row.kind), int64_t(row.home), std::string_view(row.name),
                 std::string_view(name_key(row.name)), std::string_view(row.comment))
          .run());
  if (rid.value >= next)
    NTA_CHECK(change.database.query("UPDATE domain SET next_rid = ?", int64_t{rid.value} + 1).run());
  return rid;
}

Result<void> AccountStore::Impl::rename(Transaction& change, const Principal& was, const std::string& name,
                                        const std::string& comment) const {
  if (name == was.name && comment == was.comment) return {};
  if (name != was.name) NTA_CHECK(check_free(change.database, was, name));
  NTA_CHECK(change.database
                .query("UPDATE principal SET name = ?, name_key = ?, comment = ? WHERE rid = ?", std::string_view(name),
                       std::string_view(name_key(name)), std::string_view(comment), int64_t{was.rid.value})
                .run());
  return {};
}

// ---- policy

Result<Policy> read_policy(Database& database) {
  Statement row = database.query(select_policy_sql);
  NTA_TRY(bool there, row.step());
  if (!there) return fail(Win32::invalid_data, "the account database has no policy");
  Policy policy;
  int at = 0;
  for (const auto& each : policy_columns) each.read(row, at++, policy);
  return policy;
}

Result<void> write_policy(Database& database, const Policy& policy) {
  Statement row = database.query(replace_policy_sql);
  for (const auto& each : policy_columns) each.bind(row, policy);
  NTA_CHECK(row.run());
  return {};
}

}  // namespace nta::accounts
