#include "daemon/monitor/monitor_killer.h"

namespace nta::daemon::monitor {

void MonitorKiller::ask(const host::ProcessRef& process, int signal, int proof, host::Completion done) {
  SignalProcess request{process.start_ticks, static_cast<uint32_t>(process.pid), static_cast<uint32_t>(signal)};
  monitor_.ask(RequestKind::signal_process, request, proof, MonitorClient::without_reply(std::move(done)));
}

void MonitorKiller::signal(std::vector<host::ProcessRef> processes, int signal, host::Completion done) {
  if (processes.empty()) return done({});
  // As host/processes/process_killer.h has it: the first refusal counts, and of several a missing one does not.
  struct Batch {
    size_t left;
    bool several;
    Result<void> outcome;
    host::Completion done;
  };
  auto batch = std::make_shared<Batch>(Batch{processes.size(), processes.size() > 1, {}, std::move(done)});
  for (const host::ProcessRef& process : processes) {
    ask(process, signal, -1, [batch](Result<void> sent) {
      bool only_gone = !sent && sent.error().code == Win32::invalid_parameter && batch->several;
      if (!sent && !only_gone && batch->outcome) batch->outcome = std::move(sent);
      if (--batch->left == 0) batch->done(std::move(batch->outcome));
    });
  }
}

void MonitorKiller::signal_for(const auth::AccessToken& caller, const host::ProcessRef& process, int signal,
                               host::Completion done) {
  ask(process, signal, caller.connection ? caller.connection->get() : -1, std::move(done));
}

}  // namespace nta::daemon::monitor
