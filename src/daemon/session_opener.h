// SessionOpener of the daemon: which session a log-on goes to, and a new one where it goes to none.
#pragma once

#include "daemon/session_launcher.h"
#include "host/accounts/unix_map.h"
#include "host/identity/user_names.h"
#include "host/providers/pty.h"
#include "host/sessions/session_settings.h"
#include "host/sessions/session_table.h"

namespace nta::daemon {

class SessionOpener final : public host::SessionOpener {
 public:
  /** `settings` are read at each call, so that a reload counts. */
  SessionOpener(host::SessionTable& sessions, SessionLauncher& launcher, host::PtyProvider& started,
                host::LoginPeers& login_peers, const Settings& settings, const host::SessionSettings& session_settings,
                host::Executor& executor, host::UserNames& names, std::shared_ptr<accounts::AccountStore> store,
                accounts::UnixMap& unix_map)
      : sessions_(sessions),
        launcher_(launcher),
        started_(started),
        login_peers_(login_peers),
        settings_(settings),
        session_settings_(session_settings),
        executor_(executor),
        names_(names),
        store_(std::move(store)),
        unix_map_(unix_map) {}

  void open(const auth::AccessToken& caller, host::OpenRequest request,
            std::function<void(Result<host::OpenedSession>)> done) override;
  host::SessionPlace place(SessionId id) const override;

 private:
  using Done = std::function<void(Result<host::OpenedSession>)>;
  void open_from_there(const auth::AccessToken& caller, host::OpenRequest request, Done done);
  host::ShadowPolicy shadow_of(SessionId id) const;
  Result<const host::Session*> choose(const auth::AccessToken& caller, const host::OpenRequest& request) const;
  Result<void> check_attach(const auth::AccessToken& caller, const host::OpenRequest& request,
                            const host::Session& session) const;
  const host::Session* find_by_name(const std::string& name) const;
  Result<bool> may_be_shown(const host::OpenRequest& request, const host::Session& session) const;
  using Account = std::optional<accounts::User>;
  Result<void> check_account(const auth::AccessToken& caller, const host::OpenRequest& request,
                             const Account& account) const;
  void open_allowed(const auth::AccessToken& caller, host::OpenRequest request, const Account& account, Done done);
  Done recording(const Account& account, Done done);
  void open_new(const auth::AccessToken& caller, host::OpenRequest request, Done done);
  void launch(const auth::AccessToken& caller, const std::string& user, const host::OpenRequest& request, Done done);

  host::SessionTable& sessions_;
  SessionLauncher& launcher_;
  host::PtyProvider& started_;  // sees that they are in the table
  host::LoginPeers& login_peers_;
  const Settings& settings_;
  const host::SessionSettings& session_settings_;
  host::Executor& executor_;
  host::UserNames& names_;
  std::shared_ptr<accounts::AccountStore> store_;
  accounts::UnixMap& unix_map_;
};

}  // namespace nta::daemon
