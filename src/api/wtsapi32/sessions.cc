// WTSEnumerateSessions, WTSEnumerateSessionsEx: the sessions of TermSrvEnumeration, then the listeners of RCMPublic.
#include "api/ntadmin/boundary.h"
#include "api/wtsapi32/answer.h"
#include "api/wtsapi32/server.h"
#include "protocols/rcm_public.h"
#include "protocols/termsrv_enumeration.h"

namespace nta::api {
namespace {

using namespace protocols;

/** Both answers, as they came. The rows made of them point into these: text is terminated in its buffer. */
template <class Row>
struct Listing {
  ndr::Decoded<AllSessions<Row>> sessions;
  ndr::Decoded<RpcGetAllListeners::Out> listeners;

  std::span<Row> session_rows() const {
    return {sessions->ppSessionData, sessions->ppSessionData ? sessions->pcEntries : 0};
  }
  std::span<LISTENERENUM> listener_rows() const {
    return {listeners->ppListeners, listeners->ppListeners ? listeners->pNumListeners : 0};
  }
};

template <class Method, class Row>
Result<Listing<Row>> list(HANDLE handle, uint32_t level) {
  NTA_TRY(auto server, server_of(handle));
  Listing<Row> listing;
  NTA_TRY(listing.sessions, server->call<Method>(termsrv_enumeration, {level}));
  NTA_TRY(listing.listeners, server->call<RpcGetAllListeners>(rcm_public, {1}));
  for (const Row& row : listing.session_rows())
    if (row.Level != level)
      return fail(Win32::rpc_protocol_error, "asked for level {}, the server sent {}", level, row.Level);
  return listing;
}

char16_t* text_or_null(char16_t* text) { return *text ? text : nullptr; }

WTS_SESSION_INFOW session_row(EXECENVDATA_AT_1& from) {
  auto& data = from.Data.Level1;
  return {static_cast<DWORD>(data.ExecEnvId), data.SessionName, static_cast<WTS_CONNECTSTATE_CLASS>(data.State)};
}

WTS_SESSION_INFO_1W session_row_1(EXECENVDATA& from) {
  auto& data = from.Data.Level2;
  return {.ExecEnvId = static_cast<DWORD>(data.ExecEnvId),
          .State = static_cast<WTS_CONNECTSTATE_CLASS>(data.State),
          .SessionId = static_cast<DWORD>(data.AbsSessionId),
          .pSessionName = data.SessionName,
          .pHostName = text_or_null(data.HostName),
          .pUserName = text_or_null(data.UserName),
          .pDomainName = text_or_null(data.DomainName),
          .pFarmName = text_or_null(data.FarmName)};
}

WTS_SESSION_INFOW listener_row(LISTENERENUM& from) {
  auto& data = from.Data.Level1;
  return {static_cast<DWORD>(data.Id), data.Name, WTSListen};
}

WTS_SESSION_INFO_1W listener_row_1(LISTENERENUM& from) {
  auto& data = from.Data.Level1;
  return {.ExecEnvId = static_cast<DWORD>(data.Id),
          .State = WTSListen,
          .SessionId = static_cast<DWORD>(data.Id),
          .pSessionName = data.Name,
          .pHostName = nullptr,
          .pUserName = nullptr,
          .pDomainName = nullptr,
          .pFarmName = nullptr};
}

template <class Wide, class Row>
std::vector<Wide> rows_of(const Listing<Row>& listing, Wide (*session)(Row&), Wide (*listener)(LISTENERENUM&)) {
  std::vector<Wide> rows;
  rows.reserve(listing.session_rows().size() + listing.listener_rows().size());
  for (Row& row : listing.session_rows()) rows.push_back(session(row));
  for (LISTENERENUM& row : listing.listener_rows()) rows.push_back(listener(row));
  return rows;
}

template <class Row>
Result<void> enumerate(HANDLE server, DWORD reserved, DWORD version, Row** rows, DWORD* count) {
  if (!rows || !count) return fail(Win32::invalid_parameter, "null output");
  if (reserved != 0 || version != 1)
    return fail(Win32::invalid_parameter, "Reserved {}, Version {}: 0 and 1 are known", reserved, version);
  NTA_TRY(auto listing, (list<RpcGetAllSessionsAt1, EXECENVDATA_AT_1>(server, 1)));
  auto wide = rows_of(listing, session_row, listener_row);
  NTA_TRY(*rows, hand_out<Row>(std::span<const WTS_SESSION_INFOW>(wide), BlockKind::plain));
  *count = static_cast<DWORD>(wide.size());
  return {};
}

template <class Row>
Result<void> enumerate_ex(HANDLE server, const DWORD* level, DWORD filter, Row** rows, DWORD* count) {
  if (!level || !rows || !count) return fail(Win32::invalid_parameter, "null pointer");
  if (*level != 1 || filter != 0)
    return fail(Win32::invalid_parameter, "level {}, filter {}: 1 and 0 are known", *level, filter);
  NTA_TRY(auto listing, (list<RpcGetAllSessions, EXECENVDATA>(server, 2)));
  auto wide = rows_of(listing, session_row_1, listener_row_1);
  NTA_TRY(*rows, hand_out<Row>(std::span<const WTS_SESSION_INFO_1W>(wide), BlockKind::session_info_1));
  *count = static_cast<DWORD>(wide.size());
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL WTSEnumerateSessionsW(HANDLE hServer, DWORD Reserved, DWORD Version, PWTS_SESSION_INFOW* ppSessionInfo,
                           DWORD* pCount) {
  return c_boundary([&] { return enumerate(hServer, Reserved, Version, ppSessionInfo, pCount); });
}

BOOL WTSEnumerateSessionsA(HANDLE hServer, DWORD Reserved, DWORD Version, PWTS_SESSION_INFOA* ppSessionInfo,
                           DWORD* pCount) {
  return c_boundary([&] { return enumerate(hServer, Reserved, Version, ppSessionInfo, pCount); });
}

BOOL WTSEnumerateSessionsExW(HANDLE hServer, DWORD* pLevel, DWORD Filter, PWTS_SESSION_INFO_1W* ppSessionInfo,
                             DWORD* pCount) {
  return c_boundary([&] { return enumerate_ex(hServer, pLevel, Filter, ppSessionInfo, pCount); });
}

BOOL WTSEnumerateSessionsExA(HANDLE hServer, DWORD* pLevel, DWORD Filter, PWTS_SESSION_INFO_1A* ppSessionInfo,
                             DWORD* pCount) {
  return c_boundary([&] { return enumerate_ex(hServer, pLevel, Filter, ppSessionInfo, pCount); });
}
