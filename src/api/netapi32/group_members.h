// What the functions of groups, of local groups and of a user's groups share: rows of names, and changes of members.
#pragma once

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "api/netapi32/net.h"

namespace nta::api {

inline constexpr uint32_t member_attributes = 7;  // SE_GROUP_MANDATORY, _ENABLED_BY_DEFAULT, _ENABLED

Error no_level(DWORD level);

/** GROUP_USERS_INFO_*; null for a level that there is not. */
const describe::Type* users_level(DWORD level);

/** Rows of GROUP_USERS_INFO_*, or of one name: names with the attributes of a membership. */
Result<void> hand_out_names(const describe::Type& row, const std::vector<std::u16string>& names,
                            const EnumOutputs& outputs, DWORD prefmaxlen, PDWORD_PTR resume = nullptr);

/** The names in an array of rows that begin with one. */
Result<std::vector<std::u16string_view>> names_in(const describe::Type& row, const void* buf, DWORD count);

/** What has to be done for the members before to be those after. Added first, a failure leaves nobody out. */
template <class Member>
struct Changes {
  std::vector<Member> added, removed;
};
template <class Member>
Changes<Member> changes(const std::vector<Member>& before, const std::vector<Member>& after) {
  std::set<Member> old(before.begin(), before.end()), wanted(after.begin(), after.end());
  Changes<Member> found;
  std::ranges::set_difference(wanted, old, std::back_inserter(found.added));
  std::ranges::set_difference(old, wanted, std::back_inserter(found.removed));
  return found;
}

}  // namespace nta::api
