// The state directory: lock, format, permissions.
#include "daemon/state_dir.h"

#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "temporary_dir.h"

namespace nta::daemon {
namespace {

using nta::test::contents;
using nta::test::put;
using nta::test::TemporaryDir;

TEST(InstanceLock, ASecondHolderLearnsThePidOfTheFirst) {
  TemporaryDir dir;
  pid_t holder = 0;
  auto first = InstanceLock::take(dir / "lock", &holder);
  ASSERT_TRUE(first);
  ASSERT_TRUE(first->sign());
  auto second = InstanceLock::take(dir / "lock", &holder);
  ASSERT_FALSE(second);
  EXPECT_EQ(second.error().code, Win32::service_already_running);
  EXPECT_EQ(holder, getpid());
  first->drop();
  EXPECT_TRUE(InstanceLock::take(dir / "lock", &holder));
}

TEST(InstanceLock, AChildOfAHolderThatWasKilledIsWaitedForUntilItsExec) {
  TemporaryDir dir;
  int ends[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends), 0);
  pid_t killed = fork();
  if (killed == 0) {
    pid_t none = 0;
    auto lock = InstanceLock::take(dir / "lock", &none);
    if (!lock || !lock->sign()) _exit(1);
    if (fork() == 0) {
      char byte = 0;
      if (write(ends[1], "!", 1) != 1 || read(ends[1], &byte, 1) != 1) _exit(1);
      usleep(100'000);
      _exit(0);
    }
    pause();
  }
  char byte = 0;
  ASSERT_EQ(read(ends[0], &byte, 1), 1);
  kill(killed, SIGKILL);
  siginfo_t info{};
  ASSERT_EQ(waitid(P_PID, static_cast<id_t>(killed), &info, WEXITED | WNOWAIT), 0);  // it stays a zombie
  ASSERT_EQ(write(ends[0], "!", 1), 1);
  pid_t holder = 0;
  EXPECT_TRUE(InstanceLock::take(dir / "lock", &holder)) << holder;
  waitpid(killed, nullptr, 0);
  close(ends[0]);
  close(ends[1]);
}

TEST(InstanceLock, ASymbolicLinkIsNotFollowed) {
  TemporaryDir dir;
  put(dir / "target", "");
  ASSERT_EQ(symlink((dir / "target").c_str(), (dir / "lock").c_str()), 0);
  pid_t holder = 0;
  EXPECT_FALSE(InstanceLock::take(dir / "lock", &holder));
}

TEST(StateDir, IsMadeWithItsParentsAndForItsOwnerOnly) {
  TemporaryDir dir;
  ASSERT_TRUE(make_directory(dir / "a/b/state", 0700));
  struct stat status {};
  ASSERT_EQ(stat((dir / "a/b/state").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 0700u);
}

TEST(StateDir, OneThatOthersCanWriteIsRefused) {
  TemporaryDir dir;
  ASSERT_TRUE(make_directory(dir / "state", 0700));
  ASSERT_EQ(chmod((dir / "state").c_str(), 0777), 0);
  auto made = make_directory(dir / "state", 0700);
  ASSERT_FALSE(made);
  EXPECT_EQ(made.error().code, Win32::access_denied);
}

TEST(StateDir, AFileInItsPlaceIsRefused) {
  TemporaryDir dir;
  put(dir / "state", "");
  EXPECT_FALSE(make_directory(dir / "state", 0700));
  EXPECT_FALSE(make_directory(dir / "state/deeper", 0700));
}

TEST(StateFormat, ANewDirectoryGetsTheCurrentVersion) {
  TemporaryDir dir;
  ASSERT_TRUE(settle_format(dir.path()));
  EXPECT_EQ(contents(dir / "format"), "ntadmin-state 1\n");
  EXPECT_TRUE(settle_format(dir.path()));
}

TEST(StateFormat, ANewerOneIsRefusedAndLeftAlone) {
  TemporaryDir dir;
  put(dir / "format", "ntadmin-state 2\n");
  auto settled = settle_format(dir.path());
  ASSERT_FALSE(settled);
  EXPECT_EQ(settled.error().code, Win32::revision_mismatch);
  EXPECT_NE(settled.error().text.find("format 2"), std::string::npos);
  EXPECT_EQ(contents(dir / "format"), "ntadmin-state 2\n");
}

TEST(StateFormat, AForeignFileIsRefused) {
  for (const char* foreign :
       {"", "2\n", "ntadmin-state 1", "ntadmin-state 0\n", "ntadmin-state x\n", "ntadmin-state 1\n\n"}) {
    TemporaryDir dir;
    put(dir / "format", foreign);
    auto settled = settle_format(dir.path());
    ASSERT_FALSE(settled) << foreign;
    EXPECT_EQ(settled.error().code, Win32::revision_mismatch);
  }
}

Result<void> add_one(const std::string& directory) {
  put(directory + "/one", "");
  return {};
}
Result<void> need_one(const std::string& directory) {
  if (access((directory + "/one").c_str(), F_OK) != 0) return fail(Win32::invalid_data, "step 1 did not run");
  put(directory + "/two", "");
  return {};
}
Result<void> refuse(const std::string&) { return fail(Win32::disk_full, "no room"); }

TEST(StateFormat, AnOlderOneIsMigratedStepByStep) {
  TemporaryDir dir;
  put(dir / "format", "ntadmin-state 1\n");
  const Migration steps[] = {{2, need_one}, {1, add_one}};
  ASSERT_TRUE(settle_format(dir.path(), 3, steps));
  EXPECT_EQ(contents(dir / "format"), "ntadmin-state 3\n");
  EXPECT_EQ(access((dir / "two").c_str(), F_OK), 0);
}

TEST(StateFormat, AMigrationThatFailsLeavesTheVersionItReached) {
  TemporaryDir dir;
  put(dir / "format", "ntadmin-state 1\n");
  const Migration steps[] = {{1, add_one}, {2, refuse}};
  auto settled = settle_format(dir.path(), 3, steps);
  ASSERT_FALSE(settled);
  EXPECT_EQ(settled.error().code, Win32::disk_full);
  EXPECT_EQ(contents(dir / "format"), "ntadmin-state 2\n");
}

TEST(StateFormat, WithoutAMigrationAnOldOneIsRefused) {
  TemporaryDir dir;
  put(dir / "format", "ntadmin-state 1\n");
  auto settled = settle_format(dir.path(), 2, {});
  ASSERT_FALSE(settled);
  EXPECT_EQ(settled.error().code, Win32::revision_mismatch);
}

}  // namespace
}  // namespace nta::daemon
