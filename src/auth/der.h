// DER as far as GSS-API tokens need it ([X.690]): elements with one-byte tags and definite lengths, nothing else.
#pragma once

#include <optional>

#include "auth/crypto.h"

namespace nta::auth {

namespace der {

inline constexpr uint8_t octet_string = 0x04;
inline constexpr uint8_t object_identifier = 0x06;
inline constexpr uint8_t enumerated = 0x0A;
inline constexpr uint8_t general_string = 0x1B;
inline constexpr uint8_t sequence = 0x30;
inline constexpr uint8_t application_0 = 0x60;
constexpr uint8_t context(uint8_t number) { return static_cast<uint8_t>(0xA0 + number); }

/** An element whose contents are the parts one after the other. */
Bytes element(uint8_t tag, Parts contents);

/** The elements of one level, in order. */
class Reader {
 public:
  explicit Reader(ByteView bytes) : in_(bytes) {}

  bool at_end() const { return in_.left() == 0; }
  /** The contents of the next element, which must have this tag. */
  Result<ByteView> take(uint8_t tag);
  /** The same, or nothing where the next element has another tag, or there is none. */
  Result<std::optional<ByteView>> take_if(uint8_t tag);

 private:
  Result<size_t> length();

  ByteReader in_;
};

/** The contents of the one element that `bytes` consists of. */
Result<ByteView> only(ByteView bytes, uint8_t tag);

}  // namespace der

}  // namespace nta::auth
