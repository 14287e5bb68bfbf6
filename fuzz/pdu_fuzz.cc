// DCE/RPC from a stranger: the PDU reader, the server's association and the client's.
//
// The first byte says how the rest is cut into pieces. Associations must take anything, end by themselves or go on,
// and keep within their bounds whatever comes.
#include "fuzz.h"
#include "rpc/client_association.h"
#include "rpc/server_association.h"

namespace nta::rpc {

namespace {

constexpr SyntaxId interfaces[] = {{guid("e1af8308-5d1f-11c9-91a4-08002b14a0fa"), 3, 0},
                                   {guid("12345778-1234-abcd-ef00-0123456789ab"), 0, 0}};

/** Accepts any token at once, and any signature. */
class TrustingSecurity final : public auth::SecurityContext {
 public:
  Result<Leg> step(ByteView token) override {
    Leg leg;
    leg.complete = token.size() % 2 == 0;
    leg.token = {std::byte{1}};
    return leg;
  }
  size_t signature_size(auth::Level, size_t) const override { return 16; }
  Result<void> protect(auth::Level, auth::HeaderSigning, auth::ProtectedPdu, std::span<std::byte>) override {
    return {};
  }
  Result<void> unprotect(auth::Level, auth::HeaderSigning, auth::ProtectedPdu, ByteView) override { return {}; }
  std::shared_ptr<const auth::AccessToken> identity() const override { return nullptr; }
};

/** Calls `feed` with pieces of `bytes`. */
template <class Feed>
void in_pieces(ByteView bytes, size_t piece, Feed feed) {
  while (!bytes.empty()) {
    ByteView part = bytes.first(std::min(piece, bytes.size()));
    feed(part);
    bytes = bytes.subspan(part.size());
  }
}

void read_one(ByteView bytes) {
  Bytes copy(bytes.begin(), bytes.end());
  auto frame = read_frame(copy);
  if (!frame) return;
  fuzz::check(frame->body_end <= copy.size() && frame->body_end >= header_size, "the body lies in the fragment");
  if (auto bind = read_bind(*frame)) {
    Bytes again;
    PduWriter pdu(again, PduType::bind, pfc_whole, 1);
    write_bind(pdu.body(), *bind);
    if (again.size() > largest_fragment) return;
    pdu.finish();
    auto read = read_bind(*read_frame(again));
    fuzz::check(read && *read == *bind, "a bind that is read is written to the same");
  }
  (void)read_bind_ack(*frame);
  (void)read_bind_nak(*frame);
}

void serve(ByteView bytes, size_t piece) {
  AssociationGroups groups;
  ServerOptions options{.limits = {.request_bytes = 10000, .calls = 4, .contexts = 4, .paused_bytes = 10000}};
  options.make_security = [](uint8_t type, auth::Level) {
    return type == 10 ? std::make_shared<TrustingSecurity>() : nullptr;
  };
  ServerAssociation server(interfaces, groups, options);
  in_pieces(bytes, piece, [&](ByteView part) {
    server.feed(Bytes(part.begin(), part.end()));
    while (auto event = server.next_event()) {
      if (auto* request = std::get_if<Request>(&*event)) {
        fuzz::check(request->stub.size() <= 10000, "a request is within its limit");
        if (request->opnum % 2 == 0) server.respond(request->call_id, request->stub);
      } else if (auto* leg = std::get_if<Authenticate>(&*event)) {
        server.authenticated(leg->context->step(leg->token));
      }
    }
    fuzz::check(server.calls() <= 4, "calls are within their limit");
    server.sent(server.output().size());
  });
  server.end();
  fuzz::check(groups.size() == 0, "an ended association has left its group");
}

void call(ByteView bytes, size_t piece) {
  ClientAssociation client({.reply_bytes = 10000});
  (void)client.bind(interfaces);
  for (size_t i = 0; i < 3; ++i) (void)client.start_call(i % 2, 3, {});
  in_pieces(bytes, piece, [&](ByteView part) {
    client.feed(Bytes(part.begin(), part.end()));
    while (auto event = client.next_event())
      if (auto* reply = std::get_if<Reply>(&*event))
        fuzz::check(reply->stub.size() <= 10000, "a reply is within its limit");
    client.sent(client.output().size());
  });
}

}  // namespace

}  // namespace nta::rpc

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace nta;
  if (size == 0) return 0;
  ByteView bytes = fuzz::input(data, size).subspan(1);
  size_t piece = data[0] == 0 ? SIZE_MAX : data[0];
  rpc::read_one(bytes);
  rpc::serve(bytes, piece);
  rpc::call(bytes, piece);
  return 0;
}
