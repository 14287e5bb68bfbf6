// The primitives that NTLM and SMB are made of, over nettle. No cipher or hash of our own.
#pragma once

#include <nettle/arcfour.h>

#include <array>
#include <initializer_list>

#include "base/bytes.h"

namespace nta::auth {

/** A key of 16 bytes that is wiped when it goes away. */
class Key {
 public:
  static constexpr size_t size = 16;
  Key() = default;
  explicit Key(ByteView bytes);  // the first 16 bytes; zeros behind shorter ones
  Key(const Key&) = default;
  Key& operator=(const Key&) = default;
  ~Key();

  ByteView view() const { return std::as_bytes(std::span(bytes_)); }
  uint8_t* data() { return bytes_.data(); }
  const uint8_t* data() const { return bytes_.data(); }
  bool operator==(const Key& other) const;  // in constant time

 private:
  std::array<uint8_t, size> bytes_{};
};

using Parts = std::initializer_list<ByteView>;

/** Digests of the parts one after the other. */
Key md4(ByteView bytes);
Key md5(Parts parts);
Key hmac_md5(const Key& key, Parts parts);

/** In constant time; spans of different sizes are unequal. */
bool same_bytes(ByteView a, ByteView b);

/** From the kernel's generator. */
void fill_random(std::span<std::byte> out);

/** RC4 with its running state. */
class Arcfour {
 public:
  Arcfour() = default;
  explicit Arcfour(ByteView key);
  Arcfour(const Arcfour&) = default;
  Arcfour& operator=(const Arcfour&) = default;
  ~Arcfour();
  void apply(std::span<std::byte> bytes);

 private:
  arcfour_ctx state_{};
};

}  // namespace nta::auth
