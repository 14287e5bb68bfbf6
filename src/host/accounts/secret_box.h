// SecretBox: keeps NT hashes encrypted in the database, under a key that lies in a file of its own.
#pragma once

#include "auth/crypto.h"
#include "host/accounts/account.h"

namespace nta::accounts {

/** AES-256-GCM. What it is for (a RID, a purpose) is under the tag: a row's secret does not open in another row. */
class SecretBox {
 public:
  static constexpr size_t key_size = 32;
  using KeyBytes = std::array<std::byte, key_size>;

  /** With a new random key. */
  static SecretBox make();
  explicit SecretBox(const KeyBytes& key) : key_(key) {}
  SecretBox(const SecretBox&) = default;
  SecretBox& operator=(const SecretBox&) = default;
  ~SecretBox();

  /** The key file: 32 bytes, mode 0600, owned by who runs this. file_not_found; access_denied: others may read it. */
  static Result<SecretBox> read(const std::string& path);
  Result<void> write(const std::string& path) const;
  const KeyBytes& key() const { return key_; }

  Bytes seal(uint32_t purpose, ByteView secret) const;
  /** invalid_data: sealed with another key, for another purpose, or changed. */
  Result<Bytes> open(uint32_t purpose, ByteView sealed) const;

  Bytes seal_hash(Rid rid, const auth::Key& hash) const { return seal(rid.value, hash.view()); }
  Result<auth::Key> open_hash(Rid rid, ByteView sealed) const;

 private:
  KeyBytes key_{};
};

}  // namespace nta::accounts
