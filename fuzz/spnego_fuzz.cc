// SPNEGO from a stranger: the messages' readers, and both ends with mechanisms that take anything.
//
// The first byte chooses how the rest is cut into the tokens of one exchange.
#include "auth/spnego.h"
#include "auth/spnego_messages.h"
#include "fuzz.h"

namespace nta::auth {

namespace {

/** Goes on for as long as its tokens are of odd length. */
class TrustingMechanism final : public Mechanism {
 public:
  Result<Leg> step(ByteView token) override {
    Leg leg;
    leg.complete = token.size() % 2 == 0 && !token.empty();
    leg.token = {std::byte{1}};
    return leg;
  }
  size_t signature_size(Level, size_t) const override { return 0; }
  Result<void> protect(Level, HeaderSigning, ProtectedPdu, std::span<std::byte>) override { return {}; }
  Result<void> unprotect(Level, HeaderSigning, ProtectedPdu, ByteView) override { return {}; }
  std::shared_ptr<const AccessToken> identity() const override { return std::make_shared<AccessToken>(); }
  Result<Bytes> make_mic(ByteView) override { return Bytes(16); }
  Result<void> check_mic(ByteView, ByteView mic) override {
    if (mic.size() == 16) return {};
    return fail(Win32::logon_failure, "not 16 bytes");
  }
};

Mechanisms mechanisms() {
  auto make = []() -> Result<MechanismPtr> { return MechanismPtr(new TrustingMechanism); };
  return {{{kerberos_oid(), microsoft_kerberos_oid()}, make}, {{ntlm_oid()}, make}};
}

/** What is read is written to the same meaning. */
void read_one(ByteView bytes) {
  if (auto init = spnego::read_init(bytes)) {
    fuzz::check(!init->mechanisms.empty() && init->token.size() <= bytes.size(), "a NegTokenInit lies in its bytes");
    auto again = spnego::read_init(spnego::write_init(*init));
    fuzz::check(
        again && again->mechanisms == init->mechanisms && again->token == init->token && again->mic == init->mic,
        "a NegTokenInit that is read is written to the same");
  }
  if (auto resp = spnego::read_resp(bytes)) {
    auto again = spnego::read_resp(spnego::write_resp(*resp));
    fuzz::check(again && again->state == resp->state && again->mechanism == resp->mechanism &&
                    again->token == resp->token && again->mic == resp->mic,
                "a NegTokenResp that is read is written to the same");
  }
}

void exchange(SecurityContext& context, ByteView bytes, size_t piece) {
  while (!bytes.empty()) {
    ByteView token = bytes.first(std::min(piece, bytes.size()));
    bytes = bytes.subspan(token.size());
    auto leg = context.step(token);
    if (!leg || leg->complete) break;
    fuzz::check(!context.identity(), "nobody is known before the end");
  }
}

}  // namespace

}  // namespace nta::auth

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace nta;
  if (size == 0) return 0;
  ByteView bytes = fuzz::input(data, size).subspan(1);
  size_t piece = data[0] == 0 ? SIZE_MAX : data[0];
  auth::read_one(bytes);
  auth::Mechanisms offered = auth::mechanisms();
  auth::exchange(*auth::make_spnego_acceptor(offered), bytes, piece);
  auto initiator = auth::make_spnego_initiator(offered);
  (void)initiator->step({});
  auth::exchange(*initiator, bytes, piece);
  return 0;
}
