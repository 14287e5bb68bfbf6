// Shares made, changed and taken away ([MS-SRVS] 3.1.4.7, 3.1.4.11 to 3.1.4.15).
#include <sys/stat.h>

#include "auth/security_descriptor.h"
#include "services/net_handlers.h"
#include "services/net_support.h"

namespace nta::services {
namespace {

using namespace protocols;
using host::Share;
namespace share_type = host::share_type;

/** SHARE_*_PARMNUM */
enum Member : uint32_t {
  member_name = 1,
  member_type = 3,
  member_remark = 4,
  member_path = 8,
  member_security = 501,
};

constexpr uint32_t cluster_bits = 0x0F000000;  // zero on the wire ([MS-SRVS] 2.2.2.4)

/** What a level of Add or Set has to say, whichever level it is. */
struct Given {
  std::optional<std::string> remark;
  std::optional<uint32_t> max_uses;
  std::optional<uint32_t> flags;
  bool has_security = false;
  std::optional<Bytes> security;  // none: default access
  std::string name, path;         // of Add
  uint32_t type = 0;
};

Bytes bytes_of(const void* bytes, uint32_t size) {
  const auto* first = static_cast<const std::byte*>(bytes);
  return Bytes(first, first + size);
}

Given whole_share(const char16_t* name, uint32_t type, const char16_t* remark, uint32_t max_uses,
                  const char16_t* path) {
  Given given;
  given.name = text_or_empty(name);
  given.type = type & ~cluster_bits;
  given.remark = text_or_empty(remark);
  given.max_uses = max_uses;
  given.path = text_or_empty(path);
  return given;
}

void take_security(Given& given, const void* bytes, uint32_t size) {
  given.has_security = true;
  if (bytes && size != 0) given.security = bytes_of(bytes, size);
}

Given read_given(const SHARE_INFO_1& info) {
  Given given;
  given.remark = text_or_empty(info.shi1_remark);
  return given;
}
Given read_given(const SHARE_INFO_2& info) {
  return whole_share(info.shi2_netname, info.shi2_type, info.shi2_remark, info.shi2_max_uses, info.shi2_path);
}
Given read_given(const SHARE_INFO_502& info) {
  Given given =
      whole_share(info.shi502_netname, info.shi502_type, info.shi502_remark, info.shi502_max_uses, info.shi502_path);
  take_security(given, info.shi502_security_descriptor, info.shi502_reserved);
  return given;
}
Given read_given(const SHARE_INFO_503& info) {
  Given given =
      whole_share(info.shi503_netname, info.shi503_type, info.shi503_remark, info.shi503_max_uses, info.shi503_path);
  take_security(given, info.shi503_security_descriptor, info.shi503_reserved);
  return given;
}
Given read_given(const SHARE_INFO_1004& info) {
  Given given;
  given.remark = text_or_empty(info.shi1004_remark);
  return given;
}
Given read_given(const SHARE_INFO_1005& info) {
  Given given;
  given.flags = info.shi1005_flags;
  return given;
}
Given read_given(const SHARE_INFO_1006& info) {
  Given given;
  given.max_uses = info.shi1006_max_uses;
  return given;
}
Given read_given(const SHARE_INFO_1501& info) {
  Given given;
  take_security(given, info.shi1501_security_descriptor, info.shi1501_reserved);
  return given;
}

/** The level's structure as `given`, if it is a level that has one here and the structure came. */
Result<Given> given_by(uint32_t level, const void* info) {
  std::optional<Given> given;
  bool is_known = false;
  ShareLevels::with_row(level, [&]<class Row>(std::type_identity<Row>) {
    if constexpr (requires(const Row& row) { read_given(row); }) {
      is_known = true;
      if (info) given = read_given(*static_cast<const Row*>(info));
    }
  });
  if (!is_known) return fail(Win32::invalid_level, "level {} is none of this method", level);
  if (!given) return fail(Win32::invalid_parameter, "no information came");
  return *std::move(given);
}

template <class Call>
Result<void> check_remark_and_security(Call& call, const Given& given) {
  constexpr size_t longest_remark = 48;
  if (given.remark && to_utf16(*given.remark).size() > longest_remark)
    return member_at_fault(call, member_remark, "a remark has {} characters at most", longest_remark);
  if (given.security && !auth::SecurityDescriptor::parse(*given.security))
    return member_at_fault(call, member_security, "the security descriptor cannot be understood");
  return {};
}

/** [MS-SRVS] 3.1.4.7. */
template <class Call>
Result<void> check_new_share(Call& call, const Given& given) {
  constexpr std::string_view refused = "\"/\\[]:|<>+=;,?";
  constexpr size_t longest_name = 80;
  std::u16string name = to_utf16(given.name);
  bool is_bad = std::ranges::any_of(
      given.name, [&](char c) { return static_cast<unsigned char>(c) < ' ' || refused.find(c) != refused.npos; });
  if (name.empty() || name.size() > longest_name || is_bad)
    return member_at_fault(call, member_name, "'{}' cannot name a share", given.name);
  for (std::string_view reserved : {"pipe", "mailslot"})
    if (equal_ignoring_case(given.name, reserved))
      return fail(Win32::access_denied, "'{}' is not for shares", given.name);
  uint32_t kind = given.type & ~(share_type::temporary | share_type::special);
  if (kind > share_type::ipc) return member_at_fault(call, member_type, "share type {:#x}", given.type);
  bool needs_no_path = equal_ignoring_case(given.name, "IPC$") || equal_ignoring_case(given.name, "ADMIN$");
  if (given.path.empty() && !needs_no_path) return member_at_fault(call, member_path, "'{}' has no path", given.name);
  return check_remark_and_security(call, given);
}

Share share_from(const Given& given) {
  Share share;
  share.name = given.name;
  share.type = given.type;
  share.remark = given.remark.value_or("");
  share.max_uses = given.max_uses.value_or(Share::unlimited);
  share.path = given.path;
  share.security = given.security;
  return share;
}

/** Blocks. */
Result<void> check_directory(const std::string& path) {
  struct stat found {};
  if (::stat(path.c_str(), &found) == 0 && S_ISDIR(found.st_mode)) return {};
  return fail(Win32::unknown_device_directory, "'{}' is no directory", path);
}

void finish_add(const CallPtr<NetrShareAdd>& call, host::NetworkServer& server, const Share& share,
                Result<void> result) {
  if (result) result = server.shares.add(share);
  call->finish(audited(*call->client, "share.add", fmt::format("{} = {}", share.name, share.path), std::move(result)));
}

/** Everything that needs no file system; the share to make, if all is well. */
Result<Share> checked_share(Host& host, Call<NetrShareAdd>& call) {
  const auto& in = call.in();
  prepare_parm_err(call, in.ParmErr);
  NTA_CHECK(server_of(host));
  if (in.Level != 2 && in.Level != 502 && in.Level != 503)
    return fail(Win32::invalid_level, "level {}: 2, 502 and 503 are known", in.Level);
  NTA_CHECK(require(host, *call.client, Members::server_and_power, "share.add"));
  NTA_TRY(Given given, given_by(in.Level, in.Info));
  NTA_CHECK(check_new_share(call, given));
  return share_from(given);
}

}  // namespace

void share_add(Host& host, CallPtr<NetrShareAdd> call) {
  constexpr std::chrono::seconds patience{5};
  auto checked = checked_share(host, *call);
  if (!checked) return call->finish(std::move(checked).error());
  host::NetworkServer& server = *host.server;
  const Share& share = *checked;
  bool is_in_the_way = server.shares.find(share.name) || server.shares.policy() == host::SharePolicy::refused;
  if (is_in_the_way || !share.is_disk() || share.path.empty()) return finish_add(call, server, share, {});
  auto directory = server.disks.local_path(share.path);
  if (!directory) {
    if (call->out.ParmErr) *call->out.ParmErr = member_path;
    return finish_add(call, server, share, fail(Win32::invalid_parameter, "{}", directory.error().text));
  }
  host.executor.run_for<void>(
      call->token().user, patience, [path = *directory] { return check_directory(path); },
      [call, &server, share](Result<void> found) { finish_add(call, server, share, std::move(found)); });
}

Result<void> share_set_info(Host& host, Call<NetrShareSetInfo>& call) {
  const auto& in = call.in();
  prepare_parm_err(call, in.ParmErr);
  NTA_TRY(host::NetworkServer * server, server_of(host));
  auto given = given_by(in.Level, in.ShareInfo);
  if (!given && given.error().code == Win32::invalid_level) return std::move(given).error();
  NTA_CHECK(require(host, *call.client, Members::server_operators, "share.set"));
  if (!given) return std::move(given).error();
  NTA_TRY(const Share* share, find_share(*server, in.NetName));
  NTA_CHECK(check_remark_and_security(call, *given));
  // Descriptors of special shares are the server's own; where the whole structure came, that member is passed over.
  if (given->has_security && share->is_special() && in.Level == 1501)
    return member_at_fault(call, member_security, "'{}' takes no security descriptor", share->name);
  constexpr uint32_t settable_flags = 0x007FFF30, dfs_flags = 0x3;
  if (given->flags && !share->is_disk()) return fail(Win32::invalid_parameter, "'{}' takes no flags", share->name);
  if (given->flags && (*given->flags & ~(settable_flags | dfs_flags)))
    return fail(Win32::invalid_parameter, "share flags {:#x}", *given->flags);
  Share changed = *share;
  if (given->remark) changed.remark = *given->remark;
  if (given->max_uses) changed.max_uses = *given->max_uses;
  if (given->flags) changed.flags = *given->flags & settable_flags;
  if (given->has_security && !share->is_special()) changed.security = given->security;
  return audited(*call.client, "share.set", share->name, server->shares.update(changed));
}

namespace {

template <class Act>
Result<void> on_share(Host& host, const Client& client, const char16_t* name, std::string_view action, Act act) {
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_CHECK(require(host, client, Members::server_and_power, action));
  NTA_TRY(const Share* share, find_share(*server, name));
  std::string called = share->name;
  return audited(client, action, called, act(*server, *share));
}

/** The pipes of the call itself are opened on IPC$: this host keeps it (docs/rulings.md 13). */
Result<void> remove_share(host::NetworkServer& server, const Share& share) {
  if (share.is_special()) return fail(Win32::access_denied, "'{}' stays: the server is managed by it", share.name);
  std::string name = share.name;
  NTA_CHECK(server.shares.remove(share.id));
  for (const host::TreeConnection& tree : server.connections.trees())
    if (equal_ignoring_case(tree.share, name)) server.connections.end_session(tree.session);
  return {};
}

/** What NetrShareDelStart opens. */
struct ShareToDelete final : ContextObject {
  explicit ShareToDelete(uint32_t share) : id(share) {}
  uint32_t id;
};

}  // namespace

Result<void> share_del(Host& host, Call<NetrShareDel>& call) {
  return on_share(host, *call.client, call.in().NetName, "share.delete", remove_share);
}

Result<void> share_del_sticky(Host& host, Call<NetrShareDelSticky>& call) {
  auto forget = [](host::NetworkServer& server, const Share& share) -> Result<void> {
    if (!share.is_stored) return fail(Win32::net_name_not_found, "'{}' is not stored", share.name);
    return server.shares.forget(share.id);
  };
  return on_share(host, *call.client, call.in().NetName, "share.forget", forget);
}

Result<void> share_del_start(Host& host, Call<NetrShareDelStart>& call) {
  auto mark = [&call](host::NetworkServer&, const Share& share) -> Result<void> {
    NTA_TRY(call.out.Handle, call.client->contexts->add(std::make_unique<ShareToDelete>(share.id)));
    return {};
  };
  return on_share(host, *call.client, call.in().NetName, "share.delete-start", mark);
}

Result<void> share_del_commit(Host& host, Call<NetrShareDelCommit>& call) {
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_TRY(auto* marked, call.client->contexts->find<ShareToDelete>(call.in().Handle));
  uint32_t id = marked->id;
  call.client->contexts->remove(call.in().Handle);
  auto found = server->shares.all().find(id);
  if (found == server->shares.all().end()) return fail(Win32::net_name_not_found, "the share has gone already");
  std::string name = found->second.name;
  return audited(*call.client, "share.delete", name, remove_share(*server, found->second));
}

Result<void> share_del_ex(Host& host, Call<NetrShareDelEx>& call) {
  if (call.in().Level != 503) return fail(Win32::invalid_level, "level {}: 503 is known", call.in().Level);
  const auto* info = static_cast<const SHARE_INFO_503*>(call.in().Info);
  if (!info) return fail(Win32::invalid_parameter, "no share is named");
  bool is_any_server = !is_given(info->shi503_servername) || text_or_empty(info->shi503_servername) == "*";
  if (!is_any_server)
    return fail(Win32::net_name_not_found, "there are no shares of '{}' alone", text_or_empty(info->shi503_servername));
  return on_share(host, *call.client, info->shi503_netname, "share.delete", remove_share);
}

}  // namespace nta::services
