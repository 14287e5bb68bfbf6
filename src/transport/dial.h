// A TCP connection to a host by name or address.
#pragma once

#include <string>

#include "base/types.h"
#include "transport/wait.h"

namespace nta::transport {

/** Which step of dialling failed, for who explains it to a person. */
enum class DialStep { name, port };

struct Dialled {
  UniqueFd socket;      // non-blocking, without delay of small writes, and noticing a peer that has vanished
  std::string address;  // the one that answered, "192.0.2.5" or "2001:db8::1"
};

/** Looks `host` up (look_up), then tries its addresses one after the other, each with its share of the time that is
 *  left. Fails with rpc_server_unavailable (1722), and with rpc_call_cancelled (1818) for an abort or a signal. */
Result<Dialled> dial(const std::string& host, uint16_t port, const Wait& wait, DialStep* reached = nullptr);

}  // namespace nta::transport
