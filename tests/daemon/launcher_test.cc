// Starting sessions of one's own, with a stand-in for ntadmin-session: what it gets, and that nothing half-made stays.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>

#include "daemon/loop_executor.h"
#include "daemon/session_launcher.h"
#include "daemon/state_dir.h"
#include "ndr/decode.h"
#include "processes.h"
#include "temporary_dir.h"

namespace nta::daemon {
namespace {

using nta::test::contents;
using nta::test::TemporaryDir;

using namespace std::chrono_literals;

struct Launcher : testing::Test {
  TemporaryDir dir;
  Settings settings;
  asio::io_context loop;
  LoopExecutor executor{loop};
  auth::AccessToken caller;
  std::unique_ptr<OwnLauncher> launcher;

  void SetUp() override {
    settings.state_dir = settings.runtime_dir = dir.path();
    settings.libexec_dir = NTADMIN_FAKE_SESSION_DIR;
    ASSERT_TRUE(make_directory(settings.sessions_dir(), 0700));
    caller.uid = geteuid();
    launcher = std::make_unique<OwnLauncher>(settings, *find_account(geteuid()), executor);
  }

  Result<void> launch(uint32_t id, host::OpenRequest request) {
    std::optional<Result<void>> outcome;
    launcher->launch(SessionId(id), caller, request, [&](Result<void> result) { outcome = std::move(result); });
    auto deadline = std::chrono::steady_clock::now() + 60s;
    while (!outcome && std::chrono::steady_clock::now() < deadline) {
      loop.restart();
      loop.run_one_for(50ms);
    }
    return outcome ? *outcome : Result<void>(fail(Win32::timeout, "no answer"));
  }

  std::string told(uint32_t id) { return contents(dir / fmt::format("sessions/{}/told", id)); }
  bool is_left(uint32_t id) { return std::filesystem::exists(dir / fmt::format("sessions/{}", id)); }

  // Each stand-in wrote down who it is; one that has not yet does so soon.
  void TearDown() override {
    for (const auto& entry : std::filesystem::directory_iterator(settings.sessions_dir())) {
      pid_t pid = 0;
      auto deadline = std::chrono::steady_clock::now() + 60s;
      while (pid == 0 && std::chrono::steady_clock::now() < deadline) {
        std::ifstream file(entry.path() / "told");
        for (std::string word; pid == 0 && file >> word;)
          if (word == "pid") file >> pid;
      }
      if (pid > 0) kill(pid, SIGKILL);
    }
    nta::test::end_processes_that_name(dir.path());
  }
};

TEST_F(Launcher, TheSessionIsToldAllThatWasAskedFor) {
  setenv("LC_TIME", "de_DE.UTF-8", 1);
  setenv("SECRET_OF_THE_DAEMON", "x", 1);
  ASSERT_TRUE(launch(7, {.arguments = {"vi", "a file"},
                         .environment = {"COLORTERM=truecolor", "PATH=/mine", "not a variable"},
                         .working_directory = "/tmp",
                         .columns = 132,
                         .rows = 43}));
  std::string text = told(7);
  for (const char* line : {"id 7\n", "directory /tmp\n", "size 132x43\n", "scrollback 2000\n", "argument vi\n",
                           "argument a file\n", "variable COLORTERM=truecolor\n", "variable PATH=/mine\n",
                           "variable LC_TIME=de_DE.UTF-8\n", "leads 1\n", "blocked 0\n"})
    EXPECT_NE(text.find(line), std::string::npos) << line << "in\n" << text;
  EXPECT_EQ(text.find("SECRET_OF_THE_DAEMON"), std::string::npos);
  EXPECT_EQ(text.find("not a variable"), std::string::npos);
  EXPECT_EQ(text.find("open "), std::string::npos) << "descriptors of the daemon are open in the session\n" << text;
}

TEST_F(Launcher, TheConfiguredShellWinsOverTheAccounts) {
  settings.shell = "/bin/true";
  ASSERT_TRUE(launch(1, {}));
  EXPECT_NE(told(1).find("shell /bin/true\n"), std::string::npos);
}

TEST_F(Launcher, ASessionThatCouldNotBeMadeLeavesNothing) {
  auto refused = launch(1, {.arguments = {"refuse"}});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::file_not_found);
  EXPECT_EQ(refused.error().text, "'refuse' is not a program");
  EXPECT_FALSE(is_left(1));
  EXPECT_FALSE(launch(2, {.arguments = {"die"}}));
  EXPECT_FALSE(is_left(2));
}

TEST_F(Launcher, AMissingSessionProgramIsNamed) {
  settings.libexec_dir = dir.path();
  auto missing = launch(1, {});
  ASSERT_FALSE(missing);
  EXPECT_NE(missing.error().text.find(dir / "ntadmin-session"), std::string::npos);
  EXPECT_FALSE(is_left(1));
}

TEST_F(Launcher, AnIdIsNeverUsedTwice) {
  ASSERT_TRUE(launch(1, {}));
  auto again = launch(1, {});
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Win32::already_exists);
  EXPECT_TRUE(is_left(1)) << "the first session's directory is not the second's to remove";
}

TEST_F(Launcher, AnotherUserOpensNoSessionHere) {
  caller.uid = geteuid() + 1;
  auto refused = launch(1, {});
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::access_denied);
  caller.groups.push_back(sid_administrators);
  EXPECT_TRUE(launch(1, {}));
}

TEST_F(Launcher, OneThatIsLateLeavesNothingAndFindsNobodyToReportTo) {
  launcher = std::make_unique<OwnLauncher>(settings, *find_account(geteuid()), executor, 100ms);
  auto late = launch(1, {.arguments = {"late"}});
  ASSERT_FALSE(late);
  EXPECT_EQ(late.error().code, Win32::timeout);
  EXPECT_EQ(late.error().text, "session 1 did not start within 0.1 s");
  EXPECT_FALSE(is_left(1));
  std::string word = dir / "sessions/1.late";
  for (auto until = std::chrono::steady_clock::now() + 60s; contents(word).empty(); std::this_thread::sleep_for(1ms))
    ASSERT_LT(std::chrono::steady_clock::now(), until);
  EXPECT_EQ(contents(word), "unheard");
  std::filesystem::remove(word);
}

TEST_F(Launcher, OneThatHangsDoesNotHoldUpOthers) {
  bool hung = false;
  launcher->launch(SessionId(1), caller, {.arguments = {"hang"}}, [&](Result<void>) { hung = true; });
  EXPECT_TRUE(launch(2, {}));
  EXPECT_FALSE(hung);
}

/** The monitor's end of the channel, and callers whose sessions wait. */
struct HeldStarts : testing::Test {
  struct Caller {
    auth::AccessToken token;
    UniqueFd own_end;
    std::optional<Result<void>> outcome;
  };

  void launch(uint32_t id) {
    Caller& caller = callers[id];
    int sockets[2];
    ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, sockets), 0);
    caller.own_end.reset(sockets[0]);
    caller.token.uid = 4711;
    caller.token.connection = std::make_shared<const UniqueFd>(sockets[1]);
    launcher.launch(SessionId(id), caller.token, {}, [&](Result<void> result) { caller.outcome = std::move(result); });
  }

  /** The sessions that the monitor is asked for once it has said that `id` runs. */
  std::vector<uint32_t> asked_after(uint32_t id) {
    EXPECT_TRUE(ends.second.send(monitor::RequestKind::start_session, serials[id], monitor::Answer{}));
    loop.restart();
    loop.poll();
    return asked();
  }

  std::vector<uint32_t> asked() {
    std::vector<uint32_t> sessions;
    for (auto message = ends.second.receive(); message && *message; message = ends.second.receive()) {
      auto start = ndr::decode<monitor::StartSession>((*message)->body);
      EXPECT_TRUE(start);
      serials[start->value.session] = (*message)->header.serial;
      sessions.push_back(start->value.session);
    }
    return sessions;
  }

  asio::io_context loop;
  LoopExecutor executor{loop};
  std::pair<monitor::Channel, monitor::Channel> ends = *monitor::Channel::make_pair();
  monitor::MonitorClient client{std::move(ends.first), executor, [] {}};
  MonitorLauncher launcher{client};
  std::map<uint32_t, Caller> callers;
  std::map<uint32_t, uint32_t> serials;
};

TEST_F(HeldStarts, AreDroppedOnceTheirCallersAreGone) {
  for (uint32_t id = 1; id <= 7; ++id) launch(id);
  EXPECT_EQ(asked(), (std::vector<uint32_t>{1, 2, 3, 4}));
  callers[5].own_end.reset();
  callers[7].own_end.reset();
  EXPECT_EQ(asked_after(1), std::vector<uint32_t>{6});
  ASSERT_TRUE(callers[5].outcome && !*callers[5].outcome);
  EXPECT_EQ(callers[5].outcome->error().code, Win32::cancelled);
  EXPECT_EQ(asked_after(2), std::vector<uint32_t>());
  ASSERT_TRUE(callers[7].outcome && !*callers[7].outcome);
  EXPECT_FALSE(callers[6].outcome) << "that one is being started";
  for (uint32_t id : {3, 4, 6}) asked_after(id);
  EXPECT_TRUE(callers[6].outcome && *callers[6].outcome);
  launch(8);
  EXPECT_EQ(asked(), std::vector<uint32_t>{8});
}

TEST(Environment, LaterLayersReplaceEarlierOnes) {
  EXPECT_EQ(merge_environment({{"A=1", "B=2", "junk", "=x"}, {"B=3"}, {"C=", "A=4"}}),
            (std::vector<std::string>{"B=3", "C=", "A=4"}));
}

}  // namespace
}  // namespace nta::daemon
