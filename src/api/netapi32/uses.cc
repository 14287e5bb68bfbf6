// NetUse*: which servers this process uses, and as whom. A use is of \\server\IPC$: there are no drives here.
#include "api/client/uses.h"

#include <algorithm>

#include "api/netapi32/net.h"
#include "base/arena.h"
#include "base/utf16.h"
#include "ntadmin/win/lmuse.h"
#include "protocols/wkssvc.h"

namespace nta::api {
namespace {

using client::Credentials;
using client::Use;

constexpr size_t longest_password = 65;

/** Uses are the caller's own: a server's cannot be asked for. */
Result<void> only_here(const WCHAR* server) {
  std::u16string_view name = view_or_empty(server);
  if (name.empty()) return {};
  return fail(Win32::call_not_implemented, "the uses of '{}' are not to be had from here", to_utf8(name));
}

struct Wanted {
  const WCHAR* local;
  const WCHAR* remote;
  const WCHAR* password;
  DWORD type;
  const WCHAR* user = nullptr;
  const WCHAR* domain = nullptr;
};

Wanted wanted_of(DWORD level, const BYTE* buffer) {
  if (level == 1) {
    const auto& info = *reinterpret_cast<const USE_INFO_1*>(buffer);
    return {info.ui1_local, info.ui1_remote, info.ui1_password, info.ui1_asg_type};
  }
  const auto& info = *reinterpret_cast<const USE_INFO_2*>(buffer);
  return {info.ui2_local,    info.ui2_remote,   info.ui2_password,
          info.ui2_asg_type, info.ui2_username, info.ui2_domainname};
}

/** Null where the caller is to be known by what the process has. */
Result<std::optional<Credentials>> credentials_of(const Wanted& wanted, DWORD& at_fault) {
  at_fault = USE_PASSWORD_PARMNUM;
  auto password = view_or_empty(wanted.password);
  if (password.size() > longest_password)
    return fail(Win32::invalid_parameter, "a password of {} characters", password.size());
  at_fault = USE_USERNAME_PARMNUM;
  auto user = view_or_empty(wanted.user);
  if (user.empty() && wanted.password) return fail(Win32::invalid_parameter, "a password without the name of a user");
  if (user.empty()) return std::optional<Credentials>();
  return std::optional(Credentials::of_password(user, view_or_empty(wanted.domain), password));
}

Result<void> add(const WCHAR* server, DWORD level, const BYTE* buffer, DWORD& at_fault) {
  NTA_CHECK(only_here(server));
  if (level != 1 && level != 2) return fail(Win32::invalid_level, "level {}", level);
  if (!buffer) return fail(Win32::invalid_parameter, "no structure");
  Wanted wanted = wanted_of(level, buffer);
  at_fault = USE_ASGTYPE_PARMNUM;
  if (wanted.type > USE_IPC && wanted.type != USE_WILDCARD)
    return fail(Win32::invalid_parameter, "a use of type {}", wanted.type);
  at_fault = USE_LOCAL_PARMNUM;
  if (!view_or_empty(wanted.local).empty())
    return fail(Win32::not_supported, "no device stands for a share here: '{}'", to_utf8(wanted.local));
  at_fault = USE_REMOTE_PARMNUM;
  if (view_or_empty(wanted.remote).empty()) return fail(Win32::invalid_parameter, "no \\\\server\\share");
  NTA_TRY(auto credentials, credentials_of(wanted, at_fault));
  return client::add_use(wanted.remote, std::move(credentials));
}

USE_INFO_2 row_of_use(Arena& arena, const Use& use) {
  USE_INFO_2 row{};
  row.ui2_local = arena.text(u"");
  row.ui2_remote = arena.text(use.remote);
  row.ui2_status = USE_OK;
  row.ui2_asg_type = USE_IPC;
  row.ui2_usecount = use.count;
  if (use.credentials) row.ui2_username = arena.text(use.credentials->user);
  if (use.credentials) row.ui2_domainname = arena.text(use.credentials->domain);
  return row;
}

/** The rows at a level, in one block. Level 0 and 1 are the beginning of level 2. */
Result<void> hand_out_uses(DWORD level, const std::vector<Use>& uses, LPBYTE* into) {
  Arena arena;
  std::vector<USE_INFO_2> rows;
  for (const Use& use : uses) rows.push_back(row_of_use(arena, use));
  if (level == 2) return hand_out(describe::type_of<USE_INFO_2>, rows.data(), rows.size(), into);
  if (level == 1) {
    std::vector<USE_INFO_1> firsts;
    for (const auto& row : rows)
      firsts.push_back({row.ui2_local, row.ui2_remote, nullptr, row.ui2_status, row.ui2_asg_type, row.ui2_refcount,
                        row.ui2_usecount});
    return hand_out(describe::type_of<USE_INFO_1>, firsts.data(), firsts.size(), into);
  }
  std::vector<USE_INFO_0> names;
  for (const auto& row : rows) names.push_back({row.ui2_local, row.ui2_remote});
  return hand_out(describe::type_of<USE_INFO_0>, names.data(), names.size(), into);
}

Result<void> get(const WCHAR* server, const WCHAR* name, DWORD level, LPBYTE* into) {
  if (!into) return fail(Win32::invalid_parameter, "no room for the answer");
  *into = nullptr;
  NTA_CHECK(only_here(server));
  if (level > 2) return fail(Win32::invalid_level, "level {}", level);
  NTA_CHECK(need_name(name));
  NTA_TRY(Use use, client::find_use(name));
  return hand_out_uses(level, {std::move(use)}, into);
}

Result<void> list(const WCHAR* server, DWORD level, const EnumOutputs& outputs, LPDWORD resume) {
  NTA_CHECK(outputs.clear());
  NTA_CHECK(only_here(server));
  if (level > 2) return fail(Win32::invalid_level, "level {}", level);
  NTA_TRY(auto all, client::uses());
  size_t first = resume ? std::min<size_t>(*resume, all.size()) : 0;
  all.erase(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(first));
  NTA_CHECK(hand_out_uses(level, all, outputs.bufptr));
  *outputs.entriesread = *outputs.totalentries = static_cast<DWORD>(all.size());
  if (resume) *resume = 0;
  return {};
}

Result<void> remove(const WCHAR* server, const WCHAR* name, DWORD force) {
  NTA_CHECK(only_here(server));
  if (force > USE_LOTS_OF_FORCE) return fail(Win32::invalid_level, "force {}", force);
  NTA_CHECK(need_name(name));
  bool all = force == USE_LOTS_OF_FORCE;
  return client::delete_use(name, all ? client::UseTable::Extent::all_of_them : client::UseTable::Extent::one_addition);
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

NET_API_STATUS NetUseAdd(LPWSTR servername, DWORD LevelFlags, LPBYTE buf, LPDWORD parm_err) {
  return c_status([&]() -> nta::Result<void> {
    DWORD at_fault = PARM_ERROR_UNKNOWN;
    auto added = add(servername, LevelFlags, buf, at_fault);
    bool is_parameter = !added && added.error().code == nta::Win32::invalid_parameter;
    if (parm_err) *parm_err = is_parameter ? at_fault : PARM_ERROR_NONE;
    return added;
  });
}

NET_API_STATUS NetUseGetInfo(LPWSTR UncServerName, LPWSTR UseName, DWORD LevelFlags, LPBYTE* bufptr) {
  return c_status([&] { return get(UncServerName, UseName, LevelFlags, bufptr); });
}

NET_API_STATUS NetUseEnum(LPWSTR UncServerName, DWORD LevelFlags, LPBYTE* BufPtr, DWORD, LPDWORD EntriesRead,
                          LPDWORD TotalEntries, LPDWORD ResumeHandle) {
  return c_status([&] { return list(UncServerName, LevelFlags, {BufPtr, EntriesRead, TotalEntries}, ResumeHandle); });
}

NET_API_STATUS NetUseDel(LPWSTR UncServerName, LPWSTR UseName, DWORD ForceLevelFlags) {
  return c_status([&] { return remove(UncServerName, UseName, ForceLevelFlags); });
}
