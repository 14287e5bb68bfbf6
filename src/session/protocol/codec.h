// Frames of the session protocol, without I/O: bytes in, messages out, and back.
//
// A frame is u32 payload length, u16 message type, u16 number of members, payload; little-endian. The payload is the
// message's members in NDR, or raw bytes (0 members) for those that messages.h calls raw.
#pragma once

#include <algorithm>
#include <optional>

#include "base/bytes.h"
#include "ndr/decode.h"
#include "ndr/encode.h"
#include "session/protocol/messages.h"

namespace nta::session {

inline constexpr size_t frame_header_bytes = 8;
/** What a session takes from its peers; raw input comes in pieces. */
inline constexpr size_t largest_request = 64u << 10;
/** What a peer takes from a session. */
inline constexpr size_t largest_reply = 1u << 20;
/** A command line and its environment: the kernel's own bound for execve is 2 MiB by default. */
inline constexpr size_t largest_spec = 4u << 20;

struct Frame {
  MessageType type{};
  uint16_t members = 0;
  ByteView payload;  // valid until the next call of the reader
};

class FrameReader {
 public:
  explicit FrameReader(size_t largest_payload) : largest_payload_(largest_payload) {}

  /** Bytes as they arrived; take all frames with next() before appending again, then at most one frame is held. */
  void append(ByteView bytes);

  /** The next whole frame; nothing when more bytes are needed; an error (13) when the peer does not speak this. */
  Result<std::optional<Frame>> next();

 private:
  size_t largest_payload_;
  Bytes held_;
  size_t used_ = 0;
};

void append_raw(Bytes& out, MessageType type, ByteView payload);

/** The described members of a payload. Members that the frame lacks are zero. */
Result<void> decode_members(const describe::Type& type, const Frame& frame, void* value, Arena& arena);
Result<void> append_members(Bytes& out, MessageType type, const describe::Type& members, const void* value);

template <class Message>
Result<ndr::Decoded<Message>> decode(const Frame& frame) {
  ndr::Decoded<Message> decoded;
  NTA_CHECK(decode_members(describe::type_of<Message>, frame, &decoded.value, decoded.arena));
  return decoded;
}

template <class Message>
Result<void> append(Bytes& out, const Message& message) {
  return append_members(out, Message::type, describe::type_of<Message>, &message);
}

/** The text of a member, empty for null. */
inline std::string_view text_or_empty(const char* text) { return text ? std::string_view(text) : std::string_view(); }

}  // namespace nta::session
