// RpcWinStationShutdownSystem: who may, what each flag does, and what is refused.
#include "host/sessions/session_settings.h"
#include "made_up_host.h"

namespace nta::services::test {
namespace {

using namespace protocols;

class ShutdownTest : public ServicesTest {
 protected:
  ShutdownTest() : settings_(*host::SessionSettings::open(state_.path(), "boot", "Pty")) {
    host_.settings = &settings_;
    host_.end = [this] { has_ended_ = true; };
    host_.power = [this](const auth::AccessToken&, PowerAction action, const host::Completion& done) {
      asked_.push_back(fmt::format("power {}", static_cast<uint32_t>(action)));
      done({});
    };
    become({sid_administrators});
  }

  void become(std::vector<Sid> groups) {
    auth::AccessToken token = *client_->token;
    token.groups = std::move(groups);
    client_->token = std::make_shared<auth::AccessToken>(token);
  }

  Win32 shut_down(uint32_t flags) {
    auto opened = call<RpcWinStationOpenServer>(legacy_api, {});
    EXPECT_TRUE(opened);
    auto answer = call<RpcWinStationShutdownSystem>(legacy_api, {(*opened)->phServer, 0, flags});
    return answer ? status_of(answer->value) : answer.error().code;
  }

  host::SessionSettings settings_;
  bool has_ended_ = false;
};

TEST_F(ShutdownTest, LogoffEndsEverySessionButTheCallersAndRefusesNewOnes) {
  EXPECT_EQ(shut_down(1), Win32::success);
  EXPECT_EQ(asked_, std::vector<std::string>{"logoff 4"});
  EXPECT_EQ(settings_.logons.mode(), host::LogonMode::drain_until_restart);
  EXPECT_FALSE(has_ended_);
}

TEST_F(ShutdownTest, OnlyAdministratorsMay) {
  become({sid_users});
  for (uint32_t flags : {1u, 2u, 4u, 8u, 16u, 0u}) EXPECT_EQ(shut_down(flags), Win32::privilege_not_held) << flags;
  EXPECT_TRUE(asked_.empty());
  EXPECT_EQ(settings_.logons.mode(), host::LogonMode::enabled);
}

TEST_F(ShutdownTest, AUsersOwnHostEndsWithItsSessionsAndLeavesTheMachineAlone) {
  EXPECT_EQ(shut_down(4), Win32::not_supported);
  EXPECT_EQ(shut_down(8), Win32::not_supported);
  EXPECT_EQ(shut_down(3 | 8), Win32::not_supported);
  EXPECT_TRUE(asked_.empty());
  EXPECT_EQ(shut_down(3), Win32::success);
  EXPECT_EQ(asked_, (std::vector<std::string>{"logoff 3", "logoff 4"}));
  EXPECT_TRUE(has_ended_);
}

TEST_F(ShutdownTest, AMachinesHostAsksForPower) {
  host_.mode = Mode::system;
  for (uint32_t flags : {2u, 4u, 8u}) EXPECT_EQ(shut_down(flags), Win32::success);
  EXPECT_EQ(asked_, (std::vector<std::string>{"power 1", "power 2", "power 3"}));
  EXPECT_FALSE(has_ended_);
}

TEST_F(ShutdownTest, NoFlagAnUnknownOneAndFastRebootAreRefused) {
  EXPECT_EQ(shut_down(0), Win32::invalid_parameter);
  EXPECT_EQ(shut_down(0x20), Win32::invalid_parameter);
  EXPECT_EQ(shut_down(~0u & ~0x10u), Win32::invalid_parameter);
  EXPECT_EQ(shut_down(0x11), Win32::not_supported);
  EXPECT_TRUE(asked_.empty());
}

TEST_F(ShutdownTest, ChildSessionsCannotBeEnabled) {
  auto enable = [this](bool on) {
    auto answer = call<HostEnableChildSessions>(local_host, {on});
    return answer ? status_of(answer->value) : answer.error().code;
  };
  EXPECT_EQ(enable(true), Win32::not_supported);
  EXPECT_EQ(enable(false), Win32::success);
  become({sid_users});
  EXPECT_EQ(enable(false), Win32::access_denied);
}

}  // namespace
}  // namespace nta::services::test
