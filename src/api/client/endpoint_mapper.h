// Where a server has an interface over TCP, which its endpoint mapper knows ([C706] appendix O).
#pragma once

#include "protocols/method.h"
#include "transport/channel.h"

namespace nta::client {

/** A connection to the port that the mapper at port 135 gives for the interface. Fails with rpc_server_unavailable
 *  (1722) where there is no mapper, and with ept_s_not_registered (1753) where it knows none. */
Result<std::unique_ptr<transport::Channel>> connect_mapped(const std::string& host,
                                                           const protocols::Interface& interface,
                                                           const transport::Wait& wait);

}  // namespace nta::client
