// WTSQueryUserToken: asked of this machine's host; the token lives in this process, as a handle.
#include "api/ntadmin/boundary.h"
#include "api/ntadmin/handles.h"
#include "api/ntadmin/token.h"
#include "api/wtsapi32/server.h"
#include "protocols/local_host.h"

namespace nta::api {
namespace {

using namespace protocols;

Result<Sid> sid_from(const char* text) {
  auto sid = Sid::parse(text ? text : "");
  if (!sid) return fail(Win32::rpc_protocol_error, "'{}' is no SID", text ? text : "");
  return *sid;
}

Result<void> query_token(ULONG session, HANDLE* handle) {
  if (!handle) return fail(Win32::invalid_parameter, "null output");
  NTA_TRY(auto answer, client::Server::local()->call<HostQueryUserToken>(local_host, {session}));
  auto token = std::make_shared<Token>();
  NTA_TRY(token->user, sid_from(answer->User));
  NTA_TRY(token->primary_group, sid_from(answer->PrimaryGroup));
  for (uint32_t i = 0; answer->Groups && i < answer->GroupCount; ++i) {
    NTA_TRY(Sid group, sid_from(answer->Groups[i]));
    token->groups.push_back(group);
  }
  token->session = answer->SessionId;
  token->socket = answer->SocketPath ? answer->SocketPath : "";
  token->id = new_token_id();
  NTA_TRY(*handle, open_handle(HandleKind::token, std::move(token)));
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL WTSQueryUserToken(ULONG SessionId, PHANDLE phToken) {
  return c_boundary([&] { return query_token(SessionId, phToken); });
}

BOOL QueryUserToken(ULONG SessionId, PHANDLE phToken) { return WTSQueryUserToken(SessionId, phToken); }
