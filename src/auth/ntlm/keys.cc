#include "auth/ntlm/keys.h"

#include "base/utf16.h"

namespace nta::auth::ntlm {
namespace {

using namespace std::string_view_literals;

// Each ends in its NUL, which is hashed too.
constexpr std::string_view sign_magic[] = {"session key to client-to-server signing key magic constant\0"sv,
                                           "session key to server-to-client signing key magic constant\0"sv};
constexpr std::string_view seal_magic[] = {"session key to client-to-server sealing key magic constant\0"sv,
                                           "session key to server-to-client sealing key magic constant\0"sv};

size_t strength(uint32_t flags) { return flags & flag::key_128 ? 16 : flags & flag::key_56 ? 7 : 5; }

std::array<std::byte, 4> little_endian(uint32_t value) {
  std::array<std::byte, 4> bytes;
  for (size_t i = 0; i < 4; ++i) bytes[i] = static_cast<std::byte>(value >> (8 * i));
  return bytes;
}

}  // namespace

Key nt_hash(std::u16string_view password) { return md4(std::as_bytes(std::span(password))); }

Key response_key(const Key& hash, std::u16string_view user, std::u16string_view domain) {
  std::u16string upper = upper_case(user);
  return hmac_md5(hash, {std::as_bytes(std::span(upper)), std::as_bytes(std::span(domain))});
}

Bytes client_blob(FileTime time, ByteView client_challenge, ByteView target_info) {
  Bytes bytes;
  ByteWriter out(bytes);
  out.u8(1);  // response version and the highest known
  out.u8(1);
  out.u16(0);
  out.u32(0);
  out.u64(static_cast<uint64_t>(time));
  out.raw(client_challenge);
  out.u32(0);
  out.raw(target_info);
  out.u32(0);
  return bytes;
}

Key nt_proof(const Key& key, ByteView server_challenge, ByteView blob) {
  return hmac_md5(key, {server_challenge, blob});
}

Key session_base_key(const Key& key, const Key& proof) { return hmac_md5(key, {proof.view()}); }

Key message_mic(const Key& session_key, ByteView negotiate, ByteView challenge, ByteView authenticate) {
  return hmac_md5(session_key, {negotiate, challenge, authenticate});
}

MessageSecurity::MessageSecurity(const Key& session_key, uint32_t flags, Direction direction)
    : seal_key_size_(Key::size), encrypts_checksum_(flags & flag::key_exchange) {
  auto index = static_cast<size_t>(direction);
  sign_key_ = md5({session_key.view(), as_byte_view(sign_magic[index])});
  seal_key_ = md5({session_key.view().first(strength(flags)), as_byte_view(seal_magic[index])});
  restart_cipher();
}

void MessageSecurity::restart_cipher() { cipher_ = Arcfour(seal_key_.view().first(seal_key_size_)); }

// The body is encrypted before the checksum is, both with the one running cipher.
void MessageSecurity::seal(ByteView signed_bytes, std::span<std::byte> body, std::span<std::byte> signature) {
  Key checksum = hmac_md5(sign_key_, {little_endian(sequence_), signed_bytes});
  cipher_.apply(body);
  std::memcpy(signature.data() + 4, checksum.data(), 8);
  complete(signature);
}

// Around the checksum at offset 4: its encryption, the version, and the sequence number, which moves on.
void MessageSecurity::complete(std::span<std::byte> signature) {
  if (encrypts_checksum_) cipher_.apply(signature.subspan(4, 8));
  auto version = little_endian(1), sequence = little_endian(sequence_++);
  std::memcpy(signature.data(), version.data(), 4);
  std::memcpy(signature.data() + 12, sequence.data(), 4);
}

bool MessageSecurity::unseal(ByteView signed_bytes, std::span<std::byte> body, ByteView signature) {
  cipher_.apply(body);
  Key checksum = hmac_md5(sign_key_, {little_endian(sequence_), signed_bytes});
  std::array<std::byte, signature_size> expected{};
  std::memcpy(expected.data() + 4, checksum.data(), 8);
  complete(expected);
  return same_bytes(expected, signature);
}

}  // namespace nta::auth::ntlm
