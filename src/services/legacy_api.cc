// LegacyApi (WinStation) on this host: servers, sessions by the older methods ([MS-TSTS] 3.7.4.1).
#include "protocols/legacy_api.h"

#include "base/utf16.h"
#include "services/connect.h"
#include "services/images.h"
#include "services/legacy_events.h"
#include "services/legacy_processes.h"
#include "services/legacy_shutdown.h"
#include "services/messages.h"
#include "services/rows.h"
#include "services/shadow.h"

namespace nta::services {
namespace {

using namespace protocols;
using host::Session;

Result<void> open_server(Host&, Call<RpcWinStationOpenServer>& call) {
  NTA_TRY(call.out.phServer, call.client->contexts->add(std::make_unique<ServerHandle>()));
  return {};
}

template <class M>
Result<void> close_server(Host&, Call<M>& call) {
  NTA_CHECK(call.client->contexts->template find<ServerHandle>(call.in().hServer));
  call.client->contexts->remove(call.in().hServer);
  return {};
}

constexpr uint32_t largest_buffer = 0x8000;

/** Every session, listeners included, as far as the caller may query it. */
std::vector<SESSIONID> visible_records(const Host& host, const Client& client) {
  auto may_query = host.permit(*client.token, static_cast<uint32_t>(Right::query_information));
  std::vector<SESSIONID> records;
  for (const auto& [id, session] : host.sessions.rows()) {
    if (session.kind != host::Kind::listener && !may_query(session)) continue;
    SESSIONID& record = records.emplace_back();
    record.SessionId = id.value;
    copy_cut(record.WinStationName, to_utf16(session.winstation));
    record.State = static_cast<uint32_t>(session.state);
  }
  return records;
}

// Called again and again with the index it gave back, until there is nothing more.
Result<void> enumerate(Host& host, Call<RpcWinStationEnumerate>& call) {
  NTA_CHECK(call.client->contexts->find<ServerHandle>(call.in().hServer));
  const auto& in = call.in();
  auto records = visible_records(host, *call.client);
  size_t first = std::min<size_t>(in.pIndex, records.size());
  size_t fits = std::min(in.pByteCount, largest_buffer) / sizeof(SESSIONID);
  size_t count = std::min({records.size() - first, fits, size_t{in.pEntries}});
  call.out.pIndex = static_cast<uint32_t>(first + count);
  call.out.pEntries = static_cast<uint32_t>(count);
  call.out.pByteCount = static_cast<uint32_t>(count * sizeof(SESSIONID));
  call.out.pLogonId =
      reinterpret_cast<uint8_t*>(call.memory.copy(std::span<const SESSIONID>(records).subspan(first, count)));
  if (first == records.size()) return fail(Win32::no_more_items, "no session after index {}", in.pIndex);
  if (count == 0) return fail(Win32::insufficient_buffer, "{} bytes hold no session", in.pByteCount);
  return {};
}

/** Writes `image` behind a VARDATA_WIRE into the reply's buffer, whose size the caller chose. */
template <class Image>
Result<void> put_variable(Call<RpcWinStationQueryInformation>& call, const Image& image) {
  constexpr size_t whole = sizeof(VARDATA_WIRE) + sizeof image;
  call.out.pReturnLength = whole;
  if (call.in().WinStationInformationLength < whole)
    return fail(Win32::insufficient_buffer, "{} bytes given, {} needed", call.in().WinStationInformationLength, whole);
  VARDATA_WIRE head{sizeof image, sizeof head};
  std::memcpy(call.out.pWinStationInformation, &head, sizeof head);
  std::memcpy(call.out.pWinStationInformation + sizeof head, &image, sizeof image);
  return {};
}

/** WINSTACONFIGWIRE, 134 bytes: a comment, the OEM id, where the USERCONFIG and newer members lie. */
Result<void> put_configuration(Call<RpcWinStationQueryInformation>& call, const Session& session) {
  constexpr size_t head_size = 134, oem_at = 122, user_at = 126, newer_at = 130;
  WINSTATIONCONFIG config = config_image(session);
  constexpr size_t whole = head_size + sizeof config.User;
  call.out.pReturnLength = whole;
  if (call.in().WinStationInformationLength < whole)
    return fail(Win32::insufficient_buffer, "{} bytes given, {} needed", call.in().WinStationInformationLength, whole);
  VARDATA_WIRE user{sizeof config.User, head_size};
  VARDATA_WIRE newer{0, whole};
  uint8_t* to = call.out.pWinStationInformation;
  std::memcpy(to, config.Comment, sizeof config.Comment);
  std::memcpy(to + oem_at, config.OEMId, sizeof config.OEMId);
  std::memcpy(to + user_at, &user, sizeof user);
  std::memcpy(to + newer_at, &newer, sizeof newer);
  std::memcpy(to + head_size, &config.User, sizeof config.User);
  return {};
}

// The buffer is sent back in the length that was asked for, whatever part of it was filled.
Result<void> query_information(Host&, Call<RpcWinStationQueryInformation>& call, const Session& session) {
  const auto& in = call.in();
  if (in.WinStationInformationLength > largest_buffer)
    return fail(Win32::invalid_parameter, "a buffer of {} bytes: at most {}", in.WinStationInformationLength,
                largest_buffer);
  call.out.length = in.WinStationInformationLength;
  call.out.pWinStationInformation = call.memory.make<uint8_t>(in.WinStationInformationLength);
  switch (static_cast<WinStationClass>(in.WinStationInformationClass)) {
    case WinStationClass::configuration:
      return put_configuration(call, session);
    case WinStationClass::client:
      return put_variable(call, client_image(session));
    case WinStationClass::information:
      return put_variable(call, information_image(session));
  }
  return fail(Win32::invalid_parameter, "information class {} is not served", in.WinStationInformationClass);
}

std::string text_of(const char16_t* text, uint32_t length) {
  std::u16string_view all(text, text ? length : 0);
  return to_utf8(all.substr(0, all.find(u'\0')));
}

void send_message_box(Host& host, CallPtr<RpcWinStationSendMessage> call, const Session& session) {
  constexpr uint32_t longest = 1024;
  const auto& in = call->in();
  if (in.TitleLength > longest || in.MessageLength > longest)
    return call->finish(
        fail(Win32::invalid_parameter, "{} and {} characters: at most {}", in.TitleLength, in.MessageLength, longest));
  host::Message message{text_of(in.pTitle, in.TitleLength), text_of(in.pMessage, in.MessageLength), in.Style,
                        in.Timeout, in.DoNotWait ? host::Message::Wait::for_delivery : host::Message::Wait::for_answer};
  send_message(host, std::move(call), session, std::move(message), &RpcWinStationSendMessage::Out::pResponse);
}

Result<void> id_from_name(Host& host, Call<RpcLogonIdFromWinStationName>& call) {
  NTA_CHECK(call.client->contexts->find<ServerHandle>(call.in().hServer));
  std::string text = text_of(call.in().pWinStationName, call.in().NameSize);
  const Session* session = host.sessions.find_by_winstation(text);
  if (!session) return fail(Win32::ctx_winstation_not_found, "no session is named '{}'", text);
  NTA_CHECK(require(host, *call.client, *session, static_cast<uint32_t>(Right::query_information), "session.query"));
  call.out.pLogonId = session->id.value;
  return {};
}

Result<void> name_from_id(Host&, Call<RpcWinStationNameFromLogonId>& call, const Session& session) {
  constexpr uint32_t least = 33, most = 256;
  uint32_t size = call.in().NameSize;
  if (size < least || size > most) return fail(Win32::invalid_parameter, "a name buffer of {} characters", size);
  call.out.NameSize = size;
  call.out.pWinStationName = call.memory.make<char16_t>(size);
  copy_cut(call.out.pWinStationName, size, to_utf16(session.winstation));
  return {};
}

/** Runs an act on a session and answers: when it is done, or without bWait once it is under way. A refusal is always
 *  told. */
template <class M, class Act>
void run(const CallPtr<M>& call, std::string_view action, const Session& session, Act act) {
  auto is_answered = std::make_shared<bool>(false);
  act([call, action, session, is_answered](Result<void> result) {
    audit_outcome(*call->client, action, session, result);
    if (!std::exchange(*is_answered, true)) call->finish(std::move(result));
  });
  if (!call->in().bWait && !std::exchange(*is_answered, true)) call->finish({});
}

void disconnect(Host& host, CallPtr<RpcWinStationDisconnect> call, const Session& session) {
  run(call, "session.disconnect", session, [&](host::Completion done) {
    host.sessions.disconnect(session.id, fmt::format("was disconnected by {}", call->token().name), std::move(done));
  });
}

void reset(Host& host, CallPtr<RpcWinStationReset> call, const Session& session) {
  run(call, "session.reset", session, [&](host::Completion done) {
    host.sessions.logoff(session.id, fmt::format("was logged off by {}", call->token().name), std::move(done));
  });
}

constexpr uint32_t reset_or_logoff = static_cast<uint32_t>(Right::reset) | static_cast<uint32_t>(Right::logoff);

constexpr Served rows[] = {
    serve<open_server>(),
    serve<close_server<RpcWinStationCloseServer>>(),
    serve<enumerate>(),
    serve<query_information>(Right::query_information, "session.query"),
    serve<send_message_box>(Right::message, "session.message"),
    serve<id_from_name>(),
    serve<name_from_id>(Right::query_information, "session.query"),
    serve<connect_station>(Right::connect, "session.connect"),
    serve<disconnect>(Right::disconnect, "session.disconnect"),
    serve<reset>(reset_or_logoff, "session.reset"),
    serve<shutdown_system>(),
    serve<wait_system_event>(),
    serve<shadow_for_client>(),
    serve<terminate_process>(),
    serve<get_all_processes>(),
    serve<get_process_sid>(),
    serve<stop_shadow>(Right::disconnect, "session.stop-shadow"),
    serve<close_server<RpcWinStationCloseServerEx>>(),
    serve<get_all_processes_nt6>(),
};

}  // namespace

std::span<const Served> legacy_api_rows() { return rows; }

}  // namespace nta::services
