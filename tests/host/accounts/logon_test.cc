// Network logons, through both ends of NTLM: who may, what each refusal is called, lock-out by a clock that tests move.
#include "host/accounts/logon.h"

#include "host/accounts/database.h"
#include "host/accounts/stores.h"
#include "temporary_dir.h"

namespace nta::accounts {
namespace {

class LogonTest : public testing::Test {
 protected:
  explicit LogonTest(const std::string& directory = "") : store_(directory) {}

  /** Both ends of an exchange: the token, or what the server says. */
  Result<std::shared_ptr<const auth::AccessToken>> log_on(std::u16string user, std::u16string_view password,
                                                          std::u16string workstation = u"CLIENT") {
    auth::ntlm::NtlmClient client({std::move(user), u"TESTHOST", std::move(workstation), auth::ntlm::nt_hash(password)},
                                  u"cifs/testhost");
    auth::ntlm::NtlmServer server(authority_, auth::Origin::smb_session);
    NTA_TRY(auto negotiate, client.step({}));
    NTA_TRY(auto challenge, server.step(negotiate.token));
    NTA_TRY(auto authenticate, client.step(challenge.token));
    NTA_CHECK(server.step(authenticate.token));
    return server.identity();
  }
  Win32 code(std::u16string_view password = u"secret", std::u16string workstation = u"CLIENT") {
    return code_of(log_on(u"alice", password, std::move(workstation)));
  }
  void edit(const std::function<void(User&)>& change) {
    must(store_->change_user(rid_, [&](User& user) -> Result<void> {
      change(user);
      return {};
    }));
  }
  /** Wrong passwords, one after the other. */
  void guess(int times) {
    for (int i = 0; i < times; ++i) EXPECT_EQ(code(u"wrong"), Win32::logon_failure);
  }

  TestStore store_;
  Rid rid_ = must(store_->add_user(named("alice"), clear(u"secret"), SetBy::administrator));
  std::shared_ptr<const auth::ntlm::Authority> authority_ = make_authority(store_.store);
};

TEST_F(LogonTest, TokenHasUserGroupsAndLocalGroups) {
  Rid group = must(store_->add_group({{}, "staff", ""}));
  must(store_->add_to_group(group, rid_));
  std::vector<Sid> sids{store_->sid_of(group)};
  must(store_->add_to_alias(Home::builtin, Rid(555), sids));
  auto token = must(log_on(u"ALICE", u"secret"));
  ASSERT_TRUE(token);
  EXPECT_EQ(token->user, store_->sid_of(rid_));
  EXPECT_EQ(token->name, "TESTHOST\\alice");
  for (const Sid& sid : {store_->sid_of(group), store_->sid_of(rid_none), sid_users, sid_remote_desktop_users,
                         sid_everyone, sid_authenticated_users, make_sid(5, 2)})
    EXPECT_TRUE(token->is_member(sid)) << sid.text();
  EXPECT_FALSE(token->is_administrator());
}

// Kerberos log-ons have the account's token, too.
TEST_F(LogonTest, OnlyNtlmItselfSaysThatALogonWasByNtlm) {
  constexpr Sid ntlm_authentication = make_sid(5, 64, 10);
  EXPECT_TRUE(must(log_on(u"alice", u"secret"))->is_member(ntlm_authentication));
  EXPECT_FALSE(must(authority_->admit_proved(u"alice"))->is_member(ntlm_authentication));
}

TEST_F(LogonTest, UnknownUserAndWrongPasswordAreOneAnswer) {
  EXPECT_EQ(code(u"wrong"), Win32::logon_failure);
  EXPECT_EQ(code_of(log_on(u"nobody", u"secret")), Win32::logon_failure);
  EXPECT_EQ(code_of(log_on(u"Administrator", u"")), Win32::logon_failure);  // no password is set
  EXPECT_EQ(code_of(log_on(u"None", u"")), Win32::logon_failure);
}

TEST_F(LogonTest, LogonIsCountedAndStamped) {
  store_.pass(day_ticks);
  EXPECT_EQ(code(), Win32::success);
  User user = must(store_->user(rid_));
  EXPECT_EQ(user.logon_count, 1u);
  EXPECT_EQ(user.last_logon, *store_.time);
}

TEST_F(LogonTest, StateOfTheAccountIsTheAnswerToTheRightPasswordOnly) {
  edit([](User& user) { user.control |= control::disabled; });
  EXPECT_EQ(code(), Win32::account_disabled);
  EXPECT_EQ(code(u"wrong"), Win32::logon_failure);
}

TEST_F(LogonTest, ExpiredAccount) {
  edit([&](User& user) { user.account_expires = *store_.time + 1; });
  EXPECT_EQ(code(), Win32::success);
  store_.pass(1);
  EXPECT_EQ(code(), Win32::account_expired);
}

TEST_F(LogonTest, PasswordToBeChangedFirst) {
  edit([](User& user) { user.password_last_set = 0; });
  EXPECT_EQ(code(), Win32::password_must_change);
  edit([](User& user) { user.password_last_set = 1; });
  EXPECT_EQ(code(), Win32::success);
}

TEST_F(LogonTest, PasswordThatIsTooOld) {
  store_.pass(42 * day_ticks + 1);
  EXPECT_EQ(code(), Win32::password_expired);
}

// 1'700'000'000 s is Tuesday, 14 November 2023, 22:13 UTC: hour 2 * 24 + 22 of the week.
TEST_F(LogonTest, HoursOfTheWeekInUtc) {
  Bytes hours(logon_hours_size);
  hours[(2 * 24 + 22) / 8] = static_cast<std::byte>(1 << ((2 * 24 + 22) % 8));
  edit([&](User& user) { user.logon_hours = hours; });
  EXPECT_EQ(code(), Win32::success);
  store_.pass(60 * minute_ticks);
  EXPECT_EQ(code(), Win32::invalid_logon_hours);
  store_.pass((7 * 24 - 1) * 60 * minute_ticks);
  EXPECT_EQ(code(), Win32::success);
}

TEST_F(LogonTest, NamedWorkstationsOnly) {
  edit([](User& user) { user.workstations = "PC1, pc2"; });
  EXPECT_EQ(code(u"secret", u"PC2"), Win32::success);
  EXPECT_EQ(code(u"secret", u"\\\\pc1"), Win32::success);
  EXPECT_EQ(code(u"secret", u"PC3"), Win32::invalid_workstation);
  EXPECT_EQ(code(u"secret", u""), Win32::invalid_workstation);
}

TEST_F(LogonTest, EmptyPasswordOpensNothingOverTheNetwork) {
  must(store_->set_password(rid_, clear(u""), SetBy::administrator));
  EXPECT_EQ(code(u""), Win32::account_restriction);
}

TEST_F(LogonTest, TooManyWrongPasswordsLockForAWhile) {
  guess(10);
  EXPECT_EQ(code(), Win32::account_locked_out);
  EXPECT_EQ(code(u"wrong"), Win32::account_locked_out);
  EXPECT_TRUE(must(store_->user(rid_)).control & control::locked);
  store_.pass(10 * minute_ticks);
  EXPECT_EQ(code(), Win32::success);
  EXPECT_EQ(must(store_->user(rid_)).bad_password_count, 0u);
}

TEST_F(LogonTest, GoodLogonStartsTheCountAgain) {
  guess(9);
  EXPECT_EQ(code(), Win32::success);
  guess(9);
  EXPECT_EQ(code(), Win32::success);
}

TEST_F(LogonTest, WrongPasswordsOutsideTheWindowAreForgotten) {
  guess(9);
  store_.pass(10 * minute_ticks + 1);
  guess(9);
  EXPECT_EQ(must(store_->user(rid_)).bad_password_count, 9u);
  EXPECT_EQ(code(), Win32::success);
}

TEST_F(LogonTest, LockoutUntilUnlockedByHand) {
  must(store_->change_policy([](Policy& policy) -> Result<void> {
    policy.lockout_threshold = 3;
    policy.lockout_duration = never;
    return {};
  }));
  guess(3);
  store_.pass(400 * day_ticks);
  EXPECT_EQ(code(), Win32::account_locked_out);
  edit([](User& user) {
    user.control &= ~control::locked;
    user.control |= control::password_never_expires;
  });
  EXPECT_EQ(code(), Win32::success);
}

TEST_F(LogonTest, LockedMeanwhileIsLockedForTheRightPasswordToo) {
  auto found = must(authority_->find_account(u"alice", u"TESTHOST"));
  guess(10);
  EXPECT_EQ(code_of(found.admit(u"CLIENT")), Win32::account_locked_out);
}

TEST_F(LogonTest, WhoIsProvedElsewhereNeedsNoPasswordHere) {
  Rid bob = must(store_->add_user(named("bob")));
  EXPECT_EQ(must(authority_->admit_proved(u"BOB"))->user, store_->sid_of(bob));
  edit([](User& user) {
    user.password_last_set = 0;
    user.workstations = "ELSEWHERE";
  });
  EXPECT_EQ(code_of(authority_->admit_proved(u"alice")), Win32::success);
  EXPECT_EQ(code_of(authority_->admit_proved(u"nobody")), Win32::logon_failure);
}

TEST_F(LogonTest, WhoIsProvedElsewhereIsHeldToTheAccount) {
  auto proved = [&] { return code_of(authority_->admit_proved(u"alice")); };
  guess(9);
  EXPECT_EQ(proved(), Win32::success);
  EXPECT_EQ(must(store_->user(rid_)).bad_password_count, 9u);  // a right password would end it
  EXPECT_EQ(must(store_->user(rid_)).logon_count, 1u);
  guess(1);
  EXPECT_EQ(proved(), Win32::account_locked_out);
  store_.pass(10 * minute_ticks);
  edit([](User& user) { user.logon_hours = Bytes(logon_hours_size); });
  EXPECT_EQ(proved(), Win32::invalid_logon_hours);
  edit([&](User& user) { user.account_expires = *store_.time; });
  EXPECT_EQ(proved(), Win32::account_expired);
  edit([](User& user) { user.control |= control::disabled; });
  EXPECT_EQ(proved(), Win32::account_disabled);
}

TEST_F(LogonTest, PasswordsOfMachinesDoNotGrowOld) {
  User machine = named("pc$");
  machine.control = control::workstation_trust;
  must(store_->add_user(machine, clear(u"secret"), SetBy::administrator));
  store_.pass(42 * day_ticks + 1);
  EXPECT_EQ(code_of(log_on(u"pc$", u"secret")), Win32::success);
  EXPECT_EQ(code(), Win32::password_expired);
}

struct Place {
  test::TemporaryDir directory;
};

/** The database can be made to refuse what logons write, as a full disk does. */
class UnwritableTest : protected Place, public LogonTest {
 protected:
  UnwritableTest() : LogonTest(directory.path()) {}

  void change_database(const char* sql) {
    Database other = must(Database::open(directory.path() + "/accounts.db", Database::Access::write));
    must(other.execute(sql));
  }
  void refuse_writes() {
    change_database("CREATE TRIGGER full BEFORE UPDATE ON user BEGIN SELECT RAISE(ABORT, 'full'); END");
  }
  void take_writes() { change_database("DROP TRIGGER full"); }
};

TEST_F(UnwritableTest, WrongPasswordsLockAllTheSame) {
  refuse_writes();
  guess(10);
  EXPECT_EQ(code(), Win32::account_locked_out);
  EXPECT_TRUE(must(store_->user(rid_)).control & control::locked);
  take_writes();
  EXPECT_EQ(code(), Win32::account_locked_out);
  store_.pass(10 * minute_ticks);
  EXPECT_EQ(code(), Win32::success);
}

TEST_F(UnwritableTest, TheRightPasswordLooksLikeAWrongOne) {
  refuse_writes();
  EXPECT_EQ(code(), Win32::logon_failure);
  take_writes();
  EXPECT_EQ(code(), Win32::success);
}

TEST_F(UnwritableTest, WrongPasswordsBeforeMeanwhileAndAfterAreOneCount) {
  guess(4);
  refuse_writes();
  guess(3);
  take_writes();
  guess(2);
  EXPECT_EQ(must(store_->user(rid_)).bad_password_count, 9u);
  guess(1);
  EXPECT_EQ(code(), Win32::account_locked_out);
}

TEST_F(UnwritableTest, WhatOnlyMemoryCountedIsForgottenAfterTheWindowAndByAGoodLogOn) {
  refuse_writes();
  guess(9);
  store_.pass(10 * minute_ticks + 1);
  guess(9);
  take_writes();
  EXPECT_EQ(code(), Win32::success);
  guess(9);
  EXPECT_EQ(code(), Win32::success);
}

TEST_F(UnwritableTest, WhoIsUnlockedIsUnlocked) {
  refuse_writes();
  guess(10);
  take_writes();
  edit([](User& user) { user.control &= ~control::locked; });
  EXPECT_EQ(code(), Win32::success);
}

TEST_F(LogonTest, NoThresholdNoLockout) {
  must(store_->change_policy([](Policy& policy) -> Result<void> {
    policy.lockout_threshold = 0;
    return {};
  }));
  guess(20);
  EXPECT_EQ(code(), Win32::success);
}

}  // namespace
}  // namespace nta::accounts
