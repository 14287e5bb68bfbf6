// The table of uses, one a process.
#include "api/client/uses.h"

#include <algorithm>

#include "api/client/link.h"
#include "api/client/net_error.h"
#include "base/utf16.h"

namespace nta::client {
namespace {

std::vector<Use>& table() {                   // guarded by fork_mutex()
  static auto& uses = *new std::vector<Use>;  // outlives other threads' calls at exit
  return uses;
}

bool is_same(const ServerAddress& a, const ServerAddress& b) {
  return a.port == b.port && equal_ignoring_case(a.name, b.name);
}

Use* find(const ServerAddress& server) {
  auto found = std::ranges::find_if(table(), [&](const Use& use) { return is_same(use.server, server); });
  return found == table().end() ? nullptr : &*found;
}

/** The server of \\server\share, whose share has to be IPC$. */
Result<ServerAddress> server_of_path(std::u16string_view remote) {
  std::string path = to_utf8(remote);
  size_t slash = path.find('\\', 2);
  if (!path.starts_with("\\\\") || slash == std::string::npos || slash == 2 || slash + 1 == path.size())
    return fail(Win32::bad_netpath, "'{}' is not \\\\server\\share", path);
  if (!equal_ignoring_case(std::string_view(path).substr(slash + 1), "IPC$"))
    return fail(Win32::not_supported, "'{}': only IPC$ is used here, no files", path);
  auto server = parse_address(path.substr(0, slash));
  if (!server) return as_net_error(std::move(server).error());
  return server;
}

/** Counts one more addition where the server is in use already. */
Result<bool> add_again(const ServerAddress& server, const std::optional<Credentials>& credentials) {
  std::lock_guard lock(transport::fork_mutex());
  Use* known = find(server);
  if (!known) return false;
  bool is_same_user =
      known->credentials.has_value() == credentials.has_value() &&
      (!credentials || (credentials->nt_hash == known->credentials->nt_hash &&
                        upper_case(credentials->account()) == upper_case(known->credentials->account())));
  if (!is_same_user) return fail(Win32::session_credential_conflict, "'{}' is in use under another name", server.name);
  ++known->count;
  return true;
}

void remove(const ServerAddress& server) {
  std::lock_guard lock(transport::fork_mutex());
  std::erase_if(table(), [&](const Use& use) { return is_same(use.server, server); });
}

}  // namespace

Result<void> add_use(std::u16string_view remote, std::optional<Credentials> credentials) {
  NTA_TRY(ServerAddress server, server_of_path(remote));
  if (server.is_local()) return {};  // nothing to connect to, and nobody to prove anything to
  NTA_TRY(bool was_there, add_again(server, credentials));
  if (was_there) return {};
  {
    std::lock_guard lock(transport::fork_mutex());
    table().push_back({std::u16string(remote), server, std::move(credentials)});
  }
  Link::forget_remote(server);
  auto reached = Link::remote(server)->reach({.deadline = transport::after(transport::default_connect_time)});
  if (reached) return {};
  remove(server);
  Link::forget_remote(server);
  return as_net_error(std::move(reached).error());
}

Result<void> delete_use(std::u16string_view remote) {
  NTA_TRY(Use known, find_use(remote));
  {
    std::lock_guard lock(transport::fork_mutex());
    Use* use = find(known.server);
    if (use && --use->count > 0) return {};
  }
  remove(known.server);
  Link::forget_remote(known.server);
  return {};
}

std::vector<Use> uses() {
  std::lock_guard lock(transport::fork_mutex());
  return table();
}

Result<Use> find_use(std::u16string_view remote) {
  NTA_TRY(ServerAddress server, server_of_path(remote));
  std::lock_guard lock(transport::fork_mutex());
  const Use* use = find(server);
  if (!use) return fail(Win32::use_not_found, "'{}' is not in use", to_utf8(remote));
  return *use;
}

std::optional<Credentials> used_credentials(const ServerAddress& server) {
  std::lock_guard lock(transport::fork_mutex());
  const Use* use = find(server);
  return use ? use->credentials : std::nullopt;
}

}  // namespace nta::client
