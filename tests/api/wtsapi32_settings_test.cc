// Listeners and users' configurations through libwtsapi32.so, against a real ntadmind.
#include <pwd.h>

#include <cstring>

#include "auth/security_descriptor.h"
#include "real_host.h"

namespace nta::api::test {
namespace {

class SettingsOfARealHost : public RealHost {
 protected:
  WCHAR pty_[4] = {u'P', u't', u'y', 0};
  std::string user_ = getpwuid(getuid())->pw_name;
  std::u16string wide_user_{user_.begin(), user_.end()};
};

DWORD error_of(BOOL done) { return done ? 0 : GetLastError(); }

TEST_F(SettingsOfARealHost, ListenersAreCreatedListedAndUpdated) {
  start();
  WTSLISTENERCONFIGA config{};
  char name[] = "Lab";
  char pty[] = "pty";
  ASSERT_TRUE(WTSQueryListenerConfigA(nullptr, nullptr, 0, pty, &config));
  EXPECT_EQ(config.MaxConnectionCount, 0xFFFFFFFFu);
  std::strcpy(config.Comment, "für alle");
  EXPECT_EQ(error_of(WTSCreateListenerA(nullptr, nullptr, 0, name, &config, WTS_LISTENER_UPDATE)), 2u);
  EXPECT_EQ(error_of(WTSCreateListenerA(nullptr, nullptr, 0, name, &config, WTS_LISTENER_CREATE)), 0u);
  EXPECT_EQ(error_of(WTSCreateListenerA(nullptr, nullptr, 0, name, &config, WTS_LISTENER_CREATE)), 183u);
  stop(SIGKILL);
  start();
  DWORD count = 0;
  ASSERT_TRUE(WTSEnumerateListenersW(nullptr, nullptr, 0, nullptr, &count));
  ASSERT_EQ(count, 2u);
  WTSLISTENERNAMEW names[2];
  ASSERT_TRUE(WTSEnumerateListenersW(nullptr, nullptr, 0, names[0], &count));
  EXPECT_EQ(std::u16string(names[0]), u"Lab");
  EXPECT_EQ(std::u16string(names[1]), u"Pty");
  count = 1;
  WTSLISTENERNAMEA narrow;
  EXPECT_EQ(error_of(WTSEnumerateListenersA(nullptr, nullptr, 0, narrow, &count)), 122u);
  EXPECT_EQ(count, 2u);
  WTSLISTENERCONFIGW wide;
  WCHAR lab[] = {u'L', u'A', u'B', 0};
  ASSERT_TRUE(WTSQueryListenerConfigW(nullptr, nullptr, 0, lab, &wide));
  EXPECT_EQ(std::u16string(wide.Comment), u"für alle");
}

TEST_F(SettingsOfARealHost, ListenerCallsAreForThisMachineAndNothingReserved) {
  DWORD count = 0, byte = 0;
  WTSLISTENERCONFIGW config{};
  HANDLE other = WTSOpenServerW(nullptr);
  EXPECT_EQ(error_of(WTSEnumerateListenersW(other, nullptr, 0, nullptr, &count)), 87u);
  EXPECT_EQ(error_of(WTSQueryListenerConfigW(nullptr, &byte, 0, pty_, &config)), 87u);
  EXPECT_EQ(error_of(WTSCreateListenerW(nullptr, nullptr, 1, pty_, &config, 1)), 87u);
  EXPECT_EQ(error_of(WTSCreateListenerW(nullptr, nullptr, 0, pty_, &config, 2)), 87u);
  EXPECT_EQ(error_of(WTSQueryListenerConfigW(nullptr, nullptr, 0, nullptr, &config)), 87u);
  EXPECT_EQ(error_of(WTSGetListenerSecurityW(nullptr, nullptr, 0, pty_, 1, nullptr, 0, &count)), 87u);
  EXPECT_EQ(error_of(WTSSetListenerSecurityW(nullptr, nullptr, 0, pty_, 4, nullptr)), 87u);
  WTSCloseServer(other);
}

TEST_F(SettingsOfARealHost, SecurityComesBackAsItWasSet) {
  start();
  DWORD needed = 0;
  EXPECT_EQ(error_of(WTSGetListenerSecurityW(nullptr, nullptr, 0, pty_, 4, nullptr, 0, &needed)), 122u);
  ASSERT_GT(needed, 20u);
  auth::SecurityDescriptor wanted;
  wanted.dacl = {{.mask = auth::wts_query_information, .sid = sid_users}};
  Bytes bytes = wanted.bytes();
  ASSERT_TRUE(WTSSetListenerSecurityW(nullptr, nullptr, 0, pty_, 4, bytes.data())) << GetLastError();
  Bytes answer(needed);
  ASSERT_TRUE(WTSGetListenerSecurityW(nullptr, nullptr, 0, pty_, 4, answer.data(), needed, &needed));
  answer.resize(needed);
  EXPECT_EQ(answer, bytes);
  SECURITY_DESCRIPTOR absolute{};  // a null DACL in the absolute form: everything for everybody
  absolute.Revision = SECURITY_DESCRIPTOR_REVISION;
  absolute.Control = SE_DACL_PRESENT;
  ASSERT_TRUE(WTSSetListenerSecurityW(nullptr, nullptr, 0, pty_, 4, &absolute)) << GetLastError();
  EXPECT_EQ(error_of(WTSSetListenerSecurityW(nullptr, nullptr, 0, pty_, 12, bytes.data())), 50u);
}

TEST_F(SettingsOfARealHost, EveryClassOfAUsersConfigurationIsSetAndRead) {
  start();
  for (int each = 0; each <= WTSUserConfigfTerminalServerRemoteHomeDir; ++each) {
    auto config_class = static_cast<WTS_CONFIG_CLASS>(each);
    LPWSTR buffer = nullptr;
    DWORD bytes = 0;
    ASSERT_TRUE(WTSQueryUserConfigW(nullptr, wide_user_.data(), config_class, &buffer, &bytes)) << each;
    bool is_text = bytes == sizeof(WCHAR);  // an empty string
    WTSFreeMemory(buffer);
    WCHAR text[] = {u'X', u':', 0};
    DWORD number = 1;
    LPWSTR value = is_text ? text : reinterpret_cast<LPWSTR>(&number);
    DWORD length = is_text ? 2 : sizeof number;
    BOOL set = WTSSetUserConfigW(nullptr, wide_user_.data(), config_class, value, length);
    if (config_class == WTSUserConfigfTerminalServerRemoteHomeDir) {
      EXPECT_EQ(error_of(set), 87u);
      continue;
    }
    ASSERT_TRUE(set) << each << ": " << GetLastError();
    ASSERT_TRUE(WTSQueryUserConfigW(nullptr, wide_user_.data(), config_class, &buffer, &bytes)) << each;
    if (is_text) {
      EXPECT_EQ(std::u16string(buffer), u"X:") << each;
      EXPECT_EQ(bytes, 3 * sizeof(WCHAR));
    } else {
      EXPECT_EQ(bytes, sizeof number);
      EXPECT_EQ(std::memcmp(buffer, &number, sizeof number), 0) << each;
    }
    WTSFreeMemory(buffer);
  }
}

TEST_F(SettingsOfARealHost, TheWholeConfigurationInBothForms) {
  start();
  WTSUSERCONFIGA whole{};
  whole.AllowLogonTerminalServer = 1;
  whole.TimeoutSettingsIdle = 60'000;
  std::strcpy(whole.InitialProgram, "/bin/grüß");
  auto* buffer = reinterpret_cast<LPSTR>(&whole);
  EXPECT_EQ(error_of(WTSSetUserConfigA(nullptr, user_.data(), WTSUserConfigUser, buffer, 12)), 87u);
  ASSERT_TRUE(WTSSetUserConfigA(nullptr, user_.data(), WTSUserConfigUser, buffer, sizeof whole)) << GetLastError();
  LPWSTR wide = nullptr;
  DWORD bytes = 0;
  ASSERT_TRUE(WTSQueryUserConfigW(nullptr, wide_user_.data(), WTSUserConfigUser, &wide, &bytes));
  ASSERT_EQ(bytes, sizeof(WTSUSERCONFIGW));
  EXPECT_EQ(std::u16string(reinterpret_cast<WTSUSERCONFIGW*>(wide)->InitialProgram), u"/bin/grüß");
  WTSFreeMemory(wide);
  LPSTR narrow = nullptr;
  ASSERT_TRUE(WTSQueryUserConfigA(nullptr, user_.data(), WTSUserConfigInitialProgram, &narrow, &bytes));
  EXPECT_STREQ(narrow, "/bin/grüß");
  WTSFreeMemory(narrow);
  ASSERT_TRUE(WTSQueryUserConfigA(nullptr, nullptr, WTSUserConfigTimeoutSettingsIdle, &narrow, &bytes));
  EXPECT_EQ(*reinterpret_cast<DWORD*>(narrow), 0u) << "the default is another";
  WTSFreeMemory(narrow);
}

TEST_F(SettingsOfARealHost, LengthsInCharactersAndInBytesAreTaken) {
  start();
  WCHAR program[] = {u'/', u'b', u'i', u'n', u'/', u'm', 0};
  for (DWORD length : {6u, 7u, 12u, 14u}) {
    ASSERT_TRUE(WTSSetUserConfigW(nullptr, nullptr, WTSUserConfigInitialProgram, program, length)) << length;
    LPWSTR buffer = nullptr;
    DWORD bytes = 0;
    ASSERT_TRUE(WTSQueryUserConfigW(nullptr, nullptr, WTSUserConfigInitialProgram, &buffer, &bytes));
    EXPECT_EQ(std::u16string(buffer), u"/bin/m") << length;
    WTSFreeMemory(buffer);
  }
  DWORD number = 1;
  auto* value = reinterpret_cast<LPWSTR>(&number);
  for (DWORD length : {1u, 2u, 4u})
    EXPECT_TRUE(WTSSetUserConfigW(nullptr, nullptr, WTSUserConfigTimeoutSettingsIdle, value, length)) << length;
  for (DWORD length : {0u, 3u, 8u})
    EXPECT_EQ(error_of(WTSSetUserConfigW(nullptr, nullptr, WTSUserConfigTimeoutSettingsIdle, value, length)), 87u);
}

TEST_F(SettingsOfARealHost, WhatNobodyCanMeanIsRefused) {
  start();
  LPWSTR buffer = nullptr;
  DWORD bytes = 0;
  WCHAR nobody[] = {u'n', u'o', u'-', u's', u'u', u'c', u'h', 0};
  auto twenty = static_cast<WTS_CONFIG_CLASS>(20);
  EXPECT_EQ(error_of(WTSQueryUserConfigW(nullptr, nobody, WTSUserConfigUser, &buffer, &bytes)), 2221u);
  EXPECT_EQ(error_of(WTSQueryUserConfigW(nullptr, nullptr, twenty, &buffer, &bytes)), 87u);
  EXPECT_EQ(error_of(WTSQueryUserConfigW(nullptr, nullptr, WTSUserConfigUser, nullptr, &bytes)), 87u);
  EXPECT_EQ(error_of(WTSSetUserConfigW(nullptr, nullptr, WTSUserConfigInitialProgram, nullptr, 2)), 87u);
  EXPECT_EQ(error_of(WTSSetUserConfigW(nullptr, nullptr, twenty, nobody, 2)), 87u);
}

}  // namespace
}  // namespace nta::api::test
