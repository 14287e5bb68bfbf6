// Members of USER_INFO_* by name: from what samr tells of a user, and to what samr is asked to set.
//
// A level is a list of members; each member is one row here, whichever levels have it. That is the whole conversion
// between the API's form of a user and samr's.
#pragma once

#include "api/netapi32/sam_client.h"
#include "auth/crypto.h"
#include "base/arena.h"

namespace nta::api {

/** What is known of a user. */
struct UserFacts {
  const protocols::SAMPR_USER_ALL_INFORMATION* all = nullptr;
  Sid sid;
  uint32_t privilege = 1;       // USER_PRIV_*
  uint32_t operator_of = 0;     // AF_OP_*
  bool may_not_change = false;  // UF_PASSWD_CANT_CHANGE
};

/** What is to be set of a user. */
struct UserWish {
  protocols::SAMPR_USER_ALL_INFORMATION all{};  // WhichFields says which
  std::optional<std::u16string> password;
  std::optional<bool> may_not_change;
  std::optional<uint32_t> privilege;  // USER_PRIV_* that the caller of a set says there is
  bool keeps_type = false;            // the kind of account was not said
  std::optional<auth::Key> lm_hash;   // of a password, as LAN Manager makes it: levels 21 and 22
};

enum class Purpose { add, set };

/** Fills rows of a level; which member is filled how is found once. */
class UserFiller {
 public:
  explicit UserFiller(const describe::Type& level);
  void fill(void* row, const UserFacts& facts, Arena& memory) const;

  struct Target {
    void* member;
    Arena& memory;
  };
  using Put = void (*)(const Target&, const UserFacts&);

 private:
  struct Step {
    Put put;
    size_t offset;
  };
  std::vector<Step> steps_;
};

/** Reads a caller's structure. `at_fault` is the member's number where one is refused (87). */
Result<void> read_user(const describe::Type& level, const void* row, Purpose purpose, UserWish& wish, DWORD& at_fault);

/** The number of the member that a server's 87 is about, which the server does not tell: the only one, or a text that
 *  is longer than every server takes; PARM_ERROR_UNKNOWN where it cannot be told. */
DWORD member_refused(const describe::Type& level, const void* row);

/** UF_* and the bits of samr ([MS-SAMR] 3.1.5.14.2). */
uint32_t flags_from_control(uint32_t control);
uint32_t control_from_flags(uint32_t flags);

/** Whether a level has a member that only memberships, or only the descriptor, tell. */
bool has_member(const describe::Type& level, std::string_view name);

}  // namespace nta::api
