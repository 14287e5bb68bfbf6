// Addresses of TCP: as text, as the kernel has them, and sockets that listen at them.
#pragma once

#include <netinet/in.h>
#include <sys/socket.h>

#include <string>

#include "base/result.h"
#include "base/types.h"

namespace nta::transport {

struct TcpAddress {
  std::string host;  // numeric; an IPv4 address in its own form also where it came through an IPv6 socket
  uint16_t port = 0;

  /** "192.0.2.1:445", "[2001:db8::1]:445". */
  std::string text() const;
  /** What connections that nobody has logged on over are counted by: the host, but of IPv6 the /64, in which one
   * machine has all the addresses it wants. A link's own addresses are all of one network, and count by themselves. */
  std::string network() const;
};

TcpAddress read_address(const sockaddr_storage& address);
/** Of a connected socket: the other end, and this one. */
Result<TcpAddress> peer_address(int socket);
Result<TcpAddress> own_address(int socket);

/** Answers are small and wanted at once; a peer that vanished is found out. */
void tune_tcp(int socket);

/** A socket that listens at a numeric address, or, where it is empty, at all of IPv6 and IPv4. Port 0: any free one. */
Result<UniqueFd> listen_tcp(const std::string& address, uint16_t port);

}  // namespace nta::transport
