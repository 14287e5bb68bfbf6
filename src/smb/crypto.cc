#include "smb/crypto.h"

#include <nettle/ccm.h>
#include <nettle/cmac.h>
#include <nettle/gcm.h>
#include <nettle/hmac.h>
#include <nettle/sha2.h>

#include <algorithm>
#include <cstring>

namespace nta::smb {
namespace {

const uint8_t* octets(ByteView bytes) { return reinterpret_cast<const uint8_t*>(bytes.data()); }
uint8_t* writable(std::span<std::byte> bytes) { return reinterpret_cast<uint8_t*>(bytes.data()); }

/** A nettle context that is wiped when it goes away. */
template <class Context>
struct Wiped {
  Context context;
  ~Wiped() { explicit_bzero(&context, sizeof context); }
};

class HmacSha256 final : public Mac {
 public:
  explicit HmacSha256(const SecretKey& key) { hmac_sha256_set_key(&state_.context, 16, key.data()); }
  Tag digest(ByteView, Parts parts) override {
    for (ByteView part : parts) hmac_sha256_update(&state_.context, part.size(), octets(part));
    Tag tag;
    hmac_sha256_digest(&state_.context, tag.size(), writable(tag));
    return tag;
  }

 private:
  Wiped<hmac_sha256_ctx> state_;
};

class Aes128Cmac final : public Mac {
 public:
  explicit Aes128Cmac(const SecretKey& key) { cmac_aes128_set_key(&state_.context, key.data()); }
  Tag digest(ByteView, Parts parts) override {
    for (ByteView part : parts) cmac_aes128_update(&state_.context, part.size(), octets(part));
    Tag tag;
    cmac_aes128_digest(&state_.context, tag.size(), writable(tag));
    return tag;
  }

 private:
  Wiped<cmac_aes128_ctx> state_;
};

class Aes128Gmac final : public Mac {
 public:
  explicit Aes128Gmac(const SecretKey& key) { gcm_aes128_set_key(&state_.context, key.data()); }
  Tag digest(ByteView nonce, Parts parts) override {
    gcm_aes128_set_iv(&state_.context, nonce.size(), octets(nonce));
    for (ByteView part : parts) gcm_aes128_update(&state_.context, part.size(), octets(part));
    Tag tag;
    gcm_aes128_digest(&state_.context, tag.size(), writable(tag));
    return tag;
  }

 private:
  Wiped<gcm_aes128_ctx> state_;
};

// nettle has one set of functions for each size of key.
struct Gcm128 {
  using Context = gcm_aes128_ctx;
  static constexpr auto set_key = gcm_aes128_set_key;
  static constexpr auto set_iv = gcm_aes128_set_iv;
  static constexpr auto update = gcm_aes128_update;
  static constexpr auto encrypt = gcm_aes128_encrypt;
  static constexpr auto decrypt = gcm_aes128_decrypt;
  static constexpr auto digest = gcm_aes128_digest;
};
struct Gcm256 {
  using Context = gcm_aes256_ctx;
  static constexpr auto set_key = gcm_aes256_set_key;
  static constexpr auto set_iv = gcm_aes256_set_iv;
  static constexpr auto update = gcm_aes256_update;
  static constexpr auto encrypt = gcm_aes256_encrypt;
  static constexpr auto decrypt = gcm_aes256_decrypt;
  static constexpr auto digest = gcm_aes256_digest;
};
struct Ccm128 {
  using Context = ccm_aes128_ctx;
  static constexpr auto set_key = ccm_aes128_set_key;
  static constexpr auto set_nonce = ccm_aes128_set_nonce;
  static constexpr auto update = ccm_aes128_update;
  static constexpr auto encrypt = ccm_aes128_encrypt;
  static constexpr auto decrypt = ccm_aes128_decrypt;
  static constexpr auto digest = ccm_aes128_digest;
};
struct Ccm256 {
  using Context = ccm_aes256_ctx;
  static constexpr auto set_key = ccm_aes256_set_key;
  static constexpr auto set_nonce = ccm_aes256_set_nonce;
  static constexpr auto update = ccm_aes256_update;
  static constexpr auto encrypt = ccm_aes256_encrypt;
  static constexpr auto decrypt = ccm_aes256_decrypt;
  static constexpr auto digest = ccm_aes256_digest;
};

template <class Mode>
class AeadOf final : public Aead {
 public:
  explicit AeadOf(const SecretKey& key) { Mode::set_key(&state_.context, key.data()); }

  /** [MS-SMB2] 2.2.41: 11 bytes of the nonce field for CCM, 12 for GCM. */
  size_t nonce_size() const override { return has_lengths ? 11 : 12; }

  Tag encrypt(ByteView nonce, ByteView authenticated, std::span<std::byte> bytes) override {
    begin(nonce, authenticated, bytes.size());
    Mode::encrypt(&state_.context, bytes.size(), writable(bytes), octets(bytes));
    return end();
  }
  Tag decrypt(ByteView nonce, ByteView authenticated, std::span<std::byte> bytes) override {
    begin(nonce, authenticated, bytes.size());
    Mode::decrypt(&state_.context, bytes.size(), writable(bytes), octets(bytes));
    return end();
  }

 private:
  /** CCM has to be told all lengths beforehand. */
  static constexpr bool has_lengths = requires { Mode::set_nonce; };

  void begin(ByteView nonce, ByteView authenticated, size_t size) {
    if constexpr (has_lengths)
      Mode::set_nonce(&state_.context, nonce.size(), octets(nonce), authenticated.size(), size, sizeof(Tag));
    else
      Mode::set_iv(&state_.context, nonce.size(), octets(nonce));
    Mode::update(&state_.context, authenticated.size(), octets(authenticated));
  }
  Tag end() {
    Tag tag;
    Mode::digest(&state_.context, tag.size(), writable(tag));
    return tag;
  }

  Wiped<typename Mode::Context> state_;
};

}  // namespace

SecretKey::SecretKey(ByteView bytes, size_t size) : size_(std::min(size, largest)) {
  std::memcpy(bytes_.data(), bytes.data(), std::min(bytes.size(), size_));
}
SecretKey::~SecretKey() { explicit_bzero(bytes_.data(), bytes_.size()); }

std::array<std::byte, 64> sha512(Parts parts) {
  sha512_ctx state;
  sha512_init(&state);
  for (ByteView part : parts) sha512_update(&state, part.size(), octets(part));
  std::array<std::byte, 64> digest;
  sha512_digest(&state, digest.size(), writable(digest));
  return digest;
}

SecretKey derive_key(const SecretKey& key, ByteView label, ByteView context, size_t size) {
  Wiped<hmac_sha256_ctx> state;
  hmac_sha256_set_key(&state.context, key.size(), key.data());
  const uint8_t counter[] = {0, 0, 0, 1};
  const uint8_t separator[] = {0};
  const uint8_t bits[] = {0, 0, static_cast<uint8_t>(size * 8 >> 8), static_cast<uint8_t>(size * 8)};
  hmac_sha256_update(&state.context, sizeof counter, counter);
  hmac_sha256_update(&state.context, label.size(), octets(label));
  hmac_sha256_update(&state.context, sizeof separator, separator);
  hmac_sha256_update(&state.context, context.size(), octets(context));
  hmac_sha256_update(&state.context, sizeof bits, bits);
  std::array<std::byte, 32> block;
  hmac_sha256_digest(&state.context, block.size(), writable(block));
  SecretKey derived(block, size);
  explicit_bzero(block.data(), block.size());
  return derived;
}

std::unique_ptr<Mac> make_hmac_sha256(const SecretKey& key) { return std::make_unique<HmacSha256>(key); }
std::unique_ptr<Mac> make_aes128_cmac(const SecretKey& key) { return std::make_unique<Aes128Cmac>(key); }
std::unique_ptr<Mac> make_aes128_gmac(const SecretKey& key) { return std::make_unique<Aes128Gmac>(key); }

std::unique_ptr<Aead> make_aes_ccm(const SecretKey& key) {
  if (key.size() == 32) return std::make_unique<AeadOf<Ccm256>>(key);
  return std::make_unique<AeadOf<Ccm128>>(key);
}

std::unique_ptr<Aead> make_aes_gcm(const SecretKey& key) {
  if (key.size() == 32) return std::make_unique<AeadOf<Gcm256>>(key);
  return std::make_unique<AeadOf<Gcm128>>(key);
}

}  // namespace nta::smb
