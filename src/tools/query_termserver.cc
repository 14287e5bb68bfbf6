// ntadmin query termserver (qappsrv): the session hosts of a domain.
#include <array>
#include <vector>

#include "base/utf16.h"
#include "tools/commands.h"
#include "tools/server.h"
#include "tools/table.h"

namespace nta::tools {
namespace {

using describe::unique;
using describe::wstring;

struct Row {
  const char16_t* name;
  BOOL own;
};

constexpr auto row_fields = describe::fields(NTA_FIELD(Row, name, "ServerName", unique<wstring>));
constexpr auto row_type = describe::structure_type<Row>(row_fields);
constexpr std::array columns = {Column{"ServerName", "SERVERNAME", Side::left, 1, 0}};

constexpr Option domain_option{"domain", "NAME", "the domain to look in; this host's if left out"};
constexpr std::array options = {
    domain_option,
    json_option,
    Option{"fleet", "FILE", "session hosts are those of a domain, and no server is asked for them", {}, Support::none},
    Option{"address", "", "of this host: what its clients call it by is theirs to know", {}, Support::none},
    Option{"continue", "", "do not stop at each page: nothing ever does"},
};

Result<void> query_termserver(const Arguments& arguments) {
  std::u16string domain = to_utf16(arguments.value(domain_option).value_or(""));
  WTS_SERVER_INFOW* servers = nullptr;
  DWORD count = 0;
  if (!WTSEnumerateServersW(domain.data(), 0, 1, &servers, &count)) return last_error("cannot list session hosts");
  std::unique_ptr<void, void (*)(PVOID)> owner(servers, WTSFreeMemory);
  std::string wanted = arguments.operand();
  std::vector<Row> rows;
  for (const auto& server : std::span(servers, count))
    if (wanted.empty() || equal_ignoring_case(wanted, to_utf8(server.pServerName)))
      rows.push_back({server.pServerName, FALSE});
  if (rows.empty() && !wanted.empty()) return fail(Win32::bad_netpath, "no session host '{}' is known", wanted);
  return print_rows<Row>({columns, row_type, row_type}, rows, arguments.has(json_option));
}

}  // namespace

const Command query_termserver_command = {
    .name = "query termserver",
    .alias = "qappsrv",
    .what = "list session hosts",
    .operands = {"[servername]", 0, 1},
    .options = options,
    .notes = "Other hosts are not looked for: this one is listed, if it is of the domain.\n",
    .run = query_termserver,
};

}  // namespace nta::tools
