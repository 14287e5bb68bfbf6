// Lists the users and the sessions of a server, written as one writes for Windows. README.md says how to compile it.
#ifndef UNICODE
#define UNICODE
#endif
#include <stdio.h>
#include <Windows.h>
#include <LM.h>
#include <WtsApi32.h>

static void print_error(const wchar_t* call, DWORD code) {
  wchar_t text[256] = L"";
  FormatMessage(FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS, NULL, code, 0, text, ARRAYSIZE(text), NULL);
  fwprintf(stderr, L"%s failed with %lu: %s", call, code, text);
}

static DWORD list_users(LPCWSTR server) {
  DWORD resume = 0, status;
  do {
    LPUSER_INFO_20 users = NULL;
    DWORD read = 0, total = 0;
    status = NetUserEnum(server, 20, FILTER_NORMAL_ACCOUNT, (LPBYTE*)&users, MAX_PREFERRED_LENGTH, &read, &total,
                         &resume);
    if (status != NERR_Success && status != ERROR_MORE_DATA) {
      print_error(L"NetUserEnum", status);
      return status;
    }
    for (DWORD i = 0; i < read; ++i)
      wprintf(L"%-20s %s\n", users[i].usri20_name, users[i].usri20_flags & UF_ACCOUNTDISABLE ? L"disabled" : L"");
    NetApiBufferFree(users);
  } while (status == ERROR_MORE_DATA);
  return NERR_Success;
}

static DWORD list_sessions(LPWSTR server) {
  HANDLE handle = server ? WTSOpenServer(server) : WTS_CURRENT_SERVER_HANDLE;
  PWTS_SESSION_INFO sessions = NULL;
  DWORD count = 0, error = ERROR_SUCCESS;
  if (WTSEnumerateSessions(handle, 0, 1, &sessions, &count)) {
    for (DWORD i = 0; i < count; ++i) {
      LPWSTR user = NULL;
      DWORD bytes = 0;
      WTSQuerySessionInformation(handle, sessions[i].SessionId, WTSUserName, &user, &bytes);
      wprintf(L"%6lu %-12s %s\n", sessions[i].SessionId, sessions[i].pWinStationName, user ? user : L"");
      WTSFreeMemory(user);
    }
    WTSFreeMemory(sessions);
  } else {
    error = GetLastError();
    print_error(L"WTSEnumerateSessions", error);
  }
  if (server) WTSCloseServer(handle);
  return error;
}

int wmain(int argc, wchar_t* argv[]) {
  LPWSTR server = argc > 1 ? argv[1] : NULL;
  DWORD users = list_users(server), sessions = list_sessions(server);
  return users == NERR_Success && sessions == ERROR_SUCCESS ? 0 : 1;
}
