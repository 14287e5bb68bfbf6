// The LDAP ping, and the search for a domain controller among those that DNS lists.
#include <gtest/gtest.h>

#include <algorithm>
#include <map>

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

TEST(DcPing, AsksForTheDomainInLdap) { EXPECT_EQ(dc_ping(message, "ad.ntadmin.test"), hex(question)); }

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
    return {[this](const std::string& record) -> Result<std::vector<DcCandidate>> {
              asked_ = record;
              return listed_;
            },
            [this](const DcCandidate& candidate, const std::string&) -> Result<DomainController> {
              pinged_.push_back(candidate.host);
              if (!flags_.count(candidate.host)) return fail(Win32::no_such_domain, "silent");
              DomainController found;
              found.computer = candidate.host;
              found.flags = flags_[candidate.host];
              return found;
            }};
  }

  std::string asked_;
  std::vector<DcCandidate> listed_{{"late", 389, 20}, {"first", 389, 10}, {"second", 389, 10}};
  std::map<std::string, uint32_t> flags_;
  std::vector<std::string> pinged_;
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

TEST_F(Locator, LooksInASiteWhereOneIsNamed) {
  static_cast<void>(locate_dc({"ad.test", "Berlin", dc_wanted::global_catalog}, ways()));
  EXPECT_EQ(asked_, "_ldap._tcp.Berlin._sites.gc._msdcs.ad.test");
}

TEST_F(Locator, AsksNoMoreThanEight) {
  listed_.assign(100, {"silent", 389, 0});
  EXPECT_FALSE(locate_dc({"ad.test", "", 0}, ways()));
  EXPECT_EQ(pinged_.size(), 8u);
}

}  // namespace
}  // namespace nta::host
