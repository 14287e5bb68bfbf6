// The messages of SPNEGO ([RFC 4178] 4.2, [MS-SPNG] 2.2.1), read and written.
#pragma once

#include "auth/der.h"
#include "auth/mechanism.h"

namespace nta::auth::spnego {

enum class State : uint8_t { accept_completed = 0, accept_incomplete = 1, reject = 2, request_mic = 3 };

/** NegTokenInit; as NegTokenInit2 when it comes from a server. */
struct NegTokenInit {
  std::vector<Oid> mechanisms;
  Bytes mechanism_list;  // as it was sent: what mechListMIC signs
  Bytes token;
  Bytes mic;
};

/** NegTokenResp. */
struct NegTokenResp {
  std::optional<State> state;
  std::optional<Oid> mechanism;
  Bytes token;
  Bytes mic;
};

/** The DER of a MechTypeList. */
Bytes write_mechanism_list(const std::vector<Oid>& mechanisms);

Result<NegTokenInit> read_init(ByteView message);
Result<NegTokenResp> read_resp(ByteView message);

/** Writes `mechanism_list`, not `mechanisms`. */
Bytes write_init(const NegTokenInit& message);
Bytes write_resp(const NegTokenResp& message);
/** NegTokenInit2 with the hint that every server sends ([MS-SPNG] 3.2.5.2). */
Bytes write_hint(const std::vector<Oid>& mechanisms);

}  // namespace nta::auth::spnego
