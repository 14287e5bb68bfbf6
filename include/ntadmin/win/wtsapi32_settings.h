/* wtsapi32_settings.h: structures of the Terminal Services API about users, listeners, licences and credentials;
 * include wtsapi32.h. */
#ifndef NTADMIN_WIN_WTSAPI32_SETTINGS_H
#define NTADMIN_WIN_WTSAPI32_SETTINGS_H

#include "wtsapi32_constants.h"

/** Names the maker and the product of a client. */
typedef struct _WTS_PRODUCT_INFOA {
  CHAR CompanyName[256];
  CHAR ProductID[4];
} PRODUCT_INFOA, *PPRODUCT_INFOA;

typedef struct _WTS_PRODUCT_INFOW {
  WCHAR CompanyName[256];
  WCHAR ProductID[4];
} PRODUCT_INFOW, *PPRODUCT_INFOW;

/** WTSValidationInfo: licensing data of a client. */
typedef struct _WTS_VALIDATION_INFORMATIONA {
  PRODUCT_INFOA ProductInfo;
  BYTE License[16384];
  DWORD LicenseLength;
  BYTE HardwareID[20];
  DWORD HardwareIDLength;
} WTS_VALIDATION_INFORMATIONA, *PWTS_VALIDATION_INFORMATIONA;

typedef struct _WTS_VALIDATION_INFORMATIONW {
  PRODUCT_INFOW ProductInfo;
  BYTE License[16384];
  DWORD LicenseLength;
  BYTE HardwareID[20];
  DWORD HardwareIDLength;
} WTS_VALIDATION_INFORMATIONW, *PWTS_VALIDATION_INFORMATIONW;

/** A user's session settings, all at once. Timeouts in milliseconds, 0 = none. */
typedef struct _WTSUSERCONFIGA {
  DWORD Source;
  DWORD InheritInitialProgram;
  DWORD AllowLogonTerminalServer;
  DWORD TimeoutSettingsConnections;
  DWORD TimeoutSettingsDisconnections;
  DWORD TimeoutSettingsIdle;
  DWORD DeviceClientDrives;
  DWORD DeviceClientPrinters;
  DWORD ClientDefaultPrinter;
  DWORD BrokenTimeoutSettings;
  DWORD ReconnectSettings;
  DWORD ShadowingSettings;
  DWORD TerminalServerRemoteHomeDir;
  CHAR InitialProgram[261];
  CHAR WorkDirectory[261];
  CHAR TerminalServerProfilePath[261];
  CHAR TerminalServerHomeDir[261];
  CHAR TerminalServerHomeDirDrive[4];
} WTSUSERCONFIGA, *PWTSUSERCONFIGA;

typedef struct _WTSUSERCONFIGW {
  DWORD Source;
  DWORD InheritInitialProgram;
  DWORD AllowLogonTerminalServer;
  DWORD TimeoutSettingsConnections;
  DWORD TimeoutSettingsDisconnections;
  DWORD TimeoutSettingsIdle;
  DWORD DeviceClientDrives;
  DWORD DeviceClientPrinters;
  DWORD ClientDefaultPrinter;
  DWORD BrokenTimeoutSettings;
  DWORD ReconnectSettings;
  DWORD ShadowingSettings;
  DWORD TerminalServerRemoteHomeDir;
  WCHAR InitialProgram[261];
  WCHAR WorkDirectory[261];
  WCHAR TerminalServerProfilePath[261];
  WCHAR TerminalServerHomeDir[261];
  WCHAR TerminalServerHomeDirDrive[4];
} WTSUSERCONFIGW, *PWTSUSERCONFIGW;

/** A listener's settings; version is 1. Timeouts in milliseconds, 0 = none; MaxConnectionCount 0xFFFFFFFF = no limit.
 */
typedef struct _WTSLISTENERCONFIGA {
  ULONG version;
  ULONG fEnableListener;
  ULONG MaxConnectionCount;
  ULONG fPromptForPassword;
  ULONG fInheritColorDepth;
  ULONG ColorDepth;
  ULONG fInheritBrokenTimeoutSettings;
  ULONG BrokenTimeoutSettings;
  ULONG fDisablePrinterRedirection;
  ULONG fDisableDriveRedirection;
  ULONG fDisableComPortRedirection;
  ULONG fDisableLPTPortRedirection;
  ULONG fDisableClipboardRedirection;
  ULONG fDisableAudioRedirection;
  ULONG fDisablePNPRedirection;
  ULONG fDisableDefaultMainClientPrinter;
  ULONG LanAdapter;
  ULONG PortNumber;
  ULONG fInheritShadowSettings;
  ULONG ShadowSettings;
  ULONG TimeoutSettingsConnection;
  ULONG TimeoutSettingsDisconnection;
  ULONG TimeoutSettingsIdle;
  ULONG SecurityLayer;
  ULONG MinEncryptionLevel;
  ULONG UserAuthentication;
  CHAR Comment[61];
  CHAR LogonUserName[21];
  CHAR LogonDomain[18];
  CHAR WorkDirectory[261];
  CHAR InitialProgram[261];
} WTSLISTENERCONFIGA, *PWTSLISTENERCONFIGA;

typedef struct _WTSLISTENERCONFIGW {
  ULONG version;
  ULONG fEnableListener;
  ULONG MaxConnectionCount;
  ULONG fPromptForPassword;
  ULONG fInheritColorDepth;
  ULONG ColorDepth;
  ULONG fInheritBrokenTimeoutSettings;
  ULONG BrokenTimeoutSettings;
  ULONG fDisablePrinterRedirection;
  ULONG fDisableDriveRedirection;
  ULONG fDisableComPortRedirection;
  ULONG fDisableLPTPortRedirection;
  ULONG fDisableClipboardRedirection;
  ULONG fDisableAudioRedirection;
  ULONG fDisablePNPRedirection;
  ULONG fDisableDefaultMainClientPrinter;
  ULONG LanAdapter;
  ULONG PortNumber;
  ULONG fInheritShadowSettings;
  ULONG ShadowSettings;
  ULONG TimeoutSettingsConnection;
  ULONG TimeoutSettingsDisconnection;
  ULONG TimeoutSettingsIdle;
  ULONG SecurityLayer;
  ULONG MinEncryptionLevel;
  ULONG UserAuthentication;
  WCHAR Comment[61];
  WCHAR LogonUserName[21];
  WCHAR LogonDomain[18];
  WCHAR WorkDirectory[261];
  WCHAR InitialProgram[261];
} WTSLISTENERCONFIGW, *PWTSLISTENERCONFIGW;

/** A credential as bytes; SerializationLength bytes. */
typedef struct _WTS_SERIALIZED_USER_CREDENTIAL {
  ULONG SerializationLength;
  BYTE* Serialization;
} WTS_SERIALIZED_USER_CREDENTIAL, WRDS_SERIALIZED_USER_CREDENTIAL, *PWTS_SERIALIZED_USER_CREDENTIAL;

/** What a WTS_CLOUD_AUTH_HANDLE points at; opaque. */
struct WTS_CLOUD_AUTH_HANDLE__ {
  int unused;
};
typedef struct WTS_CLOUD_AUTH_HANDLE__* WTS_CLOUD_AUTH_HANDLE;

/** A listener's name. */
typedef CHAR WTSLISTENERNAMEA[WTS_LISTENER_NAME_LENGTH + 1], *PWTSLISTENERNAMEA;
typedef WCHAR WTSLISTENERNAMEW[WTS_LISTENER_NAME_LENGTH + 1], *PWTSLISTENERNAMEW;

#ifdef UNICODE
#define PRODUCT_INFO PRODUCT_INFOW
#define PWTS_VALIDATION_INFORMATION PWTS_VALIDATION_INFORMATIONW
#define PWTSLISTENERCONFIG PWTSLISTENERCONFIGW
#define PWTSLISTENERNAME PWTSLISTENERNAMEW
#define PWTSUSERCONFIG PWTSUSERCONFIGW
#define WTS_VALIDATION_INFORMATION WTS_VALIDATION_INFORMATIONW
#define WTSLISTENERCONFIG WTSLISTENERCONFIGW
#define WTSLISTENERNAME WTSLISTENERNAMEW
#define WTSUSERCONFIG WTSUSERCONFIGW
#else
#define PRODUCT_INFO PRODUCT_INFOA
#define PWTS_VALIDATION_INFORMATION PWTS_VALIDATION_INFORMATIONA
#define PWTSLISTENERCONFIG PWTSLISTENERCONFIGA
#define PWTSLISTENERNAME PWTSLISTENERNAMEA
#define PWTSUSERCONFIG PWTSUSERCONFIGA
#define WTS_VALIDATION_INFORMATION WTS_VALIDATION_INFORMATIONA
#define WTSLISTENERCONFIG WTSLISTENERCONFIGA
#define WTSLISTENERNAME WTSLISTENERNAMEA
#define WTSUSERCONFIG WTSUSERCONFIGA
#endif

#endif
