// The list of contexts in a NEGOTIATE of SMB 3.1.1 ([MS-SMB2] 2.2.3.1): what is offered, and what was chosen.
#pragma once

#include "smb/messages.h"

namespace nta::smb {

enum class Cipher : uint16_t { none = 0, aes128_ccm = 1, aes128_gcm = 2, aes256_ccm = 3, aes256_gcm = 4 };
enum class SigningAlgorithm : uint16_t { hmac_sha256 = 0, aes_cmac = 1, aes_gmac = 2 };
enum class HashAlgorithm : uint16_t { sha512 = 1 };

/** The contexts that are understood; others are skipped. An answer has one value in each list. */
struct NegotiateContexts {
  std::vector<HashAlgorithm> hashes;  // empty: no such context
  Bytes salt;
  std::vector<Cipher> ciphers;
  std::vector<SigningAlgorithm> signing;
  std::u16string server_name;  // what the client calls the server; written when not empty
};

/** `count` contexts from the start of `bytes`. A context that occurs twice is an error. */
Result<NegotiateContexts> read_contexts(ByteView bytes, uint16_t count);

struct WrittenContexts {
  Bytes bytes;
  uint16_t count = 0;
};
WrittenContexts write_contexts(const NegotiateContexts& contexts);

}  // namespace nta::smb
