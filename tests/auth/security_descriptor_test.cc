// Security descriptors: what is read and written, and who gets what.
#include "auth/security_descriptor.h"

#include <gtest/gtest.h>

namespace nta::auth {

namespace {

const Sid alice = make_sid(22, 1, 1000);
const Sid bob = make_sid(22, 1, 1001);

AccessToken token_of(const Sid& user, std::vector<Sid> groups = {}) { return {.user = user, .groups = groups}; }

SecurityDescriptor with(std::vector<Ace> aces) { return {.owner = sid_system, .group = sid_system, .dacl = aces}; }

Ace allow(const Sid& sid, uint32_t mask) { return {AceType::allowed, 0, mask, sid}; }
Ace deny(const Sid& sid, uint32_t mask) { return {AceType::denied, 0, mask, sid}; }

Bytes bytes_of(std::initializer_list<int> values) {
  Bytes bytes;
  for (int value : values) bytes.push_back(static_cast<std::byte>(value));
  return bytes;
}

/** O:SYG:BAD:(A;;0x1;;;WD) as python3-samba 4.17's ndr_pack(security.descriptor) makes it. */
Bytes samba_descriptor() {
  return bytes_of({1, 0, 4,    0x80, 0x14, 0, 0, 0, 0x20, 0, 0,    0, 0,    0, 0, 0, 0x30, 0, 0, 0,  // header
                   1, 1, 0,    0,    0,    0, 0, 5, 0x12, 0, 0,    0,                                // SYSTEM
                   1, 2, 0,    0,    0,    0, 0, 5, 0x20, 0, 0,    0, 0x20, 2, 0, 0,                 // Administrators
                   4, 0, 0x1C, 0,    1,    0, 0, 0, 0,    0, 0x14, 0, 1,    0, 0, 0,                 // ACL, ACE
                   1, 1, 0,    0,    0,    0, 0, 1, 0,    0, 0,    0});                              // Everyone
}

}  // namespace

TEST(SecurityDescriptor, ReadsTheSelfRelativeFormOfSamba) {
  auto descriptor = SecurityDescriptor::parse(samba_descriptor());
  ASSERT_TRUE(descriptor) << descriptor.error().text;
  EXPECT_EQ(descriptor->owner, sid_system);
  EXPECT_EQ(descriptor->group, sid_administrators);
  EXPECT_EQ(descriptor->dacl, std::vector{allow(sid_everyone, 1)});
}

TEST(SecurityDescriptor, WhatIsWrittenIsReadBack) {
  for (const SecurityDescriptor& descriptor :
       {default_listener_descriptor(), SecurityDescriptor{}, with({}), with({deny(alice, 5), allow(bob, 7)}),
        SecurityDescriptor{.owner = alice}}) {
    auto again = SecurityDescriptor::parse(descriptor.bytes());
    ASSERT_TRUE(again) << again.error().text;
    EXPECT_EQ(*again, descriptor);
  }
}

TEST(SecurityDescriptor, NoTruncationOrWildOffsetIsFollowed) {
  Bytes whole = samba_descriptor();
  for (size_t size = 0; size < whole.size(); ++size) {
    Bytes cut(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(size));
    EXPECT_FALSE(SecurityDescriptor::parse(cut)) << size;
  }
  for (size_t at : {4u, 8u, 16u})
    for (int offset : {1, 19, 250}) {
      Bytes wild = whole;
      wild[at] = static_cast<std::byte>(offset);
      EXPECT_FALSE(SecurityDescriptor::parse(wild)) << at << " " << offset;
    }
}

TEST(SecurityDescriptor, WhatCannotBeHonouredIsRefused) {
  Bytes object_ace = samba_descriptor();
  object_ace[56] = std::byte{5};
  auto refused = SecurityDescriptor::parse(object_ace);
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::not_supported);
  Bytes absolute = samba_descriptor();
  absolute[3] = std::byte{0};
  EXPECT_FALSE(SecurityDescriptor::parse(absolute));
}

TEST(AccessCheck, NoDaclGrantsAllAndAnEmptyOneNothing) {
  EXPECT_TRUE(access_check(token_of(alice), {}, wts_all_access));
  EXPECT_FALSE(access_check(token_of(alice), with({}), wts_query_information));
}

TEST(AccessCheck, RightsMayComeFromSeveralEntries) {
  auto descriptor = with({allow(alice, 1), allow(sid_users, 2)});
  EXPECT_TRUE(access_check(token_of(alice, {sid_users}), descriptor, 3));
  EXPECT_FALSE(access_check(token_of(alice), descriptor, 3));
  EXPECT_FALSE(access_check(token_of(alice, {sid_users}), descriptor, 7));
}

TEST(AccessCheck, TheFirstEntryThatNamesARightDecides) {
  AccessToken token = token_of(alice, {sid_users});
  EXPECT_FALSE(access_check(token, with({deny(sid_users, 1), allow(alice, 1)}), 1));
  EXPECT_TRUE(access_check(token, with({allow(alice, 1), deny(sid_users, 1)}), 1));
  EXPECT_TRUE(access_check(token, with({deny(bob, 1), allow(alice, 1)}), 1));
}

TEST(AccessCheck, AnOwnerMayReadAndChangeTheDescriptor) {
  SecurityDescriptor descriptor{.owner = alice, .dacl = std::vector<Ace>{}};
  EXPECT_TRUE(access_check(token_of(alice), descriptor, right_read_control | right_write_dac));
  EXPECT_FALSE(access_check(token_of(alice), descriptor, right_write_owner));
  EXPECT_FALSE(access_check(token_of(bob), descriptor, right_read_control));
}

TEST(AccessCheck, InheritOnlyEntriesDoNotCount) {
  Ace inherited = allow(alice, 1);
  inherited.flags = ace_inherit_only;
  EXPECT_FALSE(access_check(token_of(alice), with({inherited}), 1));
}

TEST(AccessCheck, MaximumAllowedTellsAllThatIsGranted) {
  auto descriptor = with({deny(alice, 2), allow(sid_users, 7)});
  EXPECT_EQ(granted_access(token_of(alice, {sid_users}), descriptor, right_maximum_allowed), 5u);
}

TEST(Withholds, RightThatIsDeniedToTheUserOrEverybodyOrGrantedToNeither) {
  constexpr uint32_t change = 0x40;
  EXPECT_FALSE(withholds(SecurityDescriptor(), alice, change));
  EXPECT_TRUE(withholds(with({}), alice, change));
  EXPECT_TRUE(withholds(with({allow(alice, ~change)}), alice, change));
  EXPECT_FALSE(withholds(with({allow(sid_everyone, change)}), alice, change));
  auto denied_to_alice = with({allow(sid_everyone, change), deny(alice, change)});
  EXPECT_TRUE(withholds(denied_to_alice, alice, change));
  EXPECT_FALSE(withholds(denied_to_alice, bob, change));
}

TEST(DefaultListenerDescriptor, GivesWhatWindowsToolsGive) {
  auto descriptor = default_listener_descriptor();
  AccessToken administrator = token_of(alice, {sid_administrators});
  AccessToken user = token_of(alice, {sid_users, sid_remote_desktop_users});
  AccessToken service = token_of(sid_local_service);
  AccessToken stranger = token_of(bob, {sid_users, sid_everyone});
  EXPECT_TRUE(access_check(administrator, descriptor, wts_all_access));
  EXPECT_TRUE(access_check(token_of(sid_system), descriptor, wts_all_access));
  EXPECT_EQ(granted_access(user, descriptor, wts_all_access),
            wts_logon | wts_query_information | wts_message | wts_connect);
  EXPECT_EQ(granted_access(service, descriptor, wts_all_access), wts_query_information | wts_message);
  EXPECT_EQ(granted_access(stranger, descriptor, wts_all_access), 0u);
}

}  // namespace nta::auth
