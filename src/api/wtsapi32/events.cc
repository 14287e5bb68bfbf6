// WTSWaitSystemEvent.
#include "api/ntadmin/boundary.h"
#include "api/wtsapi32/server.h"

namespace nta::api {
namespace {

Result<void> wait_for_events(HANDLE handle, DWORD mask, DWORD* flags) {
  if (!flags) return fail(Win32::invalid_parameter, "null output");
  NTA_TRY(auto server, server_of(handle));
  NTA_TRY(*flags, server->wait_for_events(mask));
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL WTSWaitSystemEvent(HANDLE hServer, DWORD EventMask, DWORD* pEventFlags) {
  return c_boundary([&] { return wait_for_events(hServer, EventMask, pEventFlags); });
}
