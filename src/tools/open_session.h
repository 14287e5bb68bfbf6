// Asks this machine's host for a session to attach to: the caller's own, a named one, or a new one.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "base/types.h"
#include "protocols/local_host.h"

namespace nta::tools {

struct SessionRequest {
  protocols::Wanted wanted = protocols::Wanted::own;
  SessionId id;                      // by_id
  std::string name;                  // by_name
  std::vector<std::string> program;  // of a new session; empty: the login shell
};

struct OpenedSession {
  SessionId id;
  std::string socket;      // where its attach clients connect
  std::string detach_key;  // the host's setting
  bool created = false;    // by this request
};

/** A new session starts in the caller's directory, with the caller's environment, in the size of the caller's terminal.
 */
Result<OpenedSession> open_session(const SessionRequest& request);

/** The session that this process runs in. */
Result<SessionId> session_of_this_process();

/** Ends the connections to the host: a terminal may show its session for days, and places at the host are few. */
void leave_host();

/** The caller's environment without what describes the terminal and the login it comes from: the session has its own.
 */
std::vector<std::string> environment_for_a_session(char** environment);

}  // namespace nta::tools
