// The server itself and the workstation: identity, settings, counters, names; who may read and set what.
#include "host/server/path_type.h"
#include "net_host.h"
#include "protocols/initshutdown.h"

namespace nta::services::test {
namespace {

using namespace protocols;

char16_t* text(const char16_t* literal) { return const_cast<char16_t*>(literal); }

class Server : public NetTest {
 protected:
  template <class Info>
  Win32 set(uint32_t level, Info info, uint32_t* member = nullptr) {
    uint32_t at_fault = 0;
    auto answer = call<NetrServerSetInfo>(srvsvc, {nullptr, level, &info, &at_fault});
    if (member) *member = *answer->value.ParmErr;
    return status_of(answer->value);
  }
};

TEST_F(Server, SaysWhatItIsInEveryLevel) {
  auto answer = call<NetrServerGetInfo>(srvsvc, {nullptr, 102});
  ASSERT_EQ(status_of(answer->value), Win32::success);
  const auto& info = *static_cast<const SERVER_INFO_102*>(answer->value.Info);
  EXPECT_EQ(info.sv102_platform_id, 500u);
  EXPECT_EQ(std::u16string(info.sv102_name), u"HOST");
  EXPECT_EQ(info.sv102_version_major, 10u);
  EXPECT_EQ(info.sv102_type, 0x2008803u);
  EXPECT_EQ(info.sv102_disc, 15);
  for (uint32_t level : {100u, 101u, 103u, 502u, 503u})
    EXPECT_EQ(status<NetrServerGetInfo>({nullptr, level}), Win32::success);
  for (uint32_t level : {99u, 599u, 1005u, 1501u})
    EXPECT_EQ(status<NetrServerGetInfo>({nullptr, level}), Win32::invalid_level) << level;
}

TEST_F(Server, TellsEachWhatTheyMayKnow) {
  auto readable = [this](std::vector<Sid> groups) {
    become(std::move(groups));
    std::vector<uint32_t> levels;
    for (uint32_t level : {100u, 101u, 102u, 502u, 503u})
      if (status<NetrServerGetInfo>({nullptr, level}) == Win32::success) levels.push_back(level);
    return levels;
  };
  using Levels = std::vector<uint32_t>;
  EXPECT_EQ(readable({sid_users}), (Levels{100, 101}));
  EXPECT_EQ(readable({sid_power_users}), (Levels{100, 101, 102, 502}));
  EXPECT_EQ(readable({sid_server_operators}), (Levels{100, 101, 102, 502, 503}));
}

TEST_F(Server, KeepsWhatIsSetAndRefusesTuning) {
  EXPECT_EQ(set(1005, SERVER_INFO_1005{text(u"im Keller")}), Win32::success);
  EXPECT_EQ(set(1010, SingleNumber{60}), Win32::success);
  auto again = host::ServerSettingsStore::open(state_.path() + "/server.conf");
  ASSERT_TRUE(again);
  EXPECT_EQ(std::u16string(again->get().comment), u"im Keller");
  EXPECT_EQ(again->get().disconnect_minutes, 60);
  uint32_t member = 0;
  EXPECT_EQ(set(1010, SingleNumber{0}, &member), Win32::invalid_parameter);
  EXPECT_EQ(member, 10u);
  EXPECT_EQ(set(1017, SingleNumber{70'000}, &member), Win32::invalid_parameter);
  EXPECT_EQ(member, 17u);
  EXPECT_EQ(set(1501, SingleNumber{5}), Win32::not_supported);
  EXPECT_EQ(set(502, SERVER_INFO_502{}), Win32::not_supported);
  EXPECT_EQ(set(103, SERVER_INFO_103{}), Win32::invalid_level);
  become({sid_power_users});
  EXPECT_EQ(set(1005, SERVER_INFO_1005{text(u"x")}), Win32::access_denied);
}

TEST_F(Server, ListsItsDisksAndAnEmptyOneMore) {
  auto answer = call<NetrServerDiskEnum>(srvsvc, {});
  ASSERT_EQ(status_of(answer->value), Win32::success);
  EXPECT_EQ(answer->value.TotalEntries, 1u);
  ASSERT_EQ(answer->value.DiskInfoStruct.EntriesRead, 2u);
  EXPECT_EQ(std::u16string(answer->value.DiskInfoStruct.Buffer[0].Disk), u"C:");
  EXPECT_EQ(std::u16string(answer->value.DiskInfoStruct.Buffer[1].Disk), u"");
}

TEST_F(Server, CountsWhatItRefuses) {
  become({sid_users});
  EXPECT_EQ(status<NetrServerDiskEnum>({}), Win32::access_denied);
  EXPECT_EQ(status<NetrServerStatisticsGet>({}), Win32::access_denied);
  become({sid_administrators});
  auto answer = call<NetrServerStatisticsGet>(srvsvc, {});
  ASSERT_EQ(status_of(answer->value), Win32::success);
  EXPECT_EQ(answer->value.InfoStruct->sts0_permerrors, 2u);
  EXPECT_EQ(status<NetrServerStatisticsGet>({nullptr, nullptr, 1, 0}), Win32::invalid_level);
  EXPECT_EQ(status<NetrServerStatisticsGet>({nullptr, nullptr, 0, 2}), Win32::invalid_parameter);
}

TEST_F(Server, HasTheTimeForEverybody) {
  become({});
  auto answer = call<NetrRemoteTOD>(srvsvc, {});
  ASSERT_EQ(status_of(answer->value), Win32::success);
  const TIME_OF_DAY_INFO& tod = *answer->value.Buffer;
  EXPECT_NEAR(tod.tod_elapsedt, static_cast<double>(::time(nullptr)), 5);
  EXPECT_EQ(tod.tod_elapsedt % 86400, tod.tod_hours * 3600 + tod.tod_mins * 60 + tod.tod_secs);
}

TEST_F(Server, TakesMoreNamesAndGivesThemUp) {
  SERVER_ALIAS_INFO_0 alias{text(u"FILES2"), text(u"host"), 0, 0};
  EXPECT_EQ(status<NetrServerAliasAdd>({nullptr, 0, &alias}), Win32::success);
  EXPECT_EQ(status<NetrServerAliasAdd>({nullptr, 0, &alias}), Win32::duplicate_share);
  auto listed = call<NetrServerAliasEnum>(srvsvc, {nullptr, {0, nullptr}, 0xFFFFFFFF, nullptr});
  ASSERT_EQ(rows<SERVER_ALIAS_INFO_0>(listed->value).size(), 1u);
  EXPECT_EQ(status<NetrServerAliasDel>({nullptr, 0, &alias}), Win32::success);
  EXPECT_EQ(status<NetrServerAliasDel>({nullptr, 0, &alias}), Win32::net_name_not_found);
}

// [MS-SRVS] 3.1.4.44 to 3.1.4.46, with the notes on Windows.
TEST_F(Server, AliasesAreForOperatorsAndHaveAForm) {
  SERVER_ALIAS_INFO_0 nameless{text(u""), text(u"host"), 0, 0}, by_default{text(u""), text(u"host"), 1, 0},
      both{text(u"FILES2"), text(u"host"), 1, 0};
  EXPECT_EQ(status<NetrServerAliasDel>({nullptr, 0, &nameless}), Win32::invalid_parameter);
  EXPECT_EQ(status<NetrServerAliasDel>({nullptr, 0, &both}), Win32::invalid_parameter);
  EXPECT_EQ(status<NetrServerAliasDel>({nullptr, 0, &by_default}), Win32::net_name_not_found);
  become({sid_users});
  EXPECT_EQ(status<NetrServerAliasEnum>({nullptr, {0, nullptr}, 0xFFFFFFFF, nullptr}), Win32::access_denied);
  EXPECT_EQ(status<NetrServerAliasDel>({nullptr, 0, &nameless}), Win32::access_denied);
}

TEST_F(Server, TransportsAreListedInThreeLevelsAndNamesTakenAwayInTwo) {
  for (uint32_t level : {0u, 1u, 2u})
    EXPECT_EQ(status<NetrServerTransportEnum>({nullptr, {level, nullptr}, 0xFFFFFFFF, nullptr}), Win32::success);
  EXPECT_EQ(status<NetrServerTransportEnum>({nullptr, {3, nullptr}, 0xFFFFFFFF, nullptr}), Win32::invalid_level);
  std::u16string device = u"\\Device\\NetbiosSmb";
  uint8_t address[16] = {'F', 'I', 'L', 'E', 'S', '2'};
  NetrServerTransportDelEx::In in{.Level = 2};
  in.Buffer.Transport2 = {.svti2_transportname = device.data(),
                          .svti2_transportaddress = address,
                          .svti2_transportaddresslength = sizeof address};
  EXPECT_EQ(status<NetrServerTransportDelEx>(in), Win32::invalid_level);
  in.Level = 1;
  EXPECT_EQ(status<NetrServerTransportDelEx>(in), Win32::success);
  become({sid_users});
  EXPECT_EQ(status<NetrServerTransportDelEx>(in), Win32::access_denied);
  EXPECT_EQ(status<NetrServerTransportEnum>({nullptr, {0, nullptr}, 0xFFFFFFFF, nullptr}), Win32::access_denied);
}

TEST_F(Server, JudgesPathsAndNamesByTheirForm) {
  auto type = [this](const char16_t* path) {
    auto answer = call<NetprPathType>(srvsvc, {nullptr, text(path), 0});
    return status_of(answer->value) == Win32::success ? answer->value.PathType : 0;
  };
  EXPECT_EQ(type(u"C:"), 16384u);
  EXPECT_EQ(type(u"C:\\a\\*"), 8199u);
  EXPECT_EQ(type(u"\\\\srv\\share\\a"), 4096u);
  EXPECT_EQ(type(u"\\\\srv"), 4144u);
  EXPECT_EQ(type(u"lpt1:"), 16400u);
  EXPECT_EQ(type(u"a\\b"), 8192u);
  EXPECT_EQ(type(u"a|b"), 0u);
  EXPECT_EQ(host::canonical_path(u"C:/a/./b/../c"), u"C:\\a\\c");
  EXPECT_EQ(host::canonical_path(u"\\\\srv\\share\\..\\x"), u"\\\\srv\\share\\x");
  EXPECT_EQ(status<NetprNameValidate>({nullptr, text(u"daten"), 9, 0}), Win32::success);
  EXPECT_EQ(status<NetprNameValidate>({nullptr, text(u"a/b"), 9, 0}), Win32::invalid_name);
  EXPECT_EQ(status<NetprNameValidate>({nullptr, text(u"a"), 14, 0}), Win32::invalid_parameter);
  auto name = call<NetprNameCanonicalize>(srvsvc, {nullptr, text(u"event"), 17, 5, 0});
  EXPECT_EQ(std::u16string(name->value.Outbuf), u"EVENT");
  EXPECT_EQ(status<NetprNameCanonicalize>({nullptr, text(u"event"), 5, 5, 0}), Win32::buffer_too_small);
  EXPECT_EQ(status<NetprNameCanonicalize>({nullptr, text(u"event"), 70'000, 5, 0}), Win32::rpc_bad_stub_data);
  EXPECT_EQ(status<NetprPathCompare>({nullptr, text(u"C:\\a"), text(u"c:/A"), 0, 0}), Win32::success);
}

TEST_F(Server, WithAShutdownAnnouncedCanBeCalledBack) {
  bool has_ended = false;
  host_.end = [&] { has_ended = true; };
  auto init = [this](uint32_t seconds, uint8_t reboot) {
    return status_of(call<BaseInitiateShutdown>(init_shutdown, {nullptr, nullptr, seconds, 1, reboot})->value);
  };
  auto abort = [this] { return status_of(call<BaseAbortShutdown>(init_shutdown, {})->value); };
  EXPECT_EQ(abort(), Win32::no_shutdown_in_progress);
  EXPECT_EQ(init(30, 1), Win32::not_supported);  // a user's own host
  EXPECT_EQ(init(30, 0), Win32::success);
  EXPECT_EQ(init(30, 0), Win32::shutdown_in_progress);
  EXPECT_EQ(abort(), Win32::success);
  EXPECT_FALSE(has_ended);
  EXPECT_EQ(init(0, 0), Win32::success);
  loop_.run_until([&] { return has_ended; });
  EXPECT_TRUE(has_ended);
  become({sid_server_operators});
  EXPECT_EQ(init(30, 0), Win32::access_denied);
  EXPECT_EQ(status_of(call<WsdrAbortShutdown>(windows_shutdown, {})->value), Win32::bad_netpath);
}

class Workstation : public NetTest {};

TEST_F(Workstation, TellsItsLevelsByRight) {
  become({sid_users});
  for (uint32_t level : {100u, 101u}) EXPECT_EQ(status<NetrWkstaGetInfo>({nullptr, level}), Win32::success);
  for (uint32_t level : {102u, 502u}) EXPECT_EQ(status<NetrWkstaGetInfo>({nullptr, level}), Win32::access_denied);
  become({sid_administrators});
  auto answer = call<NetrWkstaGetInfo>(wkssvc, {nullptr, 102});
  ASSERT_EQ(status_of(answer->value), Win32::success);
  EXPECT_EQ(static_cast<const WKSTA_INFO_102*>(answer->value.Info)->wki102_logged_on_users, 2u);
  EXPECT_EQ(status<NetrWkstaGetInfo>({nullptr, 1013}), Win32::invalid_level);
}

TEST_F(Workstation, SettingsThatWereReadCanBeSetAgain) {
  auto answer = call<NetrWkstaGetInfo>(wkssvc, {nullptr, 502});
  WKSTA_INFO_502 info = *static_cast<const WKSTA_INFO_502*>(answer->value.Info);
  info.wki502_keep_conn = 1200;
  EXPECT_EQ(status<NetrWkstaSetInfo>({nullptr, 502, &info, nullptr}), Win32::success);
  EXPECT_EQ(server_->settings.get().keep_connection, 1200u);
  WkstaNumber timeout{10};
  uint32_t member = 0;
  auto refused = call<NetrWkstaSetInfo>(wkssvc, {nullptr, 1018, &timeout, &member});
  EXPECT_EQ(status_of(refused->value), Win32::invalid_parameter);
  EXPECT_EQ(*refused->value.ParmErr, 18u);
  EXPECT_EQ(status<NetrWkstaSetInfo>({nullptr, 100, nullptr, nullptr}), Win32::invalid_parameter);
}

TEST_F(Workstation, UsersAreThoseOfTheTerminalSessions) {
  auto answer = call<NetrWkstaUserEnum>(wkssvc, {nullptr, {1, nullptr}, 0xFFFFFFFF, nullptr});
  auto users = rows<WKSTA_USER_INFO_1>(answer->value);
  ASSERT_EQ(users.size(), 2u);
  EXPECT_EQ(std::u16string(users[0].wkui1_username), u"alice");
  EXPECT_EQ(std::u16string(users[0].wkui1_logon_server), u"HOST");
  become({sid_users});
  EXPECT_EQ(status<NetrWkstaUserEnum>({nullptr, {0, nullptr}, 0xFFFFFFFF, nullptr}), Win32::access_denied);
}

TEST_F(Workstation, IsOfAWorkgroupAndHasAlternateNames) {
  auto join = call<NetrGetJoinInformation>(wkssvc, {});
  EXPECT_EQ(std::u16string(join->value.NameBuffer), u"WORKGROUP");
  EXPECT_EQ(join->value.BufferType, 2u);
  EXPECT_EQ(status<NetrAddAlternateComputerName>({nullptr, text(u"files2"), nullptr, nullptr, 0}), Win32::success);
  auto names = call<NetrEnumerateComputerNames>(wkssvc, {nullptr, 2, 0});
  ASSERT_EQ(names->value.ComputerNames->EntryCount, 2u);
  EXPECT_EQ(text_of(names->value.ComputerNames->ComputerNames[1]), u"files2");
  EXPECT_EQ(status<NetrRemoveAlternateComputerName>({nullptr, text(u"FILES2"), nullptr, nullptr, 0}), Win32::success);
  EXPECT_EQ(status<NetrRemoveAlternateComputerName>({nullptr, text(u"files2"), nullptr, nullptr, 0}), Win32::not_found);
  EXPECT_EQ(status<NetrEnumerateComputerNames>({nullptr, 3, 0}), Win32::invalid_parameter);
}

TEST_F(Workstation, JudgesNamesForCallersOnTheMachine) {
  auto judge = [this](const char16_t* name, uint32_t type) {
    return status<NetrValidateName2>({nullptr, text(name), nullptr, nullptr, type});
  };
  EXPECT_EQ(judge(u"files", 1), Win32::remote_disabled);
  become({sid_users}, auth::Origin::local);
  EXPECT_EQ(judge(u"files", 1), Win32::success);
  EXPECT_EQ(judge(u"fi*es", 1), Win32::invalid_computer);
  EXPECT_EQ(judge(u"host", 2), Win32::invalid_workgroup_name);
  EXPECT_EQ(judge(u"dom", 3), Win32::no_such_domain);
  EXPECT_EQ(judge(u"dom", 4), Win32::success);
  EXPECT_EQ(judge(u"a_b", 5), Win32::non_rfc_name);
  EXPECT_EQ(judge(u"a b", 5), Win32::invalid_name_char);
  EXPECT_EQ(judge(u"a..b", 5), Win32::invalid_name);
  EXPECT_EQ(judge(u"x", 0), Win32::invalid_parameter);
}

}  // namespace
}  // namespace nta::services::test
