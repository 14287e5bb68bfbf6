// How the messages of a session are protected: keys, signatures, encryption ([MS-SMB2] 3.1.4, 3.1.5, 2.2.41).
#pragma once

#include <optional>

#include "smb/crypto.h"
#include "smb/negotiate_contexts.h"

namespace nta::smb {

/** The hash over everything said before a session has keys ([MS-SMB2] 3.3.1.7 PreauthIntegrityHashValue): the NEGOTIATE
 *  exchange, then the session's own SESSION_SETUP messages but for the final success. Only 3.1.1 uses it. */
class PreauthHash {
 public:
  void update(ByteView message) { value_ = sha512({value_, message}); }
  ByteView value() const { return value_; }

 private:
  std::array<std::byte, 64> value_{};
};

/** What NEGOTIATE settled for a connection. */
struct Algorithms {
  Dialect dialect = Dialect::none;
  SigningAlgorithm signing = SigningAlgorithm::hmac_sha256;
  Cipher cipher = Cipher::none;
};

/** The signing algorithm of a dialect where nothing else was negotiated. */
SigningAlgorithm default_signing(Dialect dialect);

struct SessionKeys {
  SecretKey signing;
  SecretKey application;  // what RPC and SAMR get as "the session key"
  SecretKey client_to_server;
  SecretKey server_to_client;
};

/** `session_key` is what the authentication gave, whole; `hash` is looked at in 3.1.1 only. */
SessionKeys derive_keys(const Algorithms& algorithms, ByteView session_key, const PreauthHash& hash);

inline constexpr size_t transform_size = 52;

/** The header of an encrypted message. */
struct TransformHeader {
  Signature signature{};
  std::array<std::byte, 16> nonce{};
  uint32_t original_size = 0;
  uint16_t flags = 0;
  uint64_t session_id = 0;
};
Result<TransformHeader> read_transform(ByteView message);

enum class Role { client, server };

/** Protects one session's messages at one of its ends. */
class Protection {
 public:
  Protection(Role role, const Algorithms& algorithms, ByteView session_key, const PreauthHash& hash);

  /** Marks one message of a chain (its padding included) as signed, and signs it. */
  void sign(std::span<std::byte> message);
  bool verify(ByteView message);

  bool can_encrypt() const { return algorithms_.cipher != Cipher::none; }
  /** Encrypts what stands in `out` from `start` on, a message or a chain, behind a transform header put in there. */
  void encrypt(Bytes& out, size_t start, uint64_t session_id);
  /** Decrypts in place what follows the transform header; an error means it is not the peer's. */
  Result<std::span<std::byte>> decrypt(std::span<std::byte> message);

  const SecretKey& application_key() const { return keys_.application; }

 private:
  Tag signature_of(ByteView message, Role sender);
  Aead& aead_of(Role sender);

  Role role_;
  Algorithms algorithms_;
  SessionKeys keys_;
  // Made when first used: some take 4 KiB, and thousands of sessions may be idle.
  std::unique_ptr<Mac> signing_;
  std::unique_ptr<Aead> sealing_;
  std::unique_ptr<Aead> unsealing_;
  uint64_t nonces_used_ = 0;
};

}  // namespace nta::smb
