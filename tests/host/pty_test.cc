// Our own sessions: found by their directories, believed as far as the kernel bears them out.
#include "host/providers/pty.h"

#include <gtest/gtest.h>
#include <pwd.h>
#include <sys/socket.h>
#include <unistd.h>

#include <csignal>

#include "host/fake_session.h"
#include "host/poll_loop.h"
#include "host/processes/proc_files.h"
#include "host/sessions/session_table.h"
#include "temporary_dir.h"

namespace nta::host {
namespace {

using test::FakeSession;
using Manner = test::FakeSessionPlan::Manner;

/** Everyone's login comes from one address, which takes a turn of the loop to find. */
struct ToldPeers : LoginPeers {
  explicit ToldPeers(test::PollLoop& loop) : loop_(loop) {}
  void find(pid_t, Done done) override {
    loop_.post([this, done = std::move(done)] { done(address); });
  }
  std::string address;
  test::PollLoop& loop_;
};

bool knows_processes_of_peers() {
  constexpr int peer_pidfd = 77;  // SO_PEERPIDFD
  int ends[2], process = -1;
  socklen_t size = sizeof process;
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) return false;
  UniqueFd one(ends[0]), other(ends[1]);
  bool told = getsockopt(one.get(), SOL_SOCKET, peer_pidfd, &process, &size) == 0;
  UniqueFd held(process);
  return told;
}

// How long a daemon waits for its sessions. What an honest one says is waited for, however busy the machine is.
constexpr std::chrono::seconds patient{60};
constexpr std::chrono::milliseconds impatient{200};

// A daemon: what is gone when it is killed.
struct Daemon {
  Daemon(const std::string& state, const std::string& sessions, LoginPeers& login_peers, test::PollLoop& loop,
         Executor::Duration patience, const std::string& proc_root)
      : ids(*IdMap::open(state, "boot")),
        ender(loop, killer, [this] { return table.resolver(); },
              {.patience = std::chrono::milliseconds(50), .look_again = std::chrono::milliseconds(10)}),
        names(loop),
        table(ids, {.computer = "HOST"}) {
    auto made = std::make_unique<PtyProvider>(ender, login_peers, names,
                                              PtyProvider::Options{.sessions_dir = sessions,
                                                                   .proc_root = proc_root,
                                                                   .retry = std::chrono::milliseconds(20),
                                                                   .look_again = std::chrono::milliseconds(200),
                                                                   .first_look = patience,
                                                                   .answer = patience,
                                                                   .longest_logoff = patience,
                                                                   .check_ended = std::chrono::milliseconds(50),
                                                                   .longest_start = std::chrono::seconds(3600),
                                                                   .first_client = patience});
    provider = made.get();
    table.add(std::move(made), loop);
  }
  IdMap ids;
  LocalProcessKiller killer;
  SessionEnder ender;
  UserNames names;
  SessionTable table;
  PtyProvider* provider;
};

class PtyProviderTest : public testing::Test {
 protected:
  PtyProviderTest() { restart(); }
  void restart(Executor::Duration patience = patient, const std::string& proc_root = "/proc") {
    daemon_.reset();
    daemon_ = std::make_unique<Daemon>(state_.path(), sessions_.path(), login_peers_, loop_, patience, proc_root);
  }
  std::unique_ptr<FakeSession> session(uint32_t id, Manner manner = Manner::honest,
                                       std::vector<uint32_t> viewers = {}) {
    return std::make_unique<FakeSession>(
        test::FakeSessionPlan{.directory = directory(id), .id = id, .manner = manner, .viewers = std::move(viewers)});
  }
  std::string directory(uint32_t id) const { return sessions_.path() + "/" + std::to_string(id); }
  const Session* row(uint32_t id) const { return daemon_->table.find(SessionId{id}); }
  bool until(const std::function<bool()>& condition) { return loop_.run_until(condition); }
  std::optional<Win32> outcome(void (SessionTable::*act)(SessionId, const std::string&, Completion), uint32_t id) {
    std::optional<Win32> code;
    (daemon_->table.*act)(SessionId{id}, "",
                          [&](Result<void> result) { code = result ? Win32::success : result.error().code; });
    return until([&] { return code.has_value(); }) ? code : std::nullopt;
  }

  nta::test::TemporaryDir state_, sessions_;
  test::PollLoop loop_;
  ToldPeers login_peers_{loop_};
  std::unique_ptr<Daemon> daemon_;
};

TEST_F(PtyProviderTest, WhatTheKernelKnowsOfAClientCountsAndNotWhatItSays) {
  login_peers_.address = "192.0.2.66";
  auto session = this->session(7);
  ASSERT_TRUE(until([&] { return row(7) != nullptr; }));
  EXPECT_EQ(row(7)->client.address, (Address{"192.0.2.66", AF_INET}));
  EXPECT_EQ(outcome(&SessionTable::disconnect, 7), Win32::success);
  EXPECT_EQ(row(7)->client.address, Address());
  EXPECT_EQ(row(7)->last_client, "192.0.2.66");
}

TEST_F(PtyProviderTest, ProgramsOfASessionThatHasNotToldOfItselfYetAreItsOwn) {
  daemon_->provider->starts(SessionId{8}, "alice");
  EXPECT_EQ(daemon_->table.session_of_pid(getpid()), services_session) << "there is no session yet";
  auto session = this->session(8, Manner::silent);
  EXPECT_EQ(daemon_->table.session_of_pid(session->pid()), SessionId{8});
  ASSERT_NE(row(8), nullptr);
  EXPECT_EQ(row(8)->user, "alice");
  EXPECT_EQ(row(8)->uid, geteuid());
  EXPECT_EQ(row(8)->state, State::connect_query);
}

TEST_F(PtyProviderTest, ANewSessionIsDisconnectedOnlyWhenItsFirstClientDoesNotCome) {
  auto session = this->session(12, Manner::unattended);
  ASSERT_TRUE(until([&] { return row(12) != nullptr; }));
  EXPECT_EQ(row(12)->state, State::connect_query);
  restart(impatient);
  EXPECT_TRUE(until([&] { return row(12) != nullptr && row(12)->state == State::disconnected; }));
}

TEST_F(PtyProviderTest, WhatASessionSaysTakesThePlaceOfWhatWasKnownBefore) {
  daemon_->provider->starts(SessionId{9}, "alice");
  auto session = this->session(9);
  EXPECT_EQ(daemon_->table.session_of_pid(session->pid()), SessionId{9});
  EXPECT_TRUE(until([&] { return row(9)->state == State::active; }));
  EXPECT_EQ(row(9)->user, getpwuid(geteuid())->pw_name);
}

TEST_F(PtyProviderTest, OneThatDoesNotStartLeavesNothing) {
  daemon_->provider->starts(SessionId{10}, "alice");
  EXPECT_EQ(daemon_->table.session_of_pid(getpid()), services_session);
  daemon_->provider->does_not_start(SessionId{10});
  EXPECT_TRUE(until([&] { return daemon_->table.find(SessionId{10}) == nullptr; }));
  EXPECT_EQ(daemon_->table.session_of_pid(getpid()), services_session);
}

TEST_F(PtyProviderTest, SessionThatStartsBecomesARowAsTheKernelAndItselfTell) {
  auto session = this->session(7);
  ASSERT_TRUE(until([&] { return row(7) != nullptr; }));
  const Session& shown = *row(7);
  EXPECT_EQ(shown.user, getpwuid(geteuid())->pw_name);
  EXPECT_EQ(shown.uid, geteuid());
  EXPECT_EQ(shown.leader, session->pid());
  EXPECT_EQ(shown.winstation, "Pty#7");
  EXPECT_EQ(shown.state, State::active);
  EXPECT_EQ(shown.initial_program, "vi");
  EXPECT_EQ(shown.connect_time, 2000);
  EXPECT_EQ(shown.traffic, (Traffic{5, 6, 7, 8}));
  EXPECT_EQ(shown.client.name, "laptop");
  EXPECT_EQ(shown.client.address, (Address{"2001:db8::7", AF_INET6}));
  EXPECT_EQ(shown.client.columns, 80u);
  EXPECT_EQ(shown.client.protocol, Protocol::remote);
  EXPECT_EQ(daemon_->table.session_of_pid(session->pid()), SessionId{7});
}

TEST_F(PtyProviderTest, RestartedDaemonFindsEverySessionAgainAsItWas) {
  auto first = session(3), second = session(4);
  ASSERT_TRUE(until([&] { return row(3) && row(4); }));
  ASSERT_EQ(outcome(&SessionTable::disconnect, 4), Win32::success);
  auto before = daemon_->table.rows();
  restart();
  bool ready = false;
  daemon_->table.when_ready([&] { ready = true; });
  ASSERT_TRUE(until([&] { return ready; }));
  EXPECT_EQ(daemon_->table.rows(), before);
  // Its id is not given to another, even when the map was lost.
  EXPECT_EQ(daemon_->table.new_id()->value, 5u);
}

TEST_F(PtyProviderTest, DisconnectedSessionHasNoClientAndNoName) {
  auto session = this->session(1);
  ASSERT_TRUE(until([&] { return row(1) != nullptr; }));
  EXPECT_EQ(outcome(&SessionTable::disconnect, 1), Win32::success);
  EXPECT_EQ(row(1)->state, State::disconnected);
  EXPECT_EQ(row(1)->winstation, "");
  EXPECT_EQ(row(1)->client, Client{});
  EXPECT_EQ(row(1)->disconnect_time, 3000);
  EXPECT_EQ(daemon_->table.find_disconnected(geteuid())->id, SessionId{1});
}

TEST_F(PtyProviderTest, LoggedOffSessionIsGoneWhenDoneIsSaid) {
  auto session = this->session(1);
  ASSERT_TRUE(until([&] { return row(1) != nullptr; }));
  EXPECT_EQ(outcome(&SessionTable::logoff, 1), Win32::success);
  EXPECT_EQ(row(1), nullptr);
  EXPECT_TRUE(until([&] { return access(directory(1).c_str(), F_OK) != 0; }));
}

TEST_F(PtyProviderTest, EveryoneWhoAskedForItsEndHearsOfIt) {
  auto session = this->session(1);
  ASSERT_TRUE(until([&] { return row(1) != nullptr; }));
  int answers = 0;
  auto count = [&](Result<void>) { ++answers; };
  daemon_->table.logoff(SessionId{1}, "", count);
  daemon_->table.disconnect(SessionId{1}, "", count);
  daemon_->table.logoff(SessionId{1}, "", count);
  EXPECT_TRUE(until([&] { return answers == 3; }));
  EXPECT_EQ(row(1), nullptr);
}

TEST_F(PtyProviderTest, SessionThatDoesNotAnswerIsEndedByForce) {
  restart(impatient);
  auto session = this->session(1, Manner::never_ends);
  ASSERT_TRUE(until([&] { return row(1) != nullptr; }));
  EXPECT_EQ(outcome(&SessionTable::logoff, 1), Win32::success);
  EXPECT_EQ(row(1), nullptr);
  EXPECT_NE(access(directory(1).c_str(), F_OK), 0);
}

TEST_F(PtyProviderTest, KilledSessionLeavesTheTableAndItsDirectoryIsClearedAway) {
  auto session = this->session(1);
  ASSERT_TRUE(until([&] { return row(1) != nullptr; }));
  session->kill();
  ASSERT_TRUE(until([&] { return row(1) == nullptr; }));
  EXPECT_NE(access(directory(1).c_str(), F_OK), 0);
}

TEST_F(PtyProviderTest, SessionOfAnotherIdThanItsDirectorysIsNotShown) {
  auto forged = session(1, Manner::forges_id);
  auto honest = session(5);
  ASSERT_TRUE(until([&] { return row(5) != nullptr; }));
  EXPECT_EQ(row(1), nullptr);
  EXPECT_EQ(row(2), nullptr);
}

TEST_F(PtyProviderTest, ViewersWhomNobodyLetInAreNoneAndTheirSessionsAreNotShadowed) {
  auto honest = session(5);
  ASSERT_TRUE(until([&] { return row(5) != nullptr; }));
  auto forging = session(6, Manner::honest, {static_cast<uint32_t>(honest->pid()), 1, 2});
  ASSERT_TRUE(until([&] { return row(6) != nullptr; }));
  EXPECT_TRUE(row(6)->viewers.empty());
  EXPECT_EQ(row(5)->state, State::active);
}

TEST_F(PtyProviderTest, AViewerWhoWasLetInIsOne) {
  auto session = this->session(6, Manner::honest, {static_cast<uint32_t>(getpid()), 1});
  ASSERT_TRUE(until([&] { return row(6) != nullptr; }));
  daemon_->table.admit(SessionId{6}, {.uid = geteuid(), .pid = getpid(), .ticket = "t", .who = "HOST\\alice"},
                       [](Result<void>) {});
  EXPECT_EQ(outcome(&SessionTable::disconnect, 6), Win32::success);  // its State is told anew
  EXPECT_EQ(row(6)->viewers, std::vector<pid_t>{getpid()});
}

TEST_F(PtyProviderTest, SessionWithMoreViewersThanThereCanBeIsNotShown) {
  auto forging = session(1, Manner::honest, std::vector<uint32_t>(9, 4711));
  auto honest = session(5);
  ASSERT_TRUE(until([&] { return row(5) != nullptr; }));
  EXPECT_FALSE(loop_.run_until([&] { return row(1) != nullptr; }, std::chrono::milliseconds(300)));
}

TEST_F(PtyProviderTest, ListenerWhoseProcessHasEndedIsNoSessions) {
  auto forging = session(1, Manner::took_over);
  auto honest = session(5);
  ASSERT_TRUE(until([&] { return row(5) != nullptr; }));
  EXPECT_FALSE(loop_.run_until([&] { return row(1) != nullptr; }, std::chrono::milliseconds(300)));
}

// As after the numbers have come round: the process that has the listener's is another user's.
TEST_F(PtyProviderTest, AnotherUsersProcessIsNobodysSession) {
  auto session = this->session(1);
  nta::test::TemporaryDir proc_root;
  auto process_of = [&](uid_t real, uid_t saved) {
    std::string directory = std::to_string(session->pid());
    proc_root.write(directory + "/stat", *proc::read(fmt::format("/proc/{}/stat", session->pid())));
    proc_root.write(directory + "/status", fmt::format("Name:\tx\nUid:\t{}\t0\t{}\t0\n", real, saved));
  };
  for (auto [real, saved] : {std::pair(geteuid() + 1, geteuid()), std::pair(geteuid(), geteuid() + 1)}) {
    process_of(real, saved);
    restart(patient, proc_root.path());
    daemon_->provider->starts(SessionId{1}, "alice");
    daemon_->table.session_of_pid(getpid());
    EXPECT_FALSE(loop_.run_until([&] { return row(1) != nullptr; }, std::chrono::milliseconds(300)));
  }
  process_of(geteuid(), geteuid());
  EXPECT_TRUE(until([&] { return row(1) != nullptr; }));
}

// As where it is mounted with hidepid.
TEST_F(PtyProviderTest, SessionWhoseProcessIsHiddenInProcIsShownWhereTheKernelHoldsItsProcess) {
  if (!knows_processes_of_peers()) GTEST_SKIP() << "needs pidfds of peers (Linux 6.5)";
  auto honest = session(1), forging = session(2, Manner::took_over);
  nta::test::TemporaryDir proc_root;
  restart(patient, proc_root.path());
  ASSERT_TRUE(until([&] { return row(1) != nullptr; }));
  EXPECT_EQ(row(1)->leader, honest->pid());
  EXPECT_EQ(row(1)->uid, geteuid());
  EXPECT_FALSE(loop_.run_until([&] { return row(2) != nullptr; }, std::chrono::milliseconds(300)));
}

TEST_F(PtyProviderTest, ASessionIsOfTheUserWhoseDirectoryItIs) {
  if (geteuid() != 0) GTEST_SKIP() << "needs root, to give a directory away";
  auto session = this->session(1);
  ASSERT_EQ(chown(directory(1).c_str(), 4711, 4711), 0);
  restart();
  EXPECT_FALSE(loop_.run_until([&] { return row(1) != nullptr; }, std::chrono::milliseconds(300)));
  ASSERT_EQ(chown(directory(1).c_str(), 0, 0), 0);
  EXPECT_TRUE(until([&] { return row(1) != nullptr; }));
}

TEST_F(PtyProviderTest, SilentOrBabblingSessionKeepsNobodyWaiting) {
  auto silent = session(1, Manner::silent), babbling = session(2, Manner::babbles), honest = session(5);
  restart(impatient);
  bool ready = false;
  daemon_->table.when_ready([&] { ready = true; });
  ASSERT_TRUE(until([&] { return ready && row(5); }));
  EXPECT_EQ(row(1), nullptr);
  EXPECT_EQ(row(2), nullptr);
}

TEST_F(PtyProviderTest, ExpectedSessionIsInTheTableWhenDoneIsSaid) {
  auto session = this->session(9);
  bool there = false;
  daemon_->provider->expect(SessionId{9}, [&](Result<void> result) { there = result && row(9); });
  EXPECT_TRUE(until([&] { return there; }));
}

TEST_F(PtyProviderTest, ExpectedSessionThatNeverTellsIsATimeout) {
  restart(impatient);
  auto session = this->session(9, Manner::silent);
  std::optional<Win32> code;
  daemon_->provider->expect(SessionId{9},
                            [&](Result<void> result) { code = result ? Win32::success : result.error().code; });
  ASSERT_TRUE(until([&] { return code.has_value(); }));
  EXPECT_EQ(code, Win32::timeout);
}

// The fake session knows no boxes: to the daemon that is one whose process is stopped.
TEST_F(PtyProviderTest, AMessageWhoseTimeIsOverIsAnsweredAlsoWhereTheSessionSaysNothing) {
  restart(impatient);
  auto session = this->session(1);
  ASSERT_TRUE(until([&] { return row(1) != nullptr; }));
  uint32_t answer = 0;
  daemon_->table.message(SessionId{1}, {.title = "t", .text = "x", .seconds = 1, .wait = Message::Wait::for_answer},
                         [&](Result<uint32_t> result) { answer = result ? *result : 1; });
  EXPECT_TRUE(until([&] { return answer != 0; }));
  EXPECT_EQ(answer, answer_timeout);
}

TEST_F(PtyProviderTest, MessagesThatNobodyAnswersHaveABoundAndKeepNobodyFromEndingTheSession) {
  auto session = this->session(1);
  ASSERT_TRUE(until([&] { return row(1) != nullptr; }));
  std::vector<Win32> refused;
  auto told = [&](Result<uint32_t> result) {
    if (!result) refused.push_back(result.error().code);
  };
  for (int i = 0; i < 1000 && refused.empty(); ++i)
    daemon_->table.message(SessionId{1}, {.text = "x", .wait = Message::Wait::for_answer}, told);
  EXPECT_EQ(refused, std::vector{Win32::busy});
  EXPECT_EQ(outcome(&SessionTable::logoff, 1), Win32::success);
}

TEST_F(PtyProviderTest, WhatASessionDoesNotReadIsRefusedAtOnce) {
  auto session = this->session(1);
  ASSERT_TRUE(until([&] { return row(1) != nullptr; }));
  kill(session->pid(), SIGSTOP);
  std::vector<Win32> refused;
  int sent = 0;
  for (; sent < 100 && refused.empty(); ++sent) {
    Message message{.text = std::string(Message::longest_text, 'x'), .wait = Message::Wait::for_answer};
    daemon_->table.message(SessionId{1}, message, [&](Result<uint32_t> result) {
      if (!result) refused.push_back(result.error().code);
    });
  }
  EXPECT_LT(sent, 100);
  EXPECT_EQ(refused, std::vector{Win32::busy});
  kill(session->pid(), SIGCONT);
  EXPECT_TRUE(until([&] { return outcome(&SessionTable::disconnect, 1) == Win32::success; }));
  EXPECT_EQ(outcome(&SessionTable::logoff, 1), Win32::success);
}

TEST_F(PtyProviderTest, MessagesThatNobodyWaitsForAreNotKept) {
  auto session = this->session(1);
  ASSERT_TRUE(until([&] { return row(1) != nullptr; }));
  for (int i = 0; i < 200; ++i) {
    uint32_t answer = 0;
    daemon_->table.message(SessionId{1}, {.text = "x"},
                           [&](Result<uint32_t> result) { answer = result ? *result : 1; });
    ASSERT_TRUE(until([&] { return answer != 0; }));
    ASSERT_EQ(answer, answer_not_waited_for);
  }
}

TEST_F(PtyProviderTest, OtherFilesAmongTheSessionsAreLeftAlone) {
  for (const char* name : {"x/keep", "007/keep", "0/keep", "99999/keep"}) sessions_.write(name, "");
  auto session = this->session(1);
  restart();
  ASSERT_TRUE(until([&] { return row(1) != nullptr; }));
  EXPECT_EQ(daemon_->table.rows().size(), 3u);
  EXPECT_EQ(access((sessions_.path() + "/007/keep").c_str(), F_OK), 0);
}

}  // namespace
}  // namespace nta::host
