#include "daemon/work_pool.h"

#include <pthread.h>
#include <signal.h>

#include <system_error>
#include <thread>

namespace nta::daemon {

// Shared with the threads, which may outlive the pool.
struct WorkPool::State {
  explicit State(Limits limits_given) : limits(limits_given) {}
  const Limits limits;
  std::mutex mutex;
  std::condition_variable wake;
  std::deque<std::function<void()>> waiting;
  size_t threads = 0;
  size_t idle = 0;
  bool stopping = false;
};

WorkPool::WorkPool(Limits limits) : state_(std::make_shared<State>(limits)) {}

WorkPool::~WorkPool() {
  std::lock_guard lock(state_->mutex);
  state_->stopping = true;
  state_->waiting.clear();
  state_->wake.notify_all();
}

void WorkPool::serve(const std::shared_ptr<State>& state) {
  pthread_setname_np(pthread_self(), "work");
  std::unique_lock lock(state->mutex);
  while (!state->stopping) {
    if (state->waiting.empty()) {
      ++state->idle;
      state->wake.wait(lock);
      --state->idle;
      continue;
    }
    auto work = std::move(state->waiting.front());
    state->waiting.pop_front();
    lock.unlock();
    work();
    work = nullptr;
    lock.lock();
  }
}

// Signals are the main thread's: a thread starts with all of them blocked.
bool WorkPool::start_thread() {
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  bool started = true;
  try {
    std::thread([state = state_] { serve(state); }).detach();
  } catch (const std::system_error&) {
    started = false;
  }
  pthread_sigmask(SIG_SETMASK, &before, nullptr);
  return started;
}

bool WorkPool::submit(std::function<void()> work) {
  std::unique_lock lock(state_->mutex);
  if (state_->waiting.size() >= state_->limits.waiting) return false;
  bool thread_wanted = state_->waiting.size() >= state_->idle && state_->threads < state_->limits.threads;
  if (thread_wanted && start_thread()) ++state_->threads;
  if (state_->threads == 0) return false;
  state_->waiting.push_back(std::move(work));
  lock.unlock();  // a thread that wakes up is not to wait for it at once
  state_->wake.notify_one();
  return true;
}

}  // namespace nta::daemon
