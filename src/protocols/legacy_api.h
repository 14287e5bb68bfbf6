// LegacyApi, the WinStation interface: what older clients use for everything, and newer ones for processes
// ([MS-TSTS] 3.7.4.1). A reply begins with an NTSTATUS and ends in a BOOLEAN, after the out parameters in their order.
#pragma once

#include "protocols/legacy_processes.h"

namespace nta::protocols {

struct OnServer {
  ContextHandle hServer;

  static constexpr auto described() { return NTA_FIELDS(OnServer, hServer); }
};
struct WinStationResult {
  uint32_t pResult;
  uint8_t result;

  static constexpr auto described() {
    return fields(NTA_UNSHOWN(WinStationResult, pResult), NTA_FIELD(WinStationResult, result, "", boolean8));
  }
};

struct RpcWinStationOpenServer : Method<0> {
  struct In {};
  struct Out {
    uint32_t pResult;
    ContextHandle phServer;
    uint8_t result;

    static constexpr auto described() {
      return joined(NTA_UNSHOWN(Out, pResult), NTA_FIELDS(Out, phServer), NTA_FIELD(Out, result, "", boolean8));
    }
  };
};

/** Takes the handle by value; it is run down with the connection. */
struct RpcWinStationCloseServer : Method<1> {
  using In = OnServer;
  using Out = WinStationResult;
};

/** Records of 76 bytes (SESSIONID of protocols/winstation.h); called until STATUS_NO_MORE_ENTRIES. */
struct RpcWinStationEnumerate : Method<3> {
  struct In {
    ContextHandle hServer;
    uint32_t pEntries;
    uint8_t* pLogonId;
    uint32_t pByteCount;
    uint32_t pIndex;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, hServer), NTA_FIELD(In, pEntries, "Entries", u32),
                    NTA_FIELD(In, pLogonId, "", unique<array_of<u8>>).counted(NTA_NUMBER(In, pByteCount)),
                    NTA_FIELD(In, pByteCount, "ByteCount", u32), NTA_FIELD(In, pIndex, "Index", u32));
    }
  };
  struct Out {
    uint32_t pResult;
    uint32_t pEntries;
    uint8_t* pLogonId;
    uint32_t pByteCount;
    uint32_t pIndex;
    uint8_t result;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(Out, pResult), NTA_FIELD(Out, pEntries, "Entries", u32),
                    NTA_FIELD(Out, pLogonId, "", unique<array_of<u8>>).counted(NTA_NUMBER(Out, pByteCount)),
                    NTA_FIELD(Out, pByteCount, "ByteCount", u32), NTA_FIELD(Out, pIndex, "Index", u32),
                    NTA_FIELD(Out, result, "", boolean8));
    }
  };
};

/** Information class 8 gives a WINSTATIONINFORMATION behind a VARDATA_WIRE. Too small a buffer: 0xC0000023 and the
 * size. */
struct RpcWinStationQueryInformation : Method<5> {
  struct In {
    ContextHandle hServer;
    uint32_t LogonId;
    uint32_t WinStationInformationClass;
    uint8_t* pWinStationInformation;
    uint32_t WinStationInformationLength;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, hServer, LogonId),
                    NTA_FIELD(In, WinStationInformationClass, "InformationClass", u32),
                    NTA_FIELD(In, pWinStationInformation, "", unique<array_of<u8>>)
                        .counted(NTA_NUMBER(In, WinStationInformationLength)),
                    NTA_FIELD(In, WinStationInformationLength, "Length", u32));
    }
  };
  struct Out {
    uint32_t pResult;
    uint8_t* pWinStationInformation;
    uint32_t length;  // the request's
    uint32_t pReturnLength;
    uint8_t result;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(Out, pResult),
                    NTA_FIELD(Out, pWinStationInformation, "", unique<array_of<u8>>).counted(NTA_NUMBER(Out, length)),
                    NTA_FIELD(Out, length, "", local32), NTA_FIELD(Out, pReturnLength, "ReturnLength", u32),
                    NTA_FIELD(Out, result, "", boolean8));
    }
  };
};

/** Title and message are counted in characters, 1,024 at most each; a terminator ends them early. */
struct RpcWinStationSendMessage : Method<7> {
  struct In {
    ContextHandle hServer;
    uint32_t LogonId;
    char16_t* pTitle;
    uint32_t TitleLength;
    char16_t* pMessage;
    uint32_t MessageLength;
    uint32_t Style;
    uint32_t Timeout;
    uint8_t DoNotWait;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, hServer, LogonId),
                    NTA_FIELD(In, pTitle, "Title", ref<array_of<wchar>>).counted(NTA_NUMBER(In, TitleLength)),
                    NTA_UNSHOWN(In, TitleLength),
                    NTA_FIELD(In, pMessage, "Message", ref<array_of<wchar>>).counted(NTA_NUMBER(In, MessageLength)),
                    NTA_UNSHOWN(In, MessageLength), NTA_FIELDS(In, Style, Timeout),
                    NTA_FIELD(In, DoNotWait, "DoNotWait", boolean8));
    }
  };
  struct Out {
    uint32_t pResult;
    uint32_t pResponse;
    uint8_t result;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(Out, pResult), NTA_FIELD(Out, pResponse, "Response", u32),
                    NTA_FIELD(Out, result, "", boolean8));
    }
  };
};

struct RpcLogonIdFromWinStationName : Method<8> {
  struct In {
    ContextHandle hServer;
    char16_t* pWinStationName;
    uint32_t NameSize;  // characters

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, hServer),
                    NTA_FIELD(In, pWinStationName, "", ref<array_of<wchar>>).counted(NTA_NUMBER(In, NameSize)),
                    NTA_UNSHOWN(In, NameSize));
    }
  };
  struct Out {
    uint32_t pResult;
    uint32_t pLogonId;
    uint8_t result;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(Out, pResult), NTA_FIELD(Out, pLogonId, "LogonId", u32),
                    NTA_FIELD(Out, result, "", boolean8));
    }
  };
};

struct RpcWinStationNameFromLogonId : Method<9> {
  struct In {
    ContextHandle hServer;
    uint32_t LoginId;
    char16_t* pWinStationName;
    uint32_t NameSize;  // characters, 33 at least

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, hServer), NTA_FIELD(In, LoginId, "LogonId", u32),
                    NTA_FIELD(In, pWinStationName, "", ref<array_of<wchar>>).counted(NTA_NUMBER(In, NameSize)),
                    NTA_UNSHOWN(In, NameSize));
    }
  };
  struct Out {
    uint32_t pResult;
    char16_t* pWinStationName;
    uint32_t NameSize;  // the request's
    uint8_t result;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(Out, pResult),
                    NTA_FIELD(Out, pWinStationName, "Name", ref<array_of<wchar>>).counted(NTA_NUMBER(Out, NameSize)),
                    NTA_FIELD(Out, NameSize, "", local32), NTA_FIELD(Out, result, "", boolean8));
    }
  };
};

/** The terminal that shows TargetLogonId is to show ConnectLogonId. [MS-TSTS] 3.7.4.1.8. */
struct RpcWinStationConnect : SecretMethod<10> {
  struct In {
    ContextHandle hServer;
    uint32_t ClientLogonId;
    uint32_t ConnectLogonId;
    uint32_t TargetLogonId;
    char16_t* pPassword;
    uint32_t PasswordSize;  // characters, with the terminator
    uint8_t Wait;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, hServer, ClientLogonId, ConnectLogonId, TargetLogonId),
                    NTA_FIELD(In, pPassword, "", ref<array_of<wchar>>).counted(NTA_NUMBER(In, PasswordSize)),
                    NTA_UNSHOWN(In, PasswordSize), NTA_FIELD(In, Wait, "Wait", boolean8));
    }
  };
  using Out = WinStationResult;
};

struct EndSession {
  ContextHandle hServer;
  uint32_t LogonId;
  uint8_t bWait;

  static constexpr auto described() {
    return joined(NTA_FIELDS(EndSession, hServer, LogonId), NTA_FIELD(EndSession, bWait, "Wait", boolean8));
  }
};

struct RpcWinStationDisconnect : Method<13> {
  using In = EndSession;
  using Out = WinStationResult;
};

struct RpcWinStationReset : Method<14> {
  using In = EndSession;
  using Out = WinStationResult;
};

/** ShutdownFlags are the WTS_WSD_* bits as they are. */
struct RpcWinStationShutdownSystem : Method<15> {
  struct In {
    ContextHandle hServer;
    uint32_t ClientLogonId;
    uint32_t ShutdownFlags;

    static constexpr auto described() { return NTA_FIELDS(In, hServer, ClientLogonId, ShutdownFlags); }
  };
  using Out = WinStationResult;
};

/** Blocks until an event of the mask; what happened between two waits on one handle is not lost. Mask 0 ends the
 *  handle's event block, 0x80000000 releases the call that waits on it; both answer at once, with no event. */
struct RpcWinStationWaitSystemEvent : Method<16> {
  struct In {
    ContextHandle hServer;
    uint32_t EventMask;

    static constexpr auto described() { return NTA_FIELDS(In, hServer, EventMask); }
  };
  struct Out {
    uint32_t pResult;
    uint32_t pEventFlags;
    uint8_t result;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(Out, pResult), NTA_FIELD(Out, pEventFlags, "EventFlags", u32),
                    NTA_FIELD(Out, result, "", boolean8));
    }
  };
};

/** The client of LogonId is to look on at TargetLogonId, on a server of that name or, without one, on this. */
struct RpcWinStationShadow : Method<17> {
  struct In {
    ContextHandle hServer;
    uint32_t LogonId;
    char16_t* pTargetServerName;
    uint32_t NameSize;
    uint32_t TargetLogonId;
    uint8_t HotKeyVk;
    uint16_t HotkeyModifiers;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, hServer, LogonId),
                    NTA_FIELD(In, pTargetServerName, "TargetServerName", unique<array_of<wchar>>)
                        .counted(NTA_NUMBER(In, NameSize)),
                    NTA_UNSHOWN(In, NameSize), NTA_FIELDS(In, TargetLogonId, HotKeyVk, HotkeyModifiers));
    }
  };
  using Out = WinStationResult;
};

struct RpcWinStationTerminateProcess : Method<37> {
  struct In {
    ContextHandle hServer;
    uint32_t ProcessId;
    uint32_t ExitCode;

    static constexpr auto described() { return NTA_FIELDS(In, hServer, ProcessId, ExitCode); }
  };
  using Out = WinStationResult;
};

/** Ends all looking on at a session. */
struct RpcWinStationShadowStop : Method<59> {
  using In = EndSession;
  using Out = WinStationResult;
};

struct RpcWinStationCloseServerEx : Method<60> {
  using In = OnServer;
  struct Out {
    ContextHandle phServer;
    uint32_t pResult;
    uint8_t result;

    static constexpr auto described() {
      return joined(NTA_FIELDS(Out, phServer), NTA_UNSHOWN(Out, pResult), NTA_FIELD(Out, result, "", boolean8));
    }
  };
};

inline constexpr MethodInfo legacy_api_methods[] = {
    method<RpcWinStationOpenServer>("RpcWinStationOpenServer"),
    method<RpcWinStationCloseServer>("RpcWinStationCloseServer"),
    method<RpcWinStationEnumerate>("RpcWinStationEnumerate"),
    method<RpcWinStationQueryInformation>("RpcWinStationQueryInformation"),
    method<RpcWinStationSendMessage>("RpcWinStationSendMessage"),
    method<RpcLogonIdFromWinStationName>("RpcLogonIdFromWinStationName"),
    method<RpcWinStationNameFromLogonId>("RpcWinStationNameFromLogonId"),
    method<RpcWinStationConnect>("RpcWinStationConnect"),
    method<RpcWinStationDisconnect>("RpcWinStationDisconnect"),
    method<RpcWinStationReset>("RpcWinStationReset"),
    method<RpcWinStationShutdownSystem>("RpcWinStationShutdownSystem"),
    method<RpcWinStationWaitSystemEvent>("RpcWinStationWaitSystemEvent"),
    method<RpcWinStationShadow>("RpcWinStationShadow"),
    method<RpcWinStationTerminateProcess>("RpcWinStationTerminateProcess"),
    method<RpcWinStationGetAllProcesses>("RpcWinStationGetAllProcesses"),
    method<RpcWinStationGetProcessSid>("RpcWinStationGetProcessSid"),
    method<RpcWinStationShadowStop>("RpcWinStationShadowStop"),
    method<RpcWinStationCloseServerEx>("RpcWinStationCloseServerEx"),
    method<RpcWinStationGetAllProcesses_NT6>("RpcWinStationGetAllProcesses_NT6"),
};

inline constexpr Interface legacy_api{
    "LegacyApi", guid("5ca4a760-ebb1-11cf-8611-00a0245420ed"), 1, 0, "Ctx_WinStation_API_service", legacy_api_methods};

}  // namespace nta::protocols
