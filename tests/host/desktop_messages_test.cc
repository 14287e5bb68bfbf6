// Messages by a desktop's notification service: over a real bus, with a service of our own on it.
#include "host/providers/desktop_messages.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <systemd/sd-bus.h>
#include <unistd.h>

#include "host/poll_loop.h"
#include "host/temp_dir.h"

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
  test::TempDir place_;
  pid_t pid_ = -1;
  std::string address_;
};

/** What Notify was given. */
struct Shown {
  uint32_t id = 0;
  std::string icon, summary, body;
  std::vector<std::string> actions;
  int32_t expires = 0;
};

class Notifications {
 public:
  Notifications(const std::string& address, std::vector<std::string> capabilities)
      : capabilities_(std::move(capabilities)) {
    sd_bus_new(&bus_);
    sd_bus_set_bus_client(bus_, 1);
    sd_bus_set_address(bus_, address.c_str());
    EXPECT_GE(sd_bus_start(bus_), 0);
    EXPECT_GE(sd_bus_add_object(bus_, nullptr, path, &Notifications::called, this), 0);
    EXPECT_GE(sd_bus_request_name(bus_, name, 0), 0);
  }
  ~Notifications() { sd_bus_flush_close_unref(bus_); }
  Notifications(const Notifications&) = delete;
  Notifications& operator=(const Notifications&) = delete;

  int fd() const { return sd_bus_get_fd(bus_); }
  void process() {
    while (sd_bus_process(bus_, nullptr) > 0) continue;
  }
  void press(const char* key) { emit("ActionInvoked", "us", shown.back().id, key); }
  void close(uint32_t reason) { emit("NotificationClosed", "uu", shown.back().id, reason); }

  std::vector<Shown> shown;
  std::vector<uint32_t> taken_away;

 private:
  static constexpr const char* name = "org.freedesktop.Notifications";
  static constexpr const char* path = "/org/freedesktop/Notifications";

  template <class... Values>
  void emit(const char* signal, const char* types, Values... values) {
    EXPECT_GE(sd_bus_emit_signal(bus_, path, name, signal, types, values...), 0);
    sd_bus_flush(bus_);
  }

  static int called(sd_bus_message* call, void* self, sd_bus_error*) {
    return static_cast<Notifications*>(self)->answer(call);
  }
  int answer(sd_bus_message* call) {
    if (sd_bus_message_is_method_call(call, name, "GetCapabilities")) return tell_capabilities(call);
    if (sd_bus_message_is_method_call(call, name, "Notify")) return show(call);
    if (!sd_bus_message_is_method_call(call, name, "CloseNotification")) return 0;
    uint32_t id = 0;
    sd_bus_message_read(call, "u", &id);
    taken_away.push_back(id);
    return sd_bus_reply_method_return(call, nullptr);
  }
  int tell_capabilities(sd_bus_message* call) const {
    sd_bus_message* reply = nullptr;
    sd_bus_message_new_method_return(call, &reply);
    sd_bus_message_open_container(reply, 'a', "s");
    for (const auto& each : capabilities_) sd_bus_message_append(reply, "s", each.c_str());
    sd_bus_message_close_container(reply);
    int result = sd_bus_send(nullptr, reply, nullptr);
    sd_bus_message_unref(reply);
    return result;
  }
  int show(sd_bus_message* call) {
    const char *application, *icon, *summary, *body, *action;
    uint32_t replaces;
    Shown& now = shown.emplace_back();
    now.id = static_cast<uint32_t>(shown.size());
    sd_bus_message_read(call, "susss", &application, &replaces, &icon, &summary, &body);
    now.icon = icon;
    now.summary = summary;
    now.body = body;
    sd_bus_message_enter_container(call, 'a', "s");
    while (sd_bus_message_read(call, "s", &action) > 0) now.actions.emplace_back(action);
    sd_bus_message_exit_container(call);
    sd_bus_message_skip(call, "a{sv}");
    sd_bus_message_read(call, "i", &now.expires);
    return sd_bus_reply_method_return(call, "u", now.id);
  }

  sd_bus* bus_ = nullptr;
  std::vector<std::string> capabilities_;
};

class DesktopMessagesTest : public testing::Test {
 protected:
  void SetUp() override {
    if (bus_.address().empty()) GTEST_SKIP() << "dbus-daemon is not installed";
  }
  void offer(std::vector<std::string> capabilities) {
    desktop_ = std::make_unique<Notifications>(bus_.address(), std::move(capabilities));
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
  std::unique_ptr<Notifications> desktop_;
  RegistrationPtr watch_, person_;
  std::optional<Result<uint32_t>> answer_;
};

TEST_F(DesktopMessagesTest, AButtonPressedIsTheAnswer) {
  offer({"actions", "body", "body-markup"});
  send(yes_no | error_icon, Message::Wait::for_answer);
  ASSERT_TRUE(is_shown());
  const Shown& shown = desktop_->shown[0];
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
