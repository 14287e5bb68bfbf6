// Messages on the desktops of a system host's users, through the monitor: each desktop lets in its own user only.
#pragma once

#include "daemon/monitor/monitor_client.h"
#include "host/messages/message.h"

namespace nta::daemon::monitor {

/** `done` as host/providers/desktop_messages.h has it. */
void show_on_desktop(MonitorClient& monitor, uid_t uid, const host::Message& message, host::MessageDone done);

}  // namespace nta::daemon::monitor
