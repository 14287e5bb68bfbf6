// RpcWinStationShutdownSystem: what WTSShutdownSystem does to this host ([MS-TSTS] 3.7.4.1.12).
#pragma once

#include "protocols/legacy_api.h"
#include "services/call.h"

namespace nta::services {

void shutdown_system(Host& host, CallPtr<protocols::RpcWinStationShutdownSystem> call);

}  // namespace nta::services
