// WTSEnumerateListeners, WTSQueryListenerConfig, WTSCreateListener, WTSGetListenerSecurity, WTSSetListenerSecurity.
#include <cstddef>
#include <cstring>
#include <utility>

#include "api/ntadmin/boundary.h"
#include "api/wtsapi32/server.h"
#include "base/bytes.h"
#include "base/utf16.h"
#include "describe/convert.h"
#include "ntadmin/win/winnt.h"
#include "protocols/local_host.h"

namespace nta::api {
namespace {

using namespace protocols;

/** What every function of this file begins with: this machine only, and nothing reserved. */
struct Preamble {
  HANDLE server;
  PVOID pointer;
  DWORD number;
};

Result<std::shared_ptr<client::Server>> this_machine(const Preamble& given) {
  if (given.server != WTS_CURRENT_SERVER_HANDLE || given.pointer || given.number)
    return fail(Win32::invalid_parameter, "only this machine's listeners, and nothing in what is reserved");
  return client::Server::local();
}

Result<std::u16string> wide_name(const WCHAR* name) {
  if (!name || !*name) return fail(Win32::invalid_parameter, "a listener's name is wanted");
  return std::u16string(view_or_empty(name));
}

Result<std::u16string> wide_name(const CHAR* name) {
  if (!name || !*name) return fail(Win32::invalid_parameter, "a listener's name is wanted");
  return to_utf16(name);
}

constexpr size_t name_size = WTS_LISTENER_NAME_LENGTH + 1;

void put_name(WCHAR* out, std::u16string_view name) { copy_cut(out, name_size, name); }

void put_name(CHAR* out, std::u16string_view name) {
  WTSLISTENERNAMEW wide;
  copy_cut(wide, name);
  describe::convert(describe::wtext<name_size>, wide, describe::atext<name_size>, out);
}

/** `names` is an array of WTSLISTENERNAME: the SDK's pointer type to it is one to its characters. */
template <class Char>
Result<void> enumerate(const Preamble& given, Char* names, DWORD* count) {
  NTA_TRY(auto server, this_machine(given));
  if (!count) return fail(Win32::invalid_parameter, "no room for the count");
  NTA_TRY(auto answer, server->call<HostEnumerateListeners>(local_host, {}));
  DWORD room = std::exchange(*count, answer->Count);
  if (!names) return {};
  if (room < answer->Count) return fail(Win32::insufficient_buffer, "{} listeners, room for {}", answer->Count, room);
  for (DWORD i = 0; i < answer->Count; ++i) put_name(names + i * name_size, view_or_empty(answer->Names[i]));
  return {};
}

template <class Char, class Config>
Result<void> query(const Preamble& given, const Char* name, Config* out) {
  NTA_TRY(auto server, this_machine(given));
  NTA_TRY(std::u16string wide, wide_name(name));
  if (!out) return fail(Win32::invalid_parameter, "no room for the configuration");
  NTA_TRY(auto answer, server->call<HostQueryListener>(local_host, {.Name = wide.data()}));
  describe::convert(describe::type_of<WTSLISTENERCONFIGW>, &answer->Config, describe::type_of<Config>, out);
  return {};
}

template <class Char, class Config>
Result<void> create(const Preamble& given, const Char* name, const Config* config, DWORD flag) {
  NTA_TRY(auto server, this_machine(given));
  NTA_TRY(std::u16string wide, wide_name(name));
  if (!config || (flag != WTS_LISTENER_CREATE && flag != WTS_LISTENER_UPDATE))
    return fail(Win32::invalid_parameter, "a configuration, and WTS_LISTENER_CREATE or WTS_LISTENER_UPDATE");
  HostSetListener::In request{.Name = wide.data(), .Flags = flag, .Config = {}};
  describe::convert(describe::type_of<Config>, config, describe::type_of<WTSLISTENERCONFIGW>, &request.Config);
  auto done = server->call<HostSetListener>(local_host, request);
  return done ? Result<void>() : Result<void>(std::move(done).error());
}

Result<void> check_information(SECURITY_INFORMATION information) {
  constexpr SECURITY_INFORMATION known = DACL_SECURITY_INFORMATION | SACL_SECURITY_INFORMATION;
  if (information != 0 && (information & ~known) == 0) return {};
  return fail(Win32::invalid_parameter, "security information {:#x}: DACL and SACL are known", information);
}

template <class Char>
Result<void> get_security(const Preamble& given, const Char* name, SECURITY_INFORMATION information, void* descriptor,
                          DWORD length, DWORD* needed) {
  NTA_TRY(auto server, this_machine(given));
  NTA_TRY(std::u16string wide, wide_name(name));
  NTA_CHECK(check_information(information));
  if (!needed || (!descriptor && length)) return fail(Win32::invalid_parameter, "no room for the answer");
  NTA_TRY(auto answer,
          server->call<HostGetListenerSecurity>(local_host, {.Name = wide.data(), .Information = information}));
  *needed = answer->Size;
  if (length < answer->Size) return fail(Win32::insufficient_buffer, "{} bytes, room for {}", answer->Size, length);
  std::memcpy(descriptor, answer->Descriptor, answer->Size);
  return {};
}

/** The DACL of a descriptor in either form as a self-relative one with nothing else: all that can be set. */
Result<Bytes> dacl_only(const void* descriptor) {
  constexpr size_t header_size = 20;
  SECURITY_DESCRIPTOR absolute{};
  std::memcpy(&absolute, descriptor, offsetof(SECURITY_DESCRIPTOR, Control) + sizeof absolute.Control);
  if (absolute.Revision != SECURITY_DESCRIPTOR_REVISION || !(absolute.Control & SE_DACL_PRESENT))
    return fail(Win32::invalid_parameter, "no security descriptor, or one without a DACL");
  const auto* start = static_cast<const std::byte*>(descriptor);
  const std::byte* acl = nullptr;
  if (absolute.Control & SE_SELF_RELATIVE) {
    uint32_t offset = 0;
    std::memcpy(&offset, start + 16, sizeof offset);
    if (offset) acl = start + offset;
  } else {
    std::memcpy(&absolute, descriptor, sizeof absolute);
    acl = reinterpret_cast<const std::byte*>(absolute.Dacl);
  }
  Bytes out;
  ByteWriter writer(out);
  writer.u8(SECURITY_DESCRIPTOR_REVISION);
  writer.u8(0);
  writer.u16(SE_SELF_RELATIVE | SE_DACL_PRESENT);
  for (int part = 0; part < 3; ++part) writer.u32(0);
  writer.u32(acl ? header_size : 0);
  uint16_t size = 0;
  if (acl) std::memcpy(&size, acl + 2, sizeof size);
  if (acl) writer.raw({acl, size});
  return out;
}

template <class Char>
Result<void> set_security(const Preamble& given, const Char* name, SECURITY_INFORMATION information,
                          const void* descriptor) {
  NTA_TRY(auto server, this_machine(given));
  NTA_TRY(std::u16string wide, wide_name(name));
  NTA_CHECK(check_information(information));
  if (!descriptor) return fail(Win32::invalid_parameter, "a security descriptor is wanted");
  Bytes bytes;
  if (information & DACL_SECURITY_INFORMATION) {
    NTA_TRY(bytes, dacl_only(descriptor));
  }
  auto done =
      server->call<HostSetListenerSecurity>(local_host, {.Name = wide.data(),
                                                         .Information = information,
                                                         .Size = static_cast<uint32_t>(bytes.size()),
                                                         .Descriptor = reinterpret_cast<uint8_t*>(bytes.data())});
  return done ? Result<void>() : Result<void>(std::move(done).error());
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL WTSEnumerateListenersW(HANDLE hServer, PVOID pReserved, DWORD Reserved, PWTSLISTENERNAMEW pListeners,
                            DWORD* pCount) {
  return c_boundary([&] { return enumerate({hServer, pReserved, Reserved}, pListeners, pCount); });
}

BOOL WTSEnumerateListenersA(HANDLE hServer, PVOID pReserved, DWORD Reserved, PWTSLISTENERNAMEA pListeners,
                            DWORD* pCount) {
  return c_boundary([&] { return enumerate({hServer, pReserved, Reserved}, pListeners, pCount); });
}

BOOL WTSQueryListenerConfigW(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPWSTR pListenerName,
                             PWTSLISTENERCONFIGW pBuffer) {
  return c_boundary([&] { return query({hServer, pReserved, Reserved}, pListenerName, pBuffer); });
}

BOOL WTSQueryListenerConfigA(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPSTR pListenerName,
                             PWTSLISTENERCONFIGA pBuffer) {
  return c_boundary([&] { return query({hServer, pReserved, Reserved}, pListenerName, pBuffer); });
}

BOOL WTSCreateListenerW(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPWSTR pListenerName,
                        PWTSLISTENERCONFIGW pBuffer, DWORD flag) {
  return c_boundary([&] { return create({hServer, pReserved, Reserved}, pListenerName, pBuffer, flag); });
}

BOOL WTSCreateListenerA(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPSTR pListenerName,
                        PWTSLISTENERCONFIGA pBuffer, DWORD flag) {
  return c_boundary([&] { return create({hServer, pReserved, Reserved}, pListenerName, pBuffer, flag); });
}

BOOL WTSGetListenerSecurityW(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPWSTR pListenerName,
                             SECURITY_INFORMATION SecurityInformation, PSECURITY_DESCRIPTOR pSecurityDescriptor,
                             DWORD nLength, LPDWORD lpnLengthNeeded) {
  return c_boundary([&] {
    return get_security({hServer, pReserved, Reserved}, pListenerName, SecurityInformation, pSecurityDescriptor,
                        nLength, lpnLengthNeeded);
  });
}

BOOL WTSGetListenerSecurityA(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPSTR pListenerName,
                             SECURITY_INFORMATION SecurityInformation, PSECURITY_DESCRIPTOR pSecurityDescriptor,
                             DWORD nLength, LPDWORD lpnLengthNeeded) {
  return c_boundary([&] {
    return get_security({hServer, pReserved, Reserved}, pListenerName, SecurityInformation, pSecurityDescriptor,
                        nLength, lpnLengthNeeded);
  });
}

BOOL WTSSetListenerSecurityW(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPWSTR pListenerName,
                             SECURITY_INFORMATION SecurityInformation, PSECURITY_DESCRIPTOR pSecurityDescriptor) {
  return c_boundary([&] {
    return set_security({hServer, pReserved, Reserved}, pListenerName, SecurityInformation, pSecurityDescriptor);
  });
}

BOOL WTSSetListenerSecurityA(HANDLE hServer, PVOID pReserved, DWORD Reserved, LPSTR pListenerName,
                             SECURITY_INFORMATION SecurityInformation, PSECURITY_DESCRIPTOR pSecurityDescriptor) {
  return c_boundary([&] {
    return set_security({hServer, pReserved, Reserved}, pListenerName, SecurityInformation, pSecurityDescriptor);
  });
}
