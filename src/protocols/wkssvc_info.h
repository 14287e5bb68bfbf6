// wkssvc: the workstation, its users, transports and counters ([MS-WKST] 3.2.4.1 to 3.2.4.6, 3.2.4.11).
#pragma once

#include "ntadmin/win/lmstats.h"
#include "ntadmin/win/lmwksta.h"
#include "protocols/net_levels.h"

namespace nta::describe {

template <>
inline constexpr auto fields_of<WKSTA_INFO_100> = NTA_MEMBERS(WKSTA_INFO_100, wki100_, platform_id, computername,
                                                              langroup, ver_major, ver_minor);
template <>
inline constexpr auto fields_of<WKSTA_INFO_101> = NTA_MEMBERS(WKSTA_INFO_101, wki101_, platform_id, computername,
                                                              langroup, ver_major, ver_minor, lanroot);
template <>
inline constexpr auto fields_of<WKSTA_INFO_102> = NTA_MEMBERS(WKSTA_INFO_102, wki102_, platform_id, computername,
                                                              langroup, ver_major, ver_minor, lanroot, logged_on_users);
template <>
inline constexpr auto fields_of<WKSTA_INFO_502> =
    joined(NTA_MEMBERS(WKSTA_INFO_502, wki502_, char_wait, collection_time, maximum_collection_count, keep_conn,
                       max_cmds, sess_timeout, siz_char_buf),
           NTA_UNSHOWN(WKSTA_INFO_502, wki502_max_threads),
           NTA_MEMBERS(WKSTA_INFO_502, wki502_, lock_quota, lock_increment, lock_maximum, pipe_increment, pipe_maximum,
                       cache_file_timeout, dormant_file_limit, read_ahead_throughput, num_mailslot_buffers,
                       num_srv_announce_buffers, max_illegal_datagram_events, illegal_datagram_event_reset_frequency),
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
inline constexpr auto fields_of<WKSTA_USER_INFO_0> = NTA_MEMBERS(WKSTA_USER_INFO_0, wkui0_, username);
template <>
inline constexpr auto fields_of<WKSTA_USER_INFO_1> = NTA_MEMBERS(WKSTA_USER_INFO_1, wkui1_, username, logon_domain,
                                                                 oth_domains, logon_server);
template <>
inline constexpr auto fields_of<WKSTA_USER_INFO_1101> = NTA_MEMBERS(WKSTA_USER_INFO_1101, wkui1101_, oth_domains);
template <>
inline constexpr auto fields_of<WKSTA_TRANSPORT_INFO_0> = joined(
    NTA_MEMBERS(WKSTA_TRANSPORT_INFO_0, wkti0_, quality_of_service, number_of_vcs, transport_name, transport_address),
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

  static constexpr auto described() { return NTA_FIELDS(WkstaNumber, value); }
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
      return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, Level, "level", u32), NTA_UNSHOWN(In, TransportInfo),
                    NTA_UNSHOWN(In, ErrorParameter));
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
      return fields(NTA_UNSHOWN(In, ServerName), NTA_UNSHOWN(In, TransportName), NTA_UNSHOWN(In, ForceLevel));
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
      return fields(NTA_UNSHOWN(In, ServerName), NTA_UNSHOWN(In, ServiceName), NTA_FIELD(In, Level, "level", u32),
                    NTA_UNSHOWN(In, Options));
    }
  };
  struct Out {
    STAT_WORKSTATION_0* Buffer;
    uint32_t net_status;

    static constexpr auto described() { return fields(NTA_UNSHOWN(Out, Buffer), NTA_UNSHOWN(Out, net_status)); }
  };
};

}  // namespace nta::protocols
