// Kerberos between our own two ends, with a KDC of the test's own: bare and in SPNEGO, plain and in DCE style.
#include "auth/acceptors.h"
#include "auth/der.h"
#include "auth/kerberos/kerberos_context.h"
#include "auth/loopback_kdc.h"
#include "hex.h"

namespace nta::auth {
namespace {

using kerberos::Style;
using nta::test::hex;

class Kerberos : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    if (!test::LoopbackKdc::is_installed()) return;
    kdc_ = std::make_unique<test::LoopbackKdc>();
    kdc_->add_user("alice", "secret");
    kdc_->add_user("mallory", "secret");
    keytab_ = kdc_->add_service("cifs/host.test.example", "keytab");
    other_keytab_ = kdc_->add_service("cifs/other.test.example", "other_keytab");
    kdc_->log_on("alice", "secret");
  }
  static void TearDownTestSuite() { kdc_.reset(); }

  Kerberos() {
    authority_->netbios_name = u"HOST";
    authority_->admit_proved = [](std::u16string_view user) -> Result<std::shared_ptr<const AccessToken>> {
      if (user != u"alice") return fail(Win32::logon_failure, "no such account");
      auto token = std::make_shared<AccessToken>();
      token->name = "HOST\\alice";
      return std::shared_ptr<const AccessToken>(std::move(token));
    };
    authority_->find_account = [proved = authority_->admit_proved](std::u16string_view user,
                                                                   std::u16string_view) -> Result<ntlm::Account> {
      NTA_TRY(auto token, proved(user));
      return ntlm::Account{ntlm::nt_hash(u"secret"), std::move(token), {}};
    };
  }
  void SetUp() override {
    if (!kdc_) GTEST_SKIP() << "krb5-kdc or krb5-user is not installed";
  }

  static MechanismPtr client(Style style = Style::dce, const kerberos::ClientCredentials& credentials = {}) {
    auto made = kerberos::make_client(credentials, "cifs", "host.test.example", style);
    EXPECT_TRUE(made) << made.error().text;
    return made ? *made : nullptr;
  }

  static Result<void> run(SecurityContext& one, SecurityContext& other) {
    NTA_TRY(auto to_server, one.step({}));
    for (int i = 0; i < 10; ++i) {
      NTA_TRY(auto to_client, other.step(to_server.token));
      if (to_client.token.empty()) return {};
      NTA_TRY(to_server, one.step(to_client.token));
      if (to_server.token.empty()) return {};
    }
    return fail(Win32::timeout, "no end");
  }

  static void expect_protection(SecurityContext& one, SecurityContext& other) {
    for (Level level : {Level::integrity, Level::privacy})
      for (int turn = 0; turn < 2; ++turn) {
        Bytes pdu = hex("00112233445566778899aabbccddeeff 00112233445566778899aabbccddeeff 0a06000001000000");
        Bytes plain = pdu, signature(one.signature_size(level, 16));
        ProtectedPdu parts{pdu, std::span(pdu).subspan(16, 16)};
        auto made = one.protect(level, HeaderSigning::on, parts, signature);
        ASSERT_TRUE(made) << made.error().text;
        EXPECT_EQ(pdu != plain, level == Level::privacy);
        auto taken = other.unprotect(level, HeaderSigning::on, parts, signature);
        ASSERT_TRUE(taken) << taken.error().text;
        EXPECT_EQ(pdu, plain);
      }
  }

  static std::unique_ptr<test::LoopbackKdc> kdc_;
  static std::string keytab_;
  static std::string other_keytab_;
  std::shared_ptr<ntlm::Authority> authority_ = std::make_shared<ntlm::Authority>();
};

std::unique_ptr<test::LoopbackKdc> Kerberos::kdc_;
std::string Kerberos::keytab_;
std::string Kerberos::other_keytab_;

TEST_F(Kerberos, BareInDceStyleKnowsThePrincipalsAccountAndSeals) {
  Acceptors acceptors(authority_, keytab_);
  auto one = client();
  auto other = acceptors.for_rpc(static_cast<uint8_t>(Package::kerberos), Level::privacy);
  ASSERT_TRUE(one && other);
  auto ended = run(*one, *other);
  ASSERT_TRUE(ended) << ended.error().text;
  ASSERT_TRUE(other->identity());
  EXPECT_EQ(other->identity()->name, "HOST\\alice");
  EXPECT_EQ(other->identity()->origin, Origin::rpc);
  EXPECT_GE(one->session_key().size(), 16u);
  EXPECT_EQ(one->session_key(), other->session_key());
  expect_protection(*one, *other);
  expect_protection(*other, *one);
}

TEST_F(Kerberos, InSpnegoBothStylesEndWithOneKey) {
  Acceptors acceptors(authority_, keytab_);
  for (Style style : {Style::plain, Style::dce}) {
    auto one = make_spnego_initiator({{{kerberos_oid()}, [=]() -> Result<MechanismPtr> { return client(style); }}});
    auto other = acceptors.for_smb();
    auto ended = run(*one, *other);
    ASSERT_TRUE(ended) << ended.error().text;
    ASSERT_TRUE(other->identity());
    EXPECT_EQ(other->identity()->origin, Origin::smb_session);
    EXPECT_FALSE(one->session_key().empty());
    EXPECT_EQ(one->session_key(), other->session_key());
    if (style == Style::dce) expect_protection(*one, *other);
  }
}

TEST_F(Kerberos, AServerWithoutKeytabIsGivenNtlm) {
  Acceptors acceptors(authority_);
  auto ntlm = [] {
    return MechanismPtr(new ntlm::NtlmClient({u"alice", u"HOST", u"", ntlm::nt_hash(u"secret")}, u"cifs/host"));
  };
  auto one = make_spnego_initiator({{{kerberos_oid()}, []() -> Result<MechanismPtr> { return client(); }},
                                    {{ntlm_oid()}, [=]() -> Result<MechanismPtr> { return ntlm(); }}});
  auto other = acceptors.for_rpc(static_cast<uint8_t>(Package::spnego), Level::privacy);
  auto ended = run(*one, *other);
  ASSERT_TRUE(ended) << ended.error().text;
  EXPECT_TRUE(other->identity());
  EXPECT_FALSE(acceptors.for_rpc(static_cast<uint8_t>(Package::kerberos), Level::privacy));
}

TEST_F(Kerberos, APrincipalWithoutAnAccountIsRefused) {
  kerberos::ClientCredentials mallory{.cache = "FILE:" + kdc_->file("mallory_tickets"), .keytab = {}, .principal = {}};
  ::setenv("KRB5CCNAME", mallory.cache.c_str(), 1);
  kdc_->log_on("mallory", "secret");
  ::setenv("KRB5CCNAME", kdc_->file("tickets").c_str(), 1);
  Acceptors acceptors(authority_, keytab_);
  auto one = client(Style::plain, mallory);
  auto other = acceptors.for_smb();
  auto ended = run(*make_spnego_initiator({{{kerberos_oid()}, [=]() -> Result<MechanismPtr> { return one; }}}), *other);
  ASSERT_FALSE(ended);
  EXPECT_EQ(ended.error().code, Win32::logon_failure);
  EXPECT_FALSE(other->identity());
}

TEST_F(Kerberos, ATicketForAnotherHostIsRefused) {
  Acceptors acceptors(authority_, other_keytab_);
  auto other = acceptors.for_rpc(static_cast<uint8_t>(Package::kerberos), Level::privacy);
  ASSERT_TRUE(other);
  EXPECT_FALSE(run(*client(), *other));
  EXPECT_FALSE(other->identity());
}

TEST_F(Kerberos, AReplayedTokenIsRefused) {
  Acceptors acceptors(authority_, keytab_);
  auto one = make_spnego_initiator({{{kerberos_oid()}, [] { return Result<MechanismPtr>(client(Style::plain)); }}});
  auto request = one->step({});
  ASSERT_TRUE(request);
  EXPECT_TRUE(acceptors.for_smb()->step(request->token));
  EXPECT_FALSE(acceptors.for_smb()->step(request->token));
}

TEST_F(Kerberos, InRpcAFrameAroundTheFirstTokenIsTakenOff) {
  Acceptors acceptors(authority_, keytab_);
  auto one = client(Style::dce);
  auto other = acceptors.for_rpc(static_cast<uint8_t>(Package::kerberos), Level::privacy);
  auto bare = one->step({});
  ASSERT_TRUE(bare);
  Bytes request = hex("0100");  // an AP-REQ
  request.insert(request.end(), bare->token.begin(), bare->token.end());
  Bytes framed = der::element(der::application_0, {der::element(der::object_identifier, {kerberos_oid()}), request});
  auto answer = other->step(framed);
  ASSERT_TRUE(answer) << answer.error().text;
  auto last = one->step(answer->token);
  ASSERT_TRUE(last && other->step(last->token));
  ASSERT_TRUE(other->identity());
  expect_protection(*one, *other);
}

TEST_F(Kerberos, ReplayedAndChangedMessagesAreRefused) {
  Acceptors acceptors(authority_, keytab_);
  auto one = client();
  auto other = acceptors.for_rpc(static_cast<uint8_t>(Package::kerberos), Level::privacy);
  ASSERT_TRUE(run(*one, *other));
  Bytes pdu(40), signature(one->signature_size(Level::integrity, 16));
  ProtectedPdu parts{pdu, std::span(pdu).subspan(16, 16)};
  ASSERT_TRUE(one->protect(Level::integrity, HeaderSigning::on, parts, signature));
  ASSERT_TRUE(other->unprotect(Level::integrity, HeaderSigning::on, parts, signature));
  EXPECT_FALSE(other->unprotect(Level::integrity, HeaderSigning::on, parts, signature));
  ASSERT_TRUE(one->protect(Level::integrity, HeaderSigning::on, parts, signature));
  pdu[3] ^= std::byte{1};  // in the header
  EXPECT_FALSE(other->unprotect(Level::integrity, HeaderSigning::on, parts, signature));
}

// Whose flag was taken out of the bind, or who has none, would have the header open to changes.
TEST_F(Kerberos, CallsWithoutSignedHeadersAreNeitherMadeNorTaken) {
  Acceptors strict(authority_, keytab_), lax(authority_, keytab_, HeaderSigning::off);
  for (Level level : {Level::packet, Level::integrity, Level::privacy}) {
    auto one = client();
    auto other = strict.for_rpc(static_cast<uint8_t>(Package::kerberos), level);
    auto permitting = lax.for_rpc(static_cast<uint8_t>(Package::kerberos), level);
    ASSERT_TRUE(run(*one, *permitting) && run(*client(), *other));
    Bytes pdu(40), signature(one->signature_size(level, 16));
    ProtectedPdu parts{pdu, std::span(pdu).subspan(16, 16)};
    auto made = one->protect(level, HeaderSigning::off, parts, signature);
    ASSERT_FALSE(made);
    EXPECT_EQ(made.error().code, Win32::rpc_sec_pkg_error);
    EXPECT_FALSE(one->unprotect(level, HeaderSigning::off, parts, signature));
    EXPECT_FALSE(other->protect(level, HeaderSigning::off, parts, signature));
    EXPECT_TRUE(permitting->protect(level, HeaderSigning::off, parts, signature));
  }
}

TEST_F(Kerberos, WithoutATicketThereIsNoMechanism) {
  auto none = kerberos::make_client({.cache = "FILE:/nonexistent/tickets", .keytab = {}, .principal = {}}, "cifs",
                                    "host", Style::plain);
  ASSERT_FALSE(none);
  EXPECT_EQ(none.error().code, Win32::logon_failure);
}

TEST_F(Kerberos, AClientsKeytabServesInPlaceOfAPassword) {
  std::string own = kdc_->add_service("alice", "alice_keytab");  // with a new key
  Acceptors acceptors(authority_, keytab_);
  auto one = client(Style::dce, {.cache = {}, .keytab = own, .principal = "alice"});
  ASSERT_TRUE(one);
  auto other = acceptors.for_rpc(static_cast<uint8_t>(Package::kerberos), Level::privacy);
  auto ended = run(*one, *other);
  ASSERT_TRUE(ended) << ended.error().text;
  EXPECT_EQ(other->identity()->name, "HOST\\alice");
}

}  // namespace
}  // namespace nta::auth
