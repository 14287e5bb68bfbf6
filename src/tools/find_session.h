// "3", "pty#1", "alice": which sessions a person means.
#pragma once

#include <span>
#include <string>
#include <vector>

#include "tools/server.h"

namespace nta::tools {

/** Of commands that act on one session. */
inline constexpr Option vm_option{
    "vm", "", "a virtual machine's sessions are those of the host in it: name that by --server", {}, Support::none};

/** Whether a user name may stand for that user's sessions. */
enum class ByUser { no, yes };

/** Whether `wanted` is this session: its id, its name or, if `by_user`, its user. Names match without regard to case.
 */
bool is_meant(const WTS_SESSION_INFO_1W& session, const std::string& wanted, ByUser by_user);

/** The one session that a command acts on: the operand's, or the caller's own when there is none.
 *  A number is taken as it is: the host says what is wrong with it. */
Result<DWORD> session_to_act_on(const Server& server, const Arguments& arguments);

/** The same for any text that names a session. */
Result<DWORD> find_session(const Server& server, const std::string& wanted);

Error no_such_session(const Server& server, const std::string& wanted);

}  // namespace nta::tools
