// ntadmin net session: who is connected to a server, and ending their connections.
#include <array>

#include "base/arena.h"
#include "base/utf16.h"
#include "describe/natural.h"
#include "ntadmin/win/lmshare.h"
#include "protocols/srvsvc_sessions.h"
#include "tools/commands.h"
#include "tools/net_support.h"

namespace nta::tools {
namespace {

struct Row {
  const char16_t* client;
  const char16_t* user;
  const char16_t* type;
  uint32_t opens;
  const char16_t* idle;
};

constexpr auto row_fields = NTA_FIELDS(Row, client, user, type, opens, idle);
constexpr auto row_type = describe::structure_type<Row>(row_fields);

constexpr std::array columns = {
    Column{"client", "Computer", Side::left, 1, 0},   Column{"user", "User name", Side::left, 25, 0},
    Column{"type", "Client Type", Side::left, 47, 0}, Column{"opens", "Opens", Side::right, 0, 65},
    Column{"idle", "Idle time", Side::left, 67, 0},
};

constexpr Option delete_option{"delete", "", "end the client's sessions and close their files"};
constexpr Option user_option{"user", "NAME", "sessions of this user only"};
constexpr Option list_option{"list", "", "in lines instead of columns"};
constexpr std::array options = {delete_option, user_option, list_option, server_option, fleet_option, json_option};

std::string line_of(const SESSION_INFO_502& session) {
  Arena arena;
  Row row{.client = arena.text(u"\\\\" + std::u16string(view_or_empty(session.sesi502_cname))),
          .user = session.sesi502_username,
          .type = session.sesi502_cltype_name,
          .opens = session.sesi502_num_opens,
          .idle = arena.text(to_utf16(duration_text(session.sesi502_idle_time)))};
  return line(columns, row_type, &row, false);
}

/** As net's own /list shows them: a group of lines each. */
std::string lines_of(const SESSION_INFO_502& session) {
  return fmt::format(
      "User name    {}\nComputer     \\\\{}\nGuest logon  {}\nClient type  {}\nOpens        {}\nSess time    {}\n"
      "Idle time    {}\n\n",
      text_of(session.sesi502_username), text_of(session.sesi502_cname),
      session.sesi502_user_flags & SESS_GUEST ? "Yes" : "No", text_of(session.sesi502_cltype_name),
      session.sesi502_num_opens, duration_text(session.sesi502_time), duration_text(session.sesi502_idle_time));
}

Result<void> net_session(const Arguments& arguments) {
  NetServer server = NetServer::of_option(arguments);
  std::string client = arguments.operand();
  std::u16string wide_client = to_utf16(client);
  std::u16string user = to_utf16(arguments.value(user_option).value_or(""));
  LPWSTR client_filter = client.empty() ? nullptr : wide_client.data();
  LPWSTR user_filter = user.empty() ? nullptr : user.data();
  NTA_CHECK(arguments.at_most_one_of({list_option, fleet_option}));
  NTA_CHECK(arguments.at_most_one_of({list_option, json_option}));
  NTA_CHECK(arguments.at_most_one_of({list_option, delete_option}));
  if (!client.empty() && !has_backslashes(client))
    return fail(Win32::invalid_computer, "'{}': a client has two backslashes before its name", client);
  if (arguments.has(delete_option) && client.empty() && user.empty())
    return misuse("end whose sessions? Give \\\\client, --user NAME, or both");
  if (arguments.has(delete_option))
    return net_done(NetSessionDel(server.name(), client_filter, user_filter), "cannot end sessions of '{}' on {}",
                    client.empty() ? text_of(user_filter) : client, server.place());
  NetList<SESSION_INFO_502> list;
  auto read = [&](LPBYTE* rows, DWORD* count, DWORD* total, DWORD* position) {
    return NetSessionEnum(server.name(), client_filter, user_filter, 502, rows, MAX_PREFERRED_LENGTH, count, total,
                          position);
  };
  std::string of_client = client.empty() ? "" : fmt::format(" of client '{}'", client);
  NTA_CHECK(net_done(NetList<SESSION_INFO_502>::read<DWORD>(read, list), "cannot list network sessions{} on {}",
                     of_client, server.place()));
  if (arguments.has(list_option)) return print_lines("", list.rows(), lines_of, false);
  return print_lines(heading(columns), list.rows(), line_of, arguments.has(json_option));
}

}  // namespace

const Command net_session_command = {
    .name = "net session",
    .alias = {},
    .what = "list or end network sessions",
    .operands = {"[\\\\client]", 0, 1},
    .options = options,
    .notes =
        "A client is named as the list names it, with its backslashes. --delete wants a client, a user, or both.\n"
        "Terminal sessions are listed by 'ntadmin query session'.\n",
    .run = net_session,
    .changes = [](const Arguments& arguments) { return arguments.has(delete_option); },
};

}  // namespace nta::tools
