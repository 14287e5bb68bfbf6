#include "daemon/host_model.h"

#include <unistd.h>

#include "base/computer_name.h"
#include "base/files.h"
#include "base/log.h"
#include "daemon/monitor/monitor_killer.h"
#include "daemon/monitor/monitor_login_peers.h"
#include "daemon/monitor/monitor_notices.h"
#include "host/accounts/account_list.h"
#include "host/accounts/logon.h"
#include "host/providers/logins.h"
#include "host/providers/pty.h"

namespace nta::daemon {

HostModel::HostModel(host::IdMap ids, host::SessionSettings session_settings, host::Executor& executor,
                     std::unique_ptr<host::ProcessKiller> killer)
    : executor_(executor),
      names_(executor),
      ids_(std::move(ids)),
      session_settings_(std::move(session_settings)),
      killer_(std::move(killer)),
      ender_(executor, *killer_, [this] { return table_.resolver(); }),
      table_(ids_, {.computer = computer_name()}) {}

HostModel::~HostModel() {
  if (unix_users_) unix_users_->end();
}

namespace {

Result<std::shared_ptr<accounts::AccountStore>> open_accounts(const Settings& settings) {
  std::string directory = settings.ephemeral ? "" : settings.state_dir;
  NTA_TRY(std::shared_ptr<accounts::AccountStore> store, accounts::AccountStore::open({directory, computer_name()}));
  if (settings.accounts_file.empty()) return store;
  NTA_TRY(std::string text, read_file(settings.accounts_file));
  NTA_CHECK(accounts::add_listed_accounts(*store, text));
  return store;
}

// A user's own host has one user.
accounts::UnixMap::Options unix_options(const Settings& settings) {
  accounts::UnixMap::Options options{.mode = settings.unix_users, .range = host::uid_range()};
  if (settings.mode == Mode::user) options.only = geteuid();
  return options;
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
  NTA_TRY(model->server_, host::NetworkServer::open({.computer = computer_name(),
                                                     .workgroup = settings.workgroup,
                                                     .state_dir = settings.state_dir,
                                                     .shares = settings.shares,
                                                     .disks = std::move(disks),
                                                     .restricts_session_list = settings.restrict_session_list}));
  NTA_TRY(model->accounts_, open_accounts(settings));
  if (settings.unix_users == accounts::UnixMode::map) model->accounts_->set_unix_users(accounts::kept_unix_users());
  if (settings.unix_users == accounts::UnixMode::create && monitor) {
    model->unix_users_ = std::make_shared<monitor::UnixUserClient>(*monitor, executor);
    model->accounts_->set_unix_users(model->unix_users_);
  }
  model->unix_map_ = std::make_unique<accounts::UnixMap>(model->accounts_, executor, unix_options(settings));
  model->add_providers(settings, executor);
  model->take_accounts();
  model->limits_ = std::make_unique<host::SessionLimits>(model->table_, model->session_settings_, executor);
  model->logoffs_ = std::make_unique<AccountLogoffs>(model->accounts_, *model->unix_map_, model->table_,
                                                     model->server_->connections, model->callers_, executor);
  return model;
}

// What is set for an account counts for the sessions of its Unix user.
void HostModel::take_accounts() {
  session_settings_.take_accounts([this](const std::string& user) -> std::optional<host::AccountPart> {
    const accounts::UnixAccount* account = unix_map_->find(user);
    auto policy = accounts_->policy();  // from memory
    if (!account || !policy) return std::nullopt;
    host::AccountPart part;
    part.config = user_settings::user_config_in(account->parameters);
    FileTime end =
        accounts::log_off_time(account->logon_hours, account->account_expires, policy->force_logoff, accounts_->now());
    if (end != accounts::never) part.log_off_at = end;
    return part;
  });
  unix_map_->on_change([this] { session_settings_.changed(); });
}

void HostModel::load_accounts(std::function<void()> ready) {
  unix_map_->start([this, ready = std::move(ready)]() mutable { move_user_settings(std::move(ready)); });
}

namespace {

using UserSettings = std::vector<std::pair<std::string, user_settings::UserConfig>>;

// What is set in the account already was set later. The names of those whose settings are in their accounts now.
Result<std::vector<std::string>> give_to_accounts(accounts::AccountStore& store, const UserSettings& settings) {
  std::vector<std::string> given;
  for (const auto& [name, config] : settings) {
    auto user = store.user(name);
    if (!user || !user->uid) continue;
    NTA_CHECK(store.change_user(user->rid, [&config = config](accounts::User& row) -> Result<void> {
      if (!user_settings::user_config_in(row.parameters))
        row.parameters = user_settings::with_user_config(row.parameters, config);
      return {};
    }));
    given.push_back(name);
  }
  return given;
}

}  // namespace

void HostModel::move_user_settings(std::function<void()> done) {
  constexpr std::chrono::seconds longest_move{20};
  UserSettings settings;
  for (const std::string& name : session_settings_.users.names())
    if (auto config = session_settings_.users.get(name); config && unix_map_->find(name))
      settings.emplace_back(name, *config);
  if (settings.empty()) return done();
  executor_.run<std::vector<std::string>>(
      longest_move, [store = accounts_, settings] { return give_to_accounts(*store, settings); },
      [this, done = std::move(done)](Result<std::vector<std::string>> given) mutable {
        if (!given) log::error("user-settings", "settings of users are not in their accounts: {}", given.error().text);
        for (const std::string& name : given ? *given : std::vector<std::string>())
          if (auto gone = session_settings_.users.forget(name); !gone)
            log::warning("user-settings", "{}", gone.error().text);
        unix_map_->load(std::move(done));
      });
}

// Our own sessions, and the system's logins. What is left to chance: logind's where it runs, else utmp's.
void HostModel::add_providers(const Settings& settings, host::Executor& executor) {
  auto own = std::make_unique<host::PtyProvider>(ender_, *login_peers_, names_,
                                                 host::PtyProvider::Options{settings.sessions_dir()});
  opener_ = std::make_unique<SessionOpener>(table_, *launcher_, *own, *login_peers_, settings, session_settings_,
                                            executor, names_, accounts_, *unix_map_);
  table_.add(std::move(own), executor);
  host::LogindProvider::Options logind;
  host::UtmpProvider::Options utmp;
  if (monitor_) {
    logind.show_on_desktop = [this](uid_t uid, const host::Message& message, host::MessageDone done) {
      monitor::show_on_desktop(*monitor_, uid, message, std::move(done));
    };
    logind.write_to_terminal = utmp.write_to_terminal = [this](uid_t uid, const std::string& terminal,
                                                               const host::Message& message, host::Completion done) {
      monitor::write_to_terminal(*monitor_, uid, terminal, message, std::move(done));
    };
  }
  bool with_logind = settings.logind != Presence::off;
  if (with_logind && settings.utmp == Presence::automatic)
    return host::add_login_providers(table_, executor, ender_, std::move(logind), std::move(utmp));
  if (with_logind)
    table_.add(std::make_unique<host::LogindProvider>(
                   ender_, [](host::LogindProvider::Presence) {}, std::move(logind)),
               executor);
  if (settings.utmp != Presence::off)
    table_.add(std::make_unique<host::UtmpProvider>(ender_, host::UtmpProvider::Mode::in_use, std::move(utmp)),
               executor);
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
