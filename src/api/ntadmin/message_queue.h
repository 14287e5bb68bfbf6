// MessageQueue: the window messages of one thread, and what brings it session notifications. No threads of its own.
//
// Other threads post; only the thread itself takes. Notifications are fetched when it takes or waits.
#pragma once

#include <deque>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include "api/ntadmin/session_notices.h"
#include "ntadmin/win/winuser.h"
#include "transport/fork_guard.h"

namespace nta::api {

/** Which messages are wanted. WM_QUIT always is. */
struct MessageFilter {
  static MessageFilter from(HWND window, UINT least, UINT most);
  bool passes(const MSG& message) const;

  HWND window = nullptr;  // null: any; no_window: those that are for the thread
  UINT least = 0;
  UINT most = 0xFFFFFFFF;

  static inline const HWND no_window = reinterpret_cast<HWND>(LONG_PTR{-1});
};

enum class Removal { remove, leave };

class MessageQueue {
 public:
  static constexpr size_t most = 10'000;  // posted messages, as on Windows
  using Ptr = std::shared_ptr<MessageQueue>;

  /** The calling thread's, made at its first use. A forked child's is new. */
  static Result<Ptr> mine();
  /** Null where the thread has none. */
  static Ptr of_thread(DWORD thread);

  static Result<Ptr> make(DWORD thread);
  DWORD thread() const { return thread_; }

  /** Fails with not_enough_quota while `most` are waiting. */
  Result<void> post(HWND window, UINT message, WPARAM wparam, LPARAM lparam);
  void quit(int code);

  /** The next message; none when there is none now. By the owning thread. */
  std::optional<MSG> peek(const MessageFilter& filter, Removal removal);
  /** Waits for it; rpc_call_cancelled when a signal came. */
  Result<MSG> next(const MessageFilter& filter);
  /** Readable while peek() has something to do. */
  int fd() const { return all_.get(); }

  /** A window's registration at a server. The first one opens a connection, later ones are counted. */
  Result<void> register_window(HWND window, const std::string& server, client::Server& through, Sessions sessions);
  Result<void> unregister_window(HWND window, const std::string& server);

  /** The thread's windows, which end with it. */
  void add_window(HWND window);
  std::vector<HWND> windows();
  /** The window has ended: its messages and registrations go. */
  void forget(HWND window);

 private:
  struct Registration {
    std::shared_ptr<SessionNotices> notices;
    uint32_t count = 1;
  };

  explicit MessageQueue(DWORD thread) : thread_(thread) {}
  Result<void> open();
  Registration* find(HWND window, const std::string& server);
  void fetch();
  std::optional<MSG> take(const MessageFilter& filter, Removal removal);
  void show_state();
  bool is_full();
  void try_again_later(bool is_wanted);

  const DWORD thread_;
  transport::ForkClosedFd some_;   // an eventfd: set while there is a message
  transport::ForkClosedFd later_;  // a timer: a server that was lost is tried again
  transport::ForkClosedFd all_;    // an epoll: both, and the connections of registrations

  std::mutex mutex_;  // guards what follows
  std::deque<MSG> messages_;
  std::optional<int> quit_;
  std::vector<Registration> registrations_;
  std::vector<HWND> windows_;
};

}  // namespace nta::api
