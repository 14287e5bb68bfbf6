// NTLMv2 against the published values of [MS-NLMP] 4.2.4, and the two ends against each other.
#include <gtest/gtest.h>

#include "auth/ntlm/ntlm_context.h"
#include "base/utf16.h"
#include "base/wire_values.h"
#include "hex.h"

namespace nta::auth::ntlm {
namespace {

using nta::test::hex;

struct PublishedValues : testing::Test {
  Key hash = nt_hash(u"Password");
  Key key = response_key(hash, u"User", u"Domain");
  Bytes server_challenge = hex("0123456789abcdef");
  Bytes client_challenge = hex("aaaaaaaaaaaaaaaa");
  Bytes target_info = hex("02000c0044006f006d00610069006e00 01000c00530065007200760065007200 00000000");
  Bytes blob = client_blob(0, client_challenge, target_info);
  Key proof = nt_proof(key, server_challenge, blob);
  Key random_session_key{hex("55555555555555555555555555555555")};
  static constexpr uint32_t flags = 0xe28a8233;
};

void expect_key(const Key& key, std::string_view text) {
  EXPECT_EQ(Bytes(key.view().begin(), key.view().end()), hex(text));
}

TEST_F(PublishedValues, ResponseKey) { expect_key(key, "0c868a403bfd7a93a3001ef22ef02e3f"); }
TEST_F(PublishedValues, ProofOfTheResponse) { expect_key(proof, "68cd0ab851e51c96aabc927bebef6a1c"); }
TEST_F(PublishedValues, SessionBaseKey) {
  expect_key(session_base_key(key, proof), "8de40ccadbc14a82f15cb0ad0de95ca3");
}
TEST_F(PublishedValues, EncryptedSessionKey) {
  Bytes encrypted(random_session_key.view().begin(), random_session_key.view().end());
  Arcfour(session_base_key(key, proof).view()).apply(encrypted);
  EXPECT_EQ(encrypted, hex("c5dad2544fc9799094ce1ce90bc9d03e"));
}

TEST_F(PublishedValues, SealedMessageAndItsSignature) {
  MessageSecurity sending(random_session_key, flags, Direction::client_to_server);
  Bytes message = hex("50006c00610069006e007400650078007400");
  Bytes signature(16);
  sending.seal(message, message, signature);
  EXPECT_EQ(message, hex("54e50165bf1936dc996020c1811b0f06fb5f"));
  EXPECT_EQ(signature, hex("010000007fb38ec5c55d497600000000"));
}

TEST_F(PublishedValues, ChallengeMessageIsRead) {
  auto message = read_challenge(
      hex("4e544c4d53535000 02000000 0c000c00 38000000 33828ae2 0123456789abcdef 0000000000000000 24002400 44000000"
          "060070170000000f 530065007200760065007200 02000c0044006f006d00610069006e00 01000c00530065007200760065007200"
          "00000000"));
  ASSERT_TRUE(message) << message.error().text;
  EXPECT_EQ(message->target_name, u"Server");
  EXPECT_EQ(message->flags, flags);
  auto pairs = AvPairs::read(message->target_info);
  ASSERT_TRUE(pairs);
  EXPECT_EQ(*pairs->find(AvId::netbios_domain), utf16_bytes(u"Domain"));
}

std::shared_ptr<const Authority> shared(const Authority& authority) { return std::make_shared<Authority>(authority); }

struct Exchange : testing::Test {
  Exchange() {
    authority.netbios_name = u"HOST";
    authority.dns_name = u"host.example";
    authority.find_account = [this](std::u16string_view user, std::u16string_view) -> Result<Account> {
      if (user != u"alice") return fail(Win32::logon_failure, "unknown");
      return Account{nt_hash(u"secret"), token};
    };
    authority.wrong_password = [this](std::u16string_view) { ++wrong; };
  }
  Result<void> run(NtlmClient& client, NtlmServer& server, size_t tampered = SIZE_MAX) {
    NTA_TRY(auto negotiate, client.step({}));
    NTA_TRY(auto challenge, server.step(negotiate.token));
    NTA_TRY(auto authenticate, client.step(challenge.token));
    if (tampered != SIZE_MAX) authenticate.token[tampered] ^= std::byte{1};
    NTA_TRY(auto end, server.step(authenticate.token));
    EXPECT_TRUE(authenticate.complete && end.complete);
    return {};
  }
  NtlmClient client_with(std::u16string_view password) {
    return NtlmClient({u"alice", u"HOST", u"CLIENT", nt_hash(password)}, u"cifs/host");
  }
  Authority authority;
  std::shared_ptr<const AccessToken> token = std::make_shared<AccessToken>();
  int wrong = 0;
};

TEST_F(Exchange, RightPasswordGivesTheAccountsTokenAndOneKey) {
  auto client = client_with(u"secret");
  NtlmServer server(shared(authority), Origin::rpc);
  auto ended = run(client, server);
  ASSERT_TRUE(ended) << ended.error().text;
  ASSERT_TRUE(server.identity());
  EXPECT_EQ(server.identity()->name, token->name);
  EXPECT_EQ(server.identity()->origin, Origin::rpc);
  EXPECT_TRUE(server.identity()->is_member(make_sid(5, 64, 10)));  // NTLM Authentication
  EXPECT_EQ(client.session_key().size(), Key::size);
  EXPECT_EQ(client.session_key(), server.session_key());
}

TEST_F(Exchange, WhoNamesNobodyIsTakenInSmbAloneAndOnlyWhereThatIsSaid) {
  for (bool is_taken : {false, true}) {
    authority.nobody = is_taken ? std::make_shared<const AccessToken>(anonymous_token()) : nullptr;
    for (Origin origin : {Origin::smb_session, Origin::rpc}) {
      bool may = is_taken && origin == Origin::smb_session;
      NtlmServer server(shared(authority), origin);
      auto challenge = server.step(write_negotiate({0xe28a8233}));
      ASSERT_TRUE(challenge);
      uint32_t flags = read_challenge(challenge->token)->flags & ~(flag::key_exchange | flag::extended_security);
      Authenticate message{.flags = flags | flag::anonymous, .lm_response = Bytes(1)};
      auto end = server.step(write_authenticate(message));
      EXPECT_EQ(end.has_value(), may);
      EXPECT_EQ(server.identity() != nullptr, may);
    }
  }
}

TEST_F(Exchange, ANameWithoutAProofIsNotNobodys) {
  authority.nobody = std::make_shared<const AccessToken>(anonymous_token());
  NtlmServer server(shared(authority), Origin::smb_session);
  auto challenge = server.step(write_negotiate({0xe28a8233}));
  ASSERT_TRUE(challenge);
  Authenticate message{.flags = read_challenge(challenge->token)->flags, .user = u"alice"};
  EXPECT_FALSE(server.step(write_authenticate(message)));
  EXPECT_EQ(server.identity(), nullptr);
}

TEST_F(Exchange, WrongPasswordIsRefusedAndCounted) {
  auto client = client_with(u"guess");
  NtlmServer server(shared(authority), Origin::rpc);
  auto ended = run(client, server);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, Win32::logon_failure);
  EXPECT_EQ(wrong, 1);
  EXPECT_EQ(server.identity(), nullptr);
  EXPECT_TRUE(server.session_key().empty());
}

TEST_F(Exchange, TamperedFlagsFailTheMic) {
  constexpr size_t flags_offset = 60;
  auto client = client_with(u"secret");
  NtlmServer server(shared(authority), Origin::rpc);
  EXPECT_FALSE(run(client, server, flags_offset));
  EXPECT_EQ(server.identity(), nullptr);
}

// What a client sends from inside a TLS channel that was opened to somebody else.
TEST_F(Exchange, ALogonMadeForATlsChannelIsRefused) {
  NtlmServer server(shared(authority), Origin::rpc);
  Bytes negotiate = write_negotiate({0xe28a8233});
  auto challenge = server.step(negotiate);
  ASSERT_TRUE(challenge);
  auto read = read_challenge(challenge->token);
  ASSERT_TRUE(read);
  for (bool is_bound : {true, false}) {
    AvPairs pairs = *AvPairs::read(read->target_info);
    pairs.set(AvId::channel_bindings, Bytes(16, is_bound ? std::byte{7} : std::byte{0}));
    Bytes blob = client_blob(0, Bytes(8), pairs.write());
    Key key = response_key(nt_hash(u"secret"), u"alice", u"HOST");
    Key proof = nt_proof(key, read->challenge, blob);
    Authenticate message{.flags = read->flags & ~flag::key_exchange, .domain = u"HOST", .user = u"alice"};
    message.nt_response.assign(proof.view().begin(), proof.view().end());
    message.nt_response.insert(message.nt_response.end(), blob.begin(), blob.end());
    auto end = server.step(write_authenticate(message));
    EXPECT_EQ(end.has_value(), !is_bound);
  }
}

TEST_F(Exchange, ALogonMeantForAnotherHostIsRefusedWhereNamesAreKnown) {
  for (auto [target, may] : {std::pair{u"cifs/HOST", true},
                             {u"host/host.example.com:445", true},
                             {u"cifs/other", false},
                             {u"host", true},
                             {u"", false}}) {
    authority.target_names = {u"host", u"host.example.com"};
    NtlmClient client({u"alice", u"HOST", u"CLIENT", nt_hash(u"secret")}, target);
    NtlmServer server(shared(authority), Origin::rpc);
    auto ended = run(client, server);
    EXPECT_EQ(ended.has_value(), may) << to_utf8(target);
    EXPECT_EQ(server.identity() != nullptr, may);
  }
}

TEST_F(Exchange, SealedPdusGoBothWaysAndTamperedOnesDoNot) {
  auto client = client_with(u"secret");
  NtlmServer server(shared(authority), Origin::rpc);
  ASSERT_TRUE(run(client, server));
  for (int turn = 0; turn < 3; ++turn) {
    Bytes pdu = hex("00112233445566778899aabbccddeeff");
    Bytes plain = pdu, signature(16);
    ProtectedPdu parts{pdu, std::span(pdu).subspan(4, 8)};
    ASSERT_TRUE(client.protect(Level::privacy, HeaderSigning::on, parts, signature));
    EXPECT_NE(pdu, plain);
    ASSERT_TRUE(server.unprotect(Level::privacy, HeaderSigning::on, parts, signature));
    EXPECT_EQ(pdu, plain);
  }
  Bytes pdu = hex("00112233"), signature(16);
  ProtectedPdu parts{pdu, pdu};
  ASSERT_TRUE(server.protect(Level::integrity, HeaderSigning::on, parts, signature));
  pdu[0] ^= std::byte{1};
  EXPECT_FALSE(client.unprotect(Level::integrity, HeaderSigning::on, parts, signature));
}

TEST_F(Exchange, HeadersAreSignedWhetherThatWasAgreedOrNot) {
  auto client = client_with(u"secret");
  NtlmServer server(shared(authority), Origin::rpc);
  ASSERT_TRUE(run(client, server));
  Bytes pdu = hex("00112233445566778899aabbccddeeff"), signature(16);
  ProtectedPdu parts{pdu, std::span(pdu).subspan(4, 8)};
  ASSERT_TRUE(client.protect(Level::integrity, HeaderSigning::off, parts, signature));
  ASSERT_TRUE(server.unprotect(Level::integrity, HeaderSigning::on, parts, signature));
  ASSERT_TRUE(client.protect(Level::integrity, HeaderSigning::off, parts, signature));
  pdu[0] ^= std::byte{1};  // outside the body
  EXPECT_FALSE(server.unprotect(Level::integrity, HeaderSigning::off, parts, signature));
}

TEST_F(Exchange, TruncatedMessagesAreErrorsAtEveryLength) {
  auto client = client_with(u"secret");
  NtlmServer first(shared(authority), Origin::rpc);
  auto negotiate = client.step({});
  auto challenge = first.step(negotiate->token);
  auto authenticate = client.step(challenge->token);
  for (size_t length = 0; length < authenticate->token.size(); ++length)
    EXPECT_FALSE(first.step(ByteView(authenticate->token).first(length))) << length;
}

TEST(NtlmServer, OldClientsAreRefused) {
  Authority authority;
  NtlmServer server(shared(authority), Origin::rpc);
  auto leg = server.step(write_negotiate({flag::unicode | flag::ntlm}));
  ASSERT_FALSE(leg);
  EXPECT_EQ(leg.error().code, Win32::rpc_sec_pkg_error);
}

}  // namespace
}  // namespace nta::auth::ntlm
