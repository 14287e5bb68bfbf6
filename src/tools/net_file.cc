// ntadmin net file: what clients have opened on a server, and closing it.
#include <array>

#include "ntadmin/win/lmshare.h"
#include "protocols/srvsvc_sessions.h"
#include "tools/commands.h"
#include "tools/net_support.h"

namespace nta::tools {
namespace {

constexpr std::array columns = {
    Column{"id", "ID", Side::left, 1, 0},
    Column{"path_name", "Path", Side::left, 12, 0},
    Column{"user_name", "User name", Side::left, 54, 0},
    Column{"num_locks", "# Locks", Side::right, 0, 80},
};

constexpr Option close_option{"close", "", "close the file, whatever is lost by it"};
constexpr std::array options = {close_option, server_option, fleet_option, json_option};

Result<void> list(NetServer& server, bool json) {
  NetList<FILE_INFO_3> files;
  auto read = [&](LPBYTE* rows, DWORD* count, DWORD* total, DWORD_PTR* position) {
    return NetFileEnum(server.name(), nullptr, nullptr, 3, rows, MAX_PREFERRED_LENGTH, count, total, position);
  };
  NTA_CHECK(
      net_done(NetList<FILE_INFO_3>::read<DWORD_PTR>(read, files), "cannot list opened files of {}", server.place()));
  return print_table(columns, files.rows(), json);
}

std::string permissions_text(DWORD permissions) {
  std::string text;
  if (permissions & PERM_FILE_READ) text += "R";
  if (permissions & PERM_FILE_WRITE) text += "W";
  if (permissions & PERM_FILE_CREATE) text += "C";
  return text;
}

Result<void> show(NetServer& server, DWORD id, bool json) {
  NetInfo<FILE_INFO_3> file;
  NTA_CHECK(net_done(NetFileGetInfo(server.name(), id, 3, file.out()), "no opened file {} on {}", id, server.place()));
  const Detail details[] = {
      {"File ID", std::to_string(file->fi3_id)},
      {"User name", text_of(file->fi3_username)},
      {"Locks", std::to_string(file->fi3_num_locks)},
      {"Path", text_of(file->fi3_pathname)},
      {"Permissions", permissions_text(file->fi3_permissions)},
  };
  return print_info(*file.operator->(), details, json);
}

Result<void> net_file(const Arguments& arguments) {
  NetServer server = NetServer::of(arguments);
  auto words = other_operands(arguments);
  bool closes = arguments.has(close_option);
  if (words.empty() && closes) return misuse("close which file? 'ntadmin net file' lists them");
  if (words.empty()) return list(server, arguments.has(json_option));
  auto id = parse_number(words.front());
  if (!id) return misuse("'{}' is no file's id; 'ntadmin net file' lists them", words.front());
  if (!closes) return show(server, *id, arguments.has(json_option));
  return net_done(NetFileClose(server.name(), *id), "cannot close file {} on {}", *id, server.place());
}

}  // namespace

const Command net_file_command = {
    .name = "net file",
    .alias = {},
    .what = "list or close files that clients have opened",
    .operands = {"[\\\\server] [id]", 0, 2},
    .options = options,
    .notes = "Named pipes that clients have opened are listed too.\n",
    .run = net_file,
    .changes = [](const Arguments& arguments) { return arguments.has(close_option); },
};

}  // namespace nta::tools
