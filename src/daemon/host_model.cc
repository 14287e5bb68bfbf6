#include "daemon/host_model.h"

#include <unistd.h>

#include "base/files.h"
#include "daemon/monitor/monitor_killer.h"
#include "daemon/monitor/monitor_login_peers.h"
#include "host/accounts/account_list.h"
#include "host/identity/identity.h"
#include "host/providers/logins.h"
#include "host/providers/pty.h"

namespace nta::daemon {

HostModel::HostModel(host::IdMap ids, host::SessionSettings session_settings, host::Executor& executor,
                     std::unique_ptr<host::ProcessKiller> killer)
    : ids_(std::move(ids)),
      session_settings_(std::move(session_settings)),
      killer_(std::move(killer)),
      ender_(executor, *killer_, [this] { return table_.resolver(); }),
      table_(ids_, {.computer = host::computer_name()}) {}

namespace {

Result<std::shared_ptr<accounts::AccountStore>> open_accounts(const Settings& settings) {
  std::string directory = settings.ephemeral ? "" : settings.state_dir;
  NTA_TRY(std::shared_ptr<accounts::AccountStore> store,
          accounts::AccountStore::open({directory, host::computer_name()}));
  if (settings.accounts_file.empty()) return store;
  NTA_TRY(std::string text, read_file(settings.accounts_file));
  NTA_CHECK(accounts::add_listed_accounts(*store, text));
  return store;
}

}  // namespace

Result<std::unique_ptr<HostModel>> HostModel::make(const Settings& settings, host::Executor& executor,
                                                   monitor::MonitorClient* monitor) {
  NTA_TRY(std::string boot_id, host::read_boot_id());
  NTA_TRY(host::IdMap ids, host::IdMap::open(settings.state_dir, boot_id));
  NTA_TRY(auto session_settings, host::SessionSettings::open(settings.state_dir, boot_id, settings.listener_name));
  std::unique_ptr<host::ProcessKiller> killer = std::make_unique<host::LocalProcessKiller>();
  if (monitor) killer = std::make_unique<monitor::MonitorKiller>(*monitor);
  std::unique_ptr<HostModel> model(
      new HostModel(std::move(ids), std::move(session_settings), executor, std::move(killer)));
  if (monitor) {
    model->login_peers_ = std::make_unique<monitor::MonitorLoginPeers>(*monitor);
    model->launcher_ = std::make_unique<MonitorLauncher>(*monitor);
  } else {
    model->login_peers_ = std::make_unique<host::LocalLoginPeers>();
    NTA_TRY(Account account, find_account(geteuid()));
    model->launcher_ = std::make_unique<OwnLauncher>(settings, std::move(account), executor);
  }
  model->monitor_ = monitor;
  model->network_may_power_ = settings.remote_shutdown;
  NTA_TRY(std::vector<host::Disk> disks, host::parse_disks(settings.disks));
  NTA_TRY(model->server_, host::NetworkServer::open({.computer = host::computer_name(),
                                                     .workgroup = settings.workgroup,
                                                     .state_dir = settings.state_dir,
                                                     .shares = settings.shares,
                                                     .disks = std::move(disks),
                                                     .restricts_session_list = settings.restrict_session_list}));
  NTA_TRY(model->accounts_, open_accounts(settings));
  model->add_providers(settings, executor);
  model->limits_ = std::make_unique<host::SessionLimits>(model->table_, model->session_settings_, executor);
  return model;
}

// Our own sessions, and the system's logins. What is left to chance: logind's where it runs, else utmp's.
void HostModel::add_providers(const Settings& settings, host::Executor& executor) {
  auto own =
      std::make_unique<host::PtyProvider>(ender_, *login_peers_, host::PtyProvider::Options{settings.sessions_dir()});
  opener_ =
      std::make_unique<SessionOpener>(table_, *launcher_, *own, *login_peers_, settings, session_settings_, executor);
  table_.add(std::move(own), executor);
  bool with_logind = settings.logind != Presence::off;
  if (with_logind && settings.utmp == Presence::automatic) return host::add_login_providers(table_, executor, ender_);
  if (with_logind)
    table_.add(std::make_unique<host::LogindProvider>(ender_, [](host::LogindProvider::Presence) {}), executor);
  if (settings.utmp != Presence::off)
    table_.add(std::make_unique<host::UtmpProvider>(ender_, host::UtmpProvider::Mode::in_use), executor);
}

void HostModel::power(const auth::AccessToken& caller, services::PowerAction action, host::Completion done) {
  if (!monitor_) return done(fail(Win32::not_supported, "a user's own host does not turn the machine off"));
  if (!caller.connection && !network_may_power_)
    return done(fail(Win32::access_denied, "only local administrators turn the machine off"));
  int proof = caller.connection ? caller.connection->get() : -1;
  monitor_->ask(monitor::RequestKind::power, monitor::Power{static_cast<uint32_t>(action)}, proof,
                monitor::MonitorClient::without_reply(std::move(done)));
}

}  // namespace nta::daemon
