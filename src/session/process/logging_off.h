// LoggingOff: HUP and CONT, 5 s, TERM, 5 s, KILL, to every process of the session (docs/rulings.md 6). A state machine
// of ticks: the session process goes on serving its terminal and its peers meanwhile.
#pragma once

#include <set>

#include "session/process/poller.h"
#include "session/process/process_tree.h"

namespace nta::session {

class LoggingOff {
 public:
  explicit LoggingOff(pid_t root) : root_(root) {}

  /** Looks, and signals those not signalled in this stage yet. True when all are gone, or the rest cannot be ended. */
  bool tick(Clock::time_point now);

  /** When to tick again; earlier when a child ended. */
  Clock::time_point next_tick() const { return next_tick_; }
  size_t processes() const { return processes_; }
  int signal() const;
  /** Processes that are not ours to signal (they changed their user). */
  size_t refused() const { return refused_.size(); }

 private:
  enum class Stage { hang_up, terminate, kill };
  void start_stage(Stage stage, Clock::time_point now);

  pid_t root_;
  Stage stage_ = Stage::hang_up;
  Clock::time_point stage_end_;
  Clock::time_point next_tick_;
  bool started_ = false;
  size_t processes_ = 0;
  std::set<ProcessKey> signalled_;
  std::set<ProcessKey> refused_;
};

}  // namespace nta::session
