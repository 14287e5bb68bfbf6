// SessionOpener of the daemon: which session a log-on goes to, and a new one where it goes to none.
#pragma once

#include "daemon/session_launcher.h"
#include "host/providers/pty.h"
#include "host/sessions/session_table.h"

namespace nta::daemon {

class SessionOpener final : public host::SessionOpener {
 public:
  /** `settings` are read at each call, so that a reload counts. */
  SessionOpener(host::SessionTable& sessions, SessionLauncher& launcher, host::PtyProvider& started,
                const Settings& settings)
      : sessions_(sessions), launcher_(launcher), started_(started), settings_(settings) {}

  void open(const auth::AccessToken& caller, host::OpenRequest request,
            std::function<void(Result<host::OpenedSession>)> done) override;
  void refuse_new() override { refuses_new_ = true; }
  host::SessionPlace place(SessionId id) const override;

 private:
  Result<const host::Session*> choose(const auth::AccessToken& caller, const host::OpenRequest& request) const;
  const host::Session* find_by_name(const std::string& name) const;
  void open_new(const auth::AccessToken& caller, const host::OpenRequest& request,
                std::function<void(Result<host::OpenedSession>)> done);

  host::SessionTable& sessions_;
  SessionLauncher& launcher_;
  host::PtyProvider& started_;  // sees that they are in the table
  const Settings& settings_;
  bool refuses_new_ = false;
};

}  // namespace nta::daemon
