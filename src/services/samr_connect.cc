// samr: servers, domains of a server, security descriptors, handles.
#include "base/utf16.h"
#include "services/samr_handlers.h"

namespace nta::services {
namespace {

using namespace protocols;

const Sid builtin_sid = make_sid(5, 32);
constexpr std::u16string_view builtin_name = u"Builtin";

Result<void> open_server(Desk& desk, uint32_t desired) {
  SamObject server{.kind = SamKind::server};
  NTA_TRY(server.granted, sam_access(desk, server, desired));
  desk.opened = server;
  return {};
}

constexpr uint32_t owner_information = 1, group_information = 2, dacl_information = 4;

}  // namespace

Result<void> sam_connect(Desk& desk, Call<SamrConnect>& call) { return open_server(desk, call.in().DesiredAccess); }
Result<void> sam_connect2(Desk& desk, Call<SamrConnect2>& call) { return open_server(desk, call.in().DesiredAccess); }
Result<void> sam_connect3(Desk& desk, Call<SamrConnect3>& call) { return open_server(desk, call.in().DesiredAccess); }
Result<void> sam_connect4(Desk& desk, Call<SamrConnect4>& call) { return open_server(desk, call.in().DesiredAccess); }

// [MS-SAMR] 3.1.5.1.1: revision 3, and what of its features is there: passwords under AES.
Result<void> sam_connect5(Desk& desk, Call<SamrConnect5>& call) {
  constexpr uint32_t revision = 3, aes_passwords = 0x10;
  call.out.OutVersion = 1;
  call.out.OutRevisionInfo.V1 = {revision, aes_passwords};
  if (call.in().InVersion != 1) return fail(Win32::not_supported, "version {} of SamrConnect5", call.in().InVersion);
  return open_server(desk, call.in().DesiredAccess);
}

Result<void> sam_lookup_domain(Desk& desk, Call<SamrLookupDomainInSamServer>& call) {
  std::string name = to_utf8(text_of(call.in().Name));
  if (name.empty()) return fail(Win32::invalid_parameter, "a domain has a name");
  if (equal_ignoring_case(name, desk.store.domain_name())) {
    call.out.DomainId = packed_sid(call.memory, desk.store.domain_sid());
  } else if (equal_ignoring_case(name, to_utf8(builtin_name))) {
    call.out.DomainId = packed_sid(call.memory, builtin_sid);
  } else {
    return fail(Win32::no_such_domain, "no domain {} here: {} and Builtin are known", name, desk.store.domain_name());
  }
  return {};
}

Result<void> sam_enumerate_domains(Desk& desk, Call<SamrEnumerateDomainsInSamServer>& call) {
  std::u16string own = to_utf16(desk.store.domain_name());
  std::array<std::u16string_view, 2> names{own, builtin_name};
  uint32_t first = std::min<uint32_t>(call.in().EnumerationContext, names.size());
  auto count = static_cast<uint32_t>(names.size()) - first;
  auto* rows = call.memory.make<SAMPR_RID_ENUMERATION>(count);
  for (uint32_t i = 0; i < count; ++i) rows[i] = {first + i, counted_text(call.memory, names[first + i])};
  call.out.Buffer = call.memory.make<SAMPR_ENUMERATION_BUFFER>();
  *call.out.Buffer = {count, rows};
  call.out.EnumerationContext = static_cast<uint32_t>(names.size());
  call.out.CountReturned = count;
  return {};
}

Result<void> sam_open_domain(Desk& desk, Call<SamrOpenDomain>& call) {
  Sid wanted = sid_from(call.in().DomainId);
  SamObject domain{.kind = SamKind::domain};
  if (wanted == builtin_sid) {
    domain.home = accounts::Home::builtin;
  } else if (wanted != desk.store.domain_sid()) {
    return fail(Win32::no_such_domain, "no domain {} here", wanted.text());
  }
  NTA_TRY(domain.granted, sam_access(desk, domain, call.in().DesiredAccess));
  desk.opened = domain;
  return {};
}

Result<void> sam_rid_to_sid(Desk& desk, Call<SamrRidToSid>& call) {
  call.out.Sid = packed_sid(call.memory, desk.store.sid_of(desk.object.home, accounts::Rid(call.in().Rid)));
  return {};
}

Result<void> sam_query_security(Desk& desk, Call<SamrQuerySecurityObject>& call) {
  NTA_TRY(auto descriptor, sam_descriptor(desk.store, desk.object));
  uint32_t wanted = call.in().SecurityInformation;
  if (!(wanted & owner_information)) descriptor.owner.reset();
  if (!(wanted & group_information)) descriptor.group.reset();
  if (!(wanted & dacl_information)) descriptor.dacl.reset();
  Bytes bytes = descriptor.bytes();
  call.out.SecurityDescriptor = call.memory.make<SR_SECURITY_DESCRIPTOR>();
  auto* copy = call.memory.copy(std::span<const std::byte>(bytes));
  *call.out.SecurityDescriptor = {static_cast<uint32_t>(bytes.size()), reinterpret_cast<uint8_t*>(copy)};
  return {};
}

// What a descriptor can change here is whether users may change their own password: that is how Windows' account tools
// say it.
Result<void> sam_set_security(Desk& desk, Call<SamrSetSecurityObject>& call) {
  if (desk.object.kind != SamKind::user || call.in().SecurityInformation != dacl_information)
    return fail(Win32::not_supported, "of the rights on accounts, only a user's to change the password can be set");
  const auto& sent = call.in().SecurityDescriptor;
  if (!sent.SecurityDescriptor) return fail(Win32::invalid_parameter, "no descriptor");
  NTA_TRY(auto descriptor,
          auth::SecurityDescriptor::parse(std::as_bytes(std::span(sent.SecurityDescriptor, sent.Length))));
  bool forbidden = auth::withholds(descriptor, desk.store.sid_of(desk.object.rid), user_change_password);
  auto changed = desk.store.change_user(desk.object.rid, [&](accounts::User& user) {
    user.may_not_change_password = forbidden;
    return Result<void>();
  });
  return told(desk, "security.set", fmt::format("user {}", desk.object.rid.value), std::move(changed));
}

// Each kind of handle is closed alike, on the loop.
void sam_close(Host&, CallPtr<SamrCloseHandle> call) {
  auto found = account_object(*call->client, call->in().Handle, SamKind::any, 0, "close");
  if (!found) return call->finish(std::move(found).error());
  call->client->contexts->remove(call->in().Handle);
  call->finish({});
}

}  // namespace nta::services
