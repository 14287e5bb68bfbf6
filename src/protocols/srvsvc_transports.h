// srvsvc: the transports the server listens on, and the names it answers to ([MS-SRVS] 3.1.4.22 to 3.1.4.26, 3.1.4.44).
#pragma once

#include "ntadmin/win/lmserver.h"
#include "ntadmin/win/lmshare.h"
#include "protocols/net_levels.h"

namespace nta::describe {

template <>
inline constexpr auto fields_of<SERVER_TRANSPORT_INFO_0> =
    joined(NTA_MEMBERS(SERVER_TRANSPORT_INFO_0, svti0_, numberofvcs, transportname),
           NTA_FIELD(SERVER_TRANSPORT_INFO_0, svti0_transportaddress, "", unique<array_of<u8>>)
               .counted(NTA_NUMBER(SERVER_TRANSPORT_INFO_0, svti0_transportaddresslength)),
           NTA_MEMBERS(SERVER_TRANSPORT_INFO_0, svti0_, transportaddresslength, networkaddress));
template <>
inline constexpr auto fields_of<SERVER_TRANSPORT_INFO_1> =
    joined(NTA_MEMBERS(SERVER_TRANSPORT_INFO_1, svti1_, numberofvcs, transportname),
           NTA_FIELD(SERVER_TRANSPORT_INFO_1, svti1_transportaddress, "", unique<array_of<u8>>)
               .counted(NTA_NUMBER(SERVER_TRANSPORT_INFO_1, svti1_transportaddresslength)),
           NTA_MEMBERS(SERVER_TRANSPORT_INFO_1, svti1_, transportaddresslength, networkaddress, domain));
template <>
inline constexpr auto fields_of<SERVER_TRANSPORT_INFO_2> =
    joined(NTA_MEMBERS(SERVER_TRANSPORT_INFO_2, svti2_, numberofvcs, transportname),
           NTA_FIELD(SERVER_TRANSPORT_INFO_2, svti2_transportaddress, "", unique<array_of<u8>>)
               .counted(NTA_NUMBER(SERVER_TRANSPORT_INFO_2, svti2_transportaddresslength)),
           NTA_MEMBERS(SERVER_TRANSPORT_INFO_2, svti2_, transportaddresslength, networkaddress, domain, flags));
template <>
inline constexpr auto fields_of<SERVER_TRANSPORT_INFO_3> =
    joined(NTA_MEMBERS(SERVER_TRANSPORT_INFO_3, svti3_, numberofvcs, transportname),
           NTA_FIELD(SERVER_TRANSPORT_INFO_3, svti3_transportaddress, "", unique<array_of<u8>>)
               .counted(NTA_NUMBER(SERVER_TRANSPORT_INFO_3, svti3_transportaddresslength)),
           NTA_MEMBERS(SERVER_TRANSPORT_INFO_3, svti3_, transportaddresslength, networkaddress, domain, flags,
                       passwordlength, password));
template <>
inline constexpr auto fields_of<SERVER_ALIAS_INFO_0> = joined(NTA_MEMBERS(SERVER_ALIAS_INFO_0, srvai0_, alias, target),
                                                              NTA_MEMBER(SERVER_ALIAS_INFO_0, srvai0_, default,
                                                                         boolean8),
                                                              NTA_MEMBER(SERVER_ALIAS_INFO_0, srvai0_, reserved, u32));

}  // namespace nta::describe

namespace nta::protocols {

using TransportLevels = Levels<Level<0, SERVER_TRANSPORT_INFO_0>, Level<1, SERVER_TRANSPORT_INFO_1>,
                               Level<2, SERVER_TRANSPORT_INFO_2>, Level<3, SERVER_TRANSPORT_INFO_3>>;
using AliasLevels = Levels<Level<0, SERVER_ALIAS_INFO_0>>;

/** Level 0. */
struct TransportRequest {
  char16_t* ServerName;
  uint32_t Level;
  SERVER_TRANSPORT_INFO_0 Buffer;

  static constexpr auto described() {
    using R = TransportRequest;
    return fields(NTA_UNSHOWN(R, ServerName), NTA_FIELD(R, Level, "level", u32), NTA_UNSHOWN(R, Buffer));
  }
};

/** TRANSPORT_INFO: unlike other unions of the interface, its arms are the structures themselves. */
union TRANSPORT_INFO {
  SERVER_TRANSPORT_INFO_0 Transport0;
  SERVER_TRANSPORT_INFO_1 Transport1;
  SERVER_TRANSPORT_INFO_2 Transport2;
  SERVER_TRANSPORT_INFO_3 Transport3;
};
inline constexpr Type transport_info = union_type<TRANSPORT_INFO>(u32, TransportLevels::rows, &nothing);

struct TransportRequestEx {
  char16_t* ServerName;
  uint32_t Level;
  TRANSPORT_INFO Buffer;

  static constexpr auto described() {
    using R = TransportRequestEx;
    return fields(NTA_UNSHOWN(R, ServerName), NTA_FIELD(R, Level, "level", u32),
                  NTA_FIELD(R, Buffer, "", transport_info).switched(NTA_NUMBER(R, Level)));
  }
};

struct NetrServerTransportAdd : Method<25> {
  using In = TransportRequest;
  using Out = NetStatusReply;
};

struct NetrServerTransportEnum : Method<26> {
  using In = EnumRequest<TransportLevels>;
  using Out = EnumReply<TransportLevels>;
};

struct NetrServerTransportDel : Method<27> {
  using In = TransportRequest;
  using Out = NetStatusReply;
};

struct NetrServerTransportAddEx : Method<41> {
  using In = TransportRequestEx;
  using Out = NetStatusReply;
};

struct NetrServerTransportDelEx : Method<53> {
  using In = TransportRequestEx;
  using Out = NetStatusReply;
};

struct NetrServerAliasAdd : Method<54> {
  using In = InfoRequest<AliasLevels>;
  using Out = NetStatusReply;
};

struct NetrServerAliasEnum : Method<55> {
  using In = EnumRequest<AliasLevels>;
  using Out = EnumReply<AliasLevels>;
};

struct NetrServerAliasDel : Method<56> {
  using In = InfoRequest<AliasLevels>;
  using Out = NetStatusReply;
};

}  // namespace nta::protocols
