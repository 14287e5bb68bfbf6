#include "auth/acceptors.h"

#include "auth/kerberos/kerberos_context.h"
#include "base/utf16.h"

namespace nta::auth {
namespace {

MechanismOffer ntlm_offer(std::shared_ptr<const ntlm::Authority> authority, Origin origin) {
  return {{ntlm_oid()}, [authority = std::move(authority), origin]() -> Result<MechanismPtr> {
            return MechanismPtr(new ntlm::NtlmServer(authority, origin));
          }};
}

Result<std::shared_ptr<const AccessToken>> token_of(const ntlm::Authority& authority, const std::string& name,
                                                    Origin origin) {
  NTA_TRY(auto account, authority.admit_proved(to_utf16(name)));
  auto token = std::make_shared<AccessToken>(*account);
  token->origin = origin;
  return std::shared_ptr<const AccessToken>(std::move(token));
}

struct Keys {
  const std::string& keytab;
  HeaderSigning needed;
};

MechanismOffer kerberos_offer(std::shared_ptr<const ntlm::Authority> authority, const Keys& keys, Origin origin) {
  auto find = [authority = std::move(authority), origin](const std::string& name) {
    return token_of(*authority, name, origin);
  };
  auto service =
      std::make_shared<const kerberos::Service>(kerberos::Service{keys.keytab, std::move(find), keys.needed});
  auto style = origin == Origin::rpc ? kerberos::Style::dce : kerberos::Style::plain;
  return {{microsoft_kerberos_oid(), kerberos_oid()}, [=] { return kerberos::make_server(service, style); }};
}

Mechanisms mechanisms(const std::shared_ptr<const ntlm::Authority>& authority, const Keys& keys, Origin origin) {
  Mechanisms offered;
  if (!keys.keytab.empty()) offered.push_back(kerberos_offer(authority, keys, origin));
  offered.push_back(ntlm_offer(authority, origin));
  return offered;
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

Acceptors::Acceptors(std::shared_ptr<const ntlm::Authority> authority, const std::string& keytab,
                     HeaderSigning kerberos_headers)
    : in_rpc_(mechanisms(authority, {keytab, kerberos_headers}, Origin::rpc)),
      in_smb_(mechanisms(authority, {keytab, kerberos_headers}, Origin::smb_session)) {}

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
