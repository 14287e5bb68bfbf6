// Starting a session process as the daemon does, for tests.
#pragma once

#include <string>

#include "base/types.h"
#include "session/protocol/codec.h"
#include "session/protocol/start_messages.h"

namespace nta::session {

/** A session on its way. `ready` becomes readable when it runs or failed; then pass it to read_started(). */
struct Starting {
  UniqueFd ready;
  pid_t starter = 0;  // ends at once, whatever becomes of the session: a child to be waited for
};

/** What the session process reads from --spec-fd, in memory; rewound. */
Result<UniqueFd> spec_file(const Spec& spec);

/** Runs `binary` (ntadmin-session) for the session in `directory`. */
Result<Starting> start_session(const std::string& binary, const std::string& directory, const Spec& spec);

struct StartedSession {
  uint32_t session_pid = 0;
  uint32_t program_pid = 0;
  std::string tty;  // "pts/7"
};

/** Reads to the end of what the session process says. Fails with its code and sentence; broken_pipe (109) when it died
 *  without a word. Does not block once `ready` was readable and the process lives. */
Result<StartedSession> read_started(int ready);

}  // namespace nta::session
