// Who this process is to a server on the network.
//
// In this order: what NetUseAdd was given for \\server\IPC$, the file that NTADMIN_CREDENTIALS names, and where neither
// knows the server, the Kerberos tickets of the user.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "api/client/address.h"
#include "auth/credentials.h"
#include "auth/security_context.h"
#include "base/shown.h"

namespace nta::client {

using auth::Credentials;

/** None: the user's tickets are to be used. Fails where a credentials file is named and cannot be used. */
NTA_SHOWN Result<std::optional<Credentials>> credentials_for(const ServerAddress& server);
/** The same without a look at uses. */
Result<std::optional<Credentials>> credentials_in_file(const ServerAddress& server);

/** A new SPNEGO exchange with a service of the server, "cifs" or "host". */
Result<std::shared_ptr<auth::SecurityContext>> make_security(const ServerAddress& server, std::string_view service);
/** With these; none: by the user's tickets. */
Result<std::shared_ptr<auth::SecurityContext>> make_security(const ServerAddress& server, std::string_view service,
                                                             std::optional<Credentials> credentials);

}  // namespace nta::client
