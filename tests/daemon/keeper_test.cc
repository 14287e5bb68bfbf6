// The keeper, with PAM itself: needs root. The service is one of the test's own, in a directory of its own.
#include "daemon/keeper/keeper.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/keyctl.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmpx.h>

#include <csignal>
#include <cstdlib>

#include "daemon/keeper/login_record.h"
#include "daemon/keeper/session_claims.h"
#include "daemon/process_limits.h"
#include "daemon/state_dir.h"
#include "ndr/decode.h"
#include "temporary_dir.h"

namespace nta::daemon::keeper {
namespace {

using nta::test::contents;
using nta::test::put;
using nta::test::TemporaryDir;

constexpr const char* permissive = "account required pam_permit.so\nauth required pam_permit.so\n";

struct KeeperTest : testing::Test {
  TemporaryDir dir;
  Settings settings;
  Account daemon;
  pid_t keeper = 0;
  std::chrono::milliseconds patience = longest_start;
  UniqueFd report;

  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "root is needed";
    std::filesystem::permissions(dir.path(), std::filesystem::perms(0755));
    settings.mode = Mode::system;
    settings.state_dir = settings.runtime_dir = dir.path();
    settings.libexec_dir = NTADMIN_FAKE_SESSION_DIR;
    settings.pam_dir = dir / "pam";
    ASSERT_TRUE(make_directory(settings.sessions_dir(), 0755));
    ASSERT_TRUE(make_directory(settings.pam_dir, 0755));
    daemon = *find_account("daemon");
    // Each step of the session is a line in the file.
    put(dir / "note", "#!/bin/sh\necho $PAM_TYPE $PAM_USER $PAM_RHOST >> " + (dir / "steps") + "\n");
    chmod((dir / "note").c_str(), 0755);
    put(settings.pam_dir + "/ntadmin", permissive + ("session required pam_exec.so " + (dir / "note") + "\n"));
  }

  void TearDown() override {
    if (keeper > 0) end();
  }

  monitor::Answer start(const monitor::StartSession& request, std::string& text) {
    launch(request);
    return answer(text);
  }

  void launch(const monitor::StartSession& request) {
    int ends[2];
    ASSERT_EQ(pipe(ends), 0);
    report.reset(ends[0]);
    keeper = fork();
    if (keeper == 0) {
      report.reset();
      prepare_process();  // as in the monitor
      _exit(keep_session(request, settings, daemon, UniqueFd(ends[1]), patience));
    }
    close(ends[1]);
  }

  monitor::Answer answer(std::string& text) {
    Bytes bytes(4096);
    ssize_t count = read(report.get(), bytes.data(), bytes.size());
    auto answer = ndr::decode<monitor::Answer>(ByteView(bytes).first(static_cast<size_t>(std::max<ssize_t>(count, 0))));
    if (!answer) return {.code = 0xFFFFFFFF};
    text = monitor::text_at(answer->value.text);
    return {answer->value.code, answer->value.number, nullptr};
  }

  int end() {
    kill(keeper, SIGTERM);
    int status = -1;
    waitpid(std::exchange(keeper, 0), &status, 0);
    return status;
  }

  static monitor::StartSession request(uid_t uid) {
    return {.session = 5, .uid = uid, .columns = 80, .rows = 24, .argument_count = 0};
  }

  /** Root's session, whose process does as `word` says. */
  monitor::StartSession request_that(std::string& word) {
    words[0] = word.data();
    auto wanted = request(0);
    wanted.argument_count = 1;
    wanted.arguments = words;
    return wanted;
  }
  char* words[1] = {};

  /** A session is started with these lines more in its service; whether it says `line` of itself. */
  bool tells(const std::string& service, const std::string& line) {
    std::string text;
    put(settings.pam_dir + "/ntadmin", permissive + service);
    EXPECT_EQ(start(request(0), text).code, 0u) << text;
    std::string told = contents(dir / "sessions/5/told");
    return told.find("\n" + line + "\n") != std::string::npos;
  }

  void expect_nothing_left() {
    EXPECT_EQ(contents(dir / "steps"), "open_session root\nclose_session root\n");
    EXPECT_FALSE(std::filesystem::exists(dir / "sessions/5"));
  }
};

TEST_F(KeeperTest, OpensPamBeforeTheSessionAndClosesItAfter) {
  std::string host = "192.0.2.5";
  auto wanted = request(0);
  wanted.remote_host = host.data();
  std::string text;
  auto answer = start(wanted, text);
  ASSERT_EQ(answer.code, 0u) << text;
  EXPECT_GT(answer.number, 0u);
  EXPECT_EQ(contents(dir / "steps"), "open_session root 192.0.2.5\n");
  std::string told = contents(dir / "sessions/5/told");
  EXPECT_NE(told.find("variable HOME=/root\n"), std::string::npos) << told;
  EXPECT_NE(told.find("variable XDG_SESSION_CLASS=user\n"), std::string::npos) << told;
  EXPECT_NE(told.find(fmt::format("daemon {}\n", daemon.uid)), std::string::npos) << told;
  struct stat status {};
  ASSERT_EQ(stat((dir / "sessions/5").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 07777, 02711u);
  EXPECT_EQ(status.st_gid, daemon.gid);
  EXPECT_EQ(end(), 0) << "a request to end is passed on, and PAM is closed before the keeper ends";
  EXPECT_EQ(contents(dir / "steps"), "open_session root 192.0.2.5\nclose_session root 192.0.2.5\n");
  EXPECT_FALSE(std::filesystem::exists(dir / "sessions/5"));
}

TEST_F(KeeperTest, TheSessionHasNothingOpenOfTheServices) {
  EXPECT_FALSE(tells("session required pam_permit.so\n", "open 2")) << "its user can write into the log";
  EXPECT_EQ(contents(dir / "sessions/5/told").find("\nopen "), std::string::npos) << contents(dir / "sessions/5/told");
}

TEST_F(KeeperTest, LimitsAreThoseOfTheStartOrThosePamSets) {
  rlimit before{};
  getrlimit(RLIMIT_NOFILE, &before);
  EXPECT_TRUE(tells("session required pam_permit.so\n", fmt::format("files {}", before.rlim_cur)));
  end();
  put(dir / "limits", "root - nofile 333\n");
  EXPECT_TRUE(tells("session required pam_limits.so conf=" + (dir / "limits") + "\n", "files 333"));
}

TEST_F(KeeperTest, TheUmaskIsTheOnePamSets) {
  EXPECT_TRUE(tells("session required pam_umask.so umask=037\n", "umask 37"));
}

TEST_F(KeeperTest, GroupsThatPamAddsStay) {
  EXPECT_TRUE(tells("auth required " NTADMIN_PAM_MODULE " 4711\nsession required pam_permit.so\n", "group 4711"));
  Account root = *find_account(0);
  for (gid_t group : root.groups)
    EXPECT_NE(contents(dir / "sessions/5/told").find(fmt::format("\ngroup {}\n", group)), std::string::npos);
}

TEST_F(KeeperTest, TheSessionKeyringIsNobodyElses) {
  if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr) < 0) GTEST_SKIP() << "no keyrings here";
  auto own = syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0);
  EXPECT_FALSE(tells("session required pam_permit.so\n", fmt::format("keyring {}", own)));
  EXPECT_NE(contents(dir / "sessions/5/told").find("\nkeyring "), std::string::npos);
  EXPECT_EQ(contents(dir / "sessions/5/told").find("\nkeyring -"), std::string::npos);
}

TEST_F(KeeperTest, ClosesPamWhenTheSessionIsKilled) {
  std::string text;
  auto answer = start(request(0), text);
  ASSERT_EQ(answer.code, 0u) << text;
  kill(static_cast<pid_t>(answer.number), SIGKILL);
  int status = -1;
  waitpid(std::exchange(keeper, 0), &status, 0);
  EXPECT_EQ(contents(dir / "steps"), "open_session root\nclose_session root\n");
  EXPECT_FALSE(std::filesystem::exists(dir / "sessions/5"));
}

TEST_F(KeeperTest, AProgramThatDoesNotStartLeavesNothing) {
  std::string word = "refuse", text;
  EXPECT_EQ(start(request_that(word), text).code, code(Win32::file_not_found));
  EXPECT_EQ(text, "'refuse' is not a program");
  end();
  expect_nothing_left();
}

TEST_F(KeeperTest, AProcessThatSaysNothingIsEndedAndNothingOfItsSessionIsLeft) {
  prctl(PR_SET_CHILD_SUBREAPER, 1);  // what outlives the keeper comes here
  patience = std::chrono::milliseconds(300);
  std::string word = "hang", text;
  EXPECT_EQ(start(request_that(word), text).code, code(Win32::timeout)) << text;
  waitpid(std::exchange(keeper, 0), nullptr, 0);
  EXPECT_TRUE(waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD) << "the session's process lives";
  prctl(PR_SET_CHILD_SUBREAPER, 0);
  expect_nothing_left();
}

TEST_F(KeeperTest, ARequestToEndUndoesAStart) {
  std::string word = "hang", text;
  launch(request_that(word));
  while (!std::filesystem::exists(dir / "sessions/5/told")) usleep(1000);
  kill(keeper, SIGTERM);
  EXPECT_EQ(answer(text).code, code(Win32::cancelled)) << text;
  end();
  expect_nothing_left();
}

TEST_F(KeeperTest, AProcessThatSaysItIsAnotherIsNotBelieved) {
  std::string word = "lie", text;
  EXPECT_EQ(start(request_that(word), text).code, code(Win32::access_denied)) << text;
  end();
  expect_nothing_left();
}

TEST(SessionClaims, AProcessIsOnesOwnChildAndOfTheUser) {
  pid_t child = fork();
  if (child == 0) {
    pause();
    _exit(0);
  }
  EXPECT_TRUE(own_process(child, geteuid()));
  EXPECT_FALSE(own_process(child, geteuid() + 1));
  for (pid_t other : {getppid(), getpid(), 1, 0, -1}) EXPECT_FALSE(own_process(other, geteuid())) << other;
  kill(child, SIGKILL);
  waitpid(child, nullptr, 0);
  EXPECT_FALSE(own_process(child, geteuid()));
}

TEST(SessionClaims, ATerminalIsAPtyOfTheUsers) {
  UniqueFd master(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  ASSERT_TRUE(master);
  std::string path = ptsname(master.get()), name = path.substr(std::string("/dev/").size());
  EXPECT_EQ(own_terminal(name, geteuid()), name);
  EXPECT_EQ(own_terminal(name, geteuid() + 1), "");
  for (std::string other : {"", "tty1", "null", "pts/", "pts/ptmx", "pts/../null", "pts/1/../../null", "pts/-1"})
    EXPECT_EQ(own_terminal(other, 0), "") << other;
}

TEST_F(KeeperTest, AnAccountThatPamRefusesGetsNoSession) {
  put(settings.pam_dir + "/ntadmin", "account required pam_deny.so\nsession required pam_permit.so\n");
  std::string text;
  EXPECT_EQ(start(request(0), text).code, code(Win32::access_denied));
  EXPECT_NE(text.find("pam_acct_mgmt"), std::string::npos) << text;
  EXPECT_FALSE(std::filesystem::exists(dir / "sessions/5"));
}

TEST_F(KeeperTest, NoSuchUserAndAnAccountWithoutALoginShellAreRefused) {
  std::string text;
  EXPECT_EQ(start(request(4'000'000'000u), text).code, code(Win32::user_not_found));
  end();
  EXPECT_EQ(start(request(daemon.uid), text).code, code(Win32::access_denied));
  EXPECT_NE(text.find("/etc/shells"), std::string::npos) << text;
  EXPECT_FALSE(std::filesystem::exists(dir / "steps")) << "PAM was asked for an account that may not log on";
}

TEST(LoginRecord, IsWrittenForTheSessionAndEndedAfterIt) {
  TemporaryDir dir;
  put(dir / "utmp", "");
  put(dir / "wtmp", "");
  utmpxname((dir / "utmp").c_str());
  auto read_one = [] {
    setutxent();
    utmpx* found = getutxent();
    return found ? *found : utmpx{};
  };
  {
    LoginRecord record(
        {.user = "alice", .tty = "pts/123", .remote_host = "192.0.2.5", .pid = 77, .wtmp = dir / "wtmp"});
    utmpx entry = read_one();
    EXPECT_EQ(entry.ut_type, USER_PROCESS);
    EXPECT_STREQ(entry.ut_user, "alice");
    EXPECT_STREQ(entry.ut_line, "pts/123");
    EXPECT_STREQ(entry.ut_host, "192.0.2.5");
    EXPECT_EQ(entry.ut_pid, 77);
  }
  utmpx entry = read_one();
  EXPECT_EQ(entry.ut_type, DEAD_PROCESS);
  EXPECT_STREQ(entry.ut_line, "pts/123");
  EXPECT_STREQ(entry.ut_user, "");
  EXPECT_EQ(std::filesystem::file_size(dir / "utmp"), sizeof(utmpx)) << "the end replaces the beginning";
  EXPECT_EQ(std::filesystem::file_size(dir / "wtmp"), 2 * sizeof(utmpx));
}

}  // namespace
}  // namespace nta::daemon::keeper
