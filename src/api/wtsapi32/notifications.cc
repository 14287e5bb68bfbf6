// WTSRegisterSessionNotification and its kin: the windows are libntadmin's, the servers are ours.
#include "api/ntadmin/boundary.h"
#include "api/ntadmin/window.h"
#include "api/wtsapi32/server.h"

namespace nta::api {
namespace {

Result<void> register_window(HANDLE handle, HWND window, DWORD flags) {
  NTA_TRY(auto server, server_of(handle));
  return register_session_notification(window, *server, flags);
}

Result<void> unregister_window(HANDLE handle, HWND window) {
  NTA_TRY(auto server, server_of(handle));
  return unregister_session_notification(window, server->name());
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL WTSRegisterSessionNotification(HWND hWnd, DWORD dwFlags) {
  return WTSRegisterSessionNotificationEx(WTS_CURRENT_SERVER_HANDLE, hWnd, dwFlags);
}

BOOL WTSRegisterSessionNotificationEx(HANDLE hServer, HWND hWnd, DWORD dwFlags) {
  return c_boundary([&] { return register_window(hServer, hWnd, dwFlags); });
}

BOOL WTSUnRegisterSessionNotification(HWND hWnd) {
  return WTSUnRegisterSessionNotificationEx(WTS_CURRENT_SERVER_HANDLE, hWnd);
}

BOOL WTSUnRegisterSessionNotificationEx(HANDLE hServer, HWND hWnd) {
  return c_boundary([&] { return unregister_window(hServer, hWnd); });
}
