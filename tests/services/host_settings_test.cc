// LocalHost's settings, as a matrix: who may read and who may set, and that refusal changes nothing.
#include <pwd.h>

#include "base/utf16.h"
#include "host/sessions/session_settings.h"
#include "made_up_host.h"
#include "ntadmin/win/winnt.h"

namespace nta::services::test {
namespace {

using namespace protocols;

class HostSettings : public ServicesTest {
 protected:
  HostSettings() : settings_(*host::SessionSettings::open(state_.path(), "boot", "Pty")) {
    host_.settings = &settings_;
    settings_.on_change([this] { ++changes_; });
  }

  static std::shared_ptr<Client> caller(uid_t uid, std::vector<Sid> groups) {
    auth::AccessToken token;
    token.name = "HOST\\someone";
    token.uid = uid;
    token.user = sid_of_uid(uid);
    token.groups = std::move(groups);
    auto client = std::make_shared<Client>();
    client->token = std::make_shared<auth::AccessToken>(token);
    return client;
  }

  template <class M>
  Win32 code_of(std::shared_ptr<Client> client, const typename M::In& in) {
    auto out = call<M>(local_host, in, std::move(client));
    return out ? status_of(out->value) : out.error().code;
  }

  const std::string own_name_ = "daemon";  // a user of every system, and no administrator
  const uid_t own_uid_ = getpwnam("daemon")->pw_uid;
  const std::shared_ptr<Client> administrator_ = caller(0, {sid_administrators});
  const std::shared_ptr<Client> user_ = caller(4711, {sid_users, sid_remote_desktop_users});
  const std::shared_ptr<Client> outsider_ = caller(4712, {sid_users});
  host::SessionSettings settings_;
  int changes_ = 0;
  char16_t pty_[4] = u"Pty";
};

TEST_F(HostSettings, OnlyAdministratorsSet) {
  HostSetListener::In create{.Name = pty_, .Flags = WTS_LISTENER_UPDATE, .Config = host::default_listener_config()};
  create.Config.fEnableListener = 0;
  auto open_to_all = auth::SecurityDescriptor{}.bytes();
  HostSetListenerSecurity::In security{.Name = pty_,
                                       .Information = DACL_SECURITY_INFORMATION,
                                       .Size = static_cast<uint32_t>(open_to_all.size()),
                                       .Descriptor = reinterpret_cast<uint8_t*>(open_to_all.data())};
  std::u16string name = to_utf16(own_name_);
  HostSetUserConfig::In user{.UserName = name.data(), .ConfigClass = WTSUserConfigTimeoutSettingsIdle, .Number = 9};
  for (const auto& client : {user_, outsider_, caller(own_uid_, {sid_users})}) {
    EXPECT_EQ(code_of<HostSetListener>(client, create), Win32::access_denied);
    EXPECT_EQ(code_of<HostSetListenerSecurity>(client, security), Win32::access_denied);
    EXPECT_EQ(code_of<HostSetUserConfig>(client, user), Win32::access_denied);
    EXPECT_EQ(code_of<HostSetLogonMode>(client, {.Mode = 3}), Win32::access_denied);
  }
  EXPECT_EQ(settings_.listeners.built_in().config.fEnableListener, 1u);
  EXPECT_TRUE(settings_.listeners.built_in().security.dacl);
  EXPECT_EQ(settings_.users.get(own_name_)->common.TimeoutSettingsIdle, 0u);
  EXPECT_EQ(settings_.logons.mode(), host::LogonMode::enabled);
  EXPECT_EQ(changes_, 0);

  EXPECT_EQ(code_of<HostSetListener>(administrator_, create), Win32::success);
  EXPECT_EQ(code_of<HostSetListenerSecurity>(administrator_, security), Win32::success);
  EXPECT_EQ(code_of<HostSetUserConfig>(administrator_, user), Win32::success);
  EXPECT_EQ(code_of<HostSetLogonMode>(administrator_, {.Mode = 3}), Win32::success);
  EXPECT_EQ(settings_.listeners.built_in().config.fEnableListener, 0u);
  EXPECT_FALSE(settings_.listeners.built_in().security.dacl);
  EXPECT_EQ(settings_.users.get(own_name_)->common.TimeoutSettingsIdle, 9u);
  EXPECT_EQ(settings_.logons.mode(), host::LogonMode::disabled);
  EXPECT_EQ(changes_, 4);
}

TEST_F(HostSettings, AListenerIsReadByThoseItsDescriptorLets) {
  EXPECT_EQ(code_of<HostQueryListener>(user_, {.Name = pty_}), Win32::success);
  EXPECT_EQ(code_of<HostQueryListener>(outsider_, {.Name = pty_}), Win32::access_denied);
  EXPECT_EQ(code_of<HostGetListenerSecurity>(user_, {.Name = pty_, .Information = 4}), Win32::access_denied);
  EXPECT_EQ(code_of<HostGetListenerSecurity>(administrator_, {.Name = pty_, .Information = 4}), Win32::success);
  EXPECT_EQ(code_of<HostGetListenerSecurity>(user_, {.Name = pty_, .Information = 8}), Win32::privilege_not_held);
  EXPECT_EQ(code_of<HostEnumerateListeners>(outsider_, {}), Win32::success);
  ASSERT_TRUE(settings_.listeners.set_dacl(
      "Pty",
      std::vector<auth::Ace>{{.mask = auth::wts_query_information | auth::right_read_control, .sid = sid_users}}));
  EXPECT_EQ(code_of<HostQueryListener>(outsider_, {.Name = pty_}), Win32::success);
  EXPECT_EQ(code_of<HostGetListenerSecurity>(outsider_, {.Name = pty_, .Information = 4}), Win32::success);
}

TEST_F(HostSettings, AUsersConfigurationIsReadByThatUserAndAdministrators) {
  std::u16string name = to_utf16(own_name_), qualified = u"host\\" + name;
  EXPECT_EQ(code_of<HostQueryUserConfig>(caller(own_uid_, {sid_users}), {.UserName = name.data()}), Win32::success);
  EXPECT_EQ(code_of<HostQueryUserConfig>(user_, {.UserName = name.data()}), Win32::access_denied);
  EXPECT_EQ(code_of<HostQueryUserConfig>(user_, {.UserName = nullptr}), Win32::access_denied);
  EXPECT_EQ(code_of<HostQueryUserConfig>(administrator_, {.UserName = qualified.data()}), Win32::success);
  EXPECT_EQ(code_of<HostQueryUserConfig>(administrator_, {.UserName = nullptr}), Win32::success);
  char16_t nobody[] = u"no-such-user-here";
  EXPECT_EQ(code_of<HostQueryUserConfig>(administrator_, {.UserName = nobody}), Win32::user_not_found);
  EXPECT_EQ(code_of<HostSetUserConfig>(administrator_, {.UserName = nobody, .ConfigClass = 3}), Win32::user_not_found);
}

TEST_F(HostSettings, WhatFitsNoClassIsRefused) {
  auto set = [&](uint32_t config_class, uint32_t number, const char16_t* text) {
    std::u16string copy = text ? text : u"";
    return code_of<HostSetUserConfig>(
        administrator_, {.ConfigClass = config_class, .Number = number, .Text = text ? copy.data() : nullptr});
  };
  EXPECT_EQ(set(WTSUserConfigShadowingSettings, 4, nullptr), Win32::success);
  EXPECT_EQ(set(WTSUserConfigShadowingSettings, 5, nullptr), Win32::invalid_parameter);
  EXPECT_EQ(set(WTSUserConfigReconnectSettings, 2, nullptr), Win32::invalid_parameter);
  EXPECT_EQ(set(WTSUserConfigInitialProgram, 0, nullptr), Win32::invalid_parameter);
  EXPECT_EQ(set(WTSUserConfigTerminalServerHomeDirDrive, 0, u"H:\\x"), Win32::invalid_parameter);
  EXPECT_EQ(set(WTSUserConfigfTerminalServerRemoteHomeDir, 1, nullptr), Win32::invalid_parameter);
  EXPECT_EQ(set(WTSUserConfigUser, 0, nullptr), Win32::invalid_parameter);
  EXPECT_EQ(set(20, 0, nullptr), Win32::invalid_parameter);
  EXPECT_EQ(set(WTSUserConfigTerminalServerHomeDir, 0, u"\\\\srv\\anna"), Win32::success);
  EXPECT_EQ(settings_.users.get(std::nullopt)->common.TerminalServerRemoteHomeDir, 1u) << "it follows from the path";
}

TEST_F(HostSettings, ABrokenDescriptorIsRefused) {
  uint8_t garbage[] = {1, 0, 4, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0, 0, 0};
  EXPECT_EQ(code_of<HostSetListenerSecurity>(
                administrator_, {.Name = pty_, .Information = 4, .Size = sizeof garbage, .Descriptor = garbage}),
            Win32::invalid_data);
  EXPECT_EQ(code_of<HostSetListenerSecurity>(administrator_, {.Name = pty_, .Information = 8}), Win32::not_supported);
  EXPECT_EQ(settings_.listeners.built_in().security, auth::default_listener_descriptor());
}

}  // namespace
}  // namespace nta::services::test
