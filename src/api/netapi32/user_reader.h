// Reading users of a domain: what a level needs of each, with the memberships that decide on rights read once.
#pragma once

#include <set>

#include "api/netapi32/user_fields.h"

namespace nta::api {

/** Which SIDs make an administrator, a guest, an operator. */
struct OperatorSids {
  std::set<Sid> administrators, guests, account_operators, server_operators, print_operators;

  uint32_t privilege_of(const std::vector<Sid>& sids) const;
  uint32_t operator_flags_of(const std::vector<Sid>& sids) const;
};

class UserReader {
 public:
  /** With the aliases of Builtin where the level tells of rights. */
  static Result<UserReader> make(const SamServer& server, SamDomain domain, const describe::Type& level);

  const SamDomain& domain() const { return domain_; }
  /** One row of the level; what it points at is in `memory`. */
  Result<void> read(uint32_t rid, void* row, Arena& memory) const;

 private:
  UserReader(SamDomain domain, const describe::Type& level) : domain_(std::move(domain)), level_(&level) {}
  Result<void> add_rights(const SamHandle& user, UserFacts& facts) const;
  Result<bool> may_not_change(const SamHandle& user, const Sid& sid) const;

  SamDomain domain_;
  const describe::Type* level_;
  std::optional<OperatorSids> operators_;
};

/** The structure of a level that can be read (or enumerated), set, added; null when there is none. */
const describe::Type* user_level_to_get(DWORD level);
const describe::Type* user_level_to_list(DWORD level);
const describe::Type* user_level_to_set(DWORD level);
const describe::Type* user_level_to_add(DWORD level);

inline constexpr uint32_t domain_lookup = 0x200, domain_list = 0x100, domain_get_membership = 0x80,
                          domain_create_user = 0x10, domain_create_group = 0x20, domain_create_alias = 0x40;
inline constexpr uint32_t maximum_allowed = 0x02000000;

}  // namespace nta::api
