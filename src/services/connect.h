// RpcConnect: a terminal goes on with another session.
#pragma once

#include "protocols/termsrv_session.h"
#include "services/target.h"

namespace nta::services {

/** `shown` is the session that the call's handle stands for; the row has checked the right to connect to it. */
void connect(Host& host, CallPtr<protocols::RpcConnect> call, const host::Session& shown);

}  // namespace nta::services
