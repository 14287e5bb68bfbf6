// What a server may send to our SMB client: before the log-on as it comes, and through a log-on that takes any token.
#include "auth/security_context.h"
#include "fuzz.h"
#include "smb/client_connection.h"

namespace nta::smb {

namespace {

/** Complete at once. */
class TrustingSecurity final : public auth::SecurityContext {
 public:
  Result<Leg> step(ByteView) override { return Leg{{}, true}; }
  size_t signature_size(auth::Level, size_t) const override { return 0; }
  Result<void> protect(auth::Level, auth::HeaderSigning, auth::ProtectedPdu, std::span<std::byte>) override {
    return {};
  }
  Result<void> unprotect(auth::Level, auth::HeaderSigning, auth::ProtectedPdu, ByteView) override { return {}; }
  std::shared_ptr<const auth::AccessToken> identity() const override { return nullptr; }
  Bytes session_key() const override { return Bytes(16, std::byte{7}); }
};

}  // namespace

void run(ByteView in) {
  ClientOptions options;
  options.server = u"server";
  options.security = std::make_shared<TrustingSecurity>();
  options.encryption = ClientEncryption::if_asked;
  options.dialects = {Dialect::smb_2_0_2, Dialect::smb_2_1};  // whose log-on needs no signature to go on
  ClientConnection client(std::move(options));
  client.start();
  for (size_t at = 0; at < in.size(); at += 61) {
    client.feed(in.subspan(at, std::min<size_t>(61, in.size() - at)));
    if (client.state() == ClientConnection::State::ready) (void)client.read(FileId{}, 4096);
    while (client.next_event()) continue;
    client.sent(client.output().size());
  }
}

}  // namespace nta::smb

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  nta::smb::run(std::as_bytes(std::span(data, size)));
  return 0;
}
