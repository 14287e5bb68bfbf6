// SessionEnder: ends every process of a session, double-forked ones too (docs/rulings.md 6).
#pragma once

#include "host/processes/process_killer.h"
#include "host/processes/session_resolver.h"

namespace nta::host {

class SessionEnder {
 public:
  struct Options {
    Executor::Duration patience = std::chrono::seconds(5);  // between HUP with CONT, TERM and KILL
    Executor::Duration look_again = std::chrono::milliseconds(200);
    Executor::Duration longest_blind = std::chrono::seconds(60);  // while no look at the processes succeeds
    std::string proc_root = "/proc";
  };
  using ResolverOf = std::function<SessionResolver()>;

  SessionEnder(Executor& executor, ProcessKiller& killer, ResolverOf resolver, Options options);
  SessionEnder(Executor& executor, ProcessKiller& killer, ResolverOf resolver)
      : SessionEnder(executor, killer, std::move(resolver), Options()) {}

  enum class From { hang_up, kill };  // kill: they were asked to end before, by other means

  /** `done` when none is left; access_denied when the killer was refused, timeout when some outlive KILL, and why they
   *  could not be looked at. This process itself, a host that was started from within the session, is spared. */
  void end(SessionId id, From from, Completion done);

  /** As things are now. */
  SessionResolver resolver() const { return resolver_(); }

 private:
  struct Run;
  void look(const std::shared_ptr<Run>& run);
  void look_later(const std::shared_ptr<Run>& run);
  void found(const std::shared_ptr<Run>& run, std::vector<ProcessRef> processes);
  void send(const std::shared_ptr<Run>& run, std::vector<ProcessRef> processes);

  Executor& executor_;
  ProcessKiller& killer_;
  ResolverOf resolver_;
  Options options_;
};

}  // namespace nta::host
