// Credentials: who one is to a server on the network.
#pragma once

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
  /** DOMAIN\user, or user. */
  std::u16string account() const;
};

}  // namespace nta::auth
