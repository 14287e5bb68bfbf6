// A real ntadmind for tests of the C library, in a directory of its own.
#pragma once

#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <string>
#include <thread>
#include <vector>

#include "ntadmin/win/windows.h"
#include "ntadmin/win/wtsapi32.h"
#include "processes.h"
#include "temporary_dir.h"

extern char** environ;

namespace nta::api::test {

namespace fs = std::filesystem;
using namespace std::chrono_literals;

inline pid_t spawn(std::vector<std::string> words) {
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

/** A host of this test's own, in a directory that is gone afterwards. */
class RealHost : public testing::Test {
 protected:
  void SetUp() override {
    for (const char* name : {"NTADMIN_HOST", "NTADMIN_AUTOSTART", "NTADMIN_DAEMON", "XDG_RUNTIME_DIR"}) unsetenv(name);
    setenv("XDG_STATE_HOME", base_.c_str(), 1);
    setenv("XDG_CONFIG_HOME", base_.c_str(), 1);
    setenv("NTADMIN_HOST", ("unix:" + socket()).c_str(), 1);
  }
  void TearDown() override {
    stop(SIGTERM);
    nta::test::end_processes_that_name(directory_.path());  // sessions, and the host that was started by a call
  }

  std::string state_dir() const { return base_ / "ntadmin"; }
  std::string socket() const { return state_dir() + "/ntadmind.sock"; }

  void start() {
    daemon_ =
        spawn({NTADMIN_DAEMON_PATH, "--user", "--foreground", "--state-dir", state_dir(), "--log-level", "error"});
    ASSERT_GT(daemon_, 0);
    ASSERT_TRUE(within_a_minute([] {
      PWTS_SESSION_INFOW rows = nullptr;
      DWORD count = 0;
      bool answered = WTSEnumerateSessionsW(nullptr, 0, 1, &rows, &count);
      WTSFreeMemory(rows);
      return answered;
    }));
  }
  void stop(int signal) {
    if (daemon_ <= 0) return;
    kill(daemon_, signal);
    waitpid(daemon_, nullptr, 0);
    daemon_ = -1;
  }

  nta::test::TemporaryDir directory_;
  fs::path base_ = directory_.path();
  pid_t daemon_ = -1;
};

}  // namespace nta::api::test
