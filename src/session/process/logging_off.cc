#include "session/process/logging_off.h"

#include <algorithm>
#include <csignal>

namespace nta::session {
namespace {
constexpr auto patience = std::chrono::seconds(5);
constexpr auto between_looks = std::chrono::milliseconds(50);
}  // namespace

int LoggingOff::signal() const {
  return stage_ == Stage::hang_up ? SIGHUP : stage_ == Stage::terminate ? SIGTERM : SIGKILL;
}

void LoggingOff::start_stage(Stage stage, Clock::time_point now) {
  stage_ = stage;
  stage_end_ = now + patience;
  signalled_.clear();
}

bool LoggingOff::tick(Clock::time_point now) {
  if (!started_) start_stage(Stage::hang_up, now);
  started_ = true;
  std::vector<ProcessKey> living = living_descendants(root_);
  processes_ = living.size();
  if (now >= stage_end_) {
    if (stage_ == Stage::kill) return true;
    start_stage(stage_ == Stage::hang_up ? Stage::terminate : Stage::kill, now);
  }
  for (const ProcessKey& process : living) {
    if (!signalled_.insert(process).second) continue;
    if (!send_signal(process, signal())) refused_.insert(process);
    if (stage_ == Stage::hang_up) send_signal(process, SIGCONT);  // a stopped one has to run to end
  }
  std::erase_if(refused_,
                [&](const ProcessKey& process) { return std::ranges::find(living, process) == living.end(); });
  next_tick_ = std::min(now + between_looks, stage_end_);
  if (living.empty()) return true;
  // Only those are left that nobody here may signal: waiting for them ends with the last stage's signal.
  return stage_ == Stage::kill && refused_.size() == living.size();
}

}  // namespace nta::session
