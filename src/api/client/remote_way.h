// The way to a server on the network: its named pipes over SMB, or TCP where the server is named by such a binding.
#pragma once

#include "api/client/link.h"

namespace nta::client {

std::unique_ptr<Way> make_remote_way(const ServerAddress& address);

/** The same, but its first connection logs on with these credentials, or, without any, with those that are not a use's.
 */
std::unique_ptr<Way> make_proving_way(const ServerAddress& address, std::optional<auth::Credentials> credentials);

}  // namespace nta::client
