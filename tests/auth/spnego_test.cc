// SPNEGO's two ends against each other, with NTLM and with mechanisms made up, and what must be refused.
#include "auth/spnego.h"

#include <gtest/gtest.h>

#include "auth/ntlm/ntlm_context.h"
#include "auth/spnego_messages.h"
#include "hex.h"

namespace nta::auth {
namespace {

using nta::test::hex;
using spnego::State;

/** Any number of legs, the initiator first; MICs are the message and who made it. */
class ToyMechanism final : public Mechanism {
 public:
  enum class Side { initiator, acceptor };
  ToyMechanism(Side side, int legs) : side_(side), legs_(legs), leg_(side == Side::acceptor ? 1 : 0) {}

  Result<Leg> step(ByteView token) override {
    if (leg_ > 0 && (token.size() != 1 || token[0] != static_cast<std::byte>(leg_)))
      return fail(Win32::logon_failure, "leg {} got another's token", leg_);
    ++leg_;
    Leg leg;
    if (leg_ <= legs_) leg.token = {static_cast<std::byte>(leg_)};
    leg.complete = leg_ >= legs_;
    ++leg_;
    return leg;
  }
  size_t signature_size(Level, size_t) const override { return 1; }
  Result<void> protect(Level, HeaderSigning, ProtectedPdu, std::span<std::byte>) override { return {}; }
  Result<void> unprotect(Level, HeaderSigning, ProtectedPdu, ByteView) override { return {}; }
  std::shared_ptr<const AccessToken> identity() const override { return std::make_shared<AccessToken>(); }
  Bytes session_key() const override { return hex("0102"); }
  Result<Bytes> make_mic(ByteView message) override {
    Bytes mic(message.begin(), message.end());
    mic.push_back(static_cast<std::byte>(side_));
    return mic;
  }
  Result<void> check_mic(ByteView message, ByteView mic) override {
    if (mic.size() != message.size() + 1 || !same_bytes(message, mic.first(message.size())) ||
        mic.back() == static_cast<std::byte>(side_))
      return fail(Win32::logon_failure, "the list was changed");
    return {};
  }

 private:
  Side side_;
  int legs_;
  int leg_;
};

MechanismOffer toy(const Oid& oid, ToyMechanism::Side side, int legs) {
  return {{oid}, [=]() -> Result<MechanismPtr> { return MechanismPtr(new ToyMechanism(side, legs)); }};
}

/** Runs the exchange to its end; how many tokens were sent, or who refused. */
Result<int> run(SecurityContext& client, SecurityContext& server) {
  int sent = 0;
  NTA_TRY(auto to_server, client.step({}));
  for (; sent < 20;) {
    ++sent;
    NTA_TRY(auto to_client, server.step(to_server.token));
    if (to_client.token.empty()) return sent;
    ++sent;
    NTA_TRY(to_server, client.step(to_client.token));
    if (to_server.complete && to_client.complete) return sent;
  }
  return fail(Win32::timeout, "no end");
}

using Side = ToyMechanism::Side;

TEST(Spnego, TheFirstChoiceEndsWithItsOwnLegs) {
  for (int legs = 1; legs <= 5; ++legs) {
    Mechanisms offers{toy(kerberos_oid(), Side::initiator, legs)}, accepts{toy(kerberos_oid(), Side::acceptor, legs)};
    auto client = make_spnego_initiator(offers), server = make_spnego_acceptor(accepts);
    auto sent = run(*client, *server);
    ASSERT_TRUE(sent) << legs << ": " << sent.error().text;
    EXPECT_EQ(*sent, legs + legs % 2) << legs;
    EXPECT_TRUE(server->identity());
    EXPECT_EQ(client->session_key(), hex("0102"));
  }
}

TEST(Spnego, AcceptorChoosesASecondMechanismAndTheListIsSigned) {
  for (int legs = 1; legs <= 4; ++legs) {
    Mechanisms offers{toy(kerberos_oid(), Side::initiator, legs), toy(ntlm_oid(), Side::initiator, legs)};
    Mechanisms accepts{toy(ntlm_oid(), Side::acceptor, legs)};
    auto client = make_spnego_initiator(offers), server = make_spnego_acceptor(accepts);
    auto sent = run(*client, *server);
    ASSERT_TRUE(sent) << legs << ": " << sent.error().text;
    EXPECT_TRUE(server->identity());
  }
}

// Somebody takes Kerberos out of the list on its way.
TEST(Spnego, AShortenedListIsNotedByBothSides) {
  Mechanisms offers{toy(kerberos_oid(), Side::initiator, 3), toy(ntlm_oid(), Side::initiator, 3)};
  Mechanisms accepts{toy(kerberos_oid(), Side::acceptor, 3), toy(ntlm_oid(), Side::acceptor, 3)};
  auto client = make_spnego_initiator(offers), server = make_spnego_acceptor(accepts);
  ASSERT_TRUE(client->step({}));
  Bytes forged = spnego::write_init({{}, spnego::write_mechanism_list({ntlm_oid()}), hex("01"), {}});
  auto answer = server->step(forged);
  ASSERT_TRUE(answer) << answer.error().text;
  // The acceptor believes its first choice was taken; the initiator starts NTLM anew and signs the list it has sent.
  auto next = client->step(spnego::write_resp({State::request_mic, ntlm_oid(), {}, {}}));
  ASSERT_TRUE(next) << next.error().text;
  next =
      client->step(answer->token.empty() ? Bytes{} : spnego::write_resp({State::accept_incomplete, {}, hex("02"), {}}));
  ASSERT_TRUE(next) << next.error().text;
  auto end = server->step(next->token);
  ASSERT_FALSE(end);
  EXPECT_EQ(end.error().code, Win32::logon_failure);
  EXPECT_FALSE(server->identity());
  auto unsigned_end = client->step(spnego::write_resp({State::accept_completed, {}, {}, {}}));
  EXPECT_FALSE(unsigned_end);
  EXPECT_TRUE(client->session_key().empty());
}

TEST(Spnego, ASecondChoiceWithoutASignatureIsRefused) {
  Mechanisms accepts{toy(ntlm_oid(), Side::acceptor, 3)};
  auto server = make_spnego_acceptor(accepts);
  auto list = spnego::write_mechanism_list({kerberos_oid(), ntlm_oid()});
  auto answer = server->step(spnego::write_init({{}, list, hex("01"), {}}));
  ASSERT_TRUE(answer);
  auto read = spnego::read_resp(answer->token);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->state, State::request_mic);
  EXPECT_EQ(read->mechanism, ntlm_oid());
  EXPECT_TRUE(read->token.empty());  // the token was another mechanism's
  ASSERT_TRUE(server->step(spnego::write_resp({{}, {}, hex("01"), {}})));
  EXPECT_FALSE(server->step(spnego::write_resp({{}, {}, hex("03"), {}})));
  EXPECT_FALSE(server->identity());
}

TEST(Spnego, FirstChoiceMayComeWithoutSignatures) {
  Mechanisms accepts{toy(ntlm_oid(), Side::acceptor, 3)};
  auto server = make_spnego_acceptor(accepts);
  ASSERT_TRUE(server->step(spnego::write_init({{}, spnego::write_mechanism_list({ntlm_oid()}), hex("01"), {}})));
  auto end = server->step(spnego::write_resp({{}, {}, hex("03"), {}}));
  ASSERT_TRUE(end);
  EXPECT_TRUE(end->complete);
  auto read = spnego::read_resp(end->token);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->state, State::accept_completed);
  EXPECT_TRUE(read->mic.empty());
}

TEST(Spnego, AListAloneIsAskedForItsToken) {
  Mechanisms accepts{toy(ntlm_oid(), Side::acceptor, 1)};
  auto server = make_spnego_acceptor(accepts);
  auto answer = server->step(spnego::write_init({{}, spnego::write_mechanism_list({ntlm_oid()}), {}, {}}));
  ASSERT_TRUE(answer);
  EXPECT_FALSE(answer->complete);
  auto end = server->step(spnego::write_resp({{}, {}, hex("01"), {}}));
  ASSERT_TRUE(end) << end.error().text;
  EXPECT_TRUE(end->complete);
}

TEST(Spnego, AMechanismThatCannotBeMadeIsNotOffered) {
  Mechanisms offers{
      {{kerberos_oid()}, []() -> Result<MechanismPtr> { return fail(Win32::logon_failure, "no ticket"); }},
      toy(ntlm_oid(), Side::initiator, 1)};
  auto leg = make_spnego_initiator(offers)->step({});
  ASSERT_TRUE(leg);
  auto read = spnego::read_init(leg->token);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->mechanisms, std::vector<Oid>{ntlm_oid()});
  offers.pop_back();
  auto nothing = make_spnego_initiator(offers)->step({});
  ASSERT_FALSE(nothing);
  EXPECT_EQ(nothing.error().text, "no ticket");
}

TEST(Spnego, NothingInCommonIsRefused) {
  Mechanisms accepts{toy(kerberos_oid(), Side::acceptor, 1)};
  auto server = make_spnego_acceptor(accepts);
  EXPECT_FALSE(server->step(spnego::write_init({{}, spnego::write_mechanism_list({ntlm_oid()}), hex("01"), {}})));
  EXPECT_FALSE(make_spnego_acceptor(accepts)->step(as_byte_view("NTLMSSP\0\1\0\0\0")));
}

TEST(Spnego, HintListsTheMechanismsAsWindowsAndSambaDo) {
  Mechanisms offers{toy(ntlm_oid(), Side::acceptor, 1)};
  EXPECT_EQ(spnego_hint(offers), hex("604806062b0601050502a03e303ca00e300c060a2b06010401823702020aa32a3028a0261b246e6f"
                                     "745f646566696e65645f696e5f5246433431373840706c656173655f69676e6f7265"));
  auto read = spnego::read_init(spnego_hint(offers));
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(read->mechanisms, std::vector<Oid>{ntlm_oid()});
  EXPECT_TRUE(read->mic.empty());
}

TEST(Spnego, TruncatedAndGarbledTokensAreErrors) {
  Bytes init =
      spnego::write_init({{}, spnego::write_mechanism_list({ntlm_oid(), kerberos_oid()}), Bytes(300), Bytes(16)});
  Bytes resp = spnego::write_resp({State::accept_incomplete, ntlm_oid(), Bytes(70000), Bytes(16)});
  ASSERT_TRUE(spnego::read_init(init));
  auto read = spnego::read_resp(resp);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->token.size(), 70000u);
  for (size_t length = 0; length < init.size(); ++length) EXPECT_FALSE(spnego::read_init(ByteView(init).first(length)));
  for (size_t length = 0; length < 40; ++length) EXPECT_FALSE(spnego::read_resp(ByteView(resp).first(length)));
  EXPECT_FALSE(spnego::read_resp(hex("a1 80 30 00 00 00")));           // indefinite length
  EXPECT_FALSE(spnego::read_resp(hex("a1 85 00 00 00 00 02 30 00")));  // length of a length too long
  EXPECT_FALSE(spnego::read_resp(hex("a1 07 30 05 a0 03 0a 01 09")));  // no such state
  EXPECT_FALSE(spnego::read_init(hex("60 0a 06 06 2b 06 01 05 05 02 a0 00")));
}

struct NtlmInSpnego : testing::Test {
  NtlmInSpnego() {
    authority.netbios_name = u"HOST";
    authority.find_account = [this](std::u16string_view, std::u16string_view) -> Result<ntlm::Account> {
      return ntlm::Account{ntlm::nt_hash(u"secret"), token};
    };
    accepts = {{{ntlm_oid()}, [this]() -> Result<MechanismPtr> {
                  return MechanismPtr(
                      new ntlm::NtlmServer(std::make_shared<ntlm::Authority>(authority), Origin::smb_session));
                }}};
    ntlm_offer = {{ntlm_oid()}, [this]() -> Result<MechanismPtr> {
                    return MechanismPtr(new ntlm::NtlmClient(
                        ntlm::Credentials{u"alice", u"HOST", u"CLIENT", ntlm::nt_hash(password)}, u"host/host"));
                  }};
  }
  void expect_sealed_pdus_go_both_ways(SecurityContext& one, SecurityContext& other) {
    for (int turn = 0; turn < 3; ++turn) {
      Bytes pdu = hex("00112233445566778899aabbccddeeff"), plain = pdu, signature(16);
      ProtectedPdu parts{pdu, std::span(pdu).subspan(4, 8)};
      ASSERT_TRUE(one.protect(Level::privacy, HeaderSigning::on, parts, signature));
      ASSERT_TRUE(other.unprotect(Level::privacy, HeaderSigning::on, parts, signature));
      EXPECT_EQ(pdu, plain);
    }
  }
  ntlm::Authority authority;
  std::shared_ptr<const AccessToken> token = std::make_shared<AccessToken>();
  Mechanisms accepts;
  MechanismOffer ntlm_offer;
  std::u16string password = u"secret";
};

TEST_F(NtlmInSpnego, SignsTheListAndSealsAfterwards) {
  Mechanisms offers{ntlm_offer};
  auto client = make_spnego_initiator(offers), server = make_spnego_acceptor(accepts);
  auto sent = run(*client, *server);
  ASSERT_TRUE(sent) << sent.error().text;
  EXPECT_EQ(*sent, 4);
  ASSERT_TRUE(server->identity());
  EXPECT_EQ(server->identity()->origin, Origin::smb_session);
  EXPECT_EQ(client->session_key(), server->session_key());
  EXPECT_EQ(client->session_key().size(), 16u);
  expect_sealed_pdus_go_both_ways(*client, *server);
  expect_sealed_pdus_go_both_ways(*server, *client);
}

TEST_F(NtlmInSpnego, IsTheSecondChoiceBehindKerberos) {
  Mechanisms offers{toy(kerberos_oid(), Side::initiator, 3), ntlm_offer};
  auto client = make_spnego_initiator(offers), server = make_spnego_acceptor(accepts);
  auto sent = run(*client, *server);
  ASSERT_TRUE(sent) << sent.error().text;
  expect_sealed_pdus_go_both_ways(*client, *server);
}

TEST_F(NtlmInSpnego, WrongPasswordIsRefused) {
  password = u"guess";
  Mechanisms offers{ntlm_offer};
  auto client = make_spnego_initiator(offers), server = make_spnego_acceptor(accepts);
  auto sent = run(*client, *server);
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Win32::logon_failure);
  EXPECT_FALSE(server->identity());
}

TEST_F(NtlmInSpnego, BareNtlmIsTaken) {
  auto client = ntlm_offer.make();
  auto server = make_spnego_acceptor(accepts);
  auto sent = run(**client, *server);
  ASSERT_TRUE(sent) << sent.error().text;
  ASSERT_TRUE(server->identity());
  EXPECT_EQ(server->identity()->origin, Origin::smb_session);
  expect_sealed_pdus_go_both_ways(**client, *server);
}

}  // namespace
}  // namespace nta::auth
