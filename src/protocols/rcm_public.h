// RCMPublic: what the Remote Connection Manager knows of a session's client ([MS-TSTS] 3.5.4.1).
#pragma once

#include "protocols/method.h"

namespace nta::protocols {

struct OnSessionId {
  uint32_t SessionId;

  static constexpr auto described() { return NTA_FIELDS(OnSessionId, SessionId); }
};

/** A memory image of protocols/winstation.h, in its own size. */
struct ImageReply {
  uint8_t* ppBuff;
  uint32_t pOutBuffByteLen;
  uint32_t result;

  static constexpr auto described() {
    return fields(
        NTA_FIELD(ImageReply, ppBuff, "", unique<array_of<u8>>).counted(NTA_NUMBER(ImageReply, pOutBuffByteLen)),
        NTA_UNSHOWN(ImageReply, pOutBuffByteLen), NTA_UNSHOWN(ImageReply, result));
  }
};

/** A WINSTATIONCLIENT. */
struct RpcGetClientData : Method<0> {
  using In = OnSessionId;
  using Out = ImageReply;
};

/** A WINSTATIONCONFIG. */
struct RpcGetConfigData : Method<1> {
  using In = OnSessionId;
  using Out = ImageReply;
};

/** InfoType 0 gives a PROTOCOLSTATUS, 1 a PROTOCOLSTATUSEX. */
struct RpcGetProtocolStatus : Method<2> {
  struct In {
    uint32_t SessionId;
    uint32_t InfoType;

    static constexpr auto described() {
      return joined(NTA_FIELDS(In, SessionId), NTA_FIELD(In, InfoType, "InfoType", enum16));
    }
  };
  using Out = ImageReply;
};

struct RpcGetLastInputTime : Method<3> {
  using In = OnSessionId;
  struct Out {
    int64_t pLastInputTime;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, pLastInputTime, "LastInputTime", time_hyper), NTA_UNSHOWN(Out, result));
    }
  };
};

// RCM_REMOTEADDRESS ([MS-TSTS] 2.2.2.14): port and address keep network byte order inside their fields.

struct RemoteAddress4 {
  uint16_t sin_port;
  uint32_t in_addr;
  uint8_t sin_zero[8];

  static constexpr auto described() {
    return fields(NTA_FIELD(RemoteAddress4, sin_port, "Port", u16), NTA_FIELD(RemoteAddress4, in_addr, "Address", u32),
                  NTA_UNSHOWN(RemoteAddress4, sin_zero));
  }
};

struct RemoteAddress6 {
  uint16_t sin6_port;
  uint32_t sin6_flowinfo;
  uint16_t sin6_addr[8];
  uint32_t sin6_scope_id;

  static constexpr auto described() {
    return fields(NTA_FIELD(RemoteAddress6, sin6_port, "Port", u16),
                  NTA_FIELD(RemoteAddress6, sin6_flowinfo, "FlowInfo", u32),
                  NTA_FIELD(RemoteAddress6, sin6_addr, "Address", fixed<u16, 8>),
                  NTA_FIELD(RemoteAddress6, sin6_scope_id, "ScopeId", u32));
  }
};

union RemoteAddressUnion {
  RemoteAddress4 v4;
  RemoteAddress6 v6;
};
inline constexpr uint16_t windows_af_inet = 2;
inline constexpr uint16_t windows_af_inet6 = 23;
inline constexpr std::array remote_address_arms{Arm{windows_af_inet, &type_of<RemoteAddress4>},
                                                Arm{windows_af_inet6, &type_of<RemoteAddress6>}};
inline constexpr Type remote_address_union = union_type<RemoteAddressUnion>(u16, remote_address_arms);

struct RCM_REMOTEADDRESS {
  uint16_t sin_family = windows_af_inet;  // also of a failure: the union needs an arm
  RemoteAddressUnion address;

  static constexpr auto described() {
    return fields(NTA_FIELD(RCM_REMOTEADDRESS, sin_family, "Family", u16),
                  NTA_FIELD(RCM_REMOTEADDRESS, address, "Address", remote_address_union)
                      .switched(NTA_NUMBER(RCM_REMOTEADDRESS, sin_family)));
  }
};

/** Fails with 50 for a session without a client on the network. */
struct RpcGetRemoteAddress : Method<4> {
  using In = OnSessionId;
  struct Out {
    RCM_REMOTEADDRESS pRemoteAddress;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, pRemoteAddress, "RemoteAddress", type_of<RCM_REMOTEADDRESS>),
                    NTA_UNSHOWN(Out, result));
    }
  };
};

struct LISTENERENUM_LEVEL1 {
  int32_t Id;
  uint32_t bListening;
  char16_t Name[33];

  static constexpr auto described() {
    using S = LISTENERENUM_LEVEL1;
    return joined(NTA_FIELDS(S, Id), NTA_FIELD(S, bListening, "Listening", bool32), NTA_FIELDS(S, Name));
  }
};

union ListenerEnumUnion {
  LISTENERENUM_LEVEL1 Level1;
};
inline constexpr std::array listener_enum_arms{Arm{1, &type_of<LISTENERENUM_LEVEL1>}};
inline constexpr Type listener_enum_union = union_type<ListenerEnumUnion>(u32, listener_enum_arms);

struct LISTENERENUM {
  uint32_t Level;
  ListenerEnumUnion Data;

  static constexpr auto described() {
    return joined(NTA_FIELDS(LISTENERENUM, Level),
                  NTA_FIELD(LISTENERENUM, Data, "Data", listener_enum_union).switched(NTA_NUMBER(LISTENERENUM, Level)));
  }
};

/** The rows that WTSEnumerateSessions shows in state Listen; ids from 65536 on. Level 1. */
struct RpcGetAllListeners : Method<8> {
  struct In {
    uint32_t Level;

    static constexpr auto described() { return NTA_FIELDS(In, Level); }
  };
  struct Out {
    LISTENERENUM* ppListeners;
    uint32_t pNumListeners;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, ppListeners, "Listeners", unique<array_of<type_of<LISTENERENUM>>>)
                        .counted(NTA_NUMBER(Out, pNumListeners)),
                    NTA_UNSHOWN(Out, pNumListeners), NTA_UNSHOWN(Out, result));
    }
  };
};

struct RpcGetSessionProtocolLastInputTime : Method<9> {
  using In = RpcGetProtocolStatus::In;
  struct Out {
    uint8_t* ppProtoStatus;
    uint32_t pcbProtoStatus;
    int64_t pLastInputTime;
    uint32_t result;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, ppProtoStatus, "", unique<array_of<u8>>).counted(NTA_NUMBER(Out, pcbProtoStatus)),
                    NTA_UNSHOWN(Out, pcbProtoStatus), NTA_FIELD(Out, pLastInputTime, "LastInputTime", time_hyper),
                    NTA_UNSHOWN(Out, result));
    }
  };
};

inline constexpr MethodInfo rcm_public_methods[] = {
    method<RpcGetClientData>("RpcGetClientData"),
    method<RpcGetConfigData>("RpcGetConfigData"),
    method<RpcGetProtocolStatus>("RpcGetProtocolStatus"),
    method<RpcGetLastInputTime>("RpcGetLastInputTime"),
    method<RpcGetRemoteAddress>("RpcGetRemoteAddress"),
    method<RpcGetAllListeners>("RpcGetAllListeners"),
    method<RpcGetSessionProtocolLastInputTime>("RpcGetSessionProtocolLastInputTime"),
};

inline constexpr Interface rcm_public{
    "RCMPublic", guid("bde95fdf-eee0-45de-9e12-e5a61cd0d4fe"), 1, 0, "TermSrv_API_service", rcm_public_methods};

}  // namespace nta::protocols
