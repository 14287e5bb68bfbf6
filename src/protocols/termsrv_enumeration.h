// TermSrvEnumeration: the list of terminal sessions ([MS-TSTS] 3.3.4.3).
#pragma once

#include "protocols/termsrv_session.h"

namespace nta::protocols {

// Each row says its level and is a union over it: [MS-TSTS] 2.2.2.1 to 2.2.2.9.

struct SESSIONENUM_LEVEL1 {
  int32_t SessionId;
  int32_t State;
  char16_t Name[33];

  static constexpr auto described() { return NTA_FIELDS(SESSIONENUM_LEVEL1, SessionId, State, Name); }
};

struct SESSIONENUM_LEVEL2 {
  int32_t SessionId;
  int32_t State;
  char16_t Name[33];
  uint32_t Source;        // 0
  uint32_t bFullDesktop;  // 1
  Guid SessionType;       // one of terminal_type

  static constexpr auto described() {
    using S = SESSIONENUM_LEVEL2;
    return joined(NTA_FIELDS(S, SessionId, State, Name, Source), NTA_FIELD(S, bFullDesktop, "FullDesktop", bool32),
                  NTA_FIELDS(S, SessionType));
  }
};

struct SESSIONENUM_LEVEL3 {
  int32_t SessionId;
  int32_t State;
  char16_t Name[33];
  uint32_t Source;
  uint32_t bFullDesktop;
  Guid SessionType;
  uint32_t ProtoDataSize;
  uint8_t* pProtocolData;

  static constexpr auto described() {
    using S = SESSIONENUM_LEVEL3;
    return joined(NTA_FIELDS(S, SessionId, State, Name, Source), NTA_FIELD(S, bFullDesktop, "FullDesktop", bool32),
                  NTA_FIELDS(S, SessionType), NTA_UNSHOWN(S, ProtoDataSize),
                  NTA_FIELD(S, pProtocolData, "", unique<array_of<u8>>).counted(NTA_NUMBER(S, ProtoDataSize)));
  }
};

union SessionEnumUnion {
  SESSIONENUM_LEVEL1 Level1;
  SESSIONENUM_LEVEL2 Level2;
  SESSIONENUM_LEVEL3 Level3;
};
inline constexpr std::array session_enum_arms{Arm{1, &type_of<SESSIONENUM_LEVEL1>},
                                              Arm{2, &type_of<SESSIONENUM_LEVEL2>}};
inline constexpr std::array session_enum_ex_arms{
    Arm{1, &type_of<SESSIONENUM_LEVEL1>}, Arm{2, &type_of<SESSIONENUM_LEVEL2>}, Arm{3, &type_of<SESSIONENUM_LEVEL3>}};
inline constexpr Type session_enum_union = union_type<SessionEnumUnion>(u32, session_enum_arms);
inline constexpr Type session_enum_ex_union = union_type<SessionEnumUnion>(u32, session_enum_ex_arms);

struct SESSIONENUM {
  uint32_t Level;
  SessionEnumUnion Data;

  static constexpr auto described() {
    return joined(NTA_FIELDS(SESSIONENUM, Level),
                  NTA_FIELD(SESSIONENUM, Data, "Data", session_enum_union).switched(NTA_NUMBER(SESSIONENUM, Level)));
  }
};

struct SESSIONENUM_EX {
  uint32_t Level;
  SessionEnumUnion Data;

  static constexpr auto described() {
    return joined(
        NTA_FIELDS(SESSIONENUM_EX, Level),
        NTA_FIELD(SESSIONENUM_EX, Data, "Data", session_enum_ex_union).switched(NTA_NUMBER(SESSIONENUM_EX, Level)));
  }
};

struct EXECENVDATA_LEVEL1 {
  int32_t ExecEnvId;
  int32_t State;
  char16_t SessionName[33];

  static constexpr auto described() { return NTA_FIELDS(EXECENVDATA_LEVEL1, ExecEnvId, State, SessionName); }
};

struct EXECENVDATA_LEVEL2 {
  int32_t ExecEnvId;
  int32_t State;
  char16_t SessionName[33];
  int32_t AbsSessionId;
  char16_t HostName[33];
  char16_t UserName[33];
  char16_t DomainName[33];
  char16_t FarmName[33];

  static constexpr auto described() {
    using S = EXECENVDATA_LEVEL2;
    return joined(NTA_FIELDS(S, ExecEnvId, State, SessionName), NTA_FIELD(S, AbsSessionId, "SessionId", i32),
                  NTA_FIELDS(S, HostName, UserName, DomainName, FarmName));
  }
};

union ExecEnvDataUnion {
  EXECENVDATA_LEVEL1 Level1;
  EXECENVDATA_LEVEL2 Level2;
};
inline constexpr std::array exec_env_data_arms{Arm{1, &type_of<EXECENVDATA_LEVEL1>},
                                               Arm{2, &type_of<EXECENVDATA_LEVEL2>}};
inline constexpr Type exec_env_data_union = union_type<ExecEnvDataUnion>(u32, exec_env_data_arms);

struct EXECENVDATA {
  uint32_t Level;
  ExecEnvDataUnion Data;

  static constexpr auto described() {
    return joined(NTA_FIELDS(EXECENVDATA, Level),
                  NTA_FIELD(EXECENVDATA, Data, "Data", exec_env_data_union).switched(NTA_NUMBER(EXECENVDATA, Level)));
  }
};

/** The same with room for level 1 alone: a quarter of the memory. */
union ExecEnvDataLevel1 {
  EXECENVDATA_LEVEL1 Level1;
};
inline constexpr std::array exec_env_data_arm_1{Arm{1, &type_of<EXECENVDATA_LEVEL1>}};
inline constexpr Type exec_env_data_level_1 = union_type<ExecEnvDataLevel1>(u32, exec_env_data_arm_1);

struct EXECENVDATA_AT_1 {
  uint32_t Level;
  ExecEnvDataLevel1 Data;

  static constexpr auto described() {
    using S = EXECENVDATA_AT_1;
    return joined(NTA_FIELDS(S, Level),
                  NTA_FIELD(S, Data, "Data", exec_env_data_level_1).switched(NTA_NUMBER(S, Level)));
  }
};

struct RpcOpenEnum : Method<0> {
  struct In {};
  struct Out {
    ContextHandle phEnum;
    uint32_t result;

    static constexpr auto described() { return joined(NTA_FIELDS(Out, phEnum), NTA_UNSHOWN(Out, result)); }
  };
};

struct RpcCloseEnum : Method<1> {
  struct In {
    ContextHandle phEnum;

    static constexpr auto described() { return NTA_FIELDS(In, phEnum); }
  };
  using Out = RpcOpenEnum::Out;
};

struct RpcFilterByState : Method<2> {
  struct In {
    ContextHandle hEnum;
    int32_t State;
    uint32_t bInvert;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, hEnum, State), NTA_FIELD(In, bInvert, "Invert", bool32));
    }
  };
  using Out = OnlyResult;
};

struct RpcFilterByCallersName : Method<3> {
  struct In {
    ContextHandle hEnum;

    static constexpr auto described() { return NTA_FIELDS(In, hEnum); }
  };
  using Out = OnlyResult;
};

struct RpcGetEnumResult : Method<5> {
  struct In {
    ContextHandle hEnum;
    uint32_t Level;

    static constexpr auto described() { return NTA_FIELDS(In, hEnum, Level); }
  };
  struct Out {
    SESSIONENUM* ppSessionEnumResult;
    uint32_t pEntries;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, ppSessionEnumResult, "Sessions", unique<array_of<type_of<SESSIONENUM>>>)
                        .counted(NTA_NUMBER(Out, pEntries)),
                    NTA_UNSHOWN(Out, pEntries), NTA_UNSHOWN(Out, result));
    }
  };
};

/** The only filter there is, 0, gives the sessions of logged-on users. */
struct RpcGetSessionIds : Method<8> {
  struct In {
    uint32_t Filter;
    uint32_t MaxEntries;

    static constexpr auto described() {
      return joined(NTA_FIELD(In, Filter, "Filter", enum16), NTA_FIELDS(In, MaxEntries));
    }
  };
  struct Out {
    int32_t* pSessionIds;
    uint32_t pcSessionIds;
    uint32_t result;

    static constexpr auto described() {
      return fields(
          NTA_FIELD(Out, pSessionIds, "SessionIds", unique<array_of<i32>>).counted(NTA_NUMBER(Out, pcSessionIds)),
          NTA_UNSHOWN(Out, pcSessionIds), NTA_UNSHOWN(Out, result));
    }
  };
};

struct RpcGetEnumResultEx : Method<9> {
  using In = RpcGetEnumResult::In;
  struct Out {
    SESSIONENUM_EX* ppSessionEnumResult;
    uint32_t pEntries;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, ppSessionEnumResult, "Sessions", unique<array_of<type_of<SESSIONENUM_EX>>>)
                        .counted(NTA_NUMBER(Out, pEntries)),
                    NTA_UNSHOWN(Out, pEntries), NTA_UNSHOWN(Out, result));
    }
  };
};

template <class Row>
struct AllSessions {
  uint32_t pLevel;
  Row* ppSessionData;
  uint32_t pcEntries;
  uint32_t result;

  static constexpr auto described() {
    return fields(NTA_FIELD(AllSessions, pLevel, "Level", u32),
                  NTA_FIELD(AllSessions, ppSessionData, "Sessions", unique<array_of<type_of<Row>>>)
                      .counted(NTA_NUMBER(AllSessions, pcEntries)),
                  NTA_UNSHOWN(AllSessions, pcEntries), NTA_UNSHOWN(AllSessions, result));
  }
};

/** What WTSEnumerateSessions and WTSEnumerateSessionsEx are made of: all sessions that the caller may query. */
struct RpcGetAllSessions : Method<10> {
  struct In {
    uint32_t pLevel;

    static constexpr auto described() { return fields(NTA_FIELD(In, pLevel, "Level", u32)); }
  };
  using Out = AllSessions<EXECENVDATA>;
};

/** The same for who asks for level 1, and takes nothing else. */
struct RpcGetAllSessionsAt1 : Method<RpcGetAllSessions::opnum> {
  using In = RpcGetAllSessions::In;
  using Out = AllSessions<EXECENVDATA_AT_1>;
};

/** Terminal types of SESSIONENUM_LEVEL2 ([MS-TSTS] 2.2.1.1). */
namespace terminal_type {
inline constexpr Guid service = guid("88f5767d-d13f-404d-a348-8b8e030294a9");
inline constexpr Guid desktop = guid("0f0a4bf8-8362-435d-938c-222a518a8b78");
}  // namespace terminal_type

inline constexpr MethodInfo termsrv_enumeration_methods[] = {
    method<RpcOpenEnum>("RpcOpenEnum"),
    method<RpcCloseEnum>("RpcCloseEnum"),
    method<RpcFilterByState>("RpcFilterByState"),
    method<RpcFilterByCallersName>("RpcFilterByCallersName"),
    method<RpcGetEnumResult>("RpcGetEnumResult"),
    method<RpcGetSessionIds>("RpcGetSessionIds"),
    method<RpcGetEnumResultEx>("RpcGetEnumResultEx"),
    method<RpcGetAllSessions>("RpcGetAllSessions"),
};

inline constexpr Interface termsrv_enumeration{
    "TermSrvEnumeration",       guid("88143fd0-c28d-4b2b-8fef-8d882f6a9390"), 1, 0, "LSM_API_service",
    termsrv_enumeration_methods};

}  // namespace nta::protocols
