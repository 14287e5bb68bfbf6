// SMB from a stranger: the readers of headers, bodies, contexts and chains, and the server's connection.
//
// The first byte says how the rest is used: as one message read in every way, as the stream of a client whom nobody
// knows, or as what a logged-on client sends, signed and encrypted on its way by the target itself.
#include "auth/security_context.h"
#include "fuzz.h"
#include "smb/server_connection.h"

namespace nta::smb {

namespace {

/** Takes any token; an empty one ends the exchange, an odd one fails. */
class TrustingSecurity final : public auth::SecurityContext {
 public:
  Result<Leg> step(ByteView token) override {
    if (token.size() % 2 == 1) return fail(Win32::logon_failure, "odd");
    return Leg{{}, token.empty()};
  }
  size_t signature_size(auth::Level, size_t) const override { return 0; }
  Result<void> protect(auth::Level, auth::HeaderSigning, auth::ProtectedPdu, std::span<std::byte>) override {
    return {};
  }
  Result<void> unprotect(auth::Level, auth::HeaderSigning, auth::ProtectedPdu, ByteView) override { return {}; }
  std::shared_ptr<const auth::AccessToken> identity() const override { return identity_; }
  Bytes session_key() const override { return Bytes(16, std::byte{7}); }

 private:
  std::shared_ptr<auth::AccessToken> identity_ = std::make_shared<auth::AccessToken>();
};

template <class Body>
void read_and_write(ByteView message) {
  auto body = read_body<Body>(message);
  if (!body) return;
  Bytes again;
  write_message(again, Header{}, *body);
  fuzz::check(read_body<Body>(again).has_value(), "a body that is read is written to one that can be read");
}

void read_every_way(ByteView message) {
  read_and_write<NegotiateRequest>(message);
  read_and_write<NegotiateResponse>(message);
  read_and_write<SessionSetupRequest>(message);
  read_and_write<SessionSetupResponse>(message);
  read_and_write<TreeConnectRequest>(message);
  read_and_write<CreateRequest>(message);
  read_and_write<CreateResponse>(message);
  read_and_write<ReadRequest>(message);
  read_and_write<ReadResponse>(message);
  read_and_write<WriteRequest>(message);
  read_and_write<IoctlRequest>(message);
  read_and_write<IoctlResponse>(message);
  read_and_write<QueryInfoRequest>(message);
  read_and_write<SetInfoRequest>(message);
  (void)read_contexts(message, 8);
  (void)read_transform(message);
  (void)read_validate_request(message);
  Bytes copy(message.begin(), message.end());
  if (auto parts = split_chain(copy)) fuzz::check(!parts->empty(), "a chain has messages");
}

ServerOptions options() {
  ServerOptions made;
  made.make_security = [] { return std::make_shared<TrustingSecurity>(); };
  made.has_pipe = [](std::string_view name) { return name == "srvsvc"; };
  made.limits = {.sessions = 4, .trees = 4, .pipes = 4, .waiting = 4, .credits = 64};
  return made;
}

/** Does what an endpoint does; what is written to a pipe comes back from it. */
void pump(ServerConnection& server) {
  while (auto event = server.next_event()) {
    if (auto* leg = std::get_if<Authenticate>(&*event))
      server.authenticated(leg->session, leg->context->step(leg->token));
    else if (auto* written = std::get_if<PipeWritten>(&*event))
      server.pipe_message(written->pipe, written->bytes);
  }
  if (server.has_unannounced()) server.announce_waiting();
  server.sent(server.output().size());
}

void serve_stranger(ByteView bytes, size_t piece) {
  static const ServerOptions made = options();
  ServerConnection server(made);
  while (!bytes.empty() && server.state() != ServerConnection::State::closed) {
    ByteView part = bytes.first(std::min(piece, bytes.size()));
    server.feed(part);
    pump(server);
    bytes = bytes.subspan(part.size());
  }
  server.end(fail(Win32::broken_pipe, "gone"));
  pump(server);
  fuzz::check(!server.has_session(), "nobody is logged on where nobody is");
}

void send(ServerConnection& server, Bytes message, Protection* protection) {
  if (protection) protection->sign(message);
  Bytes framed;
  size_t begun = begin_message(framed);
  framed.insert(framed.end(), message.begin(), message.end());
  end_message(framed, begun);
  server.feed(framed);
}

/** The answer that waits to be sent. */
Header last_answer(ServerConnection& server) {
  auto header =
      read_header(server.output().size() > length_prefix ? server.output().subspan(length_prefix) : ByteView());
  return header ? *header : Header{};
}

/** Each piece of the input is a request of a client that is logged on, with ids and signature put right. */
void serve_member(ByteView bytes, size_t piece) {
  static const ServerOptions made = options();
  ServerConnection server(made);
  Bytes message;
  NegotiateRequest negotiate;
  negotiate.dialects = {0x0210};
  write_message(message, Header{.credits = 60}, negotiate);
  send(server, std::exchange(message, {}), nullptr);
  pump(server);
  write_message(message, Header{.command = Command::session_setup, .credits = 60, .message_id = 1},
                SessionSetupRequest{});
  send(server, std::exchange(message, {}), nullptr);
  auto event = server.next_event();
  if (auto* leg = event ? std::get_if<Authenticate>(&*event) : nullptr)
    server.authenticated(leg->session, leg->context->step(leg->token));
  uint64_t session = last_answer(server).session_id;
  pump(server);
  Protection protection(Role::client, {Dialect::smb_2_1}, Bytes(16, std::byte{7}), {});
  for (uint64_t id = 2; !bytes.empty() && server.state() != ServerConnection::State::closed; ++id) {
    ByteView part = bytes.first(std::min(piece, bytes.size()));
    bytes = bytes.subspan(part.size());
    if (part.size() < 2) break;
    Header header{.command = static_cast<Command>(std::to_integer<uint16_t>(part[0]) % commands),
                  .credits = 4,
                  .message_id = id,
                  .tree_id = std::to_integer<uint32_t>(part[1]) % 3,
                  .session_id = session};
    write_header(message, header);
    message.insert(message.end(), part.begin() + 2, part.end());
    send(server, std::exchange(message, {}), &protection);
    pump(server);
  }
}

}  // namespace

}  // namespace nta::smb

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace nta;
  if (size == 0) return 0;
  ByteView bytes = fuzz::input(data, size).subspan(1);
  size_t piece = static_cast<size_t>(data[0]) + 2;
  smb::read_every_way(bytes);
  smb::serve_stranger(bytes, piece);
  smb::serve_member(bytes, piece);
  return 0;
}
