// ntadmin enable-login, disable-login: whose interactive logins become sessions. The list is read by the script that
// packaging/ntadmin-login.sh puts into /etc/profile.d.
#include <grp.h>
#include <pwd.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <filesystem>
#include <vector>

#include "base/files.h"
#include "tools/commands.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

constexpr Option file_option{"file", "FILE", "the list (/etc/ntadmin/logins)"};
constexpr std::array options = {file_option};

std::string file_of(const Arguments& arguments) { return arguments.value(file_option).value_or("/etc/ntadmin/logins"); }

/** A user's name, or "@" and a group's; both of this machine. */
Result<void> check_name(const std::string& name) {
  bool group = name.starts_with('@');
  const char* bare = name.c_str() + (group ? 1 : 0);
  if (group ? ::getgrnam(bare) != nullptr : ::getpwnam(bare) != nullptr) return {};
  return fail(Win32::none_mapped, "no {} '{}' on this machine", group ? "group" : "user", bare);
}

Result<std::vector<std::string>> read_names(const std::string& path) {
  auto text = read_file(path);
  if (!text && text.error().code == Win32::file_not_found) return std::vector<std::string>{};
  if (!text) return std::move(text).error();
  std::vector<std::string> names;
  for (size_t at = 0; at < text->size();) {
    size_t end = std::min(text->find('\n', at), text->size());
    if (end > at) names.push_back(text->substr(at, end - at));
    at = end + 1;
  }
  return names;
}

/** Readable by all: every login looks at it. */
Result<void> write_names(const std::string& path, const std::vector<std::string>& names) {
  std::error_code failed;
  std::filesystem::create_directories(std::filesystem::path(path).parent_path(), failed);
  std::string text;
  for (const std::string& name : names) text += name + "\n";
  NTA_CHECK(replace_file(path, text, Durability::on_disk));
  if (::chmod(path.c_str(), 0644) != 0) return fail(win32_from_errno(errno), "{} cannot be made readable", path);
  return {};
}

/** Shells that read /etc/profile as login shells. */
bool reads_profile(std::string_view shell) {
  constexpr std::array<std::string_view, 6> known{"sh", "bash", "dash", "ksh", "ksh93", "mksh"};
  return std::ranges::find(known, shell.substr(shell.rfind('/') + 1)) != known.end();
}

/** The list is looked at by /etc/profile: whose shell does not read that has plain logins all the same. */
void warn_of_shell(const std::string& name) {
  const passwd* user = name.starts_with('@') ? nullptr : ::getpwnam(name.c_str());
  if (user && !reads_profile(user->pw_shell))
    talk("The shell of '{}', {}, does not read /etc/profile: their logins stay as they are until it runs {}", name,
         user->pw_shell, "/etc/profile.d/ntadmin.sh");
}

Result<void> enable_login(const Arguments& arguments) {
  NTA_TRY(auto names, read_names(file_of(arguments)));
  if (arguments.operands().empty()) {
    for (const std::string& name : names) fmt::print("{}\n", name);
    return {};
  }
  for (const std::string& name : arguments.operands()) {
    NTA_CHECK(check_name(name));
    if (std::ranges::find(names, name) == names.end()) names.push_back(name);
  }
  std::ranges::for_each(arguments.operands(), warn_of_shell);
  return write_names(file_of(arguments), names);
}

Result<void> disable_login(const Arguments& arguments) {
  NTA_TRY(auto names, read_names(file_of(arguments)));
  for (const std::string& name : arguments.operands())
    if (std::erase(names, name) == 0) return fail(Win32::none_mapped, "logins of '{}' are not sessions", name);
  return write_names(file_of(arguments), names);
}

}  // namespace

const Command enable_login_command = {
    .name = "enable-login",
    .alias = "",
    .what = "make interactive logins of users or groups sessions",
    .operands = {"[user | @group ...]", 0, 4096},
    .options = options,
    .notes =
        "Without a name: prints whose logins are sessions. A dropped line then reconnects to the same shell.\n"
        "scp, sftp and 'ssh host command' are not touched; 'ssh -t host bash' gives a plain shell.\n",
    .run = enable_login,
};

const Command disable_login_command = {
    .name = "disable-login",
    .alias = "",
    .what = "make them plain shells again",
    .operands = {"{user | @group} ...", 1, 4096},
    .options = options,
    .notes = "Sessions that there are live on.\n",
    .run = disable_login,
};

}  // namespace nta::tools
