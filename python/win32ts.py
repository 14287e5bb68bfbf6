"""Terminal Services administration: sessions, their events, and processes of this machine or of a server (wtsapi32).

The functions come from the extension module; their arguments, results and errors stand in win32ts.pyi and in help().
"""

import _ntadmin

globals().update(_ntadmin.win32ts)

# Session states: WTS_CONNECTSTATE_CLASS.
WTSActive = 0
WTSConnected = 1
WTSConnectQuery = 2
WTSShadow = 3
WTSDisconnected = 4
WTSIdle = 5
WTSListen = 6
WTSReset = 7
WTSDown = 8
WTSInit = 9

# What WTSQuerySessionInformation can tell: WTS_INFO_CLASS.
WTSInitialProgram = 0
WTSApplicationName = 1
WTSWorkingDirectory = 2
WTSOEMId = 3
WTSSessionId = 4
WTSUserName = 5
WTSWinStationName = 6
WTSDomainName = 7
WTSConnectState = 8
WTSClientBuildNumber = 9
WTSClientName = 10
WTSClientDirectory = 11
WTSClientProductId = 12
WTSClientHardwareId = 13
WTSClientAddress = 14
WTSClientDisplay = 15
WTSClientProtocolType = 16
WTSIsRemoteSession = 29

# A user's terminal settings: WTS_CONFIG_CLASS.
WTSUserConfigInitialProgram = 0
WTSUserConfigWorkingDirectory = 1
WTSUserConfigfInheritInitialProgram = 2
WTSUserConfigfAllowLogonTerminalServer = 3
WTSUserConfigTimeoutSettingsConnections = 4
WTSUserConfigTimeoutSettingsDisconnections = 5
WTSUserConfigTimeoutSettingsIdle = 6
WTSUserConfigfDeviceClientDrives = 7
WTSUserConfigfDeviceClientPrinters = 8
WTSUserConfigfDeviceClientDefaultPrinter = 9
WTSUserConfigBrokenTimeoutSettings = 10
WTSUserConfigReconnectSettings = 11
WTSUserConfigModemCallbackSettings = 12
WTSUserConfigModemCallbackPhoneNumber = 13
WTSUserConfigShadowingSettings = 14
WTSUserConfigTerminalServerProfilePath = 15
WTSUserConfigTerminalServerHomeDir = 16
WTSUserConfigTerminalServerHomeDirDrive = 17
WTSUserConfigfTerminalServerRemoteHomeDir = 18

# Events of WTSWaitSystemEvent; the top bit makes FLUSH negative.
WTS_EVENT_NONE = 0
WTS_EVENT_CREATE = 1
WTS_EVENT_DELETE = 2
WTS_EVENT_RENAME = 4
WTS_EVENT_CONNECT = 8
WTS_EVENT_DISCONNECT = 16
WTS_EVENT_LOGON = 32
WTS_EVENT_LOGOFF = 64
WTS_EVENT_STATECHANGE = 128
WTS_EVENT_LICENSE = 256
WTS_EVENT_ALL = 0x7FFFFFFF
WTS_EVENT_FLUSH = -0x80000000

# Virtual channels: WTS_VIRTUAL_CLASS.
WTSVirtualClientData = 0
WTSVirtualFileHandle = 1

# Protocols of WTSClientProtocolType.
WTS_PROTOCOL_TYPE_CONSOLE = 0
WTS_PROTOCOL_TYPE_ICA = 1
WTS_PROTOCOL_TYPE_RDP = 2

# Flags of WTSShutdownSystem.
WTS_WSD_LOGOFF = 1
WTS_WSD_SHUTDOWN = 2
WTS_WSD_REBOOT = 4
WTS_WSD_POWEROFF = 8
WTS_WSD_FASTREBOOT = 16

# This machine and the caller's own session.
WTS_CURRENT_SERVER = 0
WTS_CURRENT_SERVER_HANDLE = 0
WTS_CURRENT_SESSION = -1
WTS_CURRENT_SERVER_NAME = None

# Flags of WTSRegisterSessionNotification.
NOTIFY_FOR_THIS_SESSION = 0
NOTIFY_FOR_ALL_SESSIONS = 1
