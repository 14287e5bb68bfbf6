#include "daemon/loop_executor.h"

#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>
#include <asio/steady_timer.hpp>
#include <mutex>
#include <unordered_map>

#include "base/alive.h"

namespace nta::daemon {
namespace {

using host::Executor;
using host::Registration;
using host::RegistrationPtr;

class Timer final : public Registration {
 public:
  Timer(asio::io_context& loop, Executor::Duration delay, Executor::Task task) : timer_(loop, delay) {
    timer_.async_wait(alive_.guard([task = std::move(task)](const asio::error_code& error) {
      if (!error) task();
    }));
  }

 private:
  Alive alive_;
  asio::steady_timer timer_;
};

// Asio tells once; asking again after each call makes it tell for as long as there is something to read.
class Watch final : public Registration {
 public:
  Watch(asio::io_context& loop, int fd, Executor::Wanted wanted, Executor::Task ready)
      : state_(std::make_shared<State>(loop, fd, std::move(ready))) {
    ask(state_, asio::posix::descriptor_base::wait_read);
    if (wanted == Executor::Wanted::read_and_write) ask(state_, asio::posix::descriptor_base::wait_write);
  }
  ~Watch() override {
    state_->ended = true;
    state_->descriptor.release();  // the fd is the caller's; what waits is cancelled
  }

 private:
  struct State {
    State(asio::io_context& loop, int fd, Executor::Task task) : descriptor(loop, fd), ready(std::move(task)) {}
    asio::posix::stream_descriptor descriptor;
    Executor::Task ready;
    bool ended = false;
  };

  static void ask(const std::shared_ptr<State>& state, asio::posix::descriptor_base::wait_type type) {
    state->descriptor.async_wait(type, [state, type](asio::error_code error) {
      if (error || state->ended) return;
      state->ready();
      if (!state->ended) ask(state, type);
    });
  }

  std::shared_ptr<State> state_;
};

}  // namespace

// Whoever comes first, the work or its deadline, takes the job out of here.
struct LoopExecutor::Jobs {
  struct Job {
    std::function<void(Outcome)> done;
    asio::steady_timer deadline;
  };
  std::unordered_map<uint64_t, Job> waiting;
  uint64_t last_id = 0;

  uint64_t add(asio::io_context& loop, Duration deadline, std::function<void(Outcome)> done,
               const std::weak_ptr<Jobs>& self) {
    uint64_t id = ++last_id;
    Job& job = waiting.try_emplace(id, Job{std::move(done), asio::steady_timer(loop, deadline)}).first->second;
    job.deadline.async_wait([self, id](asio::error_code error) {
      if (auto jobs = self.lock(); jobs && !error) jobs->end(id, Outcome::too_late);
    });
    return id;
  }

  void end(uint64_t id, Outcome outcome) {
    auto job = waiting.extract(id);
    if (job) job.mapped().done(outcome);
  }
};

struct LoopExecutor::Gate {
  std::mutex mutex;
  asio::io_context* loop;  // null once the executor is gone
  explicit Gate(asio::io_context& way) : loop(&way) {}

  void post(Task task) {
    std::lock_guard lock(mutex);
    if (loop) asio::post(*loop, std::move(task));
  }
};

LoopExecutor::LoopExecutor(asio::io_context& loop, WorkPool::Limits own, WorkPool::Limits callers)
    : loop_(loop), jobs_(std::make_shared<Jobs>()), gate_(std::make_shared<Gate>(loop)), own_(own), callers_(callers) {}

LoopExecutor::~LoopExecutor() {
  std::lock_guard lock(gate_->mutex);
  gate_->loop = nullptr;
}

void LoopExecutor::post(Task task) { asio::post(loop_, std::move(task)); }

RegistrationPtr LoopExecutor::after(Duration delay, Task task) {
  return std::make_unique<Timer>(loop_, delay, std::move(task));
}

RegistrationPtr LoopExecutor::watch(int fd, Wanted wanted, Task ready) {
  return std::make_unique<Watch>(loop_, fd, wanted, std::move(ready));
}

void LoopExecutor::run_for(const Asker& asker, Duration deadline, Task work, std::function<void(Outcome)> done) {
  uint64_t id = jobs_->add(loop_, deadline, std::move(done), jobs_);
  // `work` is destroyed on the pool, before the loop hears of its end.
  WorkPool& pool = asker ? callers_ : own_;
  bool taken = pool.submit(asker, [gate = gate_, jobs = std::weak_ptr(jobs_), id, work = std::move(work)]() mutable {
    std::exchange(work, nullptr)();
    gate->post([jobs = std::move(jobs), id] {
      if (auto held = jobs.lock()) held->end(id, Outcome::finished);
    });
  });
  if (!taken) post([jobs = jobs_, id] { jobs->end(id, Outcome::no_room); });
}

}  // namespace nta::daemon
