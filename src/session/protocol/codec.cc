#include "session/protocol/codec.h"

namespace nta::session {
namespace {

// The strings and lists of one message; far above what a frame of the largest size can describe honestly.
constexpr ndr::Limits message_limits{.rows = 1u << 16, .depth = 4, .memory = 16u << 20};

}  // namespace

void FrameReader::append(ByteView bytes) {
  held_.erase(held_.begin(), held_.begin() + static_cast<std::ptrdiff_t>(used_));
  used_ = 0;
  held_.insert(held_.end(), bytes.begin(), bytes.end());
}

Result<std::optional<Frame>> FrameReader::next() {
  ByteReader in(ByteView(held_).subspan(used_));
  if (in.left() < frame_header_bytes) return std::optional<Frame>();
  NTA_TRY(uint32_t length, in.u32());
  NTA_TRY(uint16_t type, in.u16());
  NTA_TRY(uint16_t members, in.u16());
  if (length > largest_payload_)
    return fail(Win32::invalid_data, "a frame of type {} with {} bytes, {} are the most", type, length,
                largest_payload_);
  if (in.left() < length) return std::optional<Frame>();
  NTA_TRY(ByteView payload, in.take(length));
  used_ += frame_header_bytes + length;
  return std::optional<Frame>({static_cast<MessageType>(type), members, payload});
}

void append_raw(Bytes& out, MessageType type, ByteView payload) {
  ByteWriter writer(out);
  writer.u32(static_cast<uint32_t>(payload.size()));
  writer.u16(static_cast<uint16_t>(type));
  writer.u16(0);
  writer.raw(payload);
}

Result<void> decode_members(const describe::Type& type, const Frame& frame, void* value, Arena& arena) {
  describe::Type known = type;
  known.field_count = std::min<uint32_t>(type.field_count, frame.members);
  ByteReader in(frame.payload);
  return ndr::decode_parameters(known, value, in, arena, message_limits);
}

Result<void> append_members(Bytes& out, MessageType type, const describe::Type& members, const void* value) {
  Bytes payload;
  NTA_CHECK(ndr::encode_parameters(members, value, payload));
  ByteWriter writer(out);
  writer.u32(static_cast<uint32_t>(payload.size()));
  writer.u16(static_cast<uint16_t>(type));
  writer.u16(static_cast<uint16_t>(members.field_count));
  writer.raw(payload);
  return {};
}

}  // namespace nta::session
