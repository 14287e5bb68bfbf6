// libwtsapi32.so against a real ntadmind: services and listener, every class of session 0, processes, auto-start,
// restart.
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <cstring>

#include "base/filetime.h"
#include "base/sid.h"
#include "real_host.h"

namespace {

using namespace nta::api::test;

constexpr DWORD services = 0;
constexpr DWORD listener = 65536;
constexpr DWORD nobody = 7777;

struct Sessions {
  PWTS_SESSION_INFO_1A rows = nullptr;
  DWORD count = 0;

  Sessions() {
    DWORD level = 1;
    if (!WTSEnumerateSessionsExA(nullptr, &level, 0, &rows, &count)) count = 0;
  }
  ~Sessions() { WTSFreeMemoryExA(WTSTypeSessionInfoLevel1, rows, count); }
  Sessions(const Sessions&) = delete;
  Sessions& operator=(const Sessions&) = delete;

  const WTS_SESSION_INFO_1A* find(DWORD id) const {
    auto* end = rows + count;
    auto* found = std::find_if(rows, end, [id](const auto& row) { return row.SessionId == id; });
    return found == end ? nullptr : found;
  }
};

DWORD query_error(DWORD session, WTS_INFO_CLASS info_class) {
  LPWSTR buffer = nullptr;
  DWORD bytes = 0;
  if (!WTSQuerySessionInformationW(nullptr, session, info_class, &buffer, &bytes)) return GetLastError();
  WTSFreeMemory(buffer);
  return 0;
}

TEST_F(RealHost, ListsServicesAndTheListener) {
  start();
  Sessions sessions;
  const auto* services_row = sessions.find(services);
  ASSERT_NE(services_row, nullptr);
  EXPECT_STREQ(services_row->pSessionName, "Services");
  EXPECT_EQ(services_row->State, WTSDisconnected);
  EXPECT_EQ(services_row->pUserName, nullptr);
  const auto* listener_row = sessions.find(listener);
  ASSERT_NE(listener_row, nullptr);
  EXPECT_EQ(listener_row->State, WTSListen);

  PWTS_SESSION_INFOW rows = nullptr;
  DWORD count = 0;
  ASSERT_TRUE(WTSEnumerateSessionsW(nullptr, 0, 1, &rows, &count));
  EXPECT_EQ(count, sessions.count) << "both forms list the same";
  WTSFreeMemory(rows);
}

TEST_F(RealHost, ExitHandlersMayMakeCalls) {
  start();
  EXPECT_EXIT(
      {
        auto use_all = [] {
          if (Sessions().count == 0 || !NtadminMessageFd()) ::_exit(8);
        };
        use_all();
        std::atexit(use_all);
        std::exit(7);
      },
      testing::ExitedWithCode(7), "");
}

TEST_F(RealHost, EveryServedClassOfSessionZeroHasItsSize) {
  start();
  const struct {
    WTS_INFO_CLASS info_class;
    DWORD wide, narrow;
  } sizes[] = {
      {WTSSessionId, 4, 4},
      {WTSConnectState, 4, 4},
      {WTSClientBuildNumber, 4, 4},
      {WTSClientProductId, 2, 2},
      {WTSClientHardwareId, 4, 4},
      {WTSClientAddress, sizeof(WTS_CLIENT_ADDRESS), sizeof(WTS_CLIENT_ADDRESS)},
      {WTSClientDisplay, sizeof(WTS_CLIENT_DISPLAY), sizeof(WTS_CLIENT_DISPLAY)},
      {WTSClientProtocolType, 2, 2},
      {WTSClientInfo, sizeof(WTSCLIENTW), sizeof(WTSCLIENTA)},
      {WTSSessionInfo, sizeof(WTSINFOW), sizeof(WTSINFOA)},
      {WTSSessionInfoEx, sizeof(WTSINFOEXW), sizeof(WTSINFOEXA)},
      {WTSConfigInfo, sizeof(WTSCONFIGINFOW), sizeof(WTSCONFIGINFOA)},
      {WTSIsRemoteSession, sizeof(BOOL), sizeof(BOOL)},
      {WTSWinStationName, 18, 9},  // "Services" and its terminator
  };
  for (const auto& row : sizes) {
    LPWSTR wide = nullptr;
    LPSTR narrow = nullptr;
    DWORD bytes = 0;
    ASSERT_TRUE(WTSQuerySessionInformationW(nullptr, services, row.info_class, &wide, &bytes)) << row.info_class;
    EXPECT_EQ(bytes, row.wide) << row.info_class;
    ASSERT_TRUE(WTSQuerySessionInformationA(nullptr, services, row.info_class, &narrow, &bytes)) << row.info_class;
    EXPECT_EQ(bytes, row.narrow) << row.info_class;
    WTSFreeMemory(wide);
    WTSFreeMemory(narrow);
  }
}

TEST_F(RealHost, CurrentTimeIsBetweenBeforeAndAfterTheCall) {
  start();
  LPWSTR buffer = nullptr;
  DWORD bytes = 0;
  auto before = nta::filetime_now();
  ASSERT_TRUE(WTSQuerySessionInformationW(nullptr, services, WTSSessionInfo, &buffer, &bytes));
  auto after = nta::filetime_now();
  WTSINFOW info;
  std::memcpy(&info, buffer, sizeof info);
  WTSFreeMemory(buffer);
  EXPECT_GE(info.CurrentTime.QuadPart, before);
  EXPECT_LE(info.CurrentTime.QuadPart, after);
  EXPECT_EQ(info.SessionId, services);
}

TEST_F(RealHost, RefusalsHaveTheCodesOfTheRulings) {
  start();
  EXPECT_EQ(query_error(nobody, WTSUserName), static_cast<DWORD>(ERROR_FILE_NOT_FOUND));
  EXPECT_EQ(query_error(nobody, WTSSessionInfo), static_cast<DWORD>(ERROR_FILE_NOT_FOUND));
  EXPECT_EQ(query_error(nobody, WTSClientName), static_cast<DWORD>(ERROR_FILE_NOT_FOUND));
  const struct {
    DWORD session, code;
  } refusals[] = {{services, ERROR_ACCESS_DENIED},
                  {nobody, ERROR_CTX_WINSTATION_NOT_FOUND},
                  {listener, ERROR_CTX_WINSTATION_NOT_FOUND}};
  for (const auto& row : refusals) {
    EXPECT_FALSE(WTSDisconnectSession(nullptr, row.session, TRUE));
    EXPECT_EQ(GetLastError(), row.code) << "disconnecting " << row.session;
    EXPECT_FALSE(WTSLogoffSession(nullptr, row.session, FALSE));
    EXPECT_EQ(GetLastError(), row.code) << "logging off " << row.session;
  }
}

TEST_F(RealHost, AListenerAnswersQueriesThatNobodyIsThere) {
  start();
  for (auto what : {WTSUserName, WTSDomainName, WTSClientName}) {
    LPWSTR text = nullptr;
    DWORD bytes = 0;
    ASSERT_TRUE(WTSQuerySessionInformationW(nullptr, listener, what, &text, &bytes)) << what << ": " << GetLastError();
    EXPECT_EQ(std::u16string(text), u"");
    EXPECT_EQ(bytes, sizeof(WCHAR));
    WTSFreeMemory(text);
  }
}

TEST_F(RealHost, ProcessesHaveNameSessionAndOwner) {
  start();
  PWTS_PROCESS_INFO_EXW rows = nullptr;
  DWORD count = 0, level = 1, session = 0;
  ASSERT_TRUE(WTSEnumerateProcessesExW(nullptr, &level, WTS_ANY_SESSION, reinterpret_cast<LPWSTR*>(&rows), &count));
  auto own = std::find_if(rows, rows + count, [](const auto& row) { return row.ProcessId == GetCurrentProcessId(); });
  ASSERT_NE(own, rows + count);
  EXPECT_TRUE(std::u16string(own->pProcessName).starts_with(u"wtsapi32_host"));
  auto sid = nta::sid_of_uid(getuid()).bytes();
  ASSERT_NE(own->pUserSid, nullptr);
  EXPECT_EQ(std::memcmp(own->pUserSid, sid.data(), sid.size()), 0);
  EXPECT_GE(own->NumberOfThreads, 1u);
  EXPECT_GT(own->WorkingSetSize, 0u);
  ASSERT_TRUE(ProcessIdToSessionId(GetCurrentProcessId(), &session));
  EXPECT_EQ(own->SessionId, session);
  EXPECT_TRUE(WTSFreeMemoryExW(WTSTypeProcessInfoLevel1, rows, count));

  ASSERT_TRUE(WTSEnumerateProcessesExW(nullptr, &level, nobody, reinterpret_cast<LPWSTR*>(&rows), &count));
  EXPECT_EQ(count, 0u);
  WTSFreeMemoryExW(WTSTypeProcessInfoLevel1, rows, count);
}

TEST_F(RealHost, TerminateEndsAProcess) {
  start();
  pid_t sleeper = spawn({"/bin/sleep", "600"});
  ASSERT_GT(sleeper, 0);
  EXPECT_TRUE(WTSTerminateProcess(nullptr, static_cast<DWORD>(sleeper), 3)) << GetLastError();
  int status = 0;
  ASSERT_EQ(waitpid(sleeper, &status, 0), sleeper);
  EXPECT_TRUE(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
  EXPECT_FALSE(WTSTerminateProcess(nullptr, static_cast<DWORD>(sleeper), 3));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
}

TEST_F(RealHost, HandlesOutliveTheDaemon) {
  start();
  HANDLE handle = WTSOpenServerW(nullptr);
  ASSERT_EQ(query_error(services, WTSSessionInfo), 0u);
  stop(SIGKILL);
  EXPECT_EQ(query_error(services, WTSSessionInfo), static_cast<DWORD>(RPC_S_SERVER_UNAVAILABLE));
  start();
  EXPECT_EQ(query_error(services, WTSSessionInfo), 0u);
  DWORD count = 0;
  PWTS_PROCESS_INFOA rows = nullptr;
  EXPECT_TRUE(WTSEnumerateProcessesA(handle, 0, 1, &rows, &count)) << GetLastError();
  WTSFreeMemory(rows);
  WTSCloseServer(handle);
}

TEST_F(RealHost, FirstCallStartsAHostUnlessThatIsTurnedOff) {
  unsetenv("NTADMIN_HOST");
  setenv("NTADMIN_AUTOSTART", "0", 1);
  EXPECT_EQ(query_error(services, WTSConnectState), static_cast<DWORD>(RPC_S_SERVER_UNAVAILABLE));
  EXPECT_FALSE(fs::exists(state_dir()));
  unsetenv("NTADMIN_AUTOSTART");
  EXPECT_EQ(query_error(services, WTSConnectState), 0u) << "the daemon beside the library is found and started";
  EXPECT_TRUE(fs::exists(socket()));
}

}  // namespace
