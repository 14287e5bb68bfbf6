// WTSQueryUserConfig, WTSSetUserConfig: one class of WTS_CONFIG_CLASS at a time. The server is named, not a handle.
#include <algorithm>
#include <cstring>

#include "api/ntadmin/boundary.h"
#include "api/wtsapi32/query.h"
#include "api/wtsapi32/user_parameters.h"
#include "base/utf16.h"
#include "describe/convert.h"
#include "protocols/local_host.h"
#include "user_settings/wts_config.h"

namespace nta::api {
namespace {

using namespace protocols;

using Config = HostQueryUserConfig::Out;

enum class Holds { text, number, whole };

/** What a class is, and how its value is had from the whole. */
struct ConfigClass {
  Holds holds;
  std::u16string_view (*text)(const Config&) = nullptr;
  uint32_t (*number)(const Config&) = nullptr;
};

template <auto Member>
constexpr ConfigClass text_class() {
  return {.holds = Holds::text, .text = [](const Config& config) { return text_in(config.Config.*Member); }};
}

template <auto Member>
constexpr ConfigClass number_class() {
  return {.holds = Holds::number, .number = [](const Config& config) -> uint32_t { return config.Config.*Member; }};
}

using User = WTSUSERCONFIGW;

/** By the value of WTS_CONFIG_CLASS. */
constexpr ConfigClass config_classes[] = {
    text_class<&User::InitialProgram>(),
    text_class<&User::WorkDirectory>(),
    number_class<&User::InheritInitialProgram>(),
    number_class<&User::AllowLogonTerminalServer>(),
    number_class<&User::TimeoutSettingsConnections>(),
    number_class<&User::TimeoutSettingsDisconnections>(),
    number_class<&User::TimeoutSettingsIdle>(),
    number_class<&User::DeviceClientDrives>(),
    number_class<&User::DeviceClientPrinters>(),
    number_class<&User::ClientDefaultPrinter>(),
    number_class<&User::BrokenTimeoutSettings>(),
    number_class<&User::ReconnectSettings>(),
    {.holds = Holds::number, .number = [](const Config& config) { return config.ModemCallbackSettings; }},
    {.holds = Holds::text, .text = [](const Config& config) { return text_in(config.ModemCallbackPhoneNumber); }},
    number_class<&User::ShadowingSettings>(),
    text_class<&User::TerminalServerProfilePath>(),
    text_class<&User::TerminalServerHomeDir>(),
    text_class<&User::TerminalServerHomeDirDrive>(),
    number_class<&User::TerminalServerRemoteHomeDir>(),
    {.holds = Holds::whole},
};

Result<const ConfigClass*> class_of(WTS_CONFIG_CLASS value) {
  auto index = static_cast<size_t>(value);
  if (index >= std::size(config_classes)) return fail(Win32::invalid_parameter, "configuration class {}", index);
  return &config_classes[index];
}

std::u16string wide_of(const WCHAR* text) { return std::u16string(view_or_empty(text)); }
std::u16string wide_of(const CHAR* text) { return text ? to_utf16(text) : std::u16string(); }

template <class Char>
constexpr Text text_width = sizeof(Char) == 2 ? Text::wide : Text::narrow;

/** This machine's host tells it itself, also what is set for everybody; of another server's account its SAM does. */
Result<Config> config_from(client::Server& local, const std::u16string& server, std::optional<std::u16string> user) {
  if (server.empty()) {
    NTA_TRY(auto out, local.call<HostQueryUserConfig>(local_host, {.UserName = user ? user->data() : nullptr}));
    return out.value;
  }
  if (!user) return fail(Win32::invalid_parameter, "whose settings on {} is not said", to_utf8(server));
  NTA_TRY(auto config, config_of_account(server, *user));
  Config out{.Config = config.common, .ModemCallbackSettings = config.ModemCallbackSettings};
  std::ranges::copy(config.ModemCallbackPhoneNumber, out.ModemCallbackPhoneNumber);
  return out;
}

template <class Char>
Result<void> query(const Char* server_name, const Char* user, WTS_CONFIG_CLASS value, Char** out, DWORD* bytes) {
  if (!out || !bytes) return fail(Win32::invalid_parameter, "no room for the answer");
  NTA_TRY(const ConfigClass* config_class, class_of(value));
  std::shared_ptr<client::Server> server = client::Server::named(to_utf8(wide_of(server_name)));
  NTA_TRY(Config config,
          config_from(*server, wide_of(server_name), user ? wide_of(user) : std::optional<std::u16string>()));
  Query form{.server = *server, .session = 0, .text = text_width<Char>};
  auto answered = [&]() -> Result<Answer> {
    switch (config_class->holds) {
      case Holds::text:
        return text_answer(form, config_class->text(config));
      case Holds::number:
        return number_answer(config_class->number(config));
      case Holds::whole:
        break;
    }
    return structure_answer<WTSUSERCONFIGA>(form, config.Config);
  };
  NTA_TRY(Answer answer, answered());
  *out = static_cast<Char*>(answer.block);
  *bytes = answer.bytes;
  return {};
}

/** Up to the terminator, or `length`: documented as characters, and given by many as bytes. */
template <class Char>
std::u16string text_from(const Char* buffer, DWORD length) {
  std::basic_string<Char> text(buffer, std::find(buffer, buffer + length, Char()));
  return wide_of(text.c_str());
}

/** `size` bytes, given as such or as so many characters. */
template <class Char>
bool is_size_of(DWORD length, size_t size) {
  return length == size || length == size / sizeof(Char);
}

template <class Char>
Result<void> set(const Char* server_name, const Char* user, WTS_CONFIG_CLASS value, const Char* buffer, DWORD length) {
  using Structure = std::conditional_t<sizeof(Char) == 2, WTSUSERCONFIGW, WTSUSERCONFIGA>;
  NTA_TRY(const ConfigClass* config_class, class_of(value));
  if (!buffer) return fail(Win32::invalid_parameter, "no value");
  std::u16string name = wide_of(user), text;
  WTSUSERCONFIGW whole;
  HostSetUserConfig::In request{.UserName = user ? name.data() : nullptr, .ConfigClass = static_cast<uint32_t>(value)};
  switch (config_class->holds) {
    case Holds::text:
      text = text_from(buffer, length);
      request.Text = text.data();
      break;
    case Holds::number:
      if (length != 1 && !is_size_of<Char>(length, sizeof(DWORD)))
        return fail(Win32::invalid_parameter, "{} is no length of a number", length);
      std::memcpy(&request.Number, buffer, sizeof request.Number);
      break;
    case Holds::whole:
      if (!is_size_of<Char>(length, sizeof(Structure)))
        return fail(Win32::invalid_parameter, "{} is no length of a WTSUSERCONFIG", length);
      describe::convert(describe::type_of<Structure>, buffer, describe::type_of<WTSUSERCONFIGW>, &whole);
      request.Config = &whole;
      break;
  }
  std::u16string remote = wide_of(server_name);
  if (!remote.empty() && !user) return fail(Win32::invalid_parameter, "whose settings are to change is not said");
  if (!remote.empty())
    return change_config_of_account(remote, name, [&](user_settings::UserConfig& config) {
      return user_settings::put_config_class(config, request.ConfigClass,
                                             {request.Text, request.Number, request.Config});
    });
  auto done = client::Server::local()->call<HostSetUserConfig>(local_host, request);
  return done ? Result<void>() : Result<void>(std::move(done).error());
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

BOOL WTSQueryUserConfigW(LPWSTR pServerName, LPWSTR pUserName, WTS_CONFIG_CLASS WTSConfigClass, LPWSTR* ppBuffer,
                         DWORD* pBytesReturned) {
  return c_boundary([&] { return query<WCHAR>(pServerName, pUserName, WTSConfigClass, ppBuffer, pBytesReturned); });
}

BOOL WTSQueryUserConfigA(LPSTR pServerName, LPSTR pUserName, WTS_CONFIG_CLASS WTSConfigClass, LPSTR* ppBuffer,
                         DWORD* pBytesReturned) {
  return c_boundary([&] { return query<CHAR>(pServerName, pUserName, WTSConfigClass, ppBuffer, pBytesReturned); });
}

BOOL WTSSetUserConfigW(LPWSTR pServerName, LPWSTR pUserName, WTS_CONFIG_CLASS WTSConfigClass, LPWSTR pBuffer,
                       DWORD DataLength) {
  return c_boundary([&] { return set<WCHAR>(pServerName, pUserName, WTSConfigClass, pBuffer, DataLength); });
}

BOOL WTSSetUserConfigA(LPSTR pServerName, LPSTR pUserName, WTS_CONFIG_CLASS WTSConfigClass, LPSTR pBuffer,
                       DWORD DataLength) {
  return c_boundary([&] { return set<CHAR>(pServerName, pUserName, WTSConfigClass, pBuffer, DataLength); });
}
