// What of the messages is no body: buffers inside them.
#include "smb/messages.h"

namespace nta::smb {
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

}  // namespace nta::smb
