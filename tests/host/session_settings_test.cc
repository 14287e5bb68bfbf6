// Listeners, users' configurations and the logon mode: what is kept, what a broken file does, what is in force.
#include "host/sessions/session_settings.h"

#include <gtest/gtest.h>

#include <filesystem>

#include "base/files.h"
#include "base/utf16.h"
#include "temporary_dir.h"

namespace nta::host {
namespace {

struct Settings : testing::Test {
  nta::test::TemporaryDir state;

  std::string path(const std::string& name) const { return state.path() + "/" + name; }
  Result<SessionSettings> open(const std::string& boot = "boot") {
    return SessionSettings::open(state.path(), boot, "Pty");
  }
};

TEST_F(Settings, TheBuiltInListenerIsThereFromTheStart) {
  auto settings = open();
  ASSERT_TRUE(settings) << settings.error().text;
  EXPECT_EQ(settings->listeners.built_in().name, "Pty");
  EXPECT_EQ(settings->listeners.built_in().config.fEnableListener, 1u);
  EXPECT_EQ(settings->listeners.built_in().security, auth::default_listener_descriptor());
  EXPECT_TRUE(settings->listeners.find("PTY")) << "case does not count";
}

TEST_F(Settings, ListenersOutliveARestart) {
  auto config = default_listener_config();
  config.TimeoutSettingsIdle = 600'000;
  {
    auto settings = open();
    ASSERT_TRUE(settings->listeners.create("Lab / ü", config));
    EXPECT_EQ(settings->listeners.create("LAB / ü", config).error().code, Win32::already_exists);
    EXPECT_EQ(settings->listeners.update("none", config).error().code, Win32::file_not_found);
    ASSERT_TRUE(settings->listeners.update("pty", config));
    ASSERT_TRUE(settings->listeners.set_dacl("pty", std::vector<auth::Ace>{{.mask = 1, .sid = sid_users}}));
  }
  auto settings = open();
  ASSERT_TRUE(settings) << settings.error().text;
  EXPECT_EQ(settings->listeners.all().size(), 2u);
  EXPECT_EQ((*settings->listeners.find("Lab / ü"))->config.TimeoutSettingsIdle, 600'000u);
  EXPECT_EQ(settings->listeners.built_in().config.TimeoutSettingsIdle, 600'000u);
  ASSERT_EQ(settings->listeners.built_in().security.dacl->size(), 1u);
  EXPECT_EQ(settings->listeners.built_in().security.owner, sid_system) << "only the DACL was set";
}

TEST_F(Settings, NamesThatAreNoneAreRefused) {
  auto settings = open();
  for (const char* name : {"", "a\\b", "a\nb", "012345678901234567890123456789012"})
    EXPECT_EQ(settings->listeners.create(name, default_listener_config()).error().code, Win32::invalid_name) << name;
  EXPECT_EQ(settings->listeners.all().size(), 1u);
}

TEST_F(Settings, ABrokenListenerFileStopsTheStartAndIsNamed) {
  ASSERT_TRUE(open());
  ASSERT_TRUE(replace_file(path("listeners/Pty.conf"), "EnableListener = 0\nNonsense = 1\n", Durability::on_disk));
  auto broken = open();
  ASSERT_FALSE(broken);
  EXPECT_EQ(broken.error().code, Win32::invalid_data);
  EXPECT_NE(broken.error().text.find(path("listeners/Pty.conf") + "': line 2: 'Nonsense'"), std::string::npos)
      << broken.error().text;
}

TEST_F(Settings, ABrokenDescriptorNeverMeansOtherRights) {
  ASSERT_TRUE(open());
  ASSERT_TRUE(replace_file(path("listeners/Pty.sd"), "garbage", Durability::on_disk));
  auto broken = open();
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().text.find("Pty.sd"), std::string::npos) << broken.error().text;
}

TEST_F(Settings, AUserOfWhomNothingWasSetHasTheDefault) {
  auto settings = open();
  user_settings::UserConfig config = user_settings::default_user_config();
  config.common.TimeoutSettingsIdle = 5;
  ASSERT_TRUE(settings->users.set(std::nullopt, config));
  config.common.TimeoutSettingsIdle = 7;
  copy_cut(config.ModemCallbackPhoneNumber, u"+49 30 1");
  ASSERT_TRUE(settings->users.set("../anna", config));
  EXPECT_EQ(settings->users.get("bob")->common.TimeoutSettingsIdle, 5u);
  EXPECT_EQ(settings->users.get("../anna")->common.TimeoutSettingsIdle, 7u);
  EXPECT_EQ(std::u16string(settings->users.get("../anna")->ModemCallbackPhoneNumber), u"+49 30 1");
  EXPECT_EQ(settings->users.get(std::nullopt)->common.TimeoutSettingsIdle, 5u);
  EXPECT_FALSE(std::filesystem::exists(path("anna.conf"))) << "a name cannot leave the directory";
}

TEST_F(Settings, ABrokenUserFileIsAnErrorThatNamesIt) {
  auto settings = open();
  ASSERT_TRUE(replace_file(path("users/anna.conf"), "AllowLogonTerminalServer = maybe\n", Durability::on_disk));
  auto broken = settings->users.get("anna");
  ASSERT_FALSE(broken);
  EXPECT_NE(broken.error().text.find("users/anna.conf': line 1: 'maybe'"), std::string::npos) << broken.error().text;
  EXPECT_TRUE(settings->users.get("bob"));
}

TEST_F(Settings, TheLogonModeIsKeptAndOneUntilRestartEndsWithTheBoot) {
  ASSERT_TRUE(open()->logons.set(LogonMode::disabled));
  EXPECT_EQ(open("next")->logons.mode(), LogonMode::disabled);
  ASSERT_TRUE(open()->logons.set(LogonMode::drain_until_restart));
  EXPECT_EQ(open()->logons.mode(), LogonMode::drain_until_restart);
  EXPECT_EQ(open("next")->logons.mode(), LogonMode::enabled);
  EXPECT_EQ(open()->logons.set(static_cast<LogonMode>(4)).error().code, Win32::invalid_parameter);
  ASSERT_TRUE(replace_file(path("logon-mode"), "off\n", Durability::on_disk));
  EXPECT_EQ(open().error().code, Win32::invalid_data);
}

TEST(Policy, AUsersLimitWinsOverTheListeners) {
  auto listener = default_listener_config();
  listener.TimeoutSettingsIdle = 1000;
  listener.TimeoutSettingsDisconnection = 2000;
  user_settings::UserConfig user = user_settings::default_user_config();
  user.common.TimeoutSettingsIdle = 5000;
  auto policy = policy_of(listener, user);
  EXPECT_EQ(policy.limit.idle.count(), 5000);
  EXPECT_EQ(policy.limit.disconnected.count(), 2000);
  EXPECT_EQ(policy.limit.connected.count(), 0);
}

TEST(Policy, TheListenerDecidesOnBrokenConnectionsUnlessItInherits) {
  auto listener = default_listener_config();
  user_settings::UserConfig user = user_settings::default_user_config();
  user.common.BrokenTimeoutSettings = 1;
  user.common.ShadowingSettings = 4;
  EXPECT_EQ(policy_of(listener, user).when_broken, WhenBroken::end);
  EXPECT_EQ(policy_of(listener, user).shadow, ShadowPolicy::view);
  listener.fInheritBrokenTimeoutSettings = listener.fInheritShadowSettings = 0;
  EXPECT_EQ(policy_of(listener, user).when_broken, WhenBroken::disconnect);
  EXPECT_EQ(policy_of(listener, user).shadow, ShadowPolicy::control_asked);
}

TEST(Policy, AProgramIsFixedOnlyWhereTheClientMayNotNameOne) {
  auto listener = default_listener_config();
  user_settings::UserConfig user = user_settings::default_user_config();
  copy_cut(listener.InitialProgram, u"/bin/menu");
  EXPECT_EQ(policy_of(listener, user).program, "/bin/menu");
  EXPECT_FALSE(policy_of(listener, user).program_is_fixed);
  copy_cut(user.common.InitialProgram, u"/bin/app");
  EXPECT_EQ(policy_of(listener, user).program, "/bin/app");
  user.common.InheritInitialProgram = 0;
  EXPECT_TRUE(policy_of(listener, user).program_is_fixed);
}

TEST(Policy, ACommandLineIsPartedAtSpacesOutsideQuotes) {
  EXPECT_EQ(words_of(R"(  /bin/sh -c "echo  hi; exit 3" "" a"b c"d )"),
            (std::vector<std::string>{"/bin/sh", "-c", "echo  hi; exit 3", "", "ab cd"}));
  EXPECT_TRUE(words_of("   ").empty());
}

}  // namespace
}  // namespace nta::host
