// SessionWatch: what happens to the sessions of one host, and whose they are.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/filetime.h"
#include "base/result.h"
#include "ntadmin/win/winuser.h"
#include "tools/server.h"

namespace nta::tools {

/** Of a session that is gone: what was last known. */
struct SessionFacts {
  std::u16string name;
  std::u16string user;
  std::u16string domain;
};

struct SessionNews {
  FileTime time = 0;
  std::u16string event;  // "connect", "logoff"
  std::u16string place;  // of connect and disconnect: "console" or "remote"
  DWORD session = 0;
  SessionFacts facts;
};

class SessionWatch {
 public:
  static Result<std::unique_ptr<SessionWatch>> open(Server server);
  ~SessionWatch();
  SessionWatch(const SessionWatch&) = delete;
  SessionWatch& operator=(const SessionWatch&) = delete;

  /** Readable while take() has something to do. */
  int fd() const { return fd_; }
  /** What has happened since the last call, in its order. */
  std::vector<SessionNews> take();

 private:
  explicit SessionWatch(Server server) : server_(std::move(server)) {}
  void refresh();

  Server server_;
  HWND window_ = nullptr;
  int fd_ = -1;
  std::map<DWORD, SessionFacts> known_;
};

}  // namespace nta::tools
