#include "daemon/monitor/power.h"

#include <systemd/sd-bus.h>

#include <cstring>
#include <memory>

namespace nta::daemon::monitor {
namespace {

constexpr uint64_t longest_call_us = 10'000'000;

}  // namespace

const char* power_method(uint32_t action) {
  constexpr const char* methods[] = {nullptr, "Halt", "Reboot", "PowerOff"};
  return action < std::size(methods) ? methods[action] : nullptr;
}

Result<void> ask_logind(const char* method) {
  sd_bus* opened = nullptr;
  if (int status = sd_bus_open_system(&opened); status < 0)
    return fail(Win32::not_supported, "no system bus, so no logind to turn the machine off: {}", strerror(-status));
  std::unique_ptr<sd_bus, decltype(&sd_bus_flush_close_unref)> bus(opened, sd_bus_flush_close_unref);
  sd_bus_set_method_call_timeout(bus.get(), longest_call_us);
  constexpr int ask_nobody = 0;  // no polkit dialogue: the caller's right has been checked
  int status = sd_bus_call_method(bus.get(), "org.freedesktop.login1", "/org/freedesktop/login1",
                                  "org.freedesktop.login1.Manager", method, nullptr, nullptr, "b", ask_nobody);
  if (status < 0) return fail(Win32::not_supported, "logind does not {}: {}", method, strerror(-status));
  return {};
}

}  // namespace nta::daemon::monitor
