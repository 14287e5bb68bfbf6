#include "host/providers/desktop_messages.h"

#include <algorithm>
#include <charconv>
#include <cstring>

#include "host/providers/system_bus.h"
#include "session/box/buttons.h"

namespace nta::host {
namespace {

constexpr const char* service = "org.freedesktop.Notifications";
constexpr const char* object = "/org/freedesktop/Notifications";
constexpr auto answer_deadline = std::chrono::seconds(5);
constexpr int most_times_shown = 20;  // of one that a person cannot close, but a desktop can

/** NotificationClosed's reasons. */
enum Reason : uint32_t { expired = 1, dismissed = 2 };

const char* icon_name(session::Icon icon) {
  switch (icon) {
    case session::Icon::error:
      return "dialog-error";
    case session::Icon::question:
      return "dialog-question";
    case session::Icon::warning:
      return "dialog-warning";
    default:
      return "dialog-information";
  }
}

/** For a service that would take "<b>" for markup. */
std::string without_markup(const std::string& text) {
  std::string out;
  for (char c : text) out += c == '<' ? "&lt;" : c == '>' ? "&gt;" : c == '&' ? "&amp;" : std::string(1, c);
  return out;
}

uint32_t number_of(session::Answered answer) { return static_cast<uint32_t>(answer); }

}  // namespace

/** One message, from the look at what the service can do to the answer. */
class DesktopMessages::Notice {
 public:
  Notice(DesktopMessages& owner, Message message, session::BoxStyle style, MessageDone done)
      : owner_(owner), message_(std::move(message)), style_(style), done_(std::move(done)) {}

  void start(const std::string& bus_address) {
    auto bus = SystemBus::connect(owner_.executor_, bus_address, [this] { finish(unanswered("the bus has gone")); });
    if (!bus) return finish(unanswered(bus.error().text));
    bus_ = *std::move(bus);
    auto heard = bus_->on_signal(rule("ActionInvoked"), [this](sd_bus_message* signal) { pressed(signal); });
    if (heard) heard = bus_->on_signal(rule("NotificationClosed"), [this](sd_bus_message* signal) { closed(signal); });
    if (heard) heard = call("GetCapabilities", nullptr, [this](sd_bus_message* reply) { capable(reply); });
    if (!heard) finish(unanswered(heard.error().text));
  }

 private:
  static std::string rule(const char* signal) {
    return fmt::format("type='signal',interface='{}',member='{}'", service, signal);
  }
  Error unanswered(std::string_view why) const {
    if (shown_ > 0) return fail(Win32::rpc_call_failed, "the notification service has gone: {}", why);
    return fail(Win32::service_not_active, "no notification service: {}", why);
  }
  bool waits() const { return message_.wait == Message::Wait::for_answer; }

  Result<void> call(const char* method, const std::function<int(sd_bus_message*)>& append, SystemBus::Handler reply) {
    return bus_->call(service, object, service, method, answer_deadline, append, std::move(reply));
  }

  void capable(sd_bus_message* reply) {
    if (const sd_bus_error* error = sd_bus_message_get_error(reply)) return finish(unanswered(error->name));
    const char* capability = nullptr;
    if (sd_bus_message_enter_container(reply, 'a', "s") < 0) return finish(unanswered("an unknown answer"));
    while (sd_bus_message_read(reply, "s", &capability) > 0) {
      has_actions_ = has_actions_ || std::strcmp(capability, "actions") == 0;
      has_markup_ = has_markup_ || std::strcmp(capability, "body-markup") == 0;
    }
    bool answerable = has_actions_ || style_.buttons.size() == 1;
    if (waits() && !answerable && message_.seconds == 0)
      return finish(fail(Win32::not_supported, "the desktop's notifications have no buttons"));
    if (waits() && message_.seconds > 0)
      time_ = owner_.executor_.after(std::chrono::seconds(message_.seconds), [this] { end_of_time(); });
    show();
  }

  void show() {
    ++shown_;
    auto sent = call(
        "Notify", [this](sd_bus_message* notify) { return append_to(notify); },
        [this](sd_bus_message* reply) {
          const sd_bus_error* error = sd_bus_message_get_error(reply);
          if (error || sd_bus_message_read(reply, "u", &id_) < 0) {
            --shown_;
            return finish(unanswered(error ? error->name : "an unknown answer"));
          }
          if (!waits()) finish(answer_not_waited_for);
        });
    if (!sent) finish(unanswered(sent.error().text));
  }

  // Notify(app_name, replaces_id, app_icon, summary, body, actions, hints, expire_timeout)
  int append_to(sd_bus_message* notify) const {
    std::string body = has_markup_ ? without_markup(message_.text) : message_.text;
    int result = sd_bus_message_append(notify, "susss", "ntadmin", uint32_t{0}, icon_name(style_.icon),
                                       message_.title.c_str(), body.c_str());
    if (result >= 0) result = sd_bus_message_open_container(notify, 'a', "s");
    if (waits() && has_actions_)
      for (const session::Button& button : style_.buttons)
        if (result >= 0)
          result = sd_bus_message_append(notify, "ss", std::to_string(number_of(button.answer)).c_str(),
                                         std::string(button.label).c_str());
    if (result >= 0) result = sd_bus_message_close_container(notify);
    constexpr uint8_t normal = 1, critical = 2;  // a critical one stays until somebody closes it
    constexpr int32_t never = 0, as_the_service_does = -1;
    if (result >= 0)
      result = sd_bus_message_append(notify, "a{sv}i", 1, "urgency", "y", waits() ? critical : normal,
                                     waits() ? never : as_the_service_does);
    return result;
  }

  void pressed(sd_bus_message* signal) {
    uint32_t id = 0, answer = 0;
    const char* key = nullptr;
    if (sd_bus_message_read(signal, "us", &id, &key) < 0 || id != id_ || !waits()) return;
    std::from_chars(key, key + std::strlen(key), answer);
    bool is_button = std::ranges::any_of(
        style_.buttons, [answer](const session::Button& button) { return number_of(button.answer) == answer; });
    if (is_button) finish(answer);
  }

  void closed(sd_bus_message* signal) {
    uint32_t id = 0, reason = 0;
    if (sd_bus_message_read(signal, "uu", &id, &reason) < 0 || id != id_ || !waits()) return;
    if (reason == dismissed && style_.can_be_closed) return finish(number_of(style_.closed));
    if (!has_actions_ && style_.buttons.size() > 1) return;  // its time runs
    // It went without an answer, which is still wanted.
    if (shown_ < most_times_shown) return show();
    if (!time_) finish(answer_timeout);
  }

  void end_of_time() {
    [[maybe_unused]] auto sent = call(
        "CloseNotification", [this](sd_bus_message* close) { return sd_bus_message_append(close, "u", id_); },
        [](sd_bus_message*) {});
    finish(answer_timeout);
  }

  // Within a call of the bus, which therefore goes later.
  void finish(Result<uint32_t> outcome) {
    if (!done_) return;
    time_.reset();
    auto done = std::exchange(done_, nullptr);
    owner_.forget(this);
    done(std::move(outcome));
  }

  DesktopMessages& owner_;
  Message message_;
  session::BoxStyle style_;
  MessageDone done_;
  std::unique_ptr<SystemBus> bus_;
  RegistrationPtr time_;
  bool has_actions_ = false, has_markup_ = false;
  int shown_ = 0;
  uint32_t id_ = 0;
};

DesktopMessages::DesktopMessages(Executor& executor) : executor_(executor) {}

DesktopMessages::~DesktopMessages() = default;

void DesktopMessages::send(const std::string& bus_address, Message message, MessageDone done) {
  auto style = session::box_style(message.style);
  if (!style) return done(std::move(style).error());
  if (notices_.size() >= most) return done(fail(Win32::busy, "{} messages are waiting for an answer", most));
  message.title = cut_text(std::move(message.title), Message::longest_title);
  message.text = cut_text(std::move(message.text), Message::longest_text);
  notices_.push_back(std::make_unique<Notice>(*this, std::move(message), *style, std::move(done)));
  notices_.back()->start(bus_address);
}

void DesktopMessages::forget(const Notice* notice) {
  executor_.post(alive_.guard(
      [this, notice] { std::erase_if(notices_, [&](const auto& each) { return each.get() == notice; }); }));
}

}  // namespace nta::host
