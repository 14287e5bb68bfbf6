#include "daemon/monitor/rules.h"

#include <signal.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>

#include <algorithm>
#include <cerrno>
#include <cstring>

#include "auth/peer.h"
#include "daemon/monitor/notifier.h"
#include "daemon/monitor/power.h"
#include "host/messages/message.h"
#include "host/processes/proc_files.h"
#include "host/processes/session_resolver.h"

namespace nta::daemon::monitor {
namespace {

constexpr uint32_t most_texts = 4096;
constexpr size_t longest_path = 4096;
constexpr size_t longest_host = 255;
constexpr size_t longest_full_name = 256;
constexpr size_t longest_unix_name = 32;

Error no_proof(std::string_view what) {
  return fail(Win32::access_denied, "the connection shown as proof is {}", what);
}

// The name of one end: empty for a socket nobody bound.
std::optional<std::string> name_of(int (*get)(int, sockaddr*, socklen_t*), int connection) {
  sockaddr_un address{};
  socklen_t size = sizeof address;
  if (get(connection, reinterpret_cast<sockaddr*>(&address), &size) < 0 || address.sun_family != AF_UNIX) return {};
  size_t length = size > offsetof(sockaddr_un, sun_path) ? size - offsetof(sockaddr_un, sun_path) : 0;
  std::string name(address.sun_path, length);
  if (!name.empty() && name.back() == '\0') name.pop_back();
  return name;
}

bool is_below(pid_t pid, const std::vector<pid_t>& roots, const std::string& proc_root) {
  for (pid_t above : host::proc::ancestry(proc_root, pid))
    if (above != pid && std::find(roots.begin(), roots.end(), above) != roots.end()) return true;
  return false;
}

// A login that the system made: in a scope of logind's, or on a terminal.
bool is_in_a_login(pid_t pid, const host::proc::Stat& stat, const std::string& proc_root) {
  return stat.terminal != 0 || !host::SessionResolver(proc_root, {}).scope_of(pid).empty();
}

// A name that no tool takes for an option, a number or a machine, and no file for a separator (useradd(8)).
Result<void> check_unix_name(const std::string& name) {
  auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || c == '_'; };
  auto is_plain = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9') || c == '-' || c == '.'; };
  bool good = !name.empty() && name.size() <= longest_unix_name && is_letter(name[0]) &&
              std::all_of(name.begin(), name.end(), is_plain);
  if (good) return {};
  return fail(Win32::bad_username, "'{}' cannot be a Unix user: up to {} of a-z, 0-9, '_', '-' and '.'", name,
              longest_unix_name);
}

// What separates in /etc/passwd, or has a meaning of its own in GECOS.
Result<void> check_full_name(std::string_view text) {
  bool good = text.size() <= longest_full_name && std::ranges::none_of(text, [](unsigned char c) {
                return c < ' ' || c == 0x7F || c == ':' || c == ',' || c == '&';
              });
  if (good) return {};
  return fail(Win32::invalid_parameter, "a full name of {} bytes cannot stand in GECOS", text.size());
}

// It is made by root and given away, so it is directly where the others are, and nowhere else.
Result<void> check_home_directory(std::string_view path, const Rules& rules) {
  if (path.empty()) return {};
  std::string_view name = path.substr(std::min(path.size(), rules.homes.size() + 1));
  bool good = path == rules.homes + "/" + std::string(name) && !name.empty() && name[0] != '.' && name[0] != '-' &&
              std::ranges::all_of(name, [](unsigned char c) {
                return c < 0x80 && (std::isalnum(c) || c == '_' || c == '-' || c == '.');
              });
  if (good) return {};
  return fail(Win32::invalid_parameter, "home directories of new users are in {}, not '{}'", rules.homes, path);
}

Result<void> check_texts(char* const* texts, uint32_t count, std::string_view what) {
  if (count > most_texts) return fail(Win32::invalid_parameter, "{} {}, at most {} are taken", count, what, most_texts);
  for (uint32_t i = 0; i < count; ++i)
    if (!texts || !texts[i]) return fail(Win32::invalid_parameter, "one of the {} is missing", what);
  return {};
}

}  // namespace

Result<void> may_be_host(const Account& account, std::optional<gid_t> admins) {
  if (account.uid == 0)
    return fail(Win32::access_denied, "the daemon cannot run as root: 'run_as' names a user of its own");
  if (admins && std::find(account.groups.begin(), account.groups.end(), *admins) != account.groups.end())
    return fail(Win32::access_denied,
                "user '{}', whom the daemon runs as, is in the administrators' group '{}': who took the daemon over "
                "would be root. Give the user a group of its own: usermod -g GROUP, gpasswd -d",
                account.name, administrators_group);
  return {};
}

Result<Caller> read_caller(int connection, const Rules& rules) {
  int type = 0;
  socklen_t size = sizeof type;
  if (getsockopt(connection, SOL_SOCKET, SO_TYPE, &type, &size) < 0 || type != SOCK_STREAM)
    return no_proof("no stream socket");
  if (name_of(getsockname, connection) != rules.socket_path) return no_proof("not one to this host");
  if (name_of(getpeername, connection) != "") return no_proof("one that was made, not accepted");
  NTA_TRY(auth::PeerCredentials peer, auth::read_peer(connection));
  if (peer.uid == rules.own_user) return no_proof("the host's own");
  peer.groups.push_back(peer.gid);
  return Caller{peer.uid, std::move(peer.groups)};
}

bool is_administrator(const Caller& caller, const Rules& rules) {
  if (caller.uid == 0) return true;
  return rules.admins && std::find(caller.groups.begin(), caller.groups.end(), *rules.admins) != caller.groups.end();
}

Result<void> may_start_session(const StartSession& request, const Caller* caller, const Rules&) {
  if (!caller) return fail(Win32::access_denied, "a session needs the connection of who asks for it");
  if (caller->uid != request.uid)
    return fail(Win32::access_denied, "uid {} asks for a session of uid {}", caller->uid, request.uid);
  if (request.session == 0 || request.session >= first_listener.value)
    return fail(Win32::invalid_parameter, "session {} is not an id for a terminal session", request.session);
  if (request.columns == 0 || request.rows == 0)  // of a large one the session takes what it can have
    return fail(Win32::invalid_parameter, "a window of {} by {}", request.columns, request.rows);
  NTA_CHECK(check_texts(request.arguments, request.argument_count, "arguments"));
  NTA_CHECK(check_texts(request.environment, request.environment_count, "environment variables"));
  std::string directory = text_at(request.directory);
  if (!directory.empty() && (directory[0] != '/' || directory.size() >= longest_path))
    return fail(Win32::invalid_parameter, "'{}' is not an absolute path", directory);
  std::string host = text_at(request.remote_host);
  bool plain = host.size() <= longest_host &&
               std::all_of(host.begin(), host.end(), [](unsigned char c) { return c > ' ' && c < 0x7F; });
  if (!plain) return fail(Win32::invalid_parameter, "'{}' is not a host name", host);
  return {};
}

Result<void> may_signal(const SignalProcess& request, const Caller* caller, const Rules& rules) {
  constexpr int known[] = {SIGHUP, SIGCONT, SIGTERM, SIGKILL};
  if (std::find(std::begin(known), std::end(known), static_cast<int>(request.signal)) == std::end(known))
    return fail(Win32::invalid_parameter, "signal {} is not one that ends processes", request.signal);
  auto pid = static_cast<pid_t>(request.pid);
  if (pid <= 1 || pid == rules.monitor ||
      std::find(rules.keepers.begin(), rules.keepers.end(), pid) != rules.keepers.end())
    return fail(Win32::access_denied, "process {} is not to be ended", pid);
  auto status = host::proc::read(fmt::format("{}/{}/status", rules.proc_root, pid));
  auto stat = host::proc::read_stat(rules.proc_root, pid);
  if (!status || !stat || stat->start_ticks != request.start_ticks)
    return fail(Win32::invalid_parameter, "there is no process {} that started at {}", pid, request.start_ticks);
  if (caller && (is_administrator(*caller, rules) || host::proc::belongs_to(caller->uid, *status))) return {};
  if (is_below(pid, rules.keepers, rules.proc_root) || is_in_a_login(pid, *stat, rules.proc_root)) return {};
  return fail(Win32::access_denied, "process {} belongs to no terminal session", pid);
}

Result<void> may_change_unix_user(const ChangeUnixUser& request, const Caller*, const Rules& rules) {
  if (!rules.makes_unix_users)
    return fail(Win32::access_denied, "this host makes no Unix users (accounts.unix = create)");
  bool is_new = request.action == static_cast<uint32_t>(UnixUserAction::add);
  if (request.action == 0 || request.action > static_cast<uint32_t>(UnixUserAction::set_full_name))
    return fail(Win32::invalid_parameter, "action {} on a Unix user", request.action);
  if (!is_new && (!rules.people.holds(request.uid) || request.uid == rules.own_user))
    return fail(Win32::access_denied, "uid {} is no person's", request.uid);
  NTA_CHECK(check_unix_name(text_at(request.name)));
  if (request.action == static_cast<uint32_t>(UnixUserAction::rename))
    NTA_CHECK(check_unix_name(text_at(request.new_name)));
  NTA_CHECK(check_full_name(text_at(request.full_name)));
  return check_home_directory(text_at(request.home_directory), rules);
}

Result<void> may_power(const Power& request, const Caller* caller, const Rules& rules) {
  bool is_allowed = caller ? is_administrator(*caller, rules) : rules.network_may_power;
  if (!is_allowed) return fail(Win32::privilege_not_held, "only administrators turn the machine off");
  if (!power_method(request.action)) return fail(Win32::invalid_parameter, "power action {}", request.action);
  return {};
}

Result<void> may_find_login_peer(const LoginPeer& request, const Caller*, const Rules& rules) {
  auto pid = static_cast<pid_t>(request.pid);
  auto stat = pid > 1 ? host::proc::read_stat(rules.proc_root, pid) : std::nullopt;
  if (!stat) return fail(Win32::invalid_parameter, "there is no process {}", request.pid);
  if (is_in_a_login(pid, *stat, rules.proc_root)) return {};
  return fail(Win32::access_denied, "process {} is in no login", pid);
}

namespace {

/** A terminal of that user's, by the names that terminals have. */
Result<void> check_terminal(std::string_view name, uid_t uid, const Rules& rules) {
  std::string_view number = name;
  for (std::string_view kind : {"pts/", "tty"})
    if (name.starts_with(kind)) number.remove_prefix(kind.size());
  bool is_number = !number.empty() && number.size() <= 9 && number.find_first_not_of("0123456789") == number.npos;
  if (!is_number || number.size() == name.size()) return fail(Win32::invalid_parameter, "'{}' is no terminal", name);
  std::string path = fmt::format("{}/{}", rules.dev_root, name);
  struct stat terminal {};
  bool is_theirs = lstat(path.c_str(), &terminal) == 0 && S_ISCHR(terminal.st_mode) && terminal.st_uid == uid;
  return is_theirs ? Result<void>() : fail(Win32::access_denied, "{} is no terminal of uid {}", path, uid);
}

}  // namespace

Result<void> may_show_notice(const ShowNotice& request, const Caller*, const Rules& rules) {
  if (text_at(request.title).size() > host::Message::longest_title ||
      text_at(request.text).size() > host::Message::longest_text)
    return fail(Win32::invalid_parameter, "a message of more than {} bytes", host::Message::longest_text);
  if (request.terminal) return check_terminal(request.terminal, request.uid, rules);
  std::string path = desktop_bus_path(rules.runtime_root, request.uid);
  struct stat bus {};
  bool is_there = lstat(path.c_str(), &bus) == 0 && S_ISSOCK(bus.st_mode) && bus.st_uid == request.uid;
  if (!is_there) return fail(Win32::service_not_active, "{} is no bus of uid {}", path, request.uid);
  return {};
}

}  // namespace nta::daemon::monitor
