// Domain controllers: of a host's own domain, and of any that DNS knows.
#include <bit>

#include "api/netapi32/net.h"
#include "api/ntadmin/blocks.h"
#include "base/utf16.h"
#include "describe/pack.h"
#include "ntadmin/win/lmaccess.h"
#include "protocols/netlogon.h"

namespace nta::describe {

template <>
inline constexpr auto fields_of<DOMAIN_CONTROLLER_INFOA> = joined(
    NTA_FIELDS(DOMAIN_CONTROLLER_INFOA, DomainControllerName, DomainControllerAddress, DomainControllerAddressType),
    NTA_FIELD(DOMAIN_CONTROLLER_INFOA, DomainGuid, "DomainGuid", uuid),
    NTA_FIELDS(DOMAIN_CONTROLLER_INFOA, DomainName, DnsForestName, Flags, DcSiteName, ClientSiteName));

}  // namespace nta::describe

namespace nta::api {
namespace {

using namespace protocols;

/** The older two give one name. The first of them wants the server's name, which may be empty. */
template <class M>
Result<void> name_of_controller(const WCHAR* server_name, const WCHAR* domain, LPBYTE* buffer) {
  if (!buffer) return fail(Win32::invalid_parameter, "no room for the answer");
  *buffer = nullptr;
  NTA_TRY(NetServer server, net_server(server_name));
  auto out = server.calls->ask<M>(netlogon, {.ServerName = server.name.data(), .DomainName = sent(domain)});
  if (!out) return net_error(std::move(out).error());
  NTA_CHECK(net_status(status_of(out->value), netlogon.name));
  std::u16string name(view_or_empty(out->value.Buffer));
  static constexpr Type character = wchar;
  return hand_out(character, name.c_str(), name.size() + 1, buffer);
}

struct Wanted {
  std::u16string computer, domain, site;
  const GUID* guid;
  ULONG flags;
};

/** `Info` is the form with the caller's characters. */
template <class Info>
Result<void> locate(Wanted wanted, Info** info) {
  if (!info) return fail(Win32::invalid_parameter, "no room for the answer");
  *info = nullptr;
  Guid guid = wanted.guid ? std::bit_cast<Guid>(*wanted.guid) : Guid{};
  DsrGetDcNameEx2::In in{.DomainName = wanted.domain.empty() ? nullptr : wanted.domain.data(),
                         .DomainGuid = wanted.guid ? &guid : nullptr,
                         .SiteName = wanted.site.empty() ? nullptr : wanted.site.data(),
                         .Flags = wanted.flags};
  NTA_TRY(auto out, net_call<DsrGetDcNameEx2>(netlogon, wanted.computer.c_str(), in));
  if (!out->DomainControllerInfo) return fail(Win32::rpc_bad_stub_data, "an answer without a domain controller");
  NTA_TRY(void* block,
          describe::pack(type_of<DOMAIN_CONTROLLER_INFOW>, type_of<Info>, out->DomainControllerInfo, 1, new_block));
  *info = static_cast<Info*>(block);
  return {};
}

std::u16string wide(LPCSTR text) { return text ? to_utf16(text) : std::u16string(); }
std::u16string wide(LPCWSTR text) { return std::u16string(view_or_empty(text)); }

}  // namespace
}  // namespace nta::api

using namespace nta::api;

NET_API_STATUS NetGetDCName(LPCWSTR ServerName, LPCWSTR DomainName, LPBYTE* Buffer) {
  return c_status([&] { return name_of_controller<NetrGetDCName>(ServerName, DomainName, Buffer); });
}

NET_API_STATUS NetGetAnyDCName(LPCWSTR ServerName, LPCWSTR DomainName, LPBYTE* Buffer) {
  return c_status([&] { return name_of_controller<NetrGetAnyDCName>(ServerName, DomainName, Buffer); });
}

DWORD DsGetDcNameW(LPCWSTR ComputerName, LPCWSTR DomainName, GUID* DomainGuid, LPCWSTR SiteName, ULONG Flags,
                   PDOMAIN_CONTROLLER_INFOW* DomainControllerInfo) {
  return c_status([&] {
    return locate({wide(ComputerName), wide(DomainName), wide(SiteName), DomainGuid, Flags}, DomainControllerInfo);
  });
}

DWORD DsGetDcNameA(LPCSTR ComputerName, LPCSTR DomainName, GUID* DomainGuid, LPCSTR SiteName, ULONG Flags,
                   PDOMAIN_CONTROLLER_INFOA* DomainControllerInfo) {
  return c_status([&] {
    return locate({wide(ComputerName), wide(DomainName), wide(SiteName), DomainGuid, Flags}, DomainControllerInfo);
  });
}
