// Limits of sessions, on a clock that the test turns: warned a minute before, then disconnected or ended.
#include "host/sessions/session_limits.h"

#include <gtest/gtest.h>

#include "base/log.h"
#include "temporary_dir.h"

namespace nta::host {
namespace {

using namespace std::chrono_literals;
using Milliseconds = std::chrono::milliseconds;

/** Runs what is due when the test lets time pass. */
class TurnedClock final : public Executor {
 public:
  FileTime now() const { return now_; }

  void pass(Milliseconds time) {
    FileTime end = now_ + time.count() * 10'000;
    for (auto next = timers_->begin(); next != timers_->end() && next->first <= end; next = timers_->begin()) {
      now_ = std::max(now_, next->first);
      Task task = std::move(*next->second);
      timers_->erase(next);
      task();
    }
    now_ = end;
  }

  void post(Task task) override { timers_->emplace(now_, std::make_shared<Task>(std::move(task))); }
  RegistrationPtr after(Duration delay, Task task) override {
    auto held = std::make_shared<Task>(std::move(task));
    timers_->emplace(now_ + delay.count() * 10'000, held);
    return std::make_unique<Timer>(timers_, held);
  }
  RegistrationPtr watch(int, Wanted, Task) override { return nullptr; }
  void run_for(const Asker&, Duration, Task work, std::function<void(Outcome)> done) override {
    work();
    done(Outcome::finished);
  }

 private:
  using Timers = std::multimap<FileTime, std::shared_ptr<Task>>;
  struct Timer final : Registration {
    Timer(std::shared_ptr<Timers> timers, std::shared_ptr<Task> task) : timers_(std::move(timers)), task_(task) {}
    ~Timer() override {
      std::erase_if(*timers_, [&](const auto& each) { return each.second == task_; });
    }
    std::shared_ptr<Timers> timers_;
    std::shared_ptr<Task> task_;
  };

  FileTime now_ = filetime_from_unix(1'700'000'000);
  std::shared_ptr<Timers> timers_ = std::make_shared<Timers>();
};

class NotedProvider final : public SessionProvider {
 public:
  explicit NotedProvider(std::vector<std::string>& noted) : noted_(noted) {}
  std::string_view name() const override { return "pty"; }
  void start(Executor&, SessionSink& sink) override { sink.all_told("pty"); }
  void disconnect(const Session& session, const std::string& why, Completion done) override {
    noted_.push_back(fmt::format("disconnect {}: {}", session.id.value, why));
    done({});
  }
  void logoff(const Session& session, const std::string& why, Completion done) override {
    noted_.push_back(fmt::format("logoff {}: {}", session.id.value, why));
    done({});
  }
  void message(const Session& session, Message message, MessageDone done) override {
    noted_.push_back(fmt::format("warn {} for {} s", session.id.value, message.seconds));
    done(answer_not_waited_for);
  }

 private:
  std::vector<std::string>& noted_;
};

class Limits : public testing::Test {
 protected:
  Limits()
      : ids_(*IdMap::open(state_.path(), "boot")),
        table_(ids_, {"HOST"}),
        settings_(*SessionSettings::open(state_.path(), "boot", "Pty")) {
    EXPECT_TRUE(log::open(log::Level::error, "/dev/null"));
    table_.add(std::make_unique<NotedProvider>(noted_), clock_);
    restart();
  }

  /** What a restart of the daemon does to the limits: nothing is remembered. */
  void restart() {
    limits_.reset();
    limits_ = std::make_unique<SessionLimits>(table_, settings_, clock_, [this] { return clock_.now(); });
  }

  void set(void (*change)(WTSUSERCONFIGW&)) {
    user_settings::UserConfig config = *settings_.users.get(std::nullopt);
    change(config.common);
    ASSERT_TRUE(settings_.users.set(std::nullopt, config));
    settings_.changed();
  }

  void connect() {
    row_.id = SessionId(3);
    row_.state = State::active;
    row_.user = "alice";
    row_.provider = "pty";
    row_.key = "3";
    row_.broken = false;
    row_.connect_time = row_.logon_time = row_.last_input_time = clock_.now();
    table_.put(row_);
  }
  void type() {
    row_.last_input_time = clock_.now();
    table_.put(row_);
  }
  void disconnect(bool broken = false) {
    row_.state = State::disconnected;
    row_.broken = broken;
    row_.disconnect_time = clock_.now();
    table_.put(row_);
  }
  std::vector<std::string> noted() { return std::exchange(noted_, {}); }
  using Noted = std::vector<std::string>;

  nta::test::TemporaryDir state_;
  TurnedClock clock_;
  std::vector<std::string> noted_;
  IdMap ids_;
  SessionTable table_;
  SessionSettings settings_;
  std::unique_ptr<SessionLimits> limits_;
  Session row_;
};

TEST_F(Limits, WithoutLimitsNothingEverHappens) {
  connect();
  clock_.pass(1000h);
  disconnect(true);
  clock_.pass(1000h);
  EXPECT_EQ(noted(), Noted{});
}

TEST_F(Limits, AConnectedSessionIsWarnedAMinuteBeforeItIsDisconnected) {
  set([](WTSUSERCONFIGW& user) { user.TimeoutSettingsConnections = 600'000; });
  connect();
  clock_.pass(9min - 1ms);
  EXPECT_EQ(noted(), Noted{});
  clock_.pass(1ms);
  EXPECT_EQ(noted(), Noted{"warn 3 for 60 s"});
  clock_.pass(1min - 1ms);
  EXPECT_EQ(noted(), Noted{});
  clock_.pass(1ms);
  EXPECT_EQ(noted(), Noted{"disconnect 3: was disconnected: its time limit of 10 minutes was reached"});
}

TEST_F(Limits, InputPutsTheIdleLimitOffAndTheWarningWithIt) {
  set([](WTSUSERCONFIGW& user) { user.TimeoutSettingsIdle = 600'000; });
  connect();
  clock_.pass(5min);
  type();
  clock_.pass(5min);
  EXPECT_EQ(noted(), Noted{});
  clock_.pass(4min + 30s);
  EXPECT_EQ(noted(), Noted{"warn 3 for 60 s"});
  type();
  clock_.pass(8min);
  EXPECT_EQ(noted(), Noted{});
  clock_.pass(2min);
  EXPECT_EQ(noted(),
            (Noted{"warn 3 for 60 s", "disconnect 3: was disconnected: its idle limit of 10 minutes was reached"}));
}

TEST_F(Limits, WhereBrokenMeansEndALimitLogsOff) {
  set([](WTSUSERCONFIGW& user) {
    user.TimeoutSettingsConnections = 120'000;
    user.BrokenTimeoutSettings = 1;
  });
  connect();
  clock_.pass(2min);
  EXPECT_EQ(noted(), (Noted{"warn 3 for 60 s", "logoff 3: was logged off: its time limit of 2 minutes was reached"}));
}

TEST_F(Limits, ADisconnectedSessionIsLoggedOffWhenItsTimeIsUp) {
  set([](WTSUSERCONFIGW& user) { user.TimeoutSettingsDisconnections = 60'000; });
  connect();
  clock_.pass(1h);
  disconnect();
  clock_.pass(59s);
  EXPECT_EQ(noted(), Noted{});
  connect();
  clock_.pass(1h);
  disconnect();
  clock_.pass(1min);
  EXPECT_EQ(noted().front(), "logoff 3: ");
}

TEST_F(Limits, ABrokenConnectionEndsTheSessionOnlyWhereThatIsSet) {
  connect();
  disconnect(true);
  clock_.pass(1h);
  EXPECT_EQ(noted(), Noted{});
  set([](WTSUSERCONFIGW& user) { user.BrokenTimeoutSettings = 1; });
  connect();
  disconnect(false);
  clock_.pass(1h);
  EXPECT_EQ(noted(), Noted{}) << "somebody left on purpose";
  connect();
  disconnect(true);
  clock_.pass(1s);
  EXPECT_EQ(noted().front(), "logoff 3: ");
}

TEST_F(Limits, ChangesThatComeFastDoNotPutALookOff) {
  set([](WTSUSERCONFIGW& user) { user.TimeoutSettingsConnections = 60'000; });
  connect();
  for (int i = 0; i < 10; ++i) {
    clock_.pass(7ms);
    i % 2 ? connect() : disconnect();
  }
  auto noted = this->noted();
  ASSERT_FALSE(noted.empty());
  EXPECT_EQ(noted.front(), "warn 3 for 60 s");
}

TEST_F(Limits, ARestartOfTheDaemonDoesNotStartTheTimeAnew) {
  set([](WTSUSERCONFIGW& user) { user.TimeoutSettingsDisconnections = 600'000; });
  connect();
  disconnect();
  clock_.pass(9min);
  restart();
  clock_.pass(59s);
  EXPECT_EQ(noted(), Noted{});
  clock_.pass(1s);
  EXPECT_EQ(noted().front(), "logoff 3: ");
}

TEST_F(Limits, WhoCouldNotBeWarnedInTimeHasTheMinuteAllTheSame) {
  connect();
  clock_.pass(1h);
  set([](WTSUSERCONFIGW& user) { user.TimeoutSettingsConnections = 600'000; });
  clock_.pass(0ms);
  EXPECT_EQ(noted(), Noted{"warn 3 for 60 s"});
  clock_.pass(59s);
  EXPECT_EQ(noted(), Noted{});
  clock_.pass(1s);
  EXPECT_EQ(noted(), Noted{"disconnect 3: was disconnected: its time limit of 10 minutes was reached"});
}

TEST_F(Limits, ALimitThatIsTakenAwayNoLongerCounts) {
  set([](WTSUSERCONFIGW& user) { user.TimeoutSettingsConnections = 600'000; });
  connect();
  clock_.pass(9min + 30s);
  EXPECT_EQ(noted(), Noted{"warn 3 for 60 s"});
  set([](WTSUSERCONFIGW& user) { user.TimeoutSettingsConnections = 0; });
  clock_.pass(1h);
  EXPECT_EQ(noted(), Noted{});
}

TEST_F(Limits, TheListenersLimitCountsForAllWhoHaveNone) {
  auto config = settings_.listeners.built_in().config;
  config.TimeoutSettingsDisconnection = 1000;
  ASSERT_TRUE(settings_.listeners.update("Pty", config));
  settings_.changed();
  connect();
  disconnect();
  clock_.pass(1s);
  EXPECT_EQ(noted().front(), "logoff 3: ");
}

TEST_F(Limits, LoginsThatAreNotOursAreLeftAlone) {
  set([](WTSUSERCONFIGW& user) { user.TimeoutSettingsIdle = 1000; });
  Session login;
  login.provider = "utmp";
  login.state = State::active;
  login.user = "alice";
  EXPECT_FALSE(next_step(login, policy_of(settings_.listeners.built_in().config, *settings_.users.get("alice")), {}));
}

}  // namespace
}  // namespace nta::host
