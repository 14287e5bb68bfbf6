// ntadmin net config: what a machine is as a server or as a client, and setting it.
#include <array>

#include "base/utf16.h"
#include "ntadmin/win/lmserver.h"
#include "ntadmin/win/lmwksta.h"
#include "protocols/srvsvc_server.h"
#include "protocols/wkssvc_info.h"
#include "tools/commands.h"
#include "tools/net_support.h"

namespace nta::tools {
namespace {

constexpr Option comment_option{"srvcomment", "TEXT", "what others see beside the server's name"};
constexpr Option hidden_option{"hidden", "yes|no", "whether the server is left out of lists"};
constexpr Option disconnect_option{"autodisconnect", "MINUTES", "idle sessions end after this long; -1 never"};
constexpr std::array options = {comment_option, hidden_option, disconnect_option,
                                server_option,  fleet_option,  json_option};

template <class Info>
Result<void> set(NetServer& server, DWORD level, Info info) {
  DWORD parm_err = 0;
  return net_done(NetServerSetInfo(server.name(), level, reinterpret_cast<LPBYTE>(&info), &parm_err),
                  "cannot change the configuration of {}", server.place());
}

Result<void> set_disconnect(NetServer& server, const std::string& minutes) {
  auto number = parse_number(minutes);
  if (minutes != "-1" && !number) return misuse("'{}' is no number of minutes", minutes);
  return set(server, 1010, SERVER_INFO_1010{.sv1010_disc = number ? static_cast<LONG>(*number) : SV_NODISC});
}

Result<void> set_hidden(NetServer& server, const std::string& answer) {
  bool yes = equal_ignoring_case(answer, "yes");
  if (!yes && !equal_ignoring_case(answer, "no")) return misuse("'{}': yes or no", answer);
  return set(server, 1016, SERVER_INFO_1016{.sv1016_hidden = yes});
}

Result<void> change_server(NetServer& server, const Arguments& arguments) {
  if (auto text = arguments.value(comment_option)) {
    std::u16string comment = to_utf16(*text);
    NTA_CHECK(set(server, 1005, SERVER_INFO_1005{.sv1005_comment = comment.data()}));
  }
  if (auto minutes = arguments.value(disconnect_option)) NTA_CHECK(set_disconnect(server, *minutes));
  if (auto answer = arguments.value(hidden_option)) NTA_CHECK(set_hidden(server, *answer));
  return {};
}

Result<void> show_server(NetServer& server, bool json) {
  NetInfo<SERVER_INFO_102> info;
  NTA_CHECK(net_done(NetServerGetInfo(server.name(), 102, info.out()), "cannot show the configuration of {}",
                     server.place()));
  const SERVER_INFO_102& now = *info.operator->();
  const Detail details[] = {
      {"Server Name", "\\\\" + text_of(now.sv102_name)},
      {"Server Comment", text_of(now.sv102_comment)},
      {"Software version", fmt::format("{}.{}", now.sv102_version_major, now.sv102_version_minor)},
      {"Server hidden", now.sv102_hidden ? "Yes" : "No"},
      {"Maximum Logged On Users", now.sv102_users == UINT32_MAX ? "No limit" : std::to_string(now.sv102_users)},
      {"Idle session time (min)", std::to_string(now.sv102_disc)},
  };
  return print_info(now, details, json);
}

Result<void> show_workstation(NetServer& server, bool json) {
  NetInfo<WKSTA_INFO_100> info;
  NTA_CHECK(
      net_done(NetWkstaGetInfo(server.name(), 100, info.out()), "cannot show the configuration of {}", server.place()));
  const WKSTA_INFO_100& now = *info.operator->();
  const Detail details[] = {
      {"Computer name", "\\\\" + text_of(now.wki100_computername)},
      {"Software version", fmt::format("{}.{}", now.wki100_ver_major, now.wki100_ver_minor)},
      {"Workstation domain", text_of(now.wki100_langroup)},
  };
  return print_info(now, details, json);
}

Result<void> net_config(const Arguments& arguments) {
  NetServer server = NetServer::of(arguments);
  auto words = other_operands(arguments);
  std::string part = words.empty() ? "server" : words.front();
  bool changes = arguments.has(comment_option) || arguments.has(hidden_option) || arguments.has(disconnect_option);
  if (equal_ignoring_case(part, "server"))
    return changes ? change_server(server, arguments) : show_server(server, arguments.has(json_option));
  if (!equal_ignoring_case(part, "workstation")) return misuse("'{}': server or workstation", part);
  if (changes) return misuse("nothing of a workstation can be changed here");
  return show_workstation(server, arguments.has(json_option));
}

}  // namespace

const Command net_config_command = {
    .name = "net config",
    .alias = {},
    .what = "show or set what a server or workstation is",
    .operands = {"[\\\\server] [server | workstation]", 0, 2},
    .options = options,
    .notes = "Without a word: the server. Only administrators may set.\n",
    .run = net_config,
    .changes =
        [](const Arguments& arguments) {
          return arguments.has_other_than({server_option, fleet_option, json_option});
        },
};

}  // namespace nta::tools
