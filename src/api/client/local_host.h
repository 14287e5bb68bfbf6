// The session host of this machine: which socket is its, and starting the user's own when nothing answers.
#pragma once

#include <memory>
#include <string>

#include "base/result.h"
#include "base/shown.h"
#include "transport/channel.h"

namespace nta::client {

enum class AutoStart { never, when_not_running };

struct LocalHost {
  std::string socket;
  AutoStart auto_start = AutoStart::never;
  std::string state_dir;  // of a host that may be started
};

/** NTADMIN_HOST=unix:PATH, else the machine's service where it is installed, else the user's own host. Only the last is
 *  ever started, and not under NTADMIN_AUTOSTART=0. */
Result<LocalHost> find_local_host();

/** Where the machine's service shows that it is installed: its socket, or its unit where systemd enables it. */
NTA_SHOWN bool system_service_is_installed();

/** A connection to the host; rpc_server_unavailable when nothing listens. A host that may be started is started, once
 *  for however many processes ask at the same time, and waited for. */
Result<std::unique_ptr<transport::Channel>> connect_local(const LocalHost& host, const transport::Wait& wait);

/** Whether this machine's host answers now; it is never started by the question. */
bool local_host_answers(const transport::Wait& wait);

/** The ntadmind to start: NTADMIN_DAEMON, else beside this library or program, else in PATH. Empty: none. */
std::string find_daemon();

}  // namespace nta::client
