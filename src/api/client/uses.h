// The uses of NetUseAdd: servers whose named pipes this user uses, and as whom.
//
// They are kept by the host of this machine where one runs, for all programs of the user; without one, by the process
// (docs/rulings.md 12). A host is never started for it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "api/client/address.h"
#include "auth/use_table.h"
#include "base/shown.h"

namespace nta::client {

using auth::Credentials;
using auth::Use;
using auth::UseTable;

/** Connects, and adds a use when that worked. A further addition of the same path is counted. Fails with bad_netpath
 *  (53) for a path that is not \\server\share or a server that cannot be reached, with not_supported (50) for a share
 *  that is not IPC$, with session_credential_conflict (1219) where the server is in use by another user's name, and
 *  with what the server says of the log-on (1326, 5, ...). */
NTA_SHOWN Result<void> add_use(std::u16string_view remote, std::optional<Credentials> credentials);

/** Takes one addition back, or all; the last one ends the use. use_not_found (2250) where there is none. */
NTA_SHOWN Result<void> delete_use(std::u16string_view remote, UseTable::Extent extent);

/** Those of the process, then those that the host keeps; without the secrets of these. */
NTA_SHOWN Result<std::vector<Use>> uses();
NTA_SHOWN Result<Use> find_use(std::u16string_view remote);

/** Whether this machine's host keeps uses for this user, now. */
NTA_SHOWN bool host_keeps_uses();

/** What a use says of this server; none where it is not in use, or without credentials. */
Result<std::optional<Credentials>> used_credentials(const ServerAddress& server);

/** How often this process began or ended uses of the server: what it knows of connections to it is old then. */
uint64_t use_changes(const ServerAddress& server);

}  // namespace nta::client
