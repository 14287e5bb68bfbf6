// ProcessIdToSessionId, WTSGetActiveConsoleSessionId: what Windows asks its kernel, asked of this machine's host.
#include "api/client/server.h"
#include "api/ntadmin/boundary.h"
#include "protocols/local_host.h"

namespace nta::api {
namespace {

using namespace protocols;

constexpr DWORD no_session = 0xFFFFFFFF;

Result<void> session_of_process(DWORD process, DWORD* session) {
  if (!session) return fail(Win32::invalid_parameter, "null output");
  NTA_TRY(auto answer, client::Server::local()->call<HostSessionOfProcess>(local_host, {process}));
  *session = answer->SessionId;
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL ProcessIdToSessionId(DWORD dwProcessId, DWORD* pSessionId) {
  return c_boundary([&] { return session_of_process(dwProcessId, pSessionId); });
}

// It cannot fail: no host, no console session.
DWORD WTSGetActiveConsoleSessionId() {
  auto answer = guarded([] {
    return nta::client::Server::local()->call<nta::protocols::HostConsoleSession>(nta::protocols::local_host, {});
  });
  return answer ? (*answer)->SessionId : no_session;
}
