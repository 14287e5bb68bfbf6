// The client's end of SMB against our server's end, without a network between.
#include "smb/client_connection.h"

#include <gtest/gtest.h>

#include "smb/server_connection.h"

namespace {

using namespace nta;
using namespace nta::smb;

/** Takes any token; three legs, so that a log-on has them all. */
class TrustingSecurity final : public auth::SecurityContext {
 public:
  enum class Ticket { lasting, over, bad };  // the last is found out at the second leg
  explicit TrustingSecurity(Role role, Ticket ticket = Ticket::lasting) : role_(role), ticket_(ticket) {}
  Result<Leg> step(ByteView) override {
    ++legs_;
    if (ticket_ == Ticket::bad && legs_ == 2) return fail(Win32::logon_failure, "a bad ticket");
    return Leg{Bytes(8, std::byte{static_cast<uint8_t>(legs_)}), legs_ == 2};
  }
  size_t signature_size(auth::Level, size_t) const override { return 0; }
  Result<void> protect(auth::Level, auth::HeaderSigning, auth::ProtectedPdu, std::span<std::byte>) override {
    return {};
  }
  Result<void> unprotect(auth::Level, auth::HeaderSigning, auth::ProtectedPdu, ByteView) override { return {}; }
  std::shared_ptr<const auth::AccessToken> identity() const override {
    return role_ == Role::server ? std::make_shared<auth::AccessToken>() : nullptr;
  }
  Bytes session_key() const override { return legs_ == 2 ? Bytes(16, std::byte{7}) : Bytes(); }
  std::optional<FileTime> end_time() const override {
    return ticket_ == Ticket::over ? std::optional(filetime_now()) : std::nullopt;
  }

 private:
  const Role role_;
  const Ticket ticket_;
  int legs_ = 0;
};

/** A client, a server whose one pipe gives back what is written, and the bytes between. */
class Loop {
 public:
  explicit Loop(ClientOptions options = {}, Encryption encryption = Encryption::preferred)
      : server_options_(server_options(encryption)), server_(server_options_), client(prepared(std::move(options))) {}

  /** Carries bytes until none are left, in pieces of `piece`; `change` may change those for the client. */
  void run(size_t piece = 4096) {
    for (bool moved = true; moved;) {
      moved = false;
      for (ByteView out = client.output(); !out.empty(); out = client.output()) {
        Bytes part(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(std::min(piece, out.size())));
        client.sent(part.size());
        server_.feed(part);
        moved = true;
      }
      serve();
      for (ByteView out = server_.output(); !out.empty(); out = server_.output()) {
        Bytes part(out.begin(), out.begin() + static_cast<std::ptrdiff_t>(std::min(piece, out.size())));
        server_.sent(part.size());
        if (change) change(part);
        client.feed(part);
        moved = true;
      }
    }
    while (auto event = client.next_event()) events.push_back(std::move(*event));
  }

  bool is_ready() const {
    return std::any_of(events.begin(), events.end(), [](auto& event) { return std::holds_alternative<Ready>(event); });
  }
  const Lost* lost() const { return events.empty() ? nullptr : std::get_if<Lost>(&events.back()); }
  const Answer* last_answer() const { return events.empty() ? nullptr : std::get_if<Answer>(&events.back()); }

 private:
  ServerOptions server_options(Encryption encryption) {
    ServerOptions made;
    made.encryption = encryption;
    made.make_security = [this] { return std::make_shared<TrustingSecurity>(Role::server, ticket); };
    made.has_pipe = [](std::string_view name) { return name == "srvsvc"; };
    return made;
  }
  static ClientOptions prepared(ClientOptions options) {
    options.server = u"server";
    options.security = std::make_shared<TrustingSecurity>(Role::client);
    return options;
  }

  void serve() {
    while (auto event = server_.next_event()) {
      if (auto* leg = std::get_if<Authenticate>(&*event)) {
        server_.authenticated(leg->session, leg->context->step(leg->token));
      } else if (auto* written = std::get_if<PipeWritten>(&*event)) {
        server_.pipe_message(written->pipe, written->bytes);
      }
    }
    if (server_.has_unannounced()) server_.announce_waiting();
  }

 public:
  TrustingSecurity::Ticket ticket = TrustingSecurity::Ticket::lasting;  // what clients log on with

 private:
  ServerOptions server_options_;
  ServerConnection server_;

 public:
  ClientConnection client;
  std::vector<ClientEvent> events;
  std::function<void(Bytes&)> change;
};

/** Logged on, with the pipe open. */
FileId open_pipe(Loop& loop) {
  loop.client.start();
  loop.run();
  EXPECT_TRUE(loop.is_ready()) << (loop.lost() ? loop.lost()->why.text : "");
  EXPECT_TRUE(loop.client.open_pipe(u"srvsvc"));
  loop.run();
  const Answer* answer = loop.last_answer();
  EXPECT_TRUE(answer && answer->status == NtStatus::success);
  return answer ? answer->file : FileId{};
}

TEST(SmbClientConnection, EveryDialectCarriesAPipesMessages) {
  for (auto dialect :
       {Dialect::smb_2_0_2, Dialect::smb_2_1, Dialect::smb_3_0, Dialect::smb_3_0_2, Dialect::smb_3_1_1}) {
    for (auto encryption : {ClientEncryption::if_asked, ClientEncryption::preferred}) {
      ClientOptions options;
      options.dialects = {dialect};
      options.encryption = encryption;
      Loop loop(std::move(options));
      FileId pipe = open_pipe(loop);
      EXPECT_EQ(loop.client.dialect(), dialect);
      ASSERT_TRUE(loop.client.transceive(pipe, as_byte_view("a message"), 4096));
      loop.run();
      ASSERT_TRUE(loop.last_answer()) << static_cast<int>(dialect);
      EXPECT_EQ(loop.last_answer()->data, Bytes(as_byte_view("a message").begin(), as_byte_view("a message").end()));
    }
  }
}

TEST(SmbClientConnection, BytesMayComeOneByOne) {
  Loop loop;
  loop.client.start();
  loop.run(1);
  EXPECT_TRUE(loop.is_ready());
}

TEST(SmbClientConnection, APendingReadIsAnsweredOrCancelled) {
  Loop loop;
  FileId pipe = open_pipe(loop);
  auto read = loop.client.read(pipe, 100);
  ASSERT_TRUE(read);
  loop.run();
  EXPECT_NE(loop.last_answer()->request, *read);
  loop.client.cancel(*read);
  loop.run();
  ASSERT_TRUE(loop.last_answer());
  EXPECT_EQ(loop.last_answer()->request, *read);
  EXPECT_EQ(loop.last_answer()->status, NtStatus::cancelled);
}

TEST(SmbClientConnection, RequestsBeyondTheCreditsWaitTheirTurn) {
  ClientOptions options;
  options.credits = 4;
  Loop loop(std::move(options));
  open_pipe(loop);
  size_t before = loop.events.size();
  for (int i = 0; i < 500; ++i) ASSERT_TRUE(loop.client.echo());
  loop.run();
  EXPECT_EQ(loop.events.size() - before, 500u);
}

/** Logs on again, as the connection's owner would. */
void renew(Loop& loop) {
  auto security = std::make_shared<TrustingSecurity>(Role::client);
  auto first = security->step({});
  loop.client.renew(security, *std::move(first));
  loop.run();
}

/** A session with an open pipe, whose ticket is over. */
class OverSession : public testing::TestWithParam<Encryption> {
 protected:
  OverSession() {
    pipe = open_pipe(loop);
    loop.ticket = TrustingSecurity::Ticket::over;
    renew(loop);
    loop.ticket = TrustingSecurity::Ticket::lasting;
    loop.events.clear();
  }
  ptrdiff_t told_of_its_end() const {
    return std::ranges::count_if(loop.events, [](auto& event) { return std::holds_alternative<Expired>(event); });
  }
  std::vector<std::pair<uint64_t, NtStatus>> answers() const { return answers(loop); }
  static std::vector<std::pair<uint64_t, NtStatus>> answers(const Loop& of) {
    std::vector<std::pair<uint64_t, NtStatus>> list;
    for (auto& event : of.events)
      if (auto* answer = std::get_if<Answer>(&event)) list.emplace_back(answer->request, answer->status);
    return list;
  }
  Loop loop{{}, GetParam()};
  FileId pipe;
};

TEST_P(OverSession, IsRenewedAndWhatWasRefusedIsSentAgainInItsOrder) {
  for (char letter : {'a', 'b'}) loop.client.forget(*loop.client.write(pipe, as_byte_view(std::string(1, letter))));
  uint64_t first = *loop.client.read(pipe, 1), second = *loop.client.read(pipe, 1);
  loop.run();
  EXPECT_EQ(told_of_its_end(), 1);
  EXPECT_TRUE(answers().empty());
  renew(loop);
  ASSERT_EQ(answers(),
            (std::vector<std::pair<uint64_t, NtStatus>>{{first, NtStatus::success}, {second, NtStatus::success}}));
  EXPECT_EQ(std::get<Answer>(loop.events.end()[-2]).data, Bytes{std::byte{'a'}});
  EXPECT_EQ(loop.last_answer()->data, Bytes{std::byte{'b'}}) << "the pipe of before is still open";
}

TEST_P(OverSession, WhatIsAskedForWhileItIsRenewedWaitsForThat) {
  uint64_t first = *loop.client.write(pipe, as_byte_view("x"));
  loop.run();
  auto security = std::make_shared<TrustingSecurity>(Role::client);
  loop.client.renew(security, *security->step({}));
  uint64_t second = *loop.client.open_pipe(u"srvsvc");
  loop.run();
  EXPECT_EQ(answers(),
            (std::vector<std::pair<uint64_t, NtStatus>>{{first, NtStatus::success}, {second, NtStatus::success}}));
}

TEST_P(OverSession, WhatIsRefusedAgainIsAnsweredSo) {
  uint64_t request = *loop.client.read(pipe, 1);
  loop.run();
  loop.ticket = TrustingSecurity::Ticket::over;
  renew(loop);
  EXPECT_EQ(answers(), (std::vector<std::pair<uint64_t, NtStatus>>{{request, NtStatus::network_session_expired}}));
}

TEST_P(OverSession, ThatIsNotRenewedAnswersWithItsStatus) {
  uint64_t request = *loop.client.read(pipe, 1);
  loop.client.forget(*loop.client.write(pipe, as_byte_view("x")));
  loop.run();
  loop.client.leave_expired();
  loop.run();
  EXPECT_EQ(answers(), (std::vector<std::pair<uint64_t, NtStatus>>{{request, NtStatus::network_session_expired}}));
}

TEST_P(OverSession, WhoseRenewalFailsAnswersWithItsStatusAndTheConnectionStays) {
  for (Role who_refuses : {Role::client, Role::server}) {
    Loop failing({}, GetParam());
    FileId open = open_pipe(failing);
    failing.ticket = TrustingSecurity::Ticket::over;
    renew(failing);
    failing.events.clear();
    uint64_t before = *failing.client.write(open, as_byte_view("x"));
    failing.run();
    bool server_does = who_refuses == Role::server;
    failing.ticket = server_does ? TrustingSecurity::Ticket::bad : TrustingSecurity::Ticket::lasting;
    auto security = std::make_shared<TrustingSecurity>(
        Role::client, server_does ? TrustingSecurity::Ticket::lasting : TrustingSecurity::Ticket::bad);
    failing.client.renew(security, *security->step({}));
    uint64_t meanwhile = *failing.client.open_pipe(u"srvsvc");
    failing.run();
    EXPECT_EQ(failing.client.state(), ClientConnection::State::ready) << server_does;
    EXPECT_EQ(failing.lost(), nullptr) << server_does;
    EXPECT_EQ(answers(failing),
              (std::vector<std::pair<uint64_t, NtStatus>>{{before, NtStatus::network_session_expired},
                                                          {meanwhile, NtStatus::network_session_expired}}));
  }
}

INSTANTIATE_TEST_SUITE_P(Both, OverSession, testing::Values(Encryption::off, Encryption::preferred));

TEST(SmbClientConnection, AForgottenOpenIsClosedAgain) {
  Loop loop;
  loop.client.start();
  loop.run();
  auto opening = loop.client.open_pipe(u"srvsvc");
  ASSERT_TRUE(opening);
  loop.client.forget(*opening);
  size_t before = loop.events.size();
  loop.run();
  EXPECT_EQ(loop.events.size(), before);
  EXPECT_EQ(loop.lost(), nullptr);
}

TEST(SmbClientConnection, AChangedByteEndsIt) {
  for (auto encryption : {ClientEncryption::if_asked, ClientEncryption::preferred}) {
    ClientOptions options;
    options.encryption = encryption;
    Loop loop(std::move(options));
    FileId pipe = open_pipe(loop);
    loop.change = [](Bytes& bytes) { bytes.back() ^= std::byte{1}; };
    ASSERT_TRUE(loop.client.transceive(pipe, as_byte_view("a message"), 4096));
    loop.run();
    EXPECT_TRUE(loop.lost());
  }
}

TEST(SmbClientConnection, AnAnswerInPlainTextToAnEncryptedRequestEndsIt) {
  Loop loop;
  open_pipe(loop);
  ASSERT_TRUE(loop.client.echo());
  Header header;
  header.command = Command::echo;
  header.flags = flag_response;
  header.message_id = 6;
  Bytes stream;
  size_t begun = begin_message(stream);
  write_message(stream, header, EmptyBody{});
  end_message(stream, begun);
  loop.client.feed(stream);
  EXPECT_EQ(loop.client.state(), ClientConnection::State::closed);
}

/** What somebody between makes of an answer: unsigned, with the status of interim ones. */
void make_pending(Bytes& answer, uint32_t more_flags) {
  constexpr size_t status_at = 4 + 8, flags_at = 4 + 16;
  uint32_t status = code(NtStatus::pending), flags;
  std::memcpy(answer.data() + status_at, &status, sizeof status);
  std::memcpy(&flags, answer.data() + flags_at, sizeof flags);
  flags = (flags & ~flag_signed) | more_flags;
  std::memcpy(answer.data() + flags_at, &flags, sizeof flags);
}

TEST(SmbClientConnection, AnUnsignedAnswerThatSaysPendingBringsNothing) {
  for (uint32_t flags : {uint32_t{0}, flag_async}) {
    ClientOptions options;
    options.dialects = {Dialect::smb_2_1};
    Loop loop(std::move(options));
    FileId pipe = open_pipe(loop);
    ASSERT_TRUE(loop.client.write(pipe, as_byte_view("a message")));
    loop.run();
    loop.change = [flags](Bytes& bytes) { make_pending(bytes, flags); };
    size_t before = loop.events.size();
    ASSERT_TRUE(loop.client.read(pipe, 100));
    loop.run();
    if (flags == flag_async) {
      EXPECT_EQ(loop.events.size(), before) << "its answer is still to come";
    } else {
      ASSERT_TRUE(loop.lost());
      EXPECT_EQ(loop.lost()->why.code, Win32::invalid_data);
    }
  }
}

TEST(SmbClientConnection, AnUnsignedAnswerThatSaysPendingDoesNotConfirmTheNegotiation) {
  ClientOptions options;
  options.dialects = {Dialect::smb_2_1, Dialect::smb_3_0};
  Loop loop(std::move(options), Encryption::off);
  loop.change = [&](Bytes& bytes) {
    if (loop.client.state() == ClientConnection::State::validating) make_pending(bytes, 0);
  };
  loop.client.start();
  loop.run();
  EXPECT_FALSE(loop.is_ready());
  ASSERT_TRUE(loop.lost());
  EXPECT_EQ(loop.lost()->why.code, Win32::invalid_data);
}

TEST(SmbClientConnection, AServerThatMovesTooFewBytesIsRefused) {
  for (uint32_t least : {0u, 16u, 4095u}) {
    ClientOptions options;
    options.dialects = {Dialect::smb_2_1};
    options.security = std::make_shared<TrustingSecurity>(Role::client);
    ClientConnection client(std::move(options));
    client.start();
    Header header;
    header.flags = flag_response;
    header.credits = 1;
    NegotiateResponse body;
    body.dialect = Dialect::smb_2_1;
    body.max_transact = body.max_write = 65536;
    body.max_read = least;
    Bytes stream;
    size_t begun = begin_message(stream);
    write_message(stream, header, body);
    end_message(stream, begun);
    client.feed(stream);
    auto event = client.next_event();
    ASSERT_TRUE(event && std::holds_alternative<Lost>(*event)) << least;
    EXPECT_EQ(std::get<Lost>(*event).why.code, Win32::invalid_data);
  }
}

TEST(SmbClientConnection, ADialectThatWasNotOfferedIsRefused) {
  ClientOptions options;
  options.dialects = {Dialect::smb_3_1_1};
  options.security = std::make_shared<TrustingSecurity>(Role::client);
  ClientConnection client(std::move(options));
  client.start();
  Header header;
  header.flags = flag_response;
  header.credits = 1;
  NegotiateResponse body;
  body.dialect = Dialect::smb_2_0_2;
  Bytes stream;
  size_t begun = begin_message(stream);
  write_message(stream, header, body);
  end_message(stream, begun);
  client.feed(stream);
  auto event = client.next_event();
  ASSERT_TRUE(event && std::holds_alternative<Lost>(*event));
  EXPECT_EQ(std::get<Lost>(*event).why.code, Win32::not_supported);
}

TEST(SmbClientConnection, GarbageEndsIt) {
  for (std::string_view garbage : {std::string_view("GET / HTTP/1.0\r\n\r\n"), std::string_view("\0\0\0\4abcd", 8),
                                   std::string_view("\0\0\0\x40\xFESMB", 8), std::string_view("\0\xFF\xFF\xFF", 4)}) {
    ClientConnection client({});
    client.start();
    client.feed(as_byte_view(garbage));
    client.feed(Bytes(80));
    EXPECT_EQ(client.state(), ClientConnection::State::closed) << garbage;
  }
}

}  // namespace
