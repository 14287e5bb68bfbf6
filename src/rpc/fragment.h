// Stubs to fragments and back: where a call is cut, padded, protected and checked ([C706] 12.6.2, [MS-RPCE] 2.2.2.11).
#pragma once

#include <functional>

#include "auth/security_context.h"
#include "rpc/pdu.h"

namespace nta::rpc {

/** The security of one association, once the first token was exchanged. */
struct Protection {
  std::shared_ptr<auth::SecurityContext> context;
  uint8_t type = 0;
  auth::Level level = auth::Level::none;
  uint32_t context_id = 0;
  auth::HeaderSigning header_signing = auth::HeaderSigning::off;

  /** Level call is packet under another number, which trailers keep ([MS-RPCE] 2.2.1.1.8). */
  auth::Level meant() const { return level == auth::Level::call ? auth::Level::packet : level; }
  /** Levels packet and above put a signature on every PDU; below, a trailer in a call is ignored. */
  bool signs() const { return context && meant() >= auth::Level::packet; }
  Trailer trailer() const { return {.type = type, .level = static_cast<uint8_t>(level), .context_id = context_id}; }
};

/** Which calls' bytes are wiped, by the number of an interface among those of the association; empty: all are. */
using CarriesSecret = std::function<bool(size_t interface, uint16_t opnum)>;

/** Bytes received and not yet taken as fragments. Most are taken from where they came to, and never copied. */
class FrameBuffer {
 public:
  /** More have come, and are lent until keep(). */
  void lend(std::span<std::byte> bytes);
  /** What was lent and not taken is copied: its owner wants it back. */
  void keep();
  size_t size() const { return waiting_.size(); }
  ByteView peek() const { return waiting_; }
  /** The next whole fragment, nothing while there is none; valid until the next lend, keep or next. */
  Result<std::optional<Frame>> next();

 private:
  void make_room(size_t size);

  Bytes kept_;
  std::span<std::byte> waiting_;  // in kept_, or lent
  bool is_lent_ = false;
};

/** Bytes to be sent, in order. They are wiped when they are out, unless every call among them has no secret. */
class OutputBuffer {
 public:
  /** To write to. */
  Bytes& bytes() {
    has_secret_ = true;
    return bytes_;
  }
  /** The same for a call without secrets. */
  Bytes& plain_bytes() { return bytes_; }
  ByteView pending() const { return ByteView(bytes_).subspan(sent_); }
  bool empty() const { return sent_ == bytes_.size(); }
  void sent(size_t count);

 private:
  Bytes bytes_;
  size_t sent_ = 0;
  bool has_secret_ = false;
};

struct RequestParts {
  uint32_t call_id = 0;
  uint16_t context = 0;
  uint16_t opnum = 0;
  std::optional<Guid> object;
};

struct ResponseParts {
  uint32_t call_id = 0;
  uint16_t context = 0;
  uint8_t cancel_count = 0;
};

/** Stub bytes that a request of one fragment holds. */
Result<size_t> room_of_one(const RequestParts& call, size_t max_fragment, const Protection& protection);
/** How many fragments were written. */
Result<size_t> write_request(Bytes& out, const RequestParts& call, ByteView stub, size_t max_fragment,
                             Protection& protection);
Result<size_t> write_response(Bytes& out, const ResponseParts& call, ByteView stub, size_t max_fragment,
                              Protection& protection);
/** co_cancel and orphaned: a header, signed where calls are. */
Result<void> write_bare(Bytes& out, PduType type, uint32_t call_id, Protection& protection);

/** What a PDU without a trailer means where calls are signed. */
enum class Unsigned { refused, allowed };

/** Verifies (and decrypts in place) a frame whose stub starts at `body_start`; gives the stub without its pad. */
Result<ByteView> open_body(const Frame& frame, size_t body_start, Protection& protection, Unsigned without_trailer);

}  // namespace nta::rpc
