// Accounts as plain values: users, groups, aliases (local groups), the domain and its policy.
//
// Text is UTF-8; names are as they were given. Times are FILETIME; durations are counts of 100 ns, not negative.
#pragma once

#include <sys/types.h>

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/filetime.h"
#include "base/sid.h"
#include "base/types.h"

namespace nta::accounts {

/** The last number of an account's SID. One number is used once: for a user, a group or an alias. */
using Rid = StrongId<struct RidTag, uint32_t>;

/** As an expiry: never. As a duration: for ever. */
inline constexpr int64_t never = std::numeric_limits<int64_t>::max();

enum class Kind : uint8_t { user = 1, group = 2, alias = 4 };

/** Where a SID of ours lies: in this machine's domain, or in S-1-5-32. Only aliases are in the latter. */
enum class Home : uint8_t { account = 0, builtin = 1 };

/** Account control, with the numbers of [MS-SAMR] 2.2.1.12. */
namespace control {
inline constexpr uint32_t disabled = 0x1;
inline constexpr uint32_t home_directory_required = 0x2;
inline constexpr uint32_t password_not_required = 0x4;
inline constexpr uint32_t temporary_duplicate = 0x8;
inline constexpr uint32_t normal = 0x10;
inline constexpr uint32_t interdomain_trust = 0x40;
inline constexpr uint32_t workstation_trust = 0x80;
inline constexpr uint32_t server_trust = 0x100;
inline constexpr uint32_t password_never_expires = 0x200;
inline constexpr uint32_t locked = 0x400;              // computed; clearing it unlocks, setting it does nothing
inline constexpr uint32_t password_expired = 0x20000;  // computed
inline constexpr uint32_t account_types =
    temporary_duplicate | normal | interdomain_trust | workstation_trust | server_trust;
inline constexpr uint32_t no_password_expiry =
    password_never_expires | interdomain_trust | workstation_trust | server_trust;
}  // namespace control

inline constexpr Rid rid_administrator{500};
inline constexpr Rid rid_guest{501};
inline constexpr Rid rid_none{513};  // the group of every user ("None" on a machine that is no domain controller)
inline constexpr Rid first_free_rid{1000};

/** Who something is: what a name or a SID leads to. */
struct Principal {
  Kind kind = Kind::user;
  Home home = Home::account;
  Rid rid;
  std::string name;
  std::string comment;
  Sid sid;
};

/** Whether the Unix user that an account is was there when it was last looked for. */
enum class UnixState : uint8_t {
  there = 0,
  gone = 1,           // and the account disabled by that
  gone_disabled = 2,  // and the account as it was: disabled before, or the last that can administer
};

inline constexpr size_t logon_hours_size = 21;  // one bit an hour of the week, from Sunday 0:00 UTC, lowest bit first

struct User {
  Rid rid;
  std::string name;
  std::string full_name;
  std::string comment;
  std::string user_comment;
  std::string home_directory;
  std::string home_drive;
  std::string script_path;
  std::string profile_path;
  std::string workstations;  // names with commas between; empty: any
  Bytes logon_hours;         // logon_hours_size bytes; empty: always
  Bytes parameters;          // what Windows keeps behind this name, UTF-16LE and more: kept as it is
  uint32_t control = control::normal;
  bool may_not_change_password = false;
  uint32_t country_code = 0;
  uint32_t code_page = 0;
  Rid primary_group = rid_none;
  FileTime account_expires = never;
  FileTime password_last_set = 0;  // 0: must be changed at the next logon. An edit makes it 0, or takes that back
  std::optional<uid_t> uid;        // of the Unix user that this account is
  bool by_operator = false;        // named, or given a password or settings, by an account operator

  // What follows is read only: change_user keeps it as it was.
  bool has_password = false;
  UnixState unix_state = UnixState::there;  // where there is a uid
  FileTime last_logon = 0;
  FileTime last_logoff = 0;
  FileTime last_bad_password = 0;
  FileTime lockout_time = 0;
  uint32_t bad_password_count = 0;
  uint32_t logon_count = 0;

  bool is_disabled() const { return (control & control::disabled) != 0; }
  /** Those of machines and of other domains do not ([MS-ADTS] 3.1.1.4.5.33). */
  bool password_expires() const { return (control & control::no_password_expiry) == 0; }
};

struct Group {
  Rid rid;
  std::string name;
  std::string comment;
  uint32_t attributes = 7;  // SE_GROUP_MANDATORY, ENABLED_BY_DEFAULT, ENABLED
};

struct Alias {
  Home home = Home::account;
  Rid rid;
  std::string name;
  std::string comment;
};

struct Domain {
  Sid sid;           // of this machine
  std::string name;  // its NetBIOS name
  FileTime created = 0;
  uint64_t sequence = 0;  // goes up with every change
};

struct Totals {
  uint32_t users = 0;
  uint32_t groups = 0;
  uint32_t aliases = 0;          // of this machine
  uint32_t builtin_aliases = 0;  // of S-1-5-32
};

inline constexpr int64_t minute_ticks = 60 * filetime_second;
inline constexpr int64_t day_ticks = 24 * 60 * minute_ticks;

/** The rules for passwords and logons: what Windows' current releases start with. */
struct Policy {
  uint32_t minimum_length = 0;
  uint32_t history_length = 0;
  bool complexity = false;
  /** The rest of [MS-SAMR] DOMAIN_PASSWORD_PROPERTIES, kept for who reads it; one of them acts. */
  static constexpr uint32_t lockout_administrators = 0x8;
  uint32_t other_properties = lockout_administrators;
  int64_t maximum_age = 42 * day_ticks;  // never: passwords do not expire
  int64_t minimum_age = 0;
  int64_t force_logoff = never;                  // after the end of the logon hours; 0: at once
  uint32_t lockout_threshold = 10;               // wrong passwords in the window; 0: no lock-out
  int64_t lockout_window = 10 * minute_ticks;    // after which the count starts again
  int64_t lockout_duration = 10 * minute_ticks;  // never: until an administrator unlocks
};

inline constexpr size_t longest_password = 256;
inline constexpr uint32_t longest_history = 1024;

}  // namespace nta::accounts
