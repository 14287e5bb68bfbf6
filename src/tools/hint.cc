// What to do about each code: one table.
#include "tools/hint.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <optional>

#include "api/client/credentials.h"
#include "api/client/local_host.h"
#include "tools/server.h"

namespace nta::tools {
namespace {

struct Hint {
  Win32 code;
  std::optional<Refuser> by;  // none: whoever it is
  std::string_view text;      // "{}" stands for the server
};

constexpr std::string_view administrator = "an administrator may: root, or a member of the group ntadmin";
constexpr std::string_view administrator_there = "an administrator of that server may";
constexpr std::string_view ping = "'ntadmin ping {}' tells why";

constexpr Hint hints[] = {
    {Win32::access_denied, Refuser::service, administrator},
    {Win32::access_denied, Refuser::server, administrator_there},
    {Win32::privilege_not_held, Refuser::service, administrator},
    {Win32::privilege_not_held, Refuser::server, administrator_there},
    {Win32::logon_failure, Refuser::server,
     "user or password is wrong, or none is given: ntadmin-credentials(5) tells where they come from"},
    {Win32::session_credential_conflict, {}, "one server is used under one name; 'ntadmin net use' lists the uses"},
    {Win32::use_not_found, {}, "'ntadmin net use' lists them"},
    {Win32::ctx_winstation_not_found, {}, "'ntadmin query session' lists them"},
    {Win32::ctx_logon_disabled, {}, "'ntadmin change logon /enable' lets people in again"},
    {Win32::rpc_server_unavailable, Refuser::service, "'systemctl start ntadmind' starts it"},
    {Win32::rpc_server_unavailable, Refuser::own_host, "none is started where NTADMIN_AUTOSTART is 0"},
    {Win32::rpc_server_unavailable, Refuser::named, "nobody listens where NTADMIN_HOST says"},
    {Win32::rpc_server_unavailable, Refuser::server, ping},
    {Win32::rpc_invalid_binding, Refuser::named, "NTADMIN_HOST has the form unix:PATH"},
    {Win32::rpc_invalid_binding, Refuser::server, "a server has the form NAME, NAME:PORT or ncacn_ip_tcp:NAME"},
    {Win32::bad_netpath, Refuser::server, ping},
    {Win32::user_not_found, {}, "'ntadmin net user' lists them"},
    {Win32::group_not_found, {}, "'ntadmin net group' and 'ntadmin net localgroup' list them"},
    {Win32::no_such_alias, {}, "'ntadmin net localgroup' lists them"},
    {Win32::no_such_member, {}, "'ntadmin net user' lists users; other members are groups, DOMAIN\\name and SIDs"},
    {Win32::invalid_member, {}, "a member is a user or a group of a domain, and no local group"},
    {Win32::no_browser_servers_found, {}, "nobody keeps a list of this network's servers: name one"},
    {Win32::bad_username,
     {},
     "a user's name has up to 20 characters, a group's 256, none of them a control character or one of "
     "\" / \\ [ ] : | < > + = ; , ? *, and no period at its end"},
    {Win32::password_too_short,
     {},
     "the host wants a longer one, one of more kinds of characters, or one that was not used before"},
};

/** Root is told that it may not only where nobody may. */
bool helps(const Hint& hint, const Error& error, const Refusal& refusal) {
  if (hint.code != error.code || (hint.by && hint.by != refusal.by)) return false;
  return hint.text != administrator || geteuid() != 0;
}

/** What is wrong with the credentials file, where that is what the call failed with: the API gives codes alone. */
std::string credentials_problem(const Error& error, const Refusal& refusal) {
  if (refusal.by != Refuser::server) return "";
  auto address = client::parse_address(refusal.server);
  if (!address) return "";
  auto credentials = client::credentials_for(*address);
  return credentials || credentials.error().code != error.code ? "" : credentials.error().text;
}

/** A text with a semicolon says already what to do. */
std::string remedy(const Error& error, const Refusal& refusal) {
  if (error.text.find(';') != std::string::npos) return "";
  if (std::string problem = credentials_problem(error, refusal); !problem.empty()) return problem;
  auto hint = std::ranges::find_if(hints, [&](const Hint& each) { return helps(each, error, refusal); });
  return hint == std::end(hints) ? "" : fmt::format(fmt::runtime(hint->text), refusal.server);
}

}  // namespace

Refusal refusal_of(const Command& command, const Arguments& arguments) {
  std::string server = arguments.value(server_option).value_or("");
  bool names_client = command.operands.text.starts_with("[\\\\client]");
  for (const std::string& word : arguments.operands())
    if (server.empty() && word.starts_with("\\\\") && !names_client) server = word.substr(0, word.find('\\', 2));
  if (auto address = client::parse_address(server); !server.empty() && !(address && address->is_local()))
    return {Refuser::server, server};
  const char* named = secure_getenv("NTADMIN_HOST");
  if (named && *named) return {Refuser::named};
  return {client::system_service_is_installed() ? Refuser::service : Refuser::own_host};
}

std::string sentence(const Error& error, const Refusal& refusal) {
  auto name = win32_name(error.code);
  std::string text = fmt::format("{} ({}{}{})", error.text, code(error.code), name.empty() ? "" : ", ", name);
  std::string rest = remedy(error, refusal);
  return rest.empty() ? text : fmt::format("{}; {}", text, rest);
}

}  // namespace nta::tools
