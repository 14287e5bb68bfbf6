// srvsvc: the server itself: what it is, its disks, counters and clock ([MS-SRVS] 3.1.4.17 to 3.1.4.21).
#pragma once

#include "ntadmin/win/lmremutl.h"
#include "ntadmin/win/lmserver.h"
#include "ntadmin/win/lmstats.h"
#include "protocols/net_levels.h"

namespace nta::describe {

template <>
inline constexpr auto fields_of<SERVER_INFO_100> = NTA_MEMBERS(SERVER_INFO_100, sv100_, platform_id, name);
template <>
inline constexpr auto fields_of<SERVER_INFO_101> = NTA_MEMBERS(SERVER_INFO_101, sv101_, platform_id, name,
                                                               version_major, version_minor, type, comment);
template <>
inline constexpr auto fields_of<SERVER_INFO_102> =
    joined(NTA_MEMBERS(SERVER_INFO_102, sv102_, platform_id, name, version_major, version_minor, type, comment, users),
           NTA_MEMBER(SERVER_INFO_102, sv102_, disc, i32), NTA_MEMBER(SERVER_INFO_102, sv102_, hidden, bool32),
           NTA_MEMBERS(SERVER_INFO_102, sv102_, announce, anndelta), NTA_UNSHOWN(SERVER_INFO_102, sv102_licenses),
           NTA_MEMBER(SERVER_INFO_102, sv102_, userpath, unique<wstring>));
template <>
inline constexpr auto fields_of<SERVER_INFO_103> =
    joined(NTA_MEMBERS(SERVER_INFO_103, sv103_, platform_id, name, version_major, version_minor, type, comment, users),
           NTA_MEMBER(SERVER_INFO_103, sv103_, disc, i32), NTA_MEMBER(SERVER_INFO_103, sv103_, hidden, bool32),
           NTA_MEMBERS(SERVER_INFO_103, sv103_, announce, anndelta, licenses, userpath, capabilities));
template <>
inline constexpr auto fields_of<SERVER_INFO_502> =
    joined(NTA_MEMBERS(SERVER_INFO_502, sv502_, sessopens, sessvcs, opensearch, sizreqbuf, initworkitems, maxworkitems,
                       rawworkitems, irpstacksize, maxrawbuflen, sessusers, sessconns, maxpagedmemoryusage,
                       maxnonpagedmemoryusage),
           NTA_FIELD(SERVER_INFO_502, sv502_enablesoftcompat, "", bool32),
           NTA_MEMBER(SERVER_INFO_502, sv502_, enableforcedlogoff, bool32),
           NTA_MEMBER(SERVER_INFO_502, sv502_, timesource, bool32),
           NTA_MEMBER(SERVER_INFO_502, sv502_, acceptdownlevelapis, bool32),
           NTA_MEMBER(SERVER_INFO_502, sv502_, lmannounce, bool32));
template <>
inline constexpr auto fields_of<SERVER_INFO_503> = joined(
    NTA_MEMBERS(SERVER_INFO_503, sv503_, sessopens, sessvcs, opensearch, sizreqbuf, initworkitems, maxworkitems,
                rawworkitems, irpstacksize, maxrawbuflen, sessusers, sessconns, maxpagedmemoryusage,
                maxnonpagedmemoryusage),
    NTA_FIELD(SERVER_INFO_503, sv503_enablesoftcompat, "", bool32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, enableforcedlogoff, bool32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, timesource, bool32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, acceptdownlevelapis, bool32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, lmannounce, bool32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, domain, unique<wstring>), NTA_UNSHOWN(SERVER_INFO_503, sv503_maxcopyreadlen),
    NTA_UNSHOWN(SERVER_INFO_503, sv503_maxcopywritelen), NTA_UNSHOWN(SERVER_INFO_503, sv503_minkeepsearch),
    NTA_MEMBER(SERVER_INFO_503, sv503_, maxkeepsearch, u32), NTA_UNSHOWN(SERVER_INFO_503, sv503_minkeepcomplsearch),
    NTA_UNSHOWN(SERVER_INFO_503, sv503_maxkeepcomplsearch), NTA_UNSHOWN(SERVER_INFO_503, sv503_threadcountadd),
    NTA_UNSHOWN(SERVER_INFO_503, sv503_numblockthreads),
    NTA_MEMBERS(SERVER_INFO_503, sv503_, scavtimeout, minrcvqueue, minfreeworkitems, xactmemsize, threadpriority,
                maxmpxct, oplockbreakwait, oplockbreakresponsewait),
    NTA_MEMBER(SERVER_INFO_503, sv503_, enableoplocks, bool32),
    NTA_FIELD(SERVER_INFO_503, sv503_enableoplockforceclose, "", bool32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, enablefcbopens, bool32), NTA_MEMBER(SERVER_INFO_503, sv503_, enableraw, bool32),
    NTA_MEMBER(SERVER_INFO_503, sv503_, enablesharednetdrives, bool32),
    NTA_MEMBERS(SERVER_INFO_503, sv503_, minfreeconnections, maxfreeconnections));
template <>
inline constexpr auto fields_of<SERVER_INFO_599> = joined(
    NTA_MEMBERS(SERVER_INFO_599, sv599_, sessopens, sessvcs, opensearch, sizreqbuf, initworkitems, maxworkitems,
                rawworkitems, irpstacksize, maxrawbuflen, sessusers, sessconns, maxpagedmemoryusage,
                maxnonpagedmemoryusage),
    NTA_MEMBER(SERVER_INFO_599, sv599_, enablesoftcompat, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, enableforcedlogoff, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, timesource, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, acceptdownlevelapis, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, lmannounce, bool32),
    NTA_MEMBERS(SERVER_INFO_599, sv599_, domain, maxcopyreadlen, maxcopywritelen, minkeepsearch, maxkeepsearch,
                minkeepcomplsearch, maxkeepcomplsearch, threadcountadd, numblockthreads, scavtimeout, minrcvqueue,
                minfreeworkitems, xactmemsize, threadpriority, maxmpxct, oplockbreakwait, oplockbreakresponsewait),
    NTA_MEMBER(SERVER_INFO_599, sv599_, enableoplocks, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, enableoplockforceclose, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, enablefcbopens, bool32), NTA_MEMBER(SERVER_INFO_599, sv599_, enableraw, bool32),
    NTA_MEMBER(SERVER_INFO_599, sv599_, enablesharednetdrives, bool32),
    NTA_MEMBERS(SERVER_INFO_599, sv599_, minfreeconnections, maxfreeconnections, initsesstable, initconntable,
                initfiletable, initsearchtable, alertschedule, errorthreshold, networkerrorthreshold,
                diskspacethreshold, reserved, maxlinkdelay, minlinkthroughput, linkinfovalidtime, scavqosinfoupdatetime,
                maxworkitemidletime));
template <>
inline constexpr auto fields_of<SERVER_INFO_1005> = NTA_MEMBERS(SERVER_INFO_1005, sv1005_, comment);

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
    joined(NTA_MEMBERS(TIME_OF_DAY_INFO, tod_, elapsedt, msecs, hours, mins, secs, hunds),
           NTA_MEMBER(TIME_OF_DAY_INFO, tod_, timezone, i32),
           NTA_MEMBERS(TIME_OF_DAY_INFO, tod_, tinterval, day, month, year, weekday));

}  // namespace nta::describe

namespace nta::protocols {

/** SERVER_INFO_1010, 1016 to 1018, 1107 and 1501 to 1556: one 4-byte member each, of the number less 1000 (lmserver.h).
 */
struct SingleNumber {
  uint32_t value;

  static constexpr auto described() { return NTA_FIELDS(SingleNumber, value); }
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
    return fields(NTA_UNSHOWN(C, EntriesRead), NTA_FIELD(C, Buffer, "disks", unique<array_of<type_of<DISK_INFO>>>)
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
      return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, Level, "level", u32), NTA_UNSHOWN(In, DiskInfoStruct),
                    NTA_UNSHOWN(In, PreferedMaximumLength), NTA_UNSHOWN(In, ResumeHandle));
    }
  };
  struct Out {
    DISK_ENUM_CONTAINER DiskInfoStruct;
    uint32_t TotalEntries;
    uint32_t* ResumeHandle;
    uint32_t net_status;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(Out, DiskInfoStruct), NTA_UNSHOWN(Out, TotalEntries), NTA_UNSHOWN(Out, ResumeHandle),
                    NTA_UNSHOWN(Out, net_status));
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
    return fields(NTA_UNSHOWN(R, ServerName), NTA_UNSHOWN(R, Service), NTA_FIELD(R, Level, "level", u32),
                  NTA_UNSHOWN(R, Options));
  }
};

struct NetrServerStatisticsGet : Method<24> {
  using In = StatisticsRequest;
  struct Out {
    STAT_SERVER_0* InfoStruct;
    uint32_t net_status;

    static constexpr auto described() { return fields(NTA_UNSHOWN(Out, InfoStruct), NTA_UNSHOWN(Out, net_status)); }
  };
};

struct NetrRemoteTOD : Method<28> {
  using In = OnServerName;
  struct Out {
    TIME_OF_DAY_INFO* Buffer;
    uint32_t net_status;

    static constexpr auto described() { return fields(NTA_UNSHOWN(Out, Buffer), NTA_UNSHOWN(Out, net_status)); }
  };
};

}  // namespace nta::protocols
