// Real processes: a daemon that double-forked away is still found in the session of the subreaper it came from.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/processes/process_killer.h"
#include "host/processes/session_resolver.h"

namespace nta::host {
namespace {

// A subreaper as ntadmin-session is one, with a grandchild whose parent has ended.
class SessionLike {
 public:
  SessionLike() {
    int ends[2];
    if (pipe(ends) != 0) std::abort();
    root_ = fork();
    if (root_ == 0) run(ends[1]);
    close(ends[1]);
    ssize_t count = read(ends[0], &daemon_, sizeof daemon_);
    close(ends[0]);
    if (count != sizeof daemon_) daemon_ = -1;
  }
  ~SessionLike() {
    // A pid of -1 would mean every process there is.
    if (daemon_ > 0) kill(daemon_, SIGKILL);
    if (root_ <= 0) return;
    kill(root_, SIGKILL);
    waitpid(root_, nullptr, 0);
  }
  pid_t root() const { return root_; }
  pid_t daemon() const { return daemon_; }

 private:
  [[noreturn]] static void run(int report) {
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    pid_t middle = fork();
    if (middle == 0) {
      setsid();
      pid_t grandchild = fork();
      if (grandchild == 0)
        for (;;) pause();
      _exit(0);
    }
    waitpid(middle, nullptr, 0);
    // The only child left is the daemon that was handed to us.
    siginfo_t info{};
    pid_t daemon = only_child();
    [[maybe_unused]] auto written = write(report, &daemon, sizeof daemon);
    waitid(P_ALL, 0, &info, WEXITED);
    for (;;) pause();
  }
  static pid_t only_child() {
    char path[64], text[64] = {};
    snprintf(path, sizeof path, "/proc/self/task/%d/children", getpid());
    FILE* file = fopen(path, "r");
    if (!file || !fgets(text, sizeof text, file)) return -1;
    fclose(file);
    return atoi(text);
  }

  pid_t root_ = -1;
  pid_t daemon_ = -1;
};

TEST(DoubleFork, DaemonIsInTheSessionItCameFrom) {
  SessionLike session;
  ASSERT_GT(session.daemon(), 0);
  SessionResolver sessions("/proc", {.roots = {{session.root(), SessionId{5}}}});
  EXPECT_EQ(sessions.session_of(session.daemon()), SessionId{5});
  auto list = read_processes(sessions);
  ASSERT_TRUE(list);
  int found = 0;
  for (const Process& process : *list) found += process.session == SessionId{5};
  EXPECT_EQ(found, 2);
}

TEST(ProcessKiller, SignalMeetsOnlyTheProcessThatWasMeant) {
  SessionLike session;
  auto list = read_processes(SessionResolver("/proc", {}));
  ASSERT_TRUE(list);
  ProcessRef daemon;
  for (const Process& process : *list)
    if (process.pid == session.daemon()) daemon = {process.pid, process.start_ticks};
  ASSERT_GT(daemon.start_ticks, 0u);

  auto other = signal_process({daemon.pid, daemon.start_ticks + 1}, SIGKILL);
  ASSERT_FALSE(other);
  EXPECT_EQ(other.error().code, Win32::invalid_parameter);
  EXPECT_EQ(kill(daemon.pid, 0), 0);

  EXPECT_TRUE(signal_process(daemon, SIGKILL));
}

TEST(ProcessKiller, ProcessThatDoesNotExistIsInvalidParameter) {
  LocalProcessKiller killer;
  Win32 code = Win32::success;
  killer.signal({{.pid = 0x3FFFFFFF}}, SIGTERM,
                [&](Result<void> result) { code = result ? Win32::success : result.error().code; });
  EXPECT_EQ(code, Win32::invalid_parameter);
}

}  // namespace
}  // namespace nta::host
