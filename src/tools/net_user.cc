// ntadmin net user: the users of a host: listed, shown, added, changed and deleted.
#include <string.h>

#include <algorithm>
#include <array>
#include <ctime>

#include "api/netapi32/user_tables.h"
#include "base/utf16.h"
#include "tools/commands.h"
#include "tools/net_group_members.h"
#include "tools/net_support.h"
#include "tools/net_user_values.h"
#include "tools/password.h"

namespace nta::tools {
namespace {

constexpr Option add_option{"add", "", "add the user"};
constexpr Option delete_option{"delete", "", "delete the user"};
constexpr Option active_option{"active", "YES|NO", "whether the user may log on at all"};
constexpr Option comment_option{"comment", "TEXT", "what administrators note"};
constexpr Option expires_option{"expires", "DAY|NEVER", "the day the account ends: 2027-01-31"};
constexpr Option full_name_option{"fullname", "TEXT", "the person's name"};
constexpr Option home_option{"homedir", "PATH", "home directory"};
constexpr Option must_change_option{"logonpasswordchg", "YES|NO", "whether the next log-on changes the password"};
constexpr Option may_change_option{"passwordchg", "YES|NO", "whether users change their password"};
constexpr Option required_option{"passwordreq", "YES|NO", "whether there must be a password"};
constexpr Option profile_option{"profilepath", "PATH", "user profile"};
constexpr Option script_option{"scriptpath", "PATH", "logon script"};
constexpr Option times_option{"times", "TIMES|ALL", "when log-ons are allowed: M-F,9-18;Sa,8-12"};
constexpr Option user_comment_option{"usercomment", "TEXT", "what the user notes"};
constexpr Option workstations_option{"workstations", "A,B", "where log-ons are allowed; * for all"};
constexpr Option country_option{"countrycode", "N", "country or region for messages; 0: the system's"};
constexpr Option random_option{"random", "", "give a password that nobody could guess, and show it"};
constexpr std::array options = {
    add_option,       delete_option, active_option,      comment_option,      country_option,      expires_option,
    full_name_option, home_option,   must_change_option, may_change_option,   required_option,     profile_option,
    random_option,    script_option, times_option,       user_comment_option, workstations_option, password_fd_option,
    domain_option,    server_option, fleet_option,       json_option};

/** Texts: where they stand in a new user, and the level that sets one of an old user. */
struct TextOption {
  const Option& option;
  LPWSTR USER_INFO_3::*member;
  DWORD level;
};
constexpr DWORD profile_level = 1052;
constexpr TextOption text_options[] = {
    {comment_option, &USER_INFO_3::usri3_comment, USER_COMMENT_INFOLEVEL},
    {full_name_option, &USER_INFO_3::usri3_full_name, USER_FULL_NAME_INFOLEVEL},
    {home_option, &USER_INFO_3::usri3_home_dir, USER_HOME_DIR_INFOLEVEL},
    {profile_option, &USER_INFO_3::usri3_profile, profile_level},
    {script_option, &USER_INFO_3::usri3_script_path, USER_SCRIPT_PATH_INFOLEVEL},
    {user_comment_option, &USER_INFO_3::usri3_usr_comment, USER_USR_COMMENT_INFOLEVEL},
    {workstations_option, &USER_INFO_3::usri3_workstations, USER_WORKSTATIONS_INFOLEVEL},
};
constexpr size_t workstations_text = std::size(text_options) - 1;

/** Flags: which one, and whether "yes" sets it. */
struct FlagOption {
  const Option& option;
  DWORD flag;
  bool set_by_yes;
};
constexpr FlagOption flag_options[] = {
    {active_option, UF_ACCOUNTDISABLE, false},
    {may_change_option, UF_PASSWD_CANT_CHANGE, false},
    {required_option, UF_PASSWD_NOTREQD, false},
};

/** A password, wiped when it is not needed any more. */
class Password {
 public:
  explicit Password(std::u16string text) : text_(std::move(text)) {}
  Password(Password&& other) noexcept = default;
  Password(const Password&) = delete;
  Password& operator=(const Password&) = delete;
  ~Password() { explicit_bzero(text_.data(), text_.size() * sizeof(char16_t)); }
  LPWSTR data() { return text_.data(); }

 private:
  std::u16string text_;
};

/** What a command line wants of a user, read before anything is changed. */
struct Wish {
  std::array<std::optional<std::u16string>, std::size(text_options)> texts;
  DWORD flags_on = 0, flags_off = 0;
  std::optional<DWORD> expires;
  std::optional<DWORD> country;
  std::optional<LogonHours> hours;  // of UTC
  std::optional<bool> must_change;
  std::optional<Password> password;
  bool is_random = false;     // the password is to be shown
  bool is_of_domain = false;  // whose users are in Users by their global group

  /** How many members of a user it changes. */
  size_t members() const {
    auto given = std::count_if(texts.begin(), texts.end(), [](const auto& text) { return text.has_value(); });
    return static_cast<size_t>(given) + ((flags_on | flags_off) != 0) + expires.has_value() + country.has_value() +
           hours.has_value() + must_change.has_value() + password.has_value();
  }
};

Result<void> read_flags(const Arguments& arguments, Wish& wish) {
  for (const FlagOption& each : flag_options) {
    auto text = arguments.value(each.option);
    if (!text) continue;
    NTA_TRY(bool yes, parse_yes_or_no(each.option.name, *text));
    (yes == each.set_by_yes ? wish.flags_on : wish.flags_off) |= each.flag;
  }
  if (auto text = arguments.value(must_change_option)) {
    NTA_TRY(wish.must_change, parse_yes_or_no(must_change_option.name, *text));
  }
  return {};
}

/** The second word is '*' where a password is to be asked for. Passwords themselves are not taken there. */
Result<void> read_password_of(const Arguments& arguments, const std::vector<std::string>& words, Wish& wish) {
  bool asked = words.size() > 1;
  if (words.size() > 2 || (asked && words[1] != "*"))
    return misuse(
        "a password on a command line can be read by everybody on this machine: write '*' to be asked for it, "
        "or give it by --password-fd N");
  if (arguments.has(random_option)) {
    if (asked || arguments.has(password_fd_option))
      return misuse("a password is given, asked for or /random: one of them");
    wish.password.emplace(random_password());
    wish.is_random = true;
    return {};
  }
  if (!asked && !arguments.has(password_fd_option)) return {};
  NTA_TRY(auto text, new_password(arguments, words.front()));
  wish.password.emplace(std::move(text));
  return {};
}

Result<Wish> read_wish(const Arguments& arguments, const std::vector<std::string>& words) {
  Wish wish;
  wish.is_of_domain = arguments.has(domain_option);
  for (size_t i = 0; i < wish.texts.size(); ++i)
    if (auto text = arguments.value(text_options[i].option)) wish.texts[i] = to_utf16(*text);
  if (arguments.value(workstations_option) == "*") wish.texts[workstations_text] = std::u16string();
  NTA_CHECK(read_flags(arguments, wish));
  if (auto text = arguments.value(expires_option)) {
    NTA_TRY(wish.expires, parse_expiry(*text));
  }
  if (auto text = arguments.value(country_option)) {
    wish.country = parse_number(*text);
    if (!wish.country || *wish.country > UINT16_MAX)
      return misuse("/countrycode:{}: it takes a number from 0 to 65535", *text);
  }
  if (auto text = arguments.value(times_option)) {
    NTA_TRY(auto hours, parse_logon_hours(*text));
    wish.hours = hours_later(hours, -hours_ahead_of_utc());
  }
  NTA_CHECK(read_password_of(arguments, words, wish));
  return wish;
}

/** A random password is told once, when it holds. */
Result<void> tell_password(const std::u16string& name, Wish& wish) {
  if (!wish.is_random) return {};
  return print(fmt::format("Password for {} is: {}\n", to_utf8(name), text_of(wish.password->data())));
}

Result<void> add(NetServer& server, std::u16string name, Wish wish) {
  constexpr DWORD domain_users = 513;
  std::u16string none;
  USER_INFO_3 user{.usri3_name = name.data(),
                   .usri3_password = wish.password ? wish.password->data() : none.data(),
                   .usri3_priv = USER_PRIV_USER,
                   .usri3_flags = UF_SCRIPT | UF_NORMAL_ACCOUNT | wish.flags_on,
                   .usri3_acct_expires = wish.expires.value_or(TIMEQ_FOREVER),
                   .usri3_max_storage = USER_MAXSTORAGE_UNLIMITED,
                   .usri3_units_per_week = UNITS_PER_WEEK,
                   .usri3_logon_hours = wish.hours ? wish.hours->data() : nullptr,
                   .usri3_country_code = wish.country.value_or(0),
                   .usri3_primary_group_id = domain_users,
                   .usri3_password_expired = wish.must_change.value_or(false)};
  for (size_t i = 0; i < wish.texts.size(); ++i)
    if (wish.texts[i]) user.*text_options[i].member = wish.texts[i]->data();
  DWORD parm_err = 0;
  NTA_CHECK(net_done(NetUserAdd(server.name(), 3, reinterpret_cast<LPBYTE>(&user), &parm_err),
                     "cannot add user '{}' to {}", to_utf8(name), server.place()));
  if (!wish.is_of_domain) join_users(server, to_utf8(name));
  return tell_password(name, wish);
}

/** One user that is there already. */
class Change {
 public:
  Change(NetServer& server, std::u16string name) : server_(server), name_(std::move(name)) {}

  Result<void> make(Wish& wish) {
    NetInfo<USER_INFO_3> now;
    NTA_CHECK(done(NetUserGetInfo(server_.name(), name_.data(), 3, now.out()), "see"));
    NTA_CHECK(wish.members() == 1 && !wish.must_change ? set_one(*now.operator->(), wish)
                                                       : set_together(*now.operator->(), wish));
    return tell_password(name_, wish);
  }

 private:
  Result<void> done(NET_API_STATUS status, std::string_view verb) {
    return net_done(status, "cannot {} user '{}' of {}", verb, to_utf8(name_), server_.place());
  }
  /** The levels of one member are that member alone. */
  template <class Info>
  Result<void> set(DWORD level, Info info) {
    DWORD parm_err = 0;
    return done(NetUserSetInfo(server_.name(), name_.data(), level, reinterpret_cast<LPBYTE>(&info), &parm_err),
                "change");
  }

  /** By its own level, so that what others change meanwhile is theirs. */
  Result<void> set_one(const USER_INFO_3& now, Wish& wish) {
    for (size_t i = 0; i < wish.texts.size(); ++i)
      if (wish.texts[i]) return set(text_options[i].level, wish.texts[i]->data());
    if (wish.expires) return set(USER_ACCT_EXPIRES_INFOLEVEL, *wish.expires);
    if (wish.country) return set(USER_COUNTRY_CODE_INFOLEVEL, *wish.country);
    if (wish.hours) return set(1020, USER_INFO_1020{UNITS_PER_WEEK, wish.hours->data()});
    if (wish.password) return set(USER_PASSWORD_INFOLEVEL, wish.password->data());
    return set(USER_FLAGS_INFOLEVEL, flags_after(now, wish));
  }

  /** All of them or none: numbers go back as they were read, texts and hours that are null stay. That a password must
   *  be changed has no level of its own, and is not in level 2, of which level 3 is the longer form. */
  Result<void> set_together(const USER_INFO_3& now, Wish& wish) {
    bool expired = wish.must_change.value_or(!wish.password && now.usri3_password_expired);
    USER_INFO_3 user{.usri3_name = name_.data(),
                     .usri3_password = wish.password ? wish.password->data() : nullptr,
                     .usri3_priv = now.usri3_priv,
                     .usri3_flags = flags_after(now, wish),
                     .usri3_acct_expires = wish.expires.value_or(now.usri3_acct_expires),
                     .usri3_max_storage = now.usri3_max_storage,
                     .usri3_units_per_week = UNITS_PER_WEEK,
                     .usri3_logon_hours = wish.hours ? wish.hours->data() : nullptr,
                     .usri3_country_code = wish.country.value_or(now.usri3_country_code),
                     .usri3_code_page = now.usri3_code_page,
                     .usri3_primary_group_id = now.usri3_primary_group_id,
                     .usri3_password_expired = expired};
    for (size_t i = 0; i < wish.texts.size(); ++i)
      if (wish.texts[i]) user.*text_options[i].member = wish.texts[i]->data();
    if (wish.must_change || !user.usri3_profile) return set(wish.must_change ? 3 : 2, user);
    return set_with_profile(now, user);
  }

  /** The profile's path has no place in level 2, and level 3 would say that a password must be changed that is only
   * old: it is set first, and put back where the rest is refused. */
  Result<void> set_with_profile(const USER_INFO_3& now, USER_INFO_3& user) {
    NTA_CHECK(set(profile_level, user.usri3_profile));
    auto rest = set(2, user);
    if (!rest) (void)set(profile_level, now.usri3_profile ? now.usri3_profile : name_.data() + name_.size());
    return rest;
  }

  static DWORD flags_after(const USER_INFO_3& now, const Wish& wish) {
    return (now.usri3_flags | wish.flags_on) & ~wish.flags_off;
  }

  NetServer& server_;
  std::u16string name_;
};

constexpr std::array name_columns = {Column{"name", "User name", Side::left, 1, 0}};

Result<void> list(NetServer& server, bool json) {
  constexpr size_t in_a_line = 3;
  NetList<USER_INFO_20> users;
  auto read = [&](LPBYTE* rows, DWORD* count, DWORD* total, DWORD* position) {
    return NetUserEnum(server.name(), 20, FILTER_NORMAL_ACCOUNT, rows, MAX_PREFERRED_LENGTH, count, total, position);
  };
  NTA_CHECK(net_done(NetList<USER_INFO_20>::read<DWORD>(read, users), "cannot list users of {}", server.place()));
  if (json || collected_rows()) return print_table(name_columns, users.rows(), json);
  std::string text = fmt::format("User accounts for {}\n\n{:-<79}\n", server.place(), "");
  for (size_t i = 0; i < users.rows().size(); ++i) {
    bool last = i % in_a_line == in_a_line - 1 || i + 1 == users.rows().size();
    std::string name = text_of(users.rows()[i].usri20_name);
    size_t width = display_width(name);
    text += name + (last ? "\n" : std::string(width < 24 ? 25 - width : 1, ' '));
  }
  return print(text);
}

using Memberships = NetList<LOCALGROUP_USERS_INFO_0>;  // the same one member as of GROUP_USERS_INFO_0

std::string names_text(const Memberships& groups) {
  std::string text;
  for (const auto& group : groups.rows()) text += "*" + text_of(group.lgrui0_name) + "  ";
  return text;
}

/** What the host's policy says of a password's life. Who may not see the policy is told so. */
struct PasswordLife {
  std::string changeable = "Unknown", ends = "Unknown";
};

Result<PasswordLife> password_life(NetServer& server, const USER_INFO_3& user) {
  DWORD last_set = static_cast<DWORD>(time(nullptr)) - user.usri3_password_age;
  NetInfo<USER_MODALS_INFO_0> policy;
  NET_API_STATUS status = NetUserModalsGet(server.name(), 0, policy.out());
  bool is_hidden = static_cast<Win32>(status) == Win32::access_denied;
  PasswordLife life;
  if (!is_hidden) {
    NTA_CHECK(net_done(status, "cannot see the policy of {}", server.place()));
    DWORD most = policy->usrmod0_max_passwd_age;
    life.changeable = moment_text(last_set + policy->usrmod0_min_passwd_age);
    life.ends = most == TIMEQ_FOREVER ? "Never" : moment_text(last_set + most);
  }
  if (user.usri3_flags & UF_DONT_EXPIRE_PASSWD) life.ends = "Never";
  if (user.usri3_password_expired) life.ends = "Now";
  return life;
}

std::string hours_text(const BYTE* bits) {
  if (!bits) return "All";
  LogonHours hours;
  std::copy_n(bits, hours.size(), hours.begin());
  return logon_hours_text(hours_later(hours, hours_ahead_of_utc()));
}

std::string_view yes_or_no(bool yes) { return yes ? "Yes" : "No"; }

Result<void> show(NetServer& server, std::u16string name, bool json) {
  NetInfo<USER_INFO_3> info;
  NTA_CHECK(net_done(NetUserGetInfo(server.name(), name.data(), 3, info.out()), "cannot show user '{}' of {}",
                     to_utf8(name), server.place()));
  const USER_INFO_3& user = *info.operator->();
  if (json) return print_info(user, {}, true);
  auto local = [&](LPBYTE* rows, DWORD* count, DWORD* total, DWORD*) {
    return NetUserGetLocalGroups(server.name(), name.data(), 0, 0, rows, MAX_PREFERRED_LENGTH, count, total);
  };
  auto global = [&](LPBYTE* rows, DWORD* count, DWORD* total, DWORD*) {
    return NetUserGetGroups(server.name(), name.data(), 0, rows, MAX_PREFERRED_LENGTH, count, total);
  };
  Memberships local_groups, groups;
  NTA_CHECK(net_done(Memberships::read<DWORD>(local, local_groups), "cannot list groups of '{}'", to_utf8(name)));
  NTA_CHECK(net_done(Memberships::read<DWORD>(global, groups), "cannot list groups of '{}'", to_utf8(name)));
  NTA_TRY(auto life, password_life(server, user));
  DWORD expires = user.usri3_acct_expires;
  std::string workstations = text_of(user.usri3_workstations);
  bool never_set = user.usri3_password_expired && user.usri3_password_age == 0;
  const Detail details[] = {
      {"User name", text_of(user.usri3_name)},
      {"Full Name", text_of(user.usri3_full_name)},
      {"Comment", text_of(user.usri3_comment)},
      {"User's comment", text_of(user.usri3_usr_comment)},
      {"Country/region code", fmt::format("{:03}", user.usri3_country_code)},
      {"Account active",
       std::string(user.usri3_flags & UF_LOCKOUT ? "Locked" : yes_or_no(!(user.usri3_flags & UF_ACCOUNTDISABLE)))},
      {"Account expires", expires == TIMEQ_FOREVER ? "Never" : moment_text(expires)},
      {"", ""},
      {"Password last set",
       never_set ? "Never" : moment_text(static_cast<DWORD>(time(nullptr)) - user.usri3_password_age)},
      {"Password expires", life.ends},
      {"Password changeable", never_set ? "Now" : life.changeable},
      {"Password required", std::string(yes_or_no(!(user.usri3_flags & UF_PASSWD_NOTREQD)))},
      {"User may change password", std::string(yes_or_no(!(user.usri3_flags & UF_PASSWD_CANT_CHANGE)))},
      {"", ""},
      {"Workstations allowed", workstations.empty() ? "All" : workstations},
      {"Logon script", text_of(user.usri3_script_path)},
      {"User profile", text_of(user.usri3_profile)},
      {"Home directory", text_of(user.usri3_home_dir)},
      {"Last logon", user.usri3_last_logon ? moment_text(user.usri3_last_logon) : "Never"},
      {"", ""},
      {"Logon hours allowed", hours_text(user.usri3_logon_hours)},
      {"", ""},
      {"Local Group Memberships", names_text(local_groups)},
      {"Global Group memberships", names_text(groups)},
  };
  return print_details(details, {}, false);
}

/** Who is deleted cannot be given anything as well. */
Result<void> remove(NetServer& server, std::u16string& name, const Arguments& arguments) {
  NTA_CHECK(arguments.at_most_one_of({add_option, delete_option}));
  if (arguments.has_other_than({delete_option, server_option, domain_option, fleet_option, json_option}) ||
      other_operands(arguments).size() > 1)
    return misuse("'--delete' of user '{}' and a change of it; give one of them", to_utf8(name));
  return net_done(NetUserDel(server.name(), name.data()), "cannot delete user '{}' of {}", to_utf8(name),
                  server.place());
}

/** Whether the command line has more than what to show, and of which server. */
bool changes(const Arguments& arguments) {
  return arguments.has_other_than({server_option, domain_option, fleet_option, json_option}) ||
         other_operands(arguments).size() > 1;
}

Result<void> net_user(const Arguments& arguments) {
  NTA_TRY(NetServer server, NetServer::of_domain(arguments));
  auto words = other_operands(arguments);
  bool has_name = !words.empty() && !words.front().empty();
  if (!has_name && changes(arguments)) return misuse("which user? Give a name");
  if (words.empty()) return list(server, arguments.has(json_option));
  std::u16string name = to_utf16(words.front());
  if (arguments.has(delete_option)) return remove(server, name, arguments);
  if (!changes(arguments)) return show(server, name, arguments.has(json_option));
  NTA_TRY(Wish wish, read_wish(arguments, words));
  return arguments.has(add_option) ? add(server, name, std::move(wish)) : Change(server, name).make(wish);
}

}  // namespace

const Command net_user_command = {
    .name = "net user",
    .alias = {},
    .what = "list, show, add, change or delete users",
    .operands = {"[\\\\server] [name [*]]", 0, 4},
    .options = options,
    .notes =
        "'*' asks for a password twice without showing it. A password itself is never taken from the command line.\n"
        "Times are of this machine's clock, in whole hours. /workstations:* lets a user log on everywhere.\n",
    .run = net_user,
    .changes = changes,
};

}  // namespace nta::tools
