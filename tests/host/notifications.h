// A desktop's notification service, as a test plays it (Desktop Notifications Specification 1.2).
#pragma once

#include <systemd/sd-bus.h>

#include <cstdint>
#include <string>
#include <vector>

namespace nta::host::test {

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
    is_there_ = sd_bus_start(bus_) >= 0 && sd_bus_add_object(bus_, nullptr, path, &Notifications::called, this) >= 0 &&
                sd_bus_request_name(bus_, name, 0) >= 0;
  }
  ~Notifications() { sd_bus_flush_close_unref(bus_); }
  Notifications(const Notifications&) = delete;
  Notifications& operator=(const Notifications&) = delete;

  /** The bus let it in, and it has the name. */
  bool is_there() const { return is_there_; }
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
    sd_bus_emit_signal(bus_, path, name, signal, types, values...);
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
  bool is_there_ = false;
  std::vector<std::string> capabilities_;
};

}  // namespace nta::host::test
