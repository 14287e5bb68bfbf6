// What the host offers: every interface of this folder, with its rows.
#pragma once

#include "services/served.h"

namespace nta::services {

std::span<const Served> termsrv_session_rows();
std::span<const Served> termsrv_notification_rows();
std::span<const Served> termsrv_enumeration_rows();
std::span<const Served> rcm_public_rows();
std::span<const Served> legacy_api_rows();
std::span<const Served> local_host_rows();
std::span<const Served> srvsvc_rows();
std::span<const Served> wkssvc_rows();
std::span<const Served> init_shutdown_rows();
std::span<const Served> windows_shutdown_rows();
std::span<const Served> epmapper_rows();
std::span<const Served> mgmt_rows();
std::span<const Served> samr_rows();
std::span<const Served> lsarpc_rows();
std::span<const Served> host_accounts_rows();
std::span<const Served> netlogon_rows();
std::span<const Served> dssetup_rows();

std::span<const Service> all_services();

}  // namespace nta::services
