// ntadmin query process (qprocess): processes with their sessions and users.
#include <fnmatch.h>
#include <unistd.h>

#include <array>
#include <map>
#include <vector>

#include "base/utf16.h"
#include "describe/natural.h"
#include "tools/account_name.h"
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
  const char16_t* user;
  const char16_t* name;
  const char16_t* shown;
  uint32_t id;
  uint32_t pid;
  const char16_t* image;
  BOOL own;
};

constexpr auto json_fields = describe::fields(NTA_FIELD(Row, user, "UserName", unique<wstring>),      //
                                              NTA_FIELD(Row, name, "SessionName", unique<wstring>),   //
                                              NTA_FIELD(Row, id, "SessionId", u32),                   //
                                              NTA_FIELD(Row, pid, "ProcessId", u32),                  //
                                              NTA_FIELD(Row, image, "ProcessName", unique<wstring>),  //
                                              NTA_FIELD(Row, own, "Current", bool32));
constexpr auto json_type = describe::structure_type<Row>(json_fields);

constexpr auto shown_fields = NTA_FIELDS(Row, user, shown, id, pid, image);
constexpr auto shown_type = describe::structure_type<Row>(shown_fields);

constexpr std::array columns = {
    Column{"user", "USERNAME", Side::left, 1, 0}, Column{"shown", "SESSIONNAME", Side::left, 23, 0},
    Column{"id", "ID", Side::right, 0, 45},       Column{"pid", "PID", Side::right, 0, 52},
    Column{"image", "IMAGE", Side::left, 54, 0},
};

constexpr Option id_option{"id", "N", "processes of session N"};
constexpr std::array options = {id_option, server_option, fleet_option, json_option};

/** The word after the command: '*', a process id, a user, a session's name or a program; empty: one's own processes. */
bool is_wanted(const Row& row, const std::string& wanted) {
  if (wanted == "*") return true;
  if (auto pid = parse_number(wanted)) return row.pid == *pid;
  auto same = [&](const char16_t* text) { return equal_ignoring_case(to_utf8(view_or_empty(text)), wanted); };
  return same(row.user) || same(row.name) || fnmatch(wanted.c_str(), to_utf8(row.image).c_str(), FNM_CASEFOLD) == 0;
}

/** What is asked for, before any filter by name. */
struct Scope {
  DWORD session = WTS_ANY_SESSION;
  std::string wanted;
};

Result<Scope> scope_of(const Server& server, const Arguments& arguments) {
  Scope scope{WTS_ANY_SESSION, arguments.operand()};
  if (auto text = arguments.value(id_option)) {
    auto id = parse_number(*text);
    if (!id) return misuse("'{}' is no session id", *text);
    scope.session = *id;
    if (scope.wanted.empty()) scope.wanted = "*";
  }
  if (scope.wanted.empty() && server.is_local()) scope.wanted = user_name(getuid());
  if (scope.wanted.empty()) scope.wanted = "*";
  return scope;
}

Result<void> query_process(const Arguments& arguments) {
  NTA_TRY(auto server, Server::of(arguments));
  NTA_TRY(auto scope, scope_of(server, arguments));
  NTA_TRY(auto sessions, list_sessions(server));
  NTA_TRY(auto processes, list_processes(server, scope.session));
  auto own = own_session(server);
  Arena arena;
  AccountNames accounts(server);
  std::map<DWORD, const WCHAR*> names;
  for (const auto& session : sessions.all()) names[session.SessionId] = session.pSessionName;
  std::vector<Row> rows;
  for (const auto& process : processes.all()) {
    const WCHAR* name = names.contains(process.SessionId) ? names[process.SessionId] : nullptr;
    Row row{arena.text(to_utf16(accounts.name_of(process.pUserSid))),
            name,
            shown_name(name, arena),
            process.SessionId,
            process.ProcessId,
            process.pProcessName ? process.pProcessName : u"",
            own == process.SessionId};
    if (is_wanted(row, scope.wanted)) rows.push_back(row);
  }
  if (rows.empty() && scope.wanted == "*" && scope.session != WTS_ANY_SESSION)
    return fail(Win32::invalid_parameter, "no process in session {} of {}", scope.session, server.place());
  if (rows.empty())
    return fail(Win32::invalid_parameter, "no process matches '{}' on {}", scope.wanted, server.place());
  return print_rows<Row>({columns, shown_type, json_type}, rows, arguments.has(json_option));
}

}  // namespace

const Command query_process_command = {
    .name = "query process",
    .alias = "qprocess",
    .what = "list processes with their sessions",
    .operands = {"[* | pid | username | sessionname | program]", 0, 1},
    .options = options,
    .notes =
        "Without a word: your own processes; '*' all that you may see. A program's name may hold\n"
        "the wildcards * and ?. '>' marks processes of your own session.\n",
    .run = query_process,
};

}  // namespace nta::tools
