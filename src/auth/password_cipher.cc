#include "auth/password_cipher.h"

#include <nettle/aes.h>
#include <nettle/cbc.h>
#include <nettle/des.h>
#include <nettle/hmac.h>
#include <nettle/pbkdf2.h>

#include "base/wire_values.h"

namespace nta::auth {
namespace {

constexpr size_t block_size = longest_sealed_password + 4;
constexpr size_t salt_size = 16;

Error not_a_password() { return fail(Win32::invalid_password, "what was sent does not decrypt to a password"); }

ByteView bytes_of(std::u16string_view text) { return std::as_bytes(std::span(text.data(), text.size())); }

// The password stands at the end of 512 bytes, random ones before it, its length in bytes behind ([MS-SAMR] 2.2.6.21).
Result<std::array<std::byte, block_size>> clear_block(std::u16string_view password) {
  ByteView text = bytes_of(password);
  if (text.size() > longest_sealed_password)
    return fail(Win32::password_too_long, "a password of {} characters: 256 can be sent", password.size());
  std::array<std::byte, block_size> block;
  fill_random(block);
  if (!text.empty()) std::memcpy(block.data() + longest_sealed_password - text.size(), text.data(), text.size());
  auto length = static_cast<uint32_t>(text.size());
  for (size_t i = 0; i < 4; ++i) block[longest_sealed_password + i] = static_cast<std::byte>(length >> (8 * i));
  return block;
}

Result<std::u16string> text_in_block(std::span<std::byte, block_size> block) {
  uint32_t length = 0;
  for (size_t i = 0; i < 4; ++i) length |= std::to_integer<uint32_t>(block[longest_sealed_password + i]) << (8 * i);
  if (length > longest_sealed_password || length % 2 != 0) return not_a_password();
  return utf16_text(block.subspan(longest_sealed_password - length, length));
}

Result<std::u16string> open_block(std::span<const uint8_t> sealed, ByteView key) {
  std::array<std::byte, block_size> block;
  std::memcpy(block.data(), sealed.data(), block.size());
  Arcfour(key).apply(block);
  return text_in_block(block);
}

// ---- AES

using Sha512 = std::array<uint8_t, SHA512_DIGEST_SIZE>;

Sha512 hmac_sha512(ByteView key, Parts parts) {
  hmac_sha512_ctx state;
  hmac_sha512_set_key(&state, key.size(), reinterpret_cast<const uint8_t*>(key.data()));
  for (ByteView part : parts) hmac_sha512_update(&state, part.size(), reinterpret_cast<const uint8_t*>(part.data()));
  Sha512 digest;
  hmac_sha512_digest(&state, digest.size(), digest.data());
  return digest;
}

template <size_t Size>
ByteView with_nul(const char (&text)[Size]) {
  return std::as_bytes(std::span(text, Size));
}

struct AesKeys {
  Sha512 encryption;  // its first 32 bytes
  Sha512 mac;
};

AesKeys aes_keys(ByteView key) {
  return {hmac_sha512(key, {with_nul("Microsoft SAM encryption key AEAD-AES-256-CBC-HMAC-SHA512 16")}),
          hmac_sha512(key, {with_nul("Microsoft SAM MAC key AEAD-AES-256-CBC-HMAC-SHA512 16")})};
}

Sha512 mac_of(const AesKeys& keys, std::span<const uint8_t, 16> salt, ByteView cipher) {
  constexpr std::byte version[] = {std::byte{1}}, version_length[] = {std::byte{1}};
  return hmac_sha512(std::as_bytes(std::span(keys.mac)), {version, std::as_bytes(salt), cipher, version_length});
}

template <class Setup, class Crypt>
Bytes cbc(const AesKeys& keys, std::span<const uint8_t, 16> salt, ByteView in, Setup setup, Crypt crypt) {
  struct CBC_CTX(aes256_ctx, AES_BLOCK_SIZE) state;
  setup(&state.ctx, keys.encryption.data());
  CBC_SET_IV(&state, salt.data());
  Bytes out(in.size());
  crypt(state, out, in);
  return out;
}

// ---- DES

// Seven bytes of key as eight with a parity bit each, which DES does not look at.
des_ctx des_key(const uint8_t* seven) {
  uint8_t key[DES_KEY_SIZE];
  uint64_t bits = 0;
  for (size_t i = 0; i < 7; ++i) bits = bits << 8 | seven[i];
  for (size_t i = 0; i < 8; ++i) key[i] = static_cast<uint8_t>((bits >> (49 - 7 * i) & 0x7F) << 1);
  des_ctx state;
  des_fix_parity(DES_KEY_SIZE, key, key);
  des_set_key(&state, key);
  return state;
}

template <class Crypt>
Key both_halves(const uint8_t* in, const Key& with, Crypt crypt) {
  Key out;
  for (size_t half = 0; half < 2; ++half) {
    des_ctx state = des_key(with.data() + 7 * half);
    crypt(&state, DES_BLOCK_SIZE, out.data() + 8 * half, in + 8 * half);
  }
  return out;
}

}  // namespace

Result<Rc4Password> seal_password(std::u16string_view password, ByteView key) {
  NTA_TRY(auto block, clear_block(password));
  Arcfour(key).apply(block);
  Rc4Password sealed;
  std::memcpy(sealed.data(), block.data(), sealed.size());
  return sealed;
}

Result<SaltedRc4Password> seal_password_salted(std::u16string_view password, ByteView key) {
  std::array<std::byte, salt_size> salt;
  fill_random(salt);
  NTA_TRY(Rc4Password sealed, seal_password(password, md5({salt, key}).view()));
  SaltedRc4Password salted;
  std::memcpy(salted.data(), sealed.data(), sealed.size());
  std::memcpy(salted.data() + sealed.size(), salt.data(), salt.size());
  return salted;
}

Result<std::u16string> open_password(std::span<const uint8_t, 516> sealed, ByteView key) {
  return open_block(sealed, key);
}

Result<std::u16string> open_password_salted(std::span<const uint8_t, 532> sealed, ByteView key) {
  ByteView salt = std::as_bytes(sealed.subspan<block_size>());
  return open_block(sealed, md5({salt, key}).view());
}

Result<AesPassword> seal_password_aes(std::u16string_view password, ByteView key) {
  ByteView text = bytes_of(password);
  if (text.size() > longest_sealed_password)
    return fail(Win32::password_too_long, "a password of {} characters: 256 can be sent", password.size());
  // Two bytes of length, the password, random bytes up to 514; then padding to a whole block.
  constexpr size_t clear_size = 2 + longest_sealed_password, padding = AES_BLOCK_SIZE - clear_size % AES_BLOCK_SIZE;
  Bytes clear(clear_size + padding, static_cast<std::byte>(padding));
  fill_random(std::span(clear).first(clear_size));
  clear[0] = static_cast<std::byte>(text.size());
  clear[1] = static_cast<std::byte>(text.size() >> 8);
  if (!text.empty()) std::memcpy(clear.data() + 2, text.data(), text.size());

  AesPassword sealed;
  fill_random(std::as_writable_bytes(std::span(sealed.salt)));
  AesKeys keys = aes_keys(key);
  sealed.cipher = cbc(keys, sealed.salt, clear, aes256_set_encrypt_key, [](auto& state, Bytes& out, ByteView in) {
    CBC_ENCRYPT(&state, aes256_encrypt, in.size(), reinterpret_cast<uint8_t*>(out.data()),
                reinterpret_cast<const uint8_t*>(in.data()));
  });
  sealed.auth_data = mac_of(keys, sealed.salt, sealed.cipher);
  return sealed;
}

Result<std::u16string> open_password_aes(std::span<const uint8_t, 64> auth_data, std::span<const uint8_t, 16> salt,
                                         ByteView cipher, ByteView key) {
  AesKeys keys = aes_keys(key);
  Sha512 mac = mac_of(keys, salt, cipher);
  if (!same_bytes(std::as_bytes(std::span(mac)), std::as_bytes(auth_data))) return not_a_password();
  if (cipher.empty() || cipher.size() % AES_BLOCK_SIZE != 0) return not_a_password();
  Bytes clear = cbc(keys, salt, cipher, aes256_set_decrypt_key, [](auto& state, Bytes& out, ByteView in) {
    CBC_DECRYPT(&state, aes256_decrypt, in.size(), reinterpret_cast<uint8_t*>(out.data()),
                reinterpret_cast<const uint8_t*>(in.data()));
  });
  size_t length = std::to_integer<size_t>(clear[0]) | std::to_integer<size_t>(clear[1]) << 8;
  if (length > longest_sealed_password || length % 2 != 0 || length + 2 > clear.size()) return not_a_password();
  return utf16_text(ByteView(clear).subspan(2, length));
}

Result<std::u16string> open_password_aes(const AesPassword& sealed, ByteView key) {
  return open_password_aes(sealed.auth_data, sealed.salt, sealed.cipher, key);
}

Result<Key> change_key(const Key& old_hash, ByteView salt, uint64_t iterations) {
  if (iterations < 5'000 || iterations > 1'000'000)
    return fail(Win32::invalid_parameter, "{} rounds of PBKDF2: 5,000 to 1,000,000 are taken", iterations);
  hmac_sha512_ctx state;
  hmac_sha512_set_key(&state, Key::size, old_hash.data());
  Key key;
  PBKDF2(&state, hmac_sha512_update, hmac_sha512_digest, SHA512_DIGEST_SIZE, static_cast<unsigned>(iterations),
         salt.size(), reinterpret_cast<const uint8_t*>(salt.data()), Key::size, key.data());
  return key;
}

Key encrypt_hash(const Key& hash, const Key& with) { return both_halves(hash.data(), with, des_encrypt); }

Key decrypt_hash(ByteView encrypted, const Key& with) {
  Key hash(encrypted);
  return both_halves(hash.data(), with, des_decrypt);
}

}  // namespace nta::auth
