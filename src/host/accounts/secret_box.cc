#include "host/accounts/secret_box.h"

#include <fcntl.h>
#include <nettle/gcm.h>
#include <string.h>
#include <sys/stat.h>

#include "base/files.h"

namespace nta::accounts {
namespace {

constexpr size_t nonce_size = GCM_IV_SIZE;
constexpr size_t tag_size = GCM_DIGEST_SIZE;

const uint8_t* octets(ByteView bytes) { return reinterpret_cast<const uint8_t*>(bytes.data()); }
uint8_t* writable(std::span<std::byte> bytes) { return reinterpret_cast<uint8_t*>(bytes.data()); }

// A context that is keyed, and wiped afterwards.
class Gcm {
 public:
  Gcm(const SecretBox::KeyBytes& key, ByteView nonce, uint32_t purpose) {
    Bytes name;
    ByteWriter(name).u32(purpose);
    gcm_aes256_set_key(&context_, octets(ByteView(key)));
    gcm_aes256_set_iv(&context_, nonce.size(), octets(nonce));
    gcm_aes256_update(&context_, name.size(), octets(ByteView(name)));
  }
  ~Gcm() { explicit_bzero(&context_, sizeof context_); }
  Gcm(const Gcm&) = delete;
  Gcm& operator=(const Gcm&) = delete;
  gcm_aes256_ctx* get() { return &context_; }

 private:
  gcm_aes256_ctx context_;
};

}  // namespace

SecretBox SecretBox::make() {
  KeyBytes key;
  auth::fill_random(key);
  return SecretBox(key);
}

SecretBox::~SecretBox() { explicit_bzero(key_.data(), key_.size()); }

Result<SecretBox> SecretBox::read(const std::string& path) {
  struct stat info {};
  if (stat(path.c_str(), &info) != 0)
    return fail(win32_from_errno(errno), "the key file {} cannot be read (errno {})", path, errno);
  if (info.st_mode & 077)
    return fail(Win32::access_denied, "the key file {} can be read by others; chmod 600, and change every password",
                path);
  NTA_TRY(std::string text, read_file(path, key_size + 1));
  if (text.size() != key_size)
    return fail(Win32::invalid_data, "the key file {} has {} bytes, not {}", path, text.size(), key_size);
  KeyBytes key;
  std::memcpy(key.data(), text.data(), key_size);
  explicit_bzero(text.data(), text.size());
  return SecretBox(key);
}

Result<void> SecretBox::write(const std::string& path) const {
  return replace_file(path, std::string_view(reinterpret_cast<const char*>(key_.data()), key_.size()),
                      Durability::on_disk);
}

Bytes SecretBox::seal(uint32_t purpose, ByteView secret) const {
  Bytes out(nonce_size + secret.size() + tag_size);
  std::span<std::byte> whole(out);
  auth::fill_random(whole.first(nonce_size));
  Gcm gcm(key_, whole.first(nonce_size), purpose);
  gcm_aes256_encrypt(gcm.get(), secret.size(), writable(whole.subspan(nonce_size)), octets(secret));
  gcm_aes256_digest(gcm.get(), tag_size, writable(whole.last(tag_size)));
  return out;
}

Result<Bytes> SecretBox::open(uint32_t purpose, ByteView sealed) const {
  if (sealed.size() < nonce_size + tag_size)
    return fail(Win32::invalid_data, "a sealed secret of {} bytes", sealed.size());
  ByteView text = sealed.subspan(nonce_size, sealed.size() - nonce_size - tag_size);
  Gcm gcm(key_, sealed.first(nonce_size), purpose);
  Bytes secret(text.size());
  gcm_aes256_decrypt(gcm.get(), text.size(), writable(std::span(secret)), octets(text));
  std::array<std::byte, tag_size> tag;
  gcm_aes256_digest(gcm.get(), tag_size, writable(std::span(tag)));
  if (auth::same_bytes(tag, sealed.last(tag_size))) return secret;
  explicit_bzero(secret.data(), secret.size());
  return fail(Win32::invalid_data, "a secret of the account database does not open with its key");
}

Result<auth::Key> SecretBox::open_hash(Rid rid, ByteView sealed) const {
  NTA_TRY(Bytes secret, open(rid.value, sealed));
  auth::Key key(secret);
  explicit_bzero(secret.data(), secret.size());
  return key;
}

}  // namespace nta::accounts
