// The primitives that protect SMB messages, over nettle.
#pragma once

#include <array>
#include <initializer_list>
#include <memory>

#include "base/bytes.h"

namespace nta::smb {

/** A key of up to 32 bytes that is wiped when it goes away. */
class SecretKey {
 public:
  static constexpr size_t largest = 32;
  SecretKey() = default;
  /** The first `size` bytes of `bytes`, zeros behind shorter ones. */
  SecretKey(ByteView bytes, size_t size);
  SecretKey(const SecretKey&) = default;
  SecretKey& operator=(const SecretKey&) = default;
  ~SecretKey();

  ByteView view() const { return std::as_bytes(std::span(bytes_).first(size_)); }
  const uint8_t* data() const { return bytes_.data(); }
  size_t size() const { return size_; }

 private:
  std::array<uint8_t, largest> bytes_{};
  size_t size_ = 0;
};

using Parts = std::initializer_list<ByteView>;
using Tag = std::array<std::byte, 16>;

/** SHA-512 of the parts one after the other. */
std::array<std::byte, 64> sha512(Parts parts);

/** SP800-108 in counter mode with HMAC-SHA256 and one block ([MS-SMB2] 3.1.4.2). */
SecretKey derive_key(const SecretKey& key, ByteView label, ByteView context, size_t size);

/** A keyed digest of messages. */
class Mac {
 public:
  virtual ~Mac() = default;
  /** Parts before the last have sizes that are multiples of 16. Only GMAC looks at the nonce (12 bytes). */
  virtual Tag digest(ByteView nonce, Parts parts) = 0;
};
std::unique_ptr<Mac> make_hmac_sha256(const SecretKey& key);  // its first 16 bytes
std::unique_ptr<Mac> make_aes128_cmac(const SecretKey& key);
std::unique_ptr<Mac> make_aes128_gmac(const SecretKey& key);

/** Authenticated encryption in place. */
class Aead {
 public:
  virtual ~Aead() = default;
  virtual size_t nonce_size() const = 0;
  virtual Tag encrypt(ByteView nonce, ByteView authenticated, std::span<std::byte> bytes) = 0;
  /** The tag that these bytes must have come with; they are decrypted in any case. */
  virtual Tag decrypt(ByteView nonce, ByteView authenticated, std::span<std::byte> bytes) = 0;
};
/** By the size of the key, 16 or 32. */
std::unique_ptr<Aead> make_aes_ccm(const SecretKey& key);
std::unique_ptr<Aead> make_aes_gcm(const SecretKey& key);

}  // namespace nta::smb
