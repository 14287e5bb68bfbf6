// Our SMB client against Samba's server.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <atomic>
#include <thread>

#include "auth/ntlm/ntlm_context.h"
#include "auth/spnego.h"
#include "base/utf16.h"
#include "interop/smbd.h"
#include "transport/connection_pool.h"
#include "transport/dial.h"
#include "transport/smb_channel.h"

namespace {

using namespace nta;
using namespace nta::transport;
using smb::Cipher;
using smb::Dialect;
using test::Smbd;

Wait soon() { return {.deadline = after(std::chrono::seconds(30))}; }

std::shared_ptr<auth::SecurityContext> security(const client::Credentials& who) {
  struct Exchange {
    auth::Mechanisms mechanisms;
    std::shared_ptr<auth::SecurityContext> context;
  };
  auto exchange = std::make_shared<Exchange>();
  exchange->mechanisms.push_back({{auth::ntlm_oid()}, [who]() -> Result<std::shared_ptr<auth::Mechanism>> {
                                    auth::ntlm::Credentials own{who.user, who.domain, u"", who.nt_hash};
                                    return std::shared_ptr<auth::Mechanism>(
                                        std::make_shared<auth::ntlm::NtlmClient>(own, u"cifs/127.0.0.1"));
                                  }});
  exchange->context = auth::make_spnego_initiator(exchange->mechanisms);
  return {exchange, exchange->context.get()};
}

smb::ClientOptions options_for(const client::Credentials& who = Smbd::credentials()) {
  smb::ClientOptions options;
  options.server = u"127.0.0.1";
  options.security = security(who);
  return options;
}

SmbServer server_at(const Smbd& smbd) {
  return SmbServer({"127.0.0.1", smbd.port(), [] { return Result<smb::ClientOptions>(options_for()); }});
}

Result<std::shared_ptr<SmbConnection>> connect(const Smbd& smbd, smb::ClientOptions options) {
  NTA_TRY(auto dialled, dial("127.0.0.1", smbd.port(), soon()));
  return SmbConnection::open(std::move(dialled.socket), std::move(options), soon());
}

// srvsvc, and what is needed of it, as bytes: these tests are about the way there.
const rpc::SyntaxId srvsvc_id{guid("4b324fc8-1670-01d3-1278-5a47bf6ee188"), 3, 0};
constexpr uint16_t share_enum = 15;
constexpr uint16_t remote_tod = 28;

Bytes numbers(std::initializer_list<uint32_t> values) {
  Bytes bytes;
  ByteWriter writer(bytes);
  for (uint32_t value : values) writer.u32(value);
  return bytes;
}

uint32_t number_at(ByteView bytes, size_t place) {
  uint32_t value = 0;
  if (bytes.size() >= 4 * place + 4) std::memcpy(&value, bytes.data() + 4 * place, sizeof value);
  return value;
}

std::unique_ptr<ConnectionPool> srvsvc_pool(SmbServer& server) {
  return std::make_unique<ConnectionPool>([&server](const Wait& wait) { return server.open_pipe("srvsvc", wait); },
                                          std::vector{srvsvc_id});
}

template <class Caller>
Result<uint32_t> ask_year(Caller& caller) {
  NTA_TRY(rpc::Reply reply, caller.call(0, remote_tod, numbers({0}), soon()));
  if (reply.stub.size() != 56) return fail(Win32::invalid_data, "an answer of {} bytes", reply.stub.size());
  return number_at(reply.stub, 11);
}

Result<uint32_t> year_by(const std::shared_ptr<SmbConnection>& connection) {
  NTA_TRY(auto channel, open_smb_channel(connection, "srvsvc", Watchable::no, soon()));
  NTA_TRY(auto bound, Connection::open(std::move(channel), std::array{srvsvc_id}, {}, soon()));
  return ask_year(*bound);
}

std::string why(const auto& result) { return result ? std::string("no error") : result.error().text; }

class WithSmbd : public testing::Test {
 protected:
  void SetUp() override {
    if (!Smbd::can_run()) GTEST_SKIP() << "smbd is not installed, or this is not root";
  }
};

using SmbClient = WithSmbd;

TEST_F(SmbClient, CallsAtEveryDialectEncryptedWhereItCanBe) {
  Smbd smbd;
  for (auto dialect :
       {Dialect::smb_2_0_2, Dialect::smb_2_1, Dialect::smb_3_0, Dialect::smb_3_0_2, Dialect::smb_3_1_1}) {
    auto options = options_for();
    options.dialects = {dialect};
    auto connection = connect(smbd, std::move(options));
    ASSERT_TRUE(connection) << static_cast<int>(dialect) << ": " << why(connection);
    EXPECT_EQ((*connection)->terms().algorithms.dialect, dialect);
    EXPECT_EQ((*connection)->terms().is_encrypted, dialect >= Dialect::smb_3_0);
    auto year = year_by(*connection);
    ASSERT_TRUE(year) << why(year);
    EXPECT_GT(*year, 2000u);
  }
}

TEST_F(SmbClient, CallsWithEverySigningAlgorithm) {
  Smbd smbd;
  using smb::SigningAlgorithm;
  for (auto algorithm : {SigningAlgorithm::hmac_sha256, SigningAlgorithm::aes_cmac, SigningAlgorithm::aes_gmac}) {
    auto options = options_for();
    options.encryption = smb::ClientEncryption::if_asked;
    options.signing = {algorithm};
    auto connection = connect(smbd, std::move(options));
    ASSERT_TRUE(connection) << static_cast<int>(algorithm) << ": " << why(connection);
    EXPECT_FALSE((*connection)->terms().is_encrypted);
    EXPECT_EQ((*connection)->terms().algorithms.signing, algorithm);
    auto year = year_by(*connection);
    EXPECT_TRUE(year) << static_cast<int>(algorithm) << ": " << why(year);
  }
}

TEST_F(SmbClient, CallsWithEveryCipher) {
  Smbd smbd;
  for (auto cipher : {Cipher::aes128_ccm, Cipher::aes128_gcm, Cipher::aes256_ccm, Cipher::aes256_gcm}) {
    auto options = options_for();
    options.ciphers = {cipher};
    auto connection = connect(smbd, std::move(options));
    ASSERT_TRUE(connection) << static_cast<int>(cipher) << ": " << why(connection);
    EXPECT_TRUE((*connection)->terms().is_encrypted);
    EXPECT_EQ((*connection)->terms().algorithms.cipher, cipher);
    auto year = year_by(*connection);
    EXPECT_TRUE(year) << static_cast<int>(cipher) << ": " << why(year);
  }
}

TEST_F(SmbClient, EncryptsWhereTheServerInsists) {
  Smbd smbd("server smb encrypt = required");
  auto options = options_for();
  options.encryption = smb::ClientEncryption::if_asked;
  auto connection = connect(smbd, std::move(options));
  ASSERT_TRUE(connection) << why(connection);
  EXPECT_TRUE((*connection)->terms().is_encrypted);
  EXPECT_TRUE(year_by(*connection));
}

TEST_F(SmbClient, RefusedLogOnsAreTold) {
  Smbd smbd;
  auto wrong_password = connect(smbd, options_for(client::Credentials::of_password(u"root", u"", u"wrong")));
  ASSERT_FALSE(wrong_password);
  EXPECT_EQ(wrong_password.error().code, Win32::logon_failure) << wrong_password.error().text;
  auto unknown = connect(smbd, options_for(client::Credentials::of_password(u"nobody-here", u"", u"x")));
  ASSERT_FALSE(unknown);
  EXPECT_EQ(unknown.error().code, Win32::logon_failure) << unknown.error().text;
}

TEST_F(SmbClient, AGuestsLogOnIsNotTaken) {
  Smbd smbd("map to guest = Bad User");
  auto guest = connect(smbd, options_for(client::Credentials::of_password(u"nobody-here", u"", u"x")));
  ASSERT_FALSE(guest);
  EXPECT_EQ(guest.error().code, Win32::logon_failure) << guest.error().text;
}

TEST_F(SmbClient, APipeThatIsNotThereIsAnUnavailableServer) {
  Smbd smbd;
  auto server = server_at(smbd);
  auto channel = server.open_pipe("LSM_API_service", soon());
  ASSERT_FALSE(channel);
  EXPECT_EQ(channel.error().code, Win32::rpc_server_unavailable);
}

TEST_F(SmbClient, ThreadsShareAConnection) {
  Smbd smbd;
  auto server = server_at(smbd);
  auto pool = srvsvc_pool(server);
  std::atomic<int> right = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (int call = 0; call < 50; ++call)
        if (auto year = ask_year(*pool)) ++right;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(right, 400);
}

TEST_F(SmbClient, LargeAnswersComeWhole) {
  std::string shares;
  for (int i = 0; i < 300; ++i)
    shares += fmt::format("[share-number-{}]\npath=/tmp\ncomment=a comment of some length\n", i);
  Smbd smbd("\n" + shares);
  auto server = server_at(smbd);
  auto pool = srvsvc_pool(server);
  Bytes all_at_level_1 = numbers({0, 1, 1, 0x20000, 0, 0, 0xFFFFFFFF, 0});
  auto reply = pool->call(0, share_enum, all_at_level_1, soon());
  ASSERT_TRUE(reply) << why(reply);
  EXPECT_EQ(number_at(reply->stub, 3), 302u);  // and IPC$, and [stuff]
  EXPECT_GT(reply->stub.size(), 3 * size_t{5840});
  EXPECT_EQ(number_at(reply->stub, reply->stub.size() / 4 - 1), 0u);  // its status
}

TEST_F(SmbClient, AServerKilledInACallEndsIt) {
  Smbd smbd;
  auto server = server_at(smbd);
  auto pool = srvsvc_pool(server);
  ASSERT_TRUE(ask_year(*pool));
  smbd.pause();
  std::thread killer([&] {
    while (!smbd.has_unread()) std::this_thread::sleep_for(std::chrono::milliseconds(5));
    smbd.kill();
  });
  auto year = ask_year(*pool);
  killer.join();
  ASSERT_FALSE(year);
  EXPECT_EQ(year.error().code, Win32::rpc_call_failed) << year.error().text;
  auto again = ask_year(*pool);
  ASSERT_FALSE(again);
  EXPECT_EQ(again.error().code, Win32::rpc_server_unavailable) << again.error().text;
}

TEST_F(SmbClient, AServerThatSaysNothingCostsADeadlineOnly) {
  Smbd smbd;
  auto server = server_at(smbd);
  auto pool = srvsvc_pool(server);
  ASSERT_TRUE(ask_year(*pool));
  smbd.pause();
  auto call = pool->call(0, remote_tod, numbers({0}), {.deadline = after(std::chrono::milliseconds(200))});
  smbd.go_on();
  ASSERT_FALSE(call);
  EXPECT_EQ(call.error().code, Win32::rpc_call_cancelled) << call.error().text;
  EXPECT_TRUE(ask_year(*pool));
}

TEST_F(SmbClient, AForkedChildMakesItsOwnConnection) {
  Smbd smbd;
  auto server = server_at(smbd);
  auto pool = srvsvc_pool(server);
  ASSERT_TRUE(ask_year(*pool));
  pid_t child = ::fork();
  if (child == 0) ::_exit(ask_year(*pool) ? 0 : 1);
  int status = 0;
  ASSERT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_TRUE(ask_year(*pool));
}

}  // namespace
