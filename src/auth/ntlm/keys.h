// NTLMv2: from a password and two challenges to proofs and keys ([MS-NLMP] 3.3.2, 3.4).
#pragma once

#include "auth/ntlm/messages.h"
#include "auth/security_context.h"

namespace nta::auth::ntlm {

/** MD4 of the password in UTF-16LE: what the account database keeps. */
Key nt_hash(std::u16string_view password);

/** NTOWFv2. `domain` is used as given, the user's name in upper case. */
Key response_key(const Key& nt_hash, std::u16string_view user, std::u16string_view domain);

/** The part of an NTLMv2 response behind the proof ([MS-NLMP] 2.2.2.7). */
Bytes client_blob(FileTime time, ByteView client_challenge, ByteView target_info);

Key nt_proof(const Key& response_key, ByteView server_challenge, ByteView blob);
Key session_base_key(const Key& response_key, const Key& proof);

/** MIC of the exchange; `authenticate` with its MIC zeroed. */
Key message_mic(const Key& session_key, ByteView negotiate, ByteView challenge, ByteView authenticate);

enum class Direction { client_to_server, server_to_client };

/** Signs and seals one direction of one context ([MS-NLMP] 3.4.3, 3.4.4, with extended session security). */
class MessageSecurity {
 public:
  static constexpr size_t signature_size = 16;
  MessageSecurity() = default;
  MessageSecurity(const Key& session_key, uint32_t flags, Direction direction);

  /** Encrypts `body` (may be empty) after signing `signed_bytes`, which usually contains it. */
  void seal(ByteView signed_bytes, std::span<std::byte> body, std::span<std::byte> signature);
  /** The reverse; false when the signature does not fit. `body` is decrypted either way. */
  bool unseal(ByteView signed_bytes, std::span<std::byte> body, ByteView signature);
  /** Starts RC4 again, as SPNEGO does after the exchange of list MICs; the sequence goes on. */
  void restart_cipher();

 private:
  void complete(std::span<std::byte> signature);

  Key sign_key_;
  Key seal_key_;
  size_t seal_key_size_ = 0;
  Arcfour cipher_;
  uint32_t sequence_ = 0;
  bool encrypts_checksum_ = false;  // with key exchange
};

}  // namespace nta::auth::ntlm
