// Settings: everything an ntadmind can be told, after defaults, configuration file and command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "auth/security_context.h"
#include "base/log.h"
#include "base/result.h"
#include "host/accounts/unix_map.h"
#include "host/mode.h"
#include "host/sessions/admission.h"
#include "host/shares/share_table.h"
#include "smb/server_connection.h"

namespace nta::daemon {

using host::Mode;

/** Whether a part of the system is used: `automatic` means where it is there. */
enum class Presence { automatic, on, off };

struct Settings {
  Mode mode = Mode::user;
  log::Level log_level = log::Level::info;
  std::string log_file;     // empty: stderr, or the default file when not in the foreground
  std::string state_dir;    // what outlives a restart
  std::string runtime_dir;  // what outlives a restart of the daemon, but not of the machine
  std::string libexec_dir;  // where ntadmin-session is; empty: beside ntadmind
  std::string run_as = "ntadmin";
  std::string pam_dir;  // empty: the system's PAM configuration

  bool ephemeral = false;     // a disposable host: accounts in memory, its sessions end with it
  std::string accounts_file;  // made accounts of a disposable host; empty: none

  bool one_session_per_user = true;
  uint32_t scrollback_lines = 2000;
  std::string shell;  // empty: the user's own login shell
  std::string detach_key = "^]";
  std::optional<host::ShadowPolicy> shadow;  // none: what is set for the listener and the user
  std::string listener_name = "Pty";
  Presence logind = Presence::automatic;
  Presence utmp = Presence::automatic;

  accounts::UnixMode unix_users = accounts::UnixMode::map;

  std::string workgroup = "WORKGROUP";
  host::SharePolicy shares = host::SharePolicy::refused;
  std::string disks;  // "D:/srv E:/data", besides C:
  bool restrict_session_list = false;
  bool remote_shutdown = false;
  std::optional<uint16_t> smb_port;  // none said: smb_port_or_default()
  std::string listen;                // a numeric address; empty: every one of this machine
  smb::Encryption smb_encryption = smb::Encryption::preferred;

  std::optional<uint16_t> rpc_port;       // none said: serves_rpc(), at a port that is free
  std::optional<uint16_t> epmapper_port;  // none said: epmapper_port_or_default()
  auth::Level rpc_level = auth::Level::packet;
  auth::HeaderSigning rpc_header_signing = auth::HeaderSigning::on;  // off: what Kerberos does not cover is taken, too
  std::string keytab;                                                // empty: no Kerberos
  std::string target_names;                                          // with commas between; empty: any
  std::string null_session_pipes;  // with commas between; empty: no session is nobody's

  /** Whether ncacn_ip_tcp is offered. */
  bool serves_rpc() const { return rpc_port ? *rpc_port != 0 : mode == Mode::system; }
  uint16_t epmapper_port_or_default() const { return epmapper_port.value_or(mode == Mode::system ? 135 : 0); }

  /** 0: nobody is served over SMB. */
  uint16_t smb_port_or_default() const { return smb_port.value_or(mode == Mode::system ? 445 : 0); }

  std::string socket_path() const;
  std::string sessions_dir() const { return runtime_dir + "/sessions"; }
};

/** Of the socket: who they are is the kernel's word, what they may do the services'. In user mode the state directory
 *  lets nobody else in. */
inline constexpr unsigned socket_mode = 0666;

/** What stands between the commas of a value. */
std::vector<std::string> listed(std::string_view value);

/** The defaults of a mode, with its directories from the XDG variables of the environment (user mode). */
Result<Settings> default_settings(Mode mode);

/** Where the configuration file is when no one names it. */
std::string default_config_path(Mode mode);

/** Makes the settings whole once all is read: derived directories, and what only makes sense in one mode. */
Result<void> complete(Settings& settings);

}  // namespace nta::daemon
