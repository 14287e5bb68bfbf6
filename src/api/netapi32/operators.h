// Who administers and operates: the aliases of Builtin that decide on a user's privilege and operator flags.
#pragma once

#include <set>

#include "api/netapi32/sam_client.h"

namespace nta::api {

/** Which SIDs make an administrator, a guest, an operator. */
class OperatorSids {
 public:
  /** The members of the aliases; those that the server does not have are empty. */
  static Result<OperatorSids> read(const SamServer& server);
  /** With the members of the domain's groups among them, so that a user's groups need not be asked for. */
  Result<void> add_members_of_groups(const SamDomain& domain);

  /** USER_PRIV_*, of a user's own SID and its groups'. */
  uint32_t privilege_of(std::span<const Sid> sids) const;
  /** AF_OP_* */
  uint32_t operator_flags_of(std::span<const Sid> sids) const;

 private:
  static constexpr uint32_t aliases[] = {544, 546, 548, 549, 550};
  enum Role : size_t { administrators, guests, account_operators, server_operators, print_operators };

  bool has_any(Role role, std::span<const Sid> sids) const;
  Result<std::vector<uint32_t>> groups_among(const SamDomain& domain) const;

  std::set<Sid> members_[std::size(aliases)];
};

}  // namespace nta::api
