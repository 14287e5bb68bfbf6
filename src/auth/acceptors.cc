#include "auth/acceptors.h"

namespace nta::auth {
namespace {

MechanismOffer ntlm_offer(std::shared_ptr<const ntlm::Authority> authority, Origin origin) {
  return {{ntlm_oid()}, [authority = std::move(authority), origin]() -> Result<MechanismPtr> {
            return MechanismPtr(new ntlm::NtlmServer(authority, origin));
          }};
}

const Oid* oid_of(Package package) {
  switch (package) {
    case Package::ntlm:
      return &ntlm_oid();
    case Package::kerberos:
      return &kerberos_oid();
    default:
      return nullptr;
  }
}

}  // namespace

Acceptors::Acceptors(std::shared_ptr<const ntlm::Authority> authority)
    : in_rpc_{ntlm_offer(authority, Origin::rpc)}, in_smb_{ntlm_offer(authority, Origin::smb_session)} {}

std::shared_ptr<SecurityContext> Acceptors::for_rpc(uint8_t type, Level) const {
  auto package = static_cast<Package>(type);
  if (package == Package::spnego) return make_spnego_acceptor(in_rpc_);
  const Oid* oid = oid_of(package);
  if (!oid) return nullptr;
  for (const MechanismOffer& offer : in_rpc_) {
    if (!goes_by(offer, *oid)) continue;
    auto made = offer.make();
    return made ? *std::move(made) : nullptr;
  }
  return nullptr;
}

std::shared_ptr<SecurityContext> Acceptors::for_smb() const { return make_spnego_acceptor(in_smb_); }

}  // namespace nta::auth
