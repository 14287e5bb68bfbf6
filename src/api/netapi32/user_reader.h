// One user of a domain, as a level tells it; and which levels there are.
#pragma once

#include "api/netapi32/operators.h"
#include "api/netapi32/user_fields.h"

namespace nta::api {

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

  SamDomain domain_;
  const describe::Type* level_;
  std::optional<OperatorSids> operators_;
};

/** Whether a level tells what only memberships tell. */
bool tells_rights(const describe::Type& level);
/** Whether a level tells what only the descriptor tells. */
bool tells_descriptor(const describe::Type& level);
/** Whether the descriptor of a user keeps it from changing its password. Not for everybody to read: false. */
bool may_not_change(const client::Server::Answer<protocols::SamrQuerySecurityObject>& answer, const Sid& user);
/** The descriptor's part that says so. */
inline constexpr uint32_t dacl_information = 4;
inline constexpr uint32_t all_user_information = 21;

/** The structure of a level that can be read (or enumerated), set, added; null when there is none. */
const describe::Type* user_level_to_get(DWORD level);
const describe::Type* user_level_to_list(DWORD level);
const describe::Type* user_level_to_set(DWORD level);
const describe::Type* user_level_to_add(DWORD level);

}  // namespace nta::api
