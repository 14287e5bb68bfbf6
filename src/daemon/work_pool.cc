#include "daemon/work_pool.h"

#include <pthread.h>
#include <signal.h>

#include <algorithm>
#include <condition_variable>
#include <deque>
#include <map>
#include <mutex>
#include <system_error>
#include <thread>

namespace nta::daemon {

// Shared with the threads, which may outlive the pool.
struct WorkPool::State {
  explicit State(Limits limits_given) : limits(limits_given) {}

  struct Share {
    std::deque<Task> waiting;
    size_t working = 0;  // threads
  };
  using Turn = std::deque<Asker>::iterator;

  const Limits limits;
  std::mutex mutex;
  std::condition_variable wake;
  std::map<Asker, Share> shares;  // of those for whom anything waits or works
  std::deque<Asker> turns;        // those for whom anything waits, whoever was served longest ago in front
  size_t waiting = 0;             // in all shares
  size_t working = 0;
  size_t threads = 0;
  size_t idle = 0;
  bool stopping = false;

  /** Who is next; the end: nobody may have another thread. */
  Turn next() {
    bool are_kept = limits.threads - working <= limits.kept;
    return std::ranges::find_if(turns, [&](const Asker& each) { return !are_kept || shares[each].working == 0; });
  }
  Task take(Turn turn, Asker& asker) {
    asker = *turn;
    turns.erase(turn);
    Share& share = shares[asker];
    Task work = std::move(share.waiting.front());
    share.waiting.pop_front();
    if (!share.waiting.empty()) turns.push_back(asker);
    ++share.working;
    ++working;
    --waiting;
    return work;
  }
  void ended(const Asker& asker) {
    --working;
    auto share = shares.find(asker);
    if (--share->second.working == 0 && share->second.waiting.empty()) shares.erase(share);
  }
};

WorkPool::WorkPool(Limits limits) : state_(std::make_shared<State>(limits)) {}

WorkPool::~WorkPool() {
  std::lock_guard lock(state_->mutex);
  state_->stopping = true;
  for (auto& [asker, share] : state_->shares) share.waiting.clear();
  state_->turns.clear();
  state_->wake.notify_all();
}

void WorkPool::serve(const std::shared_ptr<State>& state) {
  pthread_setname_np(pthread_self(), "work");
  std::unique_lock lock(state->mutex);
  while (!state->stopping) {
    auto turn = state->next();
    if (turn == state->turns.end()) {
      ++state->idle;
      state->wake.wait(lock);
      --state->idle;
      continue;
    }
    Asker asker;
    Task work = state->take(turn, asker);
    // With that taken, what is next may be for a kept thread, and nobody else would tell it.
    if (state->idle > 0 && state->next() != state->turns.end()) state->wake.notify_one();
    lock.unlock();
    work();
    work = nullptr;
    lock.lock();
    state->ended(asker);
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

bool WorkPool::submit(const Asker& asker, Task work) {
  std::unique_lock lock(state_->mutex);
  auto share = state_->shares.find(asker);
  if (share != state_->shares.end() && share->second.waiting.size() >= state_->limits.waiting) return false;
  bool thread_wanted = state_->waiting >= state_->idle && state_->threads < state_->limits.threads;
  if (thread_wanted && start_thread()) ++state_->threads;
  if (state_->threads == 0) return false;
  auto& waiting = state_->shares[asker].waiting;
  if (waiting.empty()) state_->turns.push_back(asker);
  waiting.push_back(std::move(work));
  ++state_->waiting;
  lock.unlock();  // a thread that wakes up is not to wait for it at once
  state_->wake.notify_one();
  return true;
}

}  // namespace nta::daemon
