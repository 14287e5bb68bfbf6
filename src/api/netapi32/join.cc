// Membership of a domain or workgroup, names of a computer, and domain controllers.
#include "api/netapi32/net.h"
#include "base/utf16.h"
#include "ntadmin/win/dsgetdc.h"
#include "ntadmin/win/lmaccess.h"
#include "ntadmin/win/lmjoin.h"
#include "protocols/wkssvc.h"

namespace nta::api {
namespace {

using namespace protocols;

Result<void> join_information(const WCHAR* server_name, LPWSTR* name, NETSETUP_JOIN_STATUS* type) {
  if (!name || !type) return fail(Win32::invalid_parameter, "no room for the answer");
  *name = nullptr;
  char16_t empty[] = u"";
  NTA_TRY(auto out, net_call<NetrGetJoinInformation>(wkssvc, server_name, {.NameBuffer = empty}));
  std::u16string text(view_or_empty(out->NameBuffer));
  static constexpr Type character = wchar;
  LPBYTE block = nullptr;
  NTA_CHECK(hand_out(character, text.c_str(), text.size() + 1, &block));
  *name = reinterpret_cast<LPWSTR>(block);
  *type = static_cast<NETSETUP_JOIN_STATUS>(out->BufferType);
  return {};
}

// Another's credentials would be for a domain that is asked for the name; the checks here need none.
Result<void> validate_name(const WCHAR* server_name, const WCHAR* name, const WCHAR* account, const WCHAR* password,
                           NETSETUP_NAME_TYPE type) {
  NTA_CHECK(need_name(name));
  if (type <= NetSetupUnknown || type > NetSetupDnsMachine) return fail(Win32::invalid_parameter, "type {}", int{type});
  if (account || password) return fail(Win32::not_supported, "names are validated for the caller only");
  return net_act<NetrValidateName2>(wkssvc, server_name,
                                    {.NameToValidate = sent(name), .NameType = static_cast<uint32_t>(type)});
}

// A host is a member of no domain, and knows none.
Result<void> no_domain_controller(LPBYTE* buffer, Win32 reason) {
  if (!buffer) return fail(Win32::invalid_parameter, "no room for the answer");
  *buffer = nullptr;
  return fail(reason, "no domain controller is known");
}

template <class Info>
Result<void> locate(ULONG flags, Info** info) {
  if (!info) return fail(Win32::invalid_parameter, "no room for the answer");
  *info = nullptr;
  auto both = [flags](ULONG one, ULONG other) { return flags & one && flags & other; };
  if (flags & ~DSGETDC_VALID_FLAGS || both(DS_RETURN_DNS_NAME, DS_RETURN_FLAT_NAME) ||
      both(DS_IS_DNS_NAME, DS_IS_FLAT_NAME))
    return fail(Win32::invalid_flags, "flags {:#x}", flags);
  return fail(Win32::no_such_domain, "no domain controller is known");
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;
using nta::Win32;

NET_API_STATUS NetGetJoinInformation(LPCWSTR lpServer, LPWSTR* lpNameBuffer, PNETSETUP_JOIN_STATUS BufferType) {
  return c_status([&] { return join_information(lpServer, lpNameBuffer, BufferType); });
}

NET_API_STATUS NetValidateName(LPCWSTR lpServer, LPCWSTR lpName, LPCWSTR lpAccount, LPCWSTR lpPassword,
                               NETSETUP_NAME_TYPE NameType) {
  return c_status([&] { return validate_name(lpServer, lpName, lpAccount, lpPassword, NameType); });
}

NET_API_STATUS NetGetDCName(LPCWSTR, LPCWSTR, LPBYTE* Buffer) {
  return c_status([&] { return no_domain_controller(Buffer, Win32::dc_not_found); });
}

NET_API_STATUS NetGetAnyDCName(LPCWSTR, LPCWSTR, LPBYTE* Buffer) {
  return c_status([&] { return no_domain_controller(Buffer, Win32::no_such_domain); });
}

DWORD DsGetDcNameW(LPCWSTR, LPCWSTR, GUID*, LPCWSTR, ULONG Flags, PDOMAIN_CONTROLLER_INFOW* DomainControllerInfo) {
  return c_status([&] { return locate(Flags, DomainControllerInfo); });
}

DWORD DsGetDcNameA(LPCSTR, LPCSTR, GUID*, LPCSTR, ULONG Flags, PDOMAIN_CONTROLLER_INFOA* DomainControllerInfo) {
  return c_status([&] { return locate(Flags, DomainControllerInfo); });
}
