// lsarpc: the policy object of a machine that is in no domain ([MS-LSAD] 3.1.4.4).
#include "base/utf16.h"
#include "services/lsarpc_handlers.h"

namespace nta::services {
namespace {

using namespace protocols;

constexpr uint32_t primary = 3;
constexpr std::u16string_view workgroup = u"WORKGROUP";  // what a machine in no domain says it is in

Result<void> open(Desk& desk, uint32_t desired) {
  SamObject policy{.kind = SamKind::policy};
  NTA_TRY(policy.granted, sam_access(desk, policy, desired));
  desk.opened = policy;
  return {};
}

Result<void> fill(const Desk& desk, uint32_t level, LSAPR_POLICY_INFORMATION& to, Arena& memory) {
  NTA_TRY(auto domain, desk.store.domain());
  auto own = [&] {
    return LSAPR_NAMED_SID{counted_text(memory, to_utf16(domain.name)), packed_sid(memory, domain.sid)};
  };
  switch (level) {
    case 1:
      to.AuditLog = {};
      return {};
    case 2:
      to.AuditEvents = {};  // what is audited is always audited, and goes to the log
      return {};
    case 3:
      to.Domain = {counted_text(memory, workgroup), nullptr};
      return {};
    case 4:
      to.PdAccount.Name = {};
      return {};
    case 5:
    case 14:
      to.Domain = own();
      return {};
    case 6:
      to.ServerRole.LsaServerRole = primary;
      return {};
    case 7:
      to.ReplicaSource = {};
      return {};
    case 12:
    case 13:
      to.Dns = {};
      to.Dns.Name = counted_text(memory, workgroup);
      return {};
    case 15:
      to.MachineAccount = {};
      return {};
    default:
      return fail(Win32::invalid_parameter, "class {} of policy information cannot be queried", level);
  }
}

template <class M>
Result<void> query(Desk& desk, Call<M>& call) {
  uint32_t level = call.in().Class;
  uint32_t rights = level <= 2 ? policy_view_audit : policy_view_local;
  if ((desk.object.granted & rights) != rights)
    return fail(Win32::access_denied, "the policy was opened for {:#x}, {:#x} is needed", desk.object.granted, rights);
  auto* information = call.memory.template make<LSAPR_POLICY_INFORMATION>();
  NTA_CHECK(fill(desk, level, *information, call.memory));
  call.out.Class = level;
  call.out.Information = information;
  return {};
}

}  // namespace

Result<void> lsa_open_policy(Desk& desk, Call<LsarOpenPolicy>& call) { return open(desk, call.in().DesiredAccess); }
Result<void> lsa_open_policy2(Desk& desk, Call<LsarOpenPolicy2>& call) { return open(desk, call.in().DesiredAccess); }
Result<void> lsa_open_policy3(Desk& desk, Call<LsarOpenPolicy3>& call) {
  call.out.OutVersion = 1;
  call.out.OutRevisionInfo.V1 = {1, 0};
  return open(desk, call.in().DesiredAccess);
}

Result<void> lsa_query_policy(Desk& desk, Call<LsarQueryInformationPolicy>& call) { return query(desk, call); }
Result<void> lsa_query_policy2(Desk& desk, Call<LsarQueryInformationPolicy2>& call) { return query(desk, call); }

// [MS-LSAD] 3.1.4.4.7: what the domain would set.
Result<void> lsa_query_domain_policy(Desk& desk, Call<LsarQueryDomainInformationPolicy>& call) {
  constexpr uint32_t encrypted_files = 2, kerberos = 3;
  uint32_t level = call.in().Class;
  if (level != encrypted_files && level != kerberos)
    return fail(Win32::invalid_parameter, "class {} of domain policy information", level);
  if (!(desk.object.granted & policy_view_local))
    return fail(Win32::access_denied, "the policy was opened for {:#x} only", desk.object.granted);
  return fail(Win32::file_not_found, "no domain sets a policy for this machine");
}

Result<void> lsa_delete(Desk&, Call<LsarDelete>&) {
  return fail(Win32::not_supported, "objects are deleted in another way");
}

Result<void> lsa_query_security(Desk& desk, Call<LsarQuerySecurityObject>& call) {
  NTA_TRY(auto descriptor, sam_descriptor(desk.store, desk.object));
  Bytes bytes = descriptor.bytes();
  auto* copy = call.memory.copy(std::span<const std::byte>(bytes));
  call.out.SecurityDescriptor = call.memory.make<SR_SECURITY_DESCRIPTOR>();
  *call.out.SecurityDescriptor = {static_cast<uint32_t>(bytes.size()), reinterpret_cast<uint8_t*>(copy)};
  return {};
}

void lsa_close(Host&, CallPtr<LsarClose> call) {
  auto found = account_object(*call->client, call->in().Handle, SamKind::any_lsa, 0, "close");
  if (!found) return call->finish(std::move(found).error());
  call->client->contexts->remove(call->in().Handle);
  call->finish({});
}

}  // namespace nta::services
