#include "services/rows.h"

#include "protocols/all.h"

namespace nta::services {

std::span<const Service> all_services() {
  static const Service services[] = {
      {&protocols::termsrv_session, termsrv_session_rows()},
      {&protocols::termsrv_notification, termsrv_notification_rows()},
      {&protocols::termsrv_enumeration, termsrv_enumeration_rows()},
      {&protocols::rcm_public, rcm_public_rows()},
      {&protocols::legacy_api, legacy_api_rows()},
      {&protocols::local_host, local_host_rows()},
      {&protocols::srvsvc, srvsvc_rows()},
      {&protocols::wkssvc, wkssvc_rows()},
      {&protocols::init_shutdown, init_shutdown_rows()},
      {&protocols::windows_shutdown, windows_shutdown_rows()},
      {&protocols::epmapper, epmapper_rows()},
      {&protocols::mgmt, mgmt_rows()},
      {&protocols::samr, samr_rows()},
      {&protocols::lsarpc, lsarpc_rows()},
      {&protocols::host_accounts, host_accounts_rows()},
      {&protocols::netlogon, netlogon_rows()},
      {&protocols::dssetup, dssetup_rows()},
  };
  return services;
}

}  // namespace nta::services
