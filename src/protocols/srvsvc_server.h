// srvsvc: the server itself: what it is, its disks, counters and clock ([MS-SRVS] 3.1.4.17 to 3.1.4.21).
#pragma once

#include "ntadmin/win/lmremutl.h"
#include "ntadmin/win/lmserver.h"
#include "ntadmin/win/lmstats.h"
#include "protocols/net_levels.h"

namespace nta::describe {

template <>
inline constexpr auto fields_of<SERVER_INFO_100> = fields(NTA_MEMBER(SERVER_INFO_100, sv100_, platform_id, u32),
                                                          NTA_MEMBER(SERVER_INFO_100, sv100_, name, unique<wstring>));
template <>
inline constexpr auto fields_of<SERVER_INFO_101> = fields(
    NTA_MEMBER(SERVER_INFO_101, sv101_, platform_id, u32), NTA_MEMBER(SERVER_INFO_101, sv101_, name, unique<wstring>),
    NTA_MEMBER(SERVER_INFO_101, sv101_, version_major, u32), NTA_MEMBER(SERVER_INFO_101, sv101_, version_minor, u32),
    NTA_MEMBER(SERVER_INFO_101, sv101_, type, u32), NTA_MEMBER(SERVER_INFO_101, sv101_, comment, unique<wstring>));
template <>
inline constexpr auto fields_of<SERVER_INFO_102> = fields(
    NTA_MEMBER(SERVER_INFO_102, sv102_, platform_id, u32), NTA_MEMBER(SERVER_INFO_102, sv102_, name, unique<wstring>),
    NTA_MEMBER(SERVER_INFO_102, sv102_, version_major, u32), NTA_MEMBER(SERVER_INFO_102, sv102_, version_minor, u32),
    NTA_MEMBER(SERVER_INFO_102, sv102_, type, u32), NTA_MEMBER(SERVER_INFO_102, sv102_, comment, unique<wstring>),
    NTA_MEMBER(SERVER_INFO_102, sv102_, users, u32), NTA_MEMBER(SERVER_INFO_102, sv102_, disc, i32),
    NTA_MEMBER(SERVER_INFO_102, sv102_, hidden, bool32), NTA_MEMBER(SERVER_INFO_102, sv102_, announce, u32),
    NTA_MEMBER(SERVER_INFO_102, sv102_, anndelta, u32), NTA_FIELD(SERVER_INFO_102, sv102_licenses, "", u32),
    NTA_MEMBER(SERVER_INFO_102, sv102_, userpath, unique<wstring>));
template <>
inline constexpr auto fields_of<SERVER_INFO_103> = fields(
    NTA_MEMBER(SERVER_INFO_103, sv103_, platform_id, u32), NTA_MEMBER(SERVER_INFO_103, sv103_, name, unique<wstring>),
    NTA_MEMBER(SERVER_INFO_103, sv103_, version_major, u32), NTA_MEMBER(SERVER_INFO_103, sv103_, version_minor, u32),
    NTA_MEMBER(SERVER_INFO_103, sv103_, type, u32), NTA_MEMBER(SERVER_INFO_103, sv103_, comment, unique<wstring>),
    NTA_MEMBER(SERVER_INFO_103, sv103_, users, u32), NTA_MEMBER(SERVER_INFO_103, sv103_, disc, i32),
    NTA_MEMBER(SERVER_INFO_103, sv103_, hidden, bool32), NTA_MEMBER(SERVER_INFO_103, sv103_, announce, u32),
    NTA_MEMBER(SERVER_INFO_103, sv103_, anndelta, u32), NTA_MEMBER(SERVER_INFO_103, sv103_, licenses, u32),
    NTA_MEMBER(SERVER_INFO_103, sv103_, userpath, unique<wstring>),
    NTA_MEMBER(SERVER_INFO_103, sv103_, capabilities, u32));
template <>
inline constexpr auto fields_of<SERVER_INFO_502> = fields(
    NTA_MEMBER(SERVER_INFO_502, sv502_, sessopens, u32), NTA_MEMBER(SERVER_INFO_502, sv502_, sessvcs, u32),
    NTA_MEMBER(SERVER_INFO_502, sv502_, opensearch, u32), NTA_MEMBER(SERVER_INFO_502, sv502_, sizreqbuf, u32),
    NTA_MEMBER(SERVER_INFO_502, sv502_, initworkitems, u32), NTA_MEMBER(SERVER_INFO_502, sv502_, maxworkitems, u32),
    NTA_MEMBER(SERVER_INFO_502, sv502_, rawworkitems, u32), NTA_MEMBER(SERVER_INFO_502, sv502_, irpstacksize, u32),
    NTA_MEMBER(SERVER_INFO_502, sv502_, maxrawbuflen, u32), NTA_MEMBER(SERVER_INFO_502, sv502_, sessusers, u32),
    NTA_MEMBER(SERVER_INFO_502, sv502_, sessconns, u32), NTA_MEMBER(SERVER_INFO_502, sv502_, maxpagedmemoryusage, u32),
    NTA_MEMBER(SERVER_INFO_502, sv502_, maxnonpagedmemoryusage, u32),
    NTA_FIELD(SERVER_INFO_502, sv502_enablesoftcompat, "", bool32),
    NTA_MEMBER(SERVER_INFO_502, sv502_, enableforcedlogoff, bool32),
    NTA_MEMBER(SERVER_INFO_502, sv502_, timesource, bool32),
    NTA_MEMBER(SERVER_INFO_502, sv502_, acceptdownlevelapis, bool32),
    NTA_MEMBER(SERVER_INFO_502, sv502_, lmannounce, bool32));
template <>
inline constexpr auto fields_of<SERVER_INFO_503> = fields(
    NTA_MEMBER(SERVER_INFO_503, sv503_, sessopens, u32), NTA_MEMBER(SERVER_INFO_503, sv503_, sessvcs, u32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, opensearch, u32), NTA_MEMBER(SERVER_INFO_503, sv503_, sizreqbuf, u32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, initworkitems, u32), NTA_MEMBER(SERVER_INFO_503, sv503_, maxworkitems, u32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, rawworkitems, u32), NTA_MEMBER(SERVER_INFO_503, sv503_, irpstacksize, u32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, maxrawbuflen, u32), NTA_MEMBER(SERVER_INFO_503, sv503_, sessusers, u32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, sessconns, u32), NTA_MEMBER(SERVER_INFO_503, sv503_, maxpagedmemoryusage, u32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, maxnonpagedmemoryusage, u32),
    NTA_FIELD(SERVER_INFO_503, sv503_enablesoftcompat, "", bool32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, enableforcedlogoff, bool32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, timesource, bool32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, acceptdownlevelapis, bool32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, lmannounce, bool32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, domain, unique<wstring>),
    NTA_FIELD(SERVER_INFO_503, sv503_maxcopyreadlen, "", u32),
    NTA_FIELD(SERVER_INFO_503, sv503_maxcopywritelen, "", u32),
    NTA_FIELD(SERVER_INFO_503, sv503_minkeepsearch, "", u32), NTA_MEMBER(SERVER_INFO_503, sv503_, maxkeepsearch, u32),
    NTA_FIELD(SERVER_INFO_503, sv503_minkeepcomplsearch, "", u32),
    NTA_FIELD(SERVER_INFO_503, sv503_maxkeepcomplsearch, "", u32),
    NTA_FIELD(SERVER_INFO_503, sv503_threadcountadd, "", u32),
    NTA_FIELD(SERVER_INFO_503, sv503_numblockthreads, "", u32), NTA_MEMBER(SERVER_INFO_503, sv503_, scavtimeout, u32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, minrcvqueue, u32), NTA_MEMBER(SERVER_INFO_503, sv503_, minfreeworkitems, u32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, xactmemsize, u32), NTA_MEMBER(SERVER_INFO_503, sv503_, threadpriority, u32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, maxmpxct, u32), NTA_MEMBER(SERVER_INFO_503, sv503_, oplockbreakwait, u32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, oplockbreakresponsewait, u32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, enableoplocks, bool32),
    NTA_FIELD(SERVER_INFO_503, sv503_enableoplockforceclose, "", bool32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, enablefcbopens, bool32), NTA_MEMBER(SERVER_INFO_503, sv503_, enableraw, bool32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, enablesharednetdrives, bool32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, minfreeconnections, u32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, maxfreeconnections, u32));
template <>
inline constexpr auto fields_of<SERVER_INFO_599> = fields(
    NTA_MEMBER(SERVER_INFO_599, sv599_, sessopens, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, sessvcs, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, opensearch, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, sizreqbuf, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, initworkitems, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, maxworkitems, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, rawworkitems, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, irpstacksize, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, maxrawbuflen, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, sessusers, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, sessconns, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, maxpagedmemoryusage, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, maxnonpagedmemoryusage, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, enablesoftcompat, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, enableforcedlogoff, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, timesource, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, acceptdownlevelapis, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, lmannounce, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, domain, unique<wstring>),
    NTA_MEMBER(SERVER_INFO_599, sv599_, maxcopyreadlen, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, maxcopywritelen, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, minkeepsearch, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, maxkeepsearch, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, minkeepcomplsearch, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, maxkeepcomplsearch, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, threadcountadd, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, numblockthreads, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, scavtimeout, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, minrcvqueue, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, minfreeworkitems, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, xactmemsize, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, threadpriority, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, maxmpxct, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, oplockbreakwait, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, oplockbreakresponsewait, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, enableoplocks, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, enableoplockforceclose, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, enablefcbopens, bool32), NTA_MEMBER(SERVER_INFO_599, sv599_, enableraw, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, enablesharednetdrives, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, minfreeconnections, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, maxfreeconnections, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, initsesstable, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, initconntable, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, initfiletable, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, initsearchtable, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, alertschedule, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, errorthreshold, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, networkerrorthreshold, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, diskspacethreshold, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, reserved, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, maxlinkdelay, u32), NTA_MEMBER(SERVER_INFO_599, sv599_, minlinkthroughput, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, linkinfovalidtime, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, scavqosinfoupdatetime, u32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, maxworkitemidletime, u32));
template <>
inline constexpr auto fields_of<SERVER_INFO_1005> = fields(NTA_MEMBER(SERVER_INFO_1005, sv1005_, comment,
                                                                      unique<wstring>));

template <>
inline constexpr auto fields_of<STAT_SERVER_0> =
    fields(NTA_MEMBER(STAT_SERVER_0, , sts0_start, i32), NTA_MEMBER(STAT_SERVER_0, , sts0_fopens, i32),
           NTA_MEMBER(STAT_SERVER_0, , sts0_devopens, i32), NTA_MEMBER(STAT_SERVER_0, , sts0_jobsqueued, i32),
           NTA_MEMBER(STAT_SERVER_0, , sts0_sopens, i32), NTA_MEMBER(STAT_SERVER_0, , sts0_stimedout, i32),
           NTA_MEMBER(STAT_SERVER_0, , sts0_serrorout, i32), NTA_MEMBER(STAT_SERVER_0, , sts0_pwerrors, i32),
           NTA_MEMBER(STAT_SERVER_0, , sts0_permerrors, i32), NTA_MEMBER(STAT_SERVER_0, , sts0_syserrors, i32),
           NTA_MEMBER(STAT_SERVER_0, , sts0_bytessent_low, i32), NTA_MEMBER(STAT_SERVER_0, , sts0_bytessent_high, i32),
           NTA_MEMBER(STAT_SERVER_0, , sts0_bytesrcvd_low, i32), NTA_MEMBER(STAT_SERVER_0, , sts0_bytesrcvd_high, i32),
           NTA_MEMBER(STAT_SERVER_0, , sts0_avresponse, i32), NTA_MEMBER(STAT_SERVER_0, , sts0_reqbufneed, i32),
           NTA_MEMBER(STAT_SERVER_0, , sts0_bigbufneed, i32));
template <>
inline constexpr auto fields_of<TIME_OF_DAY_INFO> =
    fields(NTA_MEMBER(TIME_OF_DAY_INFO, tod_, elapsedt, u32), NTA_MEMBER(TIME_OF_DAY_INFO, tod_, msecs, u32),
           NTA_MEMBER(TIME_OF_DAY_INFO, tod_, hours, u32), NTA_MEMBER(TIME_OF_DAY_INFO, tod_, mins, u32),
           NTA_MEMBER(TIME_OF_DAY_INFO, tod_, secs, u32), NTA_MEMBER(TIME_OF_DAY_INFO, tod_, hunds, u32),
           NTA_MEMBER(TIME_OF_DAY_INFO, tod_, timezone, i32), NTA_MEMBER(TIME_OF_DAY_INFO, tod_, tinterval, u32),
           NTA_MEMBER(TIME_OF_DAY_INFO, tod_, day, u32), NTA_MEMBER(TIME_OF_DAY_INFO, tod_, month, u32),
           NTA_MEMBER(TIME_OF_DAY_INFO, tod_, year, u32), NTA_MEMBER(TIME_OF_DAY_INFO, tod_, weekday, u32));

}  // namespace nta::describe

namespace nta::protocols {

/** SERVER_INFO_1010, 1016 to 1018, 1107 and 1501 to 1556: one 4-byte member each, of the number less 1000 (lmserver.h).
 */
struct SingleNumber {
  uint32_t value;

  static constexpr auto described() { return fields(NTA_FIELD(SingleNumber, value, "value", u32)); }
};

using ServerLevels =
    Levels<Level<100, SERVER_INFO_100>, Level<101, SERVER_INFO_101>, Level<102, SERVER_INFO_102>,
           Level<103, SERVER_INFO_103>, Level<502, SERVER_INFO_502>, Level<503, SERVER_INFO_503>,
           Level<599, SERVER_INFO_599>, Level<1005, SERVER_INFO_1005>, Level<1010, SingleNumber>,
           Level<1016, SingleNumber>, Level<1017, SingleNumber>, Level<1018, SingleNumber>, Level<1107, SingleNumber>,
           Level<1501, SingleNumber>, Level<1502, SingleNumber>, Level<1503, SingleNumber>, Level<1506, SingleNumber>,
           Level<1510, SingleNumber>, Level<1511, SingleNumber>, Level<1512, SingleNumber>, Level<1513, SingleNumber>,
           Level<1514, SingleNumber>, Level<1515, SingleNumber>, Level<1516, SingleNumber>, Level<1518, SingleNumber>,
           Level<1523, SingleNumber>, Level<1528, SingleNumber>, Level<1529, SingleNumber>, Level<1530, SingleNumber>,
           Level<1533, SingleNumber>, Level<1534, SingleNumber>, Level<1535, SingleNumber>, Level<1536, SingleNumber>,
           Level<1538, SingleNumber>, Level<1539, SingleNumber>, Level<1540, SingleNumber>, Level<1541, SingleNumber>,
           Level<1542, SingleNumber>, Level<1543, SingleNumber>, Level<1544, SingleNumber>, Level<1545, SingleNumber>,
           Level<1546, SingleNumber>, Level<1547, SingleNumber>, Level<1548, SingleNumber>, Level<1549, SingleNumber>,
           Level<1550, SingleNumber>, Level<1552, SingleNumber>, Level<1553, SingleNumber>, Level<1554, SingleNumber>,
           Level<1555, SingleNumber>, Level<1556, SingleNumber>>;

struct NetrServerGetInfo : Method<21> {
  using In = GetInfoRequest;
  using Out = InfoReply<ServerLevels>;
};

struct NetrServerSetInfo : Method<22> {
  using In = CheckedInfoRequest<ServerLevels>;
  using Out = ParmErrReply;
};

/** DISK_INFO: "A:" and its terminator; the array is varying inside its three places. */
struct DISK_INFO {
  uint32_t units;  // with the terminator
  char16_t Disk[3];

  static constexpr auto described() {
    return fields(NTA_FIELD(DISK_INFO, units, "", local32),
                  NTA_FIELD(DISK_INFO, Disk, "disk", fixed<wchar, 3>).sent(NTA_NUMBER(DISK_INFO, units)));
  }
};

struct DISK_ENUM_CONTAINER {
  uint32_t EntriesRead;
  DISK_INFO* Buffer;

  static constexpr auto described() {
    using C = DISK_ENUM_CONTAINER;
    return fields(NTA_FIELD(C, EntriesRead, "", u32),
                  NTA_FIELD(C, Buffer, "disks", unique<array_of<type_of<DISK_INFO>>>)
                      .counted(NTA_NUMBER(C, EntriesRead))
                      .sent(NTA_NUMBER(C, EntriesRead)));
  }
};

struct NetrServerDiskEnum : Method<23> {
  struct In {
    char16_t* ServerName;
    uint32_t Level;
    DISK_ENUM_CONTAINER DiskInfoStruct;
    uint32_t PreferedMaximumLength;
    uint32_t* ResumeHandle;

    static constexpr auto described() {
      return fields(NTA_FIELD(In, ServerName, "", unique<wstring>), NTA_FIELD(In, Level, "level", u32),
                    NTA_FIELD(In, DiskInfoStruct, "", type_of<DISK_ENUM_CONTAINER>),
                    NTA_FIELD(In, PreferedMaximumLength, "", u32), NTA_FIELD(In, ResumeHandle, "", unique<u32>));
    }
  };
  struct Out {
    DISK_ENUM_CONTAINER DiskInfoStruct;
    uint32_t TotalEntries;
    uint32_t* ResumeHandle;
    uint32_t net_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, DiskInfoStruct, "", type_of<DISK_ENUM_CONTAINER>),
                    NTA_FIELD(Out, TotalEntries, "", u32), NTA_FIELD(Out, ResumeHandle, "", unique<u32>),
                    NTA_FIELD(Out, net_status, "", u32));
    }
  };
};

/** Level and Options are 0; Service is ignored. */
struct StatisticsRequest {
  char16_t* ServerName;
  char16_t* Service;
  uint32_t Level;
  uint32_t Options;

  static constexpr auto described() {
    using R = StatisticsRequest;
    return fields(NTA_FIELD(R, ServerName, "", unique<wstring>), NTA_FIELD(R, Service, "", unique<wstring>),
                  NTA_FIELD(R, Level, "level", u32), NTA_FIELD(R, Options, "", u32));
  }
};

struct NetrServerStatisticsGet : Method<24> {
  using In = StatisticsRequest;
  struct Out {
    STAT_SERVER_0* InfoStruct;
    uint32_t net_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, InfoStruct, "", unique<type_of<STAT_SERVER_0>>),
                    NTA_FIELD(Out, net_status, "", u32));
    }
  };
};

struct NetrRemoteTOD : Method<28> {
  using In = OnServerName;
  struct Out {
    TIME_OF_DAY_INFO* Buffer;
    uint32_t net_status;

    static constexpr auto described() {
      return fields(NTA_FIELD(Out, Buffer, "", unique<type_of<TIME_OF_DAY_INFO>>), NTA_FIELD(Out, net_status, "", u32));
    }
  };
};

}  // namespace nta::protocols
