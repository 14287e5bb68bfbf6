// What the unprivileged process asks of its monitor, and what it answers: one described structure a message.
//
// Both ends are the same executable, so there is one version of this. It is NDR all the same, because the end with the
// rights must not trust a single field of what the other sends.
#pragma once

#include <string>
#include <vector>

#include "base/arena.h"
#include "describe/type.h"

namespace nta::daemon::monitor {

enum class RequestKind : uint32_t {
  ready = 1,
  start_session = 2,
  signal_process = 3,
  power = 4,
  login_peer = 5,
  change_unix_user = 6,
  show_notice = 7,
};

/** In front of every message, both ways. */
struct Header {
  uint32_t kind;    // RequestKind, the answer's too
  uint32_t serial;  // the asker's number for it; 0: no answer is wanted
};

/** ready: the socket answers. Nothing to say about it. */
struct Ready {
  uint32_t pid;
};

/** So many sessions of one user start at once: who stops what starts takes no room from others. */
inline constexpr size_t most_starts_of_one = 4;

/** start_session: a session of a Unix user. With it travels the caller's connection. */
struct StartSession {
  uint32_t session;
  uint32_t uid;
  uint32_t columns;
  uint32_t rows;
  uint32_t argument_count;
  char** arguments;
  uint32_t environment_count;
  char** environment;
  char* directory;
  char* remote_host;
};

/** signal_process: with it travels the caller's connection, except when the target is in a session of a keeper. */
struct SignalProcess {
  uint64_t start_ticks;
  uint32_t pid;
  uint32_t signal;
};

struct Power {
  uint32_t action;
};

/** login_peer: from where the login is in which a process runs. */
struct LoginPeer {
  uint32_t pid;
};

enum class UnixUserAction : uint32_t { add = 1, rename = 2, disable = 3, enable = 4, remove = 5, set_full_name = 6 };

/** change_unix_user: by the system's tools. */
struct ChangeUnixUser {
  uint32_t action;  // UnixUserAction
  uint32_t uid;     // whom `name` has to be; of a new one: nobody's yet
  char* name;
  char* new_name;        // rename
  char* full_name;       // add, set_full_name: as it can stand in GECOS
  char* home_directory;  // add; null or empty: where the system's new users have theirs
};

/** show_notice: a message on the desktop of a user, or on a terminal of theirs. */
struct ShowNotice {
  uint32_t uid;
  uint32_t style;    // MB_*
  uint32_t seconds;  // 0: no limit
  uint32_t wait;     // for the answer, 1 or 0
  char* title;
  char* text;
  char* terminal;  // "pts/3"; null: the desktop
};

struct Answer {
  uint32_t code;  // Win32
  // start_session: the pid of the session process; change_unix_user: the uid; show_notice: the button
  uint32_t number;
  char* text;  // the sentence of a failure; login_peer: the address, empty for none
};

/** The texts as an array of pointers in `arena`; they must outlive it. */
char** pointers_to(const std::vector<std::string>& texts, Arena& arena);
/** The texts of a decoded array; null ones are empty. */
std::vector<std::string> texts_at(char* const* pointers, uint32_t count);
inline std::string text_at(const char* text) { return text ? text : ""; }

}  // namespace nta::daemon::monitor

namespace nta::describe {

template <>
inline constexpr auto fields_of<daemon::monitor::Header> = fields(NTA_FIELD(daemon::monitor::Header, kind, "kind", u32),
                                                                  NTA_FIELD(daemon::monitor::Header, serial, "serial",
                                                                            u32));

template <>
inline constexpr auto fields_of<daemon::monitor::Ready> = fields(NTA_FIELD(daemon::monitor::Ready, pid, "pid", u32));

template <>
inline constexpr auto fields_of<daemon::monitor::StartSession> =
    fields(NTA_FIELD(daemon::monitor::StartSession, session, "session", u32),
           NTA_FIELD(daemon::monitor::StartSession, uid, "uid", u32),
           NTA_FIELD(daemon::monitor::StartSession, columns, "columns", u32),
           NTA_FIELD(daemon::monitor::StartSession, rows, "rows", u32),
           NTA_FIELD(daemon::monitor::StartSession, argument_count, "", u32),
           NTA_FIELD(daemon::monitor::StartSession, arguments, "arguments", unique<array_of<unique<astring>>>)
               .counted(NTA_NUMBER(daemon::monitor::StartSession, argument_count)),
           NTA_FIELD(daemon::monitor::StartSession, environment_count, "", u32),
           NTA_FIELD(daemon::monitor::StartSession, environment, "environment", unique<array_of<unique<astring>>>)
               .counted(NTA_NUMBER(daemon::monitor::StartSession, environment_count)),
           NTA_FIELD(daemon::monitor::StartSession, directory, "directory", unique<astring>),
           NTA_FIELD(daemon::monitor::StartSession, remote_host, "remote_host", unique<astring>));

template <>
inline constexpr auto fields_of<daemon::monitor::SignalProcess> =
    fields(NTA_FIELD(daemon::monitor::SignalProcess, start_ticks, "start_ticks", u64),
           NTA_FIELD(daemon::monitor::SignalProcess, pid, "pid", u32),
           NTA_FIELD(daemon::monitor::SignalProcess, signal, "signal", u32));

template <>
inline constexpr auto fields_of<daemon::monitor::Power> = fields(NTA_FIELD(daemon::monitor::Power, action, "action",
                                                                           u32));

template <>
inline constexpr auto fields_of<daemon::monitor::LoginPeer> = fields(NTA_FIELD(daemon::monitor::LoginPeer, pid, "pid",
                                                                               u32));

template <>
inline constexpr auto fields_of<daemon::monitor::ChangeUnixUser> =
    fields(NTA_FIELD(daemon::monitor::ChangeUnixUser, action, "action", u32),
           NTA_FIELD(daemon::monitor::ChangeUnixUser, uid, "uid", u32),
           NTA_FIELD(daemon::monitor::ChangeUnixUser, name, "name", unique<astring>),
           NTA_FIELD(daemon::monitor::ChangeUnixUser, new_name, "new_name", unique<astring>),
           NTA_FIELD(daemon::monitor::ChangeUnixUser, full_name, "full_name", unique<astring>),
           NTA_FIELD(daemon::monitor::ChangeUnixUser, home_directory, "home_directory", unique<astring>));

template <>
inline constexpr auto fields_of<daemon::monitor::ShowNotice> =
    fields(NTA_FIELD(daemon::monitor::ShowNotice, uid, "uid", u32),
           NTA_FIELD(daemon::monitor::ShowNotice, style, "style", u32),
           NTA_FIELD(daemon::monitor::ShowNotice, seconds, "seconds", u32),
           NTA_FIELD(daemon::monitor::ShowNotice, wait, "wait", u32),
           NTA_FIELD(daemon::monitor::ShowNotice, title, "title", unique<astring>),
           NTA_FIELD(daemon::monitor::ShowNotice, text, "text", unique<astring>),
           NTA_FIELD(daemon::monitor::ShowNotice, terminal, "terminal", unique<astring>));

template <>
inline constexpr auto fields_of<daemon::monitor::Answer> = fields(
    NTA_FIELD(daemon::monitor::Answer, code, "code", u32), NTA_FIELD(daemon::monitor::Answer, number, "number", u32),
    NTA_FIELD(daemon::monitor::Answer, text, "text", unique<astring>));

}  // namespace nta::describe
