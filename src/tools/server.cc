// The WTS calls that several commands make.
#include "tools/server.h"

#include <unistd.h>

#include <cstring>

#include "base/utf16.h"

namespace nta::tools {

Result<Server> Server::of(const Arguments& arguments) {
  Server server;
  auto name = arguments.value(server_option);
  if (!name || name->empty()) return server;
  server.name_ = *name;
  server.handle_.reset(WTSOpenServerW(to_utf16(*name).data()));
  if (!server.handle_) return last_error("cannot open server '{}'", *name);
  return server;
}

Result<Sessions> list_sessions(const Server& server) {
  DWORD level = 1;
  DWORD count = 0;
  WTS_SESSION_INFO_1W* rows = nullptr;
  if (!WTSEnumerateSessionsExW(server.handle(), &level, 0, &rows, &count))
    return last_error("cannot list the sessions of {}", server.place());
  return Sessions(rows, count);
}

Result<Processes> list_processes(const Server& server, DWORD session) {
  DWORD level = 0;
  DWORD count = 0;
  WCHAR* rows = nullptr;
  if (!WTSEnumerateProcessesExW(server.handle(), &level, session, &rows, &count))
    return last_error("cannot list the processes of {}", server.place());
  return Processes(reinterpret_cast<WTS_PROCESS_INFOW*>(rows), count);
}

Result<WTSINFOW> query_session_info(const Server& server, DWORD session) {
  WCHAR* buffer = nullptr;
  DWORD size = 0;
  if (!WTSQuerySessionInformationW(server.handle(), session, WTSSessionInfo, &buffer, &size))
    return last_error("cannot query session {} of {}", session, server.place());
  std::unique_ptr<void, void (*)(PVOID)> owner(buffer, WTSFreeMemory);
  WTSINFOW info{};
  std::memcpy(&info, buffer, std::min<size_t>(size, sizeof info));
  return info;
}

std::optional<DWORD> own_session(const Server& server) {
  DWORD session = 0;
  if (!server.is_local() || !ProcessIdToSessionId(static_cast<DWORD>(getpid()), &session)) return std::nullopt;
  return session;
}

}  // namespace nta::tools
