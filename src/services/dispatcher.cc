#include "services/dispatcher.h"

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

}  // namespace nta::services
