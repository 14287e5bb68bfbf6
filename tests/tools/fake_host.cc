// The WTS functions over fake_host.h. Blocks come from malloc, with their strings in the host itself.
#include "fake_host.h"

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "base/utf16.h"
#include "ntadmin/win/winbase.h"
#include "ntadmin/win/winerror.h"
#include "ntadmin/win/winuser.h"

namespace nta::tools::fake {

Host& host() {
  static Host the_host;
  return the_host;
}

namespace {

DWORD last_error = 0;

BOOL fail_with(DWORD code) {
  last_error = code;
  return FALSE;
}

template <class Row>
Row* block(size_t count) {
  return static_cast<Row*>(std::calloc(count + 1, sizeof(Row)));
}

Session* find(DWORD id) {
  for (auto& session : host().sessions)
    if (session.id == id) return &session;
  return nullptr;
}

BOOL act(const char* verb, DWORD session) {
  if (host().failure) return fail_with(host().failure);
  if (!find(session)) return fail_with(ERROR_CTX_WINSTATION_NOT_FOUND);
  host().actions.push_back(std::string(verb) + " " + std::to_string(session));
  return TRUE;
}

/** SIDs live as long as the program: rows point at them. */
PSID keep(const Sid& sid) {
  static std::vector<Bytes> kept;
  kept.push_back(sid.bytes());
  return kept.back().data();
}

}  // namespace
}  // namespace nta::tools::fake

using namespace nta::tools::fake;  // the functions below are C

extern "C" {

DWORD GetLastError(void) { return last_error; }

HANDLE WTSOpenServerW(LPWSTR name) {
  host().server = name;
  return &host();
}
void WTSCloseServer(HANDLE) {}
void WTSFreeMemory(PVOID memory) { std::free(memory); }
BOOL WTSFreeMemoryExW(WTS_TYPE_CLASS, PVOID memory, ULONG) {
  std::free(memory);
  return TRUE;
}

BOOL WTSEnumerateSessionsExW(HANDLE, DWORD* level, DWORD filter, PWTS_SESSION_INFO_1W* out, DWORD* count) {
  if (host().failure) return fail_with(host().failure);
  if (*level != 1 || filter != 0) return fail_with(ERROR_INVALID_PARAMETER);
  auto* rows = block<WTS_SESSION_INFO_1W>(host().sessions.size());
  size_t used = 0;
  for (auto& session : host().sessions) {
    auto& row = rows[used++];
    row.SessionId = row.ExecEnvId = session.id;
    row.State = session.state;
    row.pSessionName = session.name.data();
    row.pUserName = session.user.empty() ? nullptr : session.user.data();
  }
  *out = rows;
  *count = static_cast<DWORD>(used);
  return TRUE;
}

BOOL WTSEnumerateProcessesExW(HANDLE, DWORD* level, DWORD session, LPWSTR* out, DWORD* count) {
  if (host().failure) return fail_with(host().failure);
  if (*level != 0) return fail_with(ERROR_INVALID_PARAMETER);
  auto* rows = block<WTS_PROCESS_INFOW>(host().processes.size());
  size_t used = 0;
  for (auto& process : host().processes) {
    if (session != WTS_ANY_SESSION && session != process.session) continue;
    rows[used++] = {process.session, process.pid, process.image.data(), keep(process.user)};
  }
  *out = reinterpret_cast<LPWSTR>(rows);
  *count = static_cast<DWORD>(used);
  return TRUE;
}

BOOL LookupAccountSidW(LPCWSTR, PSID sid, LPWSTR name, LPDWORD name_size, LPWSTR domain, LPDWORD, PSID_NAME_USE) {
  const auto* bytes = static_cast<const std::byte*>(sid);
  auto found = host().accounts.find(*nta::Sid::from_bytes({bytes, 8 + 4 * static_cast<size_t>(bytes[1])}));
  if (found == host().accounts.end()) return fail_with(ERROR_NONE_MAPPED);
  *std::copy_n(found->second.data(), std::min<size_t>(*name_size - 1, found->second.size()), name) = u'\0';
  domain[0] = u'\0';
  return TRUE;
}

BOOL LookupAccountNameW(LPCWSTR, LPCWSTR name, PSID sid, LPDWORD size, LPWSTR, LPDWORD, PSID_NAME_USE) {
  std::string wanted = nta::to_utf8(name);
  auto found =
      std::ranges::find_if(host().accounts, [&](const auto& each) { return nta::to_utf8(each.second) == wanted; });
  if (found == host().accounts.end()) return fail_with(ERROR_NONE_MAPPED);
  nta::Bytes bytes = found->first.bytes();
  *size = static_cast<DWORD>(bytes.size());
  std::memcpy(sid, bytes.data(), bytes.size());
  return TRUE;
}

BOOL WTSQuerySessionInformationW(HANDLE, DWORD id, WTS_INFO_CLASS info_class, LPWSTR* out, DWORD* size) {
  if (host().failure) return fail_with(host().failure);
  Session* session = find(id);
  if (!session || info_class != WTSSessionInfo) return fail_with(ERROR_FILE_NOT_FOUND);
  auto* info = block<WTSINFOW>(1);
  info->LogonTime.QuadPart = session->logon;
  info->LastInputTime.QuadPart = session->last_input;
  info->CurrentTime.QuadPart = host().now;
  *out = reinterpret_cast<LPWSTR>(info);
  *size = sizeof *info;
  return TRUE;
}

BOOL WTSDisconnectSession(HANDLE, DWORD id, BOOL) { return act("disconnect", id); }
BOOL WTSLogoffSession(HANDLE, DWORD id, BOOL) { return act("logoff", id); }
BOOL WTSConnectSessionW(ULONG id, ULONG, LPWSTR, BOOL) { return act("connect", id); }
BOOL WTSStopRemoteControlSession(ULONG id) { return act("stop shadow", id); }

BOOL WTSSendMessageW(HANDLE, DWORD id, LPWSTR, DWORD, LPWSTR text, DWORD, DWORD, DWORD seconds, DWORD* response,
                     BOOL wait) {
  *response = wait ? IDOK : IDASYNC;
  std::string verb = "message \"" + nta::to_utf8(text) + "\" for " + std::to_string(seconds) + " s to";
  return act(verb.c_str(), id);
}

BOOL WTSQueryUserConfigW(LPWSTR server, LPWSTR user, WTS_CONFIG_CLASS, LPWSTR* out, DWORD* size) {
  if (host().failure) return fail_with(host().failure);
  host().actions.push_back("config of " + nta::to_utf8(user) + " at " + nta::to_utf8(nta::view_or_empty(server)));
  auto* config = block<WTSUSERCONFIGW>(1);
  config->TimeoutSettingsIdle = 60000;
  *out = reinterpret_cast<LPWSTR>(config);
  *size = sizeof *config;
  return TRUE;
}

BOOL WTSSetUserConfigW(LPWSTR, LPWSTR, WTS_CONFIG_CLASS, LPWSTR value, DWORD) {
  auto* config = reinterpret_cast<WTSUSERCONFIGW*>(value);
  host().actions.push_back("idle " + std::to_string(config->TimeoutSettingsIdle) + " in " +
                           nta::to_utf8(config->WorkDirectory));
  return TRUE;
}

BOOL WTSShutdownSystem(HANDLE, DWORD flags) {
  if (host().failure) return fail_with(host().failure);
  host().actions.push_back("shutdown " + std::to_string(flags));
  return TRUE;
}

BOOL WTSEnumerateServersW(LPWSTR, DWORD, DWORD, PWTS_SERVER_INFOW* out, DWORD* count) {
  if (host().failure) return fail_with(host().failure);
  *out = block<WTS_SERVER_INFOW>(0);
  *count = 0;
  return TRUE;
}

BOOL WTSTerminateProcess(HANDLE, DWORD pid, DWORD) {
  if (host().failure) return fail_with(host().failure);
  for (const auto& process : host().processes) {
    if (process.pid != pid) continue;
    host().actions.push_back("kill " + std::to_string(pid));
    return TRUE;
  }
  return fail_with(ERROR_INVALID_PARAMETER);
}

// The host in memory has no events: a command that follows them is told so.
ATOM RegisterClassW(const WNDCLASSW*) { return 1; }
HWND CreateWindowExW(DWORD, LPCWSTR, LPCWSTR, DWORD, int, int, int, int, HWND, HMENU, HINSTANCE, LPVOID) {
  fail_with(host().failure ? host().failure : ERROR_NOT_SUPPORTED);
  return nullptr;
}
BOOL DestroyWindow(HWND) { return TRUE; }
LRESULT DefWindowProcW(HWND, UINT, WPARAM, LPARAM) { return 0; }
BOOL PeekMessageW(LPMSG, HWND, UINT, UINT, UINT) { return FALSE; }
int NtadminMessageFd(void) { return -1; }
BOOL WTSRegisterSessionNotificationEx(HANDLE, HWND, DWORD) { return fail_with(ERROR_NOT_SUPPORTED); }

BOOL ProcessIdToSessionId(DWORD, DWORD* session) {
  if (host().failure) return fail_with(host().failure);
  *session = host().own_session;
  return TRUE;
}
}
