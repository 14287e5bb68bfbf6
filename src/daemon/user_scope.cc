#include "daemon/user_scope.h"

#include <systemd/sd-bus.h>
#include <unistd.h>

#include <chrono>
#include <cstring>
#include <memory>
#include <thread>

#include "base/files.h"
#include "base/host_paths.h"
#include "daemon/privileges.h"

namespace nta::daemon {
namespace {

constexpr uint64_t patience_usec = 1'000'000;  // of each of two steps
constexpr std::chrono::milliseconds look_again{2};

using Bus = std::unique_ptr<sd_bus, decltype(&sd_bus_flush_close_unref)>;
using Message = std::unique_ptr<sd_bus_message, decltype(&sd_bus_message_unref)>;

// The manager's own socket: there where the session bus may not be.
std::string manager_socket() {
  std::string runtime = xdg_directory("XDG_RUNTIME_DIR");
  return runtime.empty() ? "" : runtime + "/systemd/private";
}

Result<bool> has_lasting_manager() {
  if (manager_socket().empty() || access(manager_socket().c_str(), W_OK) != 0) return false;
  NTA_TRY(Account account, find_account(geteuid()));
  return access(("/var/lib/systemd/linger/" + account.name).c_str(), F_OK) == 0;
}

Result<Bus> connect() {
  sd_bus* made = nullptr;
  sd_bus_new(&made);
  Bus bus(made, &sd_bus_flush_close_unref);
  int error = made ? sd_bus_set_address(made, ("unix:path=" + manager_socket()).c_str()) : -ENOMEM;
  if (error >= 0) error = sd_bus_start(made);
  if (error < 0) return fail(win32_from_errno(-error), "the user's service manager: {}", std::strerror(-error));
  return bus;
}

std::string scope_of(pid_t pid) { return fmt::format("ntadmind-{}.scope", pid); }

int fill(sd_bus_message* call, pid_t pid) {
  std::string name = scope_of(pid);
  int error = sd_bus_message_append(call, "ss", name.c_str(), "fail");
  if (error >= 0)
    error = sd_bus_message_append(call, "a(sv)", 3, "Description", "s", "ntadmin sessions", "CollectMode", "s",
                                  "inactive-or-failed", "PIDs", "au", 1, static_cast<uint32_t>(pid));
  if (error >= 0) error = sd_bus_message_append(call, "a(sa(sv))", 0);
  return error;
}

// The call only queues the move. A session started before it is done would be left behind.
Result<void> wait_until_moved(pid_t pid) {
  auto until = std::chrono::steady_clock::now() + std::chrono::microseconds(patience_usec);
  while (std::chrono::steady_clock::now() < until) {
    NTA_TRY(std::string groups, read_file(fmt::format("/proc/{}/cgroup", pid)));
    if (groups.find(scope_of(pid)) != std::string::npos) return {};
    std::this_thread::sleep_for(look_again);
  }
  return fail(Win32::timeout, "the user's service manager does not move process {} into a scope", pid);
}

}  // namespace

Result<void> outlive_login(pid_t pid) {
  NTA_TRY(bool lasts, has_lasting_manager());
  if (!lasts) return {};

  NTA_TRY(Bus bus, connect());
  sd_bus_message* made = nullptr;
  int error = sd_bus_message_new_method_call(bus.get(), &made, nullptr, "/org/freedesktop/systemd1",
                                             "org.freedesktop.systemd1.Manager", "StartTransientUnit");
  Message call(made, &sd_bus_message_unref);
  if (error >= 0) error = fill(call.get(), pid);
  sd_bus_error why{};
  if (error >= 0) error = sd_bus_call(bus.get(), call.get(), patience_usec, &why, nullptr);
  std::string text = why.message ? why.message : std::strerror(-error);
  sd_bus_error_free(&why);
  if (error < 0) return fail(win32_from_errno(-error), "the user's service manager makes no scope: {}", text);
  return wait_until_moved(pid);
}

}  // namespace nta::daemon
