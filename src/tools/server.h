// The host a command talks to, and what WTS calls it returned: both freed by themselves.
#pragma once

#include <memory>
#include <span>
#include <string>

#include "base/result.h"
#include "ntadmin/win/winbase.h"
#include "ntadmin/win/wtsapi32.h"
#include "tools/arguments.h"

namespace nta::tools {

/** The WTS functions' way to fail: code from GetLastError, sentence from here. */
template <class... Args>
[[nodiscard]] Error last_error(fmt::format_string<Args...> format, Args&&... args) {
  auto code = static_cast<Win32>(GetLastError());
  return fail(code, format, std::forward<Args>(args)...);
}

class Server {
 public:
  /** The one that --server names; does no I/O. */
  static Result<Server> of(const Arguments& arguments);

  HANDLE handle() const { return handle_.get(); }
  bool is_local() const { return name_.empty(); }
  /** Empty: this host. */
  const std::string& name() const { return name_; }
  /** "this host", or the name. */
  std::string place() const { return is_local() ? "this host" : name_; }

 private:
  struct Close {
    using pointer = HANDLE;
    void operator()(HANDLE handle) const { WTSCloseServer(handle); }
  };
  std::string name_;
  std::unique_ptr<void, Close> handle_;  // null: WTS_CURRENT_SERVER_HANDLE
};

/** An array that a WTS function returned. */
template <class Row, WTS_TYPE_CLASS Class>
class Rows {
 public:
  Rows() = default;
  Rows(Row* rows, DWORD count) : rows_(rows, Free{count}) {}
  std::span<const Row> all() const { return {rows_.get(), rows_.get_deleter().count}; }

 private:
  struct Free {
    DWORD count = 0;
    void operator()(Row* rows) const { WTSFreeMemoryExW(Class, rows, count); }
  };
  std::unique_ptr<Row, Free> rows_;
};

using Sessions = Rows<WTS_SESSION_INFO_1W, WTSTypeSessionInfoLevel1>;
using Processes = Rows<WTS_PROCESS_INFOW, WTSTypeProcessInfoLevel0>;

Result<Sessions> list_sessions(const Server& server);
Result<Processes> list_processes(const Server& server, DWORD session);

/** WTSSessionInfo of one session. */
Result<WTSINFOW> query_session_info(const Server& server, DWORD session);

/** The caller's own session; none on another host. */
std::optional<DWORD> own_session(const Server& server);

}  // namespace nta::tools
