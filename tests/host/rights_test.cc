// Who may do what to which session.
#include "host/sessions/rights.h"

#include <gtest/gtest.h>

namespace nta::host {
namespace {

using auth::AccessToken;

const std::vector<Right> every_right = {
    Right::query_information, Right::set_information, Right::reset,  Right::virtual_channels,
    Right::remote_control,    Right::logon,           Right::logoff, Right::message,
    Right::connect,           Right::disconnect};

AccessToken user(uid_t uid, std::vector<Sid> groups = {sid_users, sid_remote_desktop_users}) {
  AccessToken token;
  token.uid = uid;
  token.user = make_sid(22, 1, uid);
  token.groups = std::move(groups);
  token.name = "HOST\\someone";
  return token;
}

Session session_of(uid_t uid) {
  Session session;
  session.id = SessionId{3};
  session.user = "alice";
  session.uid = uid;
  return session;
}

TEST(Rights, AdministratorsAndSystemMayDoAll) {
  auto descriptor = auth::default_listener_descriptor();
  descriptor.dacl->insert(descriptor.dacl->begin(), {auth::AceType::denied, 0, auth::wts_all_access, sid_everyone});
  AccessToken system;
  system.user = sid_system;
  for (Right right : every_right) {
    EXPECT_TRUE(may(user(5, {sid_administrators}), session_of(1000), right, descriptor));
    EXPECT_TRUE(may(system, session_of(1000), right, descriptor));
  }
}

TEST(Rights, OwnerMayDoEverythingToTheirOwnSession) {
  for (Right right : every_right)
    EXPECT_TRUE(may(user(1000, {sid_users}), session_of(1000), right, auth::default_listener_descriptor()));
}

TEST(Rights, ADenialTakesAwayFromTheOwnerToo) {
  auto descriptor = auth::default_listener_descriptor();
  descriptor.dacl->insert(descriptor.dacl->begin(), {auth::AceType::denied, 0, auth::wts_logoff, sid_users});
  EXPECT_FALSE(may(user(1000), session_of(1000), Right::logoff, descriptor));
  EXPECT_TRUE(may(user(1000), session_of(1000), Right::disconnect, descriptor));
}

TEST(Rights, OthersHaveWhatTheListenersDescriptorGrants) {
  auto descriptor = auth::default_listener_descriptor();
  for (Right right : {Right::query_information, Right::message, Right::connect, Right::logon})
    EXPECT_TRUE(may(user(1001), session_of(1000), right, descriptor));
  for (Right right : {Right::logoff, Right::disconnect, Right::reset, Right::remote_control, Right::set_information})
    EXPECT_FALSE(may(user(1001), session_of(1000), right, descriptor));
}

TEST(Rights, NobodyOwnsASessionWithoutAUser) {
  Session services;
  EXPECT_FALSE(is_owner(user(0), services));
  services.uid = 1000;
  EXPECT_FALSE(is_owner(user(1000), services));
}

TEST(Rights, RefusalIsAccessDeniedAndNamesTheSession) {
  auto refused = check(user(1001), session_of(1000), Right::logoff, auth::default_listener_descriptor());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::access_denied);
  EXPECT_NE(refused.error().text.find("session 3"), std::string::npos);
}

}  // namespace
}  // namespace nta::host
