// What a domain controller is asked, and what it says, when it is looked for: the LDAP ping ([MS-ADTS] 6.3.3), one
// datagram each way. No sockets.
#pragma once

#include <string>

#include "base/bytes.h"
#include "base/guid.h"

namespace nta::host {

/** A domain controller, as it tells of itself; flags are DS_*_FLAG of DsGetDcName ([MS-ADTS] 6.3.1.2). */
struct DomainController {
  uint32_t flags = 0;
  Guid domain_guid{};
  std::string forest;  // names in DNS
  std::string domain;
  std::string computer;
  std::string flat_domain;  // NetBIOS names
  std::string flat_computer;
  std::string site;         // where it is
  std::string client_site;  // where it takes us to be
  std::string address;      // that it answered from; known to who asked
};

/** The question for a domain. `message` is a number that the answer repeats. */
Bytes dc_ping(uint32_t message, std::string_view domain);

/** invalid_data: no answer to `message`, or none of the extended form; no_such_domain: an answer without contents,
 * which is how a server says that the domain is not its own. */
Result<DomainController> parse_dc_answer(uint32_t message, ByteView datagram);

}  // namespace nta::host
