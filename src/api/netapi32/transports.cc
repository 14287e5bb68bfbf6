// Transports of a server, and the names it answers to on them.
#include <algorithm>
#include <array>
#include <cstring>
#include <vector>

#include "api/netapi32/net.h"
#include "base/utf16.h"
#include "ntadmin/win/lmserver.h"
#include "protocols/srvsvc.h"

namespace nta::api {
namespace {

using namespace protocols;

template <class M>
Result<void> bind_transport(const WCHAR* server_name, DWORD level, const void* info) {
  if (level != 0) return fail(Win32::invalid_level, "level {}", level);
  NTA_CHECK(check_info<TransportLevels>(level, info));
  return net_act<M>(srvsvc, server_name, {.Buffer = *static_cast<const SERVER_TRANSPORT_INFO_0*>(info)});
}

Result<void> add_transport(const WCHAR* server_name, DWORD level, const void* info) {
  NTA_CHECK(check_info<TransportLevels>(level, info));
  NetrServerTransportAddEx::In in{.Level = level};
  std::memcpy(&in.Buffer, info, TransportLevels::row(level)->size);
  return net_act<NetrServerTransportAddEx>(srvsvc, server_name, in);
}

using NetbiosAddress = std::array<uint8_t, NETBIOS_NAME_LEN>;

/** A computer name as transports have it: upper-case, padded, with the mark of a server at its end. */
Result<NetbiosAddress> netbios_address(const WCHAR* name) {
  NTA_CHECK(need_name(name));
  std::string text = to_utf8(view_or_empty(name));
  if (text.size() >= NETBIOS_NAME_LEN) return fail(Win32::invalid_parameter, "'{}' is too long for a name", text);
  NetbiosAddress address;
  address.fill(' ');
  std::transform(text.begin(), text.end(), address.begin(),
                 [](unsigned char c) { return static_cast<uint8_t>(toupper(c)); });
  return address;
}

/** One name of the server's on one of its transports. */
struct Binding {
  std::u16string transport;
  NetbiosAddress address;
};

Result<std::vector<Binding>> bindings(NetServer& server) {
  InfoContainer nothing{};
  NetrServerTransportEnum::In in{.InfoStruct = {.Level = 0, .Info = &nothing},
                                 .PreferedMaximumLength = MAX_PREFERRED_LENGTH};
  NTA_TRY(auto out, net_ask<NetrServerTransportEnum>(srvsvc, server, in));
  NTA_CHECK(net_status(status_of(out.value), "NetrServerTransportEnum"));
  const auto* list = out->InfoStruct.Level == 0 ? out->InfoStruct.Info : nullptr;
  std::vector<Binding> found;
  if (!list) return found;
  for (const auto& each : rows_in(static_cast<const SERVER_TRANSPORT_INFO_0*>(list->Buffer), list->EntriesRead)) {
    Binding binding{std::u16string(view_or_empty(each.svti0_transportname)), {}};
    size_t length = each.svti0_transportaddress ? each.svti0_transportaddresslength : 0;
    if (length == NETBIOS_NAME_LEN) std::copy_n(each.svti0_transportaddress, length, binding.address.begin());
    found.push_back(std::move(binding));
  }
  return found;
}

/** Binds or unbinds; one transport that does so is enough. */
template <class M>
Result<void> change_bindings(NetServer& server, std::vector<Binding> wanted, const WCHAR* domain) {
  Result<void> done = fail(Win32::net_name_not_found, "the server has no transport with the name");
  for (Binding& each : wanted) {
    typename M::In in{.Level = 1};
    in.Buffer.Transport1 = {.svti1_transportname = each.transport.data(),
                            .svti1_transportaddress = each.address.data(),
                            .svti1_transportaddresslength = NETBIOS_NAME_LEN,
                            .svti1_domain = sent(domain)};
    NTA_TRY(auto out, net_ask<M>(srvsvc, server, in));
    if (!done) done = net_status(status_of(out.value), "the transport");
  }
  return done;
}

/** On every transport, each of which is listed once for every name that the server has on it. */
Result<void> add_name(const WCHAR* server_name, const WCHAR* domain, const WCHAR* name) {
  NTA_TRY(auto address, netbios_address(name));
  NTA_TRY(NetServer server, net_server(server_name));
  NTA_TRY(auto known, bindings(server));
  std::vector<Binding> wanted;
  for (Binding& each : known) {
    bool is_there = std::ranges::find(wanted, each.transport, &Binding::transport) != wanted.end();
    if (!is_there) wanted.push_back({std::move(each.transport), address});
  }
  return change_bindings<NetrServerTransportAddEx>(server, std::move(wanted), domain);
}

Result<void> delete_name(const WCHAR* server_name, const WCHAR* name) {
  NTA_TRY(auto address, netbios_address(name));
  NTA_TRY(NetServer server, net_server(server_name));
  NTA_TRY(auto known, bindings(server));
  std::erase_if(known, [&](const Binding& each) { return each.address != address; });
  return change_bindings<NetrServerTransportDelEx>(server, std::move(known), nullptr);
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

NET_API_STATUS NetServerTransportAdd(LPWSTR servername, DWORD level, LPBYTE bufptr) {
  return c_status([&] { return bind_transport<NetrServerTransportAdd>(servername, level, bufptr); });
}

NET_API_STATUS NetServerTransportAddEx(LPWSTR servername, DWORD level, LPBYTE bufptr) {
  return c_status([&] { return add_transport(servername, level, bufptr); });
}

NET_API_STATUS NetServerTransportDel(LPWSTR servername, DWORD level, LPBYTE bufptr) {
  return c_status([&] { return bind_transport<NetrServerTransportDel>(servername, level, bufptr); });
}

NET_API_STATUS NetServerTransportEnum(LPWSTR servername, DWORD level, LPBYTE* bufptr, DWORD prefmaxlen,
                                      LPDWORD entriesread, LPDWORD totalentries, LPDWORD resume_handle) {
  return c_status([&] {
    return enumerate<NetrServerTransportEnum>(srvsvc, servername, {}, level, prefmaxlen,
                                              {bufptr, entriesread, totalentries}, resume_handle);
  });
}

NET_API_STATUS NetServerComputerNameAdd(LPWSTR ServerName, LPWSTR EmulatedDomainName, LPWSTR EmulatedServerName) {
  return c_status([&] { return add_name(ServerName, EmulatedDomainName, EmulatedServerName); });
}

NET_API_STATUS NetServerComputerNameDel(LPWSTR ServerName, LPWSTR EmulatedServerName) {
  return c_status([&] { return delete_name(ServerName, EmulatedServerName); });
}
