// Credentials: who one is to a server on the network.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "auth/crypto.h"

namespace nta::auth {

/** A name and what proves it. The password itself is not kept. */
struct Credentials {
  std::u16string user;
  std::u16string domain;
  Key nt_hash;

  /** `user` may be DOMAIN\name, unless a domain is given besides. */
  static Credentials of_password(std::u16string_view user, std::u16string_view domain, std::u16string_view password);
  /** As they lay in a message, where the hash is not left behind. Null texts are empty. */
  static Credentials taken(const char16_t* user, const char16_t* domain, std::span<uint8_t, 16> nt_hash);
  /** DOMAIN\user, or user. */
  std::u16string account() const;
};

}  // namespace nta::auth
