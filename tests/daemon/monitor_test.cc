// The monitor itself, with a host that asks what a test wants. Needs root.
#include "daemon/monitor/monitor.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "daemon/monitor/user_tool.h"
#include "daemon/process_limits.h"
#include "host/processes/proc_files.h"
#include "ndr/decode.h"
#include "temporary_dir.h"
#include "transport/unix_listener.h"

namespace nta::daemon::monitor {
namespace {

using nta::test::contents;
using nta::test::put;
using nta::test::TemporaryDir;

using Clock = std::chrono::steady_clock;
using std::chrono::seconds;

constexpr uint32_t notices_of_one = 4;
constexpr uint32_t starts_of_one = 4;

bool until(const std::function<bool()>& done) {
  for (auto end = Clock::now() + seconds(60); Clock::now() < end; usleep(10'000))
    if (done()) return true;
  return done();
}

/** nobody's desktop, whose bus takes connections and says nothing. */
class SilentDesktop {
 public:
  explicit SilentDesktop(const Account& owner) : directory_(fmt::format("/run/user/{}", owner.uid)) {
    std::error_code ignored;
    std::filesystem::create_directory("/run/user", ignored);
    is_made_ = std::filesystem::create_directory(directory_, ignored);
    if (!is_made_) return;
    auto bus = transport::listen_at(directory_ + "/bus", 0666);
    if (bus) bus_ = *std::move(bus);
    is_made_ = bus_ && chown((directory_ + "/bus").c_str(), owner.uid, owner.gid) == 0;
  }
  ~SilentDesktop() {
    if (is_made_) std::filesystem::remove_all(directory_);
  }
  bool is_made() const { return is_made_; }

 private:
  std::string directory_;
  UniqueFd bus_;
  bool is_made_ = false;
};

std::vector<pid_t> siblings() {
  std::vector<pid_t> found;
  for (pid_t pid : host::proc::pids("/proc")) {
    auto stat = pid == getpid() ? std::nullopt : host::proc::read_stat("/proc", pid);
    if (stat && stat->parent == getppid()) found.push_back(pid);
  }
  return found;
}

uint32_t next_answer(Channel& channel, uint32_t* serial) {
  for (auto end = Clock::now() + seconds(60); Clock::now() < end;) {
    pollfd waited{channel.fd(), POLLIN, 0};
    poll(&waited, 1, 1000);
    auto message = channel.receive();
    if (!message) return 0;
    if (!*message) continue;
    auto answer = ndr::decode<Answer>((*message)->body);
    *serial = (*message)->header.serial;
    return answer ? answer->value.code : 0;
  }
  return 0;
}

/** What the host of the test does; 0 when all was as it should be. The notifiers' pids go to `told`. */
int leave_notices_stopped(Channel channel, uid_t uid, char* terminal, int told) {
  char title[] = "Reboot", text[] = "Save now";
  ShowNotice request{.uid = uid, .style = 4, .seconds = 0, .wait = 1, .title = title, .text = text};
  for (uint32_t serial = 1; serial <= notices_of_one + 1; ++serial)
    if (!channel.send(RequestKind::show_notice, serial, request)) return 10;
  uint32_t serial = 0;
  if (next_answer(channel, &serial) != code(Win32::busy) || serial != notices_of_one + 1) return 11;
  std::vector<pid_t> notifiers = siblings();
  if (notifiers.size() != notices_of_one) return 12;
  for (pid_t each : notifiers)  // which are not this user's at once
    if (!until([&] { return kill(each, SIGSTOP) == 0; })) return 13;
  ShowNotice written{
      .uid = uid, .style = 0, .seconds = 0, .wait = 0, .title = title, .text = text, .terminal = terminal};
  constexpr uint32_t beside = notices_of_one + 2;
  if (!channel.send(RequestKind::show_notice, beside, written)) return 15;
  if (next_answer(channel, &serial) != 0 || serial != beside) return 16;
  auto size = static_cast<ssize_t>(notifiers.size() * sizeof(pid_t));
  return write(told, notifiers.data(), static_cast<size_t>(size)) == size ? 0 : 14;
}

/** The end of a monitor with such a host. */
int run_monitor(const Settings& settings, const Monitor::Host& host,
                const std::optional<std::string>& config = std::nullopt) {
  pid_t child = fork();
  if (child == 0) {
    prepare_process();
    Options options{.mode = Mode::system, .stay = Stay::in_foreground, .config = config};
    Starter starter = Starter::in_foreground();
    Monitor monitor(options, settings, starter, host);
    if (auto opened = monitor.open(); !opened) {
      fprintf(stderr, "%s\n", opened.error().text.c_str());
      _exit(99);
    }
    _exit(static_cast<int>(monitor.run()));
  }
  int status = 0;
  return waitpid(child, &status, 0) == child && WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

Settings settings_in(const TemporaryDir& dir) {
  return {.mode = Mode::system,
          .log_file = dir / "log",
          .state_dir = dir / "var",
          .runtime_dir = dir / "run",
          .run_as = "nobody",
          .smb_port = 0,
          .rpc_port = 0,
          .epmapper_port = 0};
}

TEST(MonitorOfNotices, OneUserHasAFewOnTheDesktopBesideTerminalsAndThoseSheStoppedEndWithTheHost) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root";
  auto nobody = find_account("nobody");
  ASSERT_TRUE(nobody);
  SilentDesktop desktop(*nobody);
  if (!desktop.is_made()) GTEST_SKIP() << "nobody has a desktop, or can have none";
  UniqueFd master(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  ASSERT_TRUE(master && grantpt(master.get()) == 0 && unlockpt(master.get()) == 0);
  std::string terminal = ptsname(master.get());
  ASSERT_EQ(chown(terminal.c_str(), nobody->uid, nobody->gid), 0);
  terminal.erase(0, sizeof "/dev");
  TemporaryDir dir;
  int ends[2];
  ASSERT_EQ(pipe2(ends, O_CLOEXEC | O_NONBLOCK), 0);
  UniqueFd read_end(ends[0]), write_end(ends[1]);
  prctl(PR_SET_CHILD_SUBREAPER, 1);  // the monitor's children come here after it
  EXPECT_EQ(run_monitor(settings_in(dir),
                        [&](const Settings&, Channel channel, UniqueFd, NetworkListeners) {
                          return static_cast<Exit>(
                              leave_notices_stopped(std::move(channel), nobody->uid, terminal.data(), write_end.get()));
                        }),
            0);
  pid_t notifiers[notices_of_one] = {};
  ASSERT_EQ(read(read_end.get(), notifiers, sizeof notifiers), ssize_t{sizeof notifiers});
  for (pid_t each : notifiers) {
    auto is_gone = [&] { return waitpid(each, nullptr, WNOHANG) == each || (kill(each, 0) < 0 && errno == ESRCH); };
    EXPECT_TRUE(until(is_gone)) << "it is stopped, and stays";
    kill(each, SIGKILL);
  }
  prctl(PR_SET_CHILD_SUBREAPER, 0);
}

/** A host that has one caller of root's, who asks for sessions that never start; 0 when one too many was refused. */
int ask_for_too_many_starts(Channel channel, UniqueFd listener) {
  pollfd caller{listener.get(), POLLIN, 0};
  poll(&caller, 1, 60'000);
  UniqueFd proof(accept(listener.get(), nullptr, nullptr));
  if (!proof) return 10;
  char word[] = "hang";
  char* words[] = {word};
  for (uint32_t serial = 1; serial <= starts_of_one + 1; ++serial) {
    StartSession request{.session = serial, .columns = 80, .rows = 24, .argument_count = 1, .arguments = words};
    if (!channel.send(RequestKind::start_session, serial, request, proof.get())) return 11;
  }
  uint32_t serial = 0;
  if (next_answer(channel, &serial) != code(Win32::busy) || serial != starts_of_one + 1) return 12;
  return 0;
}

TEST(MonitorOfSessions, OneUserHasAFewStartsAtATime) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root";
  TemporaryDir dir;
  std::filesystem::create_directory(dir / "pam");
  put(dir / "pam/ntadmin",
      "auth required pam_permit.so\naccount required pam_permit.so\nsession required pam_permit.so\n");
  Settings settings = settings_in(dir);
  settings.pam_dir = dir / "pam";
  settings.libexec_dir = NTADMIN_FAKE_SESSION_DIR;
  std::filesystem::permissions(dir.path(), std::filesystem::perms(0755));
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  pid_t caller = fork();
  if (caller == 0) {
    sockaddr_un to{.sun_family = AF_UNIX, .sun_path = {}};
    std::memcpy(to.sun_path, settings.socket_path().data(), settings.socket_path().size());
    UniqueFd fd(socket(AF_UNIX, SOCK_STREAM, 0));
    until([&] { return connect(fd.get(), reinterpret_cast<sockaddr*>(&to), sizeof to) == 0; });
    pause();
  }
  EXPECT_EQ(run_monitor(settings,
                        [](const Settings&, Channel channel, UniqueFd listener, NetworkListeners) {
                          return static_cast<Exit>(ask_for_too_many_starts(std::move(channel), std::move(listener)));
                        }),
            0);
  auto keepers = Keepers::find(settings.runtime_dir);
  ASSERT_TRUE(keepers);
  EXPECT_EQ(keepers->count(), starts_of_one);
  for (pid_t each : keepers->pids()) kill(each, SIGTERM);
  for (pid_t each : keepers->pids()) EXPECT_EQ(waitpid(each, nullptr, 0), each);
  kill(caller, SIGKILL);
  waitpid(caller, nullptr, 0);
  prctl(PR_SET_CHILD_SUBREAPER, 0);
}

/** What the rules say of a request that nobody serves: 87 where Unix users are made, else 5. */
uint32_t answer_about_unix_users(Channel& channel) {
  char name[] = "nobody-at-all";
  ChangeUnixUser request{.action = 99, .uid = 0, .name = name, .new_name = nullptr};
  if (!channel.send(RequestKind::change_unix_user, 1, request)) return 0;
  uint32_t serial = 0;
  return next_answer(channel, &serial);
}

/** Its first life: what it may ask for before and after the administrator has been asked to have the file read again.
 */
Exit live_through_a_reload(Channel channel, const UniqueFd& administrator) {
  sigset_t hup;
  sigemptyset(&hup);
  sigaddset(&hup, SIGHUP);
  sigprocmask(SIG_BLOCK, &hup, nullptr);
  if (!channel.send(RequestKind::ready, 0, Ready{1})) return static_cast<Exit>(10);
  if (answer_about_unix_users(channel) != code(Win32::invalid_parameter)) return static_cast<Exit>(11);
  if (write(administrator.get(), "!", 1) != 1) return static_cast<Exit>(12);
  timespec patience{.tv_sec = 60, .tv_nsec = 0};
  if (sigtimedwait(&hup, nullptr, &patience) != SIGHUP) return static_cast<Exit>(13);
  if (answer_about_unix_users(channel) != code(Win32::access_denied)) return static_cast<Exit>(14);
  raise(SIGKILL);
  return Exit::failure;
}

TEST(MonitorOfSettings, WhatIsReadAgainBindsTheHostAtOnceAndIsGivenToTheNext) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root";
  TemporaryDir dir;
  put(dir / "conf", fmt::format("log_file = {}\nstate_dir = {}\nruntime_dir = {}\nrun_as = nobody\nshell = /bin/bash\n",
                                dir / "log", dir / "var", dir / "run"));
  Settings settings = settings_in(dir);
  settings.unix_users = accounts::UnixMode::create;
  settings.shell = "/bin/sh";
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  UniqueFd asked(ends[0]), ask(ends[1]);
  pid_t administrator = fork();
  if (administrator == 0) {
    ask.reset();
    char none;
    if (read(asked.get(), &none, 1) == 1) kill(std::stoi(contents(dir / "run/lock")), SIGHUP);
    _exit(0);
  }
  auto host = [&](const Settings& given, Channel channel, UniqueFd, NetworkListeners) {
    if (given.shell == "/bin/bash") return Exit::success;
    return live_through_a_reload(std::move(channel), ask);
  };
  EXPECT_EQ(run_monitor(settings, host, dir / "conf"), 0);
  kill(administrator, SIGKILL);
  waitpid(administrator, nullptr, 0);
}

TEST(UserTool, LeadsAProcessGroupSoThatWhatItStartedEndsWithIt) {
  pid_t child = fork();
  if (child == 0) {
    char name[] = "nta-nobody-at-all";
    ChangeUnixUser request{static_cast<uint32_t>(UnixUserAction::remove), 4711, name, nullptr};
    bool has_failed = run_user_tool(request, Rules{}, UniqueFd()) != 0;
    _exit(has_failed && getpgrp() == getpid() ? 0 : 1);
  }
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
}

}  // namespace
}  // namespace nta::daemon::monitor
