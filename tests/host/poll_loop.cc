#include "host/poll_loop.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

namespace nta::host::test {

struct PollLoop::State {
  struct Timer {
    Clock::time_point at;
    Task task;
  };
  struct Watch {
    int fd;
    short events;
    Task ready;
  };
  std::map<uint64_t, Timer> timers;
  std::map<uint64_t, Watch> watches;
  uint64_t next = 1;
  std::mutex lock;
  std::vector<Task> posted;  // under lock
  UniqueFd wake_read, wake_write;
};

struct PollLoop::Handle final : Registration {
  Handle(std::shared_ptr<State> state_of, uint64_t number_of) : state(std::move(state_of)), number(number_of) {}
  ~Handle() override {
    state->timers.erase(number);
    state->watches.erase(number);
  }
  std::shared_ptr<State> state;
  uint64_t number;
};

PollLoop::PollLoop() : state_(std::make_shared<State>()) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) std::abort();
  state_->wake_read.reset(ends[0]);
  state_->wake_write.reset(ends[1]);
}

PollLoop::~PollLoop() {
  for (auto& worker : workers_) worker.join();
  // What still waits may hold registrations, and so this state.
  for (auto timers = std::exchange(state_->timers, {}); !timers.empty();) timers.clear();
  for (auto watches = std::exchange(state_->watches, {}); !watches.empty();) watches.clear();
  for (auto posted = std::exchange(state_->posted, {}); !posted.empty();) posted.clear();
}

void PollLoop::post(Task task) {
  std::lock_guard guard(state_->lock);
  state_->posted.push_back(std::move(task));
  [[maybe_unused]] auto written = ::write(state_->wake_write.get(), "", 1);
}

RegistrationPtr PollLoop::after(Duration delay, Task task) {
  uint64_t number = state_->next++;
  state_->timers.emplace(number, State::Timer{Clock::now() + delay, std::move(task)});
  return std::make_unique<Handle>(state_, number);
}

RegistrationPtr PollLoop::watch(int fd, Wanted wanted, Task ready) {
  uint64_t number = state_->next++;
  short events = wanted == Wanted::read ? POLLIN : POLLIN | POLLOUT;
  state_->watches.emplace(number, State::Watch{fd, events, std::move(ready)});
  return std::make_unique<Handle>(state_, number);
}

void PollLoop::run_for(const Asker& asker, Duration deadline, Task work, std::function<void(Outcome)> done) {
  if (is_full(asker)) return post([done = std::move(done)] { done(Outcome::no_room); });
  // Whichever comes first, the end of the work or the deadline, takes `done` away from the other.
  auto pending = std::make_shared<std::function<void(Outcome)>>(std::move(done));
  auto answer = [pending](Outcome outcome) {
    if (auto call = std::exchange(*pending, nullptr)) call(outcome);
  };
  auto timer = std::make_shared<RegistrationPtr>(after(deadline, [answer] { answer(Outcome::too_late); }));
  workers_.emplace_back([this, timer, answer, work = std::move(work)]() mutable {
    work();
    post([timer, answer] {
      timer->reset();
      answer(Outcome::finished);
    });
  });
}

void PollLoop::turn(Duration at_most) {
  std::vector<pollfd> fds{{state_->wake_read.get(), POLLIN, 0}};
  std::vector<uint64_t> numbers{0};
  for (const auto& [number, watch] : state_->watches) {
    fds.push_back({watch.fd, watch.events, 0});
    numbers.push_back(number);
  }
  for (const auto& [number, timer] : state_->timers) {
    auto left = std::chrono::ceil<Duration>(timer.at - Clock::now());
    at_most = std::max(Duration(0), std::min(at_most, left));
  }
  ::poll(fds.data(), fds.size(), static_cast<int>(at_most.count()));

  char drained[64];
  while (::read(state_->wake_read.get(), drained, sizeof drained) > 0) continue;
  std::vector<Task> due;
  {
    std::lock_guard guard(state_->lock);
    due.swap(state_->posted);
  }
  for (auto& task : due) task();
  for (size_t i = 1; i < fds.size(); ++i) {
    auto found = state_->watches.find(numbers[i]);
    if (!fds[i].revents || found == state_->watches.end()) continue;
    Task ready = found->second.ready;
    ready();
  }
  std::vector<uint64_t> rung;
  for (const auto& [number, timer] : state_->timers)
    if (timer.at <= Clock::now()) rung.push_back(number);
  for (uint64_t number : rung) {
    auto node = state_->timers.extract(number);
    if (node) node.mapped().task();
  }
}

bool PollLoop::run_until(const std::function<bool()>& condition, Duration limit) {
  auto end = Clock::now() + limit;
  while (!condition()) {
    if (Clock::now() >= end) return false;
    turn(std::chrono::duration_cast<Duration>(end - Clock::now()));
  }
  return true;
}

}  // namespace nta::host::test
