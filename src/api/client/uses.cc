// The table of uses, and adding to it.
#include "api/client/uses.h"

#include <pthread.h>

#include <algorithm>

#include "api/client/link.h"
#include "api/client/net_error.h"
#include "base/utf16.h"

namespace nta::client {
namespace {

UseTable& table() {
  static auto& own = *new UseTable;  // outlives other threads' calls at exit
  return &process_uses ? process_uses() : own;
}

bool is_same(const ServerAddress& a, const ServerAddress& b) {
  return a.port == b.port && equal_ignoring_case(a.name, b.name);
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

bool is_same_user(const std::optional<Credentials>& a, const std::optional<Credentials>& b) {
  if (!a || !b) return a.has_value() == b.has_value();
  return a->nt_hash == b->nt_hash && upper_case(a->account()) == upper_case(b->account());
}

}  // namespace

// ---- the table ----------------------------------------------------------------------------------------------------

UseTable::UseTable() {
  static UseTable* of_this_library = nullptr;  // there is one
  of_this_library = this;
  ::pthread_atfork([] { of_this_library->mutex_.lock(); }, [] { of_this_library->mutex_.unlock(); },
                   [] { of_this_library->mutex_.unlock(); });
}

Use* UseTable::at(const ServerAddress& server) {
  auto found = std::ranges::find_if(uses_, [&](const Use& use) { return is_same(use.server, server); });
  return found == uses_.end() ? nullptr : &*found;
}

std::vector<Use> UseTable::all() const {
  std::lock_guard lock(mutex_);
  return uses_;
}

std::optional<Use> UseTable::find(const ServerAddress& server) const {
  std::lock_guard lock(mutex_);
  const Use* use = const_cast<UseTable*>(this)->at(server);
  return use ? std::optional(*use) : std::nullopt;
}

Result<bool> UseTable::add_again(const ServerAddress& server, const std::optional<Credentials>& credentials) {
  std::lock_guard lock(mutex_);
  Use* known = at(server);
  if (!known) return false;
  if (!is_same_user(known->credentials, credentials))
    return fail(Win32::session_credential_conflict, "'{}' is in use under another name", server.name);
  ++known->count;
  return true;
}

void UseTable::add(Use use) {
  std::lock_guard lock(mutex_);
  use.number = ++last_number_;
  uses_.push_back(std::move(use));
}

void UseTable::take_back(const ServerAddress& server) {
  std::lock_guard lock(mutex_);
  Use* use = at(server);
  if (use && --use->count == 0) uses_.erase(uses_.begin() + (use - uses_.data()));
}

// ---- what functions do with it ------------------------------------------------------------------------------------

Result<void> add_use(std::u16string_view remote, std::optional<Credentials> credentials) {
  NTA_TRY(ServerAddress server, server_of_path(remote));
  if (server.is_local()) return {};  // nothing to connect to, and nobody to prove anything to
  NTA_TRY(bool was_there, table().add_again(server, credentials));
  if (was_there) return {};
  table().add({.remote = std::u16string(remote), .server = server, .credentials = std::move(credentials)});
  auto reached = Link::remote(server)->reach({.deadline = transport::after(transport::default_connect_time)});
  if (reached) return {};
  table().take_back(server);
  return as_net_error(std::move(reached).error());
}

Result<void> delete_use(std::u16string_view remote) {
  NTA_TRY(Use known, find_use(remote));
  table().take_back(known.server);
  return {};
}

std::vector<Use> uses() { return table().all(); }

Result<Use> find_use(std::u16string_view remote) {
  NTA_TRY(ServerAddress server, server_of_path(remote));
  auto use = table().find(server);
  if (!use) return fail(Win32::use_not_found, "'{}' is not in use", to_utf8(remote));
  return *std::move(use);
}

std::optional<Credentials> used_credentials(const ServerAddress& server) {
  auto use = table().find(server);
  return use ? use->credentials : std::nullopt;
}

uint64_t use_number(const ServerAddress& server) {
  auto use = table().find(server);
  return use ? use->number : 0;
}

}  // namespace nta::client
