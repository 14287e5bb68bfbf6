// wkssvc on this host: its rows, what the machine is a member of and what it is called ([MS-WKST] 3.2.4.7 and after).
//
// A machine joins a domain with the system's own tools (realmd, adcli); these methods refuse it.
#include "host/server/setup_names.h"
#include "services/net_enumeration.h"
#include "services/net_handlers.h"
#include "services/net_support.h"
#include "services/rows.h"

namespace nta::services {
namespace {

using namespace protocols;
using Kind = host::ComputerNames::Kind;

Result<void> get_join_information(Host& host, Call<NetrGetJoinInformation>& call) {
  NTA_TRY(host::NetworkServer * server, server_of(host));
  call.out.NameBuffer = wire_text(call.memory, server->options.workgroup);
  call.out.BufferType = static_cast<uint32_t>(JoinStatus::workgroup);
  return {};
}

template <class M>
Result<void> refuse_membership(Host& host, Call<M>& call) {
  NTA_CHECK(require(host, *call.client, Members::administrators, "machine.membership"));
  return fail(Win32::not_supported,
              "membership and the first name of this machine are changed with the system's tools");
}

template <class M>
Result<void> refuse_old_form(Host&, Call<M>&) {
  return fail(Win32::not_supported, "only the form with an encrypted password is there");
}

/** Windows does these for callers on the machine itself and no others. */
Result<void> require_local(const Client& client) {
  if (client.token->origin == auth::Origin::local) return {};
  return fail(Win32::remote_disabled, "names are judged for callers on this machine");
}

Result<void> get_joinable_ous(Host& host, Call<NetrGetJoinableOUs2>& call) {
  NTA_CHECK(require_local(*call.client));
  return refuse_membership(host, call);
}

template <class M>
Result<void> validate_name(Host& host, Call<M>& call) {
  NTA_CHECK(require_local(*call.client));
  auto type = static_cast<host::SetupName>(call.in().NameType);
  return host::check_setup_name(call.in().NameToValidate, type, to_utf16(host.computer));
}

// ---- names

template <class Call>
Result<std::string> alternate_name(Host& host, Call& call) {
  NTA_CHECK(require(host, *call.client, Members::administrators, "computer-name.set"));
  std::string name = text_or_empty(call.in().Name);
  if (call.in().Options != 0) return fail(Win32::invalid_flags, "options {:#x}", call.in().Options);
  auto checked = host::check_setup_name(to_utf16(name), host::SetupName::dns_machine, to_utf16(host.computer));
  if (!checked && checked.error().code != Win32::non_rfc_name)  // which can be used all the same
    return fail(Win32::invalid_parameter, "'{}' is no name for a machine", name);
  return name;
}

template <class M>
Result<void> add_alternate_name(Host& host, Call<M>& call) {
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_TRY(std::string name, alternate_name(host, call));
  return audited(*call.client, "computer-name.add", name, server->names.add(Kind::alternate, name));
}

template <class M>
Result<void> remove_alternate_name(Host& host, Call<M>& call) {
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_TRY(std::string name, alternate_name(host, call));
  auto removed = server->names.remove(Kind::alternate, name);
  Result<void> result;
  if (!removed)
    result = std::move(removed).error();
  else if (!*removed)
    result = fail(Win32::not_found, "'{}' is none of the alternate names", name);
  return audited(*call.client, "computer-name.delete", name, std::move(result));
}

Result<void> enumerate_computer_names(Host& host, Call<NetrEnumerateComputerNames>& call) {
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_CHECK(require(host, *call.client, Members::administrators, "computer-name.list"));
  if (call.in().Reserved != 0) return fail(Win32::invalid_flags, "flags {:#x}", call.in().Reserved);
  auto type = static_cast<ComputerNameType>(call.in().NameType);
  if (type > ComputerNameType::all) return fail(Win32::invalid_parameter, "name type {}", call.in().NameType);
  std::vector<std::string> names;
  if (type != ComputerNameType::alternate) names.push_back(server->names.primary());
  if (type != ComputerNameType::primary)
    for (const std::string& name : server->names.all(Kind::alternate)) names.push_back(name);
  auto* array = call.memory.make<NET_COMPUTER_NAME_ARRAY>();
  array->EntryCount = static_cast<uint32_t>(names.size());
  array->ComputerNames = call.memory.make<RPC_UNICODE_STRING>(names.size());
  for (size_t i = 0; i < names.size(); ++i) array->ComputerNames[i] = counted_text(call.memory, to_utf16(names[i]));
  call.out.ComputerNames = array;
  return {};
}

/** The Messenger service went with Vista. */
Result<void> message_buffer_send(Host& host, Call<NetrMessageBufferSend>& call) {
  NTA_CHECK(require(host, *call.client, Members::server_operators, "message.send"));
  return fail(Win32::not_supported, "there is no Messenger service");
}

constexpr Served rows[] = {
    serve<wksta_get_info>(),
    serve<wksta_set_info>(),
    serve<wksta_user_enum>(),
    serve<wksta_user_get_info>(),
    serve<wksta_transport_enum>(),
    serve<wksta_transport_add>(),
    serve<wksta_transport_del>(),
    serve<use_add>(),
    serve<use_get_info>(),
    serve<use_del>(),
    serve<use_enum>(),
    serve<message_buffer_send>(),
    serve<workstation_statistics>(),
    serve<get_join_information>(),
    serve<refuse_old_form<NetrLogonDomainNameAdd>>(),
    serve<refuse_old_form<NetrLogonDomainNameDel>>(),
    serve<refuse_old_form<NetrJoinDomain>>(),
    serve<refuse_old_form<NetrUnjoinDomain>>(),
    serve<refuse_old_form<NetrRenameMachineInDomain>>(),
    serve<refuse_old_form<NetrValidateName>>(),
    serve<refuse_old_form<NetrGetJoinableOUs>>(),
    serve<refuse_membership<NetrJoinDomain2>>(),
    serve<refuse_membership<NetrUnjoinDomain2>>(),
    serve<refuse_membership<NetrRenameMachineInDomain2>>(),
    serve<validate_name<NetrValidateName2>>(),
    serve<get_joinable_ous>(),
    serve<add_alternate_name<NetrAddAlternateComputerName>>(),
    serve<remove_alternate_name<NetrRemoveAlternateComputerName>>(),
    serve<refuse_membership<NetrSetPrimaryComputerName>>(),
    serve<enumerate_computer_names>(),
    serve<refuse_membership<NetrJoinDomain3>>(),
    serve<refuse_membership<NetrUnjoinDomain3>>(),
    serve<refuse_membership<NetrRenameMachineInDomain3>>(),
    serve<validate_name<NetrValidateName3>>(),
    serve<add_alternate_name<NetrAddAlternateComputerName2>>(),
    serve<remove_alternate_name<NetrRemoveAlternateComputerName2>>(),
    serve<refuse_membership<NetrSetPrimaryComputerName2>>(),
};

}  // namespace

std::span<const Served> wkssvc_rows() { return rows; }

}  // namespace nta::services
