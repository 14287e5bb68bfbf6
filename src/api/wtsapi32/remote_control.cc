// WTSStartRemoteControlSession, WTSStopRemoteControlSession.
#include <fcntl.h>
#include <unistd.h>

#include "api/client/address.h"
#include "api/client/shadow.h"
#include "api/ntadmin/boundary.h"
#include "api/wtsapi32/server.h"
#include "base/utf16.h"
#include "protocols/legacy_api.h"

namespace nta::api {
namespace {

using namespace protocols;

// Of what can be asked for, a terminal can send the control characters only.
std::optional<std::optional<char>> hot_key(BYTE key, USHORT modifiers) {
  if (modifiers != REMOTECONTROL_KBDCTRL_HOTKEY || key < 'A' || key > 'Z') return std::nullopt;
  return std::optional<char>(static_cast<char>(key & 0x1F));
}

Result<void> start(std::string_view server, ULONG target, BYTE key, USHORT modifiers) {
  NTA_TRY(auto address, client::parse_address(server));
  if (!address.is_local()) return fail(Win32::not_supported, "sessions of other hosts are not shown here");
  HostSessionOfProcess::In self{static_cast<uint32_t>(getpid())};
  NTA_TRY(auto own, client::Server::local()->call<HostSessionOfProcess>(local_host, self));
  if (own->SessionId == 0) return fail(Win32::not_supported, "this process runs in no session");
  UniqueFd terminal(open("/dev/tty", O_RDWR | O_CLOEXEC));
  if (!terminal) return fail(Win32::not_supported, "this process has no terminal");
  client::ShadowRequest request{.session = SessionId(target), .terminal = terminal.get()};
  request.detach_key = hot_key(key, modifiers);
  NTA_CHECK(client::shadow(request));
  return {};
}

Result<void> stop(ULONG session) {
  EndSession request{.hServer = {}, .LogonId = session, .bWait = 1};
  NTA_CHECK(client::Server::local()->call_legacy<RpcWinStationShadowStop>(request));
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL WTSStartRemoteControlSessionA(LPSTR pTargetServerName, ULONG TargetLogonId, BYTE HotkeyVk,
                                   USHORT HotkeyModifiers) {
  return c_boundary(
      [&] { return start(pTargetServerName ? pTargetServerName : "", TargetLogonId, HotkeyVk, HotkeyModifiers); });
}

BOOL WTSStartRemoteControlSessionW(LPWSTR pTargetServerName, ULONG TargetLogonId, BYTE HotkeyVk,
                                   USHORT HotkeyModifiers) {
  return c_boundary([&] {
    return start(nta::to_utf8(nta::view_or_empty(pTargetServerName)), TargetLogonId, HotkeyVk, HotkeyModifiers);
  });
}

BOOL WTSStopRemoteControlSession(ULONG LogonId) {
  return c_boundary([&] { return stop(LogonId); });
}
