// SessionOpener: makes a session for a caller, or finds the one the caller goes back to. The daemon implements it: in
// user mode it starts the session process itself, in system mode the monitor's keeper does.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "auth/access_token.h"
#include "base/result.h"
#include "host/sessions/admission.h"
#include "host/sessions/session.h"

namespace nta::host {

struct OpenRequest {
  enum class Wanted { own, by_id, by_name, a_new_one };
  Wanted wanted = Wanted::own;
  SessionId id;
  std::string name;                      // by_name: a WinStation name or a user's name
  std::vector<std::string> arguments;    // none: the login shell
  std::vector<std::string> environment;  // "NAME=value", laid over the login environment
  std::string working_directory;         // empty: the home directory
  uint32_t columns = 80;
  uint32_t rows = 24;
  std::string client_address;  // where the caller's login comes from, by the kernel's or its service's word; the opener
                               // finds it. Empty for this machine, and where nobody can tell
};

struct OpenedSession {
  SessionId id;
  bool created = false;
  std::string socket_path;
  std::string detach_key;  // of the attach client, as the configuration has it: "^]"
};

/** Where a session's clients connect, and what the configuration has for them. */
struct SessionPlace {
  std::string socket_path;
  std::string detach_key;
  ShadowPolicy shadow = ShadowPolicy::control_asked;
};

class SessionOpener {
 public:
  virtual ~SessionOpener() = default;

  /** `done` is called once, on the loop, when the session's program really runs, or with why it does not: a session
   *  that could not be made leaves nothing behind. access_denied for the session of another user;
   *  ctx_winstation_not_found for one that does not exist. */
  virtual void open(const auth::AccessToken& caller, OpenRequest request,
                    std::function<void(Result<OpenedSession>)> done) = 0;

  virtual SessionPlace place(SessionId id) const = 0;
};

}  // namespace nta::host
