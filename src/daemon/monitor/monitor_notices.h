// Messages on the desktops and terminals of a system host's users, through the monitor: each lets in its own user only.
#pragma once

#include "daemon/monitor/monitor_client.h"
#include "host/messages/message.h"

namespace nta::daemon::monitor {

/** `done` as host/providers/desktop_messages.h has it. */
void show_on_desktop(MonitorClient& monitor, uid_t uid, const host::Message& message, host::MessageDone done);

/** On a terminal that is that user's. */
void write_to_terminal(MonitorClient& monitor, uid_t uid, const std::string& terminal, const host::Message& message,
                       host::Completion done);

}  // namespace nta::daemon::monitor
