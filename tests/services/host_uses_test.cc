// Uses that the host keeps: each uid its own, over LocalHost and over wkssvc.
#include "services/host_uses.h"

#include "made_up_host.h"
#include "protocols/wkssvc.h"

namespace nta::services::test {
namespace {

using namespace protocols;

constexpr uint32_t everything_there_is = 0xFFFFFFFF;

class HostUses : public ServicesTest {
 protected:
  HostUses() { host_.uses = &uses_; }

  static std::shared_ptr<Client> caller(uid_t uid, auth::Origin origin = auth::Origin::local) {
    auth::AccessToken token;
    token.name = "HOST\\someone";
    token.user = Sid::parse("S-1-22-1-4711").value_or(Sid());
    token.uid = uid;
    token.groups = {sid_authenticated_users};
    token.origin = origin;
    auto client = std::make_shared<Client>();
    client->token = std::make_shared<auth::AccessToken>(token);
    return client;
  }

  template <class M>
  Win32 code_of(const Interface& interface, const std::shared_ptr<Client>& client, const typename M::In& in) {
    auto out = call<M>(interface, in, client);
    return out ? status_of(out->value) : out.error().code;
  }

  /** Adds \\fs02\IPC$ as bob with the hash 07 07 07 .... */
  Win32 add(const std::shared_ptr<Client>& client, uint32_t proven, uint8_t hash = 7) {
    HostUseLogon logon{.User = bob_, .Domain = corp_};
    std::fill_n(logon.NtHash, 16, hash);
    return code_of<HostAddUse>(local_host, client, {server_, 445, remote_, &logon, proven});
  }

  std::map<uid_t, KeptUses> uses_;
  char16_t server_[5] = u"fs02";
  char16_t remote_[12] = u"\\\\fs02\\IPC$";
  char16_t bob_[4] = u"bob";
  char16_t corp_[5] = u"CORP";
  const std::shared_ptr<Client> alice_ = caller(4711);
};

TEST_F(HostUses, ALogonComesBackToTheSameUserOnly) {
  ASSERT_EQ(add(alice_, 1), Win32::success);
  auto logon = call<HostGetUseLogon>(local_host, {server_, 445}, alice_);
  ASSERT_TRUE(logon);
  ASSERT_TRUE(logon->value.Logon);
  EXPECT_EQ(std::u16string(logon->value.Logon->User), u"bob");
  EXPECT_EQ(logon->value.Logon->NtHash[15], 7);

  EXPECT_EQ(code_of<HostGetUseLogon>(local_host, caller(4712), {server_, 445}), Win32::use_not_found);
  EXPECT_EQ(code_of<HostGetUseLogon>(local_host, caller(0), {server_, 445}), Win32::use_not_found) << "nor to root";
  EXPECT_EQ(call<HostEnumerateUses>(local_host, {}, caller(4712))->value.Count, 0u);
  EXPECT_EQ(call<HostEnumerateUses>(local_host, {}, alice_)->value.Count, 1u);
}

TEST_F(HostUses, CallersFromTheNetworkHaveNone) {
  ASSERT_EQ(add(alice_, 1), Win32::success);
  auto same_uid = caller(4711, auth::Origin::smb_session);
  EXPECT_EQ(code_of<HostGetUseLogon>(local_host, same_uid, {server_, 445}), Win32::not_supported);
  EXPECT_EQ(code_of<NetrUseGetInfo>(wkssvc, same_uid, {nullptr, remote_, 0}), Win32::use_not_found);
}

TEST_F(HostUses, LookingForThemKeepsNothing) {
  EXPECT_EQ(code_of<HostGetUseLogon>(local_host, alice_, {server_, 445}), Win32::use_not_found);
  auto none = call<HostEnumerateUses>(local_host, {}, alice_);
  ASSERT_TRUE(none);
  EXPECT_EQ(none->value.Count, 0u);
  EXPECT_EQ(code_of<NetrUseGetInfo>(wkssvc, alice_, {nullptr, remote_, 0}), Win32::use_not_found);
  EXPECT_TRUE(uses_.empty());
}

TEST_F(HostUses, WhoeverGetsTheUidNextDoesNotGetThem) {
  std::optional<std::string> name;
  host_.unix_name_of = [&](uid_t) { return name; };
  auto logon = [&] { return code_of<HostGetUseLogon>(local_host, alice_, {server_, 445}); };
  ASSERT_EQ(add(alice_, 1), Win32::success);
  name = "alice";
  EXPECT_EQ(logon(), Win32::success) << "it was not known before whose they are";
  name = "bob";
  EXPECT_EQ(logon(), Win32::use_not_found);
  EXPECT_TRUE(uses_.empty());

  ASSERT_EQ(add(alice_, 1), Win32::success);
  forget_ended_uses(host_);
  EXPECT_EQ(logon(), Win32::success);
  name = "";  // gone
  forget_ended_uses(host_);
  EXPECT_TRUE(uses_.empty());

  ASSERT_EQ(add(alice_, 1), Win32::success) << "what is left of bob's processes";
  name = "carol";
  EXPECT_EQ(logon(), Win32::use_not_found);
}

TEST_F(HostUses, AreKeptForSoManyUsers) {
  for (uid_t uid = 1; uid <= most_users_with_uses; ++uid)
    ASSERT_TRUE(uses_[100'000 + uid].table.add({.server = "fs02", .port = 445}, auth::UseTable::Proof::given));
  EXPECT_EQ(add(alice_, 1), Win32::no_system_resources);
  EXPECT_EQ(uses_.size(), most_users_with_uses);
  uses_[100'001].table.remove("fs02", 445, auth::UseTable::Extent::all_of_them);
  EXPECT_EQ(add(alice_, 1), Win32::success) << "empty ones are no users";
}

TEST_F(HostUses, NamesHaveABound) {
  std::u16string longer(auth::UseTable::longest_server + 1, u'x');
  EXPECT_EQ(code_of<HostAddUse>(local_host, alice_, {longer.data(), 445, remote_, nullptr, 1}),
            Win32::invalid_parameter);
  EXPECT_TRUE(uses_.empty());
}

TEST_F(HostUses, ARefusedAdditionLeavesNoHashBehind) {
  HostUseLogon logon{.User = bob_, .Domain = corp_};
  std::fill_n(logon.NtHash, 16, uint8_t{7});
  Call<HostAddUse> call(alice_, Reply([](const Result<Bytes>&) {}));
  call.request.value = {server_, 0, remote_, &logon, 1};
  EXPECT_FALSE(add_use(host_, call));
  EXPECT_EQ(std::ranges::count(logon.NtHash, 0), 16);
}

TEST_F(HostUses, ConflictsAndWhatIsNotThereAreTold) {
  EXPECT_EQ(code_of<HostRemoveUse>(local_host, alice_, {server_, 445, 0}), Win32::use_not_found);
  EXPECT_EQ(code_of<HostAddUse>(local_host, alice_, {server_, 0, remote_, nullptr, 1}), Win32::invalid_parameter);
  EXPECT_EQ(add(alice_, 0), Win32::success);
  EXPECT_TRUE(uses_.empty()) << "it was not proven";
  ASSERT_EQ(add(alice_, 1), Win32::success);
  EXPECT_EQ(add(alice_, 0, 8), Win32::session_credential_conflict);
  EXPECT_EQ(code_of<HostRemoveUse>(local_host, alice_, {server_, 445, 0}), Win32::success);
  EXPECT_TRUE(uses_.empty());
}

TEST_F(HostUses, WkssvcListsThemAndTellsNoPassword) {
  ASSERT_EQ(add(alice_, 1), Win32::success);
  NetrUseEnum::In in{.InfoStruct = {.Level = 2}, .PreferedMaximumLength = everything_there_is};
  auto list = call<NetrUseEnum>(wkssvc, in, alice_);
  ASSERT_TRUE(list);
  ASSERT_EQ(list->value.InfoStruct.Info->EntriesRead, 1u);
  const auto& row = *static_cast<const USE_INFO_2*>(list->value.InfoStruct.Info->Buffer);
  EXPECT_EQ(std::u16string(row.ui2_remote), u"\\\\fs02\\IPC$");
  EXPECT_EQ(std::u16string(row.ui2_username), u"bob");
  EXPECT_EQ(row.ui2_password, nullptr);
  char16_t path[] = u"\\\\FS02\\ipc$";
  for (uint32_t level : {0u, 1u, 2u, 3u})
    EXPECT_EQ(code_of<NetrUseGetInfo>(wkssvc, alice_, {nullptr, path, level}), Win32::success) << level;
  EXPECT_EQ(code_of<NetrUseGetInfo>(wkssvc, alice_, {nullptr, path, 4}), Win32::invalid_level);
  EXPECT_EQ(code_of<NetrUseDel>(wkssvc, alice_, {nullptr, path, 3}), Win32::invalid_level);
  EXPECT_EQ(code_of<NetrUseDel>(wkssvc, alice_, {nullptr, path, 0}), Win32::success);
  EXPECT_EQ(code_of<NetrUseDel>(wkssvc, alice_, {nullptr, path, 0}), Win32::use_not_found);
}

TEST_F(HostUses, WkssvcCountsAnAdditionOrFindsItInConflict) {
  auto known = auth::Credentials::of_password(u"bob", u"", u"secret");
  ASSERT_TRUE(uses_[4711].table.add({.server = "fs02", .port = 445, .remote = remote_, .credentials = known},
                                    auth::UseTable::Proof::given));
  char16_t right[] = u"secret", wrong[] = u"other";
  USE_INFO_2 use{.ui2_remote = remote_, .ui2_password = right, .ui2_username = bob_};
  EXPECT_EQ(code_of<NetrUseAdd>(wkssvc, alice_, {nullptr, 2, &use}), Win32::success);
  EXPECT_EQ(uses_[4711].table.all().front().count, 2u);
  use.ui2_password = wrong;
  EXPECT_EQ(code_of<NetrUseAdd>(wkssvc, alice_, {nullptr, 2, &use}), Win32::session_credential_conflict);
  char16_t other[] = u"\\\\fs03\\IPC$";
  use.ui2_remote = other;
  EXPECT_EQ(code_of<NetrUseAdd>(wkssvc, alice_, {nullptr, 2, &use}), Win32::not_supported);
}

}  // namespace
}  // namespace nta::services::test
