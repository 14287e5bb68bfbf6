// The table over a real logind. Run inside the container that logind_container.sh boots, as root, never elsewhere: it
// logs users on and off, and restarts logind.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <pty.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include <cstdlib>

#include "host/poll_loop.h"
#include "host/providers/logins.h"
#include "temporary_dir.h"

namespace nta::host {
namespace {

std::string test_user() {
  const char* name = getenv("NTADMIN_TEST_USER");
  return name ? name : "";
}

// One `login` on a terminal of its own, as getty or a remote login service starts it.
class Login {
 public:
  explicit Login(const char* remote_host = nullptr) {
    std::string user = test_user();
    pid_ = forkpty(&terminal_, nullptr, nullptr, nullptr);
    if (pid_ == 0) {
      if (remote_host)
        execlp("login", "login", "-h", remote_host, "-f", user.c_str(), nullptr);
      else
        execlp("login", "login", "-f", user.c_str(), nullptr);
      _exit(127);
    }
    fcntl(terminal_, F_SETFL, O_NONBLOCK);
  }
  ~Login() {
    close(terminal_);
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  Login(const Login&) = delete;

  pid_t pid() const { return pid_; }
  int terminal() const { return terminal_; }
  void type(std::string_view text) const {
    ASSERT_EQ(write(terminal_, text.data(), text.size()), ssize_t(text.size()));
  }
  /** Everything shown since the last call. Reading keeps the terminal from filling up. */
  std::string shown() const {
    std::string text;
    char part[4096];
    for (ssize_t count; (count = read(terminal_, part, sizeof part)) > 0;) text.append(part, size_t(count));
    return text;
  }

 private:
  pid_t pid_ = -1;
  int terminal_ = -1;
};

struct Host {
  explicit Host(const std::string& state, test::PollLoop& loop)
      : ids(*IdMap::open(state, *read_boot_id())),
        ender(loop, killer, [this] { return table.resolver(); },
              {.patience = std::chrono::milliseconds(300), .look_again = std::chrono::milliseconds(50)}),
        table(ids, {.computer = "HOST"}) {
    add_login_providers(table, loop, ender, {.patience = std::chrono::milliseconds(300)});
  }
  IdMap ids;
  LocalProcessKiller killer;
  SessionEnder ender;
  SessionTable table;
};

// A graphical login, as a display manager has pam_systemd ask logind for one.
class Desktop {
 public:
  Desktop() {
    pid_ = fork();
    if (pid_ == 0) {
      pause();
      _exit(0);
    }
    EXPECT_GE(sd_bus_open_system(&bus_), 0);
    sd_bus_error error{};
    sd_bus_message* reply = nullptr;
    int made =
        sd_bus_call_method(bus_, service, "/org/freedesktop/login1", "org.freedesktop.login1.Manager", "CreateSession",
                           &error, &reply, "uusssssussbssa(sv)", uint32_t{4242}, static_cast<uint32_t>(pid_),
                           "gdm-password", "x11", "user", "", "", uint32_t{0}, "", ":0", 0, "", "", 0);
    EXPECT_GE(made, 0) << (error.message ? error.message : "");
    const char *id = nullptr, *path = nullptr, *runtime = nullptr;
    int fifo = -1;
    if (made >= 0 &&
        sd_bus_message_read(reply, "soshusub", &id, &path, &runtime, &fifo, nullptr, nullptr, nullptr, nullptr) >= 0) {
      path_ = path;
      alive_.reset(fcntl(fifo, F_DUPFD_CLOEXEC, 0));
    }
    sd_bus_message_unref(reply);
    sd_bus_error_free(&error);
  }
  ~Desktop() {
    alive_.reset();
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
    sd_bus_flush_close_unref(bus_);
  }
  Desktop(const Desktop&) = delete;
  Desktop& operator=(const Desktop&) = delete;

  pid_t pid() const { return pid_; }
  /** What its lock screen does when `loginctl lock-session` asks it to. */
  void set_locked(bool locked) {
    EXPECT_GE(sd_bus_call_method(bus_, service, path_.c_str(), "org.freedesktop.login1.Session", "SetLockedHint",
                                 nullptr, nullptr, "b", int{locked}),
              0);
  }

 private:
  static constexpr const char* service = "org.freedesktop.login1";
  pid_t pid_ = -1;
  sd_bus* bus_ = nullptr;
  std::string path_;
  UniqueFd alive_;  // logind ends the session when this closes
};

class LogindScenario : public testing::Test {
 protected:
  void SetUp() override { ASSERT_FALSE(test_user().empty()) << "run by logind_container.sh only"; }

  const Session* row_of(const Login& login) const { return row_of(login, host_->table); }
  static const Session* row_of(const Login& login, const SessionTable& table) {
    for (const auto& [id, row] : table.rows())
      if (row.leader == login.pid() && row.state == State::active) return &row;
    return nullptr;
  }
  bool appears(const Login& login) {
    return loop_.run_until([&] { return row_of(login) != nullptr; });
  }
  bool ready() {
    bool is_ready = false;
    host_->table.when_ready([&] { is_ready = true; });
    return loop_.run_until([&] { return is_ready; });
  }
  // What the login's shell prints between two marks; the marks are written so that the echo of the command has none.
  std::string answer(const Login& login, const std::string& command) {
    login.shown();
    auto wake = loop_.watch(login.terminal(), Executor::Wanted::read, [] {});
    login.type(command + "; echo \"<$ANSWER>\"\n");
    std::string all;
    size_t start = 0, end = 0;
    bool found = loop_.run_until([&] {
      all += login.shown();
      start = all.find("<answer:");
      end = all.find('>', start);
      return start != std::string::npos && end != std::string::npos;
    });
    EXPECT_TRUE(found) << command << ": " << all;
    return found ? all.substr(start + 8, end - start - 8) : "";
  }

  nta::test::TemporaryDir state_;
  test::PollLoop loop_;
  std::unique_ptr<Host> host_ = std::make_unique<Host>(state_.path(), loop_);
};

TEST_F(LogindScenario, LocalAndRemoteLoginsAreRows) {
  ASSERT_TRUE(ready());
  Login local, remote("192.0.2.5");
  ASSERT_TRUE(appears(local));
  ASSERT_TRUE(appears(remote));
  const Session& here = *row_of(local);
  EXPECT_EQ(here.user, test_user());
  EXPECT_EQ(here.uid, 4242u);
  EXPECT_EQ(here.domain, "HOST");
  EXPECT_EQ(here.kind, Kind::tty);
  EXPECT_EQ(here.winstation, fmt::format("Pty#{}", here.id.value));
  EXPECT_EQ(here.client.protocol, Protocol::console);
  EXPECT_EQ(here.client.address.text, "");
  EXPECT_GT(here.logon_time, 0);
  const Session& there = *row_of(remote);
  EXPECT_EQ(there.kind, Kind::ssh);
  EXPECT_EQ(there.winstation, fmt::format("SSH#{}", there.id.value));
  EXPECT_EQ(there.client.protocol, Protocol::remote);
  EXPECT_EQ(there.client.address, (Address{"192.0.2.5", AF_INET}));
  EXPECT_GT(there.last_input_time, 0);
  EXPECT_EQ(there.provider, "logind");
}

TEST_F(LogindScenario, RestartedHostGivesTheSameIds) {
  Login first, second("192.0.2.5");
  ASSERT_TRUE(appears(first));
  ASSERT_TRUE(appears(second));
  SessionId first_id = row_of(first)->id, second_id = row_of(second)->id;
  host_.reset();
  host_ = std::make_unique<Host>(state_.path(), loop_);
  ASSERT_TRUE(ready());
  ASSERT_TRUE(row_of(first) && row_of(second));
  EXPECT_EQ(row_of(first)->id, first_id);
  EXPECT_EQ(row_of(second)->id, second_id);
}

TEST_F(LogindScenario, LoggedOffLoginIsGoneWithADaemonThatIgnoresHangUpAndTerm) {
  Login login("192.0.2.5");
  ASSERT_TRUE(appears(login));
  SessionId id = row_of(login)->id;
  std::string pid = answer(login,
                           "(trap '' HUP TERM; setsid sh -c 'sleep 1000; sleep 1000' >/dev/null 2>&1 </dev/null & "
                           "echo $! >/tmp/nta-daemon); ANSWER=answer:$(cat /tmp/nta-daemon)");
  pid_t daemon = atoi(pid.c_str());
  ASSERT_GT(daemon, 1);
  EXPECT_EQ(host_->table.session_of_pid(daemon), id);

  std::optional<Result<void>> ended;
  host_->table.logoff(id, "", [&](Result<void> result) { ended = std::move(result); });
  ASSERT_TRUE(loop_.run_until([&] { return ended.has_value(); }));
  EXPECT_TRUE(ended->has_value()) << ended->error().text;
  EXPECT_EQ(host_->table.find(id), nullptr);
  auto daemon_stat = SessionResolver("/proc", {}).scope_of(daemon);
  EXPECT_EQ(daemon_stat, "");
}

TEST_F(LogindScenario, LoginThatEndsByItselfLeavesTheTable) {
  Login login;
  ASSERT_TRUE(appears(login));
  SessionId id = row_of(login)->id;
  login.type("exit\n");
  EXPECT_TRUE(loop_.run_until([&] { return host_->table.find(id) == nullptr; }));
}

TEST_F(LogindScenario, ALockSetByTheDesktopIsTheSessionsAndIsTold) {
  ASSERT_TRUE(ready());
  Desktop desktop;
  auto row = [&]() -> const Session* {
    for (const auto& [id, each] : host_->table.rows())
      if (each.leader == desktop.pid()) return &each;
    return nullptr;
  };
  ASSERT_TRUE(loop_.run_until([&] { return row() != nullptr; }));
  EXPECT_EQ(row()->lock, Lock::unlocked);
  std::vector<SessionEvent::Type> told;
  auto subscription = host_->table.subscribe([&](const SessionEvent& event) {
    if (event.type == SessionEvent::Type::locked || event.type == SessionEvent::Type::unlocked)
      told.push_back(event.type);
  });
  desktop.set_locked(true);
  EXPECT_TRUE(loop_.run_until([&] { return row()->lock == Lock::locked; }));
  desktop.set_locked(false);
  EXPECT_TRUE(loop_.run_until([&] { return row()->lock == Lock::unlocked; }));
  EXPECT_EQ(told, (std::vector{SessionEvent::Type::locked, SessionEvent::Type::unlocked}));
}

TEST_F(LogindScenario, PlainLoginCannotBeDisconnected) {
  Login login("192.0.2.5");
  ASSERT_TRUE(appears(login));
  Win32 code = Win32::success;
  host_->table.disconnect(row_of(login)->id, "",
                          [&](Result<void> result) { code = result ? code : result.error().code; });
  EXPECT_EQ(code, Win32::not_supported);
}

TEST_F(LogindScenario, RemoteLoginThatRunsAttachIsTheClientOfOurSession) {
  Login login("192.0.2.5");
  ASSERT_TRUE(appears(login));
  SessionId login_id = row_of(login)->id;
  pid_t attach = atoi(answer(login, "sleep 1000 & ANSWER=answer:$!").c_str());
  ASSERT_GT(attach, 1);
  Session ours;
  ours.id = SessionId{500};
  ours.kind = Kind::pty;
  ours.provider = "pty";
  ours.key = "500";
  ours.state = State::active;
  ours.user = test_user();
  ours.uid = 4242;
  ours.client.pid = attach;
  host_->table.put(ours);
  EXPECT_EQ(host_->table.find(login_id), nullptr);
  ASSERT_NE(host_->table.find(SessionId{500}), nullptr);
  EXPECT_EQ(host_->table.find(SessionId{500})->client.address.text, "192.0.2.5");
  EXPECT_EQ(host_->table.find(SessionId{500})->client.protocol, Protocol::remote);
  host_->table.remove("pty", "500");
  EXPECT_NE(host_->table.find(login_id), nullptr);
}

TEST_F(LogindScenario, LoginsOutliveARestartOfLogindAndNewOnesAreStillSeen) {
  Login before("192.0.2.5");
  ASSERT_TRUE(appears(before));
  SessionId id = row_of(before)->id;
  std::vector<SessionEvent::Type> events;
  auto watching = host_->table.subscribe([&](const SessionEvent& event) {
    if (event.id == id) events.push_back(event.type);
  });
  ASSERT_EQ(system("systemctl restart systemd-logind"), 0);
  Login after;
  ASSERT_TRUE(appears(after));
  ASSERT_TRUE(row_of(before));
  EXPECT_EQ(row_of(before)->id, id);
  EXPECT_TRUE(events.empty());
}

TEST_F(LogindScenario, LoginsOutliveARestartOfDBusAndNewOnesAreSeenAfterIt) {
  Login before("192.0.2.5");
  ASSERT_TRUE(appears(before));
  SessionId id = row_of(before)->id;
  ASSERT_EQ(system("systemctl restart dbus.service systemd-logind.service"), 0);
  Login after;
  ASSERT_TRUE(appears(after));
  ASSERT_TRUE(row_of(before));
  EXPECT_EQ(row_of(before)->id, id);
}

}  // namespace
}  // namespace nta::host
