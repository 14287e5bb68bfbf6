// Reading and writing of the PDUs in pdu.h.
#include "rpc/pdu.h"

#include "base/wire_values.h"

namespace nta::rpc {

namespace {

constexpr uint8_t version_major = 5;
constexpr uint8_t newest_minor = 1;
constexpr uint8_t integers_little_endian = 0x10;  // high half of the first byte of the data representation
constexpr size_t order_offset = 4;
constexpr size_t fragment_length_offset = 8;
constexpr size_t auth_length_offset = 10;
constexpr size_t syntax_size = 20;

constexpr bool is_known(uint8_t type) { return type == 0 || type == 2 || type == 3 || (type >= 11 && type <= 19); }

Result<std::endian> read_order(std::byte representation) {
  switch (std::to_integer<uint8_t>(representation) >> 4) {
    case 0:
      return std::endian::big;
    case integers_little_endian >> 4:
      return std::endian::little;
    default:
      return fail(Win32::rpc_protocol_error, "integer representation {} is unknown",
                  std::to_integer<int>(representation) >> 4);
  }
}

/** The count byte of a list, checked against what is left; three reserved bytes follow it. */
Result<size_t> read_list_count(ByteReader& in, size_t least_element) {
  NTA_TRY(uint8_t count, in.u8());
  NTA_CHECK(in.take(3));
  if (count * least_element > in.left())
    return fail(Win32::rpc_protocol_error, "a list of {} elements in {} bytes", count, in.left());
  return size_t{count};
}

void write_list_count(ByteWriter& out, size_t count) { out.u32(static_cast<uint8_t>(count)); }

Result<ContextElement> read_element(ByteReader& in) {
  ContextElement element;
  NTA_TRY(element.id, in.u16());
  NTA_TRY(uint8_t transfers, in.u8());
  NTA_CHECK(in.u8());
  NTA_TRY(element.abstract_syntax, read_syntax(in));
  if (transfers * syntax_size > in.left())
    return fail(Win32::rpc_protocol_error, "{} transfer syntaxes in {} bytes", transfers, in.left());
  for (size_t i = 0; i < transfers; ++i) {
    NTA_TRY(SyntaxId syntax, read_syntax(in));
    element.transfer_syntaxes.push_back(syntax);
  }
  return element;
}

}  // namespace

Result<SyntaxId> read_syntax(ByteReader& in) {
  SyntaxId syntax;
  NTA_TRY(syntax.uuid, read_guid(in));
  NTA_TRY(uint32_t version, in.u32());
  syntax.major = static_cast<uint16_t>(version & 0xFFFF);
  syntax.minor = static_cast<uint16_t>(version >> 16);
  return syntax;
}

void write_syntax(ByteWriter& out, const SyntaxId& syntax) {
  write_guid(out, syntax.uuid);
  out.u32(static_cast<uint32_t>(syntax.minor) << 16 | syntax.major);
}

ByteReader Frame::body() const {
  ByteReader in(ByteView(bytes).first(body_end), header.order);
  (void)in.take(header_size);  // read_frame has seen that the header is there
  return in;
}

Result<size_t> frame_length(ByteView bytes) {
  if (bytes.size() < header_size) return size_t{0};
  NTA_TRY(std::endian order, read_order(bytes[order_offset]));
  ByteReader in(bytes.subspan(fragment_length_offset), order);
  NTA_TRY(uint16_t length, in.u16());
  if (length < header_size) return fail(Win32::rpc_protocol_error, "a fragment claims {} bytes", length);
  return length <= bytes.size() ? size_t{length} : size_t{0};
}

bool is_foreign_version(ByteView bytes) {
  return bytes.size() >= header_size &&
         (std::to_integer<uint8_t>(bytes[0]) != version_major || std::to_integer<uint8_t>(bytes[1]) > newest_minor);
}

Result<Frame> read_frame(std::span<std::byte> bytes) {
  if (bytes.size() < header_size) return fail(Win32::rpc_protocol_error, "a fragment of {} bytes", bytes.size());
  if (is_foreign_version(bytes))
    return fail(Win32::rpc_protocol_error, "version {}.{}, not 5.0", std::to_integer<int>(bytes[0]),
                std::to_integer<int>(bytes[1]));
  Frame frame{.bytes = bytes, .body_end = bytes.size()};
  Header& header = frame.header;
  auto type = std::to_integer<uint8_t>(bytes[2]);
  if (!is_known(type)) return fail(Win32::rpc_protocol_error, "PDU type {} is unknown", type);
  header.type = static_cast<PduType>(type);
  header.flags = std::to_integer<uint8_t>(bytes[3]);
  NTA_TRY(header.order, read_order(bytes[order_offset]));
  ByteReader in(ByteView(bytes).subspan(fragment_length_offset), header.order);
  NTA_TRY(header.fragment_length, in.u16());
  NTA_TRY(header.auth_length, in.u16());
  NTA_TRY(header.call_id, in.u32());
  if (header.fragment_length != bytes.size())
    return fail(Win32::rpc_protocol_error, "a fragment claims {} of {} bytes", header.fragment_length, bytes.size());
  if (header.auth_length == 0) return frame;

  size_t tail = trailer_size + header.auth_length;
  if (tail > bytes.size() - header_size)
    return fail(Win32::rpc_protocol_error, "credentials of {} bytes in a fragment of {}", header.auth_length,
                bytes.size());
  frame.body_end = bytes.size() - tail;
  frame.credentials = ByteView(bytes).last(header.auth_length);
  if (frame.body_end % 4 != 0)
    return fail(Win32::rpc_protocol_error, "the security trailer stands at offset {}", frame.body_end);
  ByteReader rest(ByteView(bytes).subspan(frame.body_end), header.order);
  Trailer& trailer = frame.trailer.emplace();
  NTA_TRY(trailer.type, rest.u8());
  NTA_TRY(trailer.level, rest.u8());
  NTA_TRY(trailer.pad_length, rest.u8());
  NTA_CHECK(rest.u8());
  NTA_TRY(trailer.context_id, rest.u32());
  if (trailer.pad_length > frame.body_end - header_size)
    return fail(Win32::rpc_protocol_error, "{} pad bytes in a body of {}", trailer.pad_length,
                frame.body_end - header_size);
  return frame;
}

Result<Bind> read_bind(const Frame& frame) {
  ByteReader in = frame.body();
  Bind bind;
  NTA_TRY(bind.max_transmit, in.u16());
  NTA_TRY(bind.max_receive, in.u16());
  NTA_TRY(bind.group, in.u32());
  NTA_TRY(size_t count, read_list_count(in, 4 + syntax_size));
  bind.elements.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    NTA_TRY(ContextElement element, read_element(in));
    bind.elements.push_back(std::move(element));
  }
  return bind;
}

Result<BindAck> read_bind_ack(const Frame& frame) {
  ByteReader in = frame.body();
  BindAck ack;
  NTA_TRY(ack.max_transmit, in.u16());
  NTA_TRY(ack.max_receive, in.u16());
  NTA_TRY(ack.group, in.u32());
  NTA_TRY(uint16_t address_length, in.u16());
  NTA_TRY(ByteView address, in.take(address_length));
  if (address_length > 0)  // the length counts the NUL
    ack.secondary_address.assign(reinterpret_cast<const char*>(address.data()), address.size() - 1);
  NTA_CHECK(in.align(4));
  NTA_TRY(size_t count, read_list_count(in, 4 + syntax_size));
  ack.results.reserve(count);
  for (size_t i = 0; i < count; ++i) {
    ContextResult result;
    NTA_TRY(uint16_t outcome, in.u16());
    result.outcome = static_cast<ContextOutcome>(outcome);
    NTA_TRY(result.reason, in.u16());
    NTA_TRY(result.transfer_syntax, read_syntax(in));
    ack.results.push_back(result);
  }
  return ack;
}

Result<BindNak> read_bind_nak(const Frame& frame) {
  ByteReader in = frame.body();
  BindNak nak;
  NTA_TRY(uint16_t reason, in.u16());
  nak.reason = static_cast<NakReason>(reason);
  if (in.left() == 0) return nak;  // Samba leaves the list out for other reasons than protocol_version
  NTA_TRY(uint8_t count, in.u8());
  for (size_t i = 0; i < count; ++i) {
    NTA_TRY(uint8_t major, in.u8());
    NTA_TRY(uint8_t minor, in.u8());
    nak.versions.emplace_back(major, minor);
  }
  return nak;  // Windows may append a signature and extended error information ([MS-RPCE] 2.2.2.9)
}

Result<RequestHead> read_request_head(const Header& header, ByteReader& in) {
  RequestHead head;
  NTA_TRY(head.allocation_hint, in.u32());
  NTA_TRY(head.context, in.u16());
  NTA_TRY(head.opnum, in.u16());
  if (header.flags & pfc_object_uuid) {
    NTA_TRY(head.object, read_guid(in));
  }
  return head;
}

Result<ResponseHead> read_response_head(ByteReader& in) {
  ResponseHead head;
  NTA_TRY(head.allocation_hint, in.u32());
  NTA_TRY(head.context, in.u16());
  NTA_TRY(head.cancel_count, in.u8());
  NTA_CHECK(in.u8());
  return head;
}

Result<FaultBody> read_fault(ByteReader& in) {
  FaultBody fault;
  NTA_CHECK(in.u32());
  NTA_TRY(fault.context, in.u16());
  NTA_TRY(fault.cancel_count, in.u8());
  NTA_CHECK(in.u8());
  NTA_TRY(fault.status, in.u32());
  return fault;
}

PduWriter::PduWriter(Bytes& out, PduType type, uint8_t flags, uint32_t call_id)
    : out_(out), start_(out.size()), writer_(out) {
  writer_.u8(version_major);
  writer_.u8(0);
  writer_.u8(static_cast<uint8_t>(type));
  writer_.u8(flags);
  writer_.u32(integers_little_endian);  // little-endian, ASCII, IEEE
  writer_.u32(0);                       // both lengths: finish()
  writer_.u32(call_id);
}

void PduWriter::finish() { writer_.patch(fragment_length_offset, static_cast<uint16_t>(out_.size() - start_)); }

void PduWriter::finish(Trailer trailer, ByteView credentials) {
  size_t before = writer_.offset();
  writer_.align(4);
  trailer.pad_length = static_cast<uint8_t>(writer_.offset() - before);
  write_trailer(writer_, trailer);
  writer_.raw(credentials);
  writer_.patch(auth_length_offset, static_cast<uint16_t>(credentials.size()));
  finish();
}

void write_trailer(ByteWriter& out, const Trailer& trailer) {
  out.u8(trailer.type);
  out.u8(trailer.level);
  out.u8(trailer.pad_length);
  out.u8(0);
  out.u32(trailer.context_id);
}

void write_bind(ByteWriter& out, const Bind& bind) {
  out.u16(bind.max_transmit);
  out.u16(bind.max_receive);
  out.u32(bind.group);
  write_list_count(out, bind.elements.size());
  for (const ContextElement& element : bind.elements) {
    out.u16(element.id);
    out.u16(static_cast<uint8_t>(element.transfer_syntaxes.size()));
    write_syntax(out, element.abstract_syntax);
    for (const SyntaxId& syntax : element.transfer_syntaxes) write_syntax(out, syntax);
  }
}

void write_bind_ack(ByteWriter& out, const BindAck& ack) {
  out.u16(ack.max_transmit);
  out.u16(ack.max_receive);
  out.u32(ack.group);
  if (ack.secondary_address.empty()) {
    out.u16(0);
  } else {
    out.u16(static_cast<uint16_t>(ack.secondary_address.size() + 1));
    out.raw(ack.secondary_address.c_str(), ack.secondary_address.size() + 1);
  }
  out.align(4);
  write_list_count(out, ack.results.size());
  for (const ContextResult& result : ack.results) {
    out.u16(static_cast<uint16_t>(result.outcome));
    out.u16(result.reason);
    write_syntax(out, result.transfer_syntax);
  }
}

void write_bind_nak(ByteWriter& out, const BindNak& nak) {
  out.u16(static_cast<uint16_t>(nak.reason));
  out.u8(static_cast<uint8_t>(nak.versions.size()));
  for (auto [major, minor] : nak.versions) {
    out.u8(major);
    out.u8(minor);
  }
}

void write_request_head(ByteWriter& out, const RequestHead& head) {
  out.u32(head.allocation_hint);
  out.u16(head.context);
  out.u16(head.opnum);
  if (head.object) write_guid(out, *head.object);
}

void write_response_head(ByteWriter& out, const ResponseHead& head) {
  out.u32(head.allocation_hint);
  out.u16(head.context);
  out.u16(head.cancel_count);
}

void write_fault(ByteWriter& out, const FaultBody& fault) {
  out.u32(fault_size - 8);  // Samba and Windows count from behind the allocation hint's own header: 24
  out.u16(fault.context);
  out.u16(fault.cancel_count);
  out.u32(fault.status);
  out.u32(0);
}

}  // namespace nta::rpc
