// Connections and sessions of the server: what is negotiated, who gets in, what has to be signed.
#include "smb/server_client.h"

namespace nta::smb {
namespace {

using test::Client;
using test::Signed;

struct ServerTest : testing::Test {
  ServerOptions options = test::made_up_options();
  ServerConnection server{options};
  Client client{server};
};
using Negotiation = ServerTest;
using Logon = ServerTest;
using Protected = ServerTest;
using Credits = ServerTest;

Bytes smb1_negotiate(std::initializer_list<std::string_view> dialects) {
  Bytes message(33);
  for (auto [at, value] : {std::pair<size_t, int>{0, 0xFF}, {1, 'S'}, {2, 'M'}, {3, 'B'}, {4, 0x72}})
    message[at] = static_cast<std::byte>(value);
  Bytes names;
  for (std::string_view each : dialects) {
    names.push_back(std::byte{2});
    auto bytes = as_byte_view(each);
    names.insert(names.end(), bytes.begin(), bytes.end());
    names.push_back(std::byte{0});
  }
  ByteWriter out(message);
  out.u16(static_cast<uint16_t>(names.size()));
  message.insert(message.end(), names.begin(), names.end());
  return message;
}

TEST_F(Negotiation, AnSmb1ClientThatKnowsSmb2IsToldToNegotiateAgain) {
  client.send_bytes(smb1_negotiate({"NT LM 0.12", "SMB 2.002", "SMB 2.???"}));
  auto answers = client.receive();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].body<NegotiateResponse>().dialect, Dialect::any);
  EXPECT_EQ(answers[0].header.message_id, 0u);
  client.next_id = 1;
  EXPECT_EQ(client.negotiate({0x0202, 0x0300}).body<NegotiateResponse>().dialect, Dialect::smb_3_0);
}

TEST_F(Negotiation, AnSmb1ClientThatKnows2_0_2AloneHasNegotiatedIt) {
  client.send_bytes(smb1_negotiate({"NT LM 0.12", "SMB 2.002"}));
  auto answers = client.receive();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].body<NegotiateResponse>().dialect, Dialect::smb_2_0_2);
  EXPECT_EQ(server.state(), ServerConnection::State::negotiated);
}

TEST_F(Negotiation, AClientThatKnowsSmb1OnlyIsRefusedAndTheOwnerToldWhy) {
  client.send_bytes(smb1_negotiate({"NT LM 0.12"}));
  EXPECT_TRUE(client.closed);
  ASSERT_EQ(client.told.size(), 1u);
  EXPECT_NE(client.told[0].find("SMB1"), std::string::npos);
}

TEST_F(Negotiation, TheHighestCommonDialectIsTaken) {
  EXPECT_EQ(client.negotiate({0x0210, 0x0302, 0x0202, 0x0999}).body<NegotiateResponse>().dialect, Dialect::smb_3_0_2);
}

TEST_F(Negotiation, WithoutACommonDialectItFailsAndMayBeTriedAgain) {
  EXPECT_EQ(client.negotiate({0x0999}).status(), NtStatus::not_supported);
  EXPECT_EQ(client.negotiate({}).status(), NtStatus::invalid_parameter);
  EXPECT_EQ(client.negotiate({0x0202}).status(), NtStatus::success);
}

TEST_F(Negotiation, OfDialect3_1_1NeedsAHashThatIsKnown) {
  EXPECT_EQ(client.negotiate({0x0311}).status(), NtStatus::invalid_parameter);
  EXPECT_EQ(client.negotiate({0x0311}, {.hashes = {static_cast<HashAlgorithm>(9)}, .salt = {}}).status(),
            NtStatus::no_common_hash);
}

TEST_F(Negotiation, TheClientsOrderOfAlgorithmsDecides) {
  NegotiateContexts offered{.hashes = {HashAlgorithm::sha512},
                            .salt = Bytes(8),
                            .ciphers = {static_cast<Cipher>(77), Cipher::aes256_ccm, Cipher::aes128_gcm},
                            .signing = {SigningAlgorithm::aes_gmac, SigningAlgorithm::aes_cmac}};
  auto answer = client.negotiate({0x0311}, offered);
  auto body = answer.body<NegotiateResponse>();
  auto chosen = read_contexts(body.contexts, body.context_count);
  ASSERT_TRUE(chosen);
  EXPECT_EQ(chosen->ciphers, std::vector<Cipher>{Cipher::aes256_ccm});
  EXPECT_EQ(chosen->signing, std::vector<SigningAlgorithm>{SigningAlgorithm::aes_gmac});
  EXPECT_EQ(chosen->salt.size(), 32u);
}

TEST_F(Negotiation, ASecondOneEndsTheConnection) {
  client.negotiate({0x0210});
  client.negotiate({0x0210});
  EXPECT_TRUE(client.closed);
}

TEST_F(Negotiation, ACommandBeforeItEndsTheConnectionWithoutAnAnswer) {
  client.send_bytes(client.request(client.header(Command::echo), EmptyBody{}));
  EXPECT_TRUE(client.closed);
  EXPECT_TRUE(client.receive().empty());
}

TEST_F(Logon, HasTwoLegsAndTellsTheOwner) {
  client.negotiate({0x0210});
  client.log_on();
  EXPECT_EQ(client.told, std::vector<std::string>{"started"});
  EXPECT_TRUE(server.has_session());
}

TEST_F(Logon, AWrongPasswordGetsItsCodeAndNoSession) {
  client.negotiate({0x0210});
  EXPECT_EQ(client.setup("wrong").status(), NtStatus::logon_failure);
  EXPECT_EQ(client.told, std::vector<std::string>{"failed"});
  EXPECT_EQ(client.setup("ok").status(), NtStatus::user_session_deleted) << "its id names nothing any more";
}

TEST_F(Logon, SeveralSessionsShareAConnection) {
  client.arrive();
  uint64_t first = client.session;
  auto first_protection = std::move(client.protection);
  client.session = 0;
  client.tree = 0;
  client.hash = {};
  client.log_on();
  EXPECT_NE(client.session, first);
  EXPECT_EQ(client.connect().status(), NtStatus::success);
  client.ask(Command::logoff, EmptyBody{});
  client.session = first;
  client.protection = std::move(first_protection);
  EXPECT_EQ(client.connect().status(), NtStatus::success) << "the other session goes on";
}

TEST_F(Logon, AgainKeepsTheKeys) {
  client.arrive();
  FileId file = client.open();
  ASSERT_EQ(client.setup("more").status(), NtStatus::more_processing_required);
  ASSERT_EQ(client.setup("ok").status(), NtStatus::success);
  EXPECT_EQ(client.write(file, "x").status(), NtStatus::success) << "signed with the first keys";
}

TEST_F(Logon, AgainWithAWrongPasswordEndsTheSession) {
  client.arrive();
  EXPECT_EQ(client.setup("wrong").status(), NtStatus::logon_failure);
  EXPECT_EQ(client.create(u"srvsvc").status(), NtStatus::user_session_deleted);
}

TEST_F(Logon, NobodyGetsNoSession) {
  client.negotiate({0x0302});
  EXPECT_EQ(client.setup("nobody").status(), NtStatus::access_denied);
  EXPECT_EQ(client.told, std::vector<std::string>{"failed"});
}

TEST_F(Logon, NobodyGetsOneWhereSomePipesAreOpenAndOpensThose) {
  options.null_session_pipes = {"srvsvc"};
  client.negotiate({0x0302});
  test::Answer answer = client.setup("nobody");
  ASSERT_EQ(answer.status(), NtStatus::success);
  EXPECT_EQ(answer.body<SessionSetupResponse>().flags, session_is_null);
  EXPECT_FALSE(answer.header.has(flag_signed)) << "there is no key";
  ASSERT_EQ(client.connect().status(), NtStatus::success);
  EXPECT_EQ(client.create(u"lsm_api_service").status(), NtStatus::access_denied);
  EXPECT_EQ(client.create(u"nothing").status(), NtStatus::object_name_not_found);
  FileId file = client.open(u"SRVSVC");
  EXPECT_EQ(client.write(file, "x").status(), NtStatus::success);
  EXPECT_EQ(client.ask(Command::logoff, EmptyBody{}).status(), NtStatus::success);
}

TEST_F(Logon, NobodyGetsNoneWhereAllHasToBeEncrypted) {
  options.null_session_pipes = {"srvsvc"};
  options.encryption = Encryption::required;
  client.negotiate_3_1_1(Cipher::aes128_gcm);
  EXPECT_EQ(client.setup("nobody").status(), NtStatus::access_denied);
}

// Its pipes would go on as who opened them, after that one's ticket has ended and where nobody sees it.
TEST_F(Logon, ASessionStaysWhoseItIs) {
  options.null_session_pipes = {"srvsvc"};
  for (auto first : {"ok", "over"})
    for (auto second : {"other", "nobody"}) {
      ServerConnection connection(options);
      test::Client each(connection);
      each.arrive();
      ASSERT_EQ(each.setup(first).status(), NtStatus::success);
      EXPECT_EQ(each.setup(second).status(), NtStatus::access_denied) << first << " " << second;
      EXPECT_EQ(each.connect().status(), NtStatus::user_session_deleted);
      EXPECT_EQ(each.told.back(), "ended") << first << " " << second;
    }
}

// Whoever is in between could have made it, and would have another's log-on carried into it.
TEST_F(Logon, ASessionOfNobodysBecomesNobodyElses) {
  options.null_session_pipes = {"srvsvc"};
  client.negotiate({0x0302});
  ASSERT_EQ(client.setup("nobody").status(), NtStatus::success);
  EXPECT_EQ(client.setup("ok").status(), NtStatus::access_denied);
  EXPECT_EQ(client.connect().status(), NtStatus::user_session_deleted);
}

TEST_F(Logon, BindingAnotherConnectionsSessionIsRefused) {
  client.negotiate({0x0302});
  client.session = 12345;
  EXPECT_EQ(client.setup("ok", 0, session_binding).status(), NtStatus::request_not_accepted);
}

TEST_F(Logon, MoreSessionsThanTheLimitAreRefused) {
  options.limits.sessions = 2;
  client.negotiate({0x0210});
  for (NtStatus expected :
       {NtStatus::more_processing_required, NtStatus::more_processing_required, NtStatus::insufficient_resources}) {
    client.session = 0;
    EXPECT_EQ(client.setup("more").status(), expected);
  }
}

TEST_F(Logon, BegunAThirdTimeBeforeAnyIsDoneIsRefused) {
  client.negotiate({0x0210});
  for (NtStatus expected :
       {NtStatus::more_processing_required, NtStatus::more_processing_required, NtStatus::request_not_accepted}) {
    client.session = 0;
    EXPECT_EQ(client.setup("more").status(), expected);
  }
}

TEST_F(Logon, WhereSomebodyIsLoggedOnMayBeBegunOftener) {
  client.arrive();
  client.protection = nullptr;
  for (int i = 0; i < 5; ++i) {
    client.session = 0;
    EXPECT_EQ(client.setup("more").status(), NtStatus::more_processing_required);
  }
}

TEST_F(Logon, GivesUpThePreviousSessionButNeverItself) {
  client.negotiate({0x0210});
  ASSERT_EQ(client.setup("more").status(), NtStatus::more_processing_required);
  ASSERT_EQ(client.setup("ok", client.session).status(), NtStatus::success);
  EXPECT_EQ(client.given_up, 0u);
  client.session = 0;
  ASSERT_EQ(client.setup("ok", 4711).status(), NtStatus::success);
  EXPECT_EQ(client.given_up, 4711u);
}

TEST_F(Logon, ASessionInProgressTakesNothingElse) {
  client.negotiate({0x0210});
  client.setup("more");
  EXPECT_EQ(client.connect().status(), NtStatus::access_denied);
}

TEST_F(Logon, WhereEncryptionIsRequiredWhoCannotIsRefused) {
  options.encryption = Encryption::required;
  client.negotiate({0x0210});
  EXPECT_EQ(client.setup("ok").status(), NtStatus::access_denied);
}

TEST_F(Protected, AnUnsignedRequestIsDeniedAndToldOnce) {
  client.arrive();
  client.sign = Signed::no;
  EXPECT_EQ(client.create(u"srvsvc").status(), NtStatus::access_denied);
  EXPECT_EQ(client.create(u"srvsvc").status(), NtStatus::access_denied);
  EXPECT_EQ(
      std::count_if(client.told.begin(), client.told.end(), [](auto& each) { return each.starts_with("refused"); }), 1);
  client.sign = Signed::yes;
  EXPECT_EQ(client.create(u"srvsvc").status(), NtStatus::success);
}

TEST_F(Protected, ATamperedRequestIsDenied) {
  client.arrive();
  Bytes name = utf16_bytes(u"srvsvc");
  Bytes bytes = client.request(client.header(Command::create), CreateRequest{.name = name, .contexts = {}});
  bytes.back() ^= std::byte{1};
  client.send_bytes(bytes);
  EXPECT_EQ(client.receive().at(0).status(), NtStatus::access_denied);
}

TEST_F(Protected, APlainRequestOnAnEncryptedSessionIsDenied) {
  client.negotiate_3_1_1(Cipher::aes128_gcm);
  client.log_on();
  ASSERT_TRUE(client.encrypts);
  client.encrypts = false;
  EXPECT_EQ(client.connect().status(), NtStatus::access_denied);
}

TEST_F(Protected, APlainCancelOfAnEncryptedSessionIsPassedOver) {
  client.negotiate_3_1_1(Cipher::aes128_gcm);
  client.log_on();
  ASSERT_EQ(client.connect().status(), NtStatus::success);
  Header cancel = client.header(Command::cancel);
  cancel.message_id = client.start_read(client.open());
  Bytes plain;
  write_message(plain, cancel, EmptyBody{});
  client.protection->sign(plain);
  client.encrypts = false;
  client.send_bytes(plain);
  client.encrypts = true;
  EXPECT_TRUE(client.receive().empty());
  client.send_bytes(client.request(cancel, EmptyBody{}));
  auto answers = client.receive();
  ASSERT_EQ(answers.size(), 1u) << "encrypted, it is taken";
  EXPECT_EQ(answers[0].status(), NtStatus::cancelled);
}

TEST_F(Protected, ARelatedCancelMayNotNameAnotherSession) {
  client.negotiate_3_1_1(Cipher::aes128_gcm);
  PreauthHash negotiated = client.hash;
  client.log_on();
  ASSERT_EQ(client.connect().status(), NtStatus::success);
  uint64_t victim = client.session, read = client.start_read(client.open());
  auto victims_protection = std::move(client.protection);
  client.session = client.tree = 0;
  client.encrypts = false;
  client.hash = negotiated;
  client.log_on();
  Header echo = client.header(Command::echo), cancel = client.header(Command::cancel);
  cancel.flags |= flag_related;
  cancel.message_id = read;
  cancel.session_id = victim;
  Bytes chain = client.request(echo, EmptyBody{});
  chain.resize((chain.size() + 7) / 8 * 8);
  chain[20] = static_cast<std::byte>(chain.size());
  Bytes second = client.request(cancel, EmptyBody{});
  chain.insert(chain.end(), second.begin(), second.end());
  client.send_bytes(chain);
  auto answers = client.receive();
  ASSERT_EQ(answers.size(), 1u);
  EXPECT_EQ(answers[0].header.command, Command::echo);
  EXPECT_TRUE(server.output().empty());
}

TEST_F(Protected, AnEncryptedMessageThatWasChangedEndsTheConnection) {
  client.negotiate_3_1_1(Cipher::aes128_ccm);
  client.log_on();
  Bytes bytes = client.request(client.header(Command::echo), EmptyBody{});
  client.protection->encrypt(bytes, 0, client.session);
  bytes.back() ^= std::byte{1};
  client.encrypts = false;
  client.send_bytes(bytes);
  EXPECT_TRUE(client.closed);
}

TEST_F(Protected, WhatIsEncryptedForOneSessionMayNotNameAnother) {
  client.negotiate_3_1_1(Cipher::aes128_gcm);
  client.log_on();
  Header header = client.header(Command::tree_connect);
  header.session_id ^= 1;
  Bytes path = utf16_bytes(u"\\\\s\\IPC$");
  client.send_bytes(client.request(header, TreeConnectRequest{.path = path}));
  EXPECT_TRUE(client.closed);
}

TEST_F(Credits, AMessageIdUsedTwiceEndsTheConnection) {
  client.arrive();
  --client.next_id;
  client.send_bytes(client.request(client.header(Command::echo), EmptyBody{}));
  EXPECT_TRUE(client.closed);
}

TEST_F(Credits, AMessageIdThatWasNotGrantedEndsTheConnection) {
  client.wanted_credits = 1;
  client.arrive();
  ++client.next_id;
  client.send_bytes(client.request(client.header(Command::echo), EmptyBody{}));
  EXPECT_TRUE(client.closed);
}

TEST(CreditWindow, GrantsWhatIsAskedUpToItsSizeAndTakesIdsInAnyOrder) {
  CreditWindow window(10);
  EXPECT_TRUE(window.use(0, 1));
  EXPECT_EQ(window.grant(4), 4);
  EXPECT_TRUE(window.use(3, 1));
  EXPECT_FALSE(window.use(3, 1));
  EXPECT_FALSE(window.use(2, 2)) << "a part of the range was used";
  EXPECT_TRUE(window.use(1, 2));
  EXPECT_FALSE(window.use(5, 1)) << "not granted";
  EXPECT_FALSE(window.use(4, 9));
  EXPECT_EQ(window.grant(0), 1) << "who asks for none gets one";
  EXPECT_EQ(window.grant(65535), 8) << "up to the size";
  EXPECT_EQ(window.available(), 10u);
  EXPECT_EQ(window.grant(1), 0);
  EXPECT_FALSE(window.use(UINT64_MAX, 1));
}

// Every dialect and algorithm, through a whole exchange.
struct Path {
  Dialect dialect;
  Cipher cipher;
  SigningAlgorithm signing;
};
class EveryPath : public testing::TestWithParam<Path> {};

TEST_P(EveryPath, LogsOnOpensAPipeAndTalks) {
  ServerOptions options = test::made_up_options();
  ServerConnection server(options);
  Client client(server);
  auto [dialect, cipher, signing] = GetParam();
  if (dialect == Dialect::smb_3_1_1) {
    client.negotiate_3_1_1(cipher, signing);
  } else {
    uint32_t capabilities = cipher == Cipher::none ? 0 : capability_encryption;
    ASSERT_EQ(client.negotiate({static_cast<uint16_t>(dialect)}, {}, capabilities).status(), NtStatus::success);
    client.algorithms.cipher = cipher;
  }
  client.log_on();
  EXPECT_EQ(client.encrypts, cipher != Cipher::none);
  ASSERT_EQ(client.connect(u"\\\\10.0.0.1\\ipc$").status(), NtStatus::success);
  FileId file = client.open(u"SRVSVC");
  ASSERT_EQ(client.write(file, "hello").status(), NtStatus::success);
  EXPECT_EQ(test::text_from(client.written[client.opened[0]]), "hello");
  server.pipe_message(client.opened[0], as_byte_view("there"));
  EXPECT_EQ(test::text_from(client.read(file, 100).body<ReadResponse>().data), "there");
  EXPECT_EQ(client.ask(Command::close, CloseRequest{.file = file}).status(), NtStatus::success);
  EXPECT_EQ(client.ask(Command::logoff, EmptyBody{}).status(), NtStatus::success);
}

INSTANTIATE_TEST_SUITE_P(Server, EveryPath,
                         testing::Values(Path{Dialect::smb_2_0_2, Cipher::none, SigningAlgorithm::hmac_sha256},
                                         Path{Dialect::smb_2_1, Cipher::none, SigningAlgorithm::hmac_sha256},
                                         Path{Dialect::smb_3_0, Cipher::none, SigningAlgorithm::aes_cmac},
                                         Path{Dialect::smb_3_0, Cipher::aes128_ccm, SigningAlgorithm::aes_cmac},
                                         Path{Dialect::smb_3_0_2, Cipher::aes128_ccm, SigningAlgorithm::aes_cmac},
                                         Path{Dialect::smb_3_1_1, Cipher::none, SigningAlgorithm::aes_cmac},
                                         Path{Dialect::smb_3_1_1, Cipher::none, SigningAlgorithm::aes_gmac},
                                         Path{Dialect::smb_3_1_1, Cipher::none, SigningAlgorithm::hmac_sha256},
                                         Path{Dialect::smb_3_1_1, Cipher::aes128_ccm, SigningAlgorithm::aes_cmac},
                                         Path{Dialect::smb_3_1_1, Cipher::aes128_gcm, SigningAlgorithm::aes_gmac},
                                         Path{Dialect::smb_3_1_1, Cipher::aes256_ccm, SigningAlgorithm::aes_cmac},
                                         Path{Dialect::smb_3_1_1, Cipher::aes256_gcm, SigningAlgorithm::aes_gmac}));

}  // namespace
}  // namespace nta::smb
