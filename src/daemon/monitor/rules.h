// The conditions under which the monitor acts. Each is a function of what it is told and of what the kernel says.
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "daemon/monitor/messages.h"
#include "daemon/privileges.h"
#include "host/identity/unix_users.h"

namespace nta::daemon::monitor {

/** What the rules are applied to. Read from root's configuration, never from the unprivileged process. */
struct Rules {
  std::string socket_path;      // of the host: proofs are connections accepted there
  std::optional<gid_t> admins;  // the group 'ntadmin'
  pid_t monitor = 0;
  bool network_may_power = false;  // the host's word is enough for who asks for power
  bool makes_unix_users = false;   // the host's accounts are made as Unix users, too
  host::UidRange people;           // whose uids are those
  std::string homes = "/home";     // where their home directories are
  uid_t own_user = 0;              // that the host runs as
  std::vector<pid_t> keepers;      // of the sessions there are
  std::string proc_root = "/proc";
  std::string runtime_root = "/run/user";  // with a directory for each user who is logged on
  std::string dev_root = "/dev";
};

/** Who a request is made for, in the kernel's words. */
struct Caller {
  uid_t uid;
  std::vector<gid_t> groups;
};

/** Whether the unprivileged process may run as `account`: not as root, and not as one of the administrators, for it can
 *  connect to itself, or leave a set-group-id program that makes somebody else connect. */
Result<void> may_be_host(const Account& account, std::optional<gid_t> admins);

/** Who connected to the host's socket, from one accepted connection. Anything else is access_denied, since any process
 *  can get hold of a socket whose other end root owns: a connection that it made itself to a service of root's. Of
 *  those, getpeername() names the service; a connection that was accepted has a nameless peer. Nor is the host itself a
 *  caller, or what runs with its user's rights. */
Result<Caller> read_caller(int connection, const Rules& rules);

bool is_administrator(const Caller& caller, const Rules& rules);

/** The caller is that user; the numbers and texts are such as a session can have. */
Result<void> may_start_session(const StartSession& request, const Caller* caller, const Rules& rules);

/** One of the four signals of a log-off or kill, to a process that exists, neither pid 1 nor the monitor. It belongs to
 *  a terminal session, a keeper's or a login's, or to the caller, or the caller is an administrator. Without a
 *  caller it is a log-off that the host has allowed: terminal sessions, and nothing else of the machine. */
Result<void> may_signal(const SignalProcess& request, const Caller* caller, const Rules& rules);

/** A known action, asked for by an administrator; over the network only where root's configuration allows it. */
Result<void> may_power(const Power& request, const Caller* caller, const Rules& rules);

/** A process that runs in a login: of those the system's own lists of logins tell everyone as much. */
Result<void> may_find_login_peer(const LoginPeer& request, const Caller* caller, const Rules& rules);

/** Only where root's configuration says so; a person's user, never one of the system's or the host's own, by a name
 * that a new user would be given. */
Result<void> may_change_unix_user(const ChangeUnixUser& request, const Caller* caller, const Rules& rules);

/** A user whose desktop has a bus that is his, and a message such as sessions take. Who may send it the host decides:
 *  what is shown says nothing of its sender but what the text does. */
Result<void> may_show_notice(const ShowNotice& request, const Caller* caller, const Rules& rules);

}  // namespace nta::daemon::monitor
