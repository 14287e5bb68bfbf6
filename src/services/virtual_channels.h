// What LocalHost has for virtual channels.
#pragma once

#include "protocols/local_host.h"
#include "services/served.h"

namespace nta::services {

void open_channel(Host& host, CallPtr<protocols::HostOpenChannel> call, const host::Session& session);

}  // namespace nta::services
