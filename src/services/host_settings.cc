#include "services/host_settings.h"

#include "base/utf16.h"
#include "host/identity/identity.h"
#include "ntadmin/win/winnt.h"

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

void audit(const Client& client, std::string_view action, const std::string& target, const Result<void>& result) {
  auto who = fmt::format("{} ({})", client.token->name, client.token->user.text());
  log::audit({who, client.from, action, target, result ? 0 : code(result.error().code)});
}

/** A change: for Administrators only; done or not, there is a line about it. */
template <class Change>
Result<void> change(const Host& host, const Client& client, std::string_view action, const std::string& target,
                    Change make) {
  NTA_TRY(host::SessionSettings * settings, settings_of(host));
  Result<void> result;
  if (is_administrator(*client.token))
    result = make(*settings);
  else
    result = fail(Win32::access_denied, "only Administrators may change {}", target);
  audit(client, action, target, result);
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
  auto make = [&](host::SessionSettings& settings) -> Result<void> {
    switch (call.in().Flags) {
      case WTS_LISTENER_CREATE:
        return settings.listeners.create(name, config);
      case WTS_LISTENER_UPDATE:
        return settings.listeners.update(name, config);
      default:
        return fail(Win32::invalid_parameter, "flags {:#x}: 1 creates, 0x10 updates", call.in().Flags);
    }
  };
  return change(host, *call.client, "listener.configure", fmt::format("listener '{}'", name), make);
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

using Account = std::optional<uid_t>;

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

/** `then` hears the user's uid, none for the default; user_not_found for nobody's name. */
void find_account(Host& host, const host::UserName& user, std::function<void(Result<Account>)> then) {
  if (!user) return then(Account());
  auto look = [name = *user]() -> Result<Account> {
    NTA_TRY(Account uid, host::account_uid(name));
    if (!uid) return fail(Win32::user_not_found, "no user '{}' on this host", name);
    return uid;
  };
  host.executor.run<Account>(name_deadline, std::move(look), std::move(then));
}

Result<void> read_user_config(Host& host, Call<HostQueryUserConfig>& call, const host::UserName& user, Account uid) {
  bool own = uid && uid == call.token().uid;
  if (!own && !is_administrator(call.token()))
    return fail(Win32::access_denied, "{} may not read the settings of {}", call.token().name, target_of(user));
  NTA_TRY(host::SessionSettings * settings, settings_of(host));
  NTA_TRY(host::UserConfig config, settings->users.get(user));
  call.out.Config = config.common;
  call.out.ModemCallbackSettings = config.ModemCallbackSettings;
  std::ranges::copy(config.ModemCallbackPhoneNumber, call.out.ModemCallbackPhoneNumber);
  return {};
}

template <size_t Size>
Result<void> put_text(char16_t (&member)[Size], const char16_t* text) {
  if (!text) return fail(Win32::invalid_parameter, "a text is wanted");
  std::u16string_view view(text);
  if (view.size() >= Size)
    return fail(Win32::invalid_parameter, "{} characters at most, not {}", Size - 1, view.size());
  std::ranges::fill(member, u'\0');
  std::ranges::copy(view, member);
  return {};
}

Result<void> put_number(DWORD& member, uint32_t value, uint32_t most) {
  if (value > most) return fail(Win32::invalid_parameter, "{} at most, not {}", most, value);
  member = value;
  return {};
}

Result<void> put_whole(WTSUSERCONFIGW& config, const WTSUSERCONFIGW* whole) {
  if (!whole) return fail(Win32::invalid_parameter, "a WTSUSERCONFIG is wanted");
  config = *whole;
  config.Source = WTSUserConfigSourceSAM;
  for (std::span<char16_t> text :
       {std::span<char16_t>(config.InitialProgram), std::span<char16_t>(config.WorkDirectory),
        std::span<char16_t>(config.TerminalServerProfilePath), std::span<char16_t>(config.TerminalServerHomeDir),
        std::span<char16_t>(config.TerminalServerHomeDirDrive)})
    if (std::ranges::find(text, u'\0') == text.end()) return fail(Win32::invalid_parameter, "a text without its end");
  NTA_CHECK(put_number(config.BrokenTimeoutSettings, whole->BrokenTimeoutSettings, 1));
  NTA_CHECK(put_number(config.ReconnectSettings, whole->ReconnectSettings, 1));
  return put_number(config.ShadowingSettings, whole->ShadowingSettings, 4);
}

/** The member of a class. 18 is read only: it follows from the home directory. */
Result<void> put_class(host::UserConfig& config, const HostSetUserConfig::In& in) {
  constexpr uint32_t any = 0xFFFFFFFF;
  WTSUSERCONFIGW& common = config.common;
  switch (in.ConfigClass) {
    case WTSUserConfigInitialProgram:
      return put_text(common.InitialProgram, in.Text);
    case WTSUserConfigWorkingDirectory:
      return put_text(common.WorkDirectory, in.Text);
    case WTSUserConfigfInheritInitialProgram:
      return put_number(common.InheritInitialProgram, in.Number, any);
    case WTSUserConfigfAllowLogonTerminalServer:
      return put_number(common.AllowLogonTerminalServer, in.Number, any);
    case WTSUserConfigTimeoutSettingsConnections:
      return put_number(common.TimeoutSettingsConnections, in.Number, any);
    case WTSUserConfigTimeoutSettingsDisconnections:
      return put_number(common.TimeoutSettingsDisconnections, in.Number, any);
    case WTSUserConfigTimeoutSettingsIdle:
      return put_number(common.TimeoutSettingsIdle, in.Number, any);
    case WTSUserConfigfDeviceClientDrives:
      return put_number(common.DeviceClientDrives, in.Number, any);
    case WTSUserConfigfDeviceClientPrinters:
      return put_number(common.DeviceClientPrinters, in.Number, any);
    case WTSUserConfigfDeviceClientDefaultPrinter:
      return put_number(common.ClientDefaultPrinter, in.Number, any);
    case WTSUserConfigBrokenTimeoutSettings:
      return put_number(common.BrokenTimeoutSettings, in.Number, 1);
    case WTSUserConfigReconnectSettings:
      return put_number(common.ReconnectSettings, in.Number, 1);
    case WTSUserConfigModemCallbackSettings:
      return put_number(config.ModemCallbackSettings, in.Number, any);
    case WTSUserConfigModemCallbackPhoneNumber:
      return put_text(config.ModemCallbackPhoneNumber, in.Text);
    case WTSUserConfigShadowingSettings:
      return put_number(common.ShadowingSettings, in.Number, 4);
    case WTSUserConfigTerminalServerProfilePath:
      return put_text(common.TerminalServerProfilePath, in.Text);
    case WTSUserConfigTerminalServerHomeDir:
      return put_text(common.TerminalServerHomeDir, in.Text);
    case WTSUserConfigTerminalServerHomeDirDrive:
      return put_text(common.TerminalServerHomeDirDrive, in.Text);
    case WTSUserConfigUser:
      return put_whole(common, in.Config);
    default:
      return fail(Win32::invalid_parameter, "class {} cannot be set", in.ConfigClass);
  }
}

Result<void> write_user_config(host::SessionSettings& settings, const host::UserName& user,
                               const HostSetUserConfig::In& in) {
  NTA_TRY(host::UserConfig config, settings.users.get(user));
  NTA_CHECK(put_class(config, in));
  config.common.TerminalServerRemoteHomeDir =
      config.common.TerminalServerHomeDir[0] == u'\\' && config.common.TerminalServerHomeDir[1] == u'\\';
  return settings.users.set(user, config);
}

}  // namespace

void query_user_config(Host& host, CallPtr<HostQueryUserConfig> call) {
  auto user = user_name(host, call->in().UserName);
  find_account(host, user, [&host, call, user](Result<Account> uid) {
    call->finish(uid ? read_user_config(host, *call, user, *uid) : Result<void>(std::move(uid).error()));
  });
}

void set_user_config(Host& host, CallPtr<HostSetUserConfig> call) {
  auto user = user_name(host, call->in().UserName);
  find_account(host, user, [&host, call, user](Result<Account> uid) {
    if (!uid && is_administrator(call->token())) return call->finish(std::move(uid).error());
    auto make = [&](host::SessionSettings& settings) { return write_user_config(settings, user, call->in()); };
    call->finish(change(host, *call->client, "user.configure", target_of(user), make));
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
