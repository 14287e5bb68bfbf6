#include "host/server/transports.h"

#include <arpa/inet.h>
#include <fmt/core.h>
#include <ifaddrs.h>
#include <net/if.h>
#include <netpacket/packet.h>

#include <algorithm>
#include <map>
#include <memory>

namespace nta::host {
namespace {

constexpr std::string_view direct_device = "\\Device\\NetbiosSmb";
constexpr std::string_view no_hardware = "000000000000";

std::string hardware_text(const sockaddr_ll& address) {
  std::string text;
  for (int i = 0; i < std::min<int>(address.sll_halen, 6); ++i) text += fmt::format("{:02X}", address.sll_addr[i]);
  return text.size() == no_hardware.size() ? text : std::string(no_hardware);
}

std::string address_text(const sockaddr* address) {
  char text[INET6_ADDRSTRLEN] = {};
  if (address->sa_family == AF_INET)
    inet_ntop(AF_INET, &reinterpret_cast<const sockaddr_in*>(address)->sin_addr, text, sizeof text);
  else if (address->sa_family == AF_INET6)
    inet_ntop(AF_INET6, &reinterpret_cast<const sockaddr_in6*>(address)->sin6_addr, text, sizeof text);
  return text;
}

}  // namespace

std::vector<Transport> network_transports() {
  ifaddrs* list = nullptr;
  if (::getifaddrs(&list) != 0) return {};
  std::unique_ptr<ifaddrs, decltype(&::freeifaddrs)> owner(list, &::freeifaddrs);
  std::map<std::string, Transport> by_name;
  for (const ifaddrs* each = list; each; each = each->ifa_next) {
    bool is_usable = each->ifa_addr && (each->ifa_flags & IFF_UP) && !(each->ifa_flags & IFF_LOOPBACK);
    if (!is_usable) continue;
    Transport& transport = by_name[each->ifa_name];
    if (each->ifa_addr->sa_family == AF_PACKET)
      transport.hardware = hardware_text(*reinterpret_cast<const sockaddr_ll*>(each->ifa_addr));
    else if (std::string text = address_text(each->ifa_addr); !text.empty())
      transport.addresses.push_back(std::move(text));
  }
  std::vector<Transport> transports;
  for (auto& [name, transport] : by_name) {
    if (transport.addresses.empty()) continue;
    transport.device = "\\Device\\NetBT_Tcpip_" + name;
    if (transport.hardware.empty()) transport.hardware = no_hardware;
    transports.push_back(std::move(transport));
  }
  return transports;
}

std::vector<Transport> server_transports() {
  std::vector<Transport> transports = network_transports();
  transports.insert(transports.begin(), {std::string(direct_device), std::string(no_hardware), {}});
  return transports;
}

std::string transport_of_address(std::string_view local_address) {
  for (const Transport& transport : network_transports())
    if (std::ranges::find(transport.addresses, local_address) != transport.addresses.end()) return transport.device;
  return std::string(direct_device);
}

}  // namespace nta::host
