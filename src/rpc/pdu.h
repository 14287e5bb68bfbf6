// The PDUs of connection-oriented DCE/RPC as values, read in either byte order and written little-endian.
//
// [C706] 12.6.4 has the layouts, [MS-RPCE] 2.2.2 the extensions. Reading checks every length against the fragment;
// lengths of security trailers are checked by read_frame, so that the readers of bodies see the body alone.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "rpc/syntax.h"

namespace nta::rpc {

enum class PduType : uint8_t {
  request = 0,
  response = 2,
  fault = 3,
  bind = 11,
  bind_ack = 12,
  bind_nak = 13,
  alter_context = 14,
  alter_context_resp = 15,
  auth3 = 16,
  shutdown = 17,
  co_cancel = 18,
  orphaned = 19,
};

/** pfc_flags. */
inline constexpr uint8_t pfc_first = 0x01;
inline constexpr uint8_t pfc_last = 0x02;
inline constexpr uint8_t pfc_whole = pfc_first | pfc_last;
inline constexpr uint8_t pfc_pending_cancel = 0x04;       // in requests and faults
inline constexpr uint8_t pfc_support_header_sign = 0x04;  // in bind, alter_context and their answers
inline constexpr uint8_t pfc_concurrent_multiplex = 0x10;
inline constexpr uint8_t pfc_did_not_execute = 0x20;
inline constexpr uint8_t pfc_object_uuid = 0x80;

inline constexpr size_t header_size = 16;
inline constexpr size_t call_head_size = 24;  // header and fixed part of request and response
inline constexpr size_t fault_size = 32;
inline constexpr size_t trailer_size = 8;  // auth_verifier_co_t without its credentials
inline constexpr size_t largest_fragment = 65535;
inline constexpr uint16_t least_fragment = 1432;  // [C706] 12.6.3.1 MustRecvFragSize: every peer takes this much

struct Header {
  PduType type = PduType::request;
  uint8_t flags = pfc_whole;
  std::endian order = std::endian::little;
  uint16_t fragment_length = 0;
  uint16_t auth_length = 0;
  uint32_t call_id = 0;
};

/** [MS-RPCE] 2.2.2.11, without the credentials that follow it. */
struct Trailer {
  uint8_t type = 0;
  uint8_t level = 0;
  uint8_t pad_length = 0;
  uint32_t context_id = 0;
};

/** One whole fragment inside the buffer it came in. */
struct Frame {
  Header header;
  std::span<std::byte> bytes;  // all of it
  size_t body_end = 0;         // where the security trailer starts, or the end; pad bytes are before it
  std::optional<Trailer> trailer;
  ByteView credentials;

  /** A reader of everything before the trailer, standing behind the header. */
  ByteReader body() const;
};

/** How many bytes the fragment at the front of `bytes` has: 0 while that cannot be told yet. */
Result<size_t> frame_length(ByteView bytes);

/** Reads the header and the trailer of `bytes`, which is exactly one fragment. */
Result<Frame> read_frame(std::span<std::byte> bytes);

/** Major version a stranger's bind claims, when it is not ours: answered by bind_nak, not by silence. */
bool is_foreign_version(ByteView bytes);

struct ContextElement {
  uint16_t id = 0;
  SyntaxId abstract_syntax;
  std::vector<SyntaxId> transfer_syntaxes;
  bool operator==(const ContextElement&) const = default;
};

/** bind and alter_context. */
struct Bind {
  uint16_t max_transmit = 0;
  uint16_t max_receive = 0;
  uint32_t group = 0;
  std::vector<ContextElement> elements;
  bool operator==(const Bind&) const = default;
};

enum class ContextOutcome : uint16_t { acceptance = 0, user_rejection = 1, provider_rejection = 2, negotiate_ack = 3 };
enum class ContextReason : uint16_t { none = 0, abstract_syntax = 1, transfer_syntaxes = 2, local_limit = 3 };

struct ContextResult {
  ContextOutcome outcome = ContextOutcome::acceptance;
  uint16_t reason = 0;  // ContextReason, or the granted features of a negotiate_ack
  SyntaxId transfer_syntax;
  bool operator==(const ContextResult&) const = default;
};

/** bind_ack and alter_context_resp. */
struct BindAck {
  uint16_t max_transmit = 0;
  uint16_t max_receive = 0;
  uint32_t group = 0;
  std::string secondary_address;  // without its NUL; empty in alter_context_resp
  std::vector<ContextResult> results;
  bool operator==(const BindAck&) const = default;
};

enum class NakReason : uint16_t {
  not_specified = 0,
  temporary_congestion = 1,
  local_limit = 2,
  protocol_version = 4,
  authentication_type = 8,
  invalid_checksum = 9,
};

struct BindNak {
  NakReason reason = NakReason::not_specified;
  std::vector<std::pair<uint8_t, uint8_t>> versions;  // supported ones; written for protocol_version only
  bool operator==(const BindNak&) const = default;
};

struct RequestHead {
  uint32_t allocation_hint = 0;
  uint16_t context = 0;
  uint16_t opnum = 0;
  std::optional<Guid> object;
};

struct ResponseHead {
  uint32_t allocation_hint = 0;
  uint16_t context = 0;
  uint8_t cancel_count = 0;
};

struct FaultBody {
  uint16_t context = 0;
  uint8_t cancel_count = 0;
  uint32_t status = 0;
};

Result<Bind> read_bind(const Frame& frame);
Result<BindAck> read_bind_ack(const Frame& frame);
Result<BindNak> read_bind_nak(const Frame& frame);
Result<SyntaxId> read_syntax(ByteReader& in);
/** These leave `in` where the stub starts. */
Result<RequestHead> read_request_head(const Header& header, ByteReader& in);
Result<ResponseHead> read_response_head(ByteReader& in);
Result<FaultBody> read_fault(ByteReader& in);

/** Writes one PDU at the end of `out`; lengths are put in by finish(). */
class PduWriter {
 public:
  PduWriter(Bytes& out, PduType type, uint8_t flags, uint32_t call_id);

  ByteWriter& body() { return writer_; }
  void finish();
  /** Pads to a multiple of 4 and adds a trailer with `credentials` (a token of the handshake). */
  void finish(Trailer trailer, ByteView credentials);

 private:
  Bytes& out_;
  size_t start_;
  ByteWriter writer_;
};

void write_trailer(ByteWriter& out, const Trailer& trailer);
void write_syntax(ByteWriter& out, const SyntaxId& syntax);
void write_bind(ByteWriter& out, const Bind& bind);
void write_bind_ack(ByteWriter& out, const BindAck& ack);
void write_bind_nak(ByteWriter& out, const BindNak& nak);
void write_request_head(ByteWriter& out, const RequestHead& head);
void write_response_head(ByteWriter& out, const ResponseHead& head);
void write_fault(ByteWriter& out, const FaultBody& fault);

}  // namespace nta::rpc
