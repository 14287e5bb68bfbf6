#include "services/host_settings.h"

#include "base/utf16.h"
#include "describe/settings.h"
#include "host/accounts/store.h"
#include "host/identity/identity.h"
#include "host/sessions/session_settings.h"
#include "ntadmin/win/winnt.h"
#include "services/audit.h"
#include "user_settings/user_config.h"

namespace nta::services {
namespace {

using namespace protocols;

Result<host::SessionSettings*> settings_of(const Host& host) {
  if (host.settings) return host.settings;
  return fail(Win32::not_supported, "this host has no settings for sessions");
}

std::string text_or_empty(const char16_t* text) { return text ? to_utf8(text) : std::string(); }

bool is_administrator(const auth::AccessToken& token) {
  return token.is_administrator() || token.is_member(sid_system);
}

/** Whether the descriptor, or being an administrator, gives the right. */
Result<void> require_right(const auth::AccessToken& token, const host::Listener& listener, uint32_t right) {
  if (is_administrator(token) || auth::access_check(token, listener.security, right)) return {};
  return fail(Win32::access_denied, "{} may not read listener '{}'", token.name, listener.name);
}

/** "user 'bob': AllowLogonTerminalServer=0": an audit line tells what is to be otherwise. */
void add_changes(std::string& target, const describe::Type& type, const void* before, const void* after) {
  std::string changes = describe::changed_settings(type, before, after);
  if (!changes.empty()) target += ": " + changes;
}

/** A change: for Administrators only; done or not, there is a line about it. `make` may add to the target what is
 *  changed. */
template <class Change>
Result<void> change(const Host& host, const Client& client, std::string_view action, const std::string& target,
                    Change make) {
  NTA_TRY(host::SessionSettings * settings, settings_of(host));
  Result<void> result;
  if (is_administrator(*client.token))
    result = make(*settings);
  else
    result = fail(Win32::access_denied, "only Administrators may change {}", target);
  result = audited(client, action, target, std::move(result));
  if (result) settings->changed();
  return result;
}

}  // namespace

// ---- listeners

Result<void> enumerate_listeners(Host& host, Call<HostEnumerateListeners>& call) {
  NTA_TRY(host::SessionSettings * settings, settings_of(host));
  const auto& listeners = settings->listeners.all();
  char16_t** names = call.memory.make<char16_t*>(listeners.size());
  size_t count = 0;
  for (const auto& [name, listener] : listeners) names[count++] = call.memory.text(to_utf16(name));
  call.out.Names = names;
  call.out.Count = static_cast<uint32_t>(count);
  return {};
}

Result<void> query_listener(Host& host, Call<HostQueryListener>& call) {
  NTA_TRY(host::SessionSettings * settings, settings_of(host));
  NTA_TRY(const host::Listener* listener, settings->listeners.find(text_or_empty(call.in().Name)));
  NTA_CHECK(require_right(call.token(), *listener, auth::wts_query_information));
  call.out.Config = listener->config;
  return {};
}

Result<void> set_listener(Host& host, Call<HostSetListener>& call) {
  const std::string name = text_or_empty(call.in().Name);
  const WTSLISTENERCONFIGW& config = call.in().Config;
  std::string target = fmt::format("listener '{}'", name);
  auto make = [&](host::SessionSettings& settings) -> Result<void> {
    if (auto was = settings.listeners.find(name))
      add_changes(target, describe::type_of<WTSLISTENERCONFIGW>, &(*was)->config, &config);
    switch (call.in().Flags) {
      case WTS_LISTENER_CREATE:
        return settings.listeners.create(name, config);
      case WTS_LISTENER_UPDATE:
        return settings.listeners.update(name, config);
      default:
        return fail(Win32::invalid_parameter, "flags {:#x}: 1 creates, 0x10 updates", call.in().Flags);
    }
  };
  return change(host, *call.client, "listener.configure", target, make);
}

Result<void> get_listener_security(Host& host, Call<HostGetListenerSecurity>& call) {
  NTA_TRY(host::SessionSettings * settings, settings_of(host));
  NTA_TRY(const host::Listener* listener, settings->listeners.find(text_or_empty(call.in().Name)));
  uint32_t wanted = call.in().Information;
  if ((wanted & SACL_SECURITY_INFORMATION) && !is_administrator(call.token()))
    return fail(Win32::privilege_not_held, "{} may not read the audit rules of a listener", call.token().name);
  NTA_CHECK(require_right(call.token(), *listener, auth::right_read_control));
  auth::SecurityDescriptor part;
  if (wanted & DACL_SECURITY_INFORMATION) part.dacl = listener->security.dacl;
  Bytes bytes = part.bytes();
  call.out.Descriptor = call.memory.copy(std::span(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size()));
  call.out.Size = static_cast<uint32_t>(bytes.size());
  return {};
}

Result<void> set_listener_security(Host& host, Call<HostSetListenerSecurity>& call) {
  const auto& in = call.in();
  const std::string name = text_or_empty(in.Name);
  auto make = [&](host::SessionSettings& settings) -> Result<void> {
    if (in.Information != DACL_SECURITY_INFORMATION)
      return fail(Win32::not_supported, "only the DACL of a listener can be set, not {:#x}", in.Information);
    NTA_TRY(auto descriptor, auth::SecurityDescriptor::parse(
                                 {reinterpret_cast<const std::byte*>(in.Descriptor), in.Descriptor ? in.Size : 0}));
    return settings.listeners.set_dacl(name, std::move(descriptor.dacl));
  };
  return change(host, *call.client, "listener.security", fmt::format("listener '{}'", name), make);
}

// ---- users

namespace {

/** Whose settings are meant: a user's who has an account, or only a uid; or nobody's, which is the default. */
struct Whose {
  std::optional<uid_t> uid;
  std::optional<accounts::User> account;
};

constexpr host::Executor::Duration name_deadline = std::chrono::seconds(20);

std::string target_of(const host::UserName& user) {
  return user ? fmt::format("user '{}'", *user) : std::string("the default of users");
}

/** None for null. This host's accounts may be written with its name, or a dot, in front. */
host::UserName user_name(const Host& host, const char16_t* text) {
  if (!text) return std::nullopt;
  std::string name = to_utf8(text);
  auto slash = name.find('\\');
  if (slash == std::string::npos) return name;
  std::string domain = name.substr(0, slash);
  bool is_own = domain == "." || equal_ignoring_case(domain, host.computer);
  return is_own ? name.substr(slash + 1) : name;
}

Result<Whose> look_for(accounts::AccountStore* store, const std::string& name) {
  Whose whose;
  if (store) {
    auto account = store->user(name);
    if (!account && account.error().code != Win32::user_not_found) return std::move(account).error();
    if (account) whose.account = *std::move(account);
  }
  if (whose.account) whose.uid = whose.account->uid;
  if (!whose.uid) {
    NTA_TRY(whose.uid, host::account_uid(name));
  }
  if (!whose.uid && !whose.account) return fail(Win32::user_not_found, "no user '{}' on this host", name);
  return whose;
}

// Where Unix users are no accounts, an account of the same name is not the one that the sessions are of.
bool is_an_account(const Host& host, uid_t uid) { return host.sid_of(uid) != sid_of_uid(uid); }

/** `then` hears of the user; user_not_found for nobody's name. */
void find_user(Host& host, const Client& client, const host::UserName& user, std::function<void(Result<Whose>)> then) {
  if (!user) return then(Whose());
  host.executor.run_for<Whose>(
      client.token->user, name_deadline, [store = host.accounts, name = *user] { return look_for(store.get(), name); },
      [&host, then = std::move(then)](Result<Whose> whose) {
        if (whose && whose->uid && !is_an_account(host, *whose->uid)) whose->account.reset();
        then(std::move(whose));
      });
}

/** What is set in the account; where nothing is, what is set for everybody. */
Result<user_settings::UserConfig> config_of(const host::SessionSettings& settings, const accounts::User& account) {
  auto config = user_settings::user_config_in(account.parameters);
  return config ? *config : settings.users.get(std::nullopt);
}

Result<void> read_user_config(Host& host, Call<HostQueryUserConfig>& call, const host::UserName& user,
                              const Whose& whose) {
  bool own = (whose.uid && whose.uid == call.token().uid) ||
             (whose.account && host.accounts->sid_of(whose.account->rid) == call.token().user);
  if (!own && !is_administrator(call.token()))
    return fail(Win32::access_denied, "{} may not read the settings of {}", call.token().name, target_of(user));
  NTA_TRY(host::SessionSettings * settings, settings_of(host));
  NTA_TRY(user_settings::UserConfig config,
          whose.account ? config_of(*settings, *whose.account) : settings->users.get(user));
  call.out.Config = config.common;
  call.out.ModemCallbackSettings = config.ModemCallbackSettings;
  std::ranges::copy(config.ModemCallbackPhoneNumber, call.out.ModemCallbackPhoneNumber);
  return {};
}

/** `target`, of an audit line, gets what is changed. */
Result<void> put(user_settings::UserConfig& config, const HostSetUserConfig::In& in, std::string& target) {
  user_settings::UserConfig before = config;
  NTA_CHECK(user_settings::put_config_class(config, in.ConfigClass, {in.Text, in.Number, in.Config}));
  add_changes(target, describe::type_of<user_settings::UserConfig>, &before, &config);
  return {};
}

Result<void> write_user_config(host::SessionSettings& settings, const host::UserName& user,
                               const HostSetUserConfig::In& in, std::string& target) {
  NTA_TRY(user_settings::UserConfig config, settings.users.get(user));
  NTA_CHECK(put(config, in, target));
  return settings.users.set(user, config);
}

/** Into the parameters of the account, as they are when they are changed; gives the target of the audit line. On the
 *  pool. */
Result<std::string> write_to_account(accounts::AccountStore& store, accounts::Rid rid,
                                     const user_settings::UserConfig& otherwise, const HostSetUserConfig::In& in,
                                     std::string target) {
  auto edit = [&](accounts::User& row) -> Result<void> {
    user_settings::UserConfig config = user_settings::user_config_in(row.parameters).value_or(otherwise);
    NTA_CHECK(put(config, in, target));
    row.parameters = user_settings::with_user_config(row.parameters, config);
    return {};
  };
  NTA_CHECK(store.change_user(rid, edit));
  return target;
}

void set_in_account(Host& host, const CallPtr<HostSetUserConfig>& call, const host::UserName& user, accounts::Rid rid) {
  auto ended = [&host, call, user](Result<std::string> written) {
    Result<void> result;
    if (!written) result = written.error();
    result = audited(*call->client, "user.configure", written ? *written : target_of(user), std::move(result));
    host.when_accounts_count([call, result = std::move(result)] { call->finish(result); });
  };
  auto settings = settings_of(host);
  if (!settings) return ended(std::move(settings).error());
  if (!is_administrator(call->token()))
    return ended(fail(Win32::access_denied, "only Administrators may change {}", target_of(user)));
  auto otherwise = (*settings)->users.get(std::nullopt);
  if (!otherwise) return ended(std::move(otherwise).error());
  host.executor.run_for<std::string>(
      call->token().user, name_deadline,
      [store = host.accounts, call, rid, otherwise = *otherwise, target = target_of(user)] {
        return write_to_account(*store, rid, otherwise, call->in(), target);
      },
      ended);
}

}  // namespace

void query_user_config(Host& host, CallPtr<HostQueryUserConfig> call) {
  auto user = user_name(host, call->in().UserName);
  find_user(host, *call->client, user, [&host, call, user](Result<Whose> whose) {
    call->finish(whose ? read_user_config(host, *call, user, *whose) : Result<void>(std::move(whose).error()));
  });
}

void set_user_config(Host& host, CallPtr<HostSetUserConfig> call) {
  auto user = user_name(host, call->in().UserName);
  find_user(host, *call->client, user, [&host, call, user](Result<Whose> whose) {
    if (!whose && is_administrator(call->token())) return call->finish(std::move(whose).error());
    if (whose && whose->account) return set_in_account(host, call, user, whose->account->rid);
    std::string target = target_of(user);
    auto make = [&](host::SessionSettings& settings) { return write_user_config(settings, user, call->in(), target); };
    call->finish(change(host, *call->client, "user.configure", target, make));
  });
}

// ---- logging on

Result<void> get_logon_mode(Host& host, Call<HostGetLogonMode>& call) {
  NTA_TRY(host::SessionSettings * settings, settings_of(host));
  call.out.Mode = static_cast<uint32_t>(settings->logons.mode());
  return {};
}

Result<void> set_logon_mode(Host& host, Call<HostSetLogonMode>& call) {
  auto make = [&](host::SessionSettings& settings) {
    return settings.logons.set(static_cast<host::LogonMode>(call.in().Mode));
  };
  return change(host, *call.client, "host.logons", fmt::format("logon mode {}", call.in().Mode), make);
}

}  // namespace nta::services
