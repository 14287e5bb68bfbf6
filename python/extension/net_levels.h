// Which levels the functions of win32net have, as pywin32 has them, and the structures of those that no server knows.
#pragma once

#include "net.h"
#include "protocols/srvsvc.h"
#include "protocols/wkssvc.h"

namespace nta::describe {

// LAN Manager's levels: the functions take them, and servers answer 124.
template <>
inline constexpr auto fields_of<SERVER_INFO_402> = fields(
    NTA_MEMBER(SERVER_INFO_402, sv402_, ulist_mtime, u32), NTA_MEMBER(SERVER_INFO_402, sv402_, glist_mtime, u32),
    NTA_MEMBER(SERVER_INFO_402, sv402_, alist_mtime, u32),
    NTA_FIELD(SERVER_INFO_402, sv402_alerts, "", unique<wstring>), NTA_MEMBER(SERVER_INFO_402, sv402_, security, u32),
    NTA_MEMBER(SERVER_INFO_402, sv402_, numadmin, u32), NTA_MEMBER(SERVER_INFO_402, sv402_, lanmask, u32),
    NTA_MEMBER(SERVER_INFO_402, sv402_, guestacct, unique<wstring>), NTA_MEMBER(SERVER_INFO_402, sv402_, chdevs, u32),
    NTA_MEMBER(SERVER_INFO_402, sv402_, chdevq, u32), NTA_MEMBER(SERVER_INFO_402, sv402_, chdevjobs, u32),
    NTA_MEMBER(SERVER_INFO_402, sv402_, connections, u32), NTA_MEMBER(SERVER_INFO_402, sv402_, shares, u32),
    NTA_MEMBER(SERVER_INFO_402, sv402_, openfiles, u32), NTA_MEMBER(SERVER_INFO_402, sv402_, sessopens, u32),
    NTA_MEMBER(SERVER_INFO_402, sv402_, sessvcs, u32), NTA_MEMBER(SERVER_INFO_402, sv402_, sessreqs, u32),
    NTA_MEMBER(SERVER_INFO_402, sv402_, opensearch, u32), NTA_MEMBER(SERVER_INFO_402, sv402_, activelocks, u32),
    NTA_MEMBER(SERVER_INFO_402, sv402_, numreqbuf, u32), NTA_MEMBER(SERVER_INFO_402, sv402_, sizreqbuf, u32),
    NTA_MEMBER(SERVER_INFO_402, sv402_, numbigbuf, u32), NTA_MEMBER(SERVER_INFO_402, sv402_, numfiletasks, u32),
    NTA_MEMBER(SERVER_INFO_402, sv402_, alertsched, u32), NTA_MEMBER(SERVER_INFO_402, sv402_, erroralert, u32),
    NTA_MEMBER(SERVER_INFO_402, sv402_, logonalert, u32), NTA_MEMBER(SERVER_INFO_402, sv402_, accessalert, u32),
    NTA_MEMBER(SERVER_INFO_402, sv402_, diskalert, u32), NTA_MEMBER(SERVER_INFO_402, sv402_, netioalert, u32),
    NTA_MEMBER(SERVER_INFO_402, sv402_, maxauditsz, u32),
    NTA_MEMBER(SERVER_INFO_402, sv402_, srvheuristics, unique<wstring>));
template <>
inline constexpr auto fields_of<SERVER_INFO_403> = fields(
    NTA_MEMBER(SERVER_INFO_403, sv403_, ulist_mtime, u32), NTA_MEMBER(SERVER_INFO_403, sv403_, glist_mtime, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, alist_mtime, u32),
    NTA_FIELD(SERVER_INFO_403, sv403_alerts, "", unique<wstring>), NTA_MEMBER(SERVER_INFO_403, sv403_, security, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, numadmin, u32), NTA_MEMBER(SERVER_INFO_403, sv403_, lanmask, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, guestacct, unique<wstring>), NTA_MEMBER(SERVER_INFO_403, sv403_, chdevs, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, chdevq, u32), NTA_MEMBER(SERVER_INFO_403, sv403_, chdevjobs, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, connections, u32), NTA_MEMBER(SERVER_INFO_403, sv403_, shares, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, openfiles, u32), NTA_MEMBER(SERVER_INFO_403, sv403_, sessopens, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, sessvcs, u32), NTA_MEMBER(SERVER_INFO_403, sv403_, sessreqs, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, opensearch, u32), NTA_MEMBER(SERVER_INFO_403, sv403_, activelocks, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, numreqbuf, u32), NTA_MEMBER(SERVER_INFO_403, sv403_, sizreqbuf, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, numbigbuf, u32), NTA_MEMBER(SERVER_INFO_403, sv403_, numfiletasks, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, alertsched, u32), NTA_MEMBER(SERVER_INFO_403, sv403_, erroralert, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, logonalert, u32), NTA_MEMBER(SERVER_INFO_403, sv403_, accessalert, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, diskalert, u32), NTA_MEMBER(SERVER_INFO_403, sv403_, netioalert, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, maxauditsz, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, srvheuristics, unique<wstring>),
    NTA_MEMBER(SERVER_INFO_403, sv403_, auditedevents, u32), NTA_MEMBER(SERVER_INFO_403, sv403_, autoprofile, u32),
    NTA_MEMBER(SERVER_INFO_403, sv403_, autopath, unique<wstring>));

}  // namespace nta::describe

namespace nta::python {

inline constexpr NetLevel share_levels[] = {level<0, SHARE_INFO_0>, level<1, SHARE_INFO_1>, level<2, SHARE_INFO_2>,
                                            level<501, SHARE_INFO_501>, level<502, SHARE_INFO_502>};
inline constexpr NetLevel server_levels[] = {
    level<100, SERVER_INFO_100>, level<101, SERVER_INFO_101>, level<102, SERVER_INFO_102>, level<402, SERVER_INFO_402>,
    level<403, SERVER_INFO_403>, level<502, SERVER_INFO_502>, level<503, SERVER_INFO_503>};
inline constexpr NetLevel session_levels[] = {level<0, SESSION_INFO_0>, level<1, SESSION_INFO_1>,
                                              level<2, SESSION_INFO_2>, level<10, SESSION_INFO_10>,
                                              level<502, SESSION_INFO_502>};
inline constexpr NetLevel file_levels[] = {level<2, FILE_INFO_2>, level<3, FILE_INFO_3>};
inline constexpr NetLevel workstation_levels[] = {level<100, WKSTA_INFO_100>, level<101, WKSTA_INFO_101>,
                                                  level<102, WKSTA_INFO_102>, level<502, WKSTA_INFO_502>};
inline constexpr NetLevel logon_levels[] = {level<0, WKSTA_USER_INFO_0>, level<1, WKSTA_USER_INFO_1>};
inline constexpr NetLevel transport_levels[] = {level<0, WKSTA_TRANSPORT_INFO_0>};
inline constexpr NetLevel use_levels[] = {level<0, USE_INFO_0>, level<1, USE_INFO_1>, level<2, USE_INFO_2>,
                                          level<3, USE_INFO_3>};

}  // namespace nta::python
