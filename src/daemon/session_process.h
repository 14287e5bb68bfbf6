// Starting ntadmin-session: the directory, the specification, the process, and the word that its program runs.
//
// The same for both who start one: the daemon of a user, and the keeper of a system host (docs/processes.md).
#pragma once

#include <sys/types.h>

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/types.h"
#include "daemon/privileges.h"
#include "daemon/settings.h"

namespace nta::daemon {

/** What a session is to be. Whoever fills it in has checked who asks for it. */
struct SessionPlan {
  SessionId id;
  Account account;                       // whose session
  uid_t daemon_uid = 0;                  // may manage it, beside its owner and root
  std::vector<std::string> arguments;    // none: the login shell
  std::vector<std::string> environment;  // all of it but TERM: "NAME=value"
  std::string working_directory;         // empty: the home directory
  std::optional<mode_t> umask;           // none: that of whoever starts it
  uint32_t columns = 80;
  uint32_t rows = 24;
};

/** Who the session process becomes. */
enum class Become { nobody_else, the_account };

/** The process, and where its word comes from. */
struct StartedProcess {
  pid_t pid = 0;
  UniqueFd ready;
};

struct SessionReady {
  pid_t pid = 0;
  std::string tty;  // "pts/3"
};

/** <sessions-dir>/<id>. */
std::string session_directory(const Settings& settings, SessionId id);
/** The socket in it that clients attach to. */
std::string session_socket(const std::string& directory);

/** Makes the directory for its owner only. already_exists: ids are never given twice. */
Result<void> make_session_directory(const std::string& directory);

/** Forks and executes. The environment, the session's own process group and session, no descriptors but its two. */
Result<StartedProcess> start_session_process(const Settings& settings, const SessionPlan& plan, Become become);

/** What the process is told, and is to be (docs/session.md). */
Result<Bytes> specification(const Settings& settings, const SessionPlan& plan);

/** What came from `ready` until its end. */
Result<SessionReady> parse_ready(ByteView told);

/** At most this much is read from `ready`. */
inline constexpr size_t longest_ready = 16384;

/** Environment that a login of this account has, apart from what PAM or the client adds: HOME, USER, SHELL, PATH. */
std::vector<std::string> login_environment(const Account& account);

/** Later variables replace earlier ones of the same name; what is not NAME=value is left out. */
std::vector<std::string> merge_environment(const std::vector<std::vector<std::string>>& layers);

}  // namespace nta::daemon
