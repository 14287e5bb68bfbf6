// Messages on another user's desktop: the bus is of a real dbus-daemon that lets in that user only.
#include "daemon/monitor/notifier.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <pwd.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fstream>

#include "daemon/monitor/rules.h"
#include "ndr/decode.h"
#include "processes.h"
#include "temporary_dir.h"

namespace nta::daemon::monitor {
namespace {

using nta::test::TemporaryDir;

constexpr uint32_t yes_no = 4, id_yes = 6;

/** Somebody who is logged on at a desktop, and presses Yes. */
class Notifier : public testing::Test {
 protected:
  void SetUp() override {
    if (geteuid() != 0) GTEST_SKIP() << "needs root";
    if (access("/usr/bin/dbus-daemon", X_OK) != 0) GTEST_SKIP() << "dbus-daemon is not installed";
    const passwd* nobody = getpwnam("nobody");
    ASSERT_NE(nobody, nullptr);
    uid_ = nobody->pw_uid;
    chmod(runtime_.path().c_str(), 0777);
    std::ofstream(notes_.c_str()).close();
    chmod(notes_.c_str(), 0666);
  }
  void TearDown() override {
    input_.reset();
    if (desktop_ > 0) waitpid(desktop_, nullptr, 0);
    nta::test::end_processes_that_name(runtime_.path());
  }
  void log_on() {
    int ends[2];
    ASSERT_EQ(pipe2(ends, O_CLOEXEC), 0);
    input_.reset(ends[1]);
    desktop_ = fork();
    if (desktop_ == 0) {
      dup2(ends[0], STDIN_FILENO);
      dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
      execl(NTADMIN_FAKE_DESKTOP, "fake_desktop", runtime_.path().c_str(), std::to_string(uid_).c_str(), "6",
            notes_.c_str(), nullptr);
      _exit(127);
    }
    close(ends[0]);
  }
  ShowNotice notice(uint32_t wait) {
    return {.uid = uid_, .style = yes_no, .seconds = 0, .wait = wait, .title = title_, .text = text_};
  }
  /** As the monitor does: in a child, which gives up its rights. The button, or the negative code. */
  int64_t shown(const ShowNotice& request) {
    int ends[2];
    if (pipe2(ends, O_CLOEXEC) != 0) return 0;
    UniqueFd told(ends[0]);
    pid_t child = fork();
    if (child == 0) _exit(show_notice(request, runtime_.path(), "/dev", UniqueFd(ends[1])));
    close(ends[1]);
    Bytes bytes(4096);
    ssize_t count = read(told.get(), bytes.data(), bytes.size());
    waitpid(child, nullptr, 0);
    auto answer = ndr::decode<Answer>(ByteView(bytes).first(static_cast<size_t>(std::max<ssize_t>(count, 0))));
    if (!answer) return 0;
    return answer->value.code ? -int64_t{answer->value.code} : int64_t{answer->value.number};
  }
  /** The service takes its time to be there. */
  int64_t shown_in_time(const ShowNotice& request) {
    for (int i = 0; i < 600; ++i) {
      if (int64_t answer = shown(request); answer != -int64_t{code(Win32::service_not_active)}) return answer;
      usleep(50'000);
    }
    return 0;
  }
  std::string noted() const {
    std::ifstream file(notes_);
    return {std::istreambuf_iterator<char>(file), {}};
  }

  TemporaryDir runtime_;
  std::string notes_ = runtime_ / "notes";
  uid_t uid_ = 0;
  pid_t desktop_ = -1;
  UniqueFd input_;
  char title_[7] = "Reboot", text_[9] = "Save now";
};

TEST_F(Notifier, ThePersonsButtonIsTheAnswerAndTheMessageIsOnHisBus) {
  log_on();
  EXPECT_EQ(shown_in_time(notice(1)), id_yes);
  EXPECT_EQ(noted(), std::to_string(uid_) + " Reboot: Save now\n");
}

TEST_F(Notifier, OneThatIsOnlyToldIsNotWaitedFor) {
  log_on();
  EXPECT_EQ(shown_in_time(notice(0)), 32001);
}

TEST_F(Notifier, WithoutADesktopNothingIsShown) { EXPECT_EQ(shown(notice(1)), -1062); }

TEST_F(Notifier, OnATerminalTheMessageIsWrittenByItsUserWhereItIsTheirs) {
  UniqueFd master(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  char path[64] = "";
  ASSERT_TRUE(grantpt(master.get()) == 0 && unlockpt(master.get()) == 0 &&
              ptsname_r(master.get(), path, sizeof path) == 0);
  UniqueFd terminal(open(path, O_RDWR | O_NOCTTY | O_CLOEXEC));
  ASSERT_TRUE(terminal);
  auto request = notice(0);
  request.terminal = path + 5;
  Rules rules{.socket_path = "", .admins = {}};
  auto may = [&](const char* name) {
    std::string text(name);
    request.terminal = text.data();
    auto allowed = may_show_notice(request, nullptr, rules);
    return allowed ? Win32::success : allowed.error().code;
  };
  EXPECT_EQ(may(path + 5), Win32::access_denied) << "root's";
  request.terminal = path + 5;
  EXPECT_LT(shown(request), 0) << "nor can its user write there";
  ASSERT_EQ(chown(path, uid_, static_cast<gid_t>(-1)), 0);
  EXPECT_EQ(may(path + 5), Win32::success);
  for (const char* name : {"pts/", "pts/1/../2", "../dev/pts/1", "tty", "null", "pts/x", "", "/dev/pts/1", "123"})
    EXPECT_EQ(may(name), Win32::invalid_parameter) << name;

  request.terminal = path + 5;
  EXPECT_EQ(shown(request), 0);
  std::string seen;
  for (char part[256]; seen.find("Save now") == std::string::npos;) {
    pollfd waited{master.get(), POLLIN, 0};
    ASSERT_EQ(poll(&waited, 1, 60'000), 1) << seen;
    ssize_t count = read(master.get(), part, sizeof part);
    ASSERT_GT(count, 0) << seen;
    seen.append(part, static_cast<size_t>(count));
  }
  EXPECT_NE(seen.find("Reboot"), std::string::npos) << seen;
}

TEST_F(Notifier, OnlyABusOfThatUsersAndAMessageAsSessionsTakeIt) {
  Rules rules{.socket_path = "", .admins = {}, .runtime_root = runtime_.path()};
  auto may = [&](const ShowNotice& request) {
    auto allowed = may_show_notice(request, nullptr, rules);
    return allowed ? Win32::success : allowed.error().code;
  };
  EXPECT_EQ(may(notice(1)), Win32::service_not_active);
  log_on();
  ASSERT_EQ(shown_in_time(notice(0)), 32001);
  EXPECT_EQ(may(notice(1)), Win32::success);
  std::string longer(300, 'x'), much_longer(40'000, 'x');
  auto with_title = notice(1), with_text = notice(1), of_another = notice(1);
  with_title.title = longer.data();
  with_text.text = much_longer.data();
  EXPECT_EQ(may(with_title), Win32::invalid_parameter);
  EXPECT_EQ(may(with_text), Win32::invalid_parameter);
  std::string theirs = runtime_ / "4711";
  ASSERT_EQ(symlink((runtime_ / std::to_string(uid_)).c_str(), theirs.c_str()), 0);
  of_another.uid = 4711;
  EXPECT_EQ(may(of_another), Win32::service_not_active) << "the bus is somebody else's";
}

}  // namespace
}  // namespace nta::daemon::monitor
