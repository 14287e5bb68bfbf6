// Transports of the server, and the names it answers to ([MS-SRVS] 3.1.4.22 to 3.1.4.26, 3.1.4.44 to 3.1.4.46).
//
// The transports are TCP and the machine's network interfaces: none can be made or taken away by a call. What Add does,
// on Windows and here, is to give the server another name on one of them.
#include "host/server/transports.h"
#include "services/net_enumeration.h"
#include "services/net_handlers.h"
#include "services/net_support.h"

namespace nta::services {
namespace {

using namespace protocols;
using Kind = host::ComputerNames::Kind;

/** One name of the server on one interface. */
struct TransportRow {
  uint32_t position;  // where the enumeration goes on: what is added comes last
  host::Transport transport;
  std::string name;
  uint32_t clients;
};

std::vector<TransportRow> transport_rows(const host::NetworkServer& server) {
  std::vector<std::string> names{server.names.primary()};
  for (const std::string& alias : server.names.all(Kind::on_transports)) names.push_back(alias);
  auto sessions = server.connections.sessions();
  auto transports = host::server_transports();
  std::vector<TransportRow> rows;
  for (const std::string& name : names)
    for (const host::Transport& transport : transports) {
      bool is_first_name = name == server.names.primary();  // sessions do not say by which name they came
      auto clients =
          is_first_name ? std::ranges::count(sessions, transport.device, &host::NetworkSession::transport) : 0;
      rows.push_back({static_cast<uint32_t>(rows.size() + 1), transport, name, static_cast<uint32_t>(clients)});
    }
  return rows;
}

/** A NetBIOS name as it is registered: 15 places filled up with blanks, and the kind of service, 0x20 for servers. */
uint8_t* netbios_name(Arena& memory, std::string_view name) {
  std::array<uint8_t, 16> bytes;
  bytes.fill(' ');
  for (size_t i = 0; i < std::min<size_t>(name.size(), 15); ++i) bytes[i] = static_cast<uint8_t>(name[i]);
  bytes[15] = 0x20;
  return memory.copy(std::span<const uint8_t>(bytes));
}

struct FillTransport {
  std::string_view domain;

  void operator()(SERVER_TRANSPORT_INFO_3& row, const TransportRow& from, Arena& memory) const {
    row.svti3_numberofvcs = from.clients;
    row.svti3_transportname = wire_text(memory, from.transport.device);
    row.svti3_transportaddress = netbios_name(memory, from.name);
    row.svti3_transportaddresslength = 16;
    row.svti3_networkaddress = wire_text(memory, from.transport.hardware);
    row.svti3_domain = wire_text(memory, domain);
  }
  template <describe::PrefixOf<SERVER_TRANSPORT_INFO_3> Row>
  void operator()(Row& row, const TransportRow& from, Arena& memory) const {
    row = beginning_of<SERVER_TRANSPORT_INFO_3, Row>(*this, from, memory);
  }
};

/** What the four levels of Add and Del have to say. */
struct Binding {
  std::string device;
  std::string name;
  std::string domain;
  uint32_t flags = 0;
};

/** [MS-SRVS] 3.1.4.23: device and address are there, the address has 1 to 260 bytes, the domain 15 characters. */
Result<Binding> binding_of(const char16_t* device, const uint8_t* address, uint32_t length, const char16_t* domain,
                           uint32_t flags) {
  constexpr uint32_t longest_address = 260, known_flags = 0x2 | 0x4;  // SVTI2_REMAP_PIPE_NAMES, SVTI2_SCOPED_NAME
  constexpr size_t longest_domain = 15;
  if (!is_given(device) || !address || length == 0 || length > longest_address)
    return fail(Win32::invalid_parameter, "a transport needs a device and an address of 1 to {} bytes",
                longest_address);
  if (flags & ~known_flags) return fail(Win32::invalid_parameter, "transport flags {:#x}", flags);
  if (view_or_empty(domain).size() > longest_domain)
    return fail(Win32::invalid_parameter, "a domain has {} characters at most", longest_domain);
  Binding binding{text_or_empty(device), {}, text_or_empty(domain), flags};
  constexpr uint32_t kind_of_service = 15;  // the sixteenth byte of a registered name is no part of it
  for (uint32_t i = 0; i < std::min(length, kind_of_service) && address[i] != 0; ++i)
    binding.name += static_cast<char>(address[i]);
  while (binding.name.ends_with(' ')) binding.name.pop_back();
  return binding;
}

Result<Binding> binding_of(const SERVER_TRANSPORT_INFO_0& info) {
  return binding_of(info.svti0_transportname, info.svti0_transportaddress, info.svti0_transportaddresslength, nullptr,
                    0);
}

Result<Binding> binding_of(uint32_t level, const TRANSPORT_INFO& info) {
  switch (level) {
    case 0:
      return binding_of(info.Transport0);
    case 1:
      return binding_of(info.Transport1.svti1_transportname, info.Transport1.svti1_transportaddress,
                        info.Transport1.svti1_transportaddresslength, info.Transport1.svti1_domain, 0);
    case 2:
      return binding_of(info.Transport2.svti2_transportname, info.Transport2.svti2_transportaddress,
                        info.Transport2.svti2_transportaddresslength, info.Transport2.svti2_domain,
                        info.Transport2.svti2_flags);
    case 3:
      return binding_of(info.Transport3.svti3_transportname, info.Transport3.svti3_transportaddress,
                        info.Transport3.svti3_transportaddresslength, info.Transport3.svti3_domain,
                        info.Transport3.svti3_flags);
    default:
      return fail(Win32::invalid_level, "level {}: 0 to 3 are known", level);
  }
}

Result<void> add_binding(Host& host, const Client& client, const Result<Binding>& wanted) {
  NTA_TRY(host::NetworkServer * server, server_of(host));
  if (!wanted && wanted.error().code == Win32::invalid_level) return Error(wanted.error());
  NTA_CHECK(require(host, client, Members::server_operators, "transport.add"));
  if (!wanted) return Error(wanted.error());
  auto transports = host::server_transports();
  if (std::ranges::find(transports, wanted->device, &host::Transport::device) == transports.end())
    return fail(Win32::invalid_parameter, "there is no transport '{}'", wanted->device);
  if (!host::is_netbios_name(wanted->name))
    return fail(Win32::invalid_parameter, "'{}' is no name for a server", wanted->name);
  if (wanted->flags != 0) return fail(Win32::not_supported, "no names of this server have shares of their own");
  return audited(client, "server-name.add", wanted->name, server->names.add(Kind::on_transports, wanted->name));
}

/** Success also when the name was not there, as since Vista. Its own name a server has on every transport, always. */
Result<void> remove_binding(Host& host, const Client& client, const Result<Binding>& wanted) {
  NTA_TRY(host::NetworkServer * server, server_of(host));
  if (!wanted && wanted.error().code == Win32::invalid_level) return Error(wanted.error());
  NTA_CHECK(require(host, client, Members::server_operators, "transport.delete"));
  if (!wanted) return Error(wanted.error());
  auto remove = [&]() -> Result<void> {
    if (equal_ignoring_case(wanted->name, server->names.primary()))
      return fail(Win32::not_supported, "'{}' is the machine's own name", wanted->name);
    NTA_CHECK(server->names.remove(Kind::on_transports, wanted->name));
    return {};
  };
  return audited(client, "server-name.delete", wanted->name, remove());
}

Result<Binding> level_0(const TransportRequest& in) {
  if (in.Level != 0) return fail(Win32::invalid_level, "level {}: 0 is known", in.Level);
  return binding_of(in.Buffer);
}

}  // namespace

Result<void> transport_enum(Host& host, Call<NetrServerTransportEnum>& call) {
  call.out.InfoStruct.Level = call.in().InfoStruct.Level;
  if (call.in().InfoStruct.Level == 3) return fail(Win32::invalid_level, "level 3 has a password, and is not told");
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_CHECK(require(host, *call.client, Members::server_and_power, "transport.list"));
  return enumerate(
      call, transport_rows(*server), NoRoom::is_too_small, [](const TransportRow& row) { return row.position; },
      FillTransport{server->options.workgroup});
}

Result<void> transport_add(Host& host, Call<NetrServerTransportAdd>& call) {
  return add_binding(host, *call.client, level_0(call.in()));
}
Result<void> transport_add_ex(Host& host, Call<NetrServerTransportAddEx>& call) {
  return add_binding(host, *call.client, binding_of(call.in().Level, call.in().Buffer));
}
Result<void> transport_del(Host& host, Call<NetrServerTransportDel>& call) {
  return remove_binding(host, *call.client, level_0(call.in()));
}
Result<void> transport_del_ex(Host& host, Call<NetrServerTransportDelEx>& call) {
  uint32_t level = call.in().Level;
  if (level > 1) return fail(Win32::invalid_level, "level {}: 0 and 1 are known", level);
  return remove_binding(host, *call.client, binding_of(level, call.in().Buffer));
}

// ---- aliases: names beside the first, whatever the transport

namespace {

struct AliasRow {
  uint32_t position;
  std::string alias;
};

struct FillAlias {
  std::string_view target;
  void operator()(SERVER_ALIAS_INFO_0& row, const AliasRow& from, Arena& memory) const {
    row.srvai0_alias = wire_text(memory, from.alias);
    row.srvai0_target = wire_text(memory, target);
  }
};

/** The structure of level 0, for whoever may change names. */
Result<const SERVER_ALIAS_INFO_0*> alias_info(Host& host, const Client& client, uint32_t level, const void* info) {
  if (level != 0) return fail(Win32::invalid_level, "level {}: 0 is known", level);
  NTA_CHECK(require(host, client, Members::server_operators, "server-name.set"));
  if (!info) return fail(Win32::invalid_parameter, "no alias came");
  return static_cast<const SERVER_ALIAS_INFO_0*>(info);
}

}  // namespace

Result<void> alias_add(Host& host, Call<NetrServerAliasAdd>& call) {
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_TRY(const auto* info, alias_info(host, *call.client, call.in().Level, call.in().Info));
  if (info->srvai0_default) return fail(Win32::not_supported, "unknown names are nobody's alias here");
  std::string alias = text_or_empty(info->srvai0_alias), target = text_or_empty(info->srvai0_target);
  if (!equal_ignoring_case(target, server->names.primary()))
    return fail(Win32::invalid_parameter, "this server is not called '{}'", target);
  if (!host::is_netbios_name(alias)) return fail(Win32::invalid_parameter, "'{}' is no name for a server", alias);
  Result<void> added = server->names.add(Kind::alias, alias);
  if (!added && added.error().code == Win32::dup_name) added = fail(Win32::duplicate_share, "{}", added.error().text);
  return audited(*call.client, "server-name.add", alias, std::move(added));
}

Result<void> alias_enum(Host& host, Call<NetrServerAliasEnum>& call) {
  call.out.InfoStruct.Level = call.in().InfoStruct.Level;
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_CHECK(require(host, *call.client, Members::server_operators, "server-name.list"));
  std::vector<AliasRow> rows;
  for (const std::string& alias : server->names.all(Kind::alias))
    rows.push_back({static_cast<uint32_t>(rows.size() + 1), alias});
  return enumerate(
      call, rows, NoRoom::is_too_small, [](const AliasRow& row) { return row.position; },
      FillAlias{server->names.primary()});
}

Result<void> alias_del(Host& host, Call<NetrServerAliasDel>& call) {
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_TRY(const auto* info, alias_info(host, *call.client, call.in().Level, call.in().Info));
  std::string alias = text_or_empty(info->srvai0_alias);
  if (alias.empty() == !info->srvai0_default)
    return fail(Win32::invalid_parameter, "an alias has a name, and the default one has none");
  auto remove = [&]() -> Result<void> {
    NTA_TRY(bool was_there, server->names.remove(Kind::alias, alias));
    if (!was_there) return fail(Win32::net_name_not_found, "there is no alias '{}'", alias);
    return {};
  };
  return audited(*call.client, "server-name.delete", alias, remove());
}

}  // namespace nta::services
