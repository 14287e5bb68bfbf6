#include "services/dispatcher.h"

#include "services/terminal_services.h"

namespace nta::services {

void Dispatcher::serve(std::shared_ptr<Client> client, size_t interface, uint16_t opnum, ByteReader stub,
                       Reply reply) const {
  if (interface >= services_.size()) return reply(fail(Win32::rpc_unknown_if, "no interface {} is offered", interface));
  const Service& service = services_[interface];
  if (client->token->is_anonymous() && service.interface->audience != protocols::Audience::everybody) {
    log::debug("anonymous-refused", "{}: {} method {}", client->from, service.interface->name, opnum);
    return reply(fail(Win32::access_denied, "{} is not for anonymous callers", service.interface->name));
  }
  for (const Served& row : service.rows)
    if (row.opnum == opnum) return row.run(host_, row, std::move(client), stub, std::move(reply));
  reply(fail(Win32::rpc_procnum_out_of_range, "{} has no method {}", service.interface->name, opnum));
}

std::span<const Service> terminal_services() {
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
