// Where the domain controllers of a domain are: by SRV records of DNS, and by asking each ([MS-ADTS] 6.3.6).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <vector>

#include "host/domain/dc_ping.h"

namespace nta::host {

/** What the controller must be, in the flags that DsGetDcName takes. */
namespace dc_wanted {
inline constexpr uint32_t directory_service = 0x10, directory_service_preferred = 0x20, global_catalog = 0x40,
                          primary = 0x80, kdc = 0x400, time = 0x800, writable = 0x1000, good_time = 0x2000,
                          avoid_self = 0x4000, only_ldap = 0x8000, flat_name = 0x10000, dns_name = 0x20000,
                          next_site = 0x40000, directory_service_6 = 0x80000, web_service = 0x100000,
                          directory_service_8 = 0x200000, directory_service_9 = 0x400000,
                          directory_service_10 = 0x800000, return_dns = 0x40000000, return_flat = 0x80000000;
}

struct DcWanted {
  std::string domain;  // in DNS
  std::string site;    // empty: any
  uint32_t flags = 0;
  std::string account{};  // that the controller has to have; empty: none
  uint32_t account_control = 0;
};

/** The SRV record that lists the candidates ([MS-ADTS] 6.3.2.3). */
std::string dc_record(const DcWanted& wanted);

/** Whether a controller with `flags` is what `wanted` asks for. */
bool dc_suits(uint32_t flags, uint32_t wanted);

struct DcCandidate {
  std::string host;
  uint16_t port = 0;
  uint16_t priority = 0;
};

/** How names and servers are reached: the network's ways, or a test's. */
struct DcWays {
  std::function<Result<std::vector<DcCandidate>>(const std::string& record, std::chrono::milliseconds patience)>
      services;
  /** As numbers; none where the name is unknown. */
  std::function<std::vector<std::string>(const std::string& host, std::chrono::milliseconds patience)> addresses;
  std::function<Result<DomainController>(const std::string& address, uint16_t port, const DcQuestion& question,
                                         std::chrono::milliseconds patience)>
      ping;
};
DcWays network_ways();

/** The first that answers and suits. Blocks: for the pool, and since DNS chooses how many there are to ask, nobody is
 *  asked once `patience` is over. no_such_domain: DNS knows none, or none of them answered and suits. no_such_user: one
 * does, and has not got the account. */
Result<DomainController> locate_dc(const DcWanted& wanted, const DcWays& ways,
                                   std::chrono::milliseconds patience = std::chrono::seconds(10));

/** Leave to search. Held by the work itself, not by who waits for it: that may be answered while the work goes on. */
using DcTurn = std::shared_ptr<void>;

/** Few search at once, so that the pool's other threads stay free. From any thread. busy: as many as may do so. */
Result<DcTurn> take_dc_turn();

}  // namespace nta::host
