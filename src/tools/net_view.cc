// ntadmin net view: what a server offers to anybody.
#include <array>

#include "describe/natural.h"
#include "ntadmin/win/lmserver.h"
#include "ntadmin/win/lmshare.h"
#include "protocols/srvsvc.h"
#include "tools/commands.h"
#include "tools/net_support.h"

namespace nta::tools {
namespace {

struct Row {
  const char16_t* name;
  const char16_t* type;
  const char16_t* remark;
};

constexpr auto row_fields = NTA_FIELDS(Row, name, type, remark);
constexpr auto row_type = describe::structure_type<Row>(row_fields);

constexpr std::array share_columns = {
    Column{"name", "Share name", Side::left, 1, 0},
    Column{"type", "Type", Side::left, 22, 0},
    Column{"remark", "Comment", Side::left, 34, 0},
};
constexpr std::array server_columns = {
    Column{"name", "Server Name", Side::left, 1, 0},
    Column{"comment", "Remark", Side::left, 24, 0},
};

constexpr Option all_option{"all", "", "administrative shares too, whose names end in $"};
constexpr std::array options = {
    all_option,
    server_option,
    fleet_option,
    json_option,
    Option{
        "domain", "NAME", "no service collects domains and their servers any more; give \\\\server", {}, Support::none},
    Option{"cache", "", "what clients may keep of shares is not told", {}, Support::none},
};

const char16_t* type_text(DWORD type) {
  switch (type & STYPE_MASK) {
    case STYPE_DISKTREE:
      return u"Disk";
    case STYPE_PRINTQ:
      return u"Print";
    case STYPE_DEVICE:
      return u"Device";
    default:
      return u"IPC";
  }
}

Result<void> view_network(bool json) {
  NetList<SERVER_INFO_101> servers;
  auto read = [](LPBYTE* rows, DWORD* count, DWORD* total, DWORD* position) {
    return NetServerEnum(nullptr, 101, rows, MAX_PREFERRED_LENGTH, count, total, SV_TYPE_ALL, nullptr, position);
  };
  NTA_CHECK(net_done(NetList<SERVER_INFO_101>::read<DWORD>(read, servers), "cannot list the servers of the network"));
  return print_table(server_columns, servers.rows(), json);
}

Result<void> view_server(NetServer& server, bool all, bool json) {
  NetList<SHARE_INFO_1> shares;
  auto read = [&](LPBYTE* rows, DWORD* count, DWORD* total, DWORD* position) {
    return NetShareEnum(server.name(), 1, rows, MAX_PREFERRED_LENGTH, count, total, position);
  };
  NTA_CHECK(net_done(NetList<SHARE_INFO_1>::read<DWORD>(read, shares), "cannot list shares of {}", server.place()));
  std::vector<SHARE_INFO_1> shown;
  for (const auto& share : shares.rows())
    if (all || !(share.shi1_type & STYPE_SPECIAL)) shown.push_back(share);
  auto line_of = [](const SHARE_INFO_1& share) {
    Row row{share.shi1_netname, type_text(share.shi1_type), share.shi1_remark};
    return line(share_columns, row_type, &row, false);
  };
  return print_lines(heading(share_columns), shown, line_of, json);
}

Result<void> net_view(const Arguments& arguments) {
  bool names_server = !arguments.operands().empty() || arguments.has(server_option);
  if (!names_server) return view_network(arguments.has(json_option));
  if (!other_operands(arguments).empty())
    return misuse("'{}': a server has two backslashes before its name", arguments.operand());
  NetServer server = NetServer::of(arguments);
  return view_server(server, arguments.has(all_option), arguments.has(json_option));
}

}  // namespace

const Command net_view_command = {
    .name = "net view",
    .alias = {},
    .what = "list a server's shares, as anybody may",
    .operands = {"[\\\\server]", 0, 1},
    .options = options,
    .notes =
        "Without a server: the servers of the network, as far as a browser service collects them; none does today.\n",
    .run = net_view,
};

}  // namespace nta::tools
