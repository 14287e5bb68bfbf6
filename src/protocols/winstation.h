// Memory images that travel as counted bytes: the WINSTATION* structures in their native layout, the same on x86 and
// x64
// ([MS-TSTS] 2.2.2.16 and after). Fixed buffers of text are NUL-terminated. Little-endian hosts only, as these are
// copied.
#pragma once

#include <bit>
#include <cstddef>
#include <cstdint>

namespace nta::protocols {

static_assert(std::endian::native == std::endian::little);

/** A record of RpcWinStationEnumerate. */
struct SESSIONID {
  uint32_t SessionId;
  char16_t WinStationName[33];
  uint32_t State;
};
static_assert(sizeof(SESSIONID) == 76);

struct PROTOCOLCOUNTERS {
  uint32_t WdBytes;
  uint32_t WdFrames;
  uint32_t WaitForOutBuf;
  uint32_t Frames;
  uint32_t Bytes;
  uint32_t CompressedBytes;
  uint32_t CompressFlushes;
  uint32_t Errors;
  uint32_t Timeouts;
  uint32_t AsyncErrors[4];
  uint32_t TdErrors;
  uint16_t ProtocolType;
  uint16_t Length;
  uint32_t Specific[100];
};
static_assert(sizeof(PROTOCOLCOUNTERS) == 460);

struct PROTOCOLSTATUS {
  PROTOCOLCOUNTERS Output;
  PROTOCOLCOUNTERS Input;
  uint8_t Cache[84];
  uint32_t AsyncSignal;
  uint32_t AsyncSignalMask;
};
static_assert(sizeof(PROTOCOLSTATUS) == 1012);

struct PROTOCOLSTATUSEX {
  PROTOCOLSTATUS Status;
  int64_t Counters[2];
};
static_assert(sizeof(PROTOCOLSTATUSEX) == 1032 && offsetof(PROTOCOLSTATUSEX, Counters) == 1016);

struct WINSTATIONCLIENT {
  uint32_t Flags;
  char16_t ClientName[21];
  char16_t Domain[18];
  char16_t UserName[21];
  char16_t Password[15];
  char16_t WorkDirectory[257];
  char16_t InitialProgram[257];
  uint32_t SerialNumber;
  uint8_t EncryptionLevel;
  uint32_t ClientAddressFamily;
  char16_t ClientAddress[31];
  uint16_t HRes;
  uint16_t VRes;
  uint16_t ColorDepth;
  uint16_t ProtocolType;
  uint32_t KeyboardLayout;
  uint32_t KeyboardType;
  uint32_t KeyboardSubType;
  uint32_t KeyboardFunctionKey;
  char16_t imeFileName[33];
  char16_t ClientDirectory[257];
  char16_t ClientLicense[33];
  char16_t ClientModem[41];
  uint32_t ClientBuildNumber;
  uint32_t ClientHardwareId;
  uint16_t ClientProductId;
  uint16_t OutBufCountHost;
  uint16_t OutBufCountClient;
  uint16_t OutBufLength;
  char16_t AudioDriverName[9];
  uint32_t ClientTimeZone[43];  // TS_TIME_ZONE_INFORMATION
  uint32_t ClientSessionId;
  char16_t clientDigProductId[32];
  uint32_t PerformanceFlags;
  uint32_t ActiveInputLocale;
};
static_assert(sizeof(WINSTATIONCLIENT) == 2296 && offsetof(WINSTATIONCLIENT, WorkDirectory) == 154 &&
              offsetof(WINSTATIONCLIENT, SerialNumber) == 1184 && offsetof(WINSTATIONCLIENT, ClientAddress) == 1196 &&
              offsetof(WINSTATIONCLIENT, HRes) == 1258 && offsetof(WINSTATIONCLIENT, KeyboardLayout) == 1268 &&
              offsetof(WINSTATIONCLIENT, ClientBuildNumber) == 2012 &&
              offsetof(WINSTATIONCLIENT, AudioDriverName) == 2028 &&
              offsetof(WINSTATIONCLIENT, ClientTimeZone) == 2048 &&
              offsetof(WINSTATIONCLIENT, PerformanceFlags) == 2288);

struct USERCONFIG {
  uint32_t Flags1;
  uint32_t Flags2;
  char16_t UserName[21];
  char16_t Domain[18];
  char16_t Password[15];
  char16_t WorkDirectory[257];
  char16_t InitialProgram[257];
  char16_t CallbackNumber[51];
  uint32_t Callback;
  uint32_t Shadow;
  uint32_t MaxConnectionTime;
  uint32_t MaxDisconnectionTime;
  uint32_t MaxIdleTime;
  uint32_t KeyboardLayout;
  uint8_t MinEncryptionLevel;
  char16_t NWLogonServer[48];
  char16_t PublishedName[65];
  char16_t WFProfilePath[257];
  char16_t WFHomeDir[257];
  char16_t WFHomeDirDrive[4];
};
static_assert(sizeof(USERCONFIG) == 2536 && offsetof(USERCONFIG, WorkDirectory) == 116 &&
              offsetof(USERCONFIG, Callback) == 1248 && offsetof(USERCONFIG, NWLogonServer) == 1274 &&
              offsetof(USERCONFIG, WFHomeDirDrive) == 2528);

struct WINSTATIONCONFIG {
  char16_t Comment[61];
  USERCONFIG User;
  uint8_t OEMId[4];
};
static_assert(sizeof(WINSTATIONCONFIG) == 2664 && offsetof(WINSTATIONCONFIG, User) == 124);

struct WINSTATIONINFORMATION {
  uint32_t ConnectState;
  char16_t WinStationName[33];
  uint32_t LogonId;
  int64_t ConnectTime;
  int64_t DisconnectTime;
  int64_t LastInputTime;
  int64_t LogonTime;
  PROTOCOLSTATUS Status;
  char16_t Domain[18];
  char16_t UserName[21];
  int64_t CurrentTime;
};
static_assert(sizeof(WINSTATIONINFORMATION) == 1216 && offsetof(WINSTATIONINFORMATION, ConnectTime) == 80 &&
              offsetof(WINSTATIONINFORMATION, Status) == 112 && offsetof(WINSTATIONINFORMATION, Domain) == 1124 &&
              offsetof(WINSTATIONINFORMATION, UserName) == 1160 &&
              offsetof(WINSTATIONINFORMATION, CurrentTime) == 1208);

/** In front of a variable-length image in RpcWinStationQueryInformation ([MS-TSTS] 2.2.2.16). */
struct VARDATA_WIRE {
  uint16_t Size;
  uint16_t Offset;
};

/** Information classes that RpcWinStationQueryInformation answers here. */
enum class WinStationClass : uint32_t { configuration = 1, client = 6, information = 8 };

}  // namespace nta::protocols
