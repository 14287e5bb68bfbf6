#include "daemon/monitor/user_tool.h"

#include <fcntl.h>
#include <grp.h>
#include <poll.h>
#include <pwd.h>
#include <shadow.h>
#include <spawn.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>

#include "daemon/privileges.h"
#include "host/identity/identity.h"
#include "ndr/encode.h"

namespace nta::daemon::monitor {
namespace {

constexpr size_t most_of_a_complaint = 2048;
constexpr const char* first_day = "1";  // 1970-01-02: expired, whatever the clock says

constexpr gid_t no_group = static_cast<gid_t>(-1);
constexpr int most_homes = 100;  // of users of one name, one after the other

using Words = std::vector<std::string>;

Win32 code_of(int exit_status) {  // EXIT VALUES of useradd(8), usermod(8), userdel(8)
  switch (exit_status) {
    case 6:
      return Win32::user_not_found;
    case 8:
      return Win32::busy;  // somebody is logged on
    case 9:
      return Win32::user_exists;
    default:
      return Win32::gen_failure;
  }
}

std::string read_all(int fd) {
  std::string text;
  char part[512];
  for (ssize_t count; (count = read(fd, part, sizeof part)) != 0;) {
    if (count < 0 && errno != EINTR) break;
    if (count > 0 && text.size() < most_of_a_complaint) text.append(part, static_cast<size_t>(count));
  }
  while (text.ends_with('\n')) text.pop_back();
  return text;
}

Result<pid_t> spawn(const Words& words, int complaints) {
  std::vector<char*> arguments;
  for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));  // only ever read
  arguments.push_back(nullptr);
  std::string path = "PATH=/usr/sbin:/usr/bin:/sbin:/bin", language = "LC_ALL=C";
  char* environment[] = {path.data(), language.data(), nullptr};
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, complaints, STDERR_FILENO);
  pid_t pid = 0;
  int error = posix_spawn(&pid, arguments[0], &actions, nullptr, arguments.data(), environment);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return fail(win32_from_errno(error), "cannot run {}: {}", words[0], std::strerror(error));
  return pid;
}

Result<void> run(const Words& words) {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) < 0) return fail(win32_from_errno(errno), "cannot make a pipe: {}", std::strerror(errno));
  UniqueFd read_end(ends[0]), write_end(ends[1]);
  NTA_TRY(pid_t pid, spawn(words, write_end.get()));
  write_end.reset();
  std::string complaint = read_all(read_end.get());
  int status = 0;
  while (waitpid(pid, &status, 0) < 0 && errno == EINTR) continue;
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return {};
  int exit_status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return fail(code_of(exit_status), "{} ended with {}: {}", words[0], exit_status, complaint);
}

Words words_to_remove(const std::string& name) { return {"/usr/sbin/userdel", "--", name}; }

// What usermod -L put in front of a password. Nothing stands behind it where there was none, and -U would refuse.
bool has_locked_password(const std::string& name) {
  const spwd* entry = getspnam(name.c_str());
  std::string_view hash = entry && entry->sp_pwdp ? entry->sp_pwdp : "";
  return hash.size() > 2 && hash[0] == '!' && hash[1] == '$';
}

bool is_there(const std::string& path) {
  struct stat entry;
  return lstat(path.c_str(), &entry) == 0;
}

// A directory that is there is somebody's, whose files useradd would let the new user find at home: of one who was
// deleted, it may be. Who names none gets another name, then.
Result<std::string> new_home(const ChangeUnixUser& request, const Rules& rules) {
  std::string home = text_at(request.home_directory);
  if (!home.empty() && is_there(home)) return fail(Win32::already_exists, "there is a directory '{}' already", home);
  if (!home.empty()) return home;
  std::string plain = rules.homes + "/" + text_at(request.name);
  for (int number = 1; number <= most_homes; ++number) {
    std::string path = number == 1 ? plain : fmt::format("{}.{}", plain, number);
    if (!is_there(path)) return path;
  }
  return fail(Win32::already_exists, "there are '{}' and {} more directories already", plain, most_homes - 1);
}

// The number of one whose home directory is left is not given again: all files of his would be the new user's.
uid_t first_uid(const Rules& rules) {
  uid_t first = rules.people.first;
  std::error_code error;
  std::filesystem::directory_iterator home(rules.homes, error), end;
  for (; !error && home != end; home.increment(error)) {
    struct stat entry;
    bool is_persons = lstat(home->path().c_str(), &entry) == 0 && rules.people.holds(entry.st_uid);
    if (is_persons) first = std::max(first, entry.st_uid + 1);
  }
  return first;
}

// The shell is the system's default: SHELL of /etc/default/useradd.
Words words_to_add(const ChangeUnixUser& request, const std::string& home, uid_t first) {
  std::string least = fmt::format("UID_MIN={}", first), full_name = text_at(request.full_name);
  Words words{"/usr/sbin/useradd", "--create-home", "--home-dir", home, "--key", least, "--comment", full_name};
  words.insert(words.end(), {"--", text_at(request.name)});
  return words;
}

// GECOS goes on behind the full name, with rooms and telephones.
std::string gecos_with(const std::string& name, const std::string& full_name) {
  const passwd* user = getpwnam(name.c_str());
  std::string_view gecos = user && user->pw_gecos ? user->pw_gecos : "";
  return full_name + std::string(gecos.substr(std::min(gecos.size(), gecos.find(','))));
}

Words words_for(const ChangeUnixUser& request) {
  std::string name = text_at(request.name);
  switch (static_cast<UnixUserAction>(request.action)) {
    case UnixUserAction::add:  // has words_to_add()
    case UnixUserAction::enable:
      break;
    case UnixUserAction::rename:
      return {"/usr/sbin/usermod", "--login", text_at(request.new_name), "--", name};
    case UnixUserAction::set_full_name:
      return {"/usr/sbin/usermod", "--comment", gecos_with(name, text_at(request.full_name)), "--", name};
    case UnixUserAction::disable:
      return {"/usr/sbin/usermod", "--lock", "--expiredate", first_day, "--", name};
    case UnixUserAction::remove:
      return words_to_remove(name);
  }
  Words words{"/usr/sbin/usermod", "--expiredate", ""};
  if (has_locked_password(name)) words.emplace_back("--unlock");
  words.insert(words.end(), {"--", name});
  return words;
}

// The name is what the tools take: between the account's last look and now it may have become another's.
Result<void> check_who(UnixUserAction action, const std::string& name, uid_t expected) {
  NTA_TRY(auto uid, host::account_uid(name));
  if (action == UnixUserAction::add) {
    if (uid) return fail(Win32::user_exists, "there is a Unix user '{}' already", name);
    return {};
  }
  if (uid == expected) return {};
  return fail(Win32::user_not_found, "Unix user '{}' is not uid {}", name, expected);
}

// Groups list names, also such as nobody has yet: who takes one is in the group.
Result<void> check_power(const std::string& name) {
  const passwd* user = getpwnam(name.c_str());
  gid_t primary = user ? user->pw_gid : no_group;
  NTA_TRY(auto groups, host::groups_of(name, primary));
  NTA_TRY(auto powerful, host::powerful_group(groups));
  if (!powerful) return {};
  return fail(Win32::access_denied, "Unix user '{}' is in group {}: only root changes it", name, *powerful);
}

Result<uid_t> add(const ChangeUnixUser& request, const Rules& rules) {
  std::string name = text_at(request.name);
  NTA_TRY(std::string home, new_home(request, rules));
  NTA_CHECK(run(words_to_add(request, home, first_uid(rules))));
  NTA_TRY(auto uid, host::account_uid(name));
  if (uid && rules.people.holds(*uid)) return *uid;
  (void)run(words_to_remove(name));
  return fail(Win32::gen_failure, "useradd gave '{}' no uid of a person's", name);
}

Result<uid_t> change(const ChangeUnixUser& request, const Rules& rules) {
  auto action = static_cast<UnixUserAction>(request.action);
  std::string name = text_at(request.name);
  NTA_CHECK(check_who(action, name, request.uid));
  NTA_CHECK(check_power(name));
  if (action == UnixUserAction::rename) NTA_CHECK(check_power(text_at(request.new_name)));
  if (action == UnixUserAction::add) return add(request, rules);
  NTA_CHECK(run(words_for(request)));
  return uid_t{request.uid};
}

}  // namespace

int run_user_tool(const ChangeUnixUser& request, const Rules& rules, UniqueFd report) {
  setpgid(0, 0);
  auto changed = change(request, rules);
  std::string text = changed ? "" : changed.error().text.substr(0, most_of_a_complaint);
  Answer answer{changed ? 0 : code(changed.error().code), changed ? *changed : 0, text.data()};
  auto bytes = ndr::encode(answer);
  if (!bytes) return 1;
  [[maybe_unused]] ssize_t count = write(report.get(), bytes->data(), bytes->size());  // the monitor may be gone
  return changed ? 0 : 1;
}

}  // namespace nta::daemon::monitor
