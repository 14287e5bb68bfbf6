// Mechanism: a package that SPNEGO can carry, and the list of those that one side offers.
#pragma once

#include <functional>

#include "auth/security_context.h"

namespace nta::auth {

/** The contents of a DER object identifier. */
using Oid = Bytes;

const Oid& ntlm_oid();
const Oid& kerberos_oid();
/** What Windows calls Kerberos as well: the number lost a bit once, and stayed ([MS-SPNG] 1.9). */
const Oid& microsoft_kerberos_oid();

class Mechanism : public SecurityContext {
 public:
  /** A signature of the mechanisms that were offered, in the order of sending; for a complete context. */
  virtual Result<Bytes> make_mic(ByteView message) = 0;
  virtual Result<void> check_mic(ByteView message, ByteView mic) = 0;
};

using MechanismPtr = std::shared_ptr<Mechanism>;

struct MechanismOffer {
  std::vector<Oid> oids;  // the names it goes by, the one to be sent first
  /** A new context. A failure takes the mechanism out of an initiator's list, and ends an acceptor's exchange. */
  std::function<Result<MechanismPtr>()> make;
};

bool goes_by(const MechanismOffer& offer, const Oid& oid);

/** In order of preference. */
using Mechanisms = std::vector<MechanismOffer>;

}  // namespace nta::auth
