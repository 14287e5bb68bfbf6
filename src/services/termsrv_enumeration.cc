// TermSrvEnumeration on this host ([MS-TSTS] 3.3.4.3). Nobody is refused; sessions that the caller may not query are
// left out.
#include "protocols/termsrv_enumeration.h"

#include "base/utf16.h"
#include "services/images.h"
#include "services/rows.h"

namespace nta::services {
namespace {

using namespace protocols;
using host::Session;

std::vector<const Session*> visible_sessions(const Host& host, const Client& client) {
  auto may_query = host.permit(*client.token, static_cast<uint32_t>(Right::query_information));
  std::vector<const Session*> visible;
  visible.reserve(host.sessions.listed().size());
  for (const Session* session : host.sessions.listed())
    if (session->kind != host::Kind::listener && may_query(*session)) visible.push_back(session);
  return visible;
}

Result<void> open_enum(Host&, Call<RpcOpenEnum>& call) {
  NTA_TRY(call.out.phEnum, call.client->contexts->add(std::make_unique<EnumHandle>()));
  return {};
}

Result<void> close_enum(Host&, Call<RpcCloseEnum>& call) {
  NTA_CHECK(call.client->contexts->find<EnumHandle>(call.in().phEnum));
  call.client->contexts->remove(call.in().phEnum);
  return {};
}

Result<void> filter_by_state(Host&, Call<RpcFilterByState>& call) {
  constexpr size_t most_filters = 32;
  NTA_TRY(auto* handle, call.client->contexts->find<EnumHandle>(call.in().hEnum));
  if (handle->states.size() == most_filters)
    return fail(Win32::no_system_resources, "an enumeration takes {} filters", most_filters);
  handle->states.push_back({static_cast<host::State>(call.in().State), call.in().bInvert != 0});
  return {};
}

Result<void> filter_by_callers_name(Host&, Call<RpcFilterByCallersName>& call) {
  NTA_TRY(auto* handle, call.client->contexts->find<EnumHandle>(call.in().hEnum));
  handle->only_callers_own = true;
  return {};
}

template <class Level>
void fill(const Session& session, Level& row) {
  row.SessionId = static_cast<int32_t>(session.id.value);
  row.State = static_cast<int32_t>(session.state);
  copy_cut(row.Name, session.winstation);
  if constexpr (requires { row.SessionType; }) {
    row.bFullDesktop = 1;
    row.SessionType =
        session.kind == host::Kind::services ? protocols::terminal_type::service : protocols::terminal_type::desktop;
  }
}

/** An unknown level is answered at the highest one ([MS-TSTS] 3.3.4.3.6). */
template <class M>
Result<void> enum_result(Host& host, Call<M>& call, uint32_t highest) {
  NTA_TRY(auto* handle, call.client->contexts->template find<EnumHandle>(call.in().hEnum));
  uint32_t asked = call.in().Level;
  uint32_t level = asked == 0 || asked > highest ? highest : asked;
  auto sessions = visible_sessions(host, *call.client);
  std::erase_if(sessions, [&](const Session* session) { return !handle->passes(*session, call.token().uid); });

  using Row = std::remove_pointer_t<decltype(call.out.ppSessionEnumResult)>;
  auto* rows = call.memory.template make<Row>(sessions.size());
  for (size_t i = 0; i < sessions.size(); ++i) {
    rows[i].Level = level;
    switch (level) {
      case 1:
        fill(*sessions[i], rows[i].Data.Level1);
        break;
      case 2:
        fill(*sessions[i], rows[i].Data.Level2);
        break;
      default:
        fill(*sessions[i], rows[i].Data.Level3);
        rows[i].Data.Level3.SessionType = Guid{};  // only level 2 tells it
        rows[i].Data.Level3.ProtoDataSize = sizeof(PROTOCOLSTATUSEX);
        rows[i].Data.Level3.pProtocolData = image_bytes(status_image(*sessions[i]), call.memory);
    }
  }
  call.out.ppSessionEnumResult = rows;
  call.out.pEntries = static_cast<uint32_t>(sessions.size());
  return {};
}

Result<void> get_enum_result(Host& host, Call<RpcGetEnumResult>& call) { return enum_result(host, call, 2); }
Result<void> get_enum_result_ex(Host& host, Call<RpcGetEnumResultEx>& call) { return enum_result(host, call, 3); }

Result<void> get_session_ids(Host& host, Call<RpcGetSessionIds>& call) {
  if (call.in().Filter != 0) return fail(Win32::invalid_parameter, "filter {}: only 0 is known", call.in().Filter);
  auto sessions = visible_sessions(host, *call.client);
  std::erase_if(sessions, [](const Session* session) { return !session->has_user(); });
  sessions.resize(std::min<size_t>(sessions.size(), call.in().MaxEntries));
  auto* ids = call.memory.make<int32_t>(sessions.size());
  for (size_t i = 0; i < sessions.size(); ++i) ids[i] = static_cast<int32_t>(sessions[i]->id.value);
  call.out.pSessionIds = ids;
  call.out.pcSessionIds = static_cast<uint32_t>(sessions.size());
  return {};
}

void fill_environment(const Session& session, EXECENVDATA_LEVEL1& row) {
  row.ExecEnvId = static_cast<int32_t>(session.id.value);
  row.State = static_cast<int32_t>(session.state);
  copy_cut(row.SessionName, session.winstation);
}

// No virtual machines are hosted: the absolute id is the id, host and farm are empty.
void fill_environment(const Session& session, EXECENVDATA_LEVEL2& row) {
  row.ExecEnvId = row.AbsSessionId = static_cast<int32_t>(session.id.value);
  row.State = static_cast<int32_t>(session.state);
  copy_cut(row.SessionName, session.winstation);
  copy_cut(row.UserName, session.user);
  copy_cut(row.DomainName, session.domain);
  copy_cut(row.HostName, u"");
  copy_cut(row.FarmName, u"");
}

Result<void> get_all_sessions(Host& host, Call<RpcGetAllSessions>& call) {
  uint32_t level = call.in().pLevel;
  call.out.pLevel = 2;
  if (level != 1 && level != 2) return fail(Win32::invalid_parameter, "level {}: 1 and 2 are known", level);
  call.out.pLevel = level;
  auto sessions = visible_sessions(host, *call.client);
  // As they come: the level's members are all filled in, and the encoder reads nothing else.
  auto* rows = call.memory.make_for_overwrite<EXECENVDATA>(sessions.size());
  for (size_t i = 0; i < sessions.size(); ++i) {
    rows[i].Level = level;
    if (level == 1)
      fill_environment(*sessions[i], rows[i].Data.Level1);
    else
      fill_environment(*sessions[i], rows[i].Data.Level2);
  }
  call.out.ppSessionData = rows;
  call.out.pcEntries = static_cast<uint32_t>(sessions.size());
  return {};
}

constexpr Served rows[] = {
    serve<open_enum>(),       serve<close_enum>(),      serve<filter_by_state>(),    serve<filter_by_callers_name>(),
    serve<get_enum_result>(), serve<get_session_ids>(), serve<get_enum_result_ex>(), serve<get_all_sessions>(),
};

}  // namespace

std::span<const Served> termsrv_enumeration_rows() { return rows; }

}  // namespace nta::services
