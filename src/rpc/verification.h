// The verification trailer of a request ([MS-RPCE] 2.2.2.13): what its client says, where it is signed, of PDUs that
// were not: the bind that named the interface, and headers where only stubs are signed.
#pragma once

#include "rpc/pdu.h"

namespace nta::rpc {

/** What of a request and of its bind a verification trailer is held against. */
struct Verifiable {
  SyntaxId interface;  // as it is offered; a client may have been written for an earlier minor version
  bool header_signing_offered = false;
  Frame frame;  // the last of the request
  uint16_t context = 0;
  uint16_t opnum = 0;
};

/** The size of `stub` without its verification trailer, which may be none. Fails with access denied where that
 *  contradicts what came, is malformed, or has a command that must be understood and is not. */
Result<size_t> verified_size(ByteView stub, const Verifiable& came);

/** At most, with what aligns it. */
inline constexpr size_t verification_size = 3 + 8 + 8 + 44;

/** Puts one behind the stub that is all of `out`: that our bind offered header signing, and asked for `interface`. */
void write_verification(Bytes& out, const SyntaxId& interface);

}  // namespace nta::rpc
