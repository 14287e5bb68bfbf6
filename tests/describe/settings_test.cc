#include "describe/settings.h"

#include <gtest/gtest.h>

#include "user_settings/wts_config.h"

namespace nta::describe {
namespace {

constexpr const Type& type = type_of<WTSUSERCONFIGW>;

TEST(Settings, WhatIsWrittenIsReadBack) {
  WTSUSERCONFIGW config{};
  config.TimeoutSettingsIdle = 600'000;
  std::u16string program = u"C:\\a\nb";
  std::copy(program.begin(), program.end(), config.InitialProgram);
  WTSUSERCONFIGW back{};
  auto read = read_settings(type, settings_text(type, &config), &back);
  ASSERT_TRUE(read) << read.error().text;
  EXPECT_EQ(std::memcmp(&config, &back, sizeof config), 0);
}

TEST(Settings, MembersThatAreNotNamedStay) {
  WTSUSERCONFIGW config{};
  config.ShadowingSettings = 3;
  ASSERT_TRUE(read_settings(type, "# a comment\n\nTimeoutSettingsIdle = 5\n", &config));
  EXPECT_EQ(config.TimeoutSettingsIdle, 5u);
  EXPECT_EQ(config.ShadowingSettings, 3u);
}

TEST(Settings, NamesAreTakenInWhateverCase) {
  WTSUSERCONFIGW config{};
  ASSERT_TRUE(read_settings(type, "timeoutSETTINGSidle = 5\n", &config));
  EXPECT_EQ(config.TimeoutSettingsIdle, 5u);
}

TEST(Settings, WhatChangedIsNamedWithItsNumberAndNeverWithItsText) {
  WTSUSERCONFIGW before{}, after{};
  EXPECT_EQ(changed_settings(type, &before, &after), "");
  after.ShadowingSettings = 3;
  after.InitialProgram[0] = u'x';
  EXPECT_EQ(changed_settings(type, &before, &after), "ShadowingSettings=3 InitialProgram");
}

TEST(Settings, ErrorNamesTheLineAndChangesNothing) {
  WTSUSERCONFIGW config{};
  for (const char* bad :
       {"TimeoutSettingsIdle = 5\nNobody = 1\n", "TimeoutSettingsIdle = 5\nReconnectSettings = x\n",
        "TimeoutSettingsIdle = 5\nReconnectSettings = 4294967296\n", "TimeoutSettingsIdle = 5\nnothing\n",
        "TimeoutSettingsIdle = 5\nTerminalServerHomeDirDrive = X:\\Y\n"}) {
    auto read = read_settings(type, bad, &config);
    ASSERT_FALSE(read) << bad;
    EXPECT_TRUE(read.error().text.starts_with("line 2:")) << read.error().text;
    EXPECT_EQ(config.TimeoutSettingsIdle, 0u);
  }
}

}  // namespace
}  // namespace nta::describe
