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
  bool has_account = true;  // that it was asked for, enabled
};

/** What a controller is asked for: the domain, and perhaps an account of one of the kinds (USER_* of
 * [MS-SAMR] 2.2.1.12).
 */
struct DcQuestion {
  std::string domain;
  std::string account;
  uint32_t account_control = 0;
};

/** `message` is a number that the answer repeats. */
Bytes dc_ping(uint32_t message, const DcQuestion& question);

/** invalid_data: no answer to `message`, or none of the extended form; no_such_domain: an answer without contents,
 * which is how a server says that the domain is not its own. */
Result<DomainController> parse_dc_answer(uint32_t message, ByteView datagram);

}  // namespace nta::host
