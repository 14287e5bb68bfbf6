// NTLM from a stranger: the messages' readers, and a server that knows one user.
//
// The first byte says where the input is cut into NEGOTIATE and AUTHENTICATE; the last part is read as a CHALLENGE too.
#include "auth/ntlm/ntlm_context.h"
#include "fuzz.h"

namespace nta::auth::ntlm {

namespace {

void read_all(ByteView bytes) {
  (void)read_negotiate(bytes);
  if (auto challenge = read_challenge(bytes)) (void)AvPairs::read(challenge->target_info);
  if (auto message = read_authenticate(bytes))
    fuzz::check(message->nt_response.size() <= bytes.size() && message->user.size() * 2 <= bytes.size(),
                "fields lie in the message");
  if (auto pairs = AvPairs::read(bytes)) {
    auto again = AvPairs::read(pairs->write());
    fuzz::check(again && again->write() == pairs->write(), "AV pairs that are read are written to the same");
  }
}

void serve(ByteView negotiate, ByteView authenticate) {
  Authority authority{.netbios_name = u"HOST", .dns_name = u"host", .find_account = {}, .wrong_password = {}};
  authority.find_account = [](std::u16string_view, std::u16string_view) -> Result<Account> {
    return Account{nt_hash(u"secret"), std::make_shared<AccessToken>()};
  };
  NtlmServer server(std::make_shared<Authority>(authority), Origin::rpc);
  if (!server.step(negotiate)) return;
  fuzz::check(!server.step(authenticate) && !server.identity(), "nobody guesses the password");
}

void answer(ByteView challenge) {
  NtlmClient client({u"alice", u"HOST", u"CLIENT", nt_hash(u"secret")}, u"cifs/host");
  (void)client.step({});
  (void)client.step(challenge);
}

}  // namespace

}  // namespace nta::auth::ntlm

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace nta;
  if (size == 0) return 0;
  ByteView bytes = fuzz::input(data, size).subspan(1);
  size_t cut = std::min<size_t>(data[0], bytes.size());
  auth::ntlm::read_all(bytes.subspan(cut));
  auth::ntlm::serve(bytes.first(cut), bytes.subspan(cut));
  auth::ntlm::answer(bytes.subspan(cut));
  return 0;
}
