// Uses of other servers, over wkssvc ([MS-WKST] 3.2.4.7 to 3.2.4.10). Windows calls these methods on the machine itself
// and nowhere else; callers from the network have no uses here.
//
// A connection to another server is made where its user is, so NetrUseAdd makes none: NetUseAdd does, and tells the
// host by LocalHost, which takes no password in clear.
#include "services/host_uses.h"
#include "services/net_enumeration.h"
#include "services/net_handlers.h"
#include "services/net_support.h"

namespace nta::services {
namespace {

using namespace protocols;
using auth::Use;
using auth::UseTable;

constexpr uint32_t use_ipc = 3;
constexpr size_t longest_password = 65;

/** Null where the caller has none. */
UseTable* own_uses(Host& host, const Client& client) {
  auto uses = uses_of(host, *client.token);
  return uses ? *uses : nullptr;
}

const Use* find_by_path(const UseTable* uses, const char16_t* path) {
  if (!uses || !path) return nullptr;
  auto wanted = upper_case(path);
  auto found = std::ranges::find_if(uses->all(), [&](const Use& use) { return upper_case(use.remote) == wanted; });
  return found == uses->all().end() ? nullptr : &*found;
}

Error not_in_use(const char16_t* path) {
  return fail(Win32::use_not_found, "there is no connection '{}'", text_or_empty(path));
}

struct FillUse {
  void operator()(USE_INFO_2& row, const Use& use, Arena& memory) const {
    row.ui2_local = memory.text(u"");
    row.ui2_remote = memory.text(use.remote);
    row.ui2_asg_type = use_ipc;
    row.ui2_usecount = use.count;
    if (!use.credentials) return;
    row.ui2_username = memory.text(use.credentials->user);
    row.ui2_domainname = memory.text(use.credentials->domain);
  }
  template <describe::PrefixOf<USE_INFO_2> Row>
  void operator()(Row& row, const Use& use, Arena& memory) const {
    row = beginning_of<USE_INFO_2, Row>(*this, use, memory);
  }
};

struct FillOneUse {
  const Use& use;
  Arena& memory;

  template <class Row>
  void operator()(Row& row) const {
    FillUse{}(row, use, memory);
  }
  void operator()(USE_INFO_3& row) const { FillUse{}(row.ui3_ui2, use, memory); }
};

/** What NetrUseAdd names, at any of its levels. */
struct Wanted {
  const char16_t* local;
  const char16_t* remote;
  const char16_t* password;
  const char16_t* user = nullptr;
  const char16_t* domain = nullptr;
};

Wanted wanted_of(uint32_t level, const void* info) {
  if (level == 1) {
    const auto& row = *static_cast<const USE_INFO_1*>(info);
    return {row.ui1_local, row.ui1_remote, row.ui1_password};
  }
  const auto& row = *static_cast<const USE_INFO_2*>(info);  // what level 3 begins with
  return {row.ui2_local, row.ui2_remote, row.ui2_password, row.ui2_username, row.ui2_domainname};
}

std::optional<auth::Credentials> credentials_of(const Wanted& wanted) {
  if (!is_given(wanted.user)) return std::nullopt;
  return auth::Credentials::of_password(wanted.user, view_or_empty(wanted.domain), view_or_empty(wanted.password));
}

}  // namespace

Result<void> use_add(Host& host, Call<NetrUseAdd>& call) {
  prepare_parm_err(call, call.in().ParmErr);
  NTA_CHECK(require(host, *call.client, Members::authenticated, "use.add"));
  if (call.in().Level == 0 || !UseLevels::row(call.in().Level))
    return fail(Win32::invalid_level, "level {}: 1, 2 and 3 are known", call.in().Level);
  if (!call.in().Info) return fail(Win32::invalid_parameter, "no structure");
  Wanted wanted = wanted_of(call.in().Level, call.in().Info);
  if (view_or_empty(wanted.password).size() > longest_password)
    return fail(Win32::invalid_parameter, "a password of more than {} characters", longest_password);
  UseTable* uses = own_uses(host, *call.client);
  if (const Use* known = find_by_path(uses, wanted.remote); known && !is_given(wanted.local)) {
    Use again{.server = known->server, .port = known->port, .credentials = credentials_of(wanted)};
    NTA_CHECK(uses->add(std::move(again), UseTable::Proof::missing));
    return {};
  }
  return fail(Win32::not_supported, "connections to other servers are made where their user is");
}

Result<void> use_get_info(Host& host, Call<NetrUseGetInfo>& call) {
  uint32_t level = call.in().Level;
  call.out.Level = level;
  NTA_CHECK(require(host, *call.client, Members::authenticated, "use.query"));
  if (!UseLevels::row(level)) return fail(Win32::invalid_level, "level {}: 0 to 3 are known", level);
  const Use* use = find_by_path(own_uses(host, *call.client), call.in().UseName);
  if (!use) return not_in_use(call.in().UseName);
  return give_info<UseLevels>(call, level, FillOneUse{*use, call.memory});
}

Result<void> use_del(Host& host, Call<NetrUseDel>& call) {
  constexpr uint32_t lots_of_force = 2;
  NTA_CHECK(require(host, *call.client, Members::authenticated, "use.delete"));
  if (call.in().ForceLevel > lots_of_force) return fail(Win32::invalid_level, "force level {}", call.in().ForceLevel);
  UseTable* uses = own_uses(host, *call.client);
  const Use* use = find_by_path(uses, call.in().UseName);
  if (!use) return not_in_use(call.in().UseName);
  bool all = call.in().ForceLevel == lots_of_force;
  uses->remove(std::string(use->server), use->port,
               all ? UseTable::Extent::all_of_them : UseTable::Extent::one_addition);
  return {};
}

Result<void> use_enum(Host& host, Call<NetrUseEnum>& call) {
  call.out.InfoStruct.Level = call.in().InfoStruct.Level;
  NTA_CHECK(require(host, *call.client, Members::authenticated, "use.list"));
  const UseTable* uses = own_uses(host, *call.client);
  return enumerate(
      call, uses ? uses->all() : std::vector<Use>{}, NoRoom::is_too_small, [](const Use& use) { return use.number; },
      FillUse{});
}

}  // namespace nta::services
