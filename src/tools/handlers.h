// Handlers: the command that is run for each event, one at a time and in order; none may take for ever.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <deque>
#include <string>

#include "base/types.h"
#include "tools/session_watch.h"

namespace nta::tools {

class Handlers {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr size_t most = 1000;  // events that wait for the command; further ones stay with the host

  Handlers(std::string command, std::chrono::seconds limit) : command_(std::move(command)), limit_(limit) {}

  bool has_room() const { return waiting_.size() < most; }
  void add(SessionNews news) { waiting_.push_back(std::move(news)); }

  /** Readable when the command that runs has ended; -1 while none runs. */
  int fd() const { return process_.get(); }
  /** Milliseconds until step() has to be called in any case; -1 for never. */
  int time_left() const;
  /** Looks after the command that runs, and starts the next. */
  void step();

 private:
  Result<void> start(const SessionNews& news);
  void end_of(int status);

  std::string command_;
  std::chrono::seconds limit_;
  std::deque<SessionNews> waiting_;
  UniqueFd process_;
  pid_t pid_ = 0;
  std::string subject_;  // what the command that runs was started for
  Clock::time_point latest_{};
  bool was_killed_ = false;
};

}  // namespace nta::tools
