// ntadmind: the session host.
#include <cstdio>

#include "daemon/background.h"
#include "daemon/ephemeral.h"
#include "daemon/host_process.h"
#include "daemon/monitor/monitor.h"
#include "daemon/process_limits.h"

namespace nta::daemon {
namespace {

// Every reason not to start is on stderr, where the starter sees it, and in the log.
Exit report(const Error& error, Exit status) {
  fmt::print(stderr, "ntadmind: {} ({})\n", error.text, code(error.code));
  return error.code == Win32::service_already_running ? Exit::already_running : status;
}

// Before the starter gets control back: its stdout is the daemon's no longer then.
void tell(const HostProcess& host) {
  fmt::print("{}", host.environment());
  std::fflush(stdout);
}

Exit run_host(const Options& options, const Settings& settings, HostProcess::Surroundings surroundings) {
  HostProcess* started = nullptr;
  surroundings.ready = [&started, &options, ready = std::move(surroundings.ready)] {
    if (options.print_environment) tell(*started);
    if (ready) ready();
  };
  HostProcess host(options, settings, std::move(surroundings));
  started = &host;
  if (auto opened = host.open(); !opened) return report(opened.error(), Exit::failure);
  host.run();
  return Exit::success;
}

Exit run_monitor(const Options& options, const Settings& settings, Starter& starter) {
  auto host = [&](const Settings& current, monitor::Channel channel, UniqueFd listener, NetworkListeners network) {
    return run_host(
        options, current,
        {.listener = std::move(listener), .network = std::move(network), .monitor = std::move(channel), .ready = {}});
  };
  monitor::Monitor monitor(options, settings, starter, host);
  if (auto opened = monitor.open(); !opened) return report(opened.error(), Exit::failure);
  return monitor.run();
}

Exit run(Options options) {
  std::optional<EphemeralDirectory> directory;
  if (options.ephemeral) {
    auto made = EphemeralDirectory::make();
    if (!made) return report(made.error(), Exit::failure);
    directory.emplace(*std::move(made));
    options.state_dir = directory->path();
  }
  auto settings = settings_for(options);
  if (!settings) return report(settings.error(), Exit::usage);
  auto starter = options.stay == Stay::in_foreground ? Starter::in_foreground() : Starter::in_background();
  if (!starter) return report(starter.error(), Exit::failure);
  prepare_process();
  Exit status = options.mode == Mode::system
                    ? run_monitor(options, *settings, *starter)
                    : run_host(options, *settings,
                               {.listener = {}, .network = {}, .monitor = {}, .ready = [&] { starter->ready(); }});
  starter->failed(status);
  return status;
}

}  // namespace
}  // namespace nta::daemon

int main(int argc, char** argv) {
  using namespace nta::daemon;
  auto parsed = parse_options(argc, argv);
  if (const auto* answer = std::get_if<Answer>(&parsed)) {
    std::fputs(answer->text.c_str(), answer->status == Exit::success ? stdout : stderr);
    return static_cast<int>(answer->status);
  }
  return static_cast<int>(run(std::get<Options>(parsed)));
}
