// ntadmin ping: how far one gets with a server, and what usually is the cause where it ends.
#include "api/client/ping.h"

#include <algorithm>
#include <array>

#include "base/arena.h"
#include "base/printable.h"
#include "base/utf16.h"
#include "describe/show.h"
#include "tools/arguments.h"
#include "tools/commands.h"
#include "tools/table.h"

namespace nta::tools {
namespace {

using client::PingResult;
using client::PingStep;
using describe::u32;
using describe::unique;
using describe::wstring;

constexpr std::chrono::milliseconds step_time{5'000};

struct StepName {
  PingStep step;
  std::string_view name;
};

constexpr StepName step_names[] = {
    {PingStep::name, "name"},
    {PingStep::port, "port"},
    {PingStep::dialect, "dialect"},
    {PingStep::log_on, "log-on"},
    {PingStep::protection, "protection"},
    {PingStep::share, "IPC$"},
    {PingStep::sessions, "terminal services"},
    {PingStep::server, "server service"},
};

std::string_view name_of(PingStep step) { return std::ranges::find(step_names, step, &StepName::step)->name; }

/** Why a step usually fails; `code` success means any. The first row that fits is told. */
struct Cause {
  PingStep step;
  Win32 code;
  std::string_view text;
};

constexpr Cause causes[] = {
    {PingStep::name, Win32::success,
     "The name is in no DNS that this machine asks. Names of Windows' own (NetBIOS) are not looked for: give the full\n"
     "name, or the address."},
    {PingStep::port, Win32::success,
     "Nobody listens there, or a firewall is between.\n"
     "Windows: allow 'File and Printer Sharing (SMB-In)' in its firewall; is the Server service running?\n"
     "Samba: is smbd running, and 'interfaces' not too narrow?\n"
     "ntadmin: the host has to be started with --smb-port."},
    {PingStep::dialect, Win32::success,
     "Something else listens at that port, or a server that speaks SMB 1 only, which is not spoken here; or it takes\n"
     "nothing from this machine's address (Samba: 'hosts allow')."},
    {PingStep::log_on, Win32::logon_failure,
     "User or password is wrong, or none is given: ntadmin-credentials(5) tells where they come from.\n"
     "Kerberos: the server has to be called as its principal is, by no address, and clocks may differ by five "
     "minutes.\n"
     "Windows: for an account of a domain give DOMAIN\\user; NTLM may be forbidden there by policy.\n"
     "Samba: the account needs a password of Samba's (smbpasswd -a).\n"
     "ntadmin: the account needs a password of the host's own (ntadmin setup)."},
    {PingStep::log_on, Win32::account_locked_out, "Too many wrong passwords; wait, or have it unlocked."},
    {PingStep::log_on, Win32::access_denied,
     "The account may not log on over the network, or the credentials file is not for its owner alone."},
    {PingStep::log_on, Win32::success,
     "The account's state forbids it, NTLM is switched off there (Samba: 'ntlm auth'), or, with Kerberos, the clocks\n"
     "differ by more than five minutes."},
    {PingStep::protection, Win32::success, "Something between this machine and the server changes what is sent."},
    {PingStep::share, Win32::success, "The account may not use this server over the network."},
    {PingStep::sessions, Win32::access_denied,
     "The account may log on, but not list sessions.\n"
     "Windows: a local administrator other than 'Administrator' is filtered over the network, unless\n"
     "LocalAccountTokenFilterPolicy is set; elsewhere membership in Administrators or Remote Desktop Users helps.\n"
     "ntadmin: rights are set with 'ntadmin listener'."},
    {PingStep::sessions, Win32::success,
     "Windows: calls to Terminal Services may be switched off (AllowRemoteRPC under SYSTEM\\CurrentControlSet\\\n"
     "Control\\Terminal Server is 0, as on workstations), or the firewall lacks 'Remote Service Management'.\n"
     "Samba: it has no sessions to manage; only calls of the kind 'ntadmin net' work there."},
    {PingStep::server, Win32::success,
     "Windows: the Server service is stopped, or its pipe is closed to this account.\n"
     "Samba: its helpers for RPC do not start ('rpc start on demand helpers')."},
};

std::string_view cause_of(const PingResult& result) {
  for (const Cause& cause : causes)
    if (cause.step == result.step && (cause.code == Win32::success || cause.code == result.code)) return cause.text;
  return {};
}

struct Row {
  const char16_t* step;
  uint32_t code;
  const char16_t* detail;
  const char16_t* cause;
};

constexpr auto row_fields = describe::fields(NTA_FIELD(Row, step, "Step", unique<wstring>),      //
                                             NTA_FIELD(Row, code, "Code", u32),                  //
                                             NTA_FIELD(Row, detail, "Detail", unique<wstring>),  //
                                             NTA_FIELD(Row, cause, "UsualCause", unique<wstring>));
constexpr auto row_type = describe::structure_type<Row>(row_fields);

std::string object_of(const PingResult& result) {
  Arena arena;
  bool is_good = result.code == Win32::success;
  Row row{arena.text(to_utf16(name_of(result.step))), code(result.code), arena.text(to_utf16(result.detail)),
          is_good ? nullptr : arena.text(to_utf16(cause_of(result)))};
  std::string object;
  describe::append_json(row_type, &row, object);
  return object;
}

/** A line for the step, and those that tell why it usually fails. */
void add_lines(const PingResult& result, std::vector<std::string>& lines) {
  constexpr std::string_view margin = "                             ";
  bool is_good = result.code == Win32::success;
  std::string text =
      fmt::format("{:<19}{:<10}{}", name_of(result.step), is_good ? "ok" : "failed", printable(result.detail));
  lines.push_back(text + (is_good ? "\n" : fmt::format(" ({})\n", code(result.code))));
  if (is_good) return;
  std::string_view rest = cause_of(result);
  while (!rest.empty()) {
    size_t end = std::min(rest.find('\n'), rest.size());
    lines.push_back(fmt::format("{}{}\n", margin, rest.substr(0, end)));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

Result<void> show(const std::vector<PingResult>& results, bool json) {
  CollectedRows printed;
  if (collected_rows()) printed.heading = fmt::format("{:<19}{:<10}{}\n", "STEP", "RESULT", "DETAIL");
  for (const PingResult& result : results) {
    add_lines(result, printed.lines);
    printed.objects.push_back(object_of(result));
  }
  return print_collected(std::move(printed), json);
}

bool is_good(const PingResult& result) { return result.code == Win32::success; }

/** Good where the way is, and one of the services takes calls: Samba has no sessions, and is no failure for that. */
bool is_usable(const std::vector<PingResult>& results) {
  return std::ranges::any_of(results, [](const PingResult& result) {
    return is_good(result) && (result.step == PingStep::sessions || result.step == PingStep::server);
  });
}

constexpr std::array options = {server_option, fleet_option, json_option};

Result<void> ping(const Arguments& arguments) {
  std::string name = arguments.operand();
  if (name.empty()) name = arguments.value(server_option).value_or("");
  NTA_TRY(auto server, client::parse_address(name));
  if (server.transport == client::ServerAddress::Transport::tcp)
    return fail(Win32::not_supported, "'{}': the steps are those of SMB; give the server's name alone", name);
  auto results = client::ping(server, step_time);
  NTA_CHECK(show(results, arguments.has(json_option)));
  if (is_usable(results)) return {};
  auto failed = std::ranges::find_if_not(results, is_good);
  return fail(failed->code,
              "{} cannot be managed from here: step '{}' failed; what usually is the cause stands with it",
              name.empty() ? "this host" : name, name_of(failed->step));
}

}  // namespace

const Command ping_command = {
    .name = "ping",
    .alias = "",
    .what = "tell how far one gets with a server, and why not further",
    .operands = {"[\\\\server]", 0, 1},
    .options = options,
    .notes = "Steps: name, port, dialect of SMB, log-on, protection, and the services that tools call.\n",
    .run = ping,
};

}  // namespace nta::tools
