// What of the messages is no body: buffers inside them, and text.
#include "smb/messages.h"

namespace nta::smb {
namespace {

Result<Guid> read_guid(ByteReader& in) {
  Guid guid;
  NTA_TRY(guid.data1, in.u32());
  NTA_TRY(guid.data2, in.u16());
  NTA_TRY(guid.data3, in.u16());
  NTA_TRY(ByteView rest, in.take(guid.data4.size()));
  for (size_t i = 0; i < rest.size(); ++i) guid.data4[i] = std::to_integer<uint8_t>(rest[i]);
  return guid;
}

void write_guid(ByteWriter& out, const Guid& guid) {
  out.u32(guid.data1);
  out.u16(guid.data2);
  out.u16(guid.data3);
  out.raw(guid.data4.data(), guid.data4.size());
}

}  // namespace

Result<ValidateNegotiateRequest> read_validate_request(ByteView bytes) {
  ByteReader in(bytes);
  ValidateNegotiateRequest request;
  NTA_TRY(request.capabilities, in.u32());
  NTA_TRY(request.client, read_guid(in));
  NTA_TRY(request.security_mode, in.u16());
  NTA_TRY(uint16_t count, in.u16());
  for (uint16_t i = 0; i < count; ++i) {
    NTA_TRY(uint16_t dialect, in.u16());
    request.dialects.push_back(dialect);
  }
  return request;
}

Bytes write_validate_request(const ValidateNegotiateRequest& request) {
  Bytes bytes;
  ByteWriter out(bytes);
  out.u32(request.capabilities);
  write_guid(out, request.client);
  out.u16(request.security_mode);
  out.u16(static_cast<uint16_t>(request.dialects.size()));
  for (uint16_t dialect : request.dialects) out.u16(dialect);
  return bytes;
}

Result<ValidateNegotiateResponse> read_validate_response(ByteView bytes) {
  ByteReader in(bytes);
  ValidateNegotiateResponse response;
  NTA_TRY(response.capabilities, in.u32());
  NTA_TRY(response.server, read_guid(in));
  NTA_TRY(response.security_mode, in.u16());
  NTA_TRY(uint16_t dialect, in.u16());
  response.dialect = static_cast<Dialect>(dialect);
  return response;
}

Bytes write_validate_response(const ValidateNegotiateResponse& response) {
  Bytes bytes;
  ByteWriter out(bytes);
  out.u32(response.capabilities);
  write_guid(out, response.server);
  out.u16(response.security_mode);
  out.u16(static_cast<uint16_t>(response.dialect));
  return bytes;
}

std::u16string text_of(ByteView bytes) {
  std::u16string text(bytes.size() / 2, u'\0');
  ByteReader in(bytes);
  for (char16_t& unit : text)
    if (auto value = in.u16()) unit = static_cast<char16_t>(*value);
  return text;
}

Bytes bytes_of(std::u16string_view text) {
  Bytes bytes;
  ByteWriter out(bytes);
  for (char16_t unit : text) out.u16(static_cast<uint16_t>(unit));
  return bytes;
}

}  // namespace nta::smb
