// samr: what is told and set of a domain ([MS-SAMR] 3.1.5.5.1, 3.1.5.6.1).
#include "base/utf16.h"
#include "services/samr_handlers.h"

namespace nta::services {
namespace {

using namespace protocols;
using accounts::Policy;

constexpr uint32_t complexity = 1;  // DOMAIN_PASSWORD_COMPLEX
constexpr uint32_t enabled = 1, primary = 3;

DOMAIN_PASSWORD_INFORMATION password_rules(const Policy& policy) {
  return {.MinPasswordLength = static_cast<uint16_t>(policy.minimum_length),
          .PasswordHistoryLength = static_cast<uint16_t>(policy.history_length),
          .PasswordProperties = policy.other_properties | (policy.complexity ? complexity : 0),
          .MaxPasswordAge = delta_from(policy.maximum_age),
          .MinPasswordAge = delta_from(policy.minimum_age)};
}

Result<void> set_password_rules(Policy& policy, const DOMAIN_PASSWORD_INFORMATION& from) {
  policy.minimum_length = from.MinPasswordLength;
  policy.history_length = from.PasswordHistoryLength;
  policy.complexity = from.PasswordProperties & complexity;
  policy.other_properties = from.PasswordProperties & ~complexity;
  NTA_TRY(policy.maximum_age, duration_from(from.MaxPasswordAge));
  NTA_TRY(policy.minimum_age, duration_from(from.MinPasswordAge));
  return {};
}

SAMPR_DOMAIN_LOCKOUT_INFORMATION lockout_rules(const Policy& policy) {
  return {.LockoutDuration = delta_from(policy.lockout_duration),
          .LockoutObservationWindow = delta_from(policy.lockout_window),
          .LockoutThreshold = static_cast<uint16_t>(policy.lockout_threshold)};
}

Result<void> set_lockout_rules(Policy& policy, const SAMPR_DOMAIN_LOCKOUT_INFORMATION& from) {
  policy.lockout_threshold = from.LockoutThreshold;
  NTA_TRY(policy.lockout_duration, duration_from(from.LockoutDuration));
  NTA_TRY(policy.lockout_window, duration_from(from.LockoutObservationWindow));
  return {};
}

std::u16string name_of(const Desk& desk) {
  return desk.object.home == accounts::Home::builtin ? u"Builtin" : to_utf16(desk.store.domain_name());
}

Result<SAMPR_DOMAIN_GENERAL_INFORMATION> general(const Desk& desk, const Policy& policy, Arena& memory) {
  NTA_TRY(auto domain, desk.store.domain());
  NTA_TRY(auto totals, desk.store.totals());
  bool builtin = desk.object.home == accounts::Home::builtin;
  return SAMPR_DOMAIN_GENERAL_INFORMATION{.ForceLogoff = delta_from(policy.force_logoff),
                                          .OemInformation = counted_text(memory, u""),
                                          .DomainName = counted_text(memory, name_of(desk)),
                                          .ReplicaSourceNodeName = counted_text(memory, u""),
                                          .DomainModifiedCount = static_cast<int64_t>(domain.sequence),
                                          .DomainServerState = enabled,
                                          .DomainServerRole = primary,
                                          .UasCompatibilityRequired = 1,
                                          .UserCount = builtin ? 0 : totals.users,
                                          .GroupCount = builtin ? 0 : totals.groups,
                                          .AliasCount = builtin ? totals.builtin_aliases : totals.aliases};
}

Result<void> fill(const Desk& desk, uint32_t level, SAMPR_DOMAIN_INFO_BUFFER& to, Arena& memory) {
  NTA_TRY(Policy policy, desk.store.policy());
  NTA_TRY(auto domain, desk.store.domain());
  switch (level) {
    case 1:
      to.Password = password_rules(policy);
      return {};
    case 2: {
      NTA_TRY(to.General, general(desk, policy, memory));
      return {};
    }
    case 3:
      to.Logoff.ForceLogoff = delta_from(policy.force_logoff);
      return {};
    case 4:  // a comment, and the name of a machine copied from: there are none
    case 6:
      to.Oem.Text = counted_text(memory, u"");
      return {};
    case 5:
      to.Name.Text = counted_text(memory, name_of(desk));
      return {};
    case 7:
      to.Role.Number = primary;
      return {};
    case 8:
      to.Modified = {static_cast<int64_t>(domain.sequence), domain.created};
      return {};
    case 9:
      to.State.Number = enabled;
      return {};
    case 11: {
      NTA_TRY(to.General2.I1, general(desk, policy, memory));
      auto lockout = lockout_rules(policy);
      to.General2.LockoutDuration = lockout.LockoutDuration;
      to.General2.LockoutObservationWindow = lockout.LockoutObservationWindow;
      to.General2.LockoutThreshold = lockout.LockoutThreshold;
      return {};
    }
    case 12:
      to.Lockout = lockout_rules(policy);
      return {};
    case 13:
      to.Modified2 = {static_cast<int64_t>(domain.sequence), domain.created, 0};
      return {};
    default:
      return fail(Win32::invalid_level, "class {} of domain information", level);
  }
}

// [MS-SAMR] 3.1.5.5.1: what the handle must have been opened for.
uint32_t rights_to_query(uint32_t level) {
  if (level == 1 || level == 12) return domain_read_password;
  if (level == 2 || level == 11) return domain_read_password | domain_read_other;
  return domain_read_other;
}

template <class M>
Result<void> query(Desk& desk, Call<M>& call) {
  uint32_t level = call.in().Class;
  NTA_CHECK(sam_require(desk, rights_to_query(level), "domain.query"));
  auto* buffer = call.memory.template make<SAMPR_DOMAIN_INFO_BUFFER>();
  NTA_CHECK(fill(desk, level, *buffer, call.memory));
  call.out.Class = level;
  call.out.Buffer = buffer;
  return {};
}

Result<void> apply(Policy& policy, uint32_t level, const SAMPR_DOMAIN_INFO_BUFFER& from) {
  switch (level) {
    case 1:
      return set_password_rules(policy, from.Password);
    case 3: {
      NTA_TRY(policy.force_logoff, duration_from(from.Logoff.ForceLogoff));
      return {};
    }
    case 12:
      return set_lockout_rules(policy, from.Lockout);
    case 4:  // nothing here is copied from elsewhere, nor has a comment
    case 6:
    case 7:
    case 9:
      return fail(Win32::not_supported, "class {} of domain information cannot be set on this host", level);
    default:
      return fail(Win32::invalid_level, "class {} of domain information cannot be set", level);
  }
}

}  // namespace

Result<void> sam_query_domain(Desk& desk, Call<SamrQueryInformationDomain>& call) { return query(desk, call); }
Result<void> sam_query_domain2(Desk& desk, Call<SamrQueryInformationDomain2>& call) { return query(desk, call); }

Result<void> sam_set_domain(Desk& desk, Call<SamrSetInformationDomain>& call) {
  uint32_t level = call.in().Class;
  NTA_CHECK(sam_require(desk, level == 1 || level == 12 ? domain_write_password : domain_write_other, "domain.set"));
  if (desk.object.home == accounts::Home::builtin)
    return fail(Win32::not_supported, "the rules are those of {}, not of Builtin", desk.store.domain_name());
  auto changed = desk.store.change_policy([&](Policy& policy) { return apply(policy, level, call.in().Buffer); });
  audit(desk.client, "policy.set", fmt::format("class {}", level), changed ? Win32::success : changed.error().code);
  return changed;
}

Result<void> sam_password_information(Desk& desk, Call<SamrGetDomainPasswordInformation>& call) {
  NTA_TRY(Policy policy, desk.store.policy());
  auto rules = password_rules(policy);
  call.out.PasswordInformation = {rules.MinPasswordLength, rules.PasswordProperties};
  return {};
}

Result<void> sam_user_password_information(Desk& desk, Call<SamrGetUserDomainPasswordInformation>& call) {
  NTA_TRY(Policy policy, desk.store.policy());
  auto rules = password_rules(policy);
  call.out.PasswordInformation = {rules.MinPasswordLength, rules.PasswordProperties};
  return {};
}

}  // namespace nta::services
