// Posting, taking and waiting.
#include "api/ntadmin/message_queue.h"

#include <poll.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include <algorithm>
#include <map>

#include "api/ntadmin/fork_safe.h"
#include "api/ntadmin/window.h"
#include "base/of_thread.h"
#include "ntadmin/win/winbase.h"

namespace nta::api {
namespace {

using transport::fork_generation;
using transport::ForkClosedFd;

constexpr time_t seconds_between_tries = 1;

/** The queues of this process' threads, by thread id. */
struct Threads {
  std::map<DWORD, std::weak_ptr<MessageQueue>> queues;
};

/** A thread's hold on its queue: both end together, and the thread's windows with them. Their procedures are not told:
 *  nothing of the thread is left that they could use. */
struct Hold {
  MessageQueue::Ptr queue;
  uint32_t generation = 0;

  ~Hold() {
    if (!queue || generation != fork_generation()) return;
    for (HWND window : queue->windows()) close_window(window);
    ForkSafe<Threads>::instance().lock()->queues.erase(queue->thread());
  }
};

}  // namespace

MessageFilter MessageFilter::from(HWND window, UINT least, UINT most) {
  MessageFilter filter{.window = window};
  if (least != 0 || most != 0) {
    filter.least = least;
    filter.most = most;
  }
  return filter;
}

bool MessageFilter::passes(const MSG& message) const {
  if (window == no_window ? message.hwnd != nullptr : window && message.hwnd != window) return false;
  return message.message >= least && message.message <= most;
}

Result<MessageQueue::Ptr> MessageQueue::mine() {
  Hold& hold = OfThread<Hold>::get();
  if (hold.queue && hold.generation == fork_generation()) return hold.queue;
  NTA_TRY(hold.queue, make(GetCurrentThreadId()));
  hold.generation = fork_generation();
  auto threads = ForkSafe<Threads>::instance().lock();
  std::erase_if(threads->queues, [](const auto& entry) { return entry.second.expired(); });
  threads->queues[hold.queue->thread()] = hold.queue;
  return hold.queue;
}

MessageQueue::Ptr MessageQueue::of_thread(DWORD thread) {
  auto threads = ForkSafe<Threads>::instance().lock();
  auto found = threads->queues.find(thread);
  // A forked child has its parent's entries, whose descriptors it has not.
  auto queue = found == threads->queues.end() ? nullptr : found->second.lock();
  return queue && queue->fd() >= 0 ? queue : nullptr;
}

Result<MessageQueue::Ptr> MessageQueue::make(DWORD thread) {
  Ptr queue(new MessageQueue(thread));
  NTA_CHECK(queue->open());
  return queue;
}

Result<void> MessageQueue::open() {
  some_ = ForkClosedFd(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  later_ = ForkClosedFd(::timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
  all_ = ForkClosedFd(::epoll_create1(EPOLL_CLOEXEC));
  for (const ForkClosedFd* fd : {&some_, &later_}) {
    epoll_event event{.events = EPOLLIN, .data = {}};
    if (::epoll_ctl(all_.get(), EPOLL_CTL_ADD, fd->get(), &event) != 0)
      return fail(Win32::not_enough_memory, "no descriptors for a message queue");
  }
  return {};
}

Result<void> MessageQueue::post(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
  std::lock_guard lock(mutex_);
  if (messages_.size() >= most) return fail(Win32::not_enough_quota, "{} messages are waiting", messages_.size());
  messages_.push_back(make_message(window, message, wparam, lparam));
  show_state();
  return {};
}

void MessageQueue::quit(int code) {
  std::lock_guard lock(mutex_);
  quit_ = code;
  show_state();
}

/** Makes the descriptor say whether there is a message. */
void MessageQueue::show_state() {
  uint64_t value = 1;
  [[maybe_unused]] ssize_t done = 0;  // neither can block, and a counter that is set or clear already is right
  if (!messages_.empty() || quit_)
    done = ::write(some_.get(), &value, sizeof value);
  else
    done = ::read(some_.get(), &value, sizeof value);
}

std::optional<MSG> MessageQueue::take(const MessageFilter& filter, Removal removal) {
  auto found = std::ranges::find_if(messages_, [&](const MSG& message) { return filter.passes(message); });
  std::optional<MSG> message;
  if (found != messages_.end()) {
    message = *found;
    if (removal == Removal::remove) messages_.erase(found);
  } else if (quit_) {
    message = make_message(nullptr, WM_QUIT, static_cast<WPARAM>(*quit_), 0);
    if (removal == Removal::remove) quit_.reset();
  }
  show_state();
  return message;
}

std::optional<MSG> MessageQueue::peek(const MessageFilter& filter, Removal removal) {
  fetch();
  std::lock_guard lock(mutex_);
  return take(filter, removal);
}

Result<MSG> MessageQueue::next(const MessageFilter& filter) {
  for (;;) {
    fetch();
    int watched = all_.get();
    {
      std::lock_guard lock(mutex_);
      if (auto message = take(filter, Removal::remove)) return *message;
      // Messages that are not wanted now must not end the wait; a full queue fetches no notifications.
      uint64_t value = 0;
      [[maybe_unused]] auto cleared = ::read(some_.get(), &value, sizeof value);
      if (messages_.size() >= most) watched = some_.get();
    }
    auto woken = transport::wait_until(watched, POLLIN, {.deadline = {}, .on_signal = transport::OnSignal::end});
    std::lock_guard lock(mutex_);
    show_state();
    if (!woken) return std::move(woken).error();
  }
}

bool MessageQueue::is_full() {
  std::lock_guard lock(mutex_);
  return messages_.size() >= most;
}

/** What the servers have told goes behind what is posted. Connections are used without the lock: posting never waits
 *  for a server. */
void MessageQueue::fetch() {
  std::vector<std::shared_ptr<SessionNotices>> sources;
  {
    std::lock_guard lock(mutex_);
    if (registrations_.empty()) return;
    for (const Registration& registration : registrations_) sources.push_back(registration.notices);
  }
  bool is_one_away = false;
  for (const auto& source : sources) {
    if (is_full()) break;
    std::vector<MSG> told;
    source->fetch(told);
    is_one_away |= source->is_away();
    std::lock_guard lock(mutex_);
    // A window may have been unregistered meanwhile, by another thread.
    if (find(source->window(), source->server())) messages_.insert(messages_.end(), told.begin(), told.end());
    show_state();
  }
  try_again_later(is_one_away);
}

void MessageQueue::try_again_later(bool is_wanted) {
  itimerspec time{};
  if (is_wanted) time.it_value.tv_sec = seconds_between_tries;
  ::timerfd_settime(later_.get(), 0, &time, nullptr);  // setting it also clears what it has told
}

MessageQueue::Registration* MessageQueue::find(HWND window, const std::string& server) {
  auto found = std::ranges::find_if(registrations_, [&](const Registration& registration) {
    return registration.notices->window() == window && registration.notices->server() == server;
  });
  return found == registrations_.end() ? nullptr : &*found;
}

Result<void> MessageQueue::register_window(HWND window, const std::string& server, client::Server& through,
                                           Sessions sessions) {
  auto count_one_more = [&] {
    std::lock_guard lock(mutex_);
    Registration* known = find(window, server);
    if (known) ++known->count;
    return known != nullptr;
  };
  if (count_one_more()) return {};
  NTA_TRY(auto notices, SessionNotices::open(window, server, through, sessions, all_.get()));
  if (count_one_more()) return {};  // another thread was quicker
  std::lock_guard lock(mutex_);
  registrations_.push_back({std::move(notices)});
  return {};
}

Result<void> MessageQueue::unregister_window(HWND window, const std::string& server) {
  std::shared_ptr<SessionNotices> ended;  // its connection is closed without the lock
  std::lock_guard lock(mutex_);
  Registration* known = find(window, server);
  if (!known) return fail(Win32::invalid_parameter, "the window is not registered there");
  if (--known->count > 0) return {};
  ended = std::move(known->notices);
  registrations_.erase(registrations_.begin() + (known - registrations_.data()));
  return {};
}

void MessageQueue::add_window(HWND window) {
  std::lock_guard lock(mutex_);
  windows_.push_back(window);
}

std::vector<HWND> MessageQueue::windows() {
  std::lock_guard lock(mutex_);
  return windows_;
}

void MessageQueue::forget(HWND window) {
  std::vector<Registration> ended;
  std::lock_guard lock(mutex_);
  std::erase(windows_, window);
  std::erase_if(messages_, [&](const MSG& message) { return message.hwnd == window; });
  auto is_other = [&](const Registration& registration) { return registration.notices->window() != window; };
  auto end = std::stable_partition(registrations_.begin(), registrations_.end(), is_other);
  ended.assign(std::make_move_iterator(end), std::make_move_iterator(registrations_.end()));
  registrations_.erase(end, registrations_.end());
  show_state();
}

}  // namespace nta::api
