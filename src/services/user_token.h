// HostQueryUserToken: who the user of a session is, for those who may act in that name.
#pragma once

#include "protocols/local_host.h"
#include "services/call.h"

namespace nta::services {

void query_user_token(Host& host, CallPtr<protocols::HostQueryUserToken> call);

}  // namespace nta::services
