#include "auth/crypto.h"

#include <nettle/hmac.h>
#include <nettle/md4.h>
#include <nettle/md5.h>
#include <nettle/memops.h>
#include <sys/random.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>

namespace nta::auth {
namespace {

const uint8_t* octets(ByteView bytes) { return reinterpret_cast<const uint8_t*>(bytes.data()); }

}  // namespace

Key::Key(ByteView bytes) { std::memcpy(bytes_.data(), bytes.data(), std::min(bytes.size(), size)); }
Key::~Key() { explicit_bzero(bytes_.data(), bytes_.size()); }
bool Key::operator==(const Key& other) const { return same_bytes(view(), other.view()); }

Key md4(ByteView bytes) {
  md4_ctx state;
  md4_init(&state);
  md4_update(&state, bytes.size(), octets(bytes));
  Key digest;
  md4_digest(&state, Key::size, digest.data());
  return digest;
}

Key md5(Parts parts) {
  md5_ctx state;
  md5_init(&state);
  for (ByteView part : parts) md5_update(&state, part.size(), octets(part));
  Key digest;
  md5_digest(&state, Key::size, digest.data());
  return digest;
}

Key hmac_md5(const Key& key, Parts parts) {
  hmac_md5_ctx state;
  hmac_md5_set_key(&state, Key::size, key.data());
  for (ByteView part : parts) hmac_md5_update(&state, part.size(), octets(part));
  Key digest;
  hmac_md5_digest(&state, Key::size, digest.data());
  explicit_bzero(&state, sizeof state);
  return digest;
}

bool same_bytes(ByteView a, ByteView b) {
  return a.size() == b.size() && (a.empty() || memeql_sec(a.data(), b.data(), a.size()));
}

// getrandom gives up to 256 bytes whole, and fails only where the kernel has no such call.
void fill_random(std::span<std::byte> out) {
  for (size_t done = 0; done < out.size();) {
    ssize_t count = ::getrandom(out.data() + done, out.size() - done, 0);
    if (count < 0 && errno != EINTR) std::abort();
    if (count > 0) done += static_cast<size_t>(count);
  }
}

Arcfour::Arcfour(ByteView key) { arcfour_set_key(&state_, key.size(), octets(key)); }
Arcfour::~Arcfour() { explicit_bzero(&state_, sizeof state_); }

void Arcfour::apply(std::span<std::byte> bytes) {
  auto* data = reinterpret_cast<uint8_t*>(bytes.data());
  arcfour_crypt(&state_, bytes.size(), data, data);
}

}  // namespace nta::auth
