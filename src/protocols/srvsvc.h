// srvsvc: the Server service ([MS-SRVS]).
#pragma once

#include "protocols/srvsvc_devices.h"
#include "protocols/srvsvc_names.h"
#include "protocols/srvsvc_server.h"
#include "protocols/srvsvc_sessions.h"
#include "protocols/srvsvc_shares.h"
#include "protocols/srvsvc_transports.h"

namespace nta::protocols {

inline constexpr MethodInfo srvsvc_methods[] = {
    method<NetCharDevEnum>("NetCharDevEnum"),
    method<NetCharDevQEnum>("NetCharDevQEnum"),
    method<NetrConnectionEnum>("NetrConnectionEnum"),
    method<NetrFileEnum>("NetrFileEnum"),
    method<NetrFileGetInfo>("NetrFileGetInfo"),
    method<NetrFileClose>("NetrFileClose"),
    method<NetrSessionEnum>("NetrSessionEnum"),
    method<NetrSessionDel>("NetrSessionDel"),
    method<NetrShareAdd>("NetrShareAdd"),
    method<NetrShareEnum>("NetrShareEnum"),
    method<NetrShareGetInfo>("NetrShareGetInfo"),
    method<NetrShareSetInfo>("NetrShareSetInfo"),
    method<NetrShareDel>("NetrShareDel"),
    method<NetrShareDelSticky>("NetrShareDelSticky"),
    method<NetrShareCheck>("NetrShareCheck"),
    method<NetrServerGetInfo>("NetrServerGetInfo"),
    method<NetrServerSetInfo>("NetrServerSetInfo"),
    method<NetrServerDiskEnum>("NetrServerDiskEnum"),
    method<NetrServerStatisticsGet>("NetrServerStatisticsGet"),
    method<NetrServerTransportAdd>("NetrServerTransportAdd"),
    method<NetrServerTransportEnum>("NetrServerTransportEnum"),
    method<NetrServerTransportDel>("NetrServerTransportDel"),
    method<NetrRemoteTOD>("NetrRemoteTOD"),
    method<NetprPathType>("NetprPathType"),
    method<NetprPathCanonicalize>("NetprPathCanonicalize"),
    method<NetprPathCompare>("NetprPathCompare"),
    method<NetprNameValidate>("NetprNameValidate"),
    method<NetprNameCanonicalize>("NetprNameCanonicalize"),
    method<NetprNameCompare>("NetprNameCompare"),
    method<NetrShareEnumSticky>("NetrShareEnumSticky"),
    method<NetrShareDelStart>("NetrShareDelStart"),
    method<NetrShareDelCommit>("NetrShareDelCommit"),
    method<NetrServerTransportAddEx>("NetrServerTransportAddEx"),
    method<NetrServerTransportDelEx>("NetrServerTransportDelEx"),
    method<NetrServerAliasAdd>("NetrServerAliasAdd"),
    method<NetrServerAliasEnum>("NetrServerAliasEnum"),
    method<NetrServerAliasDel>("NetrServerAliasDel"),
    method<NetrShareDelEx>("NetrShareDelEx"),
};

inline constexpr Interface srvsvc{"srvsvc",      guid("4b324fc8-1670-01d3-1278-5a47bf6ee188"), 3, 0, "srvsvc",
                                  srvsvc_methods};

}  // namespace nta::protocols
