// The cutting, padding and checking of fragment.h.
#include "rpc/fragment.h"

#include <algorithm>
#include <cstring>

namespace nta::rpc {

namespace {

constexpr size_t pad_unit = 16;  // what Samba and Windows pad a protected stub to
constexpr size_t object_size = 16;
constexpr size_t auth_length_offset = 10;
constexpr size_t shrink_above = 64u << 10;  // what one large message took is not kept: its connection may be idle

size_t pad_of(size_t length) { return (pad_unit - length % pad_unit) % pad_unit; }

/** Stub bytes that fit one fragment behind a head of `head` bytes. */
Result<size_t> capacity(size_t head, size_t max_fragment, const Protection& protection) {
  size_t around = head;
  if (protection.signs()) around += trailer_size + protection.context->signature_size(protection.meant(), max_fragment);
  if (max_fragment < around + pad_unit)
    return fail(Win32::rpc_protocol_error, "fragments of {} bytes, where {} are around a stub", max_fragment, around);
  size_t room = max_fragment - around;
  return protection.signs() ? room / pad_unit * pad_unit : room;
}

/** Puts pad, trailer and signature behind the stub of the PDU that starts at `start` in `out`, whose stub starts
 *  `body_start` bytes later, and finishes it. */
Result<void> finish_protected(Bytes& out, PduWriter& pdu, size_t start, size_t body_start, Protection& protection) {
  if (!protection.signs()) {
    pdu.finish();
    return {};
  }
  size_t body_size = out.size() - start - body_start;
  Trailer trailer = protection.trailer();
  trailer.pad_length = static_cast<uint8_t>(pad_of(body_size));
  body_size += trailer.pad_length;
  out.resize(out.size() + trailer.pad_length);
  write_trailer(pdu.body(), trailer);
  size_t signed_size = out.size() - start;
  size_t signature_size = protection.context->signature_size(protection.meant(), body_size);
  out.resize(out.size() + signature_size);
  pdu.body().patch(auth_length_offset, static_cast<uint16_t>(signature_size));
  pdu.finish();  // the signature may cover the lengths
  std::span<std::byte> whole = std::span(out).subspan(start);
  return protection.context->protect(protection.meant(), protection.header_signing,
                                     {whole.first(signed_size), whole.subspan(body_start, body_size)},
                                     whole.last(signature_size));
}

/** All at once: a buffer that grows under a secret would leave it where it was. */
void make_room(Bytes& out, size_t more) {
  size_t needed = out.size() + more;
  if (needed > out.capacity()) out.reserve(std::max(needed, 2 * out.capacity()));
}

/** Cuts `stub` into fragments of one call, and says how many; `write_head` writes the fixed part behind the header. */
template <class WriteHead>
Result<size_t> write_fragments(Bytes& out, PduType type, uint32_t call_id, ByteView stub, size_t max_fragment,
                               Protection& protection, bool has_object, WriteHead write_head) {
  bool first = true;
  size_t written = 0;
  NTA_TRY(size_t least_room, capacity(call_head_size + object_size, max_fragment, protection));
  size_t fragments = stub.size() / least_room + 1;
  make_room(out, stub.size() + fragments * (max_fragment - least_room));
  do {
    bool object_here = first && has_object;
    size_t head = call_head_size + (object_here ? object_size : 0);
    NTA_TRY(size_t room, capacity(head, max_fragment, protection));
    size_t count = std::min(stub.size(), room);
    uint8_t flags = (first ? pfc_first : 0) | (count == stub.size() ? pfc_last : 0);
    if (object_here) flags |= pfc_object_uuid;
    size_t start = out.size();
    PduWriter pdu(out, type, flags, call_id);
    write_head(pdu.body(), static_cast<uint32_t>(stub.size()), object_here);
    pdu.body().raw(stub.first(count));
    NTA_CHECK(finish_protected(out, pdu, start, head, protection));
    stub = stub.subspan(count);
    first = false;
    ++written;
  } while (!stub.empty());
  return written;
}

}  // namespace

void FrameBuffer::lend(std::span<std::byte> bytes) {
  if (waiting_.empty()) {
    waiting_ = bytes;
    is_lent_ = true;
    return;
  }
  make_room(waiting_.size() + bytes.size());
  kept_.insert(kept_.end(), bytes.begin(), bytes.end());
  waiting_ = kept_;
  wipe(bytes);
}

/** Leaves in kept_ what waits, and nothing of it in memory that is given back. */
void FrameBuffer::make_room(size_t size) {
  if (size <= kept_.capacity()) {
    kept_.erase(kept_.begin(), kept_.end() - static_cast<ptrdiff_t>(waiting_.size()));
    return;
  }
  Bytes larger;
  larger.reserve(size);
  larger.assign(waiting_.begin(), waiting_.end());
  wipe(waiting_);
  kept_ = std::move(larger);
}

void FrameBuffer::keep() {
  if (std::exchange(is_lent_, false)) {
    kept_.assign(waiting_.begin(), waiting_.end());
    wipe(waiting_);
    waiting_ = kept_;
  } else if (waiting_.empty()) {
    kept_.clear();
  }
  if (kept_.empty() && kept_.capacity() > shrink_above) kept_.shrink_to_fit();
}

Result<std::optional<Frame>> FrameBuffer::next() {
  NTA_TRY(size_t length, frame_length(peek()));
  if (length == 0) return std::optional<Frame>();
  std::span<std::byte> bytes = waiting_.first(length);
  waiting_ = waiting_.subspan(length);
  NTA_TRY(Frame frame, read_frame(bytes));
  return std::optional<Frame>(frame);
}

void OutputBuffer::sent(size_t count) {
  sent_ += std::min(count, bytes_.size() - sent_);
  if (!empty()) return;
  if (std::exchange(has_secret_, false)) wipe(bytes_);
  if (bytes_.capacity() > shrink_above)
    bytes_ = {};
  else
    bytes_.clear();
  sent_ = 0;
}

Result<size_t> room_of_one(const RequestParts& call, size_t max_fragment, const Protection& protection) {
  return capacity(call_head_size + (call.object ? object_size : 0), max_fragment, protection);
}

Result<size_t> write_request(Bytes& out, const RequestParts& call, ByteView stub, size_t max_fragment,
                             Protection& protection) {
  return write_fragments(out, PduType::request, call.call_id, stub, max_fragment, protection, call.object.has_value(),
                         [&](ByteWriter& head, uint32_t hint, bool object_here) {
                           write_request_head(head, {.allocation_hint = hint,
                                                     .context = call.context,
                                                     .opnum = call.opnum,
                                                     .object = object_here ? call.object : std::nullopt});
                         });
}

Result<size_t> write_response(Bytes& out, const ResponseParts& call, ByteView stub, size_t max_fragment,
                              Protection& protection) {
  return write_fragments(out, PduType::response, call.call_id, stub, max_fragment, protection, false,
                         [&](ByteWriter& head, uint32_t hint, bool) {
                           write_response_head(head, {hint, call.context, call.cancel_count});
                         });
}

Result<void> write_bare(Bytes& out, PduType type, uint32_t call_id, Protection& protection) {
  size_t start = out.size();
  PduWriter pdu(out, type, pfc_whole, call_id);
  return finish_protected(out, pdu, start, header_size, protection);
}

Result<ByteView> open_body(const Frame& frame, size_t body_start, Protection& protection, Unsigned without_trailer) {
  if (body_start > frame.body_end)
    return fail(Win32::rpc_protocol_error, "a stub at {} in a body of {} bytes", body_start, frame.body_end);
  std::span<std::byte> body = frame.bytes.subspan(body_start, frame.body_end - body_start);
  if (!frame.trailer) {
    if (protection.signs() && without_trailer == Unsigned::refused)
      return fail(Win32::access_denied, "a PDU without signature where level {} was agreed",
                  static_cast<int>(protection.level));
    return ByteView(body);
  }
  const Trailer& trailer = *frame.trailer;
  if (trailer.pad_length > body.size())
    return fail(Win32::rpc_protocol_error, "{} pad bytes in a stub of {}", trailer.pad_length, body.size());
  ByteView stub = body.first(body.size() - trailer.pad_length);
  // A trailer where nothing was negotiated, or at level connect, is ignored: its signature protects nothing.
  if (!protection.signs()) return stub;
  if (trailer.type != protection.type || trailer.level != static_cast<uint8_t>(protection.level) ||
      trailer.context_id != protection.context_id)
    return fail(Win32::access_denied, "a trailer of type {} level {} context {}, not the agreed one", trailer.type,
                trailer.level, trailer.context_id);
  NTA_CHECK(protection.context->unprotect(protection.meant(), protection.header_signing,
                                          {frame.bytes.first(frame.body_end + trailer_size), body}, frame.credentials));
  return stub;
}

}  // namespace nta::rpc
