// The rules of passwords and lock-out: NetUserModals.
#include "api/netapi32/group_tables.h"
#include "api/netapi32/user_reader.h"
#include "base/filetime.h"
#include "ntadmin/win/lmaccess.h"
#include "protocols/account_rights.h"

namespace nta::api {
namespace {

using namespace protocols;

constexpr uint32_t password_class = 1, logoff_class = 3, role_class = 7, lockout_class = 12;

// Samr's durations are negative counts of 100 ns, the least for ever.
uint32_t seconds_from(int64_t delta) {
  if (delta == INT64_MIN) return TIMEQ_FOREVER;
  return static_cast<uint32_t>(std::min<int64_t>(-delta / filetime_second, TIMEQ_FOREVER));
}
int64_t delta_from(DWORD seconds) { return seconds == TIMEQ_FOREVER ? INT64_MIN : -int64_t{seconds} * filetime_second; }

Result<SAMPR_DOMAIN_INFO_BUFFER> query(const SamDomain& domain, uint32_t level) {
  NTA_TRY(auto out, domain.call<SamrQueryInformationDomain>({.Class = level}));
  if (!out->Buffer) return fail(Win32::rpc_bad_stub_data, "a domain without information");
  return *out->Buffer;  // of numbers alone
}

Result<void> send(const SamDomain& domain, uint32_t level, const SAMPR_DOMAIN_INFO_BUFFER& buffer) {
  NTA_CHECK(domain.call<SamrSetInformationDomain>({.Class = level, .Buffer = buffer}));
  return {};
}

Result<void> hand_out_rules(const SamDomain& domain, LPBYTE* bufptr) {
  NTA_TRY(auto rules, query(domain, password_class));
  NTA_TRY(auto logoff, query(domain, logoff_class));
  USER_MODALS_INFO_0 info{rules.Password.MinPasswordLength, seconds_from(rules.Password.MaxPasswordAge),
                          seconds_from(rules.Password.MinPasswordAge), seconds_from(logoff.Logoff.ForceLogoff),
                          rules.Password.PasswordHistoryLength};
  return hand_out(type_of<USER_MODALS_INFO_0>, &info, 1, bufptr);
}

Result<void> get(const WCHAR* server_name, DWORD level, LPBYTE* bufptr) {
  if (!bufptr) return fail(Win32::invalid_parameter, "no room for the answer");
  *bufptr = nullptr;
  if (level > 3) return fail(Win32::invalid_level, "level {}", level);
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  NTA_TRY(SamDomain domain, server.open_accounts(domain_lookup | domain_read_password | domain_read_other));
  if (level == 0) return hand_out_rules(domain, bufptr);
  if (level == 1) {
    NTA_TRY(auto role, query(domain, role_class));
    std::u16string nobody;
    USER_MODALS_INFO_1 info{role.Role.Number, nobody.data()};
    return hand_out(type_of<USER_MODALS_INFO_1>, &info, 1, bufptr);
  }
  if (level == 2) {
    std::u16string name = domain.name();
    Bytes sid = domain.sid().bytes();
    USER_MODALS_INFO_2 info{name.data(), sid.data()};
    return hand_out(type_of<USER_MODALS_INFO_2>, &info, 1, bufptr);
  }
  NTA_TRY(auto lockout, query(domain, lockout_class));
  USER_MODALS_INFO_3 info{seconds_from(lockout.Lockout.LockoutDuration),
                          seconds_from(lockout.Lockout.LockoutObservationWindow), lockout.Lockout.LockoutThreshold};
  return hand_out(type_of<USER_MODALS_INFO_3>, &info, 1, bufptr);
}

/** What of the rules is to change; none: it stays. */
struct Wish {
  std::optional<DWORD> length, maximum_age, minimum_age, force_logoff, history;
};

Wish wish_from(DWORD level, const void* buf) {
  DWORD number = *static_cast<const DWORD*>(buf);  // the only member of those of one
  switch (level) {
    case MODALS_MIN_PASSWD_LEN_INFOLEVEL:
      return {.length = number};
    case MODALS_MAX_PASSWD_AGE_INFOLEVEL:
      return {.maximum_age = number};
    case MODALS_MIN_PASSWD_AGE_INFOLEVEL:
      return {.minimum_age = number};
    case MODALS_FORCE_LOGOFF_INFOLEVEL:
      return {.force_logoff = number};
    case MODALS_PASSWD_HIST_LEN_INFOLEVEL:
      return {.history = number};
    default: {
      const auto& all = *static_cast<const USER_MODALS_INFO_0*>(buf);
      return {all.usrmod0_min_passwd_len, all.usrmod0_max_passwd_age, all.usrmod0_min_passwd_age,
              all.usrmod0_force_logoff, all.usrmod0_password_hist_len};
    }
  }
}

// What no machine takes, with the number of its member: documented ranges, and ages that contradict each other.
DWORD member_at_fault(const Wish& wish) {
  if (wish.length && *wish.length > MAX_PASSWD_LEN) return MODALS_MIN_PASSWD_LEN_PARMNUM;
  if (wish.maximum_age && *wish.maximum_age < ONE_DAY) return MODALS_MAX_PASSWD_AGE_PARMNUM;
  bool contradiction = wish.minimum_age && wish.maximum_age && *wish.minimum_age > *wish.maximum_age;
  if (contradiction || (wish.minimum_age && *wish.minimum_age == TIMEQ_FOREVER)) return MODALS_MIN_PASSWD_AGE_PARMNUM;
  if (wish.history && *wish.history > 1024) return MODALS_PASSWD_HIST_LEN_PARMNUM;
  return PARM_ERROR_NONE;
}

DWORD member_at_fault(const USER_MODALS_INFO_3& lockout) {
  if (lockout.usrmod3_lockout_duration < lockout.usrmod3_lockout_observation_window)
    return MODALS_LOCKOUT_DURATION_PARMNUM;
  return lockout.usrmod3_lockout_threshold > 0xFFFF ? MODALS_LOCKOUT_THRESHOLD_PARMNUM : PARM_ERROR_NONE;
}

Result<void> set_rules(const SamDomain& domain, const Wish& wish) {
  if (wish.length || wish.maximum_age || wish.minimum_age || wish.history) {
    NTA_TRY(auto rules, query(domain, password_class));
    auto& to = rules.Password;
    if (wish.length) to.MinPasswordLength = static_cast<uint16_t>(*wish.length);
    if (wish.maximum_age) to.MaxPasswordAge = delta_from(*wish.maximum_age);
    if (wish.minimum_age) to.MinPasswordAge = delta_from(*wish.minimum_age);
    if (wish.history) to.PasswordHistoryLength = static_cast<uint16_t>(*wish.history);
    NTA_CHECK(send(domain, password_class, rules));
  }
  if (!wish.force_logoff) return {};
  SAMPR_DOMAIN_INFO_BUFFER logoff{};
  logoff.Logoff.ForceLogoff = delta_from(*wish.force_logoff);
  return send(domain, logoff_class, logoff);
}

Result<void> set_lockout(const SamDomain& domain, const USER_MODALS_INFO_3& info) {
  SAMPR_DOMAIN_INFO_BUFFER lockout{};
  lockout.Lockout = {delta_from(info.usrmod3_lockout_duration), delta_from(info.usrmod3_lockout_observation_window),
                     static_cast<uint16_t>(info.usrmod3_lockout_threshold)};
  return send(domain, lockout_class, lockout);
}

Result<void> set(const WCHAR* server_name, DWORD level, const void* buf, LPDWORD parm_err) {
  bool of_rules = level == 0 || (level >= MODALS_MIN_PASSWD_LEN_INFOLEVEL && level <= MODALS_PASSWD_HIST_LEN_INFOLEVEL);
  bool fixed = level == 1 || level == 2 || level == MODALS_ROLE_INFOLEVEL || level == MODALS_PRIMARY_INFOLEVEL;
  if (parm_err) *parm_err = PARM_ERROR_NONE;
  if (!of_rules && !fixed && level != 3) return fail(Win32::invalid_level, "level {}", level);
  if (!buf) return fail(Win32::invalid_parameter, "no structure");
  if (fixed) return fail(Win32::not_supported, "a machine's role, primary server and domain name are what they are");
  Wish wish = of_rules ? wish_from(level, buf) : Wish{};
  const auto* lockout = static_cast<const USER_MODALS_INFO_3*>(buf);
  if (DWORD number = of_rules ? member_at_fault(wish) : member_at_fault(*lockout); number != PARM_ERROR_NONE) {
    if (parm_err) *parm_err = number;
    return fail(Win32::invalid_parameter, "member {} of level {} is out of range", number, level);
  }
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  NTA_TRY(SamDomain domain, server.open_accounts(domain_read_password | domain_write_password | domain_write_other));
  auto done = of_rules ? set_rules(domain, wish) : set_lockout(domain, *lockout);
  // What contradicts the other rules, or is more than the server keeps: it does not tell which.
  bool refused = !done && done.error().code == Win32::invalid_parameter;
  if (refused && parm_err)
    *parm_err = level > PARMNUM_BASE_INFOLEVEL ? level - PARMNUM_BASE_INFOLEVEL : PARM_ERROR_UNKNOWN;
  return done;
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

extern "C" {

NET_API_STATUS NetUserModalsGet(LPCWSTR servername, DWORD level, LPBYTE* bufptr) {
  return c_status([&] { return get(servername, level, bufptr); });
}

NET_API_STATUS NetUserModalsSet(LPCWSTR servername, DWORD level, LPBYTE buf, LPDWORD parm_err) {
  return c_status([&] { return set(servername, level, buf, parm_err); });
}

}  // extern "C"
