// RpcConnect and RpcWinStationConnect: a terminal goes on with another session.
#pragma once

#include "protocols/legacy_api.h"
#include "protocols/termsrv_session.h"
#include "services/target.h"

namespace nta::services {

/** `shown` is the session that the call's handle stands for; the row has checked the right to connect to it. */
void connect(Host& host, CallPtr<protocols::RpcConnect> call, const host::Session& shown);
void connect_station(Host& host, CallPtr<protocols::RpcWinStationConnect> call, const host::Session& shown);

}  // namespace nta::services
