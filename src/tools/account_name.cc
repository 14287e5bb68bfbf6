// SIDs of Unix users, back to names; those of other accounts are for their host to tell.
#include "tools/account_name.h"

#include <array>

#include "base/printable.h"
#include "base/utf16.h"
#include "host/identity/identity.h"
#include "ntadmin/win/winbase.h"

namespace nta::tools {

std::string user_name(uid_t uid) {
  auto name = host::account_name(uid);
  return name && *name ? **name : std::to_string(uid);
}

std::string AccountNames::name_of(PSID raw) {
  if (!raw) return unknown_account;
  const auto* bytes = static_cast<const std::byte*>(raw);
  auto sid = Sid::from_bytes({bytes, 8 + 4 * static_cast<size_t>(bytes[1])});
  if (!sid) return unknown_account;
  auto known = known_.find(*sid);
  if (known == known_.end()) known = known_.emplace(*sid, look_up(*sid, raw)).first;
  return known->second;
}

std::string AccountNames::look_up(const Sid& sid, PSID raw) const {
  if (sid == sid_system) return server_.is_local() ? user_name(0) : "SYSTEM";
  bool is_unix_user = sid.authority == 22 && sid.count == 2 && sid.sub[0] == 1;
  if (is_unix_user && server_.is_local()) return user_name(sid.sub[1]);
  std::u16string system = to_utf16(server_.name());
  std::array<char16_t, 257> name{}, domain{};
  DWORD name_size = name.size(), domain_size = domain.size();
  SID_NAME_USE use{};
  bool is_found = LookupAccountSidW(server_.is_local() ? nullptr : system.c_str(), raw, name.data(), &name_size,
                                    domain.data(), &domain_size, &use);
  return is_found ? printable(to_utf8(name.data())) : unknown_account;
}

}  // namespace nta::tools
