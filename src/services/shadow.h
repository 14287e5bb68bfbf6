// Looking on at a session: one who may is announced to it, and told where to come with which ticket.
#pragma once

#include "protocols/legacy_api.h"
#include "protocols/local_host.h"
#include "services/target.h"

namespace nta::services {

void open_shadow(Host& host, CallPtr<protocols::HostOpenShadow> call, const host::Session& session);
/** 128 bits that nobody can guess. */
Result<std::string> new_ticket();

/** Refused, and audited, where the caller lacks the right; else 50: what looks on here is a process that asks for it
 *  itself (HostOpenShadow), not another session's client that is told to. */
Result<void> shadow_for_client(Host& host, Call<protocols::RpcWinStationShadow>& call);
void stop_shadow(Host& host, CallPtr<protocols::RpcWinStationShadowStop> call, const host::Session& session);

}  // namespace nta::services
