// Acceptors: the packages by which this host lets clients authenticate, in RPC and in SMB.
#pragma once

#include "auth/ntlm/ntlm_context.h"
#include "auth/spnego.h"

namespace nta::auth {

class Acceptors {
 public:
  /** `keytab` has this host's keys for Kerberos; empty: NTLM alone. Whoever proves a principal is given the token that
   *  the authority has for its name. `kerberos_headers`: see kerberos::Service. */
  explicit Acceptors(std::shared_ptr<const ntlm::Authority> authority, const std::string& keytab = {},
                     HeaderSigning kerberos_headers = HeaderSigning::on);

  /** As transport::RpcServer::make_security wants it: null for a package that is not offered. */
  std::shared_ptr<SecurityContext> for_rpc(uint8_t type, Level level) const;
  /** For SMB2 SESSION_SETUP: SPNEGO, or NTLM without it. */
  std::shared_ptr<SecurityContext> for_smb() const;
  /** For the SMB2 NEGOTIATE response. */
  Bytes smb_hint() const { return spnego_hint(in_smb_); }

 private:
  Mechanisms in_rpc_;
  Mechanisms in_smb_;
};

}  // namespace nta::auth
