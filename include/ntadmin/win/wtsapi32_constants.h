/* wtsapi32_constants.h: constants and enumerations of the Terminal Services API; include wtsapi32.h. */
#ifndef NTADMIN_WIN_WTSAPI32_CONSTANTS_H
#define NTADMIN_WIN_WTSAPI32_CONSTANTS_H

#include "winnt.h"

/* Server and session handles that need no opening. */
#define WTS_CURRENT_SERVER ((HANDLE)0)
#define WTS_CURRENT_SERVER_HANDLE ((HANDLE)0)
#define WTS_CURRENT_SERVER_NAME (NULL)
#define WTS_CURRENT_SESSION 0xFFFFFFFF
#define WTS_ANY_SESSION 0xFFFFFFFE

/* Answer of WTSSendMessage that does not wait. */
#define IDASYNC 32001

/* WTSWaitSystemEvent. */
#define WTS_EVENT_NONE 0
#define WTS_EVENT_CREATE 1
#define WTS_EVENT_DELETE 2
#define WTS_EVENT_RENAME 4
#define WTS_EVENT_CONNECT 8
#define WTS_EVENT_DISCONNECT 0x10
#define WTS_EVENT_LOGON 0x20
#define WTS_EVENT_LOGOFF 0x40
#define WTS_EVENT_STATECHANGE 0x80
#define WTS_EVENT_LICENSE 0x100
#define WTS_EVENT_ALL 0x7FFFFFFF
#define WTS_EVENT_FLUSH 0x80000000

/* WTSShutdownSystem. */
#define WTS_WSD_LOGOFF 1
#define WTS_WSD_SHUTDOWN 2
#define WTS_WSD_REBOOT 4
#define WTS_WSD_POWEROFF 8
#define WTS_WSD_FASTREBOOT 0x10

/* WTSRegisterSessionNotification. */
#define NOTIFY_FOR_THIS_SESSION 0
#define NOTIFY_FOR_ALL_SESSIONS 1

/* Protocol of a client (WTSClientProtocolType). */
#define WTS_PROTOCOL_TYPE_CONSOLE 0
#define WTS_PROTOCOL_TYPE_ICA 1
#define WTS_PROTOCOL_TYPE_RDP 2

/* WTSINFOEX_LEVEL1.SessionFlags. */
#define WTS_SESSIONSTATE_LOCK 0
#define WTS_SESSIONSTATE_UNLOCK 1
#define WTS_SESSIONSTATE_UNKNOWN 0xFFFFFFFF

/* Levels of WTSEnumerateProcessesEx. */
#define WTS_PROCESS_INFO_LEVEL_0 0
#define WTS_PROCESS_INFO_LEVEL_1 1

/* Rights on a session or listener. */
#define WTS_SECURITY_QUERY_INFORMATION 1
#define WTS_SECURITY_SET_INFORMATION 2
#define WTS_SECURITY_RESET 4
#define WTS_SECURITY_VIRTUAL_CHANNELS 8
#define WTS_SECURITY_REMOTE_CONTROL 0x10
#define WTS_SECURITY_GUEST_ACCESS 0x20
#define WTS_SECURITY_LOGON 0x20
#define WTS_SECURITY_LOGOFF 0x40
#define WTS_SECURITY_CURRENT_GUEST_ACCESS 0x48
#define WTS_SECURITY_MESSAGE 0x80
#define WTS_SECURITY_CONNECT 0x100
#define WTS_SECURITY_USER_ACCESS 0x149
#define WTS_SECURITY_DISCONNECT 0x200
#define WTS_SECURITY_CURRENT_USER_ACCESS 0x24E
#define WTS_SECURITY_ALL_ACCESS 0xF03BF

/* WTSCreateListener. */
#define WTS_LISTENER_CREATE 1
#define WTS_LISTENER_UPDATE 0x10

/* Hotkey modifiers of remote control. */
#define REMOTECONTROL_KBDSHIFT_HOTKEY 1
#define REMOTECONTROL_KBDCTRL_HOTKEY 2
#define REMOTECONTROL_KBDALT_HOTKEY 4

/* WTSVirtualChannelOpenEx. */
#define WTS_CHANNEL_OPTION_DYNAMIC_PRI_LOW 0
#define WTS_CHANNEL_OPTION_DYNAMIC 1
#define WTS_CHANNEL_OPTION_DYNAMIC_PRI_MED 2
#define WTS_CHANNEL_OPTION_DYNAMIC_PRI_HIGH 4
#define WTS_CHANNEL_OPTION_DYNAMIC_PRI_REAL 6
#define WTS_CHANNEL_OPTION_DYNAMIC_NO_COMPRESS 8

/* Lengths in characters, without terminator, or in bytes. */
#define WTS_DRIVE_LENGTH 3
#define PRODUCTINFO_PRODUCTID_LENGTH 4
#define MAX_ELAPSED_TIME_LENGTH 15
#define DOMAIN_LENGTH 17
#define CLIENTNAME_LENGTH 20
#define USERNAME_LENGTH 20
#define VALIDATIONINFORMATION_HARDWAREID_LENGTH 20
#define CLIENTADDRESS_LENGTH 30
#define WINSTATIONNAME_LENGTH 32
#define WTS_LISTENER_NAME_LENGTH 32
#define MAX_DATE_TIME_LENGTH 56
#define WTS_COMMENT_LENGTH 60
#define PRODUCTINFO_COMPANYNAME_LENGTH 256
#define VALIDATIONINFORMATION_LICENSE_LENGTH 16384

/** State of a session. Disconnected: its programs run, no client shows it. */
typedef enum _WTS_CONNECTSTATE_CLASS NTADMIN_ENUM_INT {
  WTSActive = 0,
  WTSConnected = 1,
  WTSConnectQuery = 2,
  WTSShadow = 3,
  WTSDisconnected = 4,
  WTSIdle = 5,
  WTSListen = 6,
  WTSReset = 7,
  WTSDown = 8,
  WTSInit = 9
} WTS_CONNECTSTATE_CLASS;

/** What WTSQuerySessionInformation tells. 17 to 22 and 27 are never served: use WTSSessionInfo. */
typedef enum _WTS_INFO_CLASS NTADMIN_ENUM_INT {
  WTSInitialProgram = 0,
  WTSApplicationName = 1,
  WTSWorkingDirectory = 2,
  WTSOEMId = 3,
  WTSSessionId = 4,
  WTSUserName = 5,
  WTSWinStationName = 6,
  WTSDomainName = 7,
  WTSConnectState = 8,
  WTSClientBuildNumber = 9,
  WTSClientName = 10,
  WTSClientDirectory = 11,
  WTSClientProductId = 12,
  WTSClientHardwareId = 13,
  WTSClientAddress = 14,
  WTSClientDisplay = 15,
  WTSClientProtocolType = 16,
  WTSIdleTime = 17,
  WTSLogonTime = 18,
  WTSIncomingBytes = 19,
  WTSOutgoingBytes = 20,
  WTSIncomingFrames = 21,
  WTSOutgoingFrames = 22,
  WTSClientInfo = 23,
  WTSSessionInfo = 24,
  WTSSessionInfoEx = 25,
  WTSConfigInfo = 26,
  WTSValidationInfo = 27,
  WTSSessionAddressV4 = 28,
  WTSIsRemoteSession = 29,
  WTSSessionActivityId = 30,
  WTSCapabilityCheck = 31
} WTS_INFO_CLASS;

/** What a block given to WTSFreeMemoryEx holds. */
typedef enum _WTS_TYPE_CLASS NTADMIN_ENUM_INT {
  WTSTypeProcessInfoLevel0 = 0,
  WTSTypeProcessInfoLevel1 = 1,
  WTSTypeSessionInfoLevel1 = 2,
  WTSTypeCloudAuthServerNonce = 3,
  WTSTypeSerializedUserCredential = 4
} WTS_TYPE_CLASS;

/** What WTSQueryUserConfig and WTSSetUserConfig read and write. */
typedef enum _WTS_CONFIG_CLASS NTADMIN_ENUM_INT {
  WTSUserConfigInitialProgram = 0,
  WTSUserConfigWorkingDirectory = 1,
  WTSUserConfigfInheritInitialProgram = 2,
  WTSUserConfigfAllowLogonTerminalServer = 3,
  WTSUserConfigTimeoutSettingsConnections = 4,
  WTSUserConfigTimeoutSettingsDisconnections = 5,
  WTSUserConfigTimeoutSettingsIdle = 6,
  WTSUserConfigfDeviceClientDrives = 7,
  WTSUserConfigfDeviceClientPrinters = 8,
  WTSUserConfigfDeviceClientDefaultPrinter = 9,
  WTSUserConfigBrokenTimeoutSettings = 10,
  WTSUserConfigReconnectSettings = 11,
  WTSUserConfigModemCallbackSettings = 12,
  WTSUserConfigModemCallbackPhoneNumber = 13,
  WTSUserConfigShadowingSettings = 14,
  WTSUserConfigTerminalServerProfilePath = 15,
  WTSUserConfigTerminalServerHomeDir = 16,
  WTSUserConfigTerminalServerHomeDirDrive = 17,
  WTSUserConfigfTerminalServerRemoteHomeDir = 18,
  WTSUserConfigUser = 19
} WTS_CONFIG_CLASS;

/** Where a user's settings came from. */
typedef enum _WTS_CONFIG_SOURCE NTADMIN_ENUM_INT { WTSUserConfigSourceSAM = 0 } WTS_CONFIG_SOURCE;

/** What WTSVirtualChannelQuery tells. */
typedef enum _WTS_VIRTUAL_CLASS NTADMIN_ENUM_INT {
  WTSVirtualClientData = 0,
  WTSVirtualFileHandle = 1
} WTS_VIRTUAL_CLASS;

#endif
