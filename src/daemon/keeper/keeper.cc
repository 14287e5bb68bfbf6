#include "daemon/keeper/keeper.h"

#include <grp.h>
#include <linux/keyctl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <filesystem>
#include <memory>
#include <thread>

#include "base/log.h"
#include "daemon/keeper/login_record.h"
#include "daemon/keeper/pam_session.h"
#include "daemon/keeper/session_claims.h"
#include "daemon/process_limits.h"
#include "daemon/session_process.h"
#include "host/processes/proc_files.h"
#include "ndr/encode.h"

namespace nta::daemon::keeper {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr mode_t owner_and_daemon = 02711;  // set-group-id: the socket made in it is the daemon's group's too
constexpr size_t most_of_a_report = 2048;
constexpr std::chrono::seconds patience{5};  // between HUP, TERM and KILL
constexpr milliseconds look_again{20};
constexpr milliseconds look_for_signals{500};

// Everything that a session holds of the system, given back in the reverse order.
struct Session {
  Settings settings;
  SessionPlan plan;
  std::string remote_host;
  std::unique_ptr<PamSession> pam;
  std::string directory;
  StartedProcess process;
  UniqueFd handle;  // the session process's pidfd
  std::unique_ptr<LoginRecord> record;

  ~Session() {
    record.reset();
    pam.reset();
    remove_directory();
  }

  Result<void> make_directory(gid_t group);
  void remove_directory();
};

Result<void> Session::make_directory(gid_t group) {
  std::string path = session_directory(settings, plan.id);
  NTA_CHECK(make_session_directory(path));
  directory = path;
  if (chown(path.c_str(), plan.account.uid, group) < 0 || chmod(path.c_str(), owner_and_daemon) < 0)
    return fail(win32_from_errno(errno), "cannot give '{}' to its user: {}", path, std::strerror(errno));
  return {};
}

// What is in it was made by the user, and is removed with the user's rights, which do not suffice for the directory
// itself.
void Session::remove_directory() {
  if (directory.empty()) return;
  if (seteuid(plan.account.uid) == 0) {
    std::error_code error;
    std::filesystem::remove_all(directory, error);
    if (seteuid(0) != 0) return;
  }
  if (rmdir(directory.c_str()) < 0 && errno != ENOENT)  // root's own rights did suffice
    log::warning("session-leftover", "cannot remove '{}': {}; remove it by hand", directory, std::strerror(errno));
}

SessionPlan plan_of(const monitor::StartSession& request, Account account, uid_t daemon_uid) {
  return {.id = SessionId(request.session),
          .account = std::move(account),
          .daemon_uid = daemon_uid,
          .arguments = monitor::texts_at(request.arguments, request.argument_count),
          .environment = {},
          .working_directory = monitor::text_at(request.directory),
          .umask = {},
          .columns = request.columns,
          .rows = request.rows};
}

// Of what the service has, sessions are to share neither its limits, which were raised, nor its session keyring: who
// has a keyring may use the keys in it, and users keep tickets and keys there. Where PAM has pam_keyinit, that makes
// one more, which is the user's own.
void leave_surroundings() {
  restore_limits();
  if (syscall(SYS_keyctl, KEYCTL_JOIN_SESSION_KEYRING, nullptr) < 0)
    log::warning("session-keyring", "no session keyring can be made ({}): sessions have that of the service in common",
                 std::strerror(errno));
}

// What modules do with the groups of this process they do for the session: pam_group adds some to those of NSS.
Result<PamSession> open_pam(Session& session) {
  Account& account = session.plan.account;
  if (setgroups(account.groups.size(), account.groups.data()) < 0)
    return fail(win32_from_errno(errno), "cannot take the groups of '{}': {}", account.name, std::strerror(errno));
  auto pam = PamSession::open({.user = account.name,
                               .remote_host = session.remote_host,
                               .config_directory = session.settings.pam_dir,
                               .environment = {"XDG_SESSION_TYPE=tty", "XDG_SESSION_CLASS=user"}});
  int count = getgroups(0, nullptr);
  if (count >= 0) account.groups.resize(static_cast<size_t>(count));
  if (count < 0 || getgroups(count, account.groups.data()) < 0)
    return fail(win32_from_errno(errno), "cannot see the groups of '{}': {}", account.name, std::strerror(errno));
  return pam;
}

// A request to end is passed on: PAM is closed when the session is over, not before. A start ends by it.
volatile sig_atomic_t session_handle = -1;
volatile sig_atomic_t asked_to_end = 0;
void pass_on(int signal) {
  int error = errno;
  asked_to_end = 1;
  if (session_handle >= 0) syscall(SYS_pidfd_send_signal, session_handle, signal, nullptr, 0);
  errno = error;
}

void take_signals() {
  struct sigaction action {};
  action.sa_handler = pass_on;
  for (int signal : {SIGTERM, SIGINT, SIGHUP}) sigaction(signal, &action, nullptr);
}

Result<void> check_asked() {
  if (asked_to_end) return fail(Win32::cancelled, "the session was to end while it started");
  return {};
}

Result<Bytes> read_until_end(int fd, Clock::time_point deadline) {
  Bytes told;
  std::byte part[512];
  for (;;) {
    NTA_CHECK(check_asked());
    auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
    if (left.count() <= 0) return fail(Win32::timeout, "the session's process does not say that its program runs");
    pollfd word{fd, POLLIN, 0};
    if (poll(&word, 1, static_cast<int>(std::min(left, look_for_signals).count())) <= 0) continue;
    ssize_t count = read(fd, part, sizeof part);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0) return fail(win32_from_errno(errno), "cannot hear of the session: {}", std::strerror(errno));
    if (count == 0 || told.size() > longest_ready) return told;
    told.insert(told.end(), part, part + count);
  }
}

Result<void> start(Session& session, const monitor::StartSession& request, const Account& daemon,
                   Clock::time_point deadline) {
  NTA_TRY(Account account, find_account(static_cast<uid_t>(request.uid)));
  NTA_CHECK(may_log_on(account));
  session.plan = plan_of(request, std::move(account), daemon.uid);
  session.remote_host = monitor::text_at(request.remote_host);
  NTA_TRY(PamSession pam, open_pam(session));
  session.pam = std::make_unique<PamSession>(std::move(pam));
  take_signals();  // before, one ends a module that hangs
  session.plan.environment = merge_environment({login_environment(session.plan.account),
                                                monitor::texts_at(request.environment, request.environment_count),
                                                session.pam->environment()});
  NTA_CHECK(session.make_directory(daemon.gid));
  NTA_TRY(session.process, start_session_process(session.settings, session.plan, Become::the_account));
  NTA_TRY(Bytes told, read_until_end(session.process.ready.get(), deadline));
  NTA_TRY(SessionReady ready, parse_ready(told));
  uid_t uid = session.plan.account.uid;
  NTA_TRY(session.handle, own_process(ready.pid, uid));
  session.process.pid = ready.pid;
  session_handle = session.handle.get();  // before anybody hears of the session, and may ask for its end
  NTA_CHECK(check_asked());
  session.record = std::make_unique<LoginRecord>(LoginRecord::About{
      session.plan.account.name, own_terminal(ready.tty, uid), session.remote_host, session.process.pid});
  return {};
}

void tell(UniqueFd report, const Result<void>& outcome, pid_t pid) {
  std::string text = outcome ? "" : outcome.error().text.substr(0, most_of_a_report);
  monitor::Answer answer{outcome ? 0 : code(outcome.error().code), static_cast<uint32_t>(outcome ? pid : 0),
                         text.data()};
  auto bytes = ndr::encode(answer);
  if (!bytes) return;
  [[maybe_unused]] ssize_t count = write(report.get(), bytes->data(), bytes->size());  // the monitor may be gone
}

// The session process is not a child: it leaves who starts it. It comes back as an orphan, since this is a subreaper.
void wait_for_end(pid_t pid) {
  for (pid_t ended = 0; ended != pid;) {
    ended = waitpid(-1, nullptr, 0);
    if (ended < 0 && errno != EINTR) break;
  }
}

// Whether there were any; each gets the signal.
bool signal_orphans(int signal) {
  bool any = false;
  for (pid_t pid : host::proc::pids("/proc")) {
    auto stat = host::proc::read_stat("/proc", pid);
    if (!stat || stat->parent != getpid() || stat->state == 'Z') continue;
    any = true;
    kill(pid, signal);
  }
  return any;
}

// A session process that was killed leaves its programs behind. They end as at a log-off (docs/rulings.md 6).
void end_orphans() {
  for (int signal : {SIGHUP, SIGTERM, SIGKILL}) {
    if (!signal_orphans(signal)) break;
    if (signal == SIGHUP) signal_orphans(SIGCONT);
    auto until = Clock::now() + patience;
    while (waitpid(-1, nullptr, WNOHANG) >= 0 && Clock::now() < until) std::this_thread::sleep_for(look_again);
  }
}

}  // namespace

Result<void> may_log_on(const Account& account) {
  setusershell();
  bool known = false;
  while (const char* shell = getusershell()) known = known || account.shell == shell;
  endusershell();
  if (known) return {};
  return fail(Win32::access_denied, "the shell of '{}', '{}', is not in /etc/shells: the account may not log on",
              account.name, account.shell);
}

int keep_session(const monitor::StartSession& request, const Settings& settings, const Account& daemon, UniqueFd report,
                 milliseconds patience_with_session) {
  prctl(PR_SET_NAME, "ntadmin-keeper");
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  leave_surroundings();
  Session session;
  session.settings = settings;
  auto started = start(session, request, daemon, Clock::now() + patience_with_session);
  tell(std::move(report), started, session.process.pid);
  if (started) wait_for_end(session.process.pid);
  end_orphans();
  return started ? 0 : 1;
}

}  // namespace nta::daemon::keeper
