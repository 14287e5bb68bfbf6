// srvsvc: network sessions, open files, connections ([MS-SRVS] 3.1.4.1 to 3.1.4.6).
#pragma once

#include "ntadmin/win/lmshare.h"
#include "protocols/net_levels.h"

namespace nta::describe {

template <>
inline constexpr auto fields_of<CONNECTION_INFO_0> = NTA_MEMBERS(CONNECTION_INFO_0, coni0_, id);
template <>
inline constexpr auto fields_of<CONNECTION_INFO_1> = NTA_MEMBERS(CONNECTION_INFO_1, coni1_, id, type, num_opens,
                                                                 num_users, time, username, netname);
template <>
inline constexpr auto fields_of<FILE_INFO_2> = fields(NTA_MEMBER(FILE_INFO_2, fi2_, id, i32));
template <>
inline constexpr auto fields_of<FILE_INFO_3> = fields(
    NTA_MEMBER(FILE_INFO_3, fi3_, id, i32), NTA_MEMBER(FILE_INFO_3, fi3_, permissions, i32),
    NTA_MEMBER(FILE_INFO_3, fi3_, num_locks, i32), NTA_FIELD(FILE_INFO_3, fi3_pathname, "path_name", unique<wstring>),
    NTA_FIELD(FILE_INFO_3, fi3_username, "user_name", unique<wstring>));
template <>
inline constexpr auto fields_of<SESSION_INFO_0> = fields(NTA_FIELD(SESSION_INFO_0, sesi0_cname, "client_name",
                                                                   unique<wstring>));
template <>
inline constexpr auto fields_of<SESSION_INFO_1> = fields(
    NTA_FIELD(SESSION_INFO_1, sesi1_cname, "client_name", unique<wstring>),
    NTA_FIELD(SESSION_INFO_1, sesi1_username, "user_name", unique<wstring>),
    NTA_MEMBER(SESSION_INFO_1, sesi1_, num_opens, i32), NTA_FIELD(SESSION_INFO_1, sesi1_time, "active_time", i32),
    NTA_MEMBER(SESSION_INFO_1, sesi1_, idle_time, i32), NTA_MEMBER(SESSION_INFO_1, sesi1_, user_flags, i32));
template <>
inline constexpr auto fields_of<SESSION_INFO_2> = fields(
    NTA_FIELD(SESSION_INFO_2, sesi2_cname, "client_name", unique<wstring>),
    NTA_FIELD(SESSION_INFO_2, sesi2_username, "user_name", unique<wstring>),
    NTA_MEMBER(SESSION_INFO_2, sesi2_, num_opens, i32), NTA_FIELD(SESSION_INFO_2, sesi2_time, "active_time", i32),
    NTA_MEMBER(SESSION_INFO_2, sesi2_, idle_time, i32), NTA_MEMBER(SESSION_INFO_2, sesi2_, user_flags, i32),
    NTA_FIELD(SESSION_INFO_2, sesi2_cltype_name, "client_type", unique<wstring>));
template <>
inline constexpr auto fields_of<SESSION_INFO_10> = fields(
    NTA_FIELD(SESSION_INFO_10, sesi10_cname, "client_name", unique<wstring>),
    NTA_FIELD(SESSION_INFO_10, sesi10_username, "user_name", unique<wstring>),
    NTA_FIELD(SESSION_INFO_10, sesi10_time, "active_time", i32), NTA_MEMBER(SESSION_INFO_10, sesi10_, idle_time, i32));
template <>
inline constexpr auto fields_of<SESSION_INFO_502> = fields(
    NTA_FIELD(SESSION_INFO_502, sesi502_cname, "client_name", unique<wstring>),
    NTA_FIELD(SESSION_INFO_502, sesi502_username, "user_name", unique<wstring>),
    NTA_MEMBER(SESSION_INFO_502, sesi502_, num_opens, i32),
    NTA_FIELD(SESSION_INFO_502, sesi502_time, "active_time", i32),
    NTA_MEMBER(SESSION_INFO_502, sesi502_, idle_time, i32), NTA_MEMBER(SESSION_INFO_502, sesi502_, user_flags, i32),
    NTA_FIELD(SESSION_INFO_502, sesi502_cltype_name, "client_type", unique<wstring>),
    NTA_MEMBER(SESSION_INFO_502, sesi502_, transport, unique<wstring>));

}  // namespace nta::describe

namespace nta::protocols {

using ConnectionLevels = Levels<Level<0, CONNECTION_INFO_0>, Level<1, CONNECTION_INFO_1>>;
using FileLevels = Levels<Level<2, FILE_INFO_2>, Level<3, FILE_INFO_3>>;
using SessionLevels = Levels<Level<0, SESSION_INFO_0>, Level<1, SESSION_INFO_1>, Level<2, SESSION_INFO_2>,
                             Level<10, SESSION_INFO_10>, Level<502, SESSION_INFO_502>>;

/** Qualifier: a share, or a client as "\\\\name". */
struct NetrConnectionEnum : Method<8> {
  struct In {
    using Levels = ConnectionLevels;
    char16_t* ServerName;
    char16_t* Qualifier;
    EnumStruct<ConnectionLevels> InfoStruct;
    uint32_t PreferedMaximumLength;
    uint32_t* ResumeHandle;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName), NTA_UNSHOWN(In, Qualifier),
                    NTA_FIELD(In, InfoStruct, "", type_of<EnumStruct<ConnectionLevels>>),
                    NTA_UNSHOWN(In, PreferedMaximumLength), NTA_UNSHOWN(In, ResumeHandle));
    }
  };
  using Out = EnumReply<ConnectionLevels>;
};

/** An enumeration with two filters: either may be null or empty, which is no filter. */
template <class Family>
struct FilteredEnumRequest {
  using Levels = Family;
  char16_t* ServerName;
  char16_t* Filter;  // NetrFileEnum: BasePath; NetrSessionEnum: ClientName
  char16_t* UserName;
  EnumStruct<Family> InfoStruct;
  uint32_t PreferedMaximumLength;
  uint32_t* ResumeHandle;

  static constexpr auto described() {
    using R = FilteredEnumRequest;
    return fields(NTA_UNSHOWN(R, ServerName), NTA_UNSHOWN(R, Filter), NTA_UNSHOWN(R, UserName),
                  NTA_FIELD(R, InfoStruct, "", type_of<EnumStruct<Family>>), NTA_UNSHOWN(R, PreferedMaximumLength),
                  NTA_UNSHOWN(R, ResumeHandle));
  }
};

struct NetrFileEnum : Method<9> {
  using In = FilteredEnumRequest<FileLevels>;
  using Out = EnumReply<FileLevels>;
};

struct NetrFileGetInfo : Method<10> {
  struct In {
    char16_t* ServerName;
    uint32_t FileId;
    uint32_t Level;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, FileId, "id", u32), NTA_FIELD(In, Level, "level", u32));
    }
  };
  using Out = InfoReply<FileLevels>;
};

struct NetrFileClose : Method<11> {
  struct In {
    char16_t* ServerName;
    uint32_t FileId;

    static constexpr auto described() { return fields(NTA_UNSHOWN(In, ServerName), NTA_FIELD(In, FileId, "id", u32)); }
  };
  using Out = NetStatusReply;
};

struct NetrSessionEnum : Method<12> {
  using In = FilteredEnumRequest<SessionLevels>;
  using Out = EnumReply<SessionLevels>;
};

/** A null ClientName means every client, a null UserName every user; not both. */
struct NetrSessionDel : Method<13> {
  struct In {
    char16_t* ServerName;
    char16_t* ClientName;
    char16_t* UserName;

    static constexpr auto described() {
      return fields(NTA_UNSHOWN(In, ServerName), NTA_UNSHOWN(In, ClientName), NTA_UNSHOWN(In, UserName));
    }
  };
  using Out = NetStatusReply;
};

}  // namespace nta::protocols
