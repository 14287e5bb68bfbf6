// Kerberos by GSSAPI as a Mechanism, for both ends, in RPC and in SMB ([MS-KILE]; [MS-RPCE] 3.3.1.5.2.2 for DCE style).
#pragma once

#include <functional>
#include <memory>
#include <string>

#include "auth/mechanism.h"

namespace nta::auth::kerberos {

/** In DCE style the client proves itself once more, in a third leg, and signatures go in front of what they sign. */
enum class Style { plain, dce };

/** Where a client's tickets come from. All empty: the ticket cache that kinit fills. */
struct ClientCredentials {
  std::string cache;      // name of another ticket cache
  std::string keytab;     // with the client's own key; tickets are got with it
  std::string principal;  // whose tickets, where there are several
};

/** `service` and `host` are the server's name: "cifs", "files.example.com". Fails where Kerberos is not installed. */
Result<MechanismPtr> make_client(const ClientCredentials& credentials, const std::string& service,
                                 const std::string& host, Style style);

/** A server's: the keys it has, and whom it knows. */
struct Service {
  std::string keytab;  // a file
  /** The token of a client that has proved to be `name` of this service's own realm. May block; an error refuses. */
  std::function<Result<std::shared_ptr<const AccessToken>>(const std::string& name)> find_principal;
  /** Off: calls are taken, too, whose headers, and so what they ask for, are not under their signature. */
  HeaderSigning needed = HeaderSigning::on;
};

/** In DCE style where RPC carries the tokens ([MS-RPCE] 3.3.1.5.2.2). */
Result<MechanismPtr> make_server(std::shared_ptr<const Service> service, Style style);

}  // namespace nta::auth::kerberos
