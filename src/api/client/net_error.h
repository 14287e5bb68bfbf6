// How Net* functions name what an RPC client calls otherwise.
#pragma once

#include "base/result.h"
#include "base/shown.h"

namespace nta::client {

/** An unreachable server, or a text that cannot name one, is bad_netpath (53); one that was lost in the middle of a
 * call is netname_deleted (64). WTS* functions give the codes of RPC as they are: 1722, 1702, 1726. */
NTA_SHOWN Error as_net_error(Error error);

}  // namespace nta::client
