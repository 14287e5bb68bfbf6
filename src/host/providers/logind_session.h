// What logind says of one session (org.freedesktop.login1.Session), and the row it makes.
#pragma once

#include <optional>
#include <string>

#include "host/sessions/session.h"

struct sd_bus_message;

namespace nta::host {

struct LogindSession {
  std::string id;  // "c2"
  std::string user;
  uid_t uid = 0;
  uint64_t created_usec = 0;  // since 1970
  std::string seat;
  std::string tty;
  std::string remote_host;
  std::string service;  // of PAM: "sshd", "login", "gdm-password"
  std::string type;     // "tty", "x11", "wayland"
  std::string kind;     // logind's Class: "user", "greeter", "manager", "background"
  std::string state;    // "opening", "online", "active", "closing"
  bool remote = false;
  bool idle = false;
  uint64_t idle_since_usec = 0;
  bool locked = false;
  pid_t leader = 0;

  /** A user's own session that has not ended: not a greeter, a lock screen, a manager, a job; one that is closing only
   *  waits for its last processes. */
  bool is_desktop() const { return type == "x11" || type == "wayland"; }
  bool is_shown() const { return kind.starts_with("user") && state != "closing"; }
};

/** The answer to GetAll. Null when it is not what logind documents. */
std::optional<LogindSession> read_logind_session(sd_bus_message* properties);

/** The row, but for what only terminals and processes tell. */
Session session_from(const LogindSession& login);

}  // namespace nta::host
