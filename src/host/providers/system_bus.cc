#include "host/providers/system_bus.h"

#include <poll.h>

#include <cerrno>
#include <ctime>

namespace nta::host {
namespace {

uint64_t monotonic_usec() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return static_cast<uint64_t>(now.tv_sec) * 1'000'000 + static_cast<uint64_t>(now.tv_nsec) / 1000;
}

Error bus_error(const char* what, int result) {
  return fail(win32_from_errno(-result), "D-Bus: {} (errno {})", what, -result);
}

}  // namespace

// Owned by the bus' slot, which destroys it with itself.
struct SystemBus::Slot {
  Handler handler;
  static void destroy(void* slot) { delete static_cast<Slot*>(slot); }
};

Result<std::unique_ptr<SystemBus>> SystemBus::connect(Executor& executor, const std::string& address,
                                                      std::function<void()> lost) {
  sd_bus* bus = nullptr;
  if (address.empty()) {
    if (int result = sd_bus_open_system(&bus); result < 0) return bus_error("no system bus", result);
  } else {
    if (int result = sd_bus_new(&bus); result < 0) return bus_error("no connection", result);
    sd_bus_set_bus_client(bus, 1);
    int result = sd_bus_set_address(bus, address.c_str());
    if (result >= 0) result = sd_bus_start(bus);
    if (result < 0) {
      sd_bus_unref(bus);
      return bus_error(address.c_str(), result);
    }
  }
  std::unique_ptr<SystemBus> made(new SystemBus(executor, bus, std::move(lost)));
  made->attend();
  return made;
}

SystemBus::SystemBus(Executor& executor, sd_bus* bus, std::function<void()> lost)
    : executor_(executor), bus_(bus), lost_(std::move(lost)) {}

SystemBus::~SystemBus() {
  watch_.reset();
  timer_.reset();
  sd_bus_close(bus_);
  sd_bus_unref(bus_);
}

int SystemBus::handle(sd_bus_message* message, void* slot, sd_bus_error*) {
  static_cast<Slot*>(slot)->handler(message);
  return 0;
}

Result<void> SystemBus::on_signal(const std::string& rule, Handler handler) {
  auto slot = new Slot{std::move(handler)};
  sd_bus_slot* made = nullptr;
  int result = sd_bus_add_match_async(bus_, &made, rule.c_str(), &SystemBus::handle, nullptr, slot);
  if (result < 0) {
    Slot::destroy(slot);
    return bus_error("a signal cannot be waited for", result);
  }
  sd_bus_slot_set_destroy_callback(made, &Slot::destroy);
  sd_bus_slot_set_floating(made, 1);
  sd_bus_slot_unref(made);
  attend();
  return {};
}

Result<void> SystemBus::call(const char* destination, const std::string& path, const char* interface,
                             const char* method, Executor::Duration deadline,
                             const std::function<int(sd_bus_message*)>& append, Handler reply) {
  sd_bus_message* message = nullptr;
  int result = sd_bus_message_new_method_call(bus_, &message, destination, path.c_str(), interface, method);
  std::unique_ptr<sd_bus_message, sd_bus_message* (*)(sd_bus_message*)> owned(message, &sd_bus_message_unref);
  if (result >= 0 && append) result = append(message);
  if (result < 0) return bus_error("a call cannot be made", result);
  auto slot = new Slot{std::move(reply)};
  sd_bus_slot* made = nullptr;
  auto microseconds = static_cast<uint64_t>(std::chrono::microseconds(deadline).count());
  result = sd_bus_call_async(bus_, &made, message, &SystemBus::handle, slot, microseconds);
  if (result < 0) {
    Slot::destroy(slot);
    return bus_error("a call cannot be sent", result);
  }
  sd_bus_slot_set_destroy_callback(made, &Slot::destroy);
  sd_bus_slot_set_floating(made, 1);
  sd_bus_slot_unref(made);
  attend();
  return {};
}

void SystemBus::process() {
  processing_ = true;
  int result = 0;
  do {
    result = sd_bus_process(bus_, nullptr);
  } while (result > 0);
  processing_ = false;
  if (result < 0 || sd_bus_is_open(bus_) <= 0) {
    watch_.reset();
    timer_.reset();
    // The owner destroys this connection in answer, so it must not happen within one of its own calls.
    if (lost_) executor_.post(std::exchange(lost_, nullptr));
    return;
  }
  attend();
}

// sd-bus says after each step what it waits for.
void SystemBus::attend() {
  if (processing_ || !lost_) return;
  int fd = sd_bus_get_fd(bus_), events = sd_bus_get_events(bus_);
  if (fd >= 0 && events >= 0 && (fd != watched_fd_ || events != watched_events_ || !watch_)) {
    auto wanted = events & POLLOUT ? Executor::Wanted::read_and_write : Executor::Wanted::read;
    watched_fd_ = fd;
    watched_events_ = static_cast<short>(events);
    watch_.reset();
    watch_ = executor_.watch(fd, wanted, [this] { process(); });
  }
  uint64_t until = UINT64_MAX;
  timer_.reset();
  if (sd_bus_get_timeout(bus_, &until) <= 0 || until == UINT64_MAX) return;
  uint64_t now = monotonic_usec();
  uint64_t wait = until > now ? (until - now + 999) / 1000 : 0;
  timer_ = executor_.after(Executor::Duration(static_cast<int64_t>(wait)), [this] { process(); });
}

}  // namespace nta::host
