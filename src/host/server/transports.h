// Transports: the network interfaces that clients can come by, as the kernel has them now.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace nta::host {

struct Transport {
  std::string device;                  // "\Device\NetBT_Tcpip_eth0"
  std::string hardware;                // "525400123456": twelve digits, zeros where there is no such address
  std::vector<std::string> addresses;  // "192.0.2.5", "2001:db8::1"
};

/** Every interface that is up and has an address, without the loopback, by name. Empty when the kernel does not say. */
std::vector<Transport> network_transports();

/** What the server listens on: SMB directly over TCP, which is always there, then every interface. */
std::vector<Transport> server_transports();

/** The device of the interface with this address; the direct transport's name for any other (loopback). */
std::string transport_of_address(std::string_view local_address);

}  // namespace nta::host
