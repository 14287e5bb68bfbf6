// What the services act on. The daemon builds these parts and hands them over; nothing here is global.
#pragma once

#include <functional>
#include <string>

#include "auth/access_token.h"
#include "host/processes/process_killer.h"
#include "host/sessions/opener.h"
#include "host/sessions/session_table.h"

namespace nta::services {

/** Permissions on a session ([MS-TSTS] 3.3.1.1 and winapi's WTS_SECURITY_*): bits of the listener's descriptor. */
enum class Right : uint32_t {
  none = 0,  // anybody who got this far
  query = 0x1,
  set = 0x2,
  reset = 0x4,
  virtual_channels = 0x8,
  remote_control = 0x10,
  logon = 0x20,
  logoff = 0x40,
  message = 0x80,
  connect = 0x100,
  disconnect = 0x200,
};

enum class Mode { user, system };

struct Host {
  host::SessionTable& sessions;
  host::Executor& executor;
  host::ProcessKiller& killer;
  host::SessionOpener& opener;
  /** Whether the caller has one of `rights` (bits of Right) on the session. */
  std::function<bool(const auth::AccessToken&, const host::Session&, uint32_t rights)> may;
  std::string computer;
  std::string version;
  Mode mode = Mode::user;
};

}  // namespace nta::services
