// WTSOpenServer, WTSCloseServer.
#include "api/wtsapi32/server.h"

#include "api/ntadmin/boundary.h"
#include "api/ntadmin/handles.h"
#include "base/utf16.h"

namespace nta::api {
namespace {

// No I/O, and no failure for a name that cannot be one: both show at the first use.
Result<HANDLE> open_server(std::string_view name) {
  return open_handle(HandleKind::server, client::Server::named(name, client::Closing::possible));
}

std::string_view or_empty(const char* text) { return text ? text : ""; }

}  // namespace

Result<std::shared_ptr<client::Server>> server_of(HANDLE handle) {
  if (handle == WTS_CURRENT_SERVER_HANDLE) return client::Server::local();
  return find_handle_as<client::Server>(HandleKind::server, handle);
}

}  // namespace nta::api

using namespace nta::api;

HANDLE WTSOpenServerA(LPSTR pServerName) {
  return c_boundary([&] { return open_server(or_empty(pServerName)); });
}

HANDLE WTSOpenServerW(LPWSTR pServerName) {
  return c_boundary([&] { return open_server(nta::to_utf8(nta::view_or_empty(pServerName))); });
}

HANDLE WTSOpenServerExA(LPSTR pServerName) { return WTSOpenServerA(pServerName); }

HANDLE WTSOpenServerExW(LPWSTR pServerName) { return WTSOpenServerW(pServerName); }

void WTSCloseServer(HANDLE hServer) {
  if (hServer == WTS_CURRENT_SERVER_HANDLE) return;
  c_boundary([&]() -> nta::Result<void> {
    NTA_TRY(auto server, close_handle(HandleKind::server, hServer));
    std::static_pointer_cast<nta::client::Server>(server)->close();
    return {};
  });
}
