#include "user_settings/user_parameters.h"

#include <algorithm>

#include "base/wire_values.h"

namespace nta::user_settings {
namespace {

constexpr size_t reserved_size = 96;
constexpr uint16_t signature = u'P';
constexpr uint16_t one_item = 1;       // PROP_TYPE_ITEM
constexpr size_t most_bytes = 0xFFFF;  // a length is 16 bits

int digit(std::byte character) {
  auto c = std::to_integer<char>(character);
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

std::optional<Bytes> decoded(ByteView hexadecimal) {
  if (hexadecimal.size() % 2 != 0) return std::nullopt;
  Bytes bytes;
  for (size_t i = 0; i < hexadecimal.size(); i += 2) {
    int high = digit(hexadecimal[i]), low = digit(hexadecimal[i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes.push_back(static_cast<std::byte>(high << 4 | low));
  }
  return bytes;
}

Bytes encoded(ByteView bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  Bytes out;
  for (std::byte each : bytes)
    for (int shift : {4, 0})
      out.push_back(static_cast<std::byte>(digits[std::to_integer<size_t>(each >> shift) & 0xF]));
  return out;
}

std::u16string until_its_end(std::u16string text) { return text.substr(0, text.find(u'\0')); }

bool is_ascii(char16_t unit) { return unit < 0x80; }

// What is no ASCII stands in some code page, of which the program that wrote it says nothing.
bool say_the_same(std::u16string_view narrow, std::u16string_view wide) {
  return std::equal(narrow.begin(), narrow.end(), wide.begin(), wide.end(),
                    [](char16_t a, char16_t b) { return a == b || !is_ascii(b); });
}

}  // namespace

UserParameters::UserParameters(ByteView blob) : original_(blob.begin(), blob.end()) {
  reserved_.assign(blob.begin(), blob.begin() + static_cast<ptrdiff_t>(std::min(blob.size(), reserved_size)));
  ByteReader in(blob.subspan(reserved_.size()));
  auto mark = in.u16();
  auto count = in.u16();
  if (!mark || *mark != signature || !count) return;
  for (uint16_t i = 0; i < *count; ++i) {
    auto property = read(in);
    if (!property) return;
    properties_.push_back(*std::move(property));
  }
  ByteView rest = *in.take(in.left());
  rest_.assign(rest.begin(), rest.end());
}

Result<UserParameters::Property> UserParameters::read(ByteReader& in) {
  NTA_TRY(uint16_t name_size, in.u16());
  NTA_TRY(uint16_t value_size, in.u16());
  NTA_TRY(uint16_t type, in.u16());
  NTA_TRY(ByteView name, in.take(name_size));
  NTA_TRY(ByteView value, in.take(value_size));
  if (name_size % 2 != 0) return fail(Win32::invalid_data, "a name of {} bytes", name_size);
  return Property{utf16_text(name), type, Bytes(value.begin(), value.end())};
}

// Blanks are what Windows fills an empty front with.
Bytes UserParameters::bytes() const {
  if (properties_.empty()) return original_;
  Bytes blob = reserved_;
  ByteWriter out(blob);
  if (blob.size() % 2 != 0) out.u8(0);
  while (blob.size() < reserved_size) out.u16(u' ');
  out.u16(signature);
  out.u16(static_cast<uint16_t>(properties_.size()));
  for (const Property& each : properties_) {
    out.u16(static_cast<uint16_t>(2 * each.name.size()));
    out.u16(static_cast<uint16_t>(each.value.size()));
    out.u16(each.type);
    out.raw(utf16_bytes(each.name));
    out.raw(each.value);
  }
  out.raw(rest_);
  return blob;
}

const UserParameters::Property* UserParameters::find(std::u16string_view name) const {
  auto found = std::ranges::find(properties_, name, &Property::name);
  return found == properties_.end() ? nullptr : &*found;
}

std::optional<Bytes> UserParameters::value(std::u16string_view name) const {
  const Property* found = find(name);
  return found ? decoded(found->value) : std::nullopt;
}

std::optional<uint32_t> UserParameters::number(std::u16string_view name) const {
  auto bytes = value(name);
  if (!bytes || bytes->empty() || bytes->size() > sizeof(uint32_t)) return std::nullopt;
  uint32_t number = 0;
  for (size_t i = bytes->size(); i-- > 0;) number = number << 8 | std::to_integer<uint32_t>((*bytes)[i]);
  return number;
}

std::optional<std::u16string> UserParameters::text(std::u16string_view name) const {
  auto bytes = value(name), wide_bytes = value(std::u16string(name) + u"W");
  std::optional<std::u16string> narrow, wide;
  if (bytes) {
    narrow.emplace();
    for (std::byte each : *bytes) narrow->push_back(std::to_integer<char16_t>(each));
    narrow = until_its_end(*std::move(narrow));
  }
  if (wide_bytes) wide = until_its_end(utf16_text(*wide_bytes));
  return wide && (!narrow || say_the_same(*narrow, *wide)) ? wide : narrow;
}

void UserParameters::set(std::u16string_view name, ByteView value) {
  auto found = std::ranges::find(properties_, name, &Property::name);
  if (found == properties_.end())
    properties_.push_back({std::u16string(name), one_item, encoded(value)});
  else
    found->value = encoded(value);
}

void UserParameters::set_number(std::u16string_view name, uint32_t value) {
  Bytes bytes;
  ByteWriter(bytes).u32(value);
  set(name, bytes);
}

void UserParameters::set_text(std::u16string_view name, std::u16string_view value) {
  constexpr size_t most_units = most_bytes / 4 - 1;  // four digits each, and the terminator
  std::u16string wide(value.substr(0, std::min(value.find(u'\0'), most_units)));
  Bytes narrow;
  for (char16_t unit : wide) narrow.push_back(static_cast<std::byte>(is_ascii(unit) ? unit : u'?'));
  narrow.push_back(std::byte{0});
  set(name, narrow);
  set(std::u16string(name) + u"W", utf16_bytes(wide + u'\0'));
}

}  // namespace nta::user_settings
