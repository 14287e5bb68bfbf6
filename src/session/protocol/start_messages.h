// How a session process is started: what it reads from --spec-fd, and what it says through --ready-fd. The rules of
// messages.h hold here too.
#pragma once

#include "session/protocol/messages.h"

namespace nta::session {

/** What to start; read from --spec-fd. */
struct Spec {
  static constexpr MessageType type = MessageType::spec;
  uint32_t session_id = 0;
  uint32_t daemon_uid = 0;  // may speak as the daemon, besides root and the session's own uid
  uint32_t rows = 0;
  uint32_t columns = 0;
  uint32_t scrollback_lines = 0;
  const char* user = nullptr;
  const char* shell = nullptr;              // the login shell, run when there are no arguments
  const char* working_directory = nullptr;  // must exist
  uint32_t argument_count = 0;
  const char** arguments = nullptr;  // program and arguments; the program is looked up in the environment's PATH
  uint32_t environment_count = 0;
  const char** environment = nullptr;  // "NAME=value": all of it but TERM and NTADMIN_SESSION
  static constexpr auto described() {
    using namespace describe;
    return joined(NTA_FIELDS(Spec, session_id, daemon_uid, rows, columns, scrollback_lines, user, shell,
                             working_directory, argument_count),
                  NTA_FIELD(Spec, arguments, "arguments", unique<array_of<text_pointer>>)
                      .counted(NTA_NUMBER(Spec, argument_count)),
                  NTA_FIELDS(Spec, environment_count),
                  NTA_FIELD(Spec, environment, "environment", unique<array_of<text_pointer>>)
                      .counted(NTA_NUMBER(Spec, environment_count)));
  }
};

/** Through --ready-fd, once: the program runs (code 0), or why it does not and nothing is left. */
struct Started {
  static constexpr MessageType type = MessageType::started;
  uint32_t code = 0;  // Win32
  const char* text = nullptr;
  uint32_t session_pid = 0;
  uint32_t program_pid = 0;
  const char* tty = nullptr;
  static constexpr auto described() { return NTA_FIELDS(Started, code, text, session_pid, program_pid, tty); }
};

}  // namespace nta::session
