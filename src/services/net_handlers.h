// The handlers of srvsvc and wkssvc, by area; srvsvc.cc and wkssvc.cc have the rows.
#pragma once

#include "host/server/network_server.h"
#include "protocols/srvsvc.h"
#include "protocols/wkssvc.h"
#include "services/call.h"

namespace nta::services {

// srvsvc_sessions.cc
Result<void> connection_enum(Host& host, Call<protocols::NetrConnectionEnum>& call);
Result<void> file_enum(Host& host, Call<protocols::NetrFileEnum>& call);
Result<void> file_get_info(Host& host, Call<protocols::NetrFileGetInfo>& call);
Result<void> file_close(Host& host, Call<protocols::NetrFileClose>& call);
Result<void> session_enum(Host& host, Call<protocols::NetrSessionEnum>& call);
Result<void> session_del(Host& host, Call<protocols::NetrSessionDel>& call);

// srvsvc_shares.cc
/** invalid_parameter where none is named, net_name_not_found (2310). */
Result<const host::Share*> find_share(const host::NetworkServer& server, const char16_t* name);
Result<void> share_enum(Host& host, Call<protocols::NetrShareEnum>& call);
Result<void> share_enum_sticky(Host& host, Call<protocols::NetrShareEnumSticky>& call);
Result<void> share_get_info(Host& host, Call<protocols::NetrShareGetInfo>& call);
Result<void> share_check(Host& host, Call<protocols::NetrShareCheck>& call);

// srvsvc_share_changes.cc
/** Whether the directory is there is asked of the system, which may take its time. */
void share_add(Host& host, CallPtr<protocols::NetrShareAdd> call);
Result<void> share_set_info(Host& host, Call<protocols::NetrShareSetInfo>& call);
Result<void> share_del(Host& host, Call<protocols::NetrShareDel>& call);
Result<void> share_del_sticky(Host& host, Call<protocols::NetrShareDelSticky>& call);
Result<void> share_del_start(Host& host, Call<protocols::NetrShareDelStart>& call);
Result<void> share_del_commit(Host& host, Call<protocols::NetrShareDelCommit>& call);
Result<void> share_del_ex(Host& host, Call<protocols::NetrShareDelEx>& call);

// srvsvc_server.cc
Result<void> server_get_info(Host& host, Call<protocols::NetrServerGetInfo>& call);
Result<void> server_set_info(Host& host, Call<protocols::NetrServerSetInfo>& call);
Result<void> server_disk_enum(Host& host, Call<protocols::NetrServerDiskEnum>& call);
Result<void> server_statistics(Host& host, Call<protocols::NetrServerStatisticsGet>& call);
Result<void> remote_tod(Host& host, Call<protocols::NetrRemoteTOD>& call);

// srvsvc_transports.cc
Result<void> transport_enum(Host& host, Call<protocols::NetrServerTransportEnum>& call);
Result<void> transport_add(Host& host, Call<protocols::NetrServerTransportAdd>& call);
Result<void> transport_add_ex(Host& host, Call<protocols::NetrServerTransportAddEx>& call);
Result<void> transport_del(Host& host, Call<protocols::NetrServerTransportDel>& call);
Result<void> transport_del_ex(Host& host, Call<protocols::NetrServerTransportDelEx>& call);
Result<void> alias_add(Host& host, Call<protocols::NetrServerAliasAdd>& call);
Result<void> alias_enum(Host& host, Call<protocols::NetrServerAliasEnum>& call);
Result<void> alias_del(Host& host, Call<protocols::NetrServerAliasDel>& call);

// srvsvc_names.cc
Result<void> path_type(Host& host, Call<protocols::NetprPathType>& call);
Result<void> path_canonicalize(Host& host, Call<protocols::NetprPathCanonicalize>& call);
Result<void> path_compare(Host& host, Call<protocols::NetprPathCompare>& call);
Result<void> name_validate(Host& host, Call<protocols::NetprNameValidate>& call);
Result<void> name_canonicalize(Host& host, Call<protocols::NetprNameCanonicalize>& call);
Result<void> name_compare(Host& host, Call<protocols::NetprNameCompare>& call);

// wkssvc_info.cc
Result<void> wksta_get_info(Host& host, Call<protocols::NetrWkstaGetInfo>& call);
Result<void> wksta_set_info(Host& host, Call<protocols::NetrWkstaSetInfo>& call);
Result<void> wksta_user_enum(Host& host, Call<protocols::NetrWkstaUserEnum>& call);
Result<void> wksta_user_get_info(Host& host, Call<protocols::NetrWkstaUserGetInfo>& call);
Result<void> wksta_transport_enum(Host& host, Call<protocols::NetrWkstaTransportEnum>& call);
Result<void> wksta_transport_add(Host& host, Call<protocols::NetrWkstaTransportAdd>& call);
Result<void> wksta_transport_del(Host& host, Call<protocols::NetrWkstaTransportDel>& call);
Result<void> workstation_statistics(Host& host, Call<protocols::NetrWorkstationStatisticsGet>& call);

// wkssvc_uses.cc
Result<void> use_add(Host& host, Call<protocols::NetrUseAdd>& call);
Result<void> use_get_info(Host& host, Call<protocols::NetrUseGetInfo>& call);
Result<void> use_del(Host& host, Call<protocols::NetrUseDel>& call);
Result<void> use_enum(Host& host, Call<protocols::NetrUseEnum>& call);

}  // namespace nta::services
