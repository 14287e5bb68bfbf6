// Where credentials come from, and what they become.
#include "api/client/credentials.h"

#include <cstdlib>

#include "api/client/credentials_file.h"
#include "api/client/uses.h"
#include "auth/kerberos/kerberos_context.h"
#include "auth/ntlm/ntlm_context.h"
#include "auth/spnego.h"
#include "base/utf16.h"

namespace nta::client {
namespace {

auth::MechanismOffer ntlm_with(Credentials credentials, std::u16string target) {
  return {
      {auth::ntlm_oid()},
      [credentials = std::move(credentials), target = std::move(target)]() -> Result<std::shared_ptr<auth::Mechanism>> {
        auth::ntlm::Credentials own{credentials.user, credentials.domain, u"", credentials.nt_hash};
        return std::shared_ptr<auth::Mechanism>(std::make_shared<auth::ntlm::NtlmClient>(std::move(own), target));
      }};
}

/** The user's tickets; in DCE style where RPC carries them. */
auth::MechanismOffer tickets_for(std::string service, std::string host) {
  auto style = service == "cifs" ? auth::kerberos::Style::plain : auth::kerberos::Style::dce;
  return {{auth::microsoft_kerberos_oid(), auth::kerberos_oid()},
          [=] { return auth::kerberos::make_client({}, service, host, style); }};
}

}  // namespace

Result<std::optional<Credentials>> credentials_for(const ServerAddress& server) {
  NTA_TRY(auto used, used_credentials(server));
  if (used) return used;
  return credentials_in_file(server);
}

Result<std::optional<Credentials>> credentials_in_file(const ServerAddress& server) {
  const char* path = secure_getenv("NTADMIN_CREDENTIALS");
  if (!path || !*path) return std::optional<Credentials>();
  NTA_TRY(auto file, CredentialsFile::read(path));
  return file.find(server);
}

Result<std::shared_ptr<auth::SecurityContext>> make_security(const ServerAddress& server, std::string_view service) {
  NTA_TRY(auto credentials, credentials_for(server));
  return make_security(server, service, std::move(credentials));
}

Result<std::shared_ptr<auth::SecurityContext>> make_security(const ServerAddress& server, std::string_view service,
                                                             std::optional<Credentials> credentials) {
  if (credentials) {
    std::u16string target = to_utf16(fmt::format("{}/{}", service, server.name));
    return auth::make_spnego_initiator({ntlm_with(*std::move(credentials), target)});
  }
  auth::MechanismOffer tickets = tickets_for(std::string(service), server.name);
  if (auto usable = tickets.make(); !usable)
    return fail(Win32::logon_failure,
                "no credentials for '{}': name a file in NTADMIN_CREDENTIALS, add a use of its IPC$, or get tickets "
                "with kinit ({})",
                server.name, usable.error().text);
  return auth::make_spnego_initiator({std::move(tickets)});
}

}  // namespace nta::client
