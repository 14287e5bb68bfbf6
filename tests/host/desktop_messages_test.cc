// Messages by a desktop's notification service: over a real bus, with a service of our own on it.
#include "host/providers/desktop_messages.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "host/notifications.h"
#include "host/poll_loop.h"
#include "temporary_dir.h"

namespace nta::host {
namespace {

constexpr uint32_t ok_cancel = 1, yes_no = 4, error_icon = 0x10, id_ok = 1, id_cancel = 2, id_yes = 6;

/** A session bus; no address where the machine has no dbus-daemon. */
class Bus {
 public:
  Bus() {
    int ends[2];
    if (pipe(ends) != 0) return;
    pid_ = fork();
    if (pid_ == 0) {
      dup2(ends[1], STDOUT_FILENO);
      dup2(open("/dev/null", O_WRONLY), STDERR_FILENO);
      std::string address = "--address=unix:path=" + place_.path() + "/bus";
      execlp("dbus-daemon", "dbus-daemon", "--session", "--nofork", "--print-address=1", address.c_str(), nullptr);
      _exit(127);
    }
    close(ends[1]);
    char text[512];
    ssize_t count = read(ends[0], text, sizeof text);
    close(ends[0]);
    if (count > 0) address_ = std::string(text, static_cast<size_t>(count) - 1);
  }
  ~Bus() {
    if (pid_ <= 0) return;
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  Bus(const Bus&) = delete;
  Bus& operator=(const Bus&) = delete;
  const std::string& address() const { return address_; }

 private:
  nta::test::TemporaryDir place_;
  pid_t pid_ = -1;
  std::string address_;
};

class DesktopMessagesTest : public testing::Test {
 protected:
  void SetUp() override {
    if (bus_.address().empty()) GTEST_SKIP() << "dbus-daemon is not installed";
  }
  void offer(std::vector<std::string> capabilities) {
    desktop_ = std::make_unique<test::Notifications>(bus_.address(), std::move(capabilities));
    ASSERT_TRUE(desktop_->is_there());
    watch_ = loop_.watch(desktop_->fd(), Executor::Wanted::read, [this] { desktop_->process(); });
  }
  void send(uint32_t style, Message::Wait wait, uint32_t seconds = 0) {
    Message message{.title = "From <HOST>", .text = "Save & go?", .style = style, .seconds = seconds, .wait = wait};
    messages_.send(bus_.address(), message, [this](Result<uint32_t> answer) { answer_ = std::move(answer); });
  }
  bool is_shown(size_t times = 1) {
    return loop_.run_until([&] { return desktop_->shown.size() >= times; });
  }
  /** What a person does counts once the number of the notification is known. */
  void again_and_again(std::function<void()> act) {
    act();
    person_ = loop_.after(std::chrono::milliseconds(20), [this, act] { again_and_again(act); });
  }
  /** The button, or the negative code. */
  int64_t answer() {
    if (!loop_.run_until([&] { return answer_.has_value(); })) return 0;
    person_.reset();
    auto got = *std::exchange(answer_, std::nullopt);
    return got ? int64_t{*got} : -int64_t{code(got.error().code)};
  }

  Bus bus_;
  test::PollLoop loop_;
  DesktopMessages messages_{loop_};
  std::unique_ptr<test::Notifications> desktop_;
  RegistrationPtr watch_, person_;
  std::optional<Result<uint32_t>> answer_;
};

TEST_F(DesktopMessagesTest, AButtonPressedIsTheAnswer) {
  offer({"actions", "body", "body-markup"});
  send(yes_no | error_icon, Message::Wait::for_answer);
  ASSERT_TRUE(is_shown());
  const test::Shown& shown = desktop_->shown[0];
  EXPECT_EQ(shown.actions, (std::vector<std::string>{"6", "Yes", "7", "No"}));
  EXPECT_EQ(shown.summary, "From <HOST>");
  EXPECT_EQ(shown.body, "Save &amp; go?");
  EXPECT_EQ(shown.icon, "dialog-error");
  EXPECT_EQ(shown.expires, 0);
  again_and_again([&] {
    desktop_->press("99");
    desktop_->press("6");
  });
  EXPECT_EQ(answer(), id_yes);
}

TEST_F(DesktopMessagesTest, OneThatIsDismissedIsCancelledOrShownAgain) {
  offer({"actions"});
  send(ok_cancel, Message::Wait::for_answer);
  ASSERT_TRUE(is_shown());
  again_and_again([&] { desktop_->close(2); });
  EXPECT_EQ(answer(), id_cancel);
  send(yes_no, Message::Wait::for_answer);
  ASSERT_TRUE(is_shown(2));
  again_and_again([&] { desktop_->close(2); });
  ASSERT_TRUE(is_shown(3));
}

TEST_F(DesktopMessagesTest, ItsTimeRunsOutAndItIsTakenAway) {
  offer({"actions"});
  send(yes_no, Message::Wait::for_answer, 1);
  EXPECT_EQ(answer(), answer_timeout);
  EXPECT_TRUE(loop_.run_until([&] { return desktop_->taken_away == std::vector<uint32_t>{1}; }));
}

TEST_F(DesktopMessagesTest, NobodyWaitsForOneThatIsOnlyTold) {
  offer({"actions"});
  send(yes_no, Message::Wait::for_delivery);
  EXPECT_EQ(answer(), answer_not_waited_for);
  EXPECT_TRUE(desktop_->shown[0].actions.empty());
  EXPECT_EQ(desktop_->shown[0].expires, -1);
}

TEST_F(DesktopMessagesTest, WithoutButtonsOnlyWhatCanBeAnsweredIsAsked) {
  offer({"body"});
  send(yes_no, Message::Wait::for_answer);
  EXPECT_EQ(answer(), -50);
  EXPECT_TRUE(desktop_->shown.empty());
  send(0, Message::Wait::for_answer);
  ASSERT_TRUE(is_shown());
  again_and_again([&] { desktop_->close(2); });
  EXPECT_EQ(answer(), id_ok);
}

TEST_F(DesktopMessagesTest, WithoutAServiceNothingIsShown) {
  send(0, Message::Wait::for_delivery);
  EXPECT_EQ(answer(), -1062);
  send(0x7, Message::Wait::for_delivery);
  EXPECT_EQ(answer(), -1438);
}

TEST_F(DesktopMessagesTest, AServiceThatGoesAwayAnswersNothing) {
  offer({"actions"});
  send(yes_no, Message::Wait::for_answer, 1);
  ASSERT_TRUE(is_shown());
  watch_.reset();
  desktop_.reset();
  EXPECT_EQ(answer(), answer_timeout);
}

}  // namespace
}  // namespace nta::host
