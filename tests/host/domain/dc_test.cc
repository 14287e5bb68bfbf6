// The LDAP ping, and the search for a domain controller among those that DNS lists.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <thread>

#include "host/domain/dc_locator.h"

namespace nta::host {
namespace {

Bytes hex(std::string_view digits) {
  Bytes bytes;
  for (size_t i = 0; i + 1 < digits.size(); i += 2)
    bytes.push_back(static_cast<std::byte>(std::stoi(std::string(digits.substr(i, 2)), nullptr, 16)));
  return bytes;
}

// What ldapsearch would send, put together by hand from [RFC4511].
constexpr std::string_view question =
    "305202020102634c04000a01000a0100020100020100010100a02da31c0409446e73446f6d61696e040f61642e6e7461646d696e2e74657374"
    "a30d04054e74566572040406000000300a04084e65746c6f676f6e";
// What Samba 4.17's domain controller answers.
constexpr std::string_view answer =
    "307b02020102647504003071306f04086e65746c6f676f6e3163046117000000fd1300005c7959263630f34bbcb46c87d0cbd7030261640"
    "76e7461646d696e047465737400c01803646331c018054e5441444d000344433100001744656661756c742d46697273742d536974652d4e"
    "616d6500c03e05000000ffffffff300d0202010265070a010004000400";
constexpr std::string_view answer_to_another_domain = "300d0202010265070a010004000400";
constexpr uint32_t message = 0x102;

TEST(DcPing, AsksForTheDomainInLdap) { EXPECT_EQ(dc_ping(message, {"ad.ntadmin.test"}), hex(question)); }

TEST(DcPing, AsksForAnAccountOfTheKindsThatMayBe) {
  constexpr std::string_view user = "a30c0404557365720404616e6e61", kinds =
                                                                        "a30b04034141430404"
                                                                        "90000000";
  Bytes asked = dc_ping(message, {"ad.ntadmin.test", "anna", 0x90});
  Bytes clauses = hex(std::string(user).append(kinds));
  EXPECT_NE(std::search(asked.begin(), asked.end(), clauses.begin(), clauses.end()), asked.end());
  EXPECT_EQ(asked.size(), hex(question).size() + clauses.size());
}

TEST(DcPing, ReadsThatTheControllerHasNotGotTheAccount) {
  EXPECT_TRUE(parse_dc_answer(message, hex(answer))->has_account);
  std::string unknown(answer);
  unknown.replace(unknown.find("17000000fd13"), 4, "1900");
  auto found = parse_dc_answer(message, hex(unknown));
  ASSERT_TRUE(found);
  EXPECT_FALSE(found->has_account);
}

TEST(DcPing, ReadsTheControllersNamesThroughTheirPointers) {
  auto found = parse_dc_answer(message, hex(answer));
  ASSERT_TRUE(found) << found.error().text;
  EXPECT_EQ(found->domain, "ad.ntadmin.test");
  EXPECT_EQ(found->forest, "ad.ntadmin.test");
  EXPECT_EQ(found->computer, "dc1.ad.ntadmin.test");
  EXPECT_EQ(found->flat_domain, "NTADM");
  EXPECT_EQ(found->flat_computer, "DC1");
  EXPECT_EQ(found->site, "Default-First-Site-Name");
  EXPECT_EQ(found->client_site, "Default-First-Site-Name");
  EXPECT_EQ(found->flags, 0x13FDu);
  EXPECT_EQ(found->domain_guid.text(), "2659795c-3036-4bf3-bcb4-6c87d0cbd703");
}

TEST(DcPing, ADomainThatIsNotTheServersIsNotThere) {
  auto found = parse_dc_answer(message, hex(answer_to_another_domain));
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Win32::no_such_domain);
}

TEST(DcPing, AnAnswerToAnotherQuestionIsNone) { EXPECT_FALSE(parse_dc_answer(message + 1, hex(answer))); }

TEST(DcPing, CutAnywhereTheAnswerIsRefused) {
  Bytes whole = hex(answer);
  constexpr size_t first_message = 125;  // the end of the search follows
  for (size_t length = 0; length < first_message; ++length)
    EXPECT_FALSE(parse_dc_answer(message, ByteView(whole).first(length))) << length;
}

TEST(DcPing, NamesThatPointAtThemselvesEnd) {
  Bytes looping = hex(answer);
  Bytes pointer = hex("c018"), itself = hex("c029");  // 0x29 is where the second name lies
  auto at = std::search(looping.begin(), looping.end(), pointer.begin(), pointer.end());
  ASSERT_NE(at, looping.end());
  std::copy(itself.begin(), itself.end(), at);
  EXPECT_FALSE(parse_dc_answer(message, looping));
}

class Locator : public testing::Test {
 protected:
  DcWays ways() {
    return {[this](const std::string& record, std::chrono::milliseconds patience) -> Result<std::vector<DcCandidate>> {
              asked_ = record;
              questions_.push_back(patience);
              return listed_;
            },
            [this](const std::string& host, std::chrono::milliseconds patience) {
              questions_.push_back(patience);
              return std::vector<std::string>(addresses_each_, host);
            },
            [this](const std::string& address, uint16_t, const DcQuestion& asked,
                   std::chrono::milliseconds patience) -> Result<DomainController> {
              pinged_.push_back(address);
              waits_.push_back(patience);
              if (slow_) std::this_thread::sleep_for(patience);
              if (!flags_.count(address)) return fail(Win32::no_such_domain, "silent");
              DomainController found;
              found.computer = address;
              found.flags = flags_[address];
              found.has_account = asked.account == account_;
              return found;
            }};
  }

  std::string asked_;
  std::vector<DcCandidate> listed_{{"late", 389, 20}, {"first", 389, 10}, {"second", 389, 10}};
  std::map<std::string, uint32_t> flags_;
  std::string account_;  // the only one, everywhere
  std::vector<std::string> pinged_;
  std::vector<std::chrono::milliseconds> waits_;
  std::vector<std::chrono::milliseconds> questions_;  // of DNS
  size_t addresses_each_ = 1;
  bool slow_ = false;
};

TEST_F(Locator, TakesTheFirstThatAnswersByPriority) {
  flags_ = {{"late", 0}, {"second", 0}};
  auto found = locate_dc({"ad.test", "", 0}, ways());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->computer, "second");
  EXPECT_EQ(pinged_, (std::vector<std::string>{"first", "second"}));
  EXPECT_EQ(asked_, "_ldap._tcp.dc._msdcs.ad.test");
}

TEST_F(Locator, PassesOverWhatDoesNotSuit) {
  constexpr uint32_t is_primary = 1;
  flags_ = {{"first", 0}, {"late", is_primary}};
  auto found = locate_dc({"ad.test", "", dc_wanted::primary}, ways());
  ASSERT_TRUE(found);
  EXPECT_EQ(found->computer, "late");
  EXPECT_EQ(asked_, "_ldap._tcp.pdc._msdcs.ad.test");
  EXPECT_FALSE(locate_dc({"ad.test", "", dc_wanted::global_catalog}, ways()));
}

TEST_F(Locator, PrefersAReliableClockAndTakesAnother) {
  constexpr uint32_t keeps_time = 0x40, keeps_good_time = 0x240;
  flags_ = {{"first", 0}, {"second", keeps_time}, {"late", keeps_good_time}};
  EXPECT_EQ(locate_dc({"ad.test", "", dc_wanted::good_time}, ways())->computer, "late");
  flags_["late"] = keeps_time;
  EXPECT_EQ(locate_dc({"ad.test", "", dc_wanted::good_time}, ways())->computer, "second");
  flags_ = {{"first", 0}};
  EXPECT_FALSE(locate_dc({"ad.test", "", dc_wanted::good_time}, ways()));
}

TEST_F(Locator, SaysThatTheAccountIsNotThere) {
  flags_ = {{"first", 0}, {"second", 0}};
  account_ = "anna";
  EXPECT_TRUE(locate_dc({"ad.test", "", 0, "anna", 0x10}, ways()));
  auto missing = locate_dc({"ad.test", "", 0, "otto", 0x10}, ways());
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code, Win32::no_such_user);
  EXPECT_EQ(pinged_, (std::vector<std::string>{"first", "first"}));
  EXPECT_TRUE(locate_dc({"ad.test", "", 0}, ways()));  // of no account nothing is said
}

TEST_F(Locator, LooksInASiteWhereOneIsNamed) {
  static_cast<void>(locate_dc({"ad.test", "Berlin", dc_wanted::global_catalog}, ways()));
  EXPECT_EQ(asked_, "_ldap._tcp.Berlin._sites.gc._msdcs.ad.test");
}

TEST_F(Locator, AsksNoMoreThanEight) {
  listed_.assign(100, {"silent", 389, 0});
  EXPECT_FALSE(locate_dc({"ad.test", "", 0}, ways()));
  EXPECT_EQ(pinged_.size(), 8u);
}

TEST_F(Locator, AsksNoMoreThanFourAddressesOfEach) {
  addresses_each_ = 300;
  EXPECT_FALSE(locate_dc({"ad.test", "", 0}, ways()));
  EXPECT_EQ(pinged_.size(), listed_.size() * 4);
}

TEST_F(Locator, AsksNobodyOnceItsTimeIsOver) {
  constexpr std::chrono::milliseconds whole{300};
  slow_ = true;
  addresses_each_ = 4;
  EXPECT_FALSE(locate_dc({"ad.test", "", 0}, ways(), whole));
  ASSERT_EQ(pinged_, std::vector<std::string>{"first"});
  EXPECT_LE(waits_.front(), whole);
  for (auto given : questions_) EXPECT_LE(given, whole);
  EXPECT_FALSE(locate_dc({"ad.test", "", 0}, ways(), std::chrono::milliseconds(0)));
  EXPECT_EQ(pinged_.size(), 1u);
}

TEST_F(Locator, WaitsForOneAddressNoLongerThanASecond) {
  EXPECT_FALSE(locate_dc({"ad.test", "", 0}, ways()));
  ASSERT_EQ(waits_.size(), listed_.size());
  for (auto wait : waits_) EXPECT_EQ(wait, std::chrono::seconds(1));
}

TEST(DcTurns, TwoSearchAndTheNextOnceOneOfThemEnded) {
  auto first = take_dc_turn(), second = take_dc_turn();
  ASSERT_TRUE(first && second);
  for (int i = 0; i < 2; ++i) {  // a refusal takes nothing
    auto third = take_dc_turn();
    ASSERT_FALSE(third);
    EXPECT_EQ(third.error().code, Win32::busy);
  }
  first->reset();
  EXPECT_TRUE(take_dc_turn());
}

TEST(NetworkWays, AnAddressIsItsOwnAndSilenceEnds) {
  DcWays ways = network_ways();
  EXPECT_EQ(ways.addresses("127.0.0.1", std::chrono::seconds(1)), std::vector<std::string>{"127.0.0.1"});
  EXPECT_FALSE(ways.ping("127.0.0.1", 9, {"ad.test"}, std::chrono::milliseconds(50)));
}

}  // namespace
}  // namespace nta::host
