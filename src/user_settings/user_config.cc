#include "user_settings/user_config.h"

#include <algorithm>

#include "base/utf16.h"
#include "user_settings/user_parameters.h"

namespace nta::user_settings {
namespace {

// [MS-TSTS] 2.3.2: CtxCfgPresent, and the bits of CtxCfgFlags1.
constexpr uint32_t present = 0xB00B1E55;
constexpr std::u16string_view present_name = u"CtxCfgPresent", flags_name = u"CtxCfgFlags1";
constexpr uint32_t inherit_times[] = {0x01000000, 0x00800000, 0x00400000};  // of session, disconnection, idle

struct FlagRow {
  uint32_t bit;
  DWORD WTSUSERCONFIGW::*member;
  bool negated = false;
};
constexpr FlagRow flags[] = {
    {0x10000000, &WTSUSERCONFIGW::InheritInitialProgram}, {0x00040000, &WTSUSERCONFIGW::BrokenTimeoutSettings},
    {0x00020000, &WTSUSERCONFIGW::ReconnectSettings},     {0x00010000, &WTSUSERCONFIGW::AllowLogonTerminalServer, true},
    {0x00008000, &WTSUSERCONFIGW::DeviceClientDrives},    {0x00004000, &WTSUSERCONFIGW::DeviceClientPrinters},
    {0x00002000, &WTSUSERCONFIGW::ClientDefaultPrinter},
};

struct NumberRow {
  std::u16string_view name;
  DWORD& (*member)(UserConfig&);
  uint32_t inherits = 0;  // the flag by which the listener's counts
};
constexpr NumberRow numbers[] = {
    {u"CtxMaxConnectionTime", [](UserConfig& config) -> DWORD& { return config.common.TimeoutSettingsConnections; },
     inherit_times[0]},
    {u"CtxMaxDisconnectionTime",
     [](UserConfig& config) -> DWORD& { return config.common.TimeoutSettingsDisconnections; }, inherit_times[1]},
    {u"CtxMaxIdleTime", [](UserConfig& config) -> DWORD& { return config.common.TimeoutSettingsIdle; },
     inherit_times[2]},
    {u"CtxShadow", [](UserConfig& config) -> DWORD& { return config.common.ShadowingSettings; }},
    {u"CtxCallBack", [](UserConfig& config) -> DWORD& { return config.ModemCallbackSettings; }},
};

struct TextRow {
  std::u16string_view name;
  std::span<char16_t> (*member)(UserConfig&);
};
constexpr TextRow texts[] = {
    {u"CtxInitialProgram", [](UserConfig& config) { return std::span<char16_t>(config.common.InitialProgram); }},
    {u"CtxWorkDirectory", [](UserConfig& config) { return std::span<char16_t>(config.common.WorkDirectory); }},
    {u"CtxWFProfilePath",
     [](UserConfig& config) { return std::span<char16_t>(config.common.TerminalServerProfilePath); }},
    {u"CtxWFHomeDir", [](UserConfig& config) { return std::span<char16_t>(config.common.TerminalServerHomeDir); }},
    {u"CtxWFHomeDirDrive",
     [](UserConfig& config) { return std::span<char16_t>(config.common.TerminalServerHomeDirDrive); }},
    {u"CtxCallbackNumber", [](UserConfig& config) { return std::span<char16_t>(config.ModemCallbackPhoneNumber); }},
};

constexpr uint32_t most_shadow = 4;

void note_remote_home(WTSUSERCONFIGW& config) {
  const auto& home = config.TerminalServerHomeDir;
  config.TerminalServerRemoteHomeDir = home[0] == u'\\' && home[1] == u'\\';
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

Result<void> put_number(DWORD& member, uint32_t value) {
  member = value;
  return {};
}

/** Members that not every number is a value of. */
struct Limit {
  std::string_view name;
  DWORD WTSUSERCONFIGW::*member;
  uint32_t most;
};
constexpr Limit broken_limit{"BrokenTimeoutSettings", &WTSUSERCONFIGW::BrokenTimeoutSettings, 1};
constexpr Limit reconnect_limit{"ReconnectSettings", &WTSUSERCONFIGW::ReconnectSettings, 1};
constexpr Limit shadow_limit{"ShadowingSettings", &WTSUSERCONFIGW::ShadowingSettings, most_shadow};

Result<void> put_limited(WTSUSERCONFIGW& config, const Limit& limit, uint32_t value) {
  if (value > limit.most) return fail(Win32::invalid_parameter, "{} is 0 to {}, not {}", limit.name, limit.most, value);
  config.*limit.member = value;
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
  for (const Limit& limit : {broken_limit, reconnect_limit, shadow_limit})
    NTA_CHECK(put_limited(config, limit, whole->*limit.member));
  return {};
}

// 18 is read only: it follows from the home directory.
Result<void> put_class(UserConfig& config, uint32_t config_class, const ConfigValue& in) {
  WTSUSERCONFIGW& common = config.common;
  switch (config_class) {
    case WTSUserConfigInitialProgram:
      return put_text(common.InitialProgram, in.text);
    case WTSUserConfigWorkingDirectory:
      return put_text(common.WorkDirectory, in.text);
    case WTSUserConfigfInheritInitialProgram:
      return put_number(common.InheritInitialProgram, in.number);
    case WTSUserConfigfAllowLogonTerminalServer:
      return put_number(common.AllowLogonTerminalServer, in.number);
    case WTSUserConfigTimeoutSettingsConnections:
      return put_number(common.TimeoutSettingsConnections, in.number);
    case WTSUserConfigTimeoutSettingsDisconnections:
      return put_number(common.TimeoutSettingsDisconnections, in.number);
    case WTSUserConfigTimeoutSettingsIdle:
      return put_number(common.TimeoutSettingsIdle, in.number);
    case WTSUserConfigfDeviceClientDrives:
      return put_number(common.DeviceClientDrives, in.number);
    case WTSUserConfigfDeviceClientPrinters:
      return put_number(common.DeviceClientPrinters, in.number);
    case WTSUserConfigfDeviceClientDefaultPrinter:
      return put_number(common.ClientDefaultPrinter, in.number);
    case WTSUserConfigBrokenTimeoutSettings:
      return put_limited(common, broken_limit, in.number);
    case WTSUserConfigReconnectSettings:
      return put_limited(common, reconnect_limit, in.number);
    case WTSUserConfigModemCallbackSettings:
      return put_number(config.ModemCallbackSettings, in.number);
    case WTSUserConfigModemCallbackPhoneNumber:
      return put_text(config.ModemCallbackPhoneNumber, in.text);
    case WTSUserConfigShadowingSettings:
      return put_limited(common, shadow_limit, in.number);
    case WTSUserConfigTerminalServerProfilePath:
      return put_text(common.TerminalServerProfilePath, in.text);
    case WTSUserConfigTerminalServerHomeDir:
      return put_text(common.TerminalServerHomeDir, in.text);
    case WTSUserConfigTerminalServerHomeDirDrive:
      return put_text(common.TerminalServerHomeDirDrive, in.text);
    case WTSUserConfigUser:
      return put_whole(common, in.whole);
    default:
      return fail(Win32::invalid_parameter, "class {} cannot be set", config_class);
  }
}

}  // namespace

Result<void> put_config_class(UserConfig& config, uint32_t config_class, const ConfigValue& value) {
  NTA_CHECK(put_class(config, config_class, value));
  note_remote_home(config.common);
  return {};
}

UserConfig default_user_config() {
  UserConfig config{};
  config.common.InheritInitialProgram = 1;
  config.common.AllowLogonTerminalServer = 1;
  config.common.DeviceClientDrives = 1;
  config.common.DeviceClientPrinters = 1;
  config.common.ClientDefaultPrinter = 1;
  config.common.ShadowingSettings = 1;
  return config;
}

std::optional<UserConfig> user_config_in(ByteView parameters) {
  UserParameters blob(parameters);
  if (blob.number(present_name) != present) return std::nullopt;
  UserConfig config = default_user_config();
  auto bits = blob.number(flags_name);
  for (const FlagRow& flag : flags)
    if (bits) config.common.*flag.member = ((*bits & flag.bit) != 0) != flag.negated;
  for (const NumberRow& each : numbers) {
    auto value = blob.number(each.name);
    if (value) each.member(config) = bits && (*bits & each.inherits) ? 0 : *value;
  }
  if (config.common.ShadowingSettings > most_shadow) config.common.ShadowingSettings = 0;
  for (const TextRow& each : texts) {
    auto member = each.member(config);
    if (auto value = blob.text(each.name)) copy_cut(member.data(), member.size(), *value);
  }
  note_remote_home(config.common);
  return config;
}

Bytes with_user_config(ByteView parameters, const UserConfig& config) {
  UserParameters blob(parameters);
  UserConfig from = config;
  uint32_t bits = blob.number(flags_name).value_or(0);
  for (const FlagRow& flag : flags) {
    bool set = (config.common.*flag.member != 0) != flag.negated;
    bits = set ? bits | flag.bit : bits & ~flag.bit;
  }
  blob.set_number(present_name, present);
  for (const NumberRow& each : numbers) {
    uint32_t value = each.member(from);
    if (value) bits &= ~each.inherits;
    if (!(bits & each.inherits)) blob.set_number(each.name, value);  // else what is not in force stays
  }
  blob.set_number(flags_name, bits);
  for (const TextRow& each : texts) blob.set_text(each.name, each.member(from).data());
  return blob.bytes();
}

}  // namespace nta::user_settings
