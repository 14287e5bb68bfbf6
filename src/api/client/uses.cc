// Where uses are kept, and adding to them.
#include "api/client/uses.h"

#include <pthread.h>

#include <cstring>
#include <map>
#include <mutex>

#include "api/client/link.h"
#include "api/client/local_host.h"
#include "api/client/net_error.h"
#include "api/client/server.h"
#include "base/utf16.h"
#include "protocols/local_host.h"

namespace nta::client {
namespace {

using Extent = UseTable::Extent;
using Proof = UseTable::Proof;
using namespace protocols;

/** The uses of a process that has no host to keep them, and what it changed. */
class ProcessUses {
 public:
  static ProcessUses& instance() {
    static auto& uses = *new ProcessUses;  // outlives other threads' calls at exit
    return uses;
  }

  template <class Action>
  auto with(Action action) {
    std::lock_guard lock(mutex_);
    return action(table_);
  }
  void count_change(const ServerAddress& server) {
    std::lock_guard lock(mutex_);
    ++changes_[key(server)];
  }
  uint64_t changes(const ServerAddress& server) {
    std::lock_guard lock(mutex_);
    auto found = changes_.find(key(server));
    return found == changes_.end() ? 0 : found->second;
  }

 private:
  ProcessUses() {
    ::pthread_atfork([] { instance().mutex_.lock(); }, [] { instance().mutex_.unlock(); },
                     [] { instance().mutex_.unlock(); });
  }
  static std::u16string key(const ServerAddress& server) {
    return upper_case(to_utf16(fmt::format("{}:{}", server.name, server.port)));
  }

  std::mutex mutex_;  // held across every fork()
  UseTable table_;
  std::map<std::u16string, uint64_t> changes_;
};

/** A call to the host that keeps uses; none where none does. */
template <class M>
Result<std::optional<ndr::Decoded<typename M::Out>>> ask_keeper(const typename M::In& in) {
  if (!find_local_host()) return std::optional<ndr::Decoded<typename M::Out>>();
  auto answer = Server::keeper_of_uses()->call<M>(local_host, in);
  if (answer) return std::optional(*std::move(answer));
  switch (answer.error().code) {
    case Win32::rpc_server_unavailable:    // no host
    case Win32::rpc_procnum_out_of_range:  // one that does not know how
    case Win32::not_supported:
    case Win32::access_denied:  // one that is not for this user
      return std::optional<ndr::Decoded<typename M::Out>>();
    default:
      return std::move(answer).error();
  }
}

/** A use as calls hold it; lives as long as the use. */
struct WireUse {
  explicit WireUse(const Use& use) : server(to_utf16(use.server)), remote(use.remote) {
    if (!use.credentials) return;
    logon = {const_cast<char16_t*>(use.credentials->user.c_str()),
             const_cast<char16_t*>(use.credentials->domain.c_str()),
             {}};
    std::memcpy(logon.NtHash, use.credentials->nt_hash.data(), sizeof logon.NtHash);
    has_logon = true;
  }
  ~WireUse() { ::explicit_bzero(logon.NtHash, sizeof logon.NtHash); }
  WireUse(const WireUse&) = delete;
  WireUse& operator=(const WireUse&) = delete;

  std::u16string server, remote;
  HostUseLogon logon{};
  bool has_logon = false;
};

/** Whether the use is there, with this addition; where it is proven, it is. */
Result<bool> keep(const Use& use, Proof proof) {
  auto& own = ProcessUses::instance();
  bool is_here = own.with([&](UseTable& table) { return table.find(use.server, use.port) != nullptr; });
  if (!is_here) {
    WireUse wire(use);
    HostAddUse::In in{wire.server.data(), use.port, wire.remote.data(), wire.has_logon ? &wire.logon : nullptr,
                      proof == Proof::given};
    NTA_TRY(auto answer, ask_keeper<HostAddUse>(in));
    if (answer) return (*answer)->Added != 0;
  }
  return own.with([&](UseTable& table) { return table.add(use, proof); });
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
  if (server->transport == ServerAddress::Transport::tcp)
    return fail(Win32::bad_netpath, "'{}': a use is of a server, however it is called", path);
  return server;
}

Error not_in_use(std::u16string_view remote) {
  return fail(Win32::use_not_found, "'{}' is not in use", to_utf8(remote));
}

}  // namespace

Result<void> add_use(std::u16string_view remote, std::optional<Credentials> credentials) {
  NTA_TRY(ServerAddress server, server_of_path(remote));
  if (server.is_local()) return {};  // nothing to connect to, and nobody to prove anything to
  Use use{.server = server.name, .port = server.port, .remote = std::u16string(remote), .credentials = credentials};
  NTA_TRY(bool was_there, keep(use, Proof::missing));
  if (was_there) return {};
  auto link = Link::proving(server, std::move(credentials));
  auto reached = link->reach({.deadline = transport::after(transport::default_connect_time)});
  if (!reached) return as_net_error(std::move(reached).error());
  NTA_CHECK(keep(use, Proof::given));
  Link::forget_remote(server);
  ProcessUses::instance().count_change(server);
  Link::keep_remote(server, std::move(link));
  return {};
}

Result<void> delete_use(std::u16string_view remote, Extent extent) {
  NTA_TRY(ServerAddress server, server_of_path(remote));
  bool was_here =
      ProcessUses::instance().with([&](UseTable& table) { return table.remove(server.name, server.port, extent); });
  if (!was_here) {
    std::u16string name = to_utf16(server.name);
    NTA_TRY(auto answer, ask_keeper<HostRemoveUse>({name.data(), server.port, extent == Extent::all_of_them}));
    if (!answer) return not_in_use(remote);
  }
  if (find_use(remote)) return {};
  ProcessUses::instance().count_change(server);
  Link::forget_remote(server);
  return {};
}

Result<std::vector<Use>> uses() {
  auto all = ProcessUses::instance().with([](const UseTable& table) { return table.all(); });
  NTA_TRY(auto answer, ask_keeper<HostEnumerateUses>({}));
  if (!answer) return all;
  for (const HostUse& row : std::span((*answer)->Uses, (*answer)->Uses ? (*answer)->Count : 0)) {
    Use use{.server = to_utf8(view_or_empty(row.Server)),
            .port = static_cast<uint16_t>(row.Port),
            .remote = std::u16string(view_or_empty(row.Remote)),
            .count = row.Count};
    if (row.User) use.credentials = Credentials{row.User, std::u16string(view_or_empty(row.Domain)), {}};
    all.push_back(std::move(use));
  }
  return all;
}

Result<Use> find_use(std::u16string_view remote) {
  NTA_TRY(ServerAddress server, server_of_path(remote));
  NTA_TRY(auto all, uses());
  for (Use& use : all)
    if (use.port == server.port && equal_ignoring_case(use.server, server.name)) return std::move(use);
  return not_in_use(remote);
}

bool host_keeps_uses() {
  auto answer = ask_keeper<HostEnumerateUses>({});
  return answer && *answer;
}

Result<std::optional<Credentials>> used_credentials(const ServerAddress& server) {
  auto own = ProcessUses::instance().with([&](const UseTable& table) -> std::optional<Use> {
    const Use* use = table.find(server.name, server.port);
    return use ? std::optional(*use) : std::nullopt;
  });
  if (own) return own->credentials;
  std::u16string name = to_utf16(server.name);
  auto answer = ask_keeper<HostGetUseLogon>({name.data(), server.port});
  if (!answer && answer.error().code != Win32::use_not_found) return std::move(answer).error();
  if (!answer || !*answer || !(**answer)->Logon) return std::optional<Credentials>();
  HostUseLogon& logon = *(**answer)->Logon;
  auto credentials = Credentials::taken(logon.User, logon.Domain, logon.NtHash);
  (*answer)->arena.wipe();
  return std::optional(std::move(credentials));
}

uint64_t use_changes(const ServerAddress& server) { return ProcessUses::instance().changes(server); }

}  // namespace nta::client
