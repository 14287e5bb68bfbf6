#include "auth/credentials.h"

#include "auth/ntlm/keys.h"

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

std::u16string Credentials::account() const { return domain.empty() ? user : domain + u'\\' + user; }

}  // namespace nta::auth
