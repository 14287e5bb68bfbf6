// TermSrvSession: one terminal session, opened by its id ([MS-TSTS] 3.3.4.1).
#pragma once

#include "protocols/method.h"

namespace nta::protocols {

/** TS_COUNTER: 24 bytes on the wire ([MS-TSTS] 2.2.2.12). */
struct TS_COUNTER {
  uint32_t dwCounterID;
  uint8_t bResult;
  uint32_t dwValue;
  int64_t startTime;

  static constexpr auto described() {
    return fields(NTA_FIELD(TS_COUNTER, dwCounterID, "CounterID", u32),
                  NTA_FIELD(TS_COUNTER, bResult, "Result", boolean8), NTA_FIELD(TS_COUNTER, dwValue, "Value", u32),
                  NTA_FIELD(TS_COUNTER, startTime, "", time_hyper));
  }
};

/** [MS-TSTS] 2.2.2.10. */
struct LSMSESSIONINFORMATION {
  char16_t* pszUserName;
  char16_t* pszDomain;
  char16_t* pszTerminalName;
  int32_t SessionState;
  uint32_t DesktopLocked;
  int64_t ConnectTime;
  int64_t DisconnectTime;
  int64_t LogonTime;

  static constexpr auto described() {
    return fields(NTA_FIELD(LSMSESSIONINFORMATION, pszUserName, "UserName", unique<wstring>),
                  NTA_FIELD(LSMSESSIONINFORMATION, pszDomain, "DomainName", unique<wstring>),
                  NTA_FIELD(LSMSESSIONINFORMATION, pszTerminalName, "TerminalName", unique<wstring>),
                  NTA_FIELD(LSMSESSIONINFORMATION, SessionState, "SessionState", i32),
                  NTA_FIELD(LSMSESSIONINFORMATION, DesktopLocked, "DesktopLocked", bool32),
                  NTA_FIELD(LSMSESSIONINFORMATION, ConnectTime, "ConnectTime", time_hyper),
                  NTA_FIELD(LSMSESSIONINFORMATION, DisconnectTime, "DisconnectTime", time_hyper),
                  NTA_FIELD(LSMSESSIONINFORMATION, LogonTime, "LogonTime", time_hyper));
  }
};

/** [MS-TSTS] 2.2.2.11. ProtocolData is a PROTOCOLSTATUSEX image; peers send other sizes too, so its size is never
 * assumed. */
struct LSM_SESSIONINFO_EX_LEVEL1 {
  int32_t SessionState;
  int32_t SessionFlags;
  char16_t SessionName[33];
  char16_t DomainName[18];
  char16_t UserName[21];
  int64_t ConnectTime;
  int64_t DisconnectTime;
  int64_t LogonTime;
  int64_t LastInputTime;
  uint32_t ProtocolDataSize;
  uint8_t* ProtocolData;

  static constexpr auto described() {
    return joined(NTA_FIELDS(LSM_SESSIONINFO_EX_LEVEL1, SessionState, SessionFlags, SessionName, DomainName, UserName),
                  NTA_FIELD(LSM_SESSIONINFO_EX_LEVEL1, ConnectTime, "ConnectTime", time_hyper),
                  NTA_FIELD(LSM_SESSIONINFO_EX_LEVEL1, DisconnectTime, "DisconnectTime", time_hyper),
                  NTA_FIELD(LSM_SESSIONINFO_EX_LEVEL1, LogonTime, "LogonTime", time_hyper),
                  NTA_FIELD(LSM_SESSIONINFO_EX_LEVEL1, LastInputTime, "LastInputTime", time_hyper),
                  NTA_UNSHOWN(LSM_SESSIONINFO_EX_LEVEL1, ProtocolDataSize),
                  NTA_FIELD(LSM_SESSIONINFO_EX_LEVEL1, ProtocolData, "", unique<array_of<u8>>)
                      .counted(NTA_NUMBER(LSM_SESSIONINFO_EX_LEVEL1, ProtocolDataSize)));
  }
};

union LSM_SESSIONINFO_EX {
  LSM_SESSIONINFO_EX_LEVEL1 Level1;
};
inline constexpr std::array lsm_sessioninfo_ex_arms{Arm{1, &type_of<LSM_SESSIONINFO_EX_LEVEL1>}};
inline constexpr Type lsm_sessioninfo_ex = union_type<LSM_SESSIONINFO_EX>(u32, lsm_sessioninfo_ex_arms);

/** [MS-TSTS] 3.3.4.1.1: fails with 7022 when there is no such session or it is a listener. */
struct RpcOpenSession : Method<0> {
  struct In {
    int32_t SessionId;

    static constexpr auto described() { return NTA_FIELDS(In, SessionId); }
  };
  struct Out {
    ContextHandle phSession;
    uint32_t result;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, phSession), NTA_UNSHOWN(Out, result)); }
  };
};

struct RpcCloseSession : Method<1> {
  struct In {
    ContextHandle phSession;

    static constexpr auto described() { return NTA_FIELDS(In, phSession); }
  };
  using Out = RpcOpenSession::Out;
};

/** What most methods take and give. */
struct OnSession {
  ContextHandle hSession;

  static constexpr auto described() { return NTA_FIELDS(OnSession, hSession); }
};
struct OnlyResult {
  uint32_t result;

  static constexpr auto described() { return fields(NTA_UNSHOWN(OnlyResult, result)); }
};

/** The session is shown at the terminal that shows TargetSessionId now. An empty password: the caller's own account. */
struct RpcConnect : SecretMethod<2> {
  struct In {
    ContextHandle hSession;
    int32_t TargetSessionId;
    char16_t* szPassword;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, hSession, TargetSessionId), NTA_FIELD(In, szPassword, "Password", ref<wstring>));
    }
  };
  using Out = OnlyResult;
};

struct RpcDisconnect : Method<3> {
  using In = OnSession;
  using Out = OnlyResult;
};

struct RpcLogoff : Method<4> {
  using In = OnSession;
  using Out = OnlyResult;
};

struct RpcGetUserName : Method<5> {
  using In = OnSession;
  struct Out {
    char16_t* pszUserName;
    char16_t* pszDomain;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, pszUserName, "UserName", unique<wstring>),
                    NTA_FIELD(Out, pszDomain, "DomainName", unique<wstring>), NTA_UNSHOWN(Out, result));
    }
  };
};

struct RpcGetTerminalName : Method<6> {
  using In = OnSession;
  struct Out {
    char16_t* pszTerminalName;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, pszTerminalName, "TerminalName", unique<wstring>), NTA_UNSHOWN(Out, result));
    }
  };
};

struct RpcGetState : Method<7> {
  using In = OnSession;
  struct Out {
    int32_t plState;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, plState, "State", i32), NTA_UNSHOWN(Out, result));
    }
  };
};

/** The answer is the result itself: 0 locked, a failure code not locked. */
struct RpcIsSessionDesktopLocked : Method<8> {
  using In = OnSession;
  using Out = OnlyResult;
};

/** Answered when a button is pressed or the time (s) is over; with bDoNotWait at once, 32001. */
struct RpcShowMessageBox : Method<9> {
  struct In {
    ContextHandle hSession;
    char16_t* szTitle;
    char16_t* szMessage;
    uint32_t ulStyle;
    uint32_t ulTimeout;
    uint32_t bDoNotWait;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, hSession, "", context_handle), NTA_FIELD(In, szTitle, "Title", ref<wstring>),
                    NTA_FIELD(In, szMessage, "Message", ref<wstring>), NTA_FIELD(In, ulStyle, "Style", u32),
                    NTA_FIELD(In, ulTimeout, "Timeout", u32), NTA_FIELD(In, bDoNotWait, "DoNotWait", bool32));
    }
  };
  struct Out {
    uint32_t pulResponse;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, pulResponse, "Response", u32), NTA_UNSHOWN(Out, result));
    }
  };
};

struct RpcGetTimes : Method<10> {
  using In = OnSession;
  struct Out {
    int64_t pConnectTime;
    int64_t pDisconnectTime;
    int64_t pLogonTime;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, pConnectTime, "ConnectTime", time_hyper),
                    NTA_FIELD(Out, pDisconnectTime, "DisconnectTime", time_hyper),
                    NTA_FIELD(Out, pLogonTime, "LogonTime", time_hyper), NTA_UNSHOWN(Out, result));
    }
  };
};

struct RpcGetSessionCounters : Method<11> {
  struct In {
    TS_COUNTER* pCounter;
    uint32_t uEntries;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(In, pCounter, "Counters", ref<array_of<type_of<TS_COUNTER>>>).counted(NTA_NUMBER(In, uEntries)),
          NTA_UNSHOWN(In, uEntries));
    }
  };
  struct Out {
    TS_COUNTER* pCounter;
    uint32_t uEntries;  // the request's
    uint32_t result;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, pCounter, "Counters", ref<array_of<type_of<TS_COUNTER>>>).counted(NTA_NUMBER(Out, uEntries)),
          NTA_FIELD(Out, uEntries, "", local32), NTA_UNSHOWN(Out, result));
    }
  };
};

struct RpcGetSessionInformation : Method<12> {
  struct In {
    int32_t SessionId;

    static constexpr auto described() { return NTA_FIELDS(In, SessionId); }
  };
  struct Out {
    LSMSESSIONINFORMATION pSessionInfo;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, pSessionInfo, "SessionInfo", type_of<LSMSESSIONINFORMATION>),
                    NTA_UNSHOWN(Out, result));
    }
  };
};

struct RpcGetLoggedOnCount : Method<15> {
  struct In {};
  struct Out {
    uint32_t pUserSessions;
    uint32_t pDeviceSessions;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, pUserSessions, "UserSessions", u32),
                    NTA_FIELD(Out, pDeviceSessions, "DeviceSessions", u32), NTA_UNSHOWN(Out, result));
    }
  };
};

/** [MS-TSTS] 2.2.1.20: 1 services, 2 listener, 3 desktop. */
struct RpcGetSessionType : Method<16> {
  struct In {
    int32_t SessionId;

    static constexpr auto described() { return NTA_FIELDS(In, SessionId); }
  };
  struct Out {
    uint32_t pSessionType;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, pSessionType, "SessionType", u32), NTA_UNSHOWN(Out, result));
    }
  };
};

/** Level 1 is the only one. The session may be LOGONID_CURRENT (-1), the caller's own. */
struct RpcGetSessionInformationEx : Method<17> {
  struct In {
    int32_t SessionId;
    uint32_t Level;

    static constexpr auto described() { return NTA_FIELDS(In, SessionId, Level); }
  };
  struct Out {
    uint32_t Level = 1;  // also of a failure: the union needs an arm
    LSM_SESSIONINFO_EX Data;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Level, "Level", u32),
                    NTA_FIELD(Out, Data, "Data", lsm_sessioninfo_ex).switched(NTA_NUMBER(Out, Level)),
                    NTA_UNSHOWN(Out, result));
    }
  };
};

inline constexpr MethodInfo termsrv_session_methods[] = {
    method<RpcOpenSession>("RpcOpenSession"),
    method<RpcCloseSession>("RpcCloseSession"),
    method<RpcConnect>("RpcConnect"),
    method<RpcDisconnect>("RpcDisconnect"),
    method<RpcLogoff>("RpcLogoff"),
    method<RpcGetUserName>("RpcGetUserName"),
    method<RpcGetTerminalName>("RpcGetTerminalName"),
    method<RpcGetState>("RpcGetState"),
    method<RpcIsSessionDesktopLocked>("RpcIsSessionDesktopLocked"),
    method<RpcShowMessageBox>("RpcShowMessageBox"),
    method<RpcGetTimes>("RpcGetTimes"),
    method<RpcGetSessionCounters>("RpcGetSessionCounters"),
    method<RpcGetSessionInformation>("RpcGetSessionInformation"),
    method<RpcGetLoggedOnCount>("RpcGetLoggedOnCount"),
    method<RpcGetSessionType>("RpcGetSessionType"),
    method<RpcGetSessionInformationEx>("RpcGetSessionInformationEx"),
};

inline constexpr Interface termsrv_session{
    "TermSrvSession", guid("484809d6-4239-471b-b5bc-61df8c23ac48"), 1, 0, "LSM_API_service", termsrv_session_methods};

}  // namespace nta::protocols
