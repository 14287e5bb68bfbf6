// Answers from TermSrvSession.
#include <array>
#include <cstring>

#include "api/wtsapi32/query.h"
#include "base/filetime.h"
#include "base/utf16.h"
#include "protocols/legacy_api.h"
#include "protocols/local_host.h"
#include "protocols/termsrv_session.h"
#include "protocols/winstation.h"

namespace nta::api {
namespace {

using namespace protocols;

Result<ndr::Decoded<RpcGetSessionInformation::Out>> information(const Query& query) {
  return query.server.call<RpcGetSessionInformation>(termsrv_session, {static_cast<int32_t>(query.session)});
}

/** RpcGetSessionInformationEx, and the traffic that it carries as an image. */
struct Extended {
  ndr::Decoded<RpcGetSessionInformationEx::Out> reply;
  PROTOCOLSTATUS traffic{};  // zero when the server sent none

  const LSM_SESSIONINFO_EX_LEVEL1& data() const { return reply->Data.Level1; }
};

Result<Extended> extended(const Query& query) {
  constexpr uint32_t level = 1;
  auto session = static_cast<int32_t>(query.session);
  NTA_TRY(auto reply, query.server.call<RpcGetSessionInformationEx>(termsrv_session, {session, level}));
  if (reply->Level != level) return fail(Win32::rpc_protocol_error, "the server sent level {}", reply->Level);
  Extended extended{std::move(reply), {}};
  const auto& data = extended.data();
  if (data.ProtocolData && data.ProtocolDataSize >= sizeof extended.traffic)
    std::memcpy(&extended.traffic, data.ProtocolData, sizeof extended.traffic);
  return extended;
}

/** The image of LegacyApi: it alone tells the session's own number and the server's clock. */
Result<WINSTATIONINFORMATION> image(const Query& query) {
  constexpr size_t wire_size = sizeof(VARDATA_WIRE) + sizeof(WINSTATIONINFORMATION);
  std::array<uint8_t, wire_size> buffer{};
  VARDATA_WIRE head{sizeof(WINSTATIONINFORMATION), sizeof(VARDATA_WIRE)};
  std::memcpy(buffer.data(), &head, sizeof head);
  NTA_TRY(auto reply, query.server.call_legacy<RpcWinStationQueryInformation>(
                          {.LogonId = query.session,
                           .WinStationInformationClass = static_cast<uint32_t>(WinStationClass::information),
                           .pWinStationInformation = buffer.data(),
                           .WinStationInformationLength = wire_size}));
  if (!reply->pWinStationInformation || reply->length < wire_size)
    return fail(Win32::rpc_protocol_error, "an image of {} bytes is too short", reply->length);
  WINSTATIONINFORMATION information;
  std::memcpy(&information, reply->pWinStationInformation + sizeof head, sizeof information);
  return information;
}

template <class Info>
void fill_traffic(Info& info, const PROTOCOLSTATUS& traffic) {
  info.IncomingBytes = traffic.Input.Bytes;
  info.OutgoingBytes = traffic.Output.Bytes;
  info.IncomingFrames = traffic.Input.Frames;
  info.OutgoingFrames = traffic.Output.Frames;
  info.IncomingCompressedBytes = traffic.Input.CompressedBytes;
  info.OutgoingCompressedBytes = traffic.Output.CompressedBytes;
}

template <class Info, class Source>
void fill_times(Info& info, const Source& source) {
  info.ConnectTime.QuadPart = source.ConnectTime;
  info.DisconnectTime.QuadPart = source.DisconnectTime;
  info.LastInputTime.QuadPart = source.LastInputTime;
  info.LogonTime.QuadPart = source.LogonTime;
}

Result<DWORD> number_of(const Query& query) {
  if (query.session != WTS_CURRENT_SESSION) return query.session;
  NTA_TRY(auto host, query.server.call<HostGetInfo>(local_host, {}));
  return host->CallerSessionId;
}

}  // namespace

// The question is whether there is such a session, unless it is "which one is mine".
Result<Answer> session_id(const Query& query) {
  if (query.session != WTS_CURRENT_SESSION) NTA_CHECK(information(query));
  NTA_TRY(DWORD number, number_of(query));
  return number_answer(number);
}

Result<Answer> user_name(const Query& query) {
  NTA_TRY(auto found, information(query));
  return text_answer(query, view_or_empty(found->pSessionInfo.pszUserName));
}

Result<Answer> domain_name(const Query& query) {
  NTA_TRY(auto found, information(query));
  return text_answer(query, view_or_empty(found->pSessionInfo.pszDomain));
}

Result<Answer> win_station_name(const Query& query) {
  NTA_TRY(auto found, information(query));
  return text_answer(query, view_or_empty(found->pSessionInfo.pszTerminalName));
}

Result<Answer> connect_state(const Query& query) {
  NTA_TRY(auto found, information(query));
  return number_answer(static_cast<DWORD>(found->pSessionInfo.SessionState));
}

Result<Answer> session_info(const Query& query) {
  NTA_TRY(auto found, image(query));
  WTSINFOW info{};
  info.State = static_cast<WTS_CONNECTSTATE_CLASS>(found.ConnectState);
  info.SessionId = found.LogonId;
  fill_traffic(info, found.Status);
  copy_cut(info.WinStationName, text_in(found.WinStationName));
  copy_cut(info.Domain, text_in(found.Domain));
  copy_cut(info.UserName, text_in(found.UserName));
  fill_times(info, found);
  info.CurrentTime.QuadPart = found.CurrentTime;
  return structure_answer<WTSINFOA>(query, info);
}

// The interface tells neither the number of the caller's own session nor the server's clock, which on this machine is
// the caller's own.
Result<Answer> session_info_ex(const Query& query) {
  NTA_TRY(DWORD number, number_of(query));
  NTA_TRY(auto found, extended(query));
  const auto& data = found.data();
  WTSINFOEXW info{};
  info.Level = 1;
  auto& level1 = info.Data.WTSInfoExLevel1;
  level1.SessionId = number;
  level1.SessionState = static_cast<WTS_CONNECTSTATE_CLASS>(data.SessionState);
  level1.SessionFlags = data.SessionFlags;
  copy_cut(level1.WinStationName, text_in(data.SessionName));
  copy_cut(level1.UserName, text_in(data.UserName));
  copy_cut(level1.DomainName, text_in(data.DomainName));
  fill_times(level1, data);
  level1.CurrentTime.QuadPart = filetime_now();
  fill_traffic(level1, found.traffic);
  return structure_answer<WTSINFOEXA>(query, info);
}

}  // namespace nta::api
