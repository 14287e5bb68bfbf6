// SessionNotices: what brings one window its WM_WTSSESSION_CHANGE messages (TermSrvNotification).
//
// One call waits at the server, on a connection of its own; whoever owns the window's queue watches the connection.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/client/server.h"
#include "ntadmin/win/winuser.h"

namespace nta::api {

/** NOTIFY_FOR_THIS_SESSION and NOTIFY_FOR_ALL_SESSIONS. */
enum class Sessions { own, all };

class SessionNotices {
 public:
  /** Registers at the server, whose empty name is this machine, through a handle's object: closing that ends this call,
   *  and not the registration. The connection is watched by the epoll set. */
  static Result<std::unique_ptr<SessionNotices>> open(HWND window, const std::string& server, client::Server& through,
                                                      Sessions sessions, int epoll);

  /** Appends the messages that have come, without waiting. A server that was lost is asked again once a second. */
  void fetch(std::vector<MSG>& into);
  /** While there is no connection nothing wakes the watcher: it has to come back. */
  bool is_away() const { return connection_ == nullptr; }

  HWND window() const { return window_; }
  const std::string& server() const { return server_name_; }

 private:
  SessionNotices(HWND window, std::string server, Sessions sessions, int epoll);
  Result<void> connect(client::Server& through);
  Result<void> start_wait();
  Result<void> take(const rpc::Reply& reply, std::vector<MSG>& into) const;
  void come_back();

  const HWND window_;
  const std::string server_name_;
  const Sessions sessions_;
  const int epoll_;
  std::shared_ptr<client::Server> server_;
  std::unique_ptr<transport::Connection> connection_;
  size_t interface_ = 0;  // of the connection: what its calls name
  describe::ContextHandle registration_;
  uint32_t call_ = 0;
  transport::Clock::time_point next_try_{};
};

/** A message as it is put into a queue now. */
MSG make_message(HWND window, UINT message, WPARAM wparam, LPARAM lparam);

}  // namespace nta::api
