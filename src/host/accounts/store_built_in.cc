// What a new database starts with: the machine's SID, the built-in accounts and groups ([MS-SAMR] 3.1.4.2, with what a
// server that is no domain controller has), and the policy.
#include "host/accounts/schema.h"
#include "host/accounts/store_impl.h"

namespace nta::accounts {
namespace {

constexpr Sid sid_interactive = make_sid(5, 4);

struct BuiltInAlias {
  uint32_t rid;
  const char* name;
  const char* comment;
};

constexpr BuiltInAlias built_in_aliases[] = {
    {544, "Administrators", "May do everything on this computer"},
    {545, "Users", "May use this computer, and change nothing that concerns others"},
    {546, "Guests", "As Users, with less"},
    {547, "Power Users", "May manage shares, accounts and groups that are not administrators'"},
    {548, "Account Operators", "May manage accounts and groups that are not administrators'"},
    {549, "Server Operators", "May manage shares, network sessions and open files"},
    {550, "Print Operators", "May manage printers"},
    {551, "Backup Operators", "May read and write files for backup and restore"},
    {552, "Replicator", "For the replication of files"},
    {555, "Remote Desktop Users", "May log on to terminal sessions from other computers"},
    {576, "RDS Remote Access Servers", "Servers that give access to this computer's terminal sessions"},
    {577, "RDS Management Servers", "Servers that manage this computer's terminal sessions"},
    {580, "Remote Management Users", "May use management interfaces from other computers"},
};

struct Membership {
  uint32_t alias;
  Sid member;
};

Result<void> insert(Database& database, Kind kind, Home home, Rid rid, std::string_view name,
                    std::string_view comment) {
  NTA_CHECK(database
                .query("INSERT INTO principal (rid, kind, home, name, name_key, comment) VALUES (?, ?, ?, ?, ?, ?)",
                       int64_t{rid.value}, int64_t(kind), int64_t(home), name, std::string_view(name_key(name)),
                       comment)
                .run());
  return {};
}

Result<void> insert_user(Database& database, Rid rid, std::string_view name, std::string_view comment,
                         uint32_t control) {
  NTA_CHECK(insert(database, Kind::user, Home::account, rid, name, comment));
  User user;
  user.rid = rid;
  user.control = control;
  NTA_CHECK(accounts::insert_user(database, user));
  NTA_CHECK(database
                .query("INSERT INTO group_member (group_rid, user_rid) VALUES (?, ?)", int64_t{rid_none.value},
                       int64_t{rid.value})
                .run());
  return {};
}

// S-1-5-21 and three random numbers: no two machines have the same.
Sid random_machine_sid() {
  std::array<uint32_t, 3> numbers;
  auth::fill_random(std::as_writable_bytes(std::span(numbers)));
  return make_sid(5, 21, numbers[0], numbers[1], numbers[2]);
}

Result<void> fill(Database& database, const StoreOptions& options, const SecretBox& box) {
  Sid sid = random_machine_sid();
  Bytes key_check = box.seal(key_check_purpose, as_byte_view("ntadmin accounts"));
  NTA_CHECK(database
                .query("INSERT INTO domain (id, sid, name, created, sequence, next_rid, key_check) "
                       "VALUES (1, ?, ?, ?, 1, ?, ?)",
                       sid, std::string_view(options.computer_name), options.now(), int64_t{first_free_rid.value},
                       ByteView(key_check))
                .run());
  NTA_CHECK(write_policy(database, Policy()));
  NTA_CHECK(insert(database, Kind::group, Home::account, rid_none, "None", "Every user of this computer"));
  NTA_CHECK(
      database.query("INSERT INTO group_attributes (rid, attributes) VALUES (?, 7)", int64_t{rid_none.value}).run());
  uint32_t kept = control::normal | control::password_never_expires;
  NTA_CHECK(insert_user(database, rid_administrator, "Administrator", "Administers this computer", kept));
  NTA_CHECK(insert_user(database, rid_guest, "Guest", "For guests of this computer",
                        kept | control::disabled | control::password_not_required));
  for (const BuiltInAlias& alias : built_in_aliases)
    NTA_CHECK(insert(database, Kind::alias, Home::builtin, Rid(alias.rid), alias.name, alias.comment));
  const Membership memberships[] = {{544, sid.with(rid_administrator.value)},
                                    {545, sid_authenticated_users},
                                    {545, sid_interactive},
                                    {546, sid.with(rid_guest.value)}};
  for (const Membership& each : memberships)
    NTA_CHECK(
        database.query("INSERT INTO alias_member (alias_rid, sid) VALUES (?, ?)", int64_t{each.alias}, each.member)
            .run());
  return {};
}

}  // namespace

Result<void> populate(Database& database, const StoreOptions& options, const SecretBox& box) {
  NTA_CHECK(database.execute("BEGIN IMMEDIATE"));
  if (auto filled = fill(database, options, box); !filled) {
    (void)database.execute("ROLLBACK");
    return filled;
  }
  return database.execute("COMMIT");
}

}  // namespace nta::accounts
