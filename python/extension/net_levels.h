// Which levels the functions of win32net have, as pywin32 has them, and the structures of those that no server knows.
#pragma once

#include "net.h"
#include "protocols/srvsvc.h"
#include "protocols/wkssvc.h"

namespace nta::describe {

// LAN Manager's levels: the functions take them, and servers answer 124.
template <>
inline constexpr auto fields_of<SERVER_INFO_402> =
    joined(NTA_MEMBERS(SERVER_INFO_402, sv402_, ulist_mtime, glist_mtime, alist_mtime),
           NTA_UNSHOWN(SERVER_INFO_402, sv402_alerts),
           NTA_MEMBERS(SERVER_INFO_402, sv402_, security, numadmin, lanmask, guestacct, chdevs, chdevq, chdevjobs,
                       connections, shares, openfiles, sessopens, sessvcs, sessreqs, opensearch, activelocks, numreqbuf,
                       sizreqbuf, numbigbuf, numfiletasks, alertsched, erroralert, logonalert, accessalert, diskalert,
                       netioalert, maxauditsz, srvheuristics));
template <>
inline constexpr auto fields_of<SERVER_INFO_403> =
    joined(NTA_MEMBERS(SERVER_INFO_403, sv403_, ulist_mtime, glist_mtime, alist_mtime),
           NTA_UNSHOWN(SERVER_INFO_403, sv403_alerts),
           NTA_MEMBERS(SERVER_INFO_403, sv403_, security, numadmin, lanmask, guestacct, chdevs, chdevq, chdevjobs,
                       connections, shares, openfiles, sessopens, sessvcs, sessreqs, opensearch, activelocks, numreqbuf,
                       sizreqbuf, numbigbuf, numfiletasks, alertsched, erroralert, logonalert, accessalert, diskalert,
                       netioalert, maxauditsz, srvheuristics, auditedevents, autoprofile, autopath));

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
