// ntadmin query session (qwinsta): the sessions of a host.
#include <array>
#include <vector>

#include "api/client/server.h"
#include "describe/natural.h"
#include "protocols/termsrv_session.h"
#include "tools/commands.h"
#include "tools/find_session.h"
#include "tools/session_state.h"
#include "tools/table.h"

namespace nta::tools {
namespace {

using describe::bool32;
using describe::u32;
using describe::unique;
using describe::wstring;

struct Row {
  uint32_t id;
  const char16_t* name;
  const char16_t* shown;
  const char16_t* user;
  const char16_t* domain;
  const char16_t* state;
  const char16_t* brief_state;
  const char16_t* nothing;  // TYPE and DEVICE: current versions of Windows leave them empty, too
  BOOL own;
};

constexpr auto json_fields = describe::fields(NTA_FIELD(Row, id, "SessionId", u32),                   //
                                              NTA_FIELD(Row, name, "SessionName", unique<wstring>),   //
                                              NTA_FIELD(Row, user, "UserName", unique<wstring>),      //
                                              NTA_FIELD(Row, domain, "DomainName", unique<wstring>),  //
                                              NTA_FIELD(Row, state, "State", unique<wstring>),        //
                                              NTA_FIELD(Row, own, "Current", bool32));
constexpr auto json_type = describe::structure_type<Row>(json_fields);

constexpr auto shown_fields = NTA_FIELDS(Row, shown, user, id, brief_state, nothing);
constexpr auto shown_type = describe::structure_type<Row>(shown_fields);

constexpr std::array columns = {
    Column{"shown", "SESSIONNAME", Side::left, 1, 0}, Column{"user", "USERNAME", Side::left, 19, 0},
    Column{"id", "ID", Side::right, 0, 46},           Column{"brief_state", "STATE", Side::left, 48, 0},
    Column{"nothing", "TYPE", Side::left, 56, 0},     Column{"nothing", "DEVICE", Side::left, 68, 0},
};

constexpr Option counter_option{"counter", "",
                                "then how many were created, disconnected and reconnected since the host began"};
constexpr std::array options = {
    server_option,
    fleet_option,
    json_option,
    Option{"mode", "", "line settings: of serial lines only", {}, Support::none},
    Option{"flow", "", "flow control: of serial lines only", {}, Support::none},
    Option{"connect", "", "connect settings: of serial lines only", {}, Support::none},
    counter_option,
    Option{
        "vm", "", "a virtual machine's sessions are those of the host in it: name that by --server", {}, Support::none},
};

struct Total {
  uint32_t counter;  // [MS-TSTS] 2.2.2.17.1
  std::string_view label;
};
constexpr std::array totals = {Total{1, "Sessions created"}, Total{2, "Sessions disconnected"},
                               Total{3, "Sessions reconnected"}};

/** No WTS function tells them. */
Result<void> print_totals(const Server& server) {
  std::array<protocols::TS_COUNTER, totals.size()> wanted{};
  for (size_t i = 0; i < totals.size(); ++i) wanted[i].dwCounterID = totals[i].counter;
  NTA_TRY(auto told,
          client::Server::named(server.name())
              ->call<protocols::RpcGetSessionCounters>(protocols::termsrv_session, {wanted.data(), totals.size()}));
  if (told->uEntries != totals.size()) return fail(Win32::invalid_data, "{} tells no totals", server.place());
  std::string text = "\n";
  for (size_t i = 0; i < totals.size(); ++i)
    text += fmt::format("{:<21}  {}\n", totals[i].label, told->pCounter[i].dwValue);
  return print(text);
}

Result<void> query_session(const Arguments& arguments) {
  NTA_CHECK(arguments.at_most_one_of({counter_option, json_option}));
  NTA_CHECK(arguments.at_most_one_of({counter_option, fleet_option}));
  NTA_TRY(auto server, Server::of(arguments));
  NTA_TRY(auto sessions, list_sessions(server));
  auto own = own_session(server);
  std::string wanted = arguments.operand();
  Arena arena;
  std::vector<Row> rows;
  for (const auto& session : sessions.all()) {
    if (!wanted.empty() && !is_meant(session, wanted, ByUser::yes)) continue;
    rows.push_back({session.SessionId, session.pSessionName, shown_name(session.pSessionName, arena), session.pUserName,
                    session.pDomainName, long_state(session.State), short_state(session.State), u"",
                    own == session.SessionId});
  }
  if (rows.empty() && !wanted.empty()) return no_such_session(server, wanted);
  NTA_CHECK(print_rows<Row>({columns, shown_type, json_type}, rows, arguments.has(json_option)));
  return arguments.has(counter_option) ? print_totals(server) : Result<void>();
}

}  // namespace

const Command query_session_command = {
    .name = "query session",
    .alias = "qwinsta",
    .what = "list sessions",
    .operands = {"[sessionname | username | id]", 0, 1},
    .options = options,
    .notes = "'>' marks your own session. A disconnected session has no name; its id stays.\n",
    .run = query_session,
};

}  // namespace nta::tools
