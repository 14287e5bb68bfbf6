// GUID in its C layout, and its text.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <string>

namespace nta {

struct Guid {
  uint32_t data1 = 0;
  uint16_t data2 = 0;
  uint16_t data3 = 0;
  std::array<uint8_t, 8> data4{};

  auto operator<=>(const Guid&) const = default;
  bool is_null() const { return *this == Guid{}; }
  /** "484809d6-4239-471b-b5bc-61df8c23ac48" */
  std::string text() const;
  /** Version 4, from the kernel's generator. */
  static Guid random();
};

/** A GUID literal: `guid("484809d6-4239-471b-b5bc-61df8c23ac48")`; malformed text does not compile. */
consteval Guid guid(const char (&text)[37]) {
  auto digit = [&](int at) -> uint8_t {
    char c = text[at];
    if (c >= '0' && c <= '9') return static_cast<uint8_t>(c - '0');
    if (c >= 'a' && c <= 'f') return static_cast<uint8_t>(c - 'a' + 10);
    throw "a GUID has lower-case hexadecimal digits";
  };
  auto octet = [&](int at) { return static_cast<uint8_t>(digit(at) << 4 | digit(at + 1)); };
  if (text[8] != '-' || text[13] != '-' || text[18] != '-' || text[23] != '-') throw "a GUID has dashes";
  Guid value;
  for (int i = 0; i < 8; i += 2) value.data1 = value.data1 << 8 | octet(i);
  value.data2 = static_cast<uint16_t>(octet(9) << 8 | octet(11));
  value.data3 = static_cast<uint16_t>(octet(14) << 8 | octet(16));
  constexpr int tail[] = {19, 21, 24, 26, 28, 30, 32, 34};
  for (size_t i = 0; i < 8; ++i) value.data4[i] = octet(tail[i]);
  return value;
}

}  // namespace nta
