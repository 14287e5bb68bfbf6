// The methods of LocalHost that keep the uses of NetUseAdd, each user's own.
#pragma once

#include "protocols/local_host.h"
#include "services/call.h"

namespace nta::services {

constexpr size_t most_users_with_uses = 4096;  // uids are cheap to make in a user namespace

/** The caller's uses: a local caller's, by its uid; null where it has none. not_supported where there are none to be
 *  had. */
Result<auth::UseTable*> uses_of(Host& host, const auth::AccessToken& caller);

/** Drops what was kept for users who are gone, or whose uid is somebody else's now. */
void forget_ended_uses(Host& host);

Result<void> add_use(Host& host, Call<protocols::HostAddUse>& call);
Result<void> remove_use(Host& host, Call<protocols::HostRemoveUse>& call);
Result<void> enumerate_uses(Host& host, Call<protocols::HostEnumerateUses>& call);
/** Nothing of the answer stays in this process. */
void get_use_logon(Host& host, CallPtr<protocols::HostGetUseLogon> call);

}  // namespace nta::services
