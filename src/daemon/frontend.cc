#include "daemon/frontend.h"

#include <unistd.h>

#include "base/computer_name.h"
#include "base/utf16.h"
#include "daemon/privileges.h"
#include "host/accounts/logon.h"
#include "host/sessions/rights.h"
#include "services/dispatcher.h"
#include "services/host_uses.h"
#include "services/rows.h"
#include "services/user_additions.h"

namespace nta::daemon {
namespace {

constexpr std::chrono::seconds longest_logon{30};  // a leg may ask the network
constexpr std::chrono::seconds longest_naming{2};

std::shared_ptr<const auth::ntlm::Authority> authority_of(const Settings& settings,
                                                          std::shared_ptr<accounts::AccountStore> store) {
  std::vector<std::u16string> names;
  for (const std::string& name : listed(settings.target_names)) names.push_back(to_utf16(name));
  bool has_null_sessions = !listed(settings.null_session_pipes).empty();
  return accounts::make_authority(std::move(store), std::move(names),
                                  has_null_sessions ? accounts::NullSessions::taken : accounts::NullSessions::refused);
}

}  // namespace

Frontend::Frontend(const Settings& settings, HostModel& model, host::Executor& executor, asio::io_context& loop,
                   std::function<void()> end)
    : settings_(settings),
      model_(model),
      executor_(executor),
      loop_(loop),
      logons_(loop, {.threads = 4}),
      session_settings_(model.settings()),
      host_{.sessions = model.sessions(),
            .executor = executor,
            .killer = model.killer(),
            .opener = model.opener(),
            .permit = [this](const auth::AccessToken& caller, uint32_t rights) { return permit(caller, rights); },
            .end = std::move(end),
            .power = [&model](const auth::AccessToken& caller, services::PowerAction action,
                              host::Completion done) { model.power(caller, action, std::move(done)); },
            .token_of = [this](const auth::PeerCredentials& user) { return auth::make_local_token(user, policy_); },
            .sid_of = [&model](uid_t uid) { return model.unix_map().sid_of(uid); },
            .computer = computer_name(),
            .version = NTADMIN_VERSION,
            .mode = settings.mode,
            .settings = &model.settings(),
            .network_may_power = settings.remote_shutdown,
            .server = &model.server(),
            .accounts = model.accounts(),
            .additions = std::make_shared<services::UserAdditions>(),
            .uses = &uses_,
            .unix_name_of = [&model](uid_t uid) { return model.unix_map().name_of(uid); },
            .when_accounts_count = [&model](std::function<void()> then) { model.unix_map().load(std::move(then)); }},
      dispatcher_(host_, services::all_services()),
      sink_(dispatcher_, model.callers()),
      server_{.interfaces = sink_.interfaces(), .sink = sink_},
      acceptors_(authority_of(settings, model.accounts()), settings.keytab, settings.rpc_header_signing),
      network_(loop, server_, model.server(), acceptors_, dispatcher_.services()) {
  server_.make_security = [this](uint8_t type, auth::Level level) { return acceptors_.for_rpc(type, level); };
  server_.carries_secret = [this](size_t interface, uint16_t opnum) {
    return dispatcher_.carries_secret(interface, opnum);
  };
  server_.run_authentication = [this](transport::RpcServer::LegWork work, auto done) {
    logons_.run<transport::RpcServer::Leg>(longest_logon, std::move(work), std::move(done));
  };
  host_.traffic = &server_.traffic;
  server_.groups.on_empty([this](uint32_t group) { sink_.group_ended(group); });
  if (settings.mode == Mode::user) policy_.owner = geteuid();
  for (uid_t likely : {uid_t{0}, geteuid()}) when_named(likely, [] {});  // asked for before the first client comes
  policy_.administrators_group = administrators_gid();
  policy_.sid_of = host_.sid_of;
  policy_.groups_of = [&model](uid_t uid) {
    const accounts::UnixAccount* account = model.unix_map().find(uid);
    return account ? account->groups : std::vector<Sid>();
  };
  policy_.aliases_of = [&model](std::span<const Sid> sids) { return model.unix_map().aliases_of(sids); };
  model.unix_map().on_change(alive_.guard([this] { services::forget_ended_uses(host_); }));
  policy_.name_of = [this, &model](uid_t uid) {
    const accounts::UnixAccount* account = model.unix_map().find(uid);
    return host_.computer + "\\" + (account ? account->name : model.user_names().name_or_number(uid));
  };
  policy_.session_of = [this](pid_t pid) { return host_.sessions.session_of_pid(pid); };
}

Result<void> Frontend::start(UniqueFd listener, NetworkListeners network) {
  bool has_monitor = settings_.mode == Mode::system;
  endpoint_ = std::make_unique<transport::UnixEndpoint>(
      loop_, server_,
      transport::UnixEndpointOptions{
          .path = settings_.socket_path(),
          .listening = std::move(listener),
          .proof = has_monitor ? transport::Proof::kept : transport::Proof::dropped,
          .identify = [this](const auth::PeerCredentials& peer) -> Result<auth::AccessToken> {
            model_.unix_map().see(peer.uid);
            return auth::make_local_token(peer, policy_);
          },
          .when_known = [this](uid_t uid, std::function<void()> then) { when_named(uid, std::move(then)); }});
  NTA_CHECK(endpoint_->start());
  NTA_CHECK(network_.start(settings_, std::move(network)));
  host_.endpoints = network_.endpoints();
  return {};
}

// What is logged of who connects, and told to others, has a name in it. A directory that does not answer holds nobody
// up for long.
void Frontend::when_named(uid_t uid, std::function<void()> then) {
  if (model_.unix_map().find(uid)) return then();
  struct Waiting {
    std::function<void()> then;
    host::RegistrationPtr until;
  };
  auto waiting = std::make_shared<Waiting>(Waiting{std::move(then), nullptr});
  auto go_on = [](Waiting& which) {
    which.until.reset();
    if (auto next = std::exchange(which.then, nullptr)) next();
  };
  waiting->until = executor_.after(longest_naming, [go_on, weak = std::weak_ptr(waiting)] {
    if (auto which = weak.lock()) go_on(*which);
  });
  model_.user_names().ask(uid, [go_on, waiting](const auto&) { go_on(*waiting); });
}

services::Host::Permit Frontend::permit(const auth::AccessToken& caller, uint32_t rights) const {
  auto permit = host::permit_of(caller, rights, session_settings_.listeners.built_in().security);
  return [permit, &caller](const host::Session& session) { return permit.covers(caller, session); };
}

}  // namespace nta::daemon
