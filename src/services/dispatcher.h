// Dispatcher: from a request's interface and opnum to the row that serves it.
#pragma once

#include "services/served.h"

namespace nta::services {

class Dispatcher {
 public:
  /** `services` in the order in which the transport offers their interfaces. */
  Dispatcher(Host& host, std::span<const Service> services) : host_(host), services_(services) {}

  std::span<const Service> services() const { return services_; }

  /** Whether calls of a method are wiped: protocols::carries_secret of the service's interface. */
  bool carries_secret(size_t interface, uint16_t opnum) const {
    return interface >= services_.size() || protocols::carries_secret(*services_[interface].interface, opnum);
  }

  /** Serves one request. `reply` is called once, now or later, on the loop; a stub, or the error to fault with. */
  void serve(std::shared_ptr<Client> client, size_t interface, uint16_t opnum, ByteReader stub, Reply reply) const;

 private:
  Host& host_;
  std::span<const Service> services_;
};

}  // namespace nta::services
