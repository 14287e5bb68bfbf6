// The attach client: shows a session in the terminal that this process has.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "session/client/channels.h"
#include "session/client/connection.h"

namespace nta::session {

/** Who reads and writes the terminal: the session, given a descriptor of it, where it is this user's own and can; or
 *  this process, always. */
enum class Serving { direct, relayed };

struct AttachOptions {
  int input = 0;  // the person's terminal
  int output = 1;
  std::optional<char> detach_key = '\x1d';  // Ctrl-]
  bool take_over = false;
  Serving serving = Serving::direct;
  std::string client_name;     // of the machine the person is at
  std::string client_address;  // text; empty at this machine
  uint32_t protocol = 0;       // 0 at this machine, 2 elsewhere
  std::vector<ChannelCommand> channels;
  std::string ticket;  // looks on at the session while its client works, and is let in by this
};

enum class AttachEnd { detach_key, hung_up, taken_over, disconnected, exited, lost };

struct AttachOutcome {
  AttachEnd end = AttachEnd::lost;
  uint32_t exit_status = 0;  // of the program, when it ended
  std::string line;          // "[session 3 ended, exit status 0]": already printed, unless the terminal hung up
};

/** A control key: "^]", "C-]", "ctrl-]" or the character itself; "none" for no key. invalid_parameter otherwise. */
Result<std::optional<char>> parse_detach_key(std::string_view text);

/** Shows the session until it ends, or this client leaves or has to. The terminal is raw meanwhile and is put back as
 * it was, whatever happens. After that come lines about channels whose commands failed. Fails when the input is no
 * terminal, or with what the session answers: ctx_winstation_busy (7024) when another client has it and take_over is
 * false. One with a ticket waits first until the session's person has agreed, ctx_shadow_denied (7044) otherwise; the
 * detach key and Control-C end the wait with cancelled (1223), and other keys go nowhere. SIGWINCH, SIGHUP, SIGTERM and
 * SIGINT are blocked meanwhile. */
Result<AttachOutcome> attach(Connection& session, const AttachOptions& options);

}  // namespace nta::session
