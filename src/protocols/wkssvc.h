// wkssvc: the Workstation service ([MS-WKST]).
#pragma once

#include "protocols/wkssvc_info.h"
#include "protocols/wkssvc_join.h"
#include "protocols/wkssvc_use.h"

namespace nta::protocols {

inline constexpr MethodInfo wkssvc_methods[] = {
    method<NetrWkstaGetInfo>("NetrWkstaGetInfo"),
    method<NetrWkstaSetInfo>("NetrWkstaSetInfo"),
    method<NetrWkstaUserEnum>("NetrWkstaUserEnum"),
    method<NetrWkstaUserGetInfo>("NetrWkstaUserGetInfo"),
    method<NetrWkstaTransportEnum>("NetrWkstaTransportEnum"),
    method<NetrWkstaTransportAdd>("NetrWkstaTransportAdd"),
    method<NetrWkstaTransportDel>("NetrWkstaTransportDel"),
    method<NetrUseAdd>("NetrUseAdd"),
    method<NetrUseGetInfo>("NetrUseGetInfo"),
    method<NetrUseDel>("NetrUseDel"),
    method<NetrUseEnum>("NetrUseEnum"),
    method<NetrMessageBufferSend>("NetrMessageBufferSend"),
    method<NetrWorkstationStatisticsGet>("NetrWorkstationStatisticsGet"),
    method<NetrLogonDomainNameAdd>("NetrLogonDomainNameAdd"),
    method<NetrLogonDomainNameDel>("NetrLogonDomainNameDel"),
    method<NetrJoinDomain>("NetrJoinDomain"),
    method<NetrUnjoinDomain>("NetrUnjoinDomain"),
    method<NetrRenameMachineInDomain>("NetrRenameMachineInDomain"),
    method<NetrValidateName>("NetrValidateName"),
    method<NetrGetJoinInformation>("NetrGetJoinInformation"),
    method<NetrGetJoinableOUs>("NetrGetJoinableOUs"),
    method<NetrJoinDomain2>("NetrJoinDomain2"),
    method<NetrUnjoinDomain2>("NetrUnjoinDomain2"),
    method<NetrRenameMachineInDomain2>("NetrRenameMachineInDomain2"),
    method<NetrValidateName2>("NetrValidateName2"),
    method<NetrGetJoinableOUs2>("NetrGetJoinableOUs2"),
    method<NetrAddAlternateComputerName>("NetrAddAlternateComputerName"),
    method<NetrRemoveAlternateComputerName>("NetrRemoveAlternateComputerName"),
    method<NetrSetPrimaryComputerName>("NetrSetPrimaryComputerName"),
    method<NetrEnumerateComputerNames>("NetrEnumerateComputerNames"),
    method<NetrJoinDomain3>("NetrJoinDomain3"),
    method<NetrUnjoinDomain3>("NetrUnjoinDomain3"),
    method<NetrRenameMachineInDomain3>("NetrRenameMachineInDomain3"),
    method<NetrValidateName3>("NetrValidateName3"),
    method<NetrAddAlternateComputerName2>("NetrAddAlternateComputerName2"),
    method<NetrRemoveAlternateComputerName2>("NetrRemoveAlternateComputerName2"),
    method<NetrSetPrimaryComputerName2>("NetrSetPrimaryComputerName2"),
};

inline constexpr Interface wkssvc{"wkssvc",      guid("6bffd098-a112-3610-9833-46c3f87e345a"), 1, 0, "wkssvc",
                                  wkssvc_methods};

}  // namespace nta::protocols
