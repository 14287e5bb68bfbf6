#include "auth/credentials.h"

#include <cstring>

#include "auth/ntlm/keys.h"
#include "base/utf16.h"

namespace nta::auth {

Credentials Credentials::of_password(std::u16string_view user, std::u16string_view domain,
                                     std::u16string_view password) {
  Credentials made{std::u16string(user), std::u16string(domain), ntlm::nt_hash(password)};
  size_t backslash = made.user.find(u'\\');
  if (domain.empty() && backslash != std::u16string::npos) {
    made.domain = made.user.substr(0, backslash);
    made.user.erase(0, backslash + 1);
  }
  return made;
}

Credentials Credentials::taken(const char16_t* user, const char16_t* domain, std::span<uint8_t, 16> nt_hash) {
  Credentials made{std::u16string(view_or_empty(user)), std::u16string(view_or_empty(domain)),
                   Key(std::as_bytes(nt_hash))};
  ::explicit_bzero(nt_hash.data(), nt_hash.size());
  return made;
}

std::u16string Credentials::account() const { return domain.empty() ? user : domain + u'\\' + user; }

}  // namespace nta::auth
