// Tables of the two configuration structures of wtsapi32.h: of a user, and of a listener, whose settings count where
// the user's do not. A member's own type says whether it is the W or the A form.
#pragma once

#include "describe/natural.h"
#include "ntadmin/win/wtsapi32.h"

namespace nta::describe {

template <class Config>
constexpr auto listener_config_table() {
  return joined(NTA_FIELDS(Config, version), NTA_MEMBERS(Config, f, EnableListener),
                NTA_FIELDS(Config, MaxConnectionCount), NTA_MEMBERS(Config, f, PromptForPassword, InheritColorDepth),
                NTA_FIELDS(Config, ColorDepth), NTA_MEMBERS(Config, f, InheritBrokenTimeoutSettings),
                NTA_FIELDS(Config, BrokenTimeoutSettings),
                NTA_MEMBERS(Config, f, DisablePrinterRedirection, DisableDriveRedirection, DisableComPortRedirection,
                            DisableLPTPortRedirection, DisableClipboardRedirection, DisableAudioRedirection,
                            DisablePNPRedirection, DisableDefaultMainClientPrinter),
                NTA_FIELDS(Config, LanAdapter, PortNumber), NTA_MEMBERS(Config, f, InheritShadowSettings),
                NTA_FIELDS(Config, ShadowSettings, TimeoutSettingsConnection, TimeoutSettingsDisconnection,
                           TimeoutSettingsIdle, SecurityLayer, MinEncryptionLevel, UserAuthentication, Comment,
                           LogonUserName, LogonDomain, WorkDirectory, InitialProgram));
}

template <>
inline constexpr auto fields_of<WTSLISTENERCONFIGW> = listener_config_table<WTSLISTENERCONFIGW>();
template <>
inline constexpr auto fields_of<WTSLISTENERCONFIGA> = listener_config_table<WTSLISTENERCONFIGA>();

/** Times are milliseconds. */
template <class Config>
constexpr auto user_config_table() {
  return NTA_FIELDS(Config, Source, InheritInitialProgram, AllowLogonTerminalServer, TimeoutSettingsConnections,
                    TimeoutSettingsDisconnections, TimeoutSettingsIdle, DeviceClientDrives, DeviceClientPrinters,
                    ClientDefaultPrinter, BrokenTimeoutSettings, ReconnectSettings, ShadowingSettings,
                    TerminalServerRemoteHomeDir, InitialProgram, WorkDirectory, TerminalServerProfilePath,
                    TerminalServerHomeDir, TerminalServerHomeDirDrive);
}

template <>
inline constexpr auto fields_of<WTSUSERCONFIGW> = user_config_table<WTSUSERCONFIGW>();
template <>
inline constexpr auto fields_of<WTSUSERCONFIGA> = user_config_table<WTSUSERCONFIGA>();

}  // namespace nta::describe
