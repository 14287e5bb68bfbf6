// SecurityContext: what an authentication package (NTLM, Kerberos, SPNEGO) does for one RPC association.
//
// The association exchanges its tokens in bind, alter_context and auth3, then has every PDU protected by it. The PDU
// code pads, places and checks trailers; a package only sees the bytes that [MS-RPCE] 2.2.2.11 and 3.3.1.5.2 give it.
#pragma once

#include <memory>
#include <string>

#include "auth/access_token.h"
#include "base/bytes.h"
#include "base/filetime.h"

namespace nta::auth {

/** auth_type of the trailer ([MS-RPCE] 2.2.1.1.7). */
enum class Package : uint8_t { none = 0, spnego = 9, ntlm = 10, kerberos = 16, netlogon = 68 };

/** auth_level ([MS-RPCE] 2.2.1.1.8). Level 3, call, is taken as packet, as Windows does. */
enum class Level : uint8_t { none = 1, connect = 2, call = 3, packet = 4, integrity = 5, privacy = 6 };

enum class HeaderSigning { off, on };

/** One PDU about to be sent or just received. */
struct ProtectedPdu {
  std::span<std::byte> whole;  // from the header to the end of the 8-byte trailer: signed when headers are
  std::span<std::byte> body;   // stub and pad, inside `whole`: signed always, encrypted at level privacy
};

class SecurityContext {
 public:
  virtual ~SecurityContext() = default;

  /** One leg of the exchange: what to send, and whether this side expects another token.
   *
   *  A client that is not `complete` sends its token in an alter_context and waits for an answer; one that is
   *  complete sends it in an auth3, which has none. So a package whose peer answers the last leg (SPNEGO, Kerberos
   *  in DCE style) stays incomplete until that answer, even an empty one, was given to step().
   */
  struct Leg {
    Bytes token;
    bool complete = false;
  };

  /** A client's first leg gets no token. May block (a KDC, winbind): a server runs it off its loop thread. */
  virtual Result<Leg> step(ByteView token) = 0;

  /** Bytes of a signature over a body of this size. */
  virtual size_t signature_size(Level level, size_t body_size) const = 0;

  /** Encrypts `pdu.body` in place as the level asks and fills `signature`. Called in the order of sending. */
  virtual Result<void> protect(Level level, HeaderSigning signing, ProtectedPdu pdu,
                               std::span<std::byte> signature) = 0;
  /** The reverse, in the order of receiving; an error means the PDU is not the peer's. */
  virtual Result<void> unprotect(Level level, HeaderSigning signing, ProtectedPdu pdu, ByteView signature) = 0;

  /** A server's: who the peer is, once complete. Null on the client side. */
  virtual std::shared_ptr<const AccessToken> identity() const = 0;

  /** A server's: who the peer says it is, in UTF-8, proved or not: for the log alone. Empty before it has said so. */
  virtual std::string claimed_name() const { return {}; }

  /** A server's: when what proved the identity ends, a ticket; none: never. */
  virtual std::optional<FileTime> end_time() const { return std::nullopt; }

  /** The key that both ends made in the exchange, for what is keyed by it: SMB's signing and sealing, passwords in
   *  SAMR. Empty before complete, and where a package has none. */
  virtual Bytes session_key() const { return {}; }
};

}  // namespace nta::auth
