#include "auth/der.h"

namespace nta::auth::der {
namespace {

constexpr size_t most_length_bytes = 4;  // of the long form, all of which Windows writes into its LDAP
constexpr uint8_t long_form = 0x80;

Error malformed(std::string_view what) { return fail(Win32::rpc_sec_pkg_error, "malformed DER: {}", what); }

void write_length(ByteWriter& out, size_t length) {
  if (length < long_form) return out.u8(static_cast<uint8_t>(length));
  size_t count = length > 0xFFFF ? 3 : length > 0xFF ? 2 : 1;
  out.u8(static_cast<uint8_t>(long_form | count));
  while (count-- > 0) out.u8(static_cast<uint8_t>(length >> (8 * count)));
}

}  // namespace

Bytes element(uint8_t tag, Parts contents) {
  size_t length = 0;
  for (ByteView part : contents) length += part.size();
  Bytes bytes;
  ByteWriter out(bytes);
  out.u8(tag);
  write_length(out, length);
  for (ByteView part : contents) out.raw(part);
  return bytes;
}

Result<size_t> Reader::length() {
  NTA_TRY(uint8_t first, in_.u8());
  if (first < long_form) return size_t{first};
  size_t count = first - long_form;
  if (count == 0 || count > most_length_bytes) return malformed("an indefinite or excessive length");
  NTA_TRY(ByteView bytes, in_.take(count));
  size_t length = 0;
  for (std::byte each : bytes) length = length << 8 | std::to_integer<size_t>(each);
  return length;
}

Result<ByteView> Reader::take(uint8_t tag) {
  NTA_TRY(uint8_t found, in_.u8());
  if (found != tag) return fail(Win32::rpc_sec_pkg_error, "malformed DER: tag {:#04x}, not {:#04x}", found, tag);
  NTA_TRY(size_t count, length());
  return in_.take(count);
}

Result<std::optional<ByteView>> Reader::take_if(uint8_t tag) {
  ByteReader ahead = in_;
  auto next = ahead.u8();
  if (!next || *next != tag) return std::optional<ByteView>();
  NTA_TRY(ByteView contents, take(tag));
  return std::optional(contents);
}

Result<ByteView> only(ByteView bytes, uint8_t tag) {
  Reader in(bytes);
  NTA_TRY(ByteView contents, in.take(tag));
  if (!in.at_end()) return malformed("bytes behind the element");
  return contents;
}

}  // namespace nta::auth::der
