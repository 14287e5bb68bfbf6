// The process methods of LegacyApi.
#pragma once

#include "protocols/legacy_api.h"
#include "services/call.h"

namespace nta::services {

void terminate_process(Host& host, CallPtr<protocols::RpcWinStationTerminateProcess> call);
void get_all_processes(Host& host, CallPtr<protocols::RpcWinStationGetAllProcesses> call);
void get_all_processes_nt6(Host& host, CallPtr<protocols::RpcWinStationGetAllProcesses_NT6> call);
void get_process_sid(Host& host, CallPtr<protocols::RpcWinStationGetProcessSid> call);

}  // namespace nta::services
