// One PAM session, from opening to closing. Only the keeper has one, since modules run with its rights.
#pragma once

#include <security/pam_appl.h>

#include <string>
#include <vector>

#include "base/result.h"

namespace nta::daemon::keeper {

class PamSession {
 public:
  struct About {
    std::string user;
    std::string remote_host;               // empty: a client at this machine
    std::string config_directory;          // empty: the system's
    std::vector<std::string> environment;  // for modules, and in environment()
  };

  /** account management, credentials, session. No authentication: the kernel has proved who asks. The error's code is
   *  access_denied (5) for an account that may not log on now, else logon_failure (1326); it names the PAM step. */
  static Result<PamSession> open(const About& about);

  PamSession(PamSession&& other) noexcept;
  PamSession& operator=(PamSession&&) = delete;
  ~PamSession();

  /** What the modules want the session's programs to have: "NAME=value". */
  std::vector<std::string> environment() const;

 private:
  PamSession() = default;
  Result<void> step(const char* name, int status);
  Result<void> begin(const About& about);
  pam_handle_t* handle_ = nullptr;
  bool credentials_ = false;
  bool opened_ = false;
};

}  // namespace nta::daemon::keeper
