// What session processes, the daemon and attach clients say to each other over <session dir>/session.sock.
//
// A session process outlives the daemon that started it, so both sides may be of different releases:
// - the number of a message is never used again, a member is never removed, moved or given another meaning;
// - a new member goes to the end of its message. A frame says how many members it has: a receiver that knows fewer
//   ignores the rest, one that knows more finds zero in those that did not come (codec.h);
// - a request of an unknown number is answered with Answer 50 (not supported), other unknown messages are ignored;
// - `version` is raised only when the rules above are not enough; a session refuses a Hello of a version it lacks.
// What changes together: this file, codec.h when the frame changes, tests/session/protocol_test.cc (its golden bytes
// show the change), and docs/session.md.
//
// Order on a connection: each side sends Hello first. A daemon is then told the State, and again whenever it changes. A
// client sends Attach, gets an Answer, and from then on Output and Restoration until Detached or Exited.
#pragma once

#include <cstdint>

#include "base/filetime.h"
#include "describe/natural.h"

namespace nta::session {

inline constexpr uint32_t protocol_version = 1;
inline constexpr const char* socket_name = "session.sock";
/** Of one session at a time; a State with more is no session's of ours. */
inline constexpr size_t most_viewers = 8;

enum class MessageType : uint16_t {
  hello = 1,
  attach = 2,
  input = 3,          // raw bytes for the program, from the client
  resize = 4,         //
  output = 5,         // raw bytes for the client's terminal
  detach = 6,         // the client leaves
  detached = 7,       // the session lets the client go
  exited = 8,         // the program ended
  get_state = 9,      //
  state = 10,         //
  disconnect = 11,    // drop the client, the programs live on
  logoff = 12,        //
  progress = 13,      // of a log-off
  answer = 14,        //
  capture = 15,       //
  captured = 16,      // raw UTF-8: scrollback and screen, a line each; several frames, then Answer
  restoration = 17,   // raw bytes that put the client's terminal back, whenever it leaves; replaces the one before
  attached = 18,      //
  show_box = 19,      // a message box over the screen, answered by whoever is at the terminal
  box_answered = 20,  //
  run = 21,           // another program beside the session's own
  ran = 22,           //
  admit = 30,         // one who is not the session's user may come, with a ticket
  shadow = 31,        // a viewer: shows the session a second time
  stop_shadow = 32,   // drop every viewer
  hand_over = 33,     // the client is to show another session
  go_on = 34,         // to the client: which
  gone_on = 35,       // from the client: whether it does
  open_channel = 36,  // these five: channel_messages.h
  channel = 37,
  serve_channel = 38,
  channel_closed = 39,
  channel_ended = 40,
  spec = 100,     // through --spec-fd
  started = 101,  // through --ready-fd
};

enum class Role : uint32_t { session = 0, daemon = 1, client = 2 };

/** The WTS_CONNECTSTATE_CLASS values that a session process has. */
enum class ConnectState : uint32_t { active = 0, disconnected = 4 };

struct Hello {
  static constexpr MessageType type = MessageType::hello;
  uint32_t version = protocol_version;
  uint32_t role = 0;
  uint32_t session_id = 0;  // from the session
  static constexpr auto described() { return NTA_FIELDS(Hello, version, role, session_id); }
};

/** How every message begins that is answered, those of later releases too. */
struct NumberedRequest {
  uint32_t request = 0;
  static constexpr auto described() { return NTA_FIELDS(NumberedRequest, request); }
};

/** In answer to every message with a `request`, which it repeats. */
struct Answer {
  static constexpr MessageType type = MessageType::answer;
  uint32_t request = 0;
  uint32_t code = 0;  // Win32
  const char* text = nullptr;
  static constexpr auto described() { return NTA_FIELDS(Answer, request, code, text); }
};

/** A client has attached: whether its terminal is served directly (the session may not be able to). Before the Answer.
 */
struct Attached {
  static constexpr MessageType type = MessageType::attached;
  uint32_t direct = 0;
  uint32_t channels = 0;  // 1: what the client announced can be opened
  static constexpr auto described() {
    using namespace describe;
    return fields(NTA_FIELD(Attached, direct, "direct", bool32), NTA_FIELD(Attached, channels, "channels", bool32));
  }
};

/** A virtual channel that a client serves. */
struct ChannelOffer {
  const char* name = nullptr;
  uint32_t options = 0;  // CHANNEL_OPTION_*
  static constexpr auto described() { return NTA_FIELDS(ChannelOffer, name, options); }
};

/** Shows the session in the client's terminal. Answer 7024 (busy) when another client has it and take_over is 0. */
struct Attach {
  static constexpr MessageType type = MessageType::attach;
  uint32_t request = 0;
  uint32_t rows = 0;
  uint32_t columns = 0;
  uint32_t take_over = 0;
  const char* terminal = nullptr;        // TERM
  const char* tty = nullptr;             // "pts/4"
  const char* client_name = nullptr;     // of the machine the person is at
  const char* client_address = nullptr;  // text; the daemon finds the true one from the client's pid
  uint32_t protocol = 0;                 // 0 at this machine, 2 elsewhere
  // 1: the client's terminal itself comes along as a descriptor (SCM_RIGHTS), open for itself alone and in raw mode. If
  // both are the same user's, the session reads and writes it, and no Input or Output passes through the client.
  uint32_t direct = 0;
  uint32_t detach_key = 0;       // with `direct`: the session looks for it; 0: none
  uint32_t can_go_on = 0;        // 1: it knows GoOn
  const char* ticket = nullptr;  // of one who is not the session's user, and was announced
  uint32_t channel_count = 0;
  const ChannelOffer* channels = nullptr;
  static constexpr auto described() {
    using namespace describe;
    return joined(NTA_FIELDS(Attach, request, rows, columns), NTA_FIELD(Attach, take_over, "take_over", bool32),
                  NTA_FIELDS(Attach, terminal, tty, client_name, client_address, protocol),
                  NTA_FIELD(Attach, direct, "direct", bool32), NTA_FIELDS(Attach, detach_key),
                  NTA_FIELD(Attach, can_go_on, "can_go_on", bool32), NTA_FIELDS(Attach, ticket, channel_count),
                  NTA_FIELD(Attach, channels, "channels", unique<array_of<type_of<ChannelOffer>>>)
                      .counted(NTA_NUMBER(Attach, channel_count)));
  }
};

struct Resize {
  static constexpr MessageType type = MessageType::resize;
  uint32_t rows = 0;
  uint32_t columns = 0;
  static constexpr auto described() { return NTA_FIELDS(Resize, rows, columns); }
};

struct Detach {
  static constexpr MessageType type = MessageType::detach;
  uint32_t request = 0;
  static constexpr auto described() { return NTA_FIELDS(Detach, request); }
};

/** Why the session let its client go. */
enum class DetachReason : uint32_t { asked = 0, taken_over = 1, disconnected = 2, hung_up = 3 };

struct Detached {
  static constexpr MessageType type = MessageType::detached;
  uint32_t reason = 0;
  const char* text = nullptr;  // "taken over from pts/4"; with `disconnected`: "was disconnected by HOST\\alice"
  static constexpr auto described() { return NTA_FIELDS(Detached, reason, text); }
};

struct Exited {
  static constexpr MessageType type = MessageType::exited;
  uint32_t status = 0;         // exit status, or 128 + signal
  const char* text = nullptr;  // of one that was logged off, why: "was logged off by HOST\\alice"
  static constexpr auto described() { return NTA_FIELDS(Exited, status, text); }
};

struct GetState {
  static constexpr MessageType type = MessageType::get_state;
  uint32_t request = 0;
  static constexpr auto described() { return NTA_FIELDS(GetState, request); }
};

/** All that a daemon needs to show the session, also after it was itself restarted. */
struct State {
  static constexpr MessageType type = MessageType::state;
  uint32_t request = 0;  // 0: told without being asked
  uint32_t session_id = 0;
  uint32_t connection = 0;
  uint32_t uid = 0;
  uint32_t session_pid = 0;
  uint32_t program_pid = 0;  // 0 when it has ended
  uint32_t rows = 0;
  uint32_t columns = 0;
  const char* user = nullptr;
  const char* program = nullptr;  // as given; empty: the login shell
  const char* working_directory = nullptr;
  const char* tty = nullptr;  // "pts/7": the session's own
  const char* title = nullptr;
  FileTime logon_time = 0;
  FileTime connect_time = 0;
  FileTime disconnect_time = 0;
  FileTime last_input_time = 0;
  uint64_t bytes_in = 0;   // typed by clients
  uint64_t bytes_out = 0;  // sent to clients
  uint32_t frames_in = 0;
  uint32_t frames_out = 0;
  uint32_t client_pid = 0;  // from the kernel; 0: no client
  uint32_t client_protocol = 0;
  const char* client_name = nullptr;
  const char* client_address = nullptr;
  const char* client_terminal = nullptr;
  const char* client_tty = nullptr;
  uint32_t exited = 0;
  uint32_t exit_status = 0;
  uint32_t viewer_count = 0;
  const uint32_t* viewers = nullptr;          // pids, from the kernel, of those that see the session besides its client
  uint32_t broken = 0;                        // disconnected because the client was lost
  const char* last_client_address = nullptr;  // of the client that it had before
  static constexpr auto described() {
    using namespace describe;
    return joined(NTA_FIELDS(State, request, session_id, connection, uid, session_pid, program_pid, rows, columns, user,
                             program, working_directory, tty, title),
                  NTA_FIELD(State, logon_time, "logon_time", time_hyper),
                  NTA_FIELD(State, connect_time, "connect_time", time_hyper),
                  NTA_FIELD(State, disconnect_time, "disconnect_time", time_hyper),
                  NTA_FIELD(State, last_input_time, "last_input_time", time_hyper),
                  NTA_FIELDS(State, bytes_in, bytes_out, frames_in, frames_out, client_pid, client_protocol,
                             client_name, client_address, client_terminal, client_tty),
                  NTA_FIELD(State, exited, "exited", bool32), NTA_FIELDS(State, exit_status, viewer_count),
                  NTA_ROWS(State, viewers, viewer_count), NTA_FIELD(State, broken, "broken", bool32),
                  NTA_FIELDS(State, last_client_address));
  }
};

/** Answer 0 when there is no client any more (or was none). */
struct Disconnect {
  static constexpr MessageType type = MessageType::disconnect;
  uint32_t request = 0;
  const char* text = nullptr;  // for the client's Detached
  static constexpr auto described() { return NTA_FIELDS(Disconnect, request, text); }
};

/** Ends every process of the session (docs/rulings.md 6), telling Progress; the Answer is the last thing said. */
struct Logoff {
  static constexpr MessageType type = MessageType::logoff;
  uint32_t request = 0;
  const char* text = nullptr;  // for the client's Exited
  static constexpr auto described() { return NTA_FIELDS(Logoff, request, text); }
};

struct Progress {
  static constexpr MessageType type = MessageType::progress;
  uint32_t request = 0;
  uint32_t processes = 0;  // still alive
  uint32_t signal = 0;     // sent last
  static constexpr auto described() { return NTA_FIELDS(Progress, request, processes, signal); }
};

struct Capture {
  static constexpr MessageType type = MessageType::capture;
  uint32_t request = 0;
  static constexpr auto described() { return NTA_FIELDS(Capture, request); }
};

/** Boxes are shown one after the other, also to a client that comes later. An Answer refuses one (1438 a style there is
 *  not, 170 too many); else BoxAnswered follows, when a button is pressed or the time, from now on, is over. */
struct ShowBox {
  static constexpr MessageType type = MessageType::show_box;
  uint32_t request = 0;
  uint32_t style = 0;    // MB_*
  uint32_t seconds = 0;  // 0: no limit
  const char* title = nullptr;
  const char* text = nullptr;
  static constexpr auto described() { return NTA_FIELDS(ShowBox, request, style, seconds, title, text); }
};

struct BoxAnswered {
  static constexpr MessageType type = MessageType::box_answered;
  uint32_t request = 0;
  uint32_t response = 0;  // ID*: a button, or 32000 when the time was over
  static constexpr auto described() { return NTA_FIELDS(BoxAnswered, request, response); }
};

/** What a ticket is good for. */
enum class Purpose : uint32_t { view = 0, control = 1, attach = 2, channel = 3 };

/** From the daemon, which has found that a caller may: the process `pid` of `uid` is let in once, with this ticket. */
struct Admit {
  static constexpr MessageType type = MessageType::admit;
  uint32_t request = 0;
  uint32_t uid = 0;
  uint32_t pid = 0;
  uint32_t purpose = 0;
  uint32_t ask_seconds = 0;      // how long the person at the session has to agree; 0: is not asked
  const char* ticket = nullptr;  // nobody else can know it
  const char* who = nullptr;     // for the person: "HOST\\alice"
  static constexpr auto described() { return NTA_FIELDS(Admit, request, uid, pid, purpose, ask_seconds, ticket, who); }
};

/** Shows the session in one more terminal, relayed, with Restoration and Output as for a client. The Answer comes when
 *  the session's person has agreed: 7044 no; 7050 nobody is at the session. What a viewer types counts if its ticket
 *  was for control. Detach, Resize, Detached and Exited are as a client's. */
struct Shadow {
  static constexpr MessageType type = MessageType::shadow;
  uint32_t request = 0;
  uint32_t rows = 0;
  uint32_t columns = 0;
  const char* ticket = nullptr;
  static constexpr auto described() { return NTA_FIELDS(Shadow, request, rows, columns, ticket); }
};

/** The terminal that shows this session is to show another. Answered when it does, or with why not: then it shows this
 *  one again. 87 there is no client, 50 it cannot, 170 it is asked already. */
struct HandOver {
  static constexpr MessageType type = MessageType::hand_over;
  uint32_t request = 0;
  const char* directory = nullptr;  // of the other session
  const char* ticket = nullptr;     // that lets the client in there
  static constexpr auto described() { return NTA_FIELDS(HandOver, request, directory, ticket); }
};

/** To the client. Its terminal is left alone until GoneOn comes. */
struct GoOn {
  static constexpr MessageType type = MessageType::go_on;
  const char* directory = nullptr;
  const char* ticket = nullptr;
  static constexpr auto described() { return NTA_FIELDS(GoOn, directory, ticket); }
};

struct GoneOn {
  static constexpr MessageType type = MessageType::gone_on;
  uint32_t code = 0;  // Win32; 0: the other session has the terminal
  const char* text = nullptr;
  static constexpr auto described() { return NTA_FIELDS(GoneOn, code, text); }
};

/** Answer 7057 when there is no viewer. */
struct StopShadow {
  static constexpr MessageType type = MessageType::stop_shadow;
  uint32_t request = 0;
  static constexpr auto described() { return NTA_FIELDS(StopShadow, request); }
};

inline constexpr describe::Type text_pointer = describe::unique<describe::astring>;

/** Starts a program in the session, beside its own, with nothing to read; for the session's user and root only. Its
 *  output goes to the session's terminal. It ends with the session. Ran, then Answer; or an Answer that says why it
 * does not run. */
struct Run {
  static constexpr MessageType type = MessageType::run;
  uint32_t request = 0;
  uint32_t silent = 0;                      // its output goes nowhere
  const char* working_directory = nullptr;  // empty: the session's
  uint32_t argument_count = 0;
  const char** arguments = nullptr;  // program and arguments
  uint32_t own_environment = 0;      // 0: the session's, and none follows
  uint32_t environment_count = 0;
  const char** environment = nullptr;
  static constexpr auto described() {
    using namespace describe;
    return joined(
        NTA_FIELDS(Run, request), NTA_FIELD(Run, silent, "silent", bool32),
        NTA_FIELDS(Run, working_directory, argument_count),
        NTA_FIELD(Run, arguments, "arguments", unique<array_of<text_pointer>>).counted(NTA_NUMBER(Run, argument_count)),
        NTA_FIELD(Run, own_environment, "own_environment", bool32), NTA_FIELDS(Run, environment_count),
        NTA_FIELD(Run, environment, "environment", unique<array_of<text_pointer>>)
            .counted(NTA_NUMBER(Run, environment_count)));
  }
};

struct Ran {
  static constexpr MessageType type = MessageType::ran;
  uint32_t request = 0;
  uint32_t pid = 0;
  static constexpr auto described() { return NTA_FIELDS(Ran, request, pid); }
};

}  // namespace nta::session
