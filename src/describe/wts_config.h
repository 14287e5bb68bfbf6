// Tables of the two configuration structures of wtsapi32.h: of a listener and of a user.
#pragma once

#include "describe/natural.h"
#include "ntadmin/win/wtsapi32.h"

namespace nta::describe {

/** WTSLISTENERCONFIGW and WTSLISTENERCONFIGA: the same members, text in another width. */
template <class Config, const Type& Comment, const Type& User, const Type& Domain, const Type& Path>
constexpr auto listener_config_table() {
  return joined(
      NTA_FIELD(Config, version, "version", u32), NTA_FIELD(Config, fEnableListener, "EnableListener", u32),
      NTA_FIELD(Config, MaxConnectionCount, "MaxConnectionCount", u32),
      NTA_FIELD(Config, fPromptForPassword, "PromptForPassword", u32),
      NTA_FIELD(Config, fInheritColorDepth, "InheritColorDepth", u32), NTA_FIELD(Config, ColorDepth, "ColorDepth", u32),
      NTA_FIELD(Config, fInheritBrokenTimeoutSettings, "InheritBrokenTimeoutSettings", u32),
      NTA_FIELD(Config, BrokenTimeoutSettings, "BrokenTimeoutSettings", u32),
      NTA_FIELD(Config, fDisablePrinterRedirection, "DisablePrinterRedirection", u32),
      NTA_FIELD(Config, fDisableDriveRedirection, "DisableDriveRedirection", u32),
      NTA_FIELD(Config, fDisableComPortRedirection, "DisableComPortRedirection", u32),
      NTA_FIELD(Config, fDisableLPTPortRedirection, "DisableLPTPortRedirection", u32),
      NTA_FIELD(Config, fDisableClipboardRedirection, "DisableClipboardRedirection", u32),
      NTA_FIELD(Config, fDisableAudioRedirection, "DisableAudioRedirection", u32),
      NTA_FIELD(Config, fDisablePNPRedirection, "DisablePNPRedirection", u32),
      NTA_FIELD(Config, fDisableDefaultMainClientPrinter, "DisableDefaultMainClientPrinter", u32),
      NTA_FIELDS(Config, LanAdapter, PortNumber),
      NTA_FIELD(Config, fInheritShadowSettings, "InheritShadowSettings", u32),
      NTA_FIELDS(Config, ShadowSettings, TimeoutSettingsConnection, TimeoutSettingsDisconnection, TimeoutSettingsIdle,
                 SecurityLayer, MinEncryptionLevel, UserAuthentication),
      NTA_FIELD(Config, Comment, "Comment", Comment), NTA_FIELD(Config, LogonUserName, "LogonUserName", User),
      NTA_FIELD(Config, LogonDomain, "LogonDomain", Domain), NTA_FIELD(Config, WorkDirectory, "WorkDirectory", Path),
      NTA_FIELD(Config, InitialProgram, "InitialProgram", Path));
}

template <>
inline constexpr auto fields_of<WTSLISTENERCONFIGW> =
    listener_config_table<WTSLISTENERCONFIGW, wtext<61>, wtext<21>, wtext<18>, wtext<261>>();
template <>
inline constexpr auto fields_of<WTSLISTENERCONFIGA> =
    listener_config_table<WTSLISTENERCONFIGA, atext<61>, atext<21>, atext<18>, atext<261>>();

/** WTSUSERCONFIGW and WTSUSERCONFIGA. Times are milliseconds. */
template <class Config, const Type& Path, const Type& Drive>
constexpr auto user_config_table() {
  return joined(NTA_FIELDS(Config, Source, InheritInitialProgram, AllowLogonTerminalServer, TimeoutSettingsConnections,
                           TimeoutSettingsDisconnections, TimeoutSettingsIdle, DeviceClientDrives, DeviceClientPrinters,
                           ClientDefaultPrinter, BrokenTimeoutSettings, ReconnectSettings, ShadowingSettings,
                           TerminalServerRemoteHomeDir),
                NTA_FIELD(Config, InitialProgram, "InitialProgram", Path),
                NTA_FIELD(Config, WorkDirectory, "WorkDirectory", Path),
                NTA_FIELD(Config, TerminalServerProfilePath, "TerminalServerProfilePath", Path),
                NTA_FIELD(Config, TerminalServerHomeDir, "TerminalServerHomeDir", Path),
                NTA_FIELD(Config, TerminalServerHomeDirDrive, "TerminalServerHomeDirDrive", Drive));
}

template <>
inline constexpr auto fields_of<WTSUSERCONFIGW> = user_config_table<WTSUSERCONFIGW, wtext<261>, wtext<4>>();
template <>
inline constexpr auto fields_of<WTSUSERCONFIGA> = user_config_table<WTSUSERCONFIGA, atext<261>, atext<4>>();

}  // namespace nta::describe
