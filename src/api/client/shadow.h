// Looking on at a session of this machine in a terminal of this process.
#pragma once

#include <optional>

#include "base/shown.h"
#include "base/types.h"
#include "protocols/local_host.h"
#include "session/client/attach.h"

namespace nta::client {

struct ShadowRequest {
  SessionId session;
  protocols::ShadowWanted wanted = protocols::ShadowWanted::as_allowed;
  int terminal = 0;                               // open for reading and writing
  std::optional<std::optional<char>> detach_key;  // none: the host's
};

/** Asks the host, which says whether this process may; waits until the session's person has agreed, where they are
 *  asked; then shows the session until the key is pressed or the session has no client any more. */
NTA_SHOWN Result<session::AttachOutcome> shadow(const ShadowRequest& request);

}  // namespace nta::client
