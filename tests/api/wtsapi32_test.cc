// libwtsapi32.so as a program sees it, against a host of canned answers: rows, codes, handles, threads, forks.
#include <sys/wait.h>
#include <unistd.h>

#include "base/sid.h"
#include "canned_host.h"

namespace {

using namespace nta;
using namespace nta::protocols;
using namespace nta::test;

TEST_F(Wtsapi32, EnumerateSessionsListsSessionsThenListeners) {
  PWTS_SESSION_INFOW rows = nullptr;
  DWORD count = 0;
  ASSERT_TRUE(WTSEnumerateSessionsW(WTS_CURRENT_SERVER_HANDLE, 0, 1, &rows, &count)) << GetLastError();
  ASSERT_EQ(count, 3u);
  EXPECT_EQ(rows[0].SessionId, 0u);
  EXPECT_EQ(rows[0].State, WTSDisconnected);
  EXPECT_EQ(std::u16string(rows[0].pWinStationName), u"Services");
  EXPECT_EQ(rows[1].SessionId, known_session);
  EXPECT_EQ(rows[2].SessionId, 65536u);
  EXPECT_EQ(rows[2].State, WTSListen);
  EXPECT_EQ(std::u16string(rows[2].pWinStationName), u"Pty");
  WTSFreeMemory(rows);
  EXPECT_LE(server_.requests().size(), 2u);
}

TEST_F(Wtsapi32, EnumerateSessionsAGivesUtf8) {
  PWTS_SESSION_INFO_1A rows = nullptr;
  DWORD level = 1, count = 0;
  ASSERT_TRUE(WTSEnumerateSessionsExA(WTS_CURRENT_SERVER_HANDLE, &level, 0, &rows, &count)) << GetLastError();
  ASSERT_EQ(count, 3u);
  EXPECT_EQ(level, 1u);
  EXPECT_STREQ(rows[1].pUserName, "jürgen");
  EXPECT_STREQ(rows[1].pDomainName, "HOST");
  EXPECT_EQ(rows[1].pHostName, nullptr);
  EXPECT_EQ(rows[0].pUserName, nullptr) << "nobody is logged on to session 0";
  EXPECT_EQ(rows[0].pFarmName, nullptr);
  EXPECT_EQ(rows[1].ExecEnvId, known_session);
  EXPECT_LE(server_.requests().size(), 2u);
  EXPECT_FALSE(WTSFreeMemoryExA(WTSTypeProcessInfoLevel1, rows, count));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_TRUE(WTSFreeMemoryExA(WTSTypeSessionInfoLevel1, rows, count));
  EXPECT_FALSE(WTSFreeMemoryExA(WTSTypeSessionInfoLevel1, rows, count)) << "freed twice";
}

TEST_F(Wtsapi32, EnumerateSessionsChecksItsArguments) {
  PWTS_SESSION_INFOW rows = nullptr;
  PWTS_SESSION_INFO_1W rows_1 = nullptr;
  DWORD count = 77, level = 1, bad_level = 2;
  auto refused = [](BOOL result) {
    EXPECT_FALSE(result);
    return GetLastError();
  };
  constexpr DWORD expected = ERROR_INVALID_PARAMETER;
  EXPECT_EQ(refused(WTSEnumerateSessionsW(nullptr, 1, 1, &rows, &count)), expected);
  EXPECT_EQ(refused(WTSEnumerateSessionsW(nullptr, 0, 0, &rows, &count)), expected);
  EXPECT_EQ(refused(WTSEnumerateSessionsW(nullptr, 0, 2, &rows, &count)), expected);
  EXPECT_EQ(refused(WTSEnumerateSessionsW(nullptr, 0, 1, nullptr, &count)), expected);
  EXPECT_EQ(refused(WTSEnumerateSessionsW(nullptr, 0, 1, &rows, nullptr)), expected);
  EXPECT_EQ(refused(WTSEnumerateSessionsExW(nullptr, nullptr, 0, &rows_1, &count)), expected);
  EXPECT_EQ(refused(WTSEnumerateSessionsExW(nullptr, &bad_level, 0, &rows_1, &count)), expected);
  EXPECT_EQ(refused(WTSEnumerateSessionsExW(nullptr, &level, 1, &rows_1, &count)), expected);
  EXPECT_EQ(count, 77u);
  EXPECT_EQ(rows, nullptr);
  EXPECT_TRUE(server_.requests().empty()) << "decided before any call";
}

TEST_F(Wtsapi32, EnumerateProcessesGivesNamesAndOwners) {
  PWTS_PROCESS_INFOW rows = nullptr;
  DWORD count = 0;
  SetLastError(5);
  ASSERT_TRUE(WTSEnumerateProcessesW(nullptr, 0, 1, &rows, &count)) << GetLastError();
  EXPECT_EQ(GetLastError(), 0u) << "as seen on Windows";
  ASSERT_EQ(count, 3u);
  EXPECT_EQ(rows[1].ProcessId, 42u);
  EXPECT_EQ(std::u16string(rows[1].pProcessName), u"bash");
  Bytes sid = sid_system.bytes();
  EXPECT_EQ(std::memcmp(rows[1].pUserSid, sid.data(), sid.size()), 0);
  EXPECT_EQ(rows[2].pUserSid, nullptr);
  EXPECT_TRUE(WTSFreeMemoryExW(WTSTypeProcessInfoLevel0, rows, count));
}

TEST_F(Wtsapi32, EnumerateProcessesExFiltersBySessionAndKnowsTheCallersOwn) {
  LPSTR block = nullptr;
  DWORD count = 0, level = 1;
  SetLastError(5);
  ASSERT_TRUE(WTSEnumerateProcessesExA(nullptr, &level, WTS_CURRENT_SESSION, &block, &count)) << GetLastError();
  EXPECT_EQ(GetLastError(), 0u) << "as seen on Windows";
  ASSERT_EQ(count, 1u);
  auto* rows = reinterpret_cast<PWTS_PROCESS_INFO_EXA>(block);
  EXPECT_EQ(rows[0].ProcessId, 43u);
  EXPECT_STREQ(rows[0].pProcessName, "größe");
  EXPECT_EQ(rows[0].NumberOfThreads, 5u);
  EXPECT_EQ(rows[0].WorkingSetSize, 1'000'000u);
  EXPECT_EQ(rows[0].UserTime.QuadPart, 123);
  EXPECT_FALSE(WTSFreeMemoryExA(WTSTypeProcessInfoLevel0, block, count));
  EXPECT_TRUE(WTSFreeMemoryExA(WTSTypeProcessInfoLevel1, block, count));

  level = 0;
  ASSERT_TRUE(WTSEnumerateProcessesExA(nullptr, &level, WTS_ANY_SESSION, &block, &count));
  EXPECT_EQ(count, 3u);
  EXPECT_TRUE(WTSFreeMemoryExA(WTSTypeProcessInfoLevel0, block, count));
}

TEST_F(Wtsapi32, EnumerateProcessesExTellsTheHighestLevel) {
  LPWSTR block = nullptr;
  DWORD count = 77, level = 2;
  EXPECT_FALSE(WTSEnumerateProcessesExW(nullptr, &level, WTS_ANY_SESSION, &block, &count));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_EQ(level, 1u);
  EXPECT_EQ(count, 77u);
  for (auto [l, b, c] : {std::tuple<DWORD*, LPWSTR*, DWORD*>{nullptr, &block, &count},
                         {&level, nullptr, &count},
                         {&level, &block, nullptr}}) {
    EXPECT_FALSE(WTSEnumerateProcessesExW(nullptr, l, WTS_ANY_SESSION, b, c));
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  }
  EXPECT_EQ(block, nullptr);
}

TEST_F(Wtsapi32, ActionsOnSessions) {
  EXPECT_TRUE(WTSDisconnectSession(nullptr, known_session, TRUE)) << GetLastError();
  EXPECT_TRUE(WTSLogoffSession(nullptr, known_session, FALSE)) << GetLastError();
  EXPECT_FALSE(WTSDisconnectSession(nullptr, 1234, FALSE));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_CTX_WINSTATION_NOT_FOUND));
  EXPECT_FALSE(WTSLogoffSession(nullptr, denied_session, TRUE));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_ACCESS_DENIED));
  EXPECT_TRUE(WTSTerminateProcess(nullptr, 42, 1));
  EXPECT_FALSE(WTSTerminateProcess(nullptr, 41, 1));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
}

TEST_F(Wtsapi32, SessionsOfProcessesAndOfTheConsole) {
  DWORD session = 77;
  EXPECT_TRUE(ProcessIdToSessionId(1, &session));
  EXPECT_EQ(session, 0u);
  EXPECT_FALSE(ProcessIdToSessionId(99'999'999, &session));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_FALSE(ProcessIdToSessionId(1, nullptr));
  EXPECT_EQ(WTSGetActiveConsoleSessionId(), 1u);
}

TEST_F(Wtsapi32, OpenServerDoesNoInputOrOutputAndAlwaysGivesAHandle) {
  for (const char* name : {"no-such-host.invalid", "\\\\ts01", "a\\b", ""}) {
    HANDLE handle = WTSOpenServerA(const_cast<char*>(name));
    ASSERT_NE(handle, nullptr) << name;
    PWTS_SESSION_INFOA rows = nullptr;
    DWORD count = 0;
    BOOL listed = WTSEnumerateSessionsA(handle, 0, 1, &rows, &count);
    EXPECT_EQ(listed != FALSE, *name == '\0') << name;
    if (!listed) {
      EXPECT_EQ(GetLastError(), static_cast<DWORD>(RPC_S_SERVER_UNAVAILABLE)) << name;
    }
    WTSFreeMemory(rows);
    WTSCloseServer(handle);
  }
}

TEST_F(Wtsapi32, ClosedAndForeignHandlesAreRefused) {
  HANDLE handle = WTSOpenServerW(nullptr);
  WTSCloseServer(handle);
  WTSCloseServer(handle);
  auto made_up = reinterpret_cast<HANDLE>(uintptr_t{0xDEADBEEF});
  for (HANDLE bad : {handle, made_up, INVALID_HANDLE_VALUE}) {
    PWTS_SESSION_INFOW rows = nullptr;
    DWORD count = 0;
    EXPECT_FALSE(WTSEnumerateSessionsW(bad, 0, 1, &rows, &count));
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_HANDLE));
    EXPECT_FALSE(WTSLogoffSession(bad, known_session, FALSE));
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_HANDLE));
    WTSCloseServer(bad);
  }
}

TEST_F(Wtsapi32, CloseServerEndsACallThatAnotherThreadWaitsIn) {
  server_.never_answer(legacy_api, RpcWinStationReset::opnum);
  HANDLE handle = WTSOpenServerW(nullptr);
  DWORD error = 0;
  std::thread waiting([&] { error = WTSLogoffSession(handle, known_session, TRUE) ? 0 : GetLastError(); });
  ASSERT_TRUE(server_.wait_for_requests(2)) << "the handle, and the call";
  WTSCloseServer(handle);
  waiting.join();
  EXPECT_EQ(error, static_cast<DWORD>(ERROR_INVALID_HANDLE));
  EXPECT_FALSE(query(WTSUserName).empty()) << "other handles of the same server go on";
}

TEST_F(Wtsapi32, ServerThatWasRestartedIsReachedAgain) {
  ASSERT_FALSE(query(WTSSessionInfo).empty());
  server_.drop_connections();
  EXPECT_FALSE(query(WTSSessionInfo).empty()) << GetLastError();
}

TEST_F(Wtsapi32, ServerHandleThatTheServerForgotIsOpenedAgain) {
  ASSERT_FALSE(query(WTSSessionInfo).empty());
  auto refusals = std::make_shared<int>(0);
  server_.on<RpcWinStationTerminateProcess>(legacy_api, [refusals](const auto&, auto& out, Arena&) {
    if ((*refusals)++ == 0) set_status(out, Win32::invalid_handle);
  });
  server_.requests();
  EXPECT_TRUE(WTSTerminateProcess(nullptr, 42, 1)) << GetLastError();
  EXPECT_EQ(server_.requests(), (std::vector<std::string>{"LegacyApi.37", "LegacyApi.0", "LegacyApi.37"}));
}

TEST_F(Wtsapi32, UnreachableServerIsUnavailable) {
  setenv("NTADMIN_HOST", "unix:/nowhere/ntadmind.sock", 1);
  EXPECT_TRUE(query(WTSUserName).empty());
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(RPC_S_SERVER_UNAVAILABLE));
  EXPECT_EQ(WTSGetActiveConsoleSessionId(), 0xFFFFFFFF);
  setenv("NTADMIN_HOST", "tcp:localhost", 1);
  EXPECT_TRUE(query(WTSUserName).empty());
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(RPC_S_INVALID_BINDING)) << "what the variable says is no address";
}

TEST_F(Wtsapi32, ManyThreadsAtOnce) {
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (int j = 0; j < 50; ++j)
        if (query(WTSUserName) != with_terminator(u"jürgen") || query(WTSSessionInfo).size() != sizeof(WTSINFOW))
          ++failures;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
}

TEST_F(Wtsapi32, ForkedChildMakesConnectionsOfItsOwn) {
  ASSERT_FALSE(query(WTSSessionInfo).empty());
  pid_t child = fork();
  if (child == 0) _exit(query(WTSSessionInfo).size() == sizeof(WTSINFOW) ? 0 : 1);
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_FALSE(query(WTSUserName).empty()) << "the parent's go on";
}

TEST_F(Wtsapi32, FreeingWhatIsNoBlockDoesNothing) {
  int on_the_stack = 0;
  WTSFreeMemory(nullptr);
  WTSFreeMemory(&on_the_stack);
  EXPECT_TRUE(WTSFreeMemoryExW(WTSTypeSessionInfoLevel1, nullptr, 0));
  EXPECT_FALSE(WTSFreeMemoryExW(WTSTypeSessionInfoLevel1, &on_the_stack, 1));
  EXPECT_FALSE(WTSFreeMemoryExW(static_cast<WTS_TYPE_CLASS>(17), nullptr, 0));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
}

}  // namespace
