// Program: what a session runs, and starting it on a new PTY.
#pragma once

#include <sys/types.h>

#include <string>
#include <vector>

#include "base/result.h"
#include "base/types.h"
#include "session/protocol/codec.h"
#include "session/protocol/start_messages.h"
#include "session/terminal/cell.h"

namespace nta::session {

/** A Spec with memory of its own. */
struct Program {
  uint32_t session_id = 0;
  uint32_t daemon_uid = 0;
  terminal::Size size;
  uint32_t scrollback_lines = 2000;
  std::string user;
  std::string shell;
  std::string working_directory;
  std::vector<std::string> arguments;
  std::vector<std::string> environment;
};

/** Reads the one frame of the spec, to its end. */
Result<Program> read_spec(int fd);

struct RunningProgram {
  UniqueFd terminal;   // the PTY's master, non-blocking
  UniqueFd kept_open;  // its slave: the terminal lives as long as the session, whoever closes it
  std::string tty;     // "pts/7"
  pid_t pid = 0;
};

/** Starts the program as leader of a session on a new PTY. Fails, with nothing left behind, when there is no PTY
 * (1450), the working directory (3) or the program (2) does not exist, or the program cannot be run (5). */
Result<RunningProgram> start(const Program& program);

/** Starts a program without a terminal of its own: it reads nothing and writes to `output`, or nowhere when that is
 *  negative. Fails as `start` does. */
Result<pid_t> start_beside(const Program& program, int output);

/** The texts of a message. */
std::vector<std::string> copied(const char* const* list, uint32_t count);

/** Tells the PTY, and so the programs (SIGWINCH), its size. */
void set_terminal_size(int terminal, terminal::Size size);

}  // namespace nta::session
