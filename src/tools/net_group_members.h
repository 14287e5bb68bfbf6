// Members of groups: all that a command line names are added or taken away, or none.
#pragma once

#include <span>
#include <string>

#include "tools/net_support.h"

namespace nta::tools {

enum class MemberChange { add, remove };

using MemberNames = std::span<const std::string>;

/** Members are users. */
Result<void> change_group_members(NetServer& server, const std::string& group, MemberNames names, MemberChange change);
/** Members are any accounts, named by their SID, or by a name with or without its domain. */
Result<void> change_local_group_members(NetServer& server, const std::string& group, MemberNames names,
                                        MemberChange change);
/** A new user into the local group Users, where the server has it: Windows' net does so, and NetUserAdd puts nobody
 * into a local group. The user is there already: what goes wrong is told, and no failure. */
void join_users(NetServer& server, const std::string& user);

}  // namespace nta::tools
