#include "host/accounts/schema.h"

namespace nta::accounts {
namespace {

// "ntac" in the file's header: other programs' databases are told by it.
constexpr int64_t application_id = 0x6E746163;

// What brings a database from form n to form n + 1. A released step is never changed; a new one is appended.
//
// principal: everything that has a name and a RID. name_key: the name in upper case, by which names are one.
// total: counted by triggers, so that nothing ever counts a million rows.
constexpr const char* steps[] = {
    R"sql(
    CREATE TABLE domain (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      sid BLOB NOT NULL, name TEXT NOT NULL, created INTEGER NOT NULL,
      sequence INTEGER NOT NULL, next_rid INTEGER NOT NULL, key_check BLOB NOT NULL);
    CREATE TABLE policy (
      id INTEGER PRIMARY KEY CHECK (id = 1),
      minimum_length INTEGER NOT NULL, history_length INTEGER NOT NULL, complexity INTEGER NOT NULL,
      other_properties INTEGER NOT NULL, maximum_age INTEGER NOT NULL, minimum_age INTEGER NOT NULL,
      force_logoff INTEGER NOT NULL, lockout_threshold INTEGER NOT NULL, lockout_window INTEGER NOT NULL,
      lockout_duration INTEGER NOT NULL);
    CREATE TABLE principal (
      rid INTEGER PRIMARY KEY, kind INTEGER NOT NULL, home INTEGER NOT NULL,
      name TEXT NOT NULL, name_key TEXT NOT NULL UNIQUE, comment TEXT NOT NULL);
    CREATE INDEX principal_by_rid ON principal (kind, home, rid);
    CREATE INDEX principal_by_name ON principal (kind, name_key);
    CREATE TABLE total (kind INTEGER, home INTEGER, count INTEGER NOT NULL, PRIMARY KEY (kind, home)) WITHOUT ROWID;
    INSERT INTO total VALUES (1, 0, 0), (2, 0, 0), (4, 0, 0), (4, 1, 0);
    CREATE TRIGGER principal_came AFTER INSERT ON principal BEGIN
      UPDATE total SET count = count + 1 WHERE kind = NEW.kind AND home = NEW.home; END;
    CREATE TRIGGER principal_went AFTER DELETE ON principal BEGIN
      UPDATE total SET count = count - 1 WHERE kind = OLD.kind AND home = OLD.home; END;
    CREATE TABLE user (
      rid INTEGER PRIMARY KEY REFERENCES principal (rid) ON DELETE CASCADE,
      full_name TEXT NOT NULL, user_comment TEXT NOT NULL, home_directory TEXT NOT NULL, home_drive TEXT NOT NULL,
      script_path TEXT NOT NULL, profile_path TEXT NOT NULL, workstations TEXT NOT NULL,
      logon_hours BLOB NOT NULL, parameters BLOB NOT NULL, control INTEGER NOT NULL,
      may_not_change_password INTEGER NOT NULL, country_code INTEGER NOT NULL, code_page INTEGER NOT NULL,
      primary_group INTEGER NOT NULL, account_expires INTEGER NOT NULL, uid INTEGER UNIQUE,
      password_last_set INTEGER NOT NULL DEFAULT 0, last_logon INTEGER NOT NULL DEFAULT 0,
      last_logoff INTEGER NOT NULL DEFAULT 0, last_bad_password INTEGER NOT NULL DEFAULT 0,
      lockout_time INTEGER NOT NULL DEFAULT 0, bad_password_count INTEGER NOT NULL DEFAULT 0,
      logon_count INTEGER NOT NULL DEFAULT 0, nt_hash BLOB);
    CREATE TABLE password_history (
      rid INTEGER NOT NULL REFERENCES user (rid) ON DELETE CASCADE, number INTEGER NOT NULL, nt_hash BLOB NOT NULL,
      PRIMARY KEY (rid, number)) WITHOUT ROWID;
    CREATE TABLE group_attributes (
      rid INTEGER PRIMARY KEY REFERENCES principal (rid) ON DELETE CASCADE, attributes INTEGER NOT NULL);
    CREATE TABLE group_member (
      group_rid INTEGER NOT NULL REFERENCES principal (rid) ON DELETE CASCADE,
      user_rid INTEGER NOT NULL REFERENCES user (rid) ON DELETE CASCADE,
      PRIMARY KEY (group_rid, user_rid)) WITHOUT ROWID;
    CREATE INDEX group_member_by_user ON group_member (user_rid);
    CREATE TABLE alias_member (
      alias_rid INTEGER NOT NULL REFERENCES principal (rid) ON DELETE CASCADE, sid BLOB NOT NULL,
      PRIMARY KEY (alias_rid, sid)) WITHOUT ROWID;
    CREATE INDEX alias_member_by_sid ON alias_member (sid);
    )sql",
    "ALTER TABLE user ADD COLUMN unix_state INTEGER NOT NULL DEFAULT 0",  // UnixState
    // Nearly all rows are users', who are found by the table and its names: each new one is written to two fewer
    // indexes.
    R"sql(
    DROP INDEX principal_by_rid;
    DROP INDEX principal_by_name;
    CREATE INDEX alias_by_rid ON principal (home, rid) WHERE kind = 4;
    CREATE INDEX group_by_name ON principal (name_key) WHERE kind = 2;
    )sql",
    // Most users are no Unix users, and have no place among the uids, either. What is UNIQUE in a table stays so: it is
    // made anew; who refers to it does so by its name.
    R"sql(
    CREATE TABLE new_user (
      rid INTEGER PRIMARY KEY REFERENCES principal (rid) ON DELETE CASCADE,
      full_name TEXT NOT NULL, user_comment TEXT NOT NULL, home_directory TEXT NOT NULL, home_drive TEXT NOT NULL,
      script_path TEXT NOT NULL, profile_path TEXT NOT NULL, workstations TEXT NOT NULL,
      logon_hours BLOB NOT NULL, parameters BLOB NOT NULL, control INTEGER NOT NULL,
      may_not_change_password INTEGER NOT NULL, country_code INTEGER NOT NULL, code_page INTEGER NOT NULL,
      primary_group INTEGER NOT NULL, account_expires INTEGER NOT NULL, uid INTEGER,
      password_last_set INTEGER NOT NULL DEFAULT 0, last_logon INTEGER NOT NULL DEFAULT 0,
      last_logoff INTEGER NOT NULL DEFAULT 0, last_bad_password INTEGER NOT NULL DEFAULT 0,
      lockout_time INTEGER NOT NULL DEFAULT 0, bad_password_count INTEGER NOT NULL DEFAULT 0,
      logon_count INTEGER NOT NULL DEFAULT 0, nt_hash BLOB, unix_state INTEGER NOT NULL DEFAULT 0);
    INSERT INTO new_user SELECT * FROM user;
    DROP TABLE user;
    ALTER TABLE new_user RENAME TO user;
    CREATE UNIQUE INDEX user_by_uid ON user (uid) WHERE uid IS NOT NULL;
    )sql",
    "ALTER TABLE user ADD COLUMN by_operator INTEGER NOT NULL DEFAULT 0",
};

Result<int64_t> pragma(Database& database, const char* sql) { return database.number(0, sql); }

Result<void> apply_steps(Database& database, int64_t from) {
  NTA_CHECK(database.execute("BEGIN IMMEDIATE"));
  for (int64_t step = from; step < schema_version(); ++step) {
    if (auto applied = database.execute(steps[step]); !applied) {
      (void)database.execute("ROLLBACK");
      return applied;
    }
  }
  NTA_CHECK(database.execute(
      fmt::format("PRAGMA application_id = {}; PRAGMA user_version = {}", application_id, schema_version()).c_str()));
  return database.execute("COMMIT");
}

}  // namespace

int64_t schema_version() { return std::size(steps); }

Result<bool> is_empty(Database& database) {
  NTA_TRY(int64_t tables, database.number(0, "SELECT count(*) FROM sqlite_master"));
  return tables == 0;
}

Result<void> check_form(Database& database, const std::string& path) {
  NTA_TRY(bool empty, is_empty(database));
  NTA_TRY(int64_t id, pragma(database, "PRAGMA application_id"));
  NTA_TRY(int64_t version, pragma(database, "PRAGMA user_version"));
  if (!empty && id != application_id)
    return fail(Win32::invalid_data, "{} is a database of another program, not of accounts", path);
  if (version > schema_version())
    return fail(Win32::revision_mismatch, "{} has form {} of a newer release; this one knows up to {}", path, version,
                schema_version());
  return {};
}

Result<void> prepare_schema(Database& database, const std::string& path) {
  NTA_CHECK(check_form(database, path));
  NTA_TRY(int64_t version, pragma(database, "PRAGMA user_version"));
  if (version < schema_version()) return apply_steps(database, version);
  return {};
}

Result<void> check_integrity(Database& database, const std::string& path) {
  Statement check = database.query("PRAGMA quick_check(1)");
  auto row = check.step();
  std::string verdict = !row ? row.error().text : *row ? check.text(0) : "no answer";
  if (verdict == "ok") return {};
  return fail(Win32::invalid_data, "{} is damaged ({}); restore a backup: ntadmin restore FILE", path, verdict);
}

}  // namespace nta::accounts
