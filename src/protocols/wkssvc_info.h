// wkssvc: the workstation, its users, transports and counters ([MS-WKST] 3.2.4.1 to 3.2.4.6, 3.2.4.11).
#pragma once

#include "ntadmin/win/lmstats.h"
#include "ntadmin/win/lmwksta.h"
#include "protocols/net_levels.h"

namespace nta::describe {

template <>
inline constexpr auto fields_of<WKSTA_INFO_100> = fields(NTA_MEMBER(WKSTA_INFO_100, wki100_, platform_id, u32),
                                                         NTA_MEMBER(WKSTA_INFO_100, wki100_, computername,
                                                                    unique<wstring>),
                                                         NTA_MEMBER(WKSTA_INFO_100, wki100_, langroup, unique<wstring>),
                                                         NTA_MEMBER(WKSTA_INFO_100, wki100_, ver_major, u32),
                                                         NTA_MEMBER(WKSTA_INFO_100, wki100_, ver_minor, u32));
template <>
inline constexpr auto fields_of<WKSTA_INFO_101> = fields(
    NTA_MEMBER(WKSTA_INFO_101, wki101_, platform_id, u32),
    NTA_MEMBER(WKSTA_INFO_101, wki101_, computername, unique<wstring>),
    NTA_MEMBER(WKSTA_INFO_101, wki101_, langroup, unique<wstring>), NTA_MEMBER(WKSTA_INFO_101, wki101_, ver_major, u32),
    NTA_MEMBER(WKSTA_INFO_101, wki101_, ver_minor, u32), NTA_MEMBER(WKSTA_INFO_101, wki101_, lanroot, unique<wstring>));
template <>
inline constexpr auto fields_of<WKSTA_INFO_102> = fields(
    NTA_MEMBER(WKSTA_INFO_102, wki102_, platform_id, u32),
    NTA_MEMBER(WKSTA_INFO_102, wki102_, computername, unique<wstring>),
    NTA_MEMBER(WKSTA_INFO_102, wki102_, langroup, unique<wstring>), NTA_MEMBER(WKSTA_INFO_102, wki102_, ver_major, u32),
    NTA_MEMBER(WKSTA_INFO_102, wki102_, ver_minor, u32), NTA_MEMBER(WKSTA_INFO_102, wki102_, lanroot, unique<wstring>),
    NTA_MEMBER(WKSTA_INFO_102, wki102_, logged_on_users, u32));
template <>
inline constexpr auto fields_of<WKSTA_INFO_502> = fields(
    NTA_MEMBER(WKSTA_INFO_502, wki502_, char_wait, u32), NTA_MEMBER(WKSTA_INFO_502, wki502_, collection_time, u32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, maximum_collection_count, u32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, keep_conn, u32), NTA_MEMBER(WKSTA_INFO_502, wki502_, max_cmds, u32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, sess_timeout, u32), NTA_MEMBER(WKSTA_INFO_502, wki502_, siz_char_buf, u32),
    NTA_FIELD(WKSTA_INFO_502, wki502_max_threads, "", u32), NTA_MEMBER(WKSTA_INFO_502, wki502_, lock_quota, u32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, lock_increment, u32), NTA_MEMBER(WKSTA_INFO_502, wki502_, lock_maximum, u32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, pipe_increment, u32), NTA_MEMBER(WKSTA_INFO_502, wki502_, pipe_maximum, u32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, cache_file_timeout, u32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, dormant_file_limit, u32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, read_ahead_throughput, u32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, num_mailslot_buffers, u32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, num_srv_announce_buffers, u32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, max_illegal_datagram_events, u32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, illegal_datagram_event_reset_frequency, u32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, log_election_packets, bool32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, use_opportunistic_locking, bool32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, use_unlock_behind, bool32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, use_close_behind, bool32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, buf_named_pipes, bool32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, use_lock_read_unlock, bool32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, utilize_nt_caching, bool32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, use_raw_read, bool32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, use_raw_write, bool32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, use_write_raw_data, bool32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, use_encryption, bool32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, buf_files_deny_write, bool32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, buf_read_only_files, bool32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, force_core_create_mode, bool32),
    NTA_MEMBER(WKSTA_INFO_502, wki502_, use_512_byte_max_transfer, bool32));
template <>
inline constexpr auto fields_of<WKSTA_USER_INFO_0> = fields(NTA_MEMBER(WKSTA_USER_INFO_0, wkui0_, username,
                                                                       unique<wstring>));
template <>
inline constexpr auto fields_of<WKSTA_USER_INFO_1> =
    fields(NTA_MEMBER(WKSTA_USER_INFO_1, wkui1_, username, unique<wstring>),
           NTA_MEMBER(WKSTA_USER_INFO_1, wkui1_, logon_domain, unique<wstring>),
           NTA_MEMBER(WKSTA_USER_INFO_1, wkui1_, oth_domains, unique<wstring>),
           NTA_MEMBER(WKSTA_USER_INFO_1, wkui1_, logon_server, unique<wstring>));
template <>
inline constexpr auto fields_of<WKSTA_USER_INFO_1101> = fields(NTA_MEMBER(WKSTA_USER_INFO_1101, wkui1101_, oth_domains,
                                                                          unique<wstring>));
template <>
inline constexpr auto fields_of<WKSTA_TRANSPORT_INFO_0> =
    fields(NTA_MEMBER(WKSTA_TRANSPORT_INFO_0, wkti0_, quality_of_service, u32),
           NTA_MEMBER(WKSTA_TRANSPORT_INFO_0, wkti0_, number_of_vcs, u32),
           NTA_MEMBER(WKSTA_TRANSPORT_INFO_0, wkti0_, transport_name, unique<wstring>),
           NTA_MEMBER(WKSTA_TRANSPORT_INFO_0, wkti0_, transport_address, unique<wstring>),
           NTA_MEMBER(WKSTA_TRANSPORT_INFO_0, wkti0_, wan_ish, bool32));
template <>
inline constexpr auto fields_of<STAT_WORKSTATION_0> = fields(
    NTA_MEMBER(STAT_WORKSTATION_0, , StatisticsStartTime, i64), NTA_MEMBER(STAT_WORKSTATION_0, , BytesReceived, i64),
    NTA_MEMBER(STAT_WORKSTATION_0, , SmbsReceived, i64),
    NTA_MEMBER(STAT_WORKSTATION_0, , PagingReadBytesRequested, i64),
    NTA_MEMBER(STAT_WORKSTATION_0, , NonPagingReadBytesRequested, i64),
    NTA_MEMBER(STAT_WORKSTATION_0, , CacheReadBytesRequested, i64),
    NTA_MEMBER(STAT_WORKSTATION_0, , NetworkReadBytesRequested, i64),
    NTA_MEMBER(STAT_WORKSTATION_0, , BytesTransmitted, i64), NTA_MEMBER(STAT_WORKSTATION_0, , SmbsTransmitted, i64),
    NTA_MEMBER(STAT_WORKSTATION_0, , PagingWriteBytesRequested, i64),
    NTA_MEMBER(STAT_WORKSTATION_0, , NonPagingWriteBytesRequested, i64),
    NTA_MEMBER(STAT_WORKSTATION_0, , CacheWriteBytesRequested, i64),
    NTA_MEMBER(STAT_WORKSTATION_0, , NetworkWriteBytesRequested, i64),
    NTA_MEMBER(STAT_WORKSTATION_0, , InitiallyFailedOperations, i32),
    NTA_MEMBER(STAT_WORKSTATION_0, , FailedCompletionOperations, i32),
    NTA_MEMBER(STAT_WORKSTATION_0, , ReadOperations, i32), NTA_MEMBER(STAT_WORKSTATION_0, , RandomReadOperations, i32),
    NTA_MEMBER(STAT_WORKSTATION_0, , ReadSmbs, i32), NTA_MEMBER(STAT_WORKSTATION_0, , LargeReadSmbs, i32),
    NTA_MEMBER(STAT_WORKSTATION_0, , SmallReadSmbs, i32), NTA_MEMBER(STAT_WORKSTATION_0, , WriteOperations, i32),
    NTA_MEMBER(STAT_WORKSTATION_0, , RandomWriteOperations, i32), NTA_MEMBER(STAT_WORKSTATION_0, , WriteSmbs, i32),
    NTA_MEMBER(STAT_WORKSTATION_0, , LargeWriteSmbs, i32), NTA_MEMBER(STAT_WORKSTATION_0, , SmallWriteSmbs, i32),
    NTA_MEMBER(STAT_WORKSTATION_0, , RawReadsDenied, i32), NTA_MEMBER(STAT_WORKSTATION_0, , RawWritesDenied, i32),
    NTA_MEMBER(STAT_WORKSTATION_0, , NetworkErrors, i32), NTA_MEMBER(STAT_WORKSTATION_0, , Sessions, i32),
    NTA_MEMBER(STAT_WORKSTATION_0, , FailedSessions, i32), NTA_MEMBER(STAT_WORKSTATION_0, , Reconnects, i32),
    NTA_MEMBER(STAT_WORKSTATION_0, , CoreConnects, i32), NTA_MEMBER(STAT_WORKSTATION_0, , Lanman20Connects, i32),
    NTA_MEMBER(STAT_WORKSTATION_0, , Lanman21Connects, i32), NTA_MEMBER(STAT_WORKSTATION_0, , LanmanNtConnects, i32),
    NTA_MEMBER(STAT_WORKSTATION_0, , ServerDisconnects, i32), NTA_MEMBER(STAT_WORKSTATION_0, , HungSessions, i32),
    NTA_MEMBER(STAT_WORKSTATION_0, , UseCount, i32), NTA_MEMBER(STAT_WORKSTATION_0, , FailedUseCount, i32),
    NTA_MEMBER(STAT_WORKSTATION_0, , CurrentCommands, i32));

}  // namespace nta::describe

namespace nta::protocols {

/** WKSTA_INFO_1013, 1018 and 1046: one number each. */
struct WkstaNumber {
  uint32_t value;

  static constexpr auto described() { return fields(NTA_FIELD(WkstaNumber, value, "value", u32)); }
};

using WkstaLevels =
    Levels<Level<100, WKSTA_INFO_100>, Level<101, WKSTA_INFO_101>, Level<102, WKSTA_INFO_102>,
           Level<502, WKSTA_INFO_502>, Level<1013, WkstaNumber>, Level<1018, WkstaNumber>, Level<1046, WkstaNumber>>;
using WkstaUserLevels = Levels<Level<0, WKSTA_USER_INFO_0>, Level<1, WKSTA_USER_INFO_1>>;
using WkstaOwnUserLevels =
    Levels<Level<0, WKSTA_USER_INFO_0>, Level<1, WKSTA_USER_INFO_1>, Level<1101, WKSTA_USER_INFO_1101>>;
using WkstaTransportLevels = Levels<Level<0, WKSTA_TRANSPORT_INFO_0>>;

struct NetrWkstaGetInfo : Method<0> {
  using In = GetInfoRequest;
  using Out = InfoReply<WkstaLevels>;
};

struct NetrWkstaSetInfo : Method<1> {
  using In = CheckedInfoRequest<WkstaLevels>;
  using Out = ParmErrReply;
};

struct NetrWkstaUserEnum : Method<2> {
  using In = EnumRequest<WkstaUserLevels>;
  using Out = EnumReply<WkstaUserLevels>;
};

/** The caller's own logon on this machine. Reserved in [MS-WKST]: Windows asks itself alone. */
struct NetrWkstaUserGetInfo : Method<3> {
  using In = GetInfoRequest;
  using Out = InfoReply<WkstaOwnUserLevels>;
};

struct NetrWkstaTransportEnum : Method<5> {
  using In = EnumRequest<WkstaTransportLevels>;
  using Out = EnumReply<WkstaTransportLevels>;
};

struct NetrWkstaTransportAdd : Method<6> {
  struct In {
    char16_t* ServerName;
    uint32_t Level;
    WKSTA_TRANSPORT_INFO_0 TransportInfo;
    uint32_t* ErrorParameter;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, ServerName, "", unique<wstring>), NTA_FIELD(In, Level, "level", u32),
                    NTA_FIELD(In, TransportInfo, "", type_of<WKSTA_TRANSPORT_INFO_0>),
                    NTA_FIELD(In, ErrorParameter, "", unique<u32>));
    }
  };
  using Out = ParmErrReply;
};

struct NetrWkstaTransportDel : Method<7> {
  struct In {
    char16_t* ServerName;
    char16_t* TransportName;
    uint32_t ForceLevel;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, ServerName, "", unique<wstring>), NTA_FIELD(In, TransportName, "", unique<wstring>),
                    NTA_FIELD(In, ForceLevel, "", u32));
    }
  };
  using Out = NetStatusReply;
};

struct NetrWorkstationStatisticsGet : Method<13> {
  struct In {
    char16_t* ServerName;
    char16_t* ServiceName;
    uint32_t Level;
    uint32_t Options;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, ServerName, "", unique<wstring>), NTA_FIELD(In, ServiceName, "", unique<wstring>),
                    NTA_FIELD(In, Level, "level", u32), NTA_FIELD(In, Options, "", u32));
    }
  };
  struct Out {
    STAT_WORKSTATION_0* Buffer;
    uint32_t net_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Buffer, "", unique<type_of<STAT_WORKSTATION_0>>),
                    NTA_FIELD(Out, net_status, "", u32));
    }
  };
};

}  // namespace nta::protocols
