#include "smb/protection.h"

#include <algorithm>

#include "auth/crypto.h"

namespace nta::smb {
namespace {

constexpr uint32_t protocol_encrypted = 0x424D53FD;
constexpr uint16_t transform_encrypted = 1;
constexpr size_t authenticated_offset = 20;  // of the transform header: what follows the signature
constexpr size_t small_key = 16;

/** Labels and contexts of the derivations, each with its NUL ([MS-SMB2] 3.1.4.2). 3.1.1 has the hash as context. */
struct Purpose {
  std::string_view label_3_0;
  std::string_view context_3_0;
  std::string_view label_3_1_1;
};

template <size_t Size>
constexpr std::string_view with_nul(const char (&text)[Size]) {
  return std::string_view(text, Size);
}

constexpr Purpose for_signing{with_nul("SMB2AESCMAC"), with_nul("SmbSign"), with_nul("SMBSigningKey")};
constexpr Purpose for_applications{with_nul("SMB2APP"), with_nul("SmbRpc"), with_nul("SMBAppKey")};
constexpr Purpose for_client_to_server{with_nul("SMB2AESCCM"), with_nul("ServerIn "), with_nul("SMBC2SCipherKey")};
constexpr Purpose for_server_to_client{with_nul("SMB2AESCCM"), with_nul("ServerOut"), with_nul("SMBS2CCipherKey")};

SecretKey derive(const Purpose& purpose, Dialect dialect, const SecretKey& key, const PreauthHash& hash, size_t size) {
  if (dialect == Dialect::smb_3_1_1) return derive_key(key, as_byte_view(purpose.label_3_1_1), hash.value(), size);
  return derive_key(key, as_byte_view(purpose.label_3_0), as_byte_view(purpose.context_3_0), size);
}

bool has_large_key(Cipher cipher) { return cipher == Cipher::aes256_ccm || cipher == Cipher::aes256_gcm; }

std::unique_ptr<Mac> make_mac(SigningAlgorithm algorithm, const SecretKey& key) {
  switch (algorithm) {
    case SigningAlgorithm::aes_cmac:
      return make_aes128_cmac(key);
    case SigningAlgorithm::aes_gmac:
      return make_aes128_gmac(key);
    case SigningAlgorithm::hmac_sha256:
      break;
  }
  return make_hmac_sha256(key);
}

std::unique_ptr<Aead> make_aead(Cipher cipher, const SecretKey& key) {
  switch (cipher) {
    case Cipher::aes128_ccm:
    case Cipher::aes256_ccm:
      return make_aes_ccm(key);
    case Cipher::aes128_gcm:
    case Cipher::aes256_gcm:
      return make_aes_gcm(key);
    case Cipher::none:
      break;
  }
  return nullptr;
}

template <std::unsigned_integral T>
T number_at(ByteView bytes, size_t offset) {
  auto number = ByteReader(bytes.subspan(offset)).number<T>();
  return number ? *number : T{};
}

}  // namespace

SigningAlgorithm default_signing(Dialect dialect) {
  return dialect >= Dialect::smb_3_0 ? SigningAlgorithm::aes_cmac : SigningAlgorithm::hmac_sha256;
}

SessionKeys derive_keys(const Algorithms& algorithms, ByteView session_key, const PreauthHash& hash) {
  SecretKey key(session_key, small_key);
  Dialect dialect = algorithms.dialect;
  if (dialect < Dialect::smb_3_0)
    return {.signing = key, .application = key, .client_to_server = {}, .server_to_client = {}};
  SessionKeys keys{.signing = derive(for_signing, dialect, key, hash, small_key),
                   .application = derive(for_applications, dialect, key, hash, small_key),
                   .client_to_server = {},
                   .server_to_client = {}};
  if (algorithms.cipher == Cipher::none) return keys;
  // The ciphers of 256 bits derive from the whole session key, which Kerberos may have made longer than 16 bytes.
  bool large = has_large_key(algorithms.cipher);
  SecretKey cipher_key = large ? SecretKey(session_key, std::max(small_key, session_key.size())) : key;
  size_t size = large ? SecretKey::largest : small_key;
  keys.client_to_server = derive(for_client_to_server, dialect, cipher_key, hash, size);
  keys.server_to_client = derive(for_server_to_client, dialect, cipher_key, hash, size);
  return keys;
}

Result<TransformHeader> read_transform(ByteView message) {
  ByteReader in(message);
  TransformHeader header;
  NTA_TRY(uint32_t protocol, in.u32());
  NTA_TRY(ByteView signature, in.take(signature_size));
  NTA_TRY(ByteView nonce, in.take(header.nonce.size()));
  NTA_TRY(header.original_size, in.u32());
  NTA_CHECK(in.u16());
  NTA_TRY(header.flags, in.u16());
  NTA_TRY(header.session_id, in.u64());
  if (protocol != protocol_encrypted || header.flags != transform_encrypted)
    return fail(Win32::invalid_data, "not an encrypted message: protocol {:08x}, flags {}", protocol, header.flags);
  if (header.original_size != in.left())
    return fail(Win32::invalid_data, "an encrypted message of {} bytes says it has {}", in.left(),
                header.original_size);
  std::copy(signature.begin(), signature.end(), header.signature.begin());
  std::copy(nonce.begin(), nonce.end(), header.nonce.begin());
  return header;
}

Protection::Protection(Role role, const Algorithms& algorithms, ByteView session_key, const PreauthHash& hash)
    : role_(role), algorithms_(algorithms), keys_(derive_keys(algorithms, session_key, hash)) {}

Aead& Protection::aead_of(Role sender) {
  auto& aead = sender == role_ ? sealing_ : unsealing_;
  if (!aead)
    aead = make_aead(algorithms_.cipher, sender == Role::server ? keys_.server_to_client : keys_.client_to_server);
  return *aead;
}

/** Over the whole message with its signature taken as zero. */
Tag Protection::signature_of(ByteView message, Role sender) {
  static constexpr Signature zero{};
  // GMAC's nonce ([MS-SMB2] 3.1.4.1): the message id, then a bit for the server's messages and one for CANCEL.
  std::array<std::byte, 12> nonce{};
  std::copy_n(message.begin() + 24, 8, nonce.begin());
  bool is_cancel = number_at<uint16_t>(message, 12) == static_cast<uint16_t>(Command::cancel);
  nonce[8] = static_cast<std::byte>((sender == Role::server ? 1 : 0) | (is_cancel ? 2 : 0));
  if (!signing_) signing_ = make_mac(algorithms_.signing, keys_.signing);
  return signing_->digest(nonce, {message.first(signature_offset), zero, message.subspan(header_size)});
}

void Protection::sign(std::span<std::byte> message) {
  message[flags_offset] |= static_cast<std::byte>(flag_signed);
  Tag tag = signature_of(message, role_);
  std::copy(tag.begin(), tag.end(), message.begin() + signature_offset);
}

bool Protection::verify(ByteView message) {
  if (message.size() < header_size || !(number_at<uint32_t>(message, flags_offset) & flag_signed)) return false;
  Tag tag = signature_of(message, role_ == Role::server ? Role::client : Role::server);
  return auth::same_bytes(tag, message.subspan(signature_offset, signature_size));
}

void Protection::encrypt(Bytes& out, size_t start, uint64_t session_id) {
  size_t plain_size = out.size() - start;
  Bytes header;
  ByteWriter writer(header);
  writer.u32(protocol_encrypted);
  writer.raw(Signature{});
  writer.u64(++nonces_used_);  // never twice under one key; that is all a nonce has to be
  writer.u64(0);
  writer.u32(static_cast<uint32_t>(plain_size));
  writer.u16(0);
  writer.u16(transform_encrypted);
  writer.u64(session_id);
  out.insert(out.begin() + static_cast<ptrdiff_t>(start), header.begin(), header.end());
  auto whole = std::span(out).subspan(start);
  signing_.reset();  // who encrypts signs no more, but for the answer to a further log-on
  Aead& aead = aead_of(role_);
  Tag tag = aead.encrypt(whole.subspan(authenticated_offset, aead.nonce_size()),
                         whole.first(transform_size).subspan(authenticated_offset), whole.subspan(transform_size));
  std::copy(tag.begin(), tag.end(), whole.begin() + 4);
}

Result<std::span<std::byte>> Protection::decrypt(std::span<std::byte> message) {
  NTA_TRY(TransformHeader header, read_transform(message));
  if (!can_encrypt()) return fail(Win32::invalid_data, "an encrypted message where no cipher was negotiated");
  auto bytes = message.subspan(transform_size);
  Aead& aead = aead_of(role_ == Role::server ? Role::client : Role::server);
  Tag tag = aead.decrypt(ByteView(header.nonce).first(aead.nonce_size()),
                         message.first(transform_size).subspan(authenticated_offset), bytes);
  if (!auth::same_bytes(tag, header.signature))
    return fail(Win32::invalid_data, "an encrypted message has a wrong tag: it was changed on its way");
  return bytes;
}

}  // namespace nta::smb
