#include "host/providers/logind_session.h"

#include <fmt/core.h>
#include <systemd/sd-bus.h>

#include <string_view>

#include "host/providers/terminal.h"

namespace nta::host {
namespace {

bool read_text(sd_bus_message* message, std::string& into) {
  const char* text = nullptr;
  if (sd_bus_message_enter_container(message, 'v', "s") < 0 || sd_bus_message_read(message, "s", &text) < 0)
    return false;
  into = text;
  return sd_bus_message_exit_container(message) >= 0;
}

bool read_flag(sd_bus_message* message, bool& into) {
  int flag = 0;
  if (sd_bus_message_read(message, "v", "b", &flag) < 0) return false;
  into = flag != 0;
  return true;
}

// One entry of the dictionary; those we do not use are passed over.
bool read_property(sd_bus_message* message, std::string_view name, LogindSession& login) {
  const char *text = nullptr, *path = nullptr;
  if (name == "Id") return read_text(message, login.id);
  if (name == "Name") return read_text(message, login.user);
  if (name == "TTY") return read_text(message, login.tty);
  if (name == "RemoteHost") return read_text(message, login.remote_host);
  if (name == "Service") return read_text(message, login.service);
  if (name == "Type") return read_text(message, login.type);
  if (name == "Class") return read_text(message, login.kind);
  if (name == "State") return read_text(message, login.state);
  if (name == "Remote") return read_flag(message, login.remote);
  if (name == "IdleHint") return read_flag(message, login.idle);
  if (name == "LockedHint") return read_flag(message, login.locked);
  if (name == "Timestamp") return sd_bus_message_read(message, "v", "t", &login.created_usec) >= 0;
  if (name == "IdleSinceHint") return sd_bus_message_read(message, "v", "t", &login.idle_since_usec) >= 0;
  if (name == "User") return sd_bus_message_read(message, "v", "(uo)", &login.uid, &path) >= 0;
  if (name == "Leader") {
    uint32_t pid = 0;
    if (sd_bus_message_read(message, "v", "u", &pid) < 0) return false;
    login.leader = static_cast<pid_t>(pid);
    return true;
  }
  if (name == "Seat") {
    if (sd_bus_message_read(message, "v", "(so)", &text, &path) < 0) return false;
    login.seat = text;
    return true;
  }
  return sd_bus_message_skip(message, "v") >= 0;
}

Kind kind_of(const LogindSession& login) {
  if (login.seat == "seat0") return Kind::console;
  if (login.remote || login.service == "sshd") return Kind::ssh;
  return Kind::tty;
}

State state_of(const LogindSession& login) {
  if (login.state == "opening") return State::init;
  // At a seat with several sessions the one in front has the screen. Elsewhere there is but one, always in front.
  return login.state == "active" || login.seat.empty() ? State::active : State::disconnected;
}

}  // namespace

std::optional<LogindSession> read_logind_session(sd_bus_message* properties) {
  LogindSession login;
  if (sd_bus_message_enter_container(properties, 'a', "{sv}") < 0) return std::nullopt;
  int more = 0;
  while ((more = sd_bus_message_enter_container(properties, 'e', "sv")) > 0) {
    const char* name = nullptr;
    if (sd_bus_message_read(properties, "s", &name) < 0 || !read_property(properties, name, login)) return std::nullopt;
    if (sd_bus_message_exit_container(properties) < 0) return std::nullopt;
  }
  if (more < 0 || login.id.empty()) return std::nullopt;
  return login;
}

Session session_from(const LogindSession& login) {
  Session session;
  session.provider = "logind";
  session.scope = login.id;
  // logind counts from 1 again when it is restarted; the time tells two sessions of one name apart.
  session.key = fmt::format("{}@{}", login.id, login.created_usec);
  session.kind = kind_of(login);
  session.state = state_of(login);
  session.user = login.user;
  session.uid = login.uid;
  session.leader = login.leader;
  session.tty = login.tty;
  session.connect_time = session.logon_time = filetime_from_unix_usec(login.created_usec);
  if (login.idle) session.last_input_time = filetime_from_unix_usec(login.idle_since_usec);
  // A terminal has no lock: logind's flag says something only where a desktop sets it.
  if (login.is_desktop()) session.lock = login.locked ? Lock::locked : Lock::unlocked;
  if (session.has_client() && (login.remote || session.kind == Kind::ssh))
    session.client = {
        .name = login.remote_host, .address = address_of(login.remote_host), .protocol = Protocol::remote};
  return session;
}

}  // namespace nta::host
