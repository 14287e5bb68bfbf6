// The methods of LocalHost that read and set what sessions are given. Reading is for those the listener's descriptor,
// or their own name, lets read; setting for Administrators, and audited.
#pragma once

#include "protocols/local_host.h"
#include "services/call.h"

namespace nta::services {

Result<void> enumerate_listeners(Host& host, Call<protocols::HostEnumerateListeners>& call);
Result<void> query_listener(Host& host, Call<protocols::HostQueryListener>& call);
Result<void> set_listener(Host& host, Call<protocols::HostSetListener>& call);
Result<void> get_listener_security(Host& host, Call<protocols::HostGetListenerSecurity>& call);
Result<void> set_listener_security(Host& host, Call<protocols::HostSetListenerSecurity>& call);

/** That the user exists is asked of the system, which may take its time. */
void query_user_config(Host& host, CallPtr<protocols::HostQueryUserConfig> call);
void set_user_config(Host& host, CallPtr<protocols::HostSetUserConfig> call);

Result<void> get_logon_mode(Host& host, Call<protocols::HostGetLogonMode>& call);
Result<void> set_logon_mode(Host& host, Call<protocols::HostSetLogonMode>& call);

}  // namespace nta::services
