// A stand-in for libwtsapi32, preloaded into the interpreter: it records what reaches the C API, answers as the test
// told it to, and blocks on demand. The tests drive it with ctypes.
#include <chrono>
#include <condition_variable>
#include <cstdarg>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <mutex>
#include <string>
#include <utility>

#include "ntadmin/win/winbase.h"
#include "ntadmin/win/winuser.h"
#include "ntadmin/win/wtsapi32.h"

namespace {

std::mutex mutex;
std::condition_variable changed;
bool block_next = false;
bool blocked = false;
std::string last_call;
DWORD next_error = 0;
std::string next_data;  // what WTSQuerySessionInformation gives
bool next_data_is_null = false;
int freed = 0;
int given = 0;

/** Records, blocks if asked to, and gives the answer: FALSE with the last error, or TRUE. */
[[gnu::format(printf, 1, 2)]] BOOL called(const char* format, ...) {
  char line[512];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(line, sizeof(line), format, arguments);
  va_end(arguments);
  std::unique_lock lock(mutex);
  last_call = line;
  if (std::exchange(block_next, false)) {
    blocked = true;
    changed.notify_all();
    if (!changed.wait_for(lock, std::chrono::seconds(60), [] { return !blocked; })) last_call = "never released";
  }
  if (!next_error) return TRUE;
  SetLastError(std::exchange(next_error, 0));
  return FALSE;
}

long long number(HANDLE handle) { return reinterpret_cast<long long>(handle); }

template <class T>
T* give(size_t count) {
  ++given;
  return static_cast<T*>(calloc(count ? count : 1, sizeof(T)));
}

BOOL give_data(LPWSTR* buffer, DWORD* size) {
  *size = static_cast<DWORD>(next_data.size());
  if (next_data_is_null) return TRUE;
  *buffer = reinterpret_cast<LPWSTR>(give<char>(next_data.size()));
  memcpy(static_cast<void*>(*buffer), next_data.data(), next_data.size());
  return TRUE;
}

std::string narrow(const char16_t* name) {
  std::string text;
  for (const char16_t* unit = name; *unit; ++unit) text += *unit < 128 ? static_cast<char>(*unit) : '?';
  return text;
}

char16_t station[] = u"Pty#7";
unsigned char sid[] = {1, 2, 0, 0, 0, 0, 0, 5, 32, 0, 0, 0, 0x20, 2, 0, 0};

}  // namespace

extern "C" {

// ---- the tests' side -----------------------------------------------------------------------------------------------

NTADMIN_API const char* fake_last_call() {
  static thread_local std::string copy;
  std::lock_guard lock(mutex);
  copy = last_call;
  return copy.c_str();
}
NTADMIN_API void fake_fail_next(DWORD error) { next_error = error; }
NTADMIN_API void fake_data(const char* bytes, size_t size) {
  next_data_is_null = bytes == nullptr;
  next_data.assign(bytes ? bytes : "", size);
}
NTADMIN_API int fake_blocks_held() { return given - freed; }
NTADMIN_API void fake_block_next() {
  std::lock_guard lock(mutex);
  block_next = true;
}
NTADMIN_API int fake_wait_until_blocked() {
  std::unique_lock lock(mutex);
  return changed.wait_for(lock, std::chrono::seconds(60), [] { return blocked; });
}
NTADMIN_API void fake_release() {
  std::lock_guard lock(mutex);
  blocked = false;
  changed.notify_all();
}

// ---- the API's side ------------------------------------------------------------------------------------------------

NTADMIN_API HANDLE WTSOpenServerW(LPWSTR name) {
  return called("WTSOpenServer %s", narrow(name).c_str()) ? reinterpret_cast<HANDLE>(0x1234) : nullptr;
}
NTADMIN_API void WTSCloseServer(HANDLE server) { called("WTSCloseServer %lld", number(server)); }
NTADMIN_API BOOL CloseHandle(HANDLE handle) { return called("CloseHandle %lld", number(handle)); }
NTADMIN_API void WTSFreeMemory(PVOID memory) {
  freed += memory != nullptr;
  free(memory);
}

NTADMIN_API BOOL WTSEnumerateSessionsW(HANDLE server, DWORD reserved, DWORD version, PWTS_SESSION_INFOW* rows,
                                       DWORD* count) {
  if (!called("WTSEnumerateSessions %lld %u %u", number(server), version, reserved)) return FALSE;
  *rows = give<WTS_SESSION_INFOW>(2);
  (*rows)[0] = {0, nullptr, WTSDisconnected};
  (*rows)[1] = {0xFFFFFFFE, station, WTSActive};
  *count = 2;
  return TRUE;
}

NTADMIN_API BOOL WTSEnumerateProcessesW(HANDLE server, DWORD reserved, DWORD version, PWTS_PROCESS_INFOW* rows,
                                        DWORD* count) {
  if (!called("WTSEnumerateProcesses %lld %u %u", number(server), version, reserved)) return FALSE;
  *rows = give<WTS_PROCESS_INFOW>(2);
  (*rows)[0] = {7, 4000000000, station, sid};
  *count = 2;
  return TRUE;
}

NTADMIN_API BOOL WTSQuerySessionInformationW(HANDLE server, DWORD session, WTS_INFO_CLASS info_class, LPWSTR* buffer,
                                             DWORD* size) {
  if (!called("WTSQuerySessionInformation %lld %u %u", number(server), session, info_class)) return FALSE;
  return give_data(buffer, size);
}

NTADMIN_API BOOL WTSDisconnectSession(HANDLE server, DWORD session, BOOL wait) {
  return called("WTSDisconnectSession %lld %u %d", number(server), session, wait);
}
NTADMIN_API BOOL WTSLogoffSession(HANDLE server, DWORD session, BOOL wait) {
  return called("WTSLogoffSession %lld %u %d", number(server), session, wait);
}
NTADMIN_API BOOL WTSSendMessageW(HANDLE server, DWORD session, LPWSTR, DWORD title, LPWSTR, DWORD text, DWORD style,
                                 DWORD seconds, DWORD* response, BOOL wait) {
  *response = IDYES;
  return called("WTSSendMessage %lld %u %u %u %u %u %d", number(server), session, title, text, style, seconds, wait);
}
NTADMIN_API BOOL WTSQueryUserToken(ULONG session, PHANDLE token) {
  if (!called("WTSQueryUserToken %u", session)) return FALSE;
  *token = reinterpret_cast<HANDLE>(uintptr_t{9});
  return TRUE;
}
NTADMIN_API BOOL WTSShutdownSystem(HANDLE server, DWORD flag) {
  return called("WTSShutdownSystem %lld %u", number(server), flag);
}
NTADMIN_API BOOL WTSEnumerateServersW(LPWSTR, DWORD reserved, DWORD version, PWTS_SERVER_INFOW* rows, DWORD* count) {
  if (!called("WTSEnumerateServers %u %u", version, reserved)) return FALSE;
  *rows = give<WTS_SERVER_INFOW>(1);
  (*rows)->pServerName = station;
  *count = 1;
  return TRUE;
}
NTADMIN_API BOOL WTSQueryUserConfigW(LPWSTR server, LPWSTR user, WTS_CONFIG_CLASS config_class, LPWSTR* buffer,
                                     DWORD* size) {
  if (!called("WTSQueryUserConfig %d %s %u", server != nullptr, narrow(user).c_str(), config_class)) return FALSE;
  return give_data(buffer, size);
}
NTADMIN_API BOOL WTSSetUserConfigW(LPWSTR server, LPWSTR user, WTS_CONFIG_CLASS config_class, LPWSTR buffer,
                                   DWORD size) {
  DWORD first = 0;
  memcpy(&first, buffer, sizeof first);
  return called("WTSSetUserConfig %d %s %u %u of %u", server != nullptr, narrow(user).c_str(), config_class, first,
                size);
}
NTADMIN_API BOOL WTSTerminateProcess(HANDLE server, DWORD process, DWORD code) {
  return called("WTSTerminateProcess %lld %u %u", number(server), process, code);
}
NTADMIN_API BOOL WTSWaitSystemEvent(HANDLE server, DWORD mask, DWORD* flags) {
  *flags = 0x80000001;
  return called("WTSWaitSystemEvent %lld %u", number(server), mask);
}
NTADMIN_API BOOL WTSRegisterSessionNotification(HWND window, DWORD flags) {
  return called("WTSRegisterSessionNotification %lld %u", number(window), flags);
}
NTADMIN_API BOOL WTSUnRegisterSessionNotification(HWND window) {
  return called("WTSUnRegisterSessionNotification %lld", number(window));
}
NTADMIN_API BOOL ProcessIdToSessionId(DWORD process, DWORD* session) {
  *session = 0xFFFFFFF0;
  return called("ProcessIdToSessionId %u", process);
}
NTADMIN_API DWORD WTSGetActiveConsoleSessionId() {
  called("WTSGetActiveConsoleSessionId");
  return 0xFFFFFFFF;
}

}  // extern "C"
