// What to do about each code: one table.
#include "tools/hint.h"

#include <unistd.h>

namespace nta::tools {
namespace {

struct Hint {
  Win32 code;
  std::string_view text;
};

constexpr Hint hints[] = {
    {Win32::access_denied, "an administrator may: root, or a member of the group ntadmin"},
    {Win32::privilege_not_held, "an administrator may: root, or a member of the group ntadmin"},
    {Win32::ctx_winstation_not_found, "'ntadmin query session' lists them"},
    {Win32::rpc_server_unavailable,
     "for this host, 'systemctl start ntadmind'; for another, 'ntadmin ping NAME' tells why"},
    {Win32::rpc_invalid_binding, "NTADMIN_HOST is 'unix:' and a path; a server a name or name:port"},
    {Win32::user_not_found, "'ntadmin net user' lists them"},
    {Win32::group_not_found, "'ntadmin net group' and 'ntadmin net localgroup' list them"},
    {Win32::no_such_alias, "'ntadmin net localgroup' lists them"},
    {Win32::no_such_member, "'ntadmin net user' lists users; other members are groups, DOMAIN\\name and SIDs"},
    {Win32::bad_username,
     "a user's name has up to 20 characters, a group's 256, none of them a control character or one of "
     "\" / \\ [ ] : | < > + = ; , ? *, and no period at its end"},
    {Win32::password_too_short,
     "the host wants a longer one, one of more kinds of characters, or one that was not used before"},
    {Win32::bad_netpath, "check the name of the host"},
};

/** Root is told that it may not only where nobody may; and a text with a semicolon says already what to do. */
bool hint_helps(const Hint& hint, const Error& error) {
  bool says_itself = error.text.find(';') != std::string::npos;
  return !says_itself && (hint.code != Win32::access_denied || geteuid() != 0);
}

}  // namespace

std::string sentence(const Error& error) {
  auto name = win32_name(error.code);
  std::string text = fmt::format("{} ({}{}{})", error.text, code(error.code), name.empty() ? "" : ", ", name);
  for (const Hint& hint : hints)
    if (hint.code == error.code && hint_helps(hint, error)) return fmt::format("{}; {}", text, hint.text);
  return text;
}

}  // namespace nta::tools
