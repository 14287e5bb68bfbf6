// Names to addresses, with an end to the wait.
#pragma once

#include <netdb.h>

#include <memory>
#include <string>

#include "transport/wait.h"

namespace nta::transport {

struct FreeAddresses {
  void operator()(addrinfo* list) const { ::freeaddrinfo(list); }
};
using Addresses = std::unique_ptr<addrinfo, FreeAddresses>;

using Resolver = decltype(&::getaddrinfo);

/** The addresses of `host` for TCP, those first that the system prefers. What is an address itself is answered at once.
 *  A name is asked for in a thread, since the system's resolver knows no deadline: the thread stays until it has its
 *  answer, also where nobody waits for it any more. There are at most 32 of them in a process.
 *  Fails with rpc_server_unavailable (1722), also for a name that was not answered for in time; with
 *  rpc_call_cancelled (1818) for an abort or a signal. */
Result<Addresses> look_up(const std::string& host, uint16_t port, const Wait& wait, Resolver resolver = ::getaddrinfo);

}  // namespace nta::transport
