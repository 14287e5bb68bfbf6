// Users: listed, asked about, made, changed, deleted.
#include "api/client/pages.h"
#include "api/netapi32/user_list.h"
#include "api/netapi32/user_reader.h"
#include "api/netapi32/user_tables.h"
#include "api/netapi32/user_writer.h"
#include "auth/security_descriptor.h"
#include "ntadmin/win/lmaccess.h"
#include "protocols/account_rights.h"
#include "protocols/samr_user_bits.h"

namespace nta::api {
namespace {

using namespace protocols;

Result<void> get(const WCHAR* server_name, const WCHAR* name, DWORD level, LPBYTE* bufptr) {
  if (!bufptr) return fail(Win32::invalid_parameter, "no room for the answer");
  *bufptr = nullptr;
  const auto* row = user_level_to_get(level);
  if (!row) return fail(Win32::invalid_level, "level {}", level);
  NTA_CHECK(need_name(name));
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  NTA_TRY(SamDomain domain, server.open_accounts(domain_lookup));
  NTA_TRY(uint32_t rid, domain.rid(name, Use::user, Win32::user_not_found));
  NTA_TRY(UserReader reader, UserReader::make(server, std::move(domain), *row));
  Arena memory;
  void* filled = memory.allocate(row->size, row->align);
  NTA_CHECK(reader.read(rid, filled, memory));
  return hand_out(*row, filled, 1, bufptr);
}

// SAMR's control bits for each filter; none: all that are accounts.
uint32_t control_mask(DWORD filter) {
  struct Pair {
    DWORD filter;
    uint32_t control;
  };
  constexpr Pair pairs[] = {{FILTER_TEMP_DUPLICATE_ACCOUNT, user_control::temporary_duplicate},
                            {FILTER_NORMAL_ACCOUNT, user_control::normal},
                            {FILTER_INTERDOMAIN_TRUST_ACCOUNT, user_control::interdomain_trust},
                            {FILTER_WORKSTATION_TRUST_ACCOUNT, user_control::workstation_trust},
                            {FILTER_SERVER_TRUST_ACCOUNT, user_control::server_trust}};
  uint32_t mask = 0;
  for (const Pair& pair : pairs)
    if (filter & pair.filter) mask |= pair.control;
  return mask;
}

// The bytes preferred are a hint, as they are for Windows.
uint32_t rows_wanted(DWORD prefmaxlen) {
  return prefmaxlen == MAX_PREFERRED_LENGTH ? UINT32_MAX : std::max(prefmaxlen / bytes_of_row, 1u);
}

Result<void> list(const WCHAR* server_name, DWORD level, DWORD filter, DWORD prefmaxlen, const EnumOutputs& outputs,
                  LPDWORD resume) {
  NTA_CHECK(outputs.clear());
  const auto* row = user_level_to_list(level);
  if (!row) return fail(Win32::invalid_level, "level {}", level);
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  NTA_TRY(UserList users, UserList::open(std::move(server), *row, control_mask(filter)));
  describe::RowParts rows(*row);
  uint32_t position = resume ? *resume : 0;
  client::Pages pages(position);
  for (uint32_t wanted = rows_wanted(prefmaxlen);;) {
    NTA_TRY(auto page, users.read(position, wanted - static_cast<uint32_t>(rows.count())));
    NTA_CHECK(rows.add(page.rows, page.count));
    bool goes_on = !page.is_last && pages.may_go_to(page.next, page.count);
    position = goes_on ? page.next : 0;
    if (!goes_on || rows.count() >= wanted) break;
  }
  if (resume) *resume = position;
  if (position == 0) return outputs.fill(rows, 0, Win32::success);  // at the end what was read is all there was
  return outputs.fill(rows, users.ask_total(), Win32::more_data);
}

/** What came of a change; where the server refused a member, which it was. */
Result<void> naming_member(Result<void> done, const describe::Type& level, const void* row, LPDWORD parm_err) {
  if (!done && done.error().code == Win32::invalid_parameter && parm_err) *parm_err = member_refused(level, row);
  return done;
}

Result<void> add(const WCHAR* server_name, DWORD level, const void* buf, LPDWORD parm_err) {
  DWORD at_fault = 0;
  const auto* row = user_level_to_add(level);
  if (!row) return fail(Win32::invalid_level, "level {}", level);
  if (!buf) return fail(Win32::invalid_parameter, "no structure");
  UserWish wish;
  auto read = read_user(*row, buf, Purpose::add, wish, at_fault);
  if (parm_err) *parm_err = at_fault;
  NTA_CHECK(std::move(read));
  return naming_member(add_user(server_name, std::move(wish)), *row, buf, parm_err);
}

/** A caller can only say what is so. */
Result<void> check_privilege(const SamServer& server, const WCHAR* name, uint32_t said) {
  NTA_TRY(SamDomain domain, server.open_accounts(domain_lookup));
  NTA_TRY(uint32_t rid, domain.rid(name, Use::user, Win32::user_not_found));
  NTA_TRY(UserReader reader, UserReader::make(server, std::move(domain), describe::type_of<USER_INFO_1>));
  Arena memory;
  USER_INFO_1 now{};
  NTA_CHECK(reader.read(rid, &now, memory));
  if (said == now.usri1_priv) return {};
  return fail(Win32::invalid_parameter, "privilege {}: it is {}, by the groups", said, now.usri1_priv);
}

Result<void> set(const WCHAR* server_name, const WCHAR* name, DWORD level, const void* buf, LPDWORD parm_err) {
  DWORD at_fault = 0;
  const auto* row = user_level_to_set(level);
  if (!row) return fail(Win32::invalid_level, "level {}", level);
  if (!buf) return fail(Win32::invalid_parameter, "no structure");
  NTA_CHECK(need_name(name));
  UserWish wish;
  auto read = read_user(*row, buf, Purpose::set, wish, at_fault);
  if (parm_err) *parm_err = at_fault;
  NTA_CHECK(std::move(read));
  if (level != 0) wish.all.WhichFields &= ~1u;  // only level 0 renames
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  auto privilege = wish.privilege ? check_privilege(server, name, *wish.privilege) : Result<void>();
  if (!privilege && privilege.error().code == Win32::invalid_parameter && parm_err) *parm_err = USER_PRIV_PARMNUM;
  NTA_CHECK(std::move(privilege));
  bool sends_hash = wish.lm_hash.has_value();
  auto done = set_user(server, name, std::move(wish));
  if (sends_hash && !done && done.error().code == Win32::invalid_parameter && parm_err) {
    *parm_err = USER_PASSWORD_PARMNUM;
    return done;
  }
  return naming_member(std::move(done), *row, buf, parm_err);
}

Result<void> remove(const WCHAR* server_name, const WCHAR* name) {
  NTA_CHECK(need_name(name));
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  NTA_TRY(SamDomain domain, server.open_accounts(domain_lookup));
  NTA_TRY(uint32_t rid, domain.rid(name, Use::user, Win32::user_not_found));
  NTA_TRY(SamHandle user, domain.open<SamrOpenUser>(rid, auth::right_delete));
  NTA_CHECK(sam_call<SamrDeleteUser>(domain, user, {}));
  user.forget();
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

extern "C" {

NET_API_STATUS NetUserGetInfo(LPCWSTR servername, LPCWSTR username, DWORD level, LPBYTE* bufptr) {
  return c_status([&] { return get(servername, username, level, bufptr); });
}

NET_API_STATUS NetUserEnum(LPCWSTR servername, DWORD level, DWORD filter, LPBYTE* bufptr, DWORD prefmaxlen,
                           LPDWORD entriesread, LPDWORD totalentries, PDWORD resume_handle) {
  return c_status([&] {
    return list(servername, level, filter, prefmaxlen, {bufptr, entriesread, totalentries}, resume_handle);
  });
}

NET_API_STATUS NetUserAdd(LPCWSTR servername, DWORD level, LPBYTE buf, LPDWORD parm_err) {
  return c_status([&] { return add(servername, level, buf, parm_err); });
}

NET_API_STATUS NetUserSetInfo(LPCWSTR servername, LPCWSTR username, DWORD level, LPBYTE buf, LPDWORD parm_err) {
  return c_status([&] { return set(servername, username, level, buf, parm_err); });
}

NET_API_STATUS NetUserDel(LPCWSTR servername, LPCWSTR username) {
  return c_status([&] { return remove(servername, username); });
}

NET_API_STATUS NetUserChangePassword(LPCWSTR domainname, LPCWSTR username, LPCWSTR oldpassword, LPCWSTR newpassword) {
  return c_status([&] { return change_own_password(domainname, username, oldpassword, newpassword); });
}

}  // extern "C"
