// One table of sessions: rows, names, merges, events, counters, and what may be done to which.
#include "host/sessions/session_table.h"

#include <gtest/gtest.h>
#include <sys/socket.h>

#include "host/fake_proc.h"
#include "host/poll_loop.h"

namespace nta::host {
namespace {

using Type = SessionEvent::Type;

// A provider whose sessions the test makes up, and that notes what it was asked.
class ToldProvider final : public SessionProvider {
 public:
  ToldProvider(std::string name, std::vector<std::string>& asked) : name_(std::move(name)), asked_(asked) {}
  std::string_view name() const override { return name_; }
  void start(Executor&, SessionSink&) override {}
  void disconnect(const Session& session, const std::string&, Completion done) override {
    asked_.push_back(fmt::format("{} disconnect {}", name_, session.id.value));
    if (name_ == "pty") return done({});
    done(fail(Win32::not_supported, "no way to disconnect it"));
  }
  void logoff(const Session& session, const std::string&, Completion done) override {
    asked_.push_back(fmt::format("{} logoff {}", name_, session.id.value));
    done({});
  }

  void message(const Session& session, Message message, MessageDone done) override {
    asked_.push_back(fmt::format("{} message {} {}", name_, session.id.value, message.text));
    done(answer_not_waited_for);
  }

 private:
  std::string name_;
  std::vector<std::string>& asked_;
};

class SessionTableTest : public testing::Test {
 protected:
  SessionTableTest() : ids_(*IdMap::open(state_.path(), "boot")), table_(ids_, {"HOST", proc_.path()}) {
    for (const char* name : {"pty", "logind", "utmp"}) table_.add(std::make_unique<ToldProvider>(name, asked_), loop_);
    watching_ =
        table_.subscribe([this](const SessionEvent& event) { events_.emplace_back(event.type, event.id.value); });
  }

  static Session pty(uint32_t id, State state, pid_t leader) {
    Session session;
    session.id = SessionId{id};
    session.kind = Kind::pty;
    session.provider = "pty";
    session.key = std::to_string(id);
    session.state = state;
    session.user = "alice";
    session.uid = 1000;
    session.leader = leader;
    return session;
  }
  static Session login(const std::string& name, Kind kind, pid_t leader) {
    Session session;
    session.kind = kind;
    session.provider = "logind";
    session.key = session.scope = name;
    session.state = State::active;
    session.user = "alice";
    session.uid = 1000;
    session.leader = leader;
    return session;
  }
  Win32 disconnect(uint32_t id) {
    Win32 code = Win32::io_incomplete;
    table_.disconnect(SessionId{id}, "",
                      [&](Result<void> result) { code = result ? Win32::success : result.error().code; });
    return code;
  }
  Win32 logoff(uint32_t id) {
    Win32 code = Win32::io_incomplete;
    table_.logoff(SessionId{id}, "",
                  [&](Result<void> result) { code = result ? Win32::success : result.error().code; });
    return code;
  }
  std::vector<uint32_t> ids_shown() const {
    std::vector<uint32_t> shown;
    std::vector<const Session*> rows;
    for (const auto& [id, row] : table_.rows()) {
      shown.push_back(id.value);
      rows.push_back(&row);
    }
    EXPECT_EQ(table_.listed(), rows);
    return shown;
  }
  uint32_t counter(Counter which) const { return *table_.counter(static_cast<uint32_t>(which)); }

  using Ids = std::vector<uint32_t>;
  using Events = std::vector<std::pair<Type, uint32_t>>;
  nta::test::TemporaryDir state_;
  test::FakeProc proc_;
  test::PollLoop loop_;
  IdMap ids_;
  std::vector<std::string> asked_;
  Events events_;
  SessionTable table_;
  RegistrationPtr watching_;
};

TEST_F(SessionTableTest, EmptyHostHasTheServicesSessionAndTheListener) {
  EXPECT_EQ(ids_shown(), (Ids{0, 65536}));
  EXPECT_EQ(table_.find(services_session)->winstation, "Services");
  EXPECT_EQ(table_.find(services_session)->state, State::disconnected);
  EXPECT_EQ(table_.find(first_listener)->winstation, "Pty");
  EXPECT_EQ(table_.find(first_listener)->state, State::listen);
  EXPECT_EQ(table_.console(), no_console);
}

TEST_F(SessionTableTest, WinstationNamesFollowKindAndStateAndAreFoundWithoutCase) {
  table_.put(pty(3, State::active, 300));
  table_.put(pty(4, State::disconnected, 400));
  table_.put(login("c1", Kind::ssh, 500));
  table_.put(login("c2", Kind::console, 600));
  EXPECT_EQ(table_.find(SessionId{3})->winstation, "Pty#3");
  EXPECT_EQ(table_.find(SessionId{4})->winstation, "");
  EXPECT_EQ(table_.find(SessionId{5})->winstation, "SSH#5");
  EXPECT_EQ(table_.find(SessionId{6})->winstation, "Console");
  EXPECT_EQ(table_.find_by_winstation("ssh#5")->id, SessionId{5});
  EXPECT_EQ(table_.find_by_winstation("CONSOLE")->id, SessionId{6});
  EXPECT_EQ(table_.find_by_winstation("services")->id, services_session);
  EXPECT_EQ(table_.find_by_winstation(""), nullptr);
  EXPECT_EQ(table_.find_by_winstation("SSH#99"), nullptr);
  EXPECT_EQ(table_.console(), SessionId{6});
}

TEST_F(SessionTableTest, NameStaysForTheLifeOfTheConnectionAndIdForThatOfTheSession) {
  table_.put(login("c1", Kind::ssh, 500));
  table_.put(login("c2", Kind::ssh, 501));
  table_.remove("logind", "c1");
  table_.put(login("c3", Kind::ssh, 502));
  EXPECT_EQ(ids_shown(), (Ids{0, 2, 3, 65536}));
  EXPECT_EQ(table_.find(SessionId{2})->winstation, "SSH#2");
}

TEST_F(SessionTableTest, UserWithoutADomainIsOfThisComputer) {
  table_.put(pty(1, State::active, 100));
  EXPECT_EQ(table_.find(SessionId{1})->domain, "HOST");
  EXPECT_EQ(table_.find(services_session)->domain, "");
}

TEST_F(SessionTableTest, LoginMadeByOurKeeperIsOurRow) {
  proc_.add(200, {.command = "ntadmind"});
  proc_.add(201, {.parent = 200, .command = "ntadmin-session"});
  table_.put(pty(1, State::active, 201));
  auto keeper = login("c9", Kind::tty, 200);
  keeper.lock = Lock::locked;
  table_.put(keeper);
  EXPECT_EQ(ids_shown(), (Ids{0, 1, 65536}));
  EXPECT_EQ(table_.find(SessionId{1})->lock, Lock::locked);
  // Processes of logind's scope are of our session.
  proc_.add(900, {.cgroup = "/user.slice/user-1000.slice/session-c9.scope"});
  EXPECT_EQ(table_.session_of_pid(900), SessionId{1});
}

TEST_F(SessionTableTest, OrderInWhichProvidersTellMakesNoDifference) {
  proc_.add(200, {});
  proc_.add(201, {.parent = 200});
  table_.put(login("c9", Kind::tty, 200));
  EXPECT_EQ(ids_shown(), (Ids{0, 1, 65536}));
  table_.put(pty(2, State::active, 201));
  EXPECT_EQ(ids_shown(), (Ids{0, 2, 65536}));
}

TEST_F(SessionTableTest, LoginOfAKeeperIsNoRowBeforeItsSessionTellsNorAfterItsEnd) {
  proc_.add(200, {.command = "ntadmin-keeper", .uid = 0});
  auto keeper = login("c9", Kind::tty, 200);
  table_.put(keeper);
  keeper.kind = Kind::ssh;
  table_.put(keeper);
  EXPECT_EQ(ids_shown(), (Ids{0, 65536}));
  proc_.add(201, {.parent = 200, .command = "ntadmin-session"});
  table_.put(pty(7, State::active, 201));
  EXPECT_EQ(ids_shown(), (Ids{0, 7, 65536}));
  events_.clear();
  table_.remove("pty", "7");
  proc_.end(200);
  keeper.state = State::disconnected;
  table_.put(keeper);
  table_.remove("logind", "c9");
  EXPECT_EQ(events_, (Events{{Type::logoff, 7}, {Type::deleted, 7}}));

  proc_.add(300, {.command = "ntadmin-keeper", .uid = 1000});
  table_.put(login("c10", Kind::tty, 300));
  EXPECT_EQ(ids_shown().size(), 3u) << "a name that anybody can take hides nobody";
}

TEST_F(SessionTableTest, LoginThatEndedWithItsClientIsNotARowAgain) {
  proc_.add(300, {.command = "sshd"});
  proc_.add(302, {.parent = 300, .command = "ntadmin"});
  table_.put(login("5", Kind::ssh, 300));
  auto ours = pty(9, State::active, 400);
  ours.client.pid = 302;
  table_.put(ours);
  EXPECT_EQ(ids_shown(), (Ids{0, 9, 65536}));
  proc_.end(302);
  proc_.end(300);
  ours.state = State::disconnected;
  ours.client = {};
  table_.put(ours);
  EXPECT_EQ(ids_shown(), (Ids{0, 9, 65536}));
}

TEST_F(SessionTableTest, SshLoginThatRunsAttachIsTheClientNotASecondRow) {
  proc_.add(300, {.command = "sshd"});
  proc_.add(301, {.parent = 300, .command = "bash"});
  proc_.add(302, {.parent = 301, .command = "ntadmin"});
  proc_.add(400, {.command = "ntadmin-session"});
  auto ssh = login("5", Kind::ssh, 300);
  ssh.client.address = {"192.0.2.5", AF_INET};
  ssh.client.protocol = Protocol::remote;
  table_.put(ssh);
  auto ours = pty(9, State::disconnected, 400);
  table_.put(ours);
  EXPECT_EQ(ids_shown(), (Ids{0, 1, 9, 65536}));

  ours.state = State::active;
  ours.client.pid = 302;
  table_.put(ours);
  EXPECT_EQ(ids_shown(), (Ids{0, 9, 65536}));
  EXPECT_EQ(table_.find(SessionId{9})->client.address.text, "192.0.2.5");
  EXPECT_EQ(table_.find(SessionId{9})->client.protocol, Protocol::remote);
  proc_.add(303, {.cgroup = "/user.slice/user-1000.slice/session-5.scope"});
  EXPECT_EQ(table_.session_of_pid(303), SessionId{9});

  // It detached: the login is a session of its own again, with the id it had.
  ours.state = State::disconnected;
  ours.client = {};
  table_.put(ours);
  EXPECT_EQ(ids_shown(), (Ids{0, 1, 9, 65536}));
}

TEST_F(SessionTableTest, ConsoleThatRunsAttachInAWindowStaysTheConsole) {
  proc_.add(300, {.command = "gnome-session"});
  proc_.add(302, {.parent = 300, .command = "ntadmin"});
  table_.put(login("2", Kind::console, 300));
  auto ours = pty(9, State::active, 400);
  ours.client.pid = 302;
  table_.put(ours);
  EXPECT_EQ(ids_shown(), (Ids{0, 1, 9, 65536}));
}

TEST_F(SessionTableTest, SessionZeroCannotBeDisconnectedOrLoggedOff) {
  EXPECT_EQ(disconnect(0), Win32::access_denied);
  EXPECT_EQ(logoff(0), Win32::access_denied);
}

TEST_F(SessionTableTest, UnknownSessionAndListenerAreNotFound) {
  for (uint32_t id : {77u, 65536u, 65537u, 0xFFFFFFFFu}) {
    EXPECT_EQ(disconnect(id), Win32::ctx_winstation_not_found) << id;
    EXPECT_EQ(logoff(id), Win32::ctx_winstation_not_found) << id;
  }
  EXPECT_TRUE(asked_.empty());
}

TEST_F(SessionTableTest, DisconnectGoesToTheProviderUnlessItIsDisconnected) {
  table_.put(pty(1, State::active, 100));
  table_.put(pty(2, State::disconnected, 101));
  table_.put(login("c1", Kind::ssh, 102));
  EXPECT_EQ(disconnect(1), Win32::success);
  EXPECT_EQ(disconnect(2), Win32::success);
  EXPECT_EQ(disconnect(3), Win32::not_supported);
  EXPECT_EQ(logoff(3), Win32::success);
  EXPECT_EQ(asked_, (std::vector<std::string>{"pty disconnect 1", "logind disconnect 3", "logind logoff 3"}));
}

TEST_F(SessionTableTest, ASessionThatTurnsOutToBeOfAnotherKindIsRenamed) {
  auto session = pty(1, State::active, 100);
  session.provider = "logind";
  session.kind = Kind::tty;
  table_.put(session);
  events_.clear();
  session.kind = Kind::ssh;
  table_.put(session);
  EXPECT_EQ(events_, (Events{{Type::renamed, 1}}));
  EXPECT_EQ(table_.find(SessionId{1})->winstation, "SSH#1");
}

TEST_F(SessionTableTest, EventsTellWhatHappenedInOrder) {
  auto session = pty(1, State::active, 100);
  table_.put(session);
  EXPECT_EQ(events_, (Events{{Type::created, 1}, {Type::connected, 1}, {Type::logon, 1}, {Type::state_changed, 1}}));
  events_.clear();
  session.state = State::disconnected;
  table_.put(session);
  EXPECT_EQ(events_, (Events{{Type::disconnected, 1}, {Type::state_changed, 1}}));
  events_.clear();
  session.last_input_time = 5;
  table_.put(session);
  table_.put(session);
  EXPECT_TRUE(events_.empty());
  session.lock = Lock::locked;
  table_.put(session);
  session.lock = Lock::unlocked;
  table_.put(session);
  EXPECT_EQ(events_, (Events{{Type::locked, 1}, {Type::unlocked, 1}}));
  events_.clear();
  table_.remove("pty", "1");
  EXPECT_EQ(events_, (Events{{Type::logoff, 1}, {Type::deleted, 1}}));
}

TEST_F(SessionTableTest, LogonIsToldWithTheFirstClientSoThatTheSessionHasAName) {
  auto session = pty(1, State::connect_query, 100);
  table_.put(session);
  EXPECT_EQ(events_, (Events{{Type::created, 1}, {Type::state_changed, 1}}));
  EXPECT_FALSE(table_.find_disconnected(1000)) << "it is about to be shown: nobody else's log-on goes there";
  events_.clear();
  auto naming = table_.subscribe([](const SessionEvent& event) { EXPECT_EQ(event.session.winstation, "Pty#1"); });
  session.state = State::active;
  table_.put(session);
  EXPECT_EQ(events_, (Events{{Type::connected, 1}, {Type::logon, 1}, {Type::state_changed, 1}}));
}

TEST_F(SessionTableTest, LogonIsToldWithoutAClientWhereNoneCame) {
  auto session = pty(1, State::connect_query, 100);
  table_.put(session);
  events_.clear();
  session.state = State::disconnected;
  table_.put(session);
  EXPECT_EQ(events_, (Events{{Type::logon, 1}, {Type::state_changed, 1}}));
  table_.put(pty(2, State::connect_query, 101));
  events_.clear();
  table_.remove("pty", "2");
  EXPECT_EQ(events_, (Events{{Type::logon, 2}, {Type::logoff, 2}, {Type::deleted, 2}}));
}

TEST_F(SessionTableTest, WhoSubscribedLastIsToldFirst) {
  std::vector<int> told;
  auto first =
      table_.subscribe([&](const SessionEvent& event) { told.push_back(event.type == Type::created ? 1 : 0); });
  auto last = table_.subscribe([&](const SessionEvent& event) { told.push_back(event.type == Type::created ? 2 : 0); });
  table_.put(pty(3, State::active, 500));
  ASSERT_GE(told.size(), 2u);
  EXPECT_EQ(told[0], 2);
  EXPECT_EQ(told[1], 1);
}

TEST_F(SessionTableTest, NoEventAfterTheSubscriptionEnded) {
  watching_.reset();
  table_.put(pty(1, State::active, 100));
  EXPECT_TRUE(events_.empty());
}

TEST_F(SessionTableTest, CountersFollowWhatHappened) {
  auto session = pty(1, State::active, 100);
  table_.put(session);
  session.state = State::disconnected;
  table_.put(session);
  EXPECT_EQ(counter(Counter::disconnected_now), 1u);
  session.state = State::active;
  table_.put(session);
  auto ssh = login("c1", Kind::ssh, 102);
  ssh.client.protocol = Protocol::remote;
  table_.put(ssh);
  EXPECT_EQ(counter(Counter::total), 2u);
  EXPECT_EQ(counter(Counter::disconnects), 1u);
  EXPECT_EQ(counter(Counter::reconnects), 1u);
  EXPECT_EQ(counter(Counter::active_now), 2u);
  EXPECT_EQ(counter(Counter::disconnected_now), 0u);
  EXPECT_EQ(counter(Counter::logons), 2u);
  EXPECT_EQ(counter(Counter::local_logons), 1u);
  EXPECT_EQ(counter(Counter::remote_logons), 1u);
  EXPECT_EQ(counter(Counter::logged_on_now), 2u);
  EXPECT_FALSE(table_.counter(0));
  EXPECT_FALSE(table_.counter(13));
}

TEST_F(SessionTableTest, LogonGoesBackToTheSessionDisconnectedLast) {
  auto first = pty(1, State::disconnected, 100), second = pty(2, State::disconnected, 101);
  first.disconnect_time = 20;
  second.disconnect_time = 10;
  table_.put(first);
  table_.put(second);
  table_.put(pty(3, State::active, 102));
  EXPECT_EQ(table_.find_disconnected(1000)->id, SessionId{1});
  EXPECT_EQ(table_.find_disconnected(1001), nullptr);
}

TEST_F(SessionTableTest, NoTwoLogonsAtOnceGoBackToOneSession) {
  auto first = pty(1, State::disconnected, 100), second = pty(2, State::disconnected, 101);
  first.disconnect_time = 20;
  second.disconnect_time = 10;
  table_.put(first);
  table_.put(second);
  table_.promise(SessionId{1});
  EXPECT_EQ(table_.find_disconnected(1000)->id, SessionId{2});
  table_.promise(SessionId{2});
  EXPECT_EQ(table_.find_disconnected(1000), nullptr);
  for (State state : {State::active, State::disconnected}) {
    first.state = state;
    table_.put(first);
  }
  EXPECT_EQ(table_.find_disconnected(1000)->id, SessionId{1}) << "its client came, and left again";
}

TEST_F(SessionTableTest, ReadyOnceEveryProviderHasTold) {
  bool ready = false;
  table_.when_ready([&] { ready = true; });
  table_.all_told("pty");
  table_.all_told("logind");
  EXPECT_FALSE(ready);
  table_.all_told("utmp");
  EXPECT_TRUE(ready);
}

TEST_F(SessionTableTest, AllToldGivesUpIdsOfSessionsThatAreOver) {
  ASSERT_TRUE(ids_.id_of("logind:gone"));
  table_.put(login("c1", Kind::ssh, 100));
  table_.all_told("logind");
  EXPECT_FALSE(ids_.find("logind:gone"));
  EXPECT_TRUE(ids_.find("logind:c1"));
}

}  // namespace
}  // namespace nta::host
