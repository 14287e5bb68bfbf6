#include "daemon/account_names.h"

#include "host/identity/identity.h"

namespace nta::daemon {
namespace {

constexpr std::chrono::seconds patience{10};

}  // namespace

std::string account_of(const auth::AccessToken& token) {
  return token.user == sid_anonymous ? std::string() : token.name.substr(token.name.rfind('\\') + 1);
}

std::string AccountNames::name_of(uid_t uid) {
  if (const std::string* known = known_->names.find(uid)) return *known;
  if (known_->asked.insert(uid).second) {
    executor_.run<std::optional<std::string>>(
        patience, [uid] { return host::account_name(uid); },
        [weak = std::weak_ptr(known_), uid](Result<std::optional<std::string>> name) {
          auto known = weak.lock();
          if (!known) return;
          known->asked.erase(uid);
          if (name && *name) known->names.put(uid, **name);
        });
  }
  return fmt::format("uid {}", uid);
}

}  // namespace nta::daemon
