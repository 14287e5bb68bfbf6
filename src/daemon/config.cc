#include "daemon/config.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/files.h"
#include "host/server/computer_names.h"
#include "host/server/disks.h"

namespace nta::daemon {
namespace {

constexpr uint32_t most_scrollback_lines = 1'000'000;
constexpr size_t longest_winstation_name = 32;  // WINSTATIONNAME_LENGTH

std::string_view trim(std::string_view text) {
  constexpr std::string_view blank = " \t\r";
  size_t first = text.find_first_not_of(blank);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blank) - first + 1);
}

/** The words of the file for the values of a type. */
template <class T>
struct Choice {
  std::string_view name;
  T value;
};
template <class T>
constexpr std::array<Choice<T>, 0> choices_of{};

template <>
constexpr auto choices_of<bool> = std::to_array<Choice<bool>>(
    {{"true", true}, {"false", false}, {"yes", true}, {"no", false}, {"on", true}, {"off", false}});
template <>
constexpr auto choices_of<Presence> =
    std::to_array<Choice<Presence>>({{"auto", Presence::automatic}, {"on", Presence::on}, {"off", Presence::off}});
template <>
constexpr auto choices_of<log::Level> = std::to_array<Choice<log::Level>>({{"debug", log::Level::debug},
                                                                           {"info", log::Level::info},
                                                                           {"warning", log::Level::warning},
                                                                           {"error", log::Level::error}});
using Shadow = std::optional<host::ShadowPolicy>;
template <>
constexpr auto choices_of<Shadow> = std::to_array<Choice<Shadow>>({{"as-set", std::nullopt},
                                                                   {"off", host::ShadowPolicy::off},
                                                                   {"control-ask", host::ShadowPolicy::control_asked},
                                                                   {"control", host::ShadowPolicy::control},
                                                                   {"view-ask", host::ShadowPolicy::view_asked},
                                                                   {"view", host::ShadowPolicy::view}});
template <>
constexpr auto choices_of<host::SharePolicy> = std::to_array<Choice<host::SharePolicy>>(
    {{"off", host::SharePolicy::refused}, {"table", host::SharePolicy::table}});
template <>
constexpr auto choices_of<accounts::UnixMode> = std::to_array<Choice<accounts::UnixMode>>(
    {{"map", accounts::UnixMode::map}, {"create", accounts::UnixMode::create}, {"none", accounts::UnixMode::none}});
template <>
constexpr auto choices_of<smb::Encryption> =
    std::to_array<Choice<smb::Encryption>>({{"off", smb::Encryption::off},
                                            {"preferred", smb::Encryption::preferred},
                                            {"required", smb::Encryption::required}});
// Packet is integrity by another number: both are signatures over the same bytes.
template <>
constexpr auto choices_of<auth::Level> = std::to_array<Choice<auth::Level>>({{"connect", auth::Level::connect},
                                                                             {"integrity", auth::Level::packet},
                                                                             {"privacy", auth::Level::privacy}});
template <>
constexpr auto choices_of<auth::HeaderSigning> = std::to_array<Choice<auth::HeaderSigning>>(
    {{"offered", auth::HeaderSigning::off}, {"required", auth::HeaderSigning::on}});

template <class T>
Result<void> read(std::string_view text, T& into) {
  static_assert(!choices_of<T>.empty());
  std::string known;
  for (const auto& choice : choices_of<T>) {
    known += (known.empty() ? "" : ", ") + std::string(choice.name);
    if (choice.name != text) continue;
    into = choice.value;
    return {};
  }
  return fail(Win32::invalid_parameter, "'{}' is not one of {}", text, known);
}
Result<void> read(std::string_view text, std::string& into) {
  into = text;
  return {};
}

template <class T>
std::string show(const T& value) {
  static_assert(!choices_of<T>.empty());
  auto found = std::ranges::find(choices_of<T>, value, &Choice<T>::value);
  return found == choices_of<T>.end() ? std::string() : std::string(found->name);
}
std::string show(const std::optional<uint16_t>& value) { return value ? std::to_string(*value) : std::string(); }
std::string show(uint32_t value) { return std::to_string(value); }
std::string show(const std::string& value) { return value; }

Result<void> read_lines(std::string_view text, uint32_t& into) {
  uint32_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size() || value > most_scrollback_lines)
    return fail(Win32::invalid_parameter, "'{}' is not a number from 0 to {}", text, most_scrollback_lines);
  into = value;
  return {};
}

Result<void> read_port(std::string_view text, std::optional<uint16_t>& into) {
  into = std::nullopt;
  if (text.empty()) return {};
  uint16_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size())
    return fail(Win32::invalid_parameter, "'{}' is not a port, 0 to 65535", text);
  into = value;
  return {};
}

Result<void> read_path(std::string_view text, std::string& into) {
  if (!text.empty() && !text.starts_with('/'))
    return fail(Win32::invalid_parameter, "'{}' is not an absolute path", text);
  while (text.size() > 1 && text.ends_with('/')) text.remove_suffix(1);
  if (trim(text) != text) return fail(Win32::invalid_parameter, "'{}': the path's last name ends with a blank", text);
  into = text;
  return {};
}

Result<void> read_directory(std::string_view text, std::string& into) {
  if (text.empty()) return fail(Win32::invalid_parameter, "a directory is needed");
  return read_path(text, into);
}

// "^]" as printed: a caret and one of @ A-Z [ \ ] ^ _ , which is the control character 64 below it.
Result<void> read_key(std::string_view text, std::string& into) {
  if (text.size() != 2 || text[0] != '^' || text[1] <= '@' || text[1] > '_')
    return fail(Win32::invalid_parameter, "'{}' is not a control key such as ^] or ^B", text);
  into = text;
  return {};
}

Result<void> read_listener(std::string_view text, std::string& into) {
  bool plain = !text.empty() && text.size() <= longest_winstation_name - sizeof("#4294967295");
  for (char c : text) plain = plain && (std::isalnum(static_cast<unsigned char>(c)) || c == '-' || c == '_');
  if (!plain)
    return fail(Win32::ctx_winstation_name_invalid, "'{}' is not a listener name: up to {} letters, digits, '-', '_'",
                text, longest_winstation_name - sizeof("#4294967295"));
  into = text;
  return {};
}

Result<void> read_workgroup(std::string_view text, std::string& into) {
  if (!host::is_netbios_name(text)) return fail(Win32::invalid_parameter, "'{}' is no name of a workgroup", text);
  into = text;
  return {};
}

Result<void> read_disk_list(std::string_view text, std::string& into) {
  NTA_TRY(std::vector<host::Disk> disks, host::parse_disks(text));
  NTA_CHECK(host::Disks::make(std::move(disks)));
  into = text;
  return {};
}

/** When a change of the file counts. What is read at each use can change at once. */
enum class Counts { at_once, after_restart };

struct Key {
  std::string_view section;
  std::string_view name;
  std::string_view help;
  Result<void> (*set)(Settings&, std::string_view);
  std::string (*get)(const Settings&);
  void (*copy)(Settings& to, const Settings& from);
  Counts counts;
};

template <auto member, auto reader>
constexpr Key key(std::string_view section, std::string_view name, std::string_view help,
                  Counts counts = Counts::after_restart) {
  return {section,
          name,
          help,
          [](Settings& settings, std::string_view text) { return reader(text, settings.*member); },
          [](const Settings& settings) { return show(settings.*member); },
          [](Settings& to, const Settings& from) { to.*member = from.*member; },
          counts};
}
template <auto member>
constexpr Key key(std::string_view section, std::string_view name, std::string_view help,
                  Counts counts = Counts::after_restart) {
  return key<member, [](std::string_view text, auto& into) { return read(text, into); }>(section, name, help, counts);
}

constexpr Key keys[] = {
    key<&Settings::state_dir, read_directory>("daemon", "state_dir", "What has to outlive a restart. Mode 0700."),
    key<&Settings::runtime_dir, read_directory>(
        "daemon", "runtime_dir", "System mode: the socket, and the sessions. User mode has both in state_dir."),
    key<&Settings::log_level>("daemon", "log_level", "debug, info, warning or error. Audit lines are always written.",
                              Counts::at_once),
    key<&Settings::log_file, read_path>(
        "daemon", "log_file",
        "Empty: stderr in the foreground, else <state_dir>/ntadmind.log (system mode: /var/log/ntadmind.log).",
        Counts::at_once),
    key<&Settings::run_as>("daemon", "run_as", "System mode: the user that the unprivileged part runs as."),
    key<&Settings::libexec_dir, read_path>("daemon", "libexec_dir",
                                           "Where ntadmin-session is. Empty: where ntadmind is.", Counts::at_once),
    key<&Settings::one_session_per_user>(
        "sessions", "one_session_per_user",
        "A user who logs on again and has a disconnected session is put back into it, unless a new one is asked for.",
        Counts::at_once),
    key<&Settings::scrollback_lines, read_lines>("sessions", "scrollback_lines",
                                                 "Lines kept above the screen of each session.", Counts::at_once),
    key<&Settings::shell, read_path>("sessions", "shell",
                                     "What a session runs when nothing is named. Empty: the user's login shell.",
                                     Counts::at_once),
    key<&Settings::detach_key, read_key>("sessions", "detach_key", "The key of 'ntadmin attach' that disconnects.",
                                         Counts::at_once),
    key<&Settings::shadow>("sessions", "shadow",
                           "Looking on at another's session: off, control-ask, control, view-ask, view. 'ask': its "
                           "person has to agree. as-set: what ShadowSettings of the listener and the user say.",
                           Counts::at_once),
    key<&Settings::listener_name, read_listener>("sessions", "listener_name",
                                                 "Name of the terminal listener; a session shows as Name#number."),
    key<&Settings::pam_dir, read_path>(
        "sessions", "pam_dir", "System mode: where PAM finds the service 'ntadmin'. Empty: where the system has it.",
        Counts::at_once),
    key<&Settings::logind>("providers", "logind",
                           "Sessions of systemd-logind: auto (where it runs), on (an error where not), off."),
    key<&Settings::utmp>("providers", "utmp", "Logins recorded in utmp: auto (where logind is not used), on, off."),
    key<&Settings::unix_users>(
        "accounts", "unix",
        "map: Unix users are accounts, who log on over the network once a password is set here. create: accounts that "
        "are added, renamed, disabled or deleted here are so as Unix users, too (system mode). none: neither."),
    key<&Settings::workgroup, read_workgroup>("server", "workgroup", "The workgroup this host shows itself in."),
    key<&Settings::shares>(
        "server", "shares",
        "What NetShareAdd does: off (not supported: nothing serves files), table (a list that nobody "
        "serves, for test servers)."),
    key<&Settings::disks, read_disk_list>("server", "disks",
                                          "Drive letters besides C:, which is /: D:/srv E:/mnt/data."),
    key<&Settings::restrict_session_list>(
        "server", "restrict_session_list",
        "Whether NetSessionEnum levels 0 and 10 too are for operators and Administrators only."),
    key<&Settings::remote_shutdown>(
        "server", "remote_shutdown",
        "System mode: whether administrators who come over the network may turn the machine "
        "off."),
    key<&Settings::smb_port, read_port>(
        "network", "smb_port", "TCP port for SMB; 0: none. Empty: 445 for the machine's host, none for a user's own."),
    key<&Settings::rpc_port, read_port>(
        "network", "rpc_port",
        "TCP port for RPC; 0: none. Empty: one that is free for the machine's host, none "
        "for a user's own."),
    key<&Settings::epmapper_port, read_port>(
        "network", "epmapper_port",
        "TCP port of the endpoint mapper; 0: none. Empty: 135 for the machine's host, none for a user's own."),
    key<&Settings::rpc_level>("network", "rpc_level",
                              "How calls over TCP have to be protected: connect (not at all), integrity, privacy."),
    key<&Settings::rpc_header_signing>("network", "rpc_header_signing",
                                       "required: calls inside Kerberos whose headers are not signed are refused. "
                                       "offered: they are taken, as impacket's, "
                                       "though somebody in between could change which call it is."),
    key<&Settings::keytab, read_path>("network", "keytab",
                                      "This host's keys for Kerberos, readable by the daemon. Empty: NTLM alone."),
    key<&Settings::target_names>("network", "target_names",
                                 "The names that NTLM clients may call this host by, with commas between. Empty: any."),
    key<&Settings::null_session_pipes>(
        "network", "null_session_pipes",
        "The pipes that clients may open who have not logged on, with commas between: strangers can then ask there "
        "what is open to Everyone. Empty: who does not log on gets no session."),
    key<&Settings::listen>("network", "listen", "The address that network clients reach. Empty: all of this machine."),
    key<&Settings::smb_encryption>(
        "network", "smb_encryption",
        "off, preferred (with each client that can), required (others cannot log on). Signing is always required."),
};

const Key* find_key(std::string_view name) {
  for (const Key& each : keys)
    if (each.name == name) return &each;
  return nullptr;
}

bool is_section(std::string_view name) {
  for (const Key& each : keys)
    if (each.section == name) return true;
  return false;
}

Result<void> apply_line(std::string_view line, std::string& section, Settings& settings) {
  if (line.empty() || line[0] == '#' || line[0] == ';') return {};
  if (line.find('\0') != line.npos) return fail(Win32::invalid_data, "a NUL byte: this is no text");
  if (line[0] == '[') {
    if (!line.ends_with(']')) return fail(Win32::invalid_data, "a section heading ends with ']'");
    section = trim(line.substr(1, line.size() - 2));
    if (!is_section(section)) return fail(Win32::invalid_data, "unknown section [{}]", section);
    return {};
  }
  size_t equals = line.find('=');
  if (equals == std::string_view::npos) return fail(Win32::invalid_data, "'{}' is not 'key = value'", line);
  std::string_view name = trim(line.substr(0, equals));
  const Key* found = find_key(name);
  if (!found) return fail(Win32::invalid_data, "unknown key '{}'", name);
  if (!section.empty() && section != found->section)
    return fail(Win32::invalid_data, "key '{}' belongs in section [{}], not [{}]", name, found->section, section);
  return set_value(name, trim(line.substr(equals + 1)), settings);
}

}  // namespace

Result<void> set_value(std::string_view name, std::string_view value, Settings& settings) {
  const Key* found = find_key(name);
  if (!found) return fail(Win32::invalid_data, "unknown key '{}'", name);
  if (auto set = found->set(settings, value); !set) return fail(Win32::invalid_data, "{}: {}", name, set.error().text);
  return {};
}

Result<void> apply_config(std::string_view text, const std::string& name, Settings& settings) {
  std::string section;
  for (size_t number = 1; !text.empty(); ++number) {
    size_t end = text.find('\n');
    std::string_view line = trim(text.substr(0, end));
    if (auto applied = apply_line(line, section, settings); !applied)
      return fail(applied.error().code, "{}:{}: {}", name, number, applied.error().text);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return {};
}

Result<void> load_config(const std::string& path, Missing missing, Settings& settings) {
  auto text = read_file(path);
  if (!text && text.error().code == Win32::file_not_found && missing == Missing::is_fine) return {};
  if (!text) return fail(text.error().code, "configuration file {}", text.error().text);
  return apply_config(*text, path, settings);
}

std::vector<std::string> take_changes(Settings& running, const Settings& read) {
  std::vector<std::string> waiting;
  for (const Key& each : keys) {
    if (each.get(running) == each.get(read)) continue;
    if (each.counts == Counts::at_once)
      each.copy(running, read);
    else
      waiting.emplace_back(each.name);
  }
  return waiting;
}

std::string describe_config(const Settings& settings) {
  std::string out;
  std::string_view section;
  for (const Key& each : keys) {
    if (each.section != section) out += fmt::format("{}[{}]\n", section.empty() ? "" : "\n", each.section);
    section = each.section;
    std::string value = each.get(settings);
    out += fmt::format("# {}\n#{} ={}{}\n", each.help, each.name, value.empty() ? "" : " ", value);
  }
  return out;
}

}  // namespace nta::daemon
