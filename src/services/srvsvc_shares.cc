// Which shares there are ([MS-SRVS] 3.1.4.8 to 3.1.4.10, 3.1.4.16).
#include "services/net_enumeration.h"
#include "services/net_handlers.h"
#include "services/net_support.h"

namespace nta::services {
namespace {

using namespace protocols;
using host::Share;
namespace share_type = host::share_type;

/** A share and how many connections it has. */
struct ShareRow {
  Share share;
  uint32_t uses;
};

ShareRow row_of(const Share& share, std::span<const host::TreeConnection> trees) {
  auto uses = std::ranges::count_if(
      trees, [&](const host::TreeConnection& tree) { return equal_ignoring_case(tree.share, share.name); });
  return {share, static_cast<uint32_t>(uses)};
}

std::vector<ShareRow> share_rows(const host::NetworkServer& server) {
  auto trees = server.connections.trees();
  std::vector<ShareRow> rows;
  for (const auto& [id, share] : server.shares.all()) rows.push_back(row_of(share, trees));
  return rows;
}

struct FillShare {
  void operator()(SHARE_INFO_501& row, const ShareRow& from, Arena& memory) const {
    row.shi501_netname = wire_text(memory, from.share.name);
    row.shi501_type = from.share.type;
    row.shi501_remark = wire_text(memory, from.share.remark);
    row.shi501_flags = from.share.flags;
  }
  void operator()(SHARE_INFO_502& row, const ShareRow& from, Arena& memory) const {
    row.shi502_netname = wire_text(memory, from.share.name);
    row.shi502_type = from.share.type;
    row.shi502_remark = wire_text(memory, from.share.remark);
    row.shi502_max_uses = from.share.max_uses;
    row.shi502_current_uses = from.uses;
    row.shi502_path = wire_text(memory, from.share.path);
    put_security(from.share, memory, row.shi502_reserved, row.shi502_security_descriptor);
  }
  template <describe::PrefixOf<SHARE_INFO_502> Row>
  void operator()(Row& row, const ShareRow& from, Arena& memory) const {
    row = beginning_of<SHARE_INFO_502, Row>(*this, from, memory);
  }
  void operator()(SHARE_INFO_503& row, const ShareRow& from, Arena& memory) const {
    row.shi503_netname = wire_text(memory, from.share.name);
    row.shi503_type = from.share.type;
    row.shi503_remark = wire_text(memory, from.share.remark);
    row.shi503_max_uses = from.share.max_uses;
    row.shi503_current_uses = from.uses;
    row.shi503_path = wire_text(memory, from.share.path);
    row.shi503_servername = wire_text(memory, "*");
    put_security(from.share, memory, row.shi503_reserved, row.shi503_security_descriptor);
  }

 private:
  static void put_security(const Share& share, Arena& memory, uint32_t& size, void*& bytes) {
    if (!share.security) return;
    size = static_cast<uint32_t>(share.security->size());
    bytes = memory.copy(std::span<const std::byte>(*share.security));
  }
};

struct FillOneShare : FillShare {
  using FillShare::operator();
  void operator()(SHARE_INFO_1005& row, const ShareRow& from, Arena&) const { row.shi1005_flags = from.share.flags; }
};

/** Everybody sees which shares there are; paths and descriptors are for operators, and for who sits at the machine. */
Members share_readers(const Client& client, uint32_t level) {
  bool has_details = level == 2 || level == 502 || level == 503;
  if (!has_details) return Members::everyone;
  return client.token->origin == auth::Origin::local ? Members::authenticated : Members::server_power_print;
}

template <class M>
Result<void> list_shares(Host& host, Call<M>& call, bool only_stored) {
  call.out.InfoStruct.Level = call.in().InfoStruct.Level;
  NTA_TRY(host::NetworkServer * server, server_of(host));
  uint32_t level = call.in().InfoStruct.Level;
  if (only_stored && level == 501) return fail(Win32::invalid_level, "level 501 is none of the stored shares");
  // As Windows has it: a null session may ask for level 501 of one share, and not of all.
  Members readers = level == 501 ? Members::authenticated : share_readers(*call.client, level);
  NTA_CHECK(require(host, *call.client, readers, "share.query"));
  std::vector<ShareRow> rows = share_rows(*server);
  if (only_stored) std::erase_if(rows, [](const ShareRow& row) { return !row.share.is_stored; });
  return enumerate(
      call, rows, NoRoom::is_too_small, [](const ShareRow& row) { return row.share.id; }, FillShare{});
}

}  // namespace

Result<const Share*> find_share(const host::NetworkServer& server, const char16_t* name) {
  if (!is_given(name)) return fail(Win32::invalid_parameter, "no share is named");
  std::string wanted = text_or_empty(name);
  if (const Share* share = server.shares.find(wanted)) return share;
  return fail(Win32::net_name_not_found, "'{}' is not shared", wanted);
}

Result<void> share_enum(Host& host, Call<NetrShareEnum>& call) { return list_shares(host, call, false); }

Result<void> share_enum_sticky(Host& host, Call<NetrShareEnumSticky>& call) { return list_shares(host, call, true); }

Result<void> share_get_info(Host& host, Call<NetrShareGetInfo>& call) {
  const auto& in = call.in();
  call.out.Level = in.Level;
  NTA_TRY(host::NetworkServer * server, server_of(host));
  NTA_CHECK(require(host, *call.client, share_readers(*call.client, in.Level), "share.query"));
  bool is_only_set = in.Level == 1004 || in.Level == 1006 || in.Level == 1501;
  if (!ShareLevels::row(in.Level) || is_only_set)
    return fail(Win32::invalid_level, "level {} is none of NetShareGetInfo", in.Level);
  NTA_TRY(const Share* share, find_share(*server, in.NetName));
  ShareRow row = row_of(*share, server->connections.trees());
  return give_info<ShareLevels>(call, in.Level, [&](auto& info) -> decltype(FillOneShare{}(info, row, call.memory)) {
    FillOneShare{}(info, row, call.memory);
  });
}

Result<void> share_check(Host& host, Call<NetrShareCheck>& call) {
  NTA_TRY(host::NetworkServer * server, server_of(host));
  std::string device = text_or_empty(call.in().Device);
  for (const auto& [id, share] : server->shares.all()) {
    if (!equal_ignoring_case(share.path, device)) continue;  // no device is IPC$'s: smbtorture asks for it
    call.out.Type = share.type & ~share_type::special;
    return {};
  }
  return fail(Win32::device_not_shared, "'{}' is not shared", device);
}

}  // namespace nta::services
