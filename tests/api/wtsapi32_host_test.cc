// libwtsapi32.so against a real ntadmind: services and listener, every class of session 0, processes, auto-start,
// restart.
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <thread>
#include <vector>

#include "base/filetime.h"
#include "base/sid.h"
#include "ntadmin/win/windows.h"
#include "ntadmin/win/wtsapi32.h"

extern char** environ;

namespace {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

constexpr DWORD services = 0;
constexpr DWORD listener = 65536;
constexpr DWORD nobody = 7777;

pid_t spawn(std::vector<std::string> words) {
  std::vector<char*> argv;
  for (auto& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  pid_t pid = 0;
  if (posix_spawn(&pid, argv[0], nullptr, nullptr, argv.data(), environ) != 0) return -1;
  return pid;
}

/** Tries until it is true; slow machines are fine, hanging ones are not. */
template <class Ready>
bool within_a_minute(Ready ready) {
  for (int i = 0; i < 6000; ++i) {
    if (ready()) return true;
    std::this_thread::sleep_for(10ms);
  }
  return false;
}

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

/** A host of this test's own, in a directory that is gone afterwards. */
class RealHost : public testing::Test {
 protected:
  void SetUp() override {
    char pattern[] = "/tmp/nta-host-XXXXXX";
    base_ = mkdtemp(pattern);
    for (const char* name : {"NTADMIN_HOST", "NTADMIN_AUTOSTART", "NTADMIN_DAEMON", "XDG_RUNTIME_DIR"}) unsetenv(name);
    setenv("XDG_STATE_HOME", base_.c_str(), 1);
    setenv("XDG_CONFIG_HOME", base_.c_str(), 1);
    setenv("NTADMIN_HOST", ("unix:" + socket()).c_str(), 1);
  }
  void TearDown() override {
    stop(SIGTERM);
    end_started_host();
    fs::remove_all(base_);
  }

  std::string state_dir() const { return base_ / "ntadmin"; }
  std::string socket() const { return state_dir() + "/ntadmind.sock"; }

  void start() {
    daemon_ =
        spawn({NTADMIN_DAEMON_PATH, "--user", "--foreground", "--state-dir", state_dir(), "--log-level", "error"});
    ASSERT_GT(daemon_, 0);
    ASSERT_TRUE(within_a_minute([] { return Sessions().count > 0; }));
  }
  void stop(int signal) {
    if (daemon_ <= 0) return;
    kill(daemon_, signal);
    waitpid(daemon_, nullptr, 0);
    daemon_ = -1;
  }
  /** What auto-start left: the pid is in its lock file. */
  void end_started_host() {
    pid_t pid = 0;
    std::ifstream(state_dir() + "/lock") >> pid;
    if (pid > 0) kill(pid, SIGTERM);
    within_a_minute([&] { return access(socket().c_str(), F_OK) != 0; });
  }

  fs::path base_;
  pid_t daemon_ = -1;
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
  EXPECT_EQ(query_error(listener, WTSUserName), static_cast<DWORD>(ERROR_FILE_NOT_FOUND));
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
