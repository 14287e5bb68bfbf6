#include "services/process_scans.h"

namespace nta::services {
namespace {

constexpr std::chrono::seconds deadline{20};

}  // namespace

void ProcessScans::read(host::Executor& executor, host::SessionTable& sessions, const Sid& caller, Done done) {
  auto [waiting, is_first] = waiting_.try_emplace(caller);
  waiting->second.push_back(std::move(done));
  if (is_first) start(executor, sessions, caller);
}

void ProcessScans::start(host::Executor& executor, host::SessionTable& sessions, const Sid& caller) {
  auto served = std::exchange(waiting_[caller], {});
  executor.run_for<Processes>(
      caller, deadline, [resolver = sessions.resolver()] { return host::read_processes(resolver); },
      [self = shared_from_this(), &executor, &sessions, caller, served = std::move(served)](Result<Processes> result) {
        if (self->waiting_[caller].empty())
          self->waiting_.erase(caller);
        else
          self->start(executor, sessions, caller);
        answer(executor, std::make_shared<Answers>(Answers{std::move(result), served}));
      });
}

// Many may wait, and their answers are long: others are served between them.
void ProcessScans::answer(host::Executor& executor, const std::shared_ptr<Answers>& answers) {
  answers->done[answers->next++](answers->result);
  if (answers->next < answers->done.size()) executor.post([&executor, answers] { answer(executor, answers); });
}

}  // namespace nta::services
