#include "daemon/account_of.h"

namespace nta::daemon {

std::string account_of(const auth::AccessToken& token) {
  return token.user == sid_anonymous ? std::string() : token.name.substr(token.name.rfind('\\') + 1);
}

}  // namespace nta::daemon
