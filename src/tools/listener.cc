// ntadmin listener: listeners, their configuration, and who may do what to the sessions that come through them.
#include <pwd.h>

#include <array>

#include "api/client/server.h"
#include "auth/security_descriptor.h"
#include "base/printable.h"
#include "base/utf16.h"
#include "ntadmin/win/winnt.h"
#include "protocols/local_host.h"
#include "tools/account_name.h"
#include "tools/arguments.h"
#include "tools/commands.h"
#include "tools/set_values.h"
#include "tools/table.h"

namespace nta::tools {
namespace {

using namespace protocols;
using Words = std::span<const std::string>;

struct NamedRight {
  std::string_view name;
  uint32_t mask;
};
constexpr NamedRight rights[] = {
    {"query", auth::wts_query_information},
    {"set", auth::wts_set_information},
    {"reset", auth::wts_reset},
    {"channels", auth::wts_virtual_channels},
    {"control", auth::wts_remote_control},
    {"logon", auth::wts_logon},
    {"logoff", auth::wts_logoff},
    {"message", auth::wts_message},
    {"connect", auth::wts_connect},
    {"disconnect", auth::wts_disconnect},
    {"read", auth::right_read_control},
    {"all", auth::wts_all_access | auth::wts_logoff},
};

struct NamedGroup {
  std::string_view name;
  Sid sid;
};
constexpr NamedGroup groups[] = {
    {"everyone", sid_everyone},
    {"administrators", sid_administrators},
    {"users", sid_users},
    {"guests", sid_guests},
    {"remote-desktop-users", sid_remote_desktop_users},
    {"system", sid_system},
    {"local-service", sid_local_service},
    {"network-service", sid_network_service},
};

std::string name_of(AccountNames& accounts, const Sid& sid) {
  for (const NamedGroup& group : groups)
    if (group.sid == sid) return std::string(group.name);
  Bytes bytes = sid.bytes();
  std::string name = accounts.name_of(bytes.data());
  return name == unknown_account ? sid.text() : name;
}

/** A group of the table, a SID, or a user of this machine. */
Result<Sid> sid_named(const std::string& who) {
  for (const NamedGroup& group : groups)
    if (equal_ignoring_case(group.name, who)) return group.sid;
  if (auto sid = Sid::parse(who)) return *sid;
  if (const passwd* user = getpwnam(who.c_str())) return sid_of_uid(user->pw_uid);
  return fail(Win32::none_mapped, "'{}' is no user, no SID, and none of the groups in 'ntadmin listener --help'", who);
}

Result<uint32_t> mask_of(Words words) {
  uint32_t mask = 0;
  for (const std::string& word : words) {
    auto right = std::ranges::find_if(rights, [&](const auto& each) { return equal_ignoring_case(each.name, word); });
    if (right == std::end(rights)) return misuse("'{}' is no right; 'ntadmin listener --help' lists them", word);
    mask |= right->mask;
  }
  return mask;
}

std::string words_of(uint32_t mask) {
  std::string text;
  for (const NamedRight& right : rights)
    if ((mask & right.mask) == right.mask && right.name != "all") text += fmt::format(" {}", right.name);
  return text;
}

Result<void> list() {
  NTA_TRY(auto names, client::Server::local()->call<HostEnumerateListeners>(local_host, {}));
  std::string text;
  for (uint32_t i = 0; i < names->Count; ++i) text += printable(to_utf8(view_or_empty(names->Names[i]))) + "\n";
  return print(text);
}

Error about(const Error& error, const std::string& name) {
  if (error.code == Win32::file_not_found)
    return fail(error.code, "no listener '{}' on this host; 'ntadmin listener' lists them", name);
  if (error.code == Win32::invalid_parameter) return fail(error.code, "the host does not take this for '{}'", name);
  return fail(error.code, "cannot do this to listener '{}'", name);
}

Result<void> show_or_set(const std::string& name, Words changes) {
  std::u16string wide = to_utf16(name);
  auto server = client::Server::local();
  auto config = server->call<HostQueryListener>(local_host, {.Name = wide.data()});
  if (!config) return about(config.error(), name);
  constexpr const describe::Type& type = type_of<WTSLISTENERCONFIGW>;
  if (changes.empty()) return print(printable_lines(describe::settings_text(type, &(*config)->Config)));
  NTA_CHECK(set_values(type, changes, &(*config)->Config));
  auto done = server->call<HostSetListener>(
      local_host, {.Name = wide.data(), .Flags = WTS_LISTENER_UPDATE, .Config = (*config)->Config});
  return done ? Result<void>() : about(done.error(), name);
}

Result<auth::SecurityDescriptor> security_of(client::Server& server, const std::string& name) {
  std::u16string wide = to_utf16(name);
  auto answer =
      server.call<HostGetListenerSecurity>(local_host, {.Name = wide.data(), .Information = DACL_SECURITY_INFORMATION});
  if (!answer) return about(answer.error(), name);
  return auth::SecurityDescriptor::parse({reinterpret_cast<const std::byte*>((*answer)->Descriptor), (*answer)->Size});
}

Result<void> show_security(const auth::SecurityDescriptor& descriptor) {
  if (!descriptor.dacl) return print("everybody may do everything\n");
  Server server;
  AccountNames accounts(server);
  std::string text;
  for (const auth::Ace& ace : *descriptor.dacl)
    text += fmt::format("{:<5}  {:<22} {}\n", ace.type == auth::AceType::allowed ? "allow" : "deny",
                        name_of(accounts, ace.sid), words_of(ace.mask));
  return print(text);
}

/** Denials come first, since the first entry that names a right decides. Revoking takes back both kinds. */
Result<void> change_security(const std::string& name, const std::string& verb, Words words) {
  if (words.empty()) return misuse("'{}' whom?", verb);
  NTA_TRY(Sid who, sid_named(words.front()));
  NTA_TRY(uint32_t mask, mask_of(words.subspan(1)));
  bool revokes = verb == "revoke";
  if (!revokes && mask == 0) return misuse("which rights?");
  auto server = client::Server::local();
  NTA_TRY(auth::SecurityDescriptor descriptor, security_of(*server, name));
  if (!descriptor.dacl) descriptor.dacl.emplace();
  auto& aces = *descriptor.dacl;
  if (revokes) {
    for (auth::Ace& ace : aces)
      if (ace.sid == who) ace.mask &= mask ? ~mask : 0;
    std::erase_if(aces, [](const auth::Ace& ace) { return ace.mask == 0; });
  } else if (verb == "deny") {
    aces.insert(aces.begin(), auth::Ace{.type = auth::AceType::denied, .mask = mask, .sid = who});
  } else {
    aces.push_back({.mask = mask, .sid = who});
  }
  std::u16string wide = to_utf16(name);
  Bytes bytes = descriptor.bytes();
  auto done =
      server->call<HostSetListenerSecurity>(local_host, {.Name = wide.data(),
                                                         .Information = DACL_SECURITY_INFORMATION,
                                                         .Size = static_cast<uint32_t>(bytes.size()),
                                                         .Descriptor = reinterpret_cast<uint8_t*>(bytes.data())});
  return done ? Result<void>() : about(done.error(), name);
}

Result<void> security(const std::string& name, Words words) {
  if (words.empty() || words.front() == "show") {
    NTA_TRY(auto descriptor, security_of(*client::Server::local(), name));
    return show_security(descriptor);
  }
  const std::string& verb = words.front();
  if (verb != "grant" && verb != "deny" && verb != "revoke") return misuse("'{}': show, grant, deny or revoke", verb);
  return change_security(name, verb, words.subspan(1));
}

Result<void> listener(const Arguments& arguments) {
  Words words = arguments.operands();
  if (words.empty() || words.front() == "list") return list();
  const std::string& verb = words.front();
  if (verb != "show" && verb != "set" && verb != "security") return misuse("'{}': list, show, set or security", verb);
  if (words.size() < 2) return misuse("{} which listener? 'ntadmin listener' lists them", verb);
  if (verb == "show") return show_or_set(words[1], {});
  if (verb == "set" && words.size() == 2) return misuse("set what? Give Name=value");
  if (verb == "set") return show_or_set(words[1], words.subspan(2));
  return security(words[1], words.subspan(2));
}

}  // namespace

const Command listener_command = {
    .name = "listener",
    .alias = {},
    .what = "show or set listeners, and who may do what",
    .operands = {"[list | show NAME | set NAME Name=value ... | security NAME [show | grant | deny | revoke ...]]", 0,
                 32},
    .options = {},
    .notes =
        "grant, deny: WHO RIGHT...; revoke: WHO [RIGHT...]. WHO is a user, a SID, or one of everyone,\n"
        "administrators, users, guests, remote-desktop-users, system, local-service, network-service.\n"
        "Rights: query set reset channels control logon logoff message connect disconnect read all.\n"
        "A session is logged off by who has reset or logoff: to deny it, deny both.\n"
        "What is set counts at once. Only administrators may set.\n",
    .run = listener,
};

}  // namespace nta::tools
