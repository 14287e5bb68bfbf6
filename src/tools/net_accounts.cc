// ntadmin net accounts: a host's rules for passwords, lock-out and forced log-off.
#include <array>

#include "api/netapi32/group_tables.h"
#include "base/utf16.h"
#include "ntadmin/win/lmserver.h"
#include "tools/commands.h"
#include "tools/net_support.h"

namespace nta::tools {
namespace {

constexpr DWORD minute = 60;

constexpr Option force_logoff_option{"forcelogoff", "MINUTES|NO", "after the allowed hours, until log-off is forced"};
constexpr Option length_option{"minpwlen", "N", "characters a password has at least"};
constexpr Option most_age_option{"maxpwage", "DAYS|UNLIMITED", "how long a password is good"};
constexpr Option least_age_option{"minpwage", "DAYS", "how long a password stays"};
constexpr Option unique_option{"uniquepw", "N", "how many old passwords are not taken again"};
constexpr Option threshold_option{"lockoutthreshold", "N|NEVER", "wrong passwords that lock"};
constexpr Option duration_option{"lockoutduration", "MINUTES", "how long an account stays locked"};
constexpr Option window_option{"lockoutwindow", "MINUTES", "how long wrong passwords are counted"};
constexpr std::array options = {force_logoff_option, length_option,    most_age_option, least_age_option,
                                unique_option,       threshold_option, duration_option, window_option,
                                domain_option,       server_option,    fleet_option,    json_option};

/** A rule: the option, where its number stands, its unit, the word for a number of its own, and the level of it alone.
 */
template <class Info>
struct Rule {
  const Option& option;
  DWORD Info::*member;
  DWORD unit;
  std::string_view word;  // empty: none
  DWORD word_is;
  DWORD level;
};
constexpr Rule<USER_MODALS_INFO_0> password_rules[] = {
    {force_logoff_option, &USER_MODALS_INFO_0::usrmod0_force_logoff, minute, "no", TIMEQ_FOREVER,
     MODALS_FORCE_LOGOFF_INFOLEVEL},
    {length_option, &USER_MODALS_INFO_0::usrmod0_min_passwd_len, 1, "", 0, MODALS_MIN_PASSWD_LEN_INFOLEVEL},
    {most_age_option, &USER_MODALS_INFO_0::usrmod0_max_passwd_age, ONE_DAY, "unlimited", TIMEQ_FOREVER,
     MODALS_MAX_PASSWD_AGE_INFOLEVEL},
    {least_age_option, &USER_MODALS_INFO_0::usrmod0_min_passwd_age, ONE_DAY, "", 0, MODALS_MIN_PASSWD_AGE_INFOLEVEL},
    {unique_option, &USER_MODALS_INFO_0::usrmod0_password_hist_len, 1, "", 0, MODALS_PASSWD_HIST_LEN_INFOLEVEL},
};
constexpr Rule<USER_MODALS_INFO_3> lockout_rules[] = {
    {threshold_option, &USER_MODALS_INFO_3::usrmod3_lockout_threshold, 1, "never", 0, 3},
    {duration_option, &USER_MODALS_INFO_3::usrmod3_lockout_duration, minute, "", 0, 3},
    {window_option, &USER_MODALS_INFO_3::usrmod3_lockout_observation_window, minute, "", 0, 3},
};

template <class Info>
using Given = std::vector<const Rule<Info>*>;

/** Puts the given numbers into `info`; which they are. */
template <class Info>
Result<Given<Info>> read_rules(const Arguments& arguments, std::span<const Rule<Info>> rules, Info& info) {
  Given<Info> given;
  for (const Rule<Info>& rule : rules) {
    auto text = arguments.value(rule.option);
    if (!text) continue;
    given.push_back(&rule);
    auto number = parse_number(*text);
    if (!rule.word.empty() && equal_ignoring_case(*text, rule.word))
      info.*rule.member = rule.word_is;
    else if (number && *number < TIMEQ_FOREVER / rule.unit)
      info.*rule.member = *number * rule.unit;
    else
      return misuse("/{}:{}: it takes {}", rule.option.name, *text, rule.option.value);
  }
  return given;
}

/** "/minpwage:11 /maxpwage:10". */
template <class Info>
std::string words_of(const Arguments& arguments, const Given<Info>& given) {
  std::string words;
  for (const Rule<Info>* rule : given)
    words += fmt::format("{}/{}:{}", words.empty() ? "" : " ", rule->option.name, *arguments.value(rule->option));
  return words;
}

/** What a server refuses of rules that each are possible. */
std::string_view refusal(DWORD member) {
  switch (member) {
    case MODALS_MIN_PASSWD_LEN_PARMNUM:
      return "; it does not take passwords that have to be so long";
    case MODALS_MAX_PASSWD_AGE_PARMNUM:
      return "; the greatest age is at least the least one, a day, and below 100 years";
    case MODALS_MIN_PASSWD_AGE_PARMNUM:
      return "; the least age is at most the greatest one";
    case MODALS_PASSWD_HIST_LEN_PARMNUM:
      return "; it does not remember so many passwords";
    case MODALS_LOCKOUT_DURATION_PARMNUM:
      return "; accounts stay locked for at least as long as wrong passwords are counted";
    case MODALS_LOCKOUT_THRESHOLD_PARMNUM:
      return "; the threshold is at most 65535";
    default:
      return "";
  }
}

Result<void> write(NetServer& server, DWORD level, void* info, const std::string& words) {
  DWORD parm_err = 0;
  NET_API_STATUS status = NetUserModalsSet(server.name(), level, static_cast<LPBYTE>(info), &parm_err);
  return net_done(status, "cannot set {} on {}{}", words, server.place(), refusal(parm_err));
}

template <class Info>
Result<void> read(NetServer& server, DWORD level, NetInfo<Info>& info) {
  return net_done(NetUserModalsGet(server.name(), level, info.out()), "cannot see the rules of {}", server.place());
}

/** One rule is written by its own level, so that nothing else is. Several may depend on each other, and are written at
 *  once, beside the others as they are now. */
template <class Info>
Result<void> change(NetServer& server, DWORD level, const Given<Info>& given, Info& wanted, const std::string& words) {
  if (given.empty()) return {};
  if (given.size() == 1 && given.front()->level != level)
    return write(server, given.front()->level, &(wanted.*given.front()->member), words);
  NetInfo<Info> now;
  NTA_CHECK(read(server, level, now));
  Info whole = *now.operator->();
  for (const Rule<Info>* rule : given) whole.*rule->member = wanted.*rule->member;
  return write(server, level, &whole, words);
}

/** Rules of both kinds take a call each: where the second is refused, what the first has set is taken back. */
Result<void> change_both(NetServer& server, const Arguments& arguments, const Given<USER_MODALS_INFO_0>& new_rules,
                         USER_MODALS_INFO_0& rules, const Given<USER_MODALS_INFO_3>& new_lockout,
                         USER_MODALS_INFO_3& lockout) {
  NetInfo<USER_MODALS_INFO_0> before;
  NTA_CHECK(read(server, 0, before));
  NTA_CHECK(change(server, 0, new_rules, rules, words_of(arguments, new_rules)));
  auto done = change(server, 3, new_lockout, lockout, words_of(arguments, new_lockout));
  if (done) return done;
  USER_MODALS_INFO_0 old = *before.operator->();
  if (write(server, 0, &old, "the rules for passwords as they were")) return done;
  return fail(done.error().code, "{}; {} stays set", done.error().text, words_of(arguments, new_rules));
}

std::string number_text(DWORD number, DWORD unit, std::string_view forever) {
  return number == TIMEQ_FOREVER ? std::string(forever) : std::to_string(number / unit);
}

/** As Windows' net calls it: the kind of machine, since the role that is kept beside the rules is that of old domains.
 */
Result<std::string> role_of(NetServer& server) {
  NetInfo<SERVER_INFO_101> info;
  NTA_CHECK(net_done(NetServerGetInfo(server.name(), 101, info.out()), "cannot see what {} is", server.place()));
  DWORD type = info->sv101_type;
  if (type & SV_TYPE_DOMAIN_CTRL) return std::string("PRIMARY");
  if (type & SV_TYPE_DOMAIN_BAKCTRL) return std::string("BACKUP");
  return std::string(type & SV_TYPE_SERVER_NT ? "SERVER" : "WORKSTATION");
}

Result<void> show(const USER_MODALS_INFO_0& rules, const USER_MODALS_INFO_3& lockout, std::string role, bool json) {
  std::vector<std::string> objects(2);
  describe::append_json(describe::type_of<USER_MODALS_INFO_0>, &rules, objects[0]);
  describe::append_json(describe::type_of<USER_MODALS_INFO_3>, &lockout, objects[1]);
  DWORD threshold = lockout.usrmod3_lockout_threshold;
  DWORD history = rules.usrmod0_password_hist_len;
  const Detail details[] = {
      {"Force user logoff how long after time expires?", number_text(rules.usrmod0_force_logoff, minute, "Never")},
      {"Minimum password age (days)", number_text(rules.usrmod0_min_passwd_age, ONE_DAY, "Never")},
      {"Maximum password age (days)", number_text(rules.usrmod0_max_passwd_age, ONE_DAY, "Unlimited")},
      {"Minimum password length", std::to_string(rules.usrmod0_min_passwd_len)},
      {"Length of password history maintained", history ? std::to_string(history) : "None"},
      {"Lockout threshold", threshold ? std::to_string(threshold) : "Never"},
      {"Lockout duration (minutes)", number_text(lockout.usrmod3_lockout_duration, minute, "Until unlocked")},
      {"Lockout observation window (minutes)",
       number_text(lockout.usrmod3_lockout_observation_window, minute, "Unlimited")},
      {"Computer role", std::move(role)},
  };
  return print_details(details, std::move(objects), json);
}

Result<void> net_accounts(const Arguments& arguments) {
  NTA_TRY(NetServer server, NetServer::of_domain(arguments));
  USER_MODALS_INFO_0 rules{};
  USER_MODALS_INFO_3 lockout{};
  NTA_TRY(auto new_rules, read_rules<USER_MODALS_INFO_0>(arguments, password_rules, rules));
  NTA_TRY(auto new_lockout, read_rules<USER_MODALS_INFO_3>(arguments, lockout_rules, lockout));
  if (!new_rules.empty() && !new_lockout.empty())
    return change_both(server, arguments, new_rules, rules, new_lockout, lockout);
  if (!new_rules.empty()) return change(server, 0, new_rules, rules, words_of(arguments, new_rules));
  if (!new_lockout.empty()) return change(server, 3, new_lockout, lockout, words_of(arguments, new_lockout));
  NetInfo<USER_MODALS_INFO_0> old_rules;
  NetInfo<USER_MODALS_INFO_3> old_lockout;
  NTA_CHECK(read(server, 0, old_rules));
  NTA_CHECK(read(server, 3, old_lockout));
  bool json = arguments.has(json_option);
  NTA_TRY(std::string role, json ? std::string() : role_of(server));
  return show(*old_rules.operator->(), *old_lockout.operator->(), std::move(role), json);
}

}  // namespace

const Command net_accounts_command = {
    .name = "net accounts",
    .alias = {},
    .what = "show or set the rules for passwords and lock-out",
    .operands = {"[\\\\server]", 0, 1},
    .options = options,
    .notes = "",
    .run = net_accounts,
    .changes =
        [](const Arguments& arguments) {
          return arguments.has_other_than({server_option, domain_option, fleet_option, json_option});
        },
};

}  // namespace nta::tools
