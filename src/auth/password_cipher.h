// Passwords inside calls of samr, both ways: RC4 and AES forms, hashes encrypted with hashes ([MS-SAMR] 2.2.6.21 to
// 2.2.6.32, 3.2.2). The key is the session key of the transport, or a hash of the old password.
#pragma once

#include <string>

#include "auth/crypto.h"

namespace nta::auth {

inline constexpr size_t longest_sealed_password = 512;  // bytes, so 256 units

/** SAMPR_ENCRYPTED_USER_PASSWORD: RC4 with the key itself. */
using Rc4Password = std::array<uint8_t, 516>;
/** SAMPR_ENCRYPTED_USER_PASSWORD_NEW: RC4 with MD5(salt, key); the salt in clear behind it. */
using SaltedRc4Password = std::array<uint8_t, 532>;

/** invalid_parameter: longer than 256 units. */
Result<Rc4Password> seal_password(std::u16string_view password, ByteView key);
Result<SaltedRc4Password> seal_password_salted(std::u16string_view password, ByteView key);

/** invalid_password: what comes out is no password, so the key is another. */
Result<std::u16string> open_password(std::span<const uint8_t, 516> sealed, ByteView key);
Result<std::u16string> open_password_salted(std::span<const uint8_t, 532> sealed, ByteView key);

/** SAMPR_ENCRYPTED_PASSWORD_AES ([MS-SAMR] 3.2.2.4). */
struct AesPassword {
  std::array<uint8_t, 64> auth_data;
  std::array<uint8_t, 16> salt;
  Bytes cipher;
};
Result<AesPassword> seal_password_aes(std::u16string_view password, ByteView key);
/** invalid_password: forged, changed, or for another key. */
Result<std::u16string> open_password_aes(const AesPassword& sealed, ByteView key);
Result<std::u16string> open_password_aes(std::span<const uint8_t, 64> auth_data, std::span<const uint8_t, 16> salt,
                                         ByteView cipher, ByteView key);

/** The key of a change made by its owner: PBKDF2-HMAC-SHA512 of the old hash ([MS-SAMR] 3.1.5.10.4).
 *  invalid_parameter: fewer than 5,000 or more than 1,000,000 rounds. */
Result<Key> change_key(const Key& old_hash, ByteView salt, uint64_t iterations);

/** A hash under a hash: DES of each half, the keys from the other's halves ([MS-SAMR] 2.2.11.1). */
Key encrypt_hash(const Key& hash, const Key& with);
Key decrypt_hash(ByteView encrypted, const Key& with);

}  // namespace nta::auth
