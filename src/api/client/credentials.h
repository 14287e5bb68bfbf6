// Who this process is to a server on the network.
//
// In this order: what NetUseAdd was given for \\server\IPC$, the file that NTADMIN_CREDENTIALS names, and where neither
// knows the server, the Kerberos tickets of the user.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "api/client/address.h"
#include "auth/crypto.h"
#include "auth/security_context.h"

namespace nta::client {

/** A name and what proves it. The password itself is not kept. */
struct Credentials {
  std::u16string user;
  std::u16string domain;
  auth::Key nt_hash;

  /** `user` may be DOMAIN\name, unless a domain is given besides. */
  static Credentials of_password(std::u16string_view user, std::u16string_view domain, std::u16string_view password);
  /** DOMAIN\user, or user. */
  std::u16string account() const;
};

/** None: the user's tickets are to be used. Fails where a credentials file is named and cannot be used. */
Result<std::optional<Credentials>> credentials_for(const ServerAddress& server);

/** A new SPNEGO exchange with a service of the server, "cifs" or "host". */
Result<std::shared_ptr<auth::SecurityContext>> make_security(const ServerAddress& server, std::string_view service);

}  // namespace nta::client
