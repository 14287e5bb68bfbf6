// ntadmin query user (quser): who is logged on, since when, and how long idle.
#include <array>
#include <vector>

#include "base/utf16.h"
#include "describe/natural.h"
#include "tools/commands.h"
#include "tools/find_session.h"
#include "tools/idle_time.h"
#include "tools/session_state.h"
#include "tools/table.h"

namespace nta::tools {
namespace {

using describe::bool32;
using describe::time_hyper;
using describe::u32;
using describe::unique;
using describe::wstring;

struct Row {
  const char16_t* user;
  const char16_t* domain;
  const char16_t* name;
  const char16_t* shown;
  uint32_t id;
  const char16_t* state;
  const char16_t* brief_state;
  const char16_t* idle;
  const char16_t* logon;
  FileTime logon_time;
  FileTime last_input_time;
  FileTime current_time;
  BOOL own;
};

constexpr auto json_fields = describe::fields(NTA_FIELD(Row, user, "UserName", unique<wstring>),             //
                                              NTA_FIELD(Row, domain, "DomainName", unique<wstring>),         //
                                              NTA_FIELD(Row, name, "SessionName", unique<wstring>),          //
                                              NTA_FIELD(Row, id, "SessionId", u32),                          //
                                              NTA_FIELD(Row, state, "State", unique<wstring>),               //
                                              NTA_FIELD(Row, logon_time, "LogonTime", time_hyper),           //
                                              NTA_FIELD(Row, last_input_time, "LastInputTime", time_hyper),  //
                                              NTA_FIELD(Row, current_time, "CurrentTime", time_hyper),       //
                                              NTA_FIELD(Row, own, "Current", bool32));
constexpr auto json_type = describe::structure_type<Row>(json_fields);

constexpr auto shown_fields = NTA_FIELDS(Row, user, shown, id, brief_state, idle, logon);
constexpr auto shown_type = describe::structure_type<Row>(shown_fields);

constexpr std::array columns = {
    Column{"user", "USERNAME", Side::left, 1, 0},    Column{"shown", "SESSIONNAME", Side::left, 23, 0},
    Column{"id", "ID", Side::right, 0, 44},          Column{"brief_state", "STATE", Side::left, 46, 0},
    Column{"idle", "IDLE TIME", Side::right, 0, 63}, Column{"logon", "LOGON TIME", Side::left, 65, 0},
};

constexpr std::array options = {server_option, fleet_option, json_option};

std::optional<int64_t> idle_seconds(const WTSINFOW& info) {
  if (info.LastInputTime.QuadPart == 0) return std::nullopt;
  return (info.CurrentTime.QuadPart - info.LastInputTime.QuadPart) / filetime_second;
}

Row make_row(const WTS_SESSION_INFO_1W& session, const WTSINFOW& info, BOOL own, Arena& arena) {
  return {.user = session.pUserName,
          .domain = session.pDomainName,
          .name = session.pSessionName,
          .shown = shown_name(session.pSessionName, arena),
          .id = session.SessionId,
          .state = long_state(session.State),
          .brief_state = short_state(session.State),
          .idle = arena.text(to_utf16(idle_text(idle_seconds(info)))),
          .logon = arena.text(to_utf16(logon_text(info.LogonTime.QuadPart))),
          .logon_time = info.LogonTime.QuadPart,
          .last_input_time = info.LastInputTime.QuadPart,
          .current_time = info.CurrentTime.QuadPart,
          .own = own};
}

Result<void> query_user(const Arguments& arguments) {
  NTA_TRY(auto server, Server::of(arguments));
  NTA_TRY(auto sessions, list_sessions(server));
  auto own = own_session(server);
  std::string wanted = arguments.operand();
  Arena arena;
  std::vector<Row> rows;
  for (const auto& session : sessions.all()) {
    if (view_or_empty(session.pUserName).empty()) continue;
    if (!wanted.empty() && !is_meant(session, wanted, ByUser::yes)) continue;
    auto info = query_session_info(server, session.SessionId);
    if (!info && info.error().code == Win32::file_not_found) continue;  // logged off since it was listed
    NTA_CHECK(info);
    rows.push_back(make_row(session, *info, own == session.SessionId, arena));
  }
  if (rows.empty() && !wanted.empty())
    return fail(Win32::ctx_winstation_not_found, "nobody is logged on as or in '{}' on {}", wanted, server.place());
  return print_rows<Row>({columns, shown_type, json_type}, rows, arguments.has(json_option));
}

}  // namespace

const Command query_user_command = {
    .name = "query user",
    .alias = "quser",
    .what = "list users who are logged on",
    .operands = {"[username | sessionname | id]", 0, 1},
    .options = options,
    .notes =
        "'>' marks your own session. IDLE TIME is days+hours:minutes since the last key;\n"
        "'.' is less than a minute, 'none' that there was no key yet.\n",
    .run = query_user,
};

}  // namespace nta::tools
