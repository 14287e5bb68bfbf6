// Which local socket is used, and auto-start: against a stand-in for ntadmind.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <filesystem>
#include <fstream>
#include <thread>

#include "api/client/local_host.h"
#include "base/host_paths.h"
#include "processes.h"
#include "temporary_dir.h"

namespace {

namespace fs = std::filesystem;
using namespace nta::client;
using nta::Win32;

constexpr std::chrono::seconds patience(30);

nta::transport::Wait within(std::chrono::milliseconds time) { return {.deadline = nta::transport::after(time)}; }

/** A state directory and an environment of its own, both gone afterwards. */
class LocalHostTest : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"NTADMIN_HOST", "NTADMIN_AUTOSTART", "FAKE_NTADMIND"}) unsetenv(name);
    setenv("XDG_STATE_HOME", base_.c_str(), 1);
    setenv("NTADMIN_DAEMON", NTADMIN_FAKE_DAEMON, 1);
  }
  void TearDown() override { nta::test::end_processes_that_name(directory_.path()); }

  size_t starts() const {
    std::ifstream file(base_ / "ntadmin/started");
    std::string line;
    size_t count = 0;
    while (std::getline(file, line)) ++count;
    return count;
  }

  LocalHost users_own() const {
    std::string state_dir = base_ / "ntadmin";
    return {
        .socket = nta::user_socket_path(state_dir), .auto_start = AutoStart::when_not_running, .state_dir = state_dir};
  }

  nta::test::TemporaryDir directory_;
  fs::path base_ = directory_.path();
};

TEST_F(LocalHostTest, EnvironmentNamesTheSocketAndNothingIsStarted) {
  setenv("NTADMIN_HOST", "unix:/nowhere/at/all.sock", 1);
  auto host = find_local_host();
  ASSERT_TRUE(host);
  EXPECT_EQ(host->socket, "/nowhere/at/all.sock");
  EXPECT_EQ(connect_local(*host, within(patience)).error().code, Win32::rpc_server_unavailable);
  EXPECT_EQ(starts(), 0u);
}

TEST_F(LocalHostTest, UnknownSchemeIsRefused) {
  setenv("NTADMIN_HOST", "tcp:1.2.3.4", 1);
  EXPECT_EQ(find_local_host().error().code, Win32::rpc_invalid_binding);
}

TEST_F(LocalHostTest, UsersOwnHostUnlessTheMachineHasOne) {
  auto host = find_local_host();
  ASSERT_TRUE(host);
  if (system_service_is_installed()) {
    EXPECT_EQ(host->socket, nta::system_socket);
    EXPECT_EQ(host->auto_start, AutoStart::never);
  } else {
    EXPECT_EQ(host->socket, users_own().socket);
    EXPECT_EQ(host->auto_start, AutoStart::when_not_running);
    setenv("NTADMIN_AUTOSTART", "0", 1);
    EXPECT_EQ(find_local_host()->auto_start, AutoStart::never);
  }
}

TEST_F(LocalHostTest, FirstConnectStartsAHostAndLeavesNoZombie) {
  auto connected = connect_local(users_own(), within(patience));
  ASSERT_TRUE(connected) << connected.error().text;
  EXPECT_EQ(starts(), 1u);
  EXPECT_EQ(waitpid(-1, nullptr, WNOHANG), -1) << "no child is left to reap";
  EXPECT_TRUE(connect_local(users_own(), within(patience)));
  EXPECT_EQ(starts(), 1u);
}

TEST_F(LocalHostTest, TwentyFirstCallersStartOneHost) {
  std::vector<pid_t> callers;
  for (int i = 0; i < 10; ++i) {
    callers.push_back(fork());
    if (callers.back() == 0) _exit(connect_local(users_own(), within(patience)) ? 0 : 1);
  }
  std::vector<std::thread> threads;
  std::atomic<int> connected = 0;
  for (int i = 0; i < 10; ++i)
    threads.emplace_back([&] { connected += connect_local(users_own(), within(patience)) ? 1 : 0; });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(connected, 10);
  for (pid_t caller : callers) {
    int status = 0;
    ASSERT_EQ(waitpid(caller, &status, 0), caller);
    EXPECT_EQ(status, 0);
  }
  EXPECT_EQ(starts(), 1u);
}

TEST_F(LocalHostTest, HostThatFailsIsReportedAtOnce) {
  setenv("FAKE_NTADMIND", "fail", 1);
  auto connected = connect_local(users_own(), within(std::chrono::minutes(5)));
  ASSERT_FALSE(connected);
  EXPECT_EQ(connected.error().code, Win32::rpc_server_unavailable);
  EXPECT_NE(connected.error().text.find("status 1"), std::string::npos) << connected.error().text;
}

TEST_F(LocalHostTest, HostThatNeverAnswersEndsTheWait) {
  setenv("FAKE_NTADMIND", "deaf", 1);
  auto connected = connect_local(users_own(), within(std::chrono::milliseconds(200)));
  ASSERT_FALSE(connected);
  EXPECT_EQ(connected.error().code, Win32::rpc_server_unavailable);
}

TEST_F(LocalHostTest, MissingDaemonIsAnUnreachableHost) {
  setenv("NTADMIN_DAEMON", "/nowhere/ntadmind", 1);
  EXPECT_EQ(connect_local(users_own(), within(patience)).error().code, Win32::rpc_server_unavailable);
}

TEST_F(LocalHostTest, HostInheritsNoneOfTheCallersFiles) {
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  ASSERT_TRUE(connect_local(users_own(), within(patience)));
  close(ends[1]);
  char byte = 0;
  EXPECT_EQ(read(ends[0], &byte, 1), 0) << "the host holds the caller's pipe open";
  close(ends[0]);
}

}  // namespace
