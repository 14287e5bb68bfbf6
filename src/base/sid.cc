#include "base/sid.h"

#include <charconv>

namespace nta {
namespace {

std::optional<uint64_t> take_number(std::string_view& text, uint64_t most) {
  uint64_t value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || value > most) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  return value;
}

}  // namespace

std::string Sid::text() const {
  std::string out = fmt::format("S-1-{}", authority);
  for (size_t i = 0; i < count; ++i) out += fmt::format("-{}", sub[i]);
  return out;
}

std::optional<Sid> Sid::parse(std::string_view text) {
  if (!text.starts_with("S-1-") && !text.starts_with("s-1-")) return std::nullopt;
  text.remove_prefix(4);
  auto authority = take_number(text, 0xFFFFFFFFFFFF);
  if (!authority) return std::nullopt;
  Sid sid{*authority, 0, {}};
  while (!text.empty()) {
    if (text[0] != '-' || sid.count == most_sub_authorities) return std::nullopt;
    text.remove_prefix(1);
    auto number = take_number(text, 0xFFFFFFFF);
    if (!number) return std::nullopt;
    sid.sub[sid.count++] = static_cast<uint32_t>(*number);
  }
  return sid;
}

Bytes Sid::bytes() const {
  Bytes out;
  ByteWriter writer(out);
  writer.u8(1);
  writer.u8(count);
  for (int shift = 40; shift >= 0; shift -= 8) writer.u8(static_cast<uint8_t>(authority >> shift));
  for (size_t i = 0; i < count; ++i) writer.u32(sub[i]);
  return out;
}

Result<Sid> Sid::from_bytes(ByteView bytes) {
  ByteReader in(bytes);
  NTA_TRY(uint8_t revision, in.u8());
  NTA_TRY(uint8_t count, in.u8());
  if (revision != 1 || count > most_sub_authorities)
    return fail(Win32::invalid_data, "SID of revision {} with {} sub-authorities", revision, count);
  Sid sid{0, count, {}};
  for (int i = 0; i < 6; ++i) {
    NTA_TRY(uint8_t part, in.u8());
    sid.authority = sid.authority << 8 | part;
  }
  for (size_t i = 0; i < count; ++i) {
    NTA_TRY(sid.sub[i], in.u32());
  }
  return sid;
}

Sid Sid::with(uint32_t rid) const {
  Sid longer = *this;
  if (longer.count < most_sub_authorities) longer.sub[longer.count++] = rid;
  return longer;
}

Sid sid_of_uid(uid_t uid) { return uid == 0 ? sid_system : make_sid(22, 1, uid); }

}  // namespace nta
