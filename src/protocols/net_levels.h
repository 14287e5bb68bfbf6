// What the Net interfaces have in common: information by level, and enumerations that can be taken up again.
//
// A family is one list of levels. From it come the union that GetInfo, SetInfo and Add send (an arm is a pointer to the
// level's structure) and the one that enumerations send (an arm is a pointer to a counted container of them). The
// structures are those of include/ntadmin/win, since the API's form is the wire's. A level that a family does not have
// is an empty arm, so that the method itself can answer 124.
#pragma once

#include <type_traits>

#include "protocols/method.h"
#include "protocols/rows.h"

namespace nta::protocols {

template <uint32_t Number, class Info>
struct Level {
  static constexpr uint32_t number = Number;
  using Row = Info;
};

/** X_INFO_n_CONTAINER of any level: what Buffer points at is known by the level beside it. */
struct InfoContainer {
  uint32_t EntriesRead;
  void* Buffer;
};

template <const Type& Row>
inline constexpr std::array container_fields{
    NTA_FIELD(InfoContainer, EntriesRead, "", u32),
    NTA_FIELD(InfoContainer, Buffer, "", unique<array_of<Row>>).counted(NTA_NUMBER(InfoContainer, EntriesRead))};
template <const Type& Row>
inline constexpr Type container_of = structure_type<InfoContainer>(container_fields<Row>);

template <class... Each>
struct Levels {
  static constexpr std::array rows{Arm{Each::number, &type_of<typename Each::Row>}...};
  static constexpr std::array info_arms{Arm{Each::number, &unique<type_of<typename Each::Row>>}...};
  static constexpr std::array enum_arms{Arm{Each::number, &unique<container_of<type_of<typename Each::Row>>>}...};
  static constexpr Type info = union_type<void*>(u32, info_arms, &nothing);
  static constexpr Type list = union_type<void*>(u32, enum_arms, &nothing);

  /** Calls `use` with the type of the level's structure, as a tag; false when the family has no such level. */
  template <class Use>
  static bool with_row(uint32_t level, Use use) {
    return ((Each::number == level && (use(std::type_identity<typename Each::Row>{}), true)) || ...);
  }

  /** The structure of a level; null when the family has no such level. */
  static constexpr const Type* row(uint32_t level) {
    for (const Arm& arm : rows)
      if (arm.tag == level) return arm.type;
    return nullptr;
  }
};

/** X_ENUM_STRUCT. */
template <class Family>
struct EnumStruct {
  uint32_t Level;
  InfoContainer* Info;

  static constexpr auto described() {
    return fields(NTA_FIELD(EnumStruct, Level, "level", u32),
                  NTA_FIELD(EnumStruct, Info, "", Family::list).switched(NTA_NUMBER(EnumStruct, Level)));
  }
};

/** What every enumeration without filters asks; TotalEntries and ResumeHandle are explained in net_enumeration.h. */
template <class Family>
struct EnumRequest {
  using Levels = Family;
  char16_t* ServerName;
  EnumStruct<Family> InfoStruct;
  uint32_t PreferedMaximumLength;
  uint32_t* ResumeHandle;

  static constexpr auto described() {
    using R = EnumRequest;
    return fields(NTA_UNSHOWN(R, ServerName), NTA_FIELD(R, InfoStruct, "", type_of<EnumStruct<Family>>),
                  NTA_UNSHOWN(R, PreferedMaximumLength), NTA_UNSHOWN(R, ResumeHandle));
  }
};

template <class Family>
struct EnumReply {
  EnumStruct<Family> InfoStruct;
  uint32_t TotalEntries;
  uint32_t* ResumeHandle;
  uint32_t net_status;

  static constexpr auto described() {
    using R = EnumReply;
    return fields(NTA_FIELD(R, InfoStruct, "", type_of<EnumStruct<Family>>), NTA_UNSHOWN(R, TotalEntries),
                  NTA_UNSHOWN(R, ResumeHandle), NTA_UNSHOWN(R, net_status));
  }
};

/** GetInfo's reply. Level is the request's: it is the tag of the union, which travels with it. */
template <class Family>
struct InfoReply {
  uint32_t Level;
  void* Info;
  uint32_t net_status;

  static constexpr auto described() {
    using R = InfoReply;
    return fields(NTA_FIELD(R, Level, "", local32), NTA_FIELD(R, Info, "", Family::info).switched(NTA_NUMBER(R, Level)),
                  NTA_UNSHOWN(R, net_status));
  }
};

/** Set and Add answer with the number of the member at fault. */
struct ParmErrReply {
  uint32_t* ParmErr;
  uint32_t net_status;

  static constexpr auto described() {
    return fields(NTA_UNSHOWN(ParmErrReply, ParmErr), NTA_UNSHOWN(ParmErrReply, net_status));
  }
};

struct NetStatusReply {
  uint32_t net_status;

  static constexpr auto described() { return fields(NTA_UNSHOWN(NetStatusReply, net_status)); }
};

/** A request of nothing but the server's name, which servers ignore ([MS-SRVS] 3.1.4). */
struct OnServerName {
  char16_t* ServerName;

  static constexpr auto described() { return fields(NTA_UNSHOWN(OnServerName, ServerName)); }
};

/** By level: add or set. */
template <class Family>
struct InfoRequest {
  char16_t* ServerName;
  uint32_t Level;
  void* Info;

  static constexpr auto described() {
    using R = InfoRequest;
    return fields(NTA_UNSHOWN(R, ServerName), NTA_FIELD(R, Level, "level", u32),
                  NTA_FIELD(R, Info, "", Family::info).switched(NTA_NUMBER(R, Level)));
  }
};

/** The same where a member at fault is named. */
template <class Family>
struct CheckedInfoRequest {
  char16_t* ServerName;
  uint32_t Level;
  void* Info;
  uint32_t* ParmErr;

  static constexpr auto described() {
    using R = CheckedInfoRequest;
    return fields(NTA_UNSHOWN(R, ServerName), NTA_FIELD(R, Level, "level", u32),
                  NTA_FIELD(R, Info, "", Family::info).switched(NTA_NUMBER(R, Level)), NTA_UNSHOWN(R, ParmErr));
  }
};

struct GetInfoRequest {
  char16_t* ServerName;
  uint32_t Level;

  static constexpr auto described() {
    return fields(NTA_UNSHOWN(GetInfoRequest, ServerName), NTA_FIELD(GetInfoRequest, Level, "level", u32));
  }
};

}  // namespace nta::protocols
