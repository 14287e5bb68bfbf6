// ntadmin net share: what a server shares.
#include <array>

#include "base/utf16.h"
#include "ntadmin/win/lmshare.h"
#include "protocols/srvsvc_shares.h"
#include "tools/commands.h"
#include "tools/net_support.h"

namespace nta::tools {
namespace {

constexpr std::array columns = {
    Column{"netname", "Share name", Side::left, 1, 0},
    Column{"path", "Resource", Side::left, 14, 0},
    Column{"remark", "Remark", Side::left, 46, 0},
};

constexpr Option delete_option{"delete", "", "take the share away"};
constexpr Option remark_option{"remark", "TEXT", "what the share is for"};
constexpr Option users_option{"users", "N", "how many may use it at once"};
constexpr Option unlimited_option{"unlimited", "", "any number may"};
constexpr std::array options = {
    delete_option,
    remark_option,
    users_option,
    unlimited_option,
    server_option,
    fleet_option,
    json_option,
    Option{"grant",
           "USER,RIGHT",
           "who may use a share, the program that serves it decides: Samba by its smb.conf",
           {},
           Support::none},
    Option{"cache",
           "HOW",
           "what clients may keep, the program that serves the share decides: Samba by its smb.conf",
           {},
           Support::none}};

Result<void> list(NetServer& server, bool json) {
  NetList<SHARE_INFO_2> shares;
  auto read = [&](LPBYTE* rows, DWORD* count, DWORD* total, DWORD* position) {
    return NetShareEnum(server.name(), 2, rows, MAX_PREFERRED_LENGTH, count, total, position);
  };
  NTA_CHECK(net_done(NetList<SHARE_INFO_2>::read<DWORD>(read, shares), "cannot list shares of {}", server.place()));
  return print_table(columns, shares.rows(), json);
}

Result<void> show(NetServer& server, std::u16string& name, bool json) {
  NetInfo<SHARE_INFO_2> share;
  NTA_CHECK(net_done(NetShareGetInfo(server.name(), name.data(), 2, share.out()), "cannot show share '{}' of {}",
                     to_utf8(name), server.place()));
  DWORD most = share->shi2_max_uses;
  const Detail details[] = {
      {"Share name", text_of(share->shi2_netname)},
      {"Path", text_of(share->shi2_path)},
      {"Remark", text_of(share->shi2_remark)},
      {"Maximum users", most == SHI_USES_UNLIMITED ? "No limit" : std::to_string(most)},
      {"Users", std::to_string(share->shi2_current_uses)},
  };
  return print_info(*share.operator->(), details, json);
}

/** The greatest number of uses that the options give; none: not said. */
Result<std::optional<DWORD>> wanted_uses(const Arguments& arguments) {
  NTA_CHECK(arguments.at_most_one_of({users_option, unlimited_option}));
  if (arguments.has(unlimited_option)) return std::optional<DWORD>(SHI_USES_UNLIMITED);
  auto text = arguments.value(users_option);
  if (!text) return std::optional<DWORD>();
  auto number = parse_number(*text);
  if (!number) return misuse("'{}' is no number of users", *text);
  return std::optional<DWORD>(*number);
}

Result<void> add(NetServer& server, std::u16string name, std::u16string path, const Arguments& arguments) {
  std::u16string remark = to_utf16(arguments.value(remark_option).value_or(""));
  NTA_TRY(auto uses, wanted_uses(arguments));
  SHARE_INFO_2 share{.shi2_netname = name.data(),
                     .shi2_type = STYPE_DISKTREE,
                     .shi2_remark = remark.data(),
                     .shi2_max_uses = uses.value_or(SHI_USES_UNLIMITED),
                     .shi2_path = path.data()};
  DWORD parm_err = 0;
  NET_API_STATUS status = NetShareAdd(server.name(), 2, reinterpret_cast<LPBYTE>(&share), &parm_err);
  std::string_view advice = status == ERROR_NOT_SUPPORTED ? "; it serves no files: share them with Samba" : "";
  return net_done(status, "cannot share '{}' as '{}' on {}{}", to_utf8(path), to_utf8(name), server.place(), advice);
}

Result<void> change(NetServer& server, std::u16string& name, const Arguments& arguments) {
  DWORD parm_err = 0;
  if (auto text = arguments.value(remark_option)) {
    std::u16string remark = to_utf16(*text);
    SHARE_INFO_1004 info{.shi1004_remark = remark.data()};
    auto* bytes = reinterpret_cast<LPBYTE>(&info);
    NTA_CHECK(net_done(NetShareSetInfo(server.name(), name.data(), 1004, bytes, &parm_err),
                       "cannot change the remark of share '{}' on {}", to_utf8(name), server.place()));
  }
  NTA_TRY(auto uses, wanted_uses(arguments));
  if (!uses) return {};
  SHARE_INFO_1006 info{.shi1006_max_uses = *uses};
  return net_done(NetShareSetInfo(server.name(), name.data(), 1006, reinterpret_cast<LPBYTE>(&info), &parm_err),
                  "cannot change the number of users of share '{}' on {}", to_utf8(name), server.place());
}

Result<void> net_share(const Arguments& arguments) {
  NetServer server = NetServer::of(arguments);
  auto words = other_operands(arguments);
  if (words.empty()) return list(server, arguments.has(json_option));
  for (const Option& change : {remark_option, users_option, unlimited_option})
    NTA_CHECK(arguments.at_most_one_of({delete_option, change}));
  size_t equals = words.front().find('=');
  std::u16string name = to_utf16(words.front().substr(0, equals));
  if (equals != std::string::npos) return add(server, name, to_utf16(words.front().substr(equals + 1)), arguments);
  if (arguments.has(delete_option))
    return net_done(NetShareDel(server.name(), name.data(), 0), "cannot take away share '{}' of {}", to_utf8(name),
                    server.place());
  bool changes = arguments.has(remark_option) || arguments.has(users_option) || arguments.has(unlimited_option);
  return changes ? change(server, name, arguments) : show(server, name, arguments.has(json_option));
}

}  // namespace

const Command net_share_command = {
    .name = "net share",
    .alias = {},
    .what = "list, add, change or take away shares",
    .operands = {"[\\\\server] [name | name=path]", 0, 2},
    .options = options,
    .notes =
        "name=path adds a share, a name with --remark, --users or --unlimited changes it. Hosts that serve no files\n"
        "have IPC$ alone.\n",
    .run = net_share,
    .changes =
        [](const Arguments& arguments) {
          return arguments.has_other_than({server_option, fleet_option, json_option}) ||
                 arguments.operand().find('=') != std::string::npos;
        },
};

}  // namespace nta::tools
