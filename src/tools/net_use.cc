// ntadmin net use: which servers are used under which name, for all programs of this user.
#include <array>

#include "api/client/uses.h"
#include "base/arena.h"
#include "base/utf16.h"
#include "describe/natural.h"
#include "ntadmin/win/lmuse.h"
#include "ntadmin/win/lmwksta.h"
#include "protocols/wkssvc_use.h"
#include "tools/commands.h"
#include "tools/net_support.h"
#include "tools/password.h"

namespace nta::tools {
namespace {

struct Row {
  const char16_t* remote;
  const char16_t* user;
  uint32_t uses;
};

constexpr auto row_fields = NTA_FIELDS(Row, remote, user, uses);
constexpr auto row_type = describe::structure_type<Row>(row_fields);

constexpr std::array columns = {
    Column{"remote", "Remote", Side::left, 1, 0},
    Column{"user", "User name", Side::left, 40, 0},
    Column{"uses", "Uses", Side::right, 0, 72},
};

constexpr Option user_option{"user", "NAME", "who to be there: NAME or DOMAIN\\NAME"};
constexpr Option delete_option{"delete", "", "use the server no longer; with * none at all"};
constexpr Option persistent_option{"persistent", "NO", "uses last as long as this machine's host, never longer"};
constexpr std::array options = {user_option, password_fd_option, delete_option, persistent_option, json_option};

Result<void> read(NetList<USE_INFO_2>& list) {
  auto read = [](LPBYTE* rows, DWORD* count, DWORD* total, DWORD* position) {
    return NetUseEnum(nullptr, 2, rows, MAX_PREFERRED_LENGTH, count, total, position);
  };
  return net_done(NetList<USE_INFO_2>::read<DWORD>(read, list), "cannot list the servers in use");
}

Result<void> list(bool json) {
  NetList<USE_INFO_2> uses;
  NTA_CHECK(read(uses));
  if (json) return print_table(columns, uses.rows(), true);
  Arena arena;
  std::string text = heading(columns);
  for (const auto& use : uses.rows()) {
    std::string domain = text_of(use.ui2_domainname), user = text_of(use.ui2_username);
    Row row{use.ui2_remote, arena.text(to_utf16(domain.empty() ? user : domain + "\\" + user)), use.ui2_usecount};
    text += line(columns, row_type, &row, false);
  }
  return print(text);
}

/** \\server, or \\server\IPC$, as the latter. */
Result<std::u16string> path_of(const std::string& word) {
  if (!has_backslashes(word))
    return fail(Win32::bad_netpath, "'{}': a server has two backslashes before its name", word);
  return to_utf16(word.find('\\', 2) == std::string::npos ? word + "\\IPC$" : word);
}

/** What is added lasts as long as the host that keeps it, and one is started if need be: in this process it would be of
 *  no use to anybody. */
Result<void> need_keeper() {
  NetInfo<WKSTA_INFO_100> info;
  NTA_CHECK(net_done(NetWkstaGetInfo(nullptr, 100, info.out()),
                     "no session host runs on this machine, which would keep it; ntadmin-credentials(5) needs none"));
  if (client::host_keeps_uses()) return {};
  return fail(Win32::access_denied, "the session host of this machine is not one to keep secrets of yours");
}

Result<void> add(const std::string& word, const Arguments& arguments) {
  NTA_TRY(std::u16string path, path_of(word));
  NTA_CHECK(need_keeper());
  std::u16string user, password;
  USE_INFO_2 use{.ui2_remote = path.data(), .ui2_asg_type = USE_IPC};
  if (auto name = arguments.value(user_option)) {
    user = to_utf16(*name);
    NTA_TRY(password, password_for(arguments, *name));
    use.ui2_username = user.data();
    use.ui2_password = password.data();
  }
  DWORD parm_err = 0;
  auto status = NetUseAdd(nullptr, 2, reinterpret_cast<LPBYTE>(&use), &parm_err);
  wipe(password);
  return net_done(status, "cannot use '{}'", to_utf8(path));
}

Result<void> remove(std::u16string path) {
  return net_done(NetUseDel(nullptr, path.data(), USE_LOTS_OF_FORCE), "cannot end the use of '{}'", to_utf8(path));
}

Result<void> remove_all() {
  NetList<USE_INFO_2> uses;
  NTA_CHECK(read(uses));
  for (const auto& use : uses.rows()) NTA_CHECK(remove(use.ui2_remote));
  return {};
}

/** Whether the line says no more than what uses are as a rule: they never last. */
Result<bool> check_persistence(const Arguments& arguments) {
  auto said = arguments.value(persistent_option);
  if (!said) return false;
  if (!equal_ignoring_case(*said, "no"))
    return fail(Win32::not_supported,
                "'/persistent:{}': no use is kept beyond this machine's host; ntadmin-credentials(5) is", *said);
  return arguments.operands().empty() && !arguments.has(delete_option);
}

/** "X:", "LPT1:". */
bool is_device(const std::string& word) { return word.ends_with(':') && !has_backslashes(word); }

Result<void> net_use(const Arguments& arguments) {
  const auto& words = arguments.operands();
  bool deletes = arguments.has(delete_option);
  NTA_CHECK(arguments.at_most_one_of({delete_option, user_option}));
  NTA_TRY(bool asks_for_default, check_persistence(arguments));
  if (asks_for_default) return {};
  if (!words.empty() && is_device(words[0]))
    return fail(Win32::not_supported,
                "'{}': there are no drive letters here; a server is used without one, as in 'net use \\\\server'",
                words[0]);
  if (words.empty() && deletes) return misuse("the use of which server? Give \\\\server, or *");
  if (words.empty()) return list(arguments.has(json_option));
  if (words.size() > 2) return misuse("'{}' is one word too many; give \\\\server", words[2]);
  if (words.size() == 2 && words[1] != "*")
    return misuse("a password is never taken from the command line: it is asked for");
  if (!deletes) return add(words[0], arguments);
  if (words[0] == "*") return remove_all();
  NTA_TRY(std::u16string path, path_of(words[0]));
  return remove(std::move(path));
}

}  // namespace

const Command net_use_command = {
    .name = "net use",
    .alias = {},
    .what = "list, add or end uses of servers",
    .operands = {"[\\\\server[\\IPC$] [*] | *]", 0, 3},
    .options = options,
    .notes =
        "A server is used under a name until --delete, or until this machine's host ends, by every program of yours.\n"
        "The password is asked for. Without --user: with the credentials file or your Kerberos tickets.\n",
    .run = net_use,
};

}  // namespace nta::tools
