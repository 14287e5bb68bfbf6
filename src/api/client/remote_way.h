// The way to a server on the network: its named pipes over SMB.
#pragma once

#include "api/client/link.h"

namespace nta::client {

std::unique_ptr<Way> make_remote_way(const ServerAddress& address);

}  // namespace nta::client
