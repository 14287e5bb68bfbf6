// Values that several protocols write in the same way: GUIDs, and UTF-16 text without length or terminator.
#pragma once

#include <cstring>
#include <string>
#include <string_view>

#include "base/bytes.h"
#include "base/guid.h"

namespace nta {

inline Result<Guid> read_guid(ByteReader& in) {
  Guid value;
  NTA_TRY(value.data1, in.u32());
  NTA_TRY(value.data2, in.u16());
  NTA_TRY(value.data3, in.u16());
  NTA_TRY(ByteView rest, in.take(value.data4.size()));
  std::memcpy(value.data4.data(), rest.data(), rest.size());
  return value;
}

inline void write_guid(ByteWriter& out, const Guid& value) {
  out.u32(value.data1);
  out.u16(value.data2);
  out.u16(value.data3);
  out.raw(value.data4.data(), value.data4.size());
}

/** Little-endian; half a unit at the end is left out. */
inline std::u16string utf16_text(ByteView bytes) {
  std::u16string text(bytes.size() / 2, u'\0');
  ByteReader in(bytes);
  for (char16_t& unit : text)
    if (auto value = in.u16()) unit = static_cast<char16_t>(*value);
  return text;
}

inline Bytes utf16_bytes(std::u16string_view text) {
  Bytes bytes;
  bytes.reserve(2 * text.size());
  ByteWriter out(bytes);
  for (char16_t unit : text) out.u16(static_cast<uint16_t>(unit));
  return bytes;
}

}  // namespace nta
