// One terminal session, as the model knows it: a plain value.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "base/filetime.h"
#include "base/types.h"

namespace nta::host {

/** Values are those of WTS_CONNECTSTATE_CLASS. */
enum class State : uint32_t {
  active = 0,
  connected = 1,
  connect_query = 2,
  shadow = 3,
  disconnected = 4,
  idle = 5,
  listen = 6,
  reset = 7,
  down = 8,
  init = 9,
};

/** What a session is; its WinStation name follows from this (docs/rulings.md 5). */
enum class Kind { services, console, pty, ssh, tty, rdp, listener };

enum class Lock { unknown, locked, unlocked };

/** 0 for a client at this machine, 2 for one elsewhere; the API's values. */
enum class Protocol : uint16_t { console = 0, remote = 2 };

struct Address {
  std::string text;  // "192.0.2.5", "2001:db8::1"; empty when there is none
  int family = 0;    // AF_INET, AF_INET6, AF_UNSPEC
  bool operator==(const Address&) const = default;
};

/** The terminal that shows a session. All empty for a disconnected one. */
struct Client {
  std::string name;  // of the machine it is on; empty at the console
  Address address;
  Protocol protocol = Protocol::console;
  uint32_t columns = 0;  // 0 where unknown
  uint32_t rows = 0;
  std::string terminal;  // TERM
  pid_t pid = 0;         // of `ntadmin attach`; 0 where there is no such process
  bool operator==(const Client&) const = default;
};

/** Since the client connected. */
struct Traffic {
  uint64_t in_bytes = 0;   // from the client
  uint64_t out_bytes = 0;  // to the client
  uint64_t in_frames = 0;
  uint64_t out_frames = 0;
  bool operator==(const Traffic&) const = default;
};

struct Session {
  SessionId id;  // from a provider: 0 lets the table find it by key
  State state = State::disconnected;
  Kind kind = Kind::pty;
  std::string winstation;  // "SSH#5"; empty when disconnected. The table fills it in
  std::string user;        // empty when nobody is logged on
  std::string domain;      // the computer's name for its own accounts. The table fills it in where empty
  std::optional<uid_t> uid;
  Lock lock = Lock::unknown;
  FileTime connect_time = 0;  // all times: 0 for never
  FileTime disconnect_time = 0;
  FileTime logon_time = 0;
  FileTime last_input_time = 0;
  Client client;
  std::vector<pid_t> viewers;  // processes that show it besides its client
  Traffic traffic;
  std::string initial_program;  // empty for the login shell
  std::string working_directory;
  bool broken = false;           // disconnected: the client was lost, nobody asked for it
  std::string last_client;       // disconnected: the address of the client it had; empty for this machine
  pid_t leader = 0;              // first process: ntadmin-session, logind's leader, the login's process
  std::string scope;             // logind's name of the session, where it has one
  std::string tty;               // "pts/3", "tty2"; empty where unknown
  uint32_t terminal_device = 0;  // device number of the tty, where a login without logind is known by it
  std::string provider;          // "pty", "logind", "utmp"
  std::string key;               // what the provider knows it by; never the same for two sessions of one boot

  bool has_user() const { return !user.empty(); }
  bool has_client() const { return state == State::active || state == State::connected || state == State::shadow; }
  bool operator==(const Session&) const = default;
};

}  // namespace nta::host
