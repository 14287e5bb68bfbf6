// Passwords under the policy, and how the store keeps them.
#include "auth/ntlm/keys.h"
#include "host/accounts/secret_box.h"
#include "host/accounts/stores.h"

namespace nta::accounts {
namespace {

class PasswordTest : public testing::Test {
 protected:
  void set_policy(const std::function<void(Policy&)>& edit) {
    must(store_->change_policy([&](Policy& policy) -> Result<void> {
      edit(policy);
      return {};
    }));
  }
  Win32 set(std::u16string text, SetBy by = SetBy::administrator) {
    return code_of(store_->set_password(rid_, clear(std::move(text)), by));
  }

  TestStore store_;
  Rid rid_ = must(store_->add_user(named("alice")));
};

TEST_F(PasswordTest, HashIsWhatNtlmNeeds) {
  EXPECT_FALSE(must(store_->nt_hash(rid_)));
  EXPECT_EQ(set(u"Passw0rd"), Win32::success);
  auto hash = must(store_->nt_hash(rid_));
  ASSERT_TRUE(hash);
  EXPECT_EQ(*hash, auth::ntlm::nt_hash(u"Passw0rd"));
  EXPECT_TRUE(must(store_->user(rid_)).has_password);
}

TEST_F(PasswordTest, PolicyRefusesEachWithItsOwnCode) {
  set_policy([](Policy& policy) {
    policy.minimum_length = 8;
    policy.complexity = true;
  });
  EXPECT_EQ(set(u"Sh0rt!"), Win32::password_too_short);
  EXPECT_EQ(set(std::u16string(257, u'x')), Win32::password_too_long);
  EXPECT_EQ(set(u"onlysmallletters"), Win32::password_not_complex_enough);
  EXPECT_EQ(set(u"xAlIcE-2026-x"), Win32::password_not_complex_enough);
  EXPECT_EQ(set(u"Gr\u00FCn und blau 7"), Win32::success);
}

TEST_F(PasswordTest, HashOfTheEmptyPasswordIsTooShortLikeThatItself) {
  auto set_hash = [&](std::u16string_view of) {
    return code_of(store_->set_password(rid_, Password{auth::ntlm::nt_hash(of)}, SetBy::owner));
  };
  EXPECT_EQ(set_hash(u""), Win32::success);
  set_policy([](Policy& policy) { policy.minimum_length = 8; });
  EXPECT_EQ(set_hash(u"x"), Win32::success);  // of others nothing is known
  EXPECT_EQ(set_hash(u""), Win32::password_too_short);
}

TEST_F(PasswordTest, PartsOfTheFullNameAreNotComplexEnough) {
  set_policy([](Policy& policy) { policy.complexity = true; });
  must(store_->change_user(rid_, [](User& user) -> Result<void> {
    user.full_name = "Erin M. Hagens";
    return {};
  }));
  EXPECT_EQ(set(u"hagens-12-X"), Win32::password_not_complex_enough);
  EXPECT_EQ(set(u"Erica-12-M"), Win32::success);
}

TEST_F(PasswordTest, AccountThatNeedsNoneMayHaveAnyPassword) {
  set_policy([](Policy& policy) { policy.minimum_length = 8; });
  must(store_->change_user(rid_, [](User& user) -> Result<void> {
    user.control |= control::password_not_required;
    return {};
  }));
  EXPECT_EQ(set(u""), Win32::success);
}

TEST_F(PasswordTest, TheCurrentPasswordCountsAlsoWhenItWasSetWhileNoHistoryWasKept) {
  EXPECT_EQ(set(u"one", SetBy::owner), Win32::success);
  EXPECT_EQ(set(u"one", SetBy::owner), Win32::success);  // no history: nothing is held against it
  set_policy([](Policy& policy) { policy.history_length = 2; });
  EXPECT_EQ(set(u"one", SetBy::owner), Win32::password_history_conflict);
}

TEST_F(PasswordTest, OwnerCannotComeBackToAPasswordOfTheHistory) {
  set_policy([](Policy& policy) { policy.history_length = 2; });
  EXPECT_EQ(set(u"one", SetBy::owner), Win32::success);
  EXPECT_EQ(set(u"one", SetBy::owner), Win32::password_history_conflict);
  EXPECT_EQ(set(u"two", SetBy::owner), Win32::success);
  EXPECT_EQ(set(u"one", SetBy::owner), Win32::password_history_conflict);
  EXPECT_EQ(set(u"three", SetBy::owner), Win32::success);
  EXPECT_EQ(set(u"one", SetBy::owner), Win32::success);
  EXPECT_EQ(set(u"one", SetBy::administrator), Win32::success);
}

TEST_F(PasswordTest, OwnerWaitsForTheMinimumAgeAnAdministratorDoesNot) {
  set_policy([](Policy& policy) { policy.minimum_age = day_ticks; });
  EXPECT_EQ(set(u"one"), Win32::success);
  EXPECT_EQ(set(u"two", SetBy::owner), Win32::password_too_recent);
  EXPECT_EQ(set(u"two"), Win32::success);
  store_.pass(day_ticks);
  EXPECT_EQ(set(u"three", SetBy::owner), Win32::success);
}

TEST_F(PasswordTest, PasswordToBeChangedMayBeChangedAtOnce) {
  set_policy([](Policy& policy) { policy.minimum_age = day_ticks; });
  must(store_->set_password(rid_, {std::u16string(u"first"), true}, SetBy::administrator));
  EXPECT_TRUE(must(store_->user(rid_)).control & control::password_expired);
  EXPECT_EQ(set(u"second", SetBy::owner), Win32::success);
  EXPECT_FALSE(must(store_->user(rid_)).control & control::password_expired);
}

TEST_F(PasswordTest, PasswordExpiresByAgeUnlessItNeverDoes) {
  EXPECT_EQ(set(u"one"), Win32::success);
  store_.pass(42 * day_ticks + 1);
  EXPECT_TRUE(must(store_->user(rid_)).control & control::password_expired);
  must(store_->change_user(rid_, [](User& user) -> Result<void> {
    user.control |= control::password_never_expires;
    return {};
  }));
  EXPECT_FALSE(must(store_->user(rid_)).control & control::password_expired);
}

TEST_F(PasswordTest, UserAndPasswordAreAddedTogetherOrNotAtAll) {
  set_policy([](Policy& policy) { policy.minimum_length = 8; });
  EXPECT_EQ(code_of(store_->add_user(named("bob"), clear(u"short"), SetBy::administrator)), Win32::password_too_short);
  EXPECT_EQ(code_of(store_->user("bob")), Win32::user_not_found);
}

TEST(SecretBoxTest, SecretOpensOnlyForItsPurposeAndWithItsKey) {
  SecretBox box = SecretBox::make();
  Bytes secret(16, std::byte{7});
  Bytes sealed = box.seal(1000, secret);
  EXPECT_EQ(must(box.open(1000, sealed)), secret);
  EXPECT_FALSE(box.open(1001, sealed));
  EXPECT_FALSE(SecretBox::make().open(1000, sealed));
  EXPECT_NE(box.seal(1000, secret), sealed);
  sealed[14] ^= std::byte{1};
  EXPECT_FALSE(box.open(1000, sealed));
  EXPECT_FALSE(box.open(1000, Bytes(5)));
}

}  // namespace
}  // namespace nta::accounts
