// A user's parameters as Windows and Samba's tools write them, and what is set in them here.
#include "user_settings/user_config.h"

#include <gtest/gtest.h>

#include "base/utf16.h"
#include "user_settings/user_parameters.h"

namespace nta::user_settings {
namespace {

struct Entry {
  std::u16string name;
  std::string hexadecimal;
};

/** By hand, as [MS-TSTS] 2.3.1 and 2.3.2 have it. */
Bytes blob_of(const std::vector<Entry>& entries, std::u16string_view front = u"") {
  Bytes blob;
  ByteWriter out(blob);
  for (char16_t unit : front) out.u16(unit);
  while (blob.size() < 96) out.u16(u' ');
  out.u16(u'P');
  out.u16(static_cast<uint16_t>(entries.size()));
  for (const Entry& each : entries) {
    out.u16(static_cast<uint16_t>(2 * each.name.size()));
    out.u16(static_cast<uint16_t>(each.hexadecimal.size()));
    out.u16(1);
    for (char16_t unit : each.name) out.u16(unit);
    out.raw(as_byte_view(each.hexadecimal));
  }
  return blob;
}

const Entry present{u"CtxCfgPresent", "551e0bb0"};

TEST(UserParameters, ReadTheExampleOfTheDocument) {
  UserParameters parameters(blob_of({{u"CtxWFHomeDir", "414243444500"}}));  // [MS-TSTS] 2.3.3: "ABCDE"
  EXPECT_EQ(parameters.text(u"CtxWFHomeDir"), u"ABCDE");
  EXPECT_FALSE(parameters.text(u"CtxInitialProgram"));
}

TEST(UserParameters, WriteTheExampleOfTheDocument) {
  UserParameters parameters({});
  parameters.set_text(u"CtxWFHomeDir", u"ABCDE");
  EXPECT_EQ(parameters.bytes(),
            blob_of({{u"CtxWFHomeDir", "414243444500"}, {u"CtxWFHomeDirW", "410042004300440045000000"}}));
}

TEST(UserParameters, NumbersHaveTheirLowestByteFirst) {
  UserParameters parameters(blob_of({{u"CtxMaxIdleTime", "60EA0000"},
                                     {u"CtxMinEncryptionLevel", "01"},
                                     {u"CtxShadow", "0"},
                                     {u"CtxCallBack", "0x000000"},
                                     {u"CtxCfgFlags1", ""}}));
  EXPECT_EQ(parameters.number(u"CtxMaxIdleTime"), 60'000u);
  EXPECT_EQ(parameters.number(u"CtxMinEncryptionLevel"), 1u);
  for (const char16_t* bad : {u"CtxShadow", u"CtxCallBack", u"CtxCfgFlags1", u"CtxElse"})
    EXPECT_FALSE(parameters.number(bad));
}

TEST(UserParameters, WhatIsNoListHasNoValuesAndStaysAsItIs) {
  Bytes other(120, std::byte{7});
  for (const Bytes& blob : {Bytes(), Bytes(3), Bytes(96), other}) EXPECT_EQ(UserParameters(blob).bytes(), blob);
  EXPECT_FALSE(UserParameters(other).number(u"CtxShadow"));
}

TEST(UserParameters, OfAListCutShortThoseCountThatAreWhole) {
  Bytes blob = blob_of({{u"CtxShadow", "02000000"}, {u"CtxMaxIdleTime", "60ea0000"}});
  blob.pop_back();
  UserParameters parameters(blob);
  EXPECT_EQ(parameters.number(u"CtxShadow"), 2u);
  EXPECT_FALSE(parameters.number(u"CtxMaxIdleTime"));
}

TEST(UserParameters, TheNarrowTextCountsWhereAToolSetItAlone) {
  UserParameters stale(blob_of({{u"CtxWorkDirectory", "6e657700"}, {u"CtxWorkDirectoryW", "6f006c0064000000"}}));
  EXPECT_EQ(stale.text(u"CtxWorkDirectory"), u"new");
  UserParameters both(blob_of({{u"CtxWorkDirectory", "fc00"}, {u"CtxWorkDirectoryW", "fc000000"}}));
  EXPECT_EQ(both.text(u"CtxWorkDirectory"), u"\u00fc");
}

TEST(UserConfigInParameters, NothingWasSetWhereThePresenceIsMissing) {
  EXPECT_FALSE(user_config_in({}));
  EXPECT_FALSE(user_config_in(blob_of({{u"CtxShadow", "02000000"}})));
  EXPECT_FALSE(user_config_in(blob_of({{u"CtxCfgPresent", "551e0bb1"}})));
}

TEST(UserConfigInParameters, IsWhatAnotherToolWrote) {
  auto config = user_config_in(blob_of({present,
                                        {u"CtxCfgFlags1", "00400700"},  // printers, log-on disabled, reconnect, reset
                                        {u"CtxShadow", "03000000"},
                                        {u"CtxMaxConnectionTime", "00dd6d00"},
                                        {u"CtxInitialProgram", "2f62696e2f746f7000"},
                                        {u"CtxWFHomeDir", "5c5c685c7300"}}));
  ASSERT_TRUE(config);
  EXPECT_EQ(config->common.AllowLogonTerminalServer, 0u);
  EXPECT_EQ(config->common.ReconnectSettings, 1u);
  EXPECT_EQ(config->common.BrokenTimeoutSettings, 1u);
  EXPECT_EQ(config->common.DeviceClientPrinters, 1u);
  EXPECT_EQ(config->common.DeviceClientDrives, 0u);
  EXPECT_EQ(config->common.InheritInitialProgram, 0u);
  EXPECT_EQ(config->common.ShadowingSettings, 3u);
  EXPECT_EQ(config->common.TimeoutSettingsConnections, 7'200'000u);
  EXPECT_EQ(to_utf8(config->common.InitialProgram), "/bin/top");
  EXPECT_EQ(config->common.TerminalServerRemoteHomeDir, 1u);
}

TEST(UserConfigInParameters, ALimitThatIsInheritedIsNone) {
  auto config =
      user_config_in(blob_of({present, {u"CtxCfgFlags1", "00000001"}, {u"CtxMaxConnectionTime", "60ea0000"}}));
  ASSERT_TRUE(config);
  EXPECT_EQ(config->common.TimeoutSettingsConnections, 0u);
}

TEST(UserConfigInParameters, WhatIsSetIsReadAgainAndEverythingElseStays) {
  Bytes before =
      blob_of({{u"msSomething", "beef"}, present, {u"CtxCfgFlags1", "04000000"}, {u"CtxKeyboardLayout", "07040000"}},
              u"m:\u0001dial-in");
  before.push_back(std::byte{0x5A});  // behind the list
  UserConfig config = default_user_config();
  config.common.TimeoutSettingsIdle = 60'000;
  config.common.AllowLogonTerminalServer = 0;
  copy_cut(config.common.InitialProgram, u"/usr/bin/m\u00fcller");
  copy_cut(config.ModemCallbackPhoneNumber, u"555");
  Bytes after = with_user_config(before, config);
  auto read = user_config_in(after);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->common.TimeoutSettingsIdle, 60'000u);
  EXPECT_EQ(read->common.AllowLogonTerminalServer, 0u);
  EXPECT_EQ(to_utf8(read->common.InitialProgram), "/usr/bin/m\u00fcller");
  EXPECT_EQ(to_utf8(read->ModemCallbackPhoneNumber), "555");
  UserParameters parameters(after);
  EXPECT_EQ(parameters.number(u"CtxKeyboardLayout"), 0x407u);
  EXPECT_EQ(parameters.number(u"msSomething"), 0xEFBEu);
  EXPECT_EQ(*parameters.number(u"CtxCfgFlags1") & 4, 4u);  // a bit that no member has
  EXPECT_TRUE(std::equal(before.begin(), before.begin() + 96, after.begin()));
  EXPECT_EQ(after.back(), std::byte{0x5A});
  EXPECT_EQ(with_user_config(after, *read), after);
}

}  // namespace
}  // namespace nta::user_settings
