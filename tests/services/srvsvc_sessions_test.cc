// NetrSessionEnum and its like: who sees what, filters, sizes and resume handles, and what ends.
#include "net_host.h"

namespace nta::services::test {
namespace {

using namespace protocols;

constexpr uint32_t all = 0xFFFFFFFF;

class NetworkSessions : public NetTest {
 protected:
  static NetrSessionEnum::In sessions(uint32_t level, const char16_t* client = nullptr,
                                      const char16_t* user = nullptr) {
    NetrSessionEnum::In in{};
    in.Filter = const_cast<char16_t*>(client);
    in.UserName = const_cast<char16_t*>(user);
    in.InfoStruct.Level = level;
    in.PreferedMaximumLength = all;
    return in;
  }
  auto listed(const NetrSessionEnum::In& in) { return *call<NetrSessionEnum>(srvsvc, in); }
};

TEST_F(NetworkSessions, AreListedWithWhatTheyHaveOpenAndHowLong) {
  auto answer = listed(sessions(502));
  ASSERT_EQ(answer->net_status, 0u);
  auto list = rows<SESSION_INFO_502>(answer.value);
  ASSERT_EQ(list.size(), 3u);
  EXPECT_EQ(answer->TotalEntries, 3u);
  EXPECT_EQ(std::u16string(list[0].sesi502_cname), u"laptop");
  EXPECT_EQ(std::u16string(list[0].sesi502_username), u"anna");
  EXPECT_EQ(list[0].sesi502_num_opens, 2u);
  EXPECT_NEAR(list[0].sesi502_time, 100, 2);
  EXPECT_NEAR(list[0].sesi502_idle_time, 10, 2);
  EXPECT_EQ(list[0].sesi502_user_flags, 2u);  // SESS_NOENCRYPTION
  EXPECT_EQ(std::u16string(list[0].sesi502_transport), u"\\Device\\NetbiosSmb");
}

TEST_F(NetworkSessions, OfOneClientOrUserAreFoundWithoutRegardToCase) {
  EXPECT_EQ(rows<SESSION_INFO_0>(listed(sessions(0, u"\\\\LAPTOP")).value).size(), 2u);
  EXPECT_EQ(rows<SESSION_INFO_10>(listed(sessions(10, nullptr, u"Bert")).value).size(), 2u);
  EXPECT_EQ(rows<SESSION_INFO_1>(listed(sessions(1, u"\\\\laptop", u"bert")).value).size(), 1u);
}

TEST_F(NetworkSessions, FiltersThatMatchNothingAreErrorsThatSayWhich) {
  EXPECT_EQ(status<NetrSessionEnum>(sessions(0, u"\\\\nobody")), Win32::client_name_not_found);
  EXPECT_EQ(status<NetrSessionEnum>(sessions(0, nullptr, u"carl")), Win32::user_not_found);
  EXPECT_EQ(status<NetrSessionEnum>(sessions(0, u"laptop")), Win32::invalid_computer);
  EXPECT_EQ(status<NetrSessionEnum>(sessions(3)), Win32::invalid_level);
  std::u16string long_name = u"\\\\" + std::u16string(1023, u'x');
  EXPECT_EQ(status<NetrSessionEnum>(sessions(0, long_name.c_str())), Win32::invalid_parameter);
}

TEST_F(NetworkSessions, WithDetailsAreForOperatorsTheOthersForEverybody) {
  become({sid_users});
  for (uint32_t level : {1u, 2u, 502u})
    EXPECT_EQ(status<NetrSessionEnum>(sessions(level)), Win32::access_denied) << level;
  for (uint32_t level : {0u, 10u}) EXPECT_EQ(status<NetrSessionEnum>(sessions(level)), Win32::success) << level;
  EXPECT_EQ(server_->statistics.permission_errors, 3u);
  server_->options.restricts_session_list = true;
  for (uint32_t level : {0u, 10u}) EXPECT_EQ(status<NetrSessionEnum>(sessions(level)), Win32::access_denied) << level;
  become({sid_account_operators});
  for (uint32_t level : {0u, 1u, 2u, 10u, 502u}) EXPECT_EQ(status<NetrSessionEnum>(sessions(level)), Win32::success);
}

TEST_F(NetworkSessions, ComeInPartsThatNeitherRepeatNorCrashWhenTheListChanges) {
  uint32_t resume = 0;
  auto in = sessions(0);
  in.PreferedMaximumLength = 30;  // one row
  in.ResumeHandle = &resume;
  auto first = listed(in);
  EXPECT_EQ(status_of(first.value), Win32::more_data);
  ASSERT_EQ(rows<SESSION_INFO_0>(first.value).size(), 1u);
  EXPECT_EQ(first->TotalEntries, 3u);
  resume = *first->ResumeHandle;
  connections_.end_session(host::NetworkSessionId(1));
  connections_.end_session(host::NetworkSessionId(2));
  auto second = listed(in);
  EXPECT_EQ(status_of(second.value), Win32::success);
  ASSERT_EQ(rows<SESSION_INFO_0>(second.value).size(), 1u);
  EXPECT_EQ(second->TotalEntries, 1u);
  EXPECT_EQ(std::u16string(rows<SESSION_INFO_0>(second.value)[0].sesi0_cname), u"laptop");
  EXPECT_EQ(*second->ResumeHandle, 0u);
  resume = 5;
  auto beyond = listed(in);
  EXPECT_EQ(status_of(beyond.value), Win32::success);
  EXPECT_TRUE(rows<SESSION_INFO_0>(beyond.value).empty());
}

TEST_F(NetworkSessions, EndForOperatorsByClientByUserOrByBoth) {
  auto end = [this](const char16_t* client, const char16_t* user) {
    return status<NetrSessionDel>({nullptr, const_cast<char16_t*>(client), const_cast<char16_t*>(user)});
  };
  EXPECT_EQ(end(nullptr, nullptr), Win32::client_name_not_found);
  EXPECT_EQ(end(u"laptop", nullptr), Win32::client_name_not_found);
  EXPECT_EQ(end(u"\\\\laptop", u"carl"), Win32::client_name_not_found);
  EXPECT_EQ(end(u"\\\\laptop", u"bert"), Win32::success);
  EXPECT_EQ(connections_.sessions().size(), 2u);
  become({sid_account_operators});
  EXPECT_EQ(end(nullptr, u"anna"), Win32::access_denied);
  become({sid_server_operators});
  EXPECT_EQ(end(nullptr, u"anna"), Win32::success);
  EXPECT_EQ(connections_.files().size(), 1u);
}

TEST_F(NetworkSessions, OpenFilesAreFoundByPathAndUserAndClosedById) {
  auto files = [this](const char16_t* path, const char16_t* user, uint32_t level = 3) {
    NetrFileEnum::In in{};
    in.Filter = const_cast<char16_t*>(path);
    in.UserName = const_cast<char16_t*>(user);
    in.InfoStruct.Level = level;
    in.PreferedMaximumLength = all;
    return *call<NetrFileEnum>(srvsvc, in);
  };
  auto everything = files(nullptr, nullptr);
  ASSERT_EQ(rows<FILE_INFO_3>(everything.value).size(), 3u);
  EXPECT_EQ(std::u16string(rows<FILE_INFO_3>(everything.value)[0].fi3_pathname), u"\\PIPE\\srvsvc");
  EXPECT_EQ(rows<FILE_INFO_3>(files(u"\\pipe", u"anna").value).size(), 2u);
  EXPECT_TRUE(rows<FILE_INFO_3>(files(u"\\pip", nullptr).value).empty());  // whole components
  EXPECT_EQ(status_of(files(nullptr, nullptr, 1).value), Win32::invalid_level);
  EXPECT_EQ(status<NetrFileGetInfo>({nullptr, 10, 3}), Win32::success);
  EXPECT_EQ(status<NetrFileGetInfo>({nullptr, 99, 3}), Win32::file_not_found);
  EXPECT_EQ(status<NetrFileClose>({nullptr, 10}), Win32::success);
  EXPECT_EQ(status<NetrFileClose>({nullptr, 10}), Win32::file_id_not_found);
  become({sid_power_users});
  EXPECT_EQ(status<NetrFileClose>({nullptr, 11}), Win32::access_denied);
}

TEST_F(NetworkSessions, FilesOfWhichNotOneFitsAreTooLargeForTheBuffer) {
  NetrFileEnum::In in{};
  in.InfoStruct.Level = 3;
  in.PreferedMaximumLength = 8;
  EXPECT_EQ(status<NetrFileEnum>(in), Win32::buffer_too_small);
}

TEST_F(NetworkSessions, ConnectionsShowTheOtherSide) {
  auto connections = [this](const char16_t* qualifier) {
    NetrConnectionEnum::In in{};
    in.Qualifier = const_cast<char16_t*>(qualifier);
    in.InfoStruct.Level = 1;
    in.PreferedMaximumLength = all;
    return *call<NetrConnectionEnum>(srvsvc, in);
  };
  auto of_share = connections(u"ipc$");
  ASSERT_EQ(rows<CONNECTION_INFO_1>(of_share.value).size(), 3u);
  const CONNECTION_INFO_1& first = rows<CONNECTION_INFO_1>(of_share.value)[0];
  EXPECT_EQ(std::u16string(first.coni1_netname), u"laptop");
  EXPECT_EQ(first.coni1_type, 3u);
  EXPECT_EQ(first.coni1_num_opens, 2u);
  auto of_client = connections(u"\\\\laptop");
  ASSERT_EQ(rows<CONNECTION_INFO_1>(of_client.value).size(), 2u);
  EXPECT_EQ(std::u16string(rows<CONNECTION_INFO_1>(of_client.value)[0].coni1_netname), u"IPC$");
  EXPECT_EQ(status_of(connections(u"daten").value), Win32::net_name_not_found);
  EXPECT_EQ(status_of(connections(u"").value), Win32::invalid_parameter);
}

TEST_F(NetworkSessions, OfAHostWithoutAServerAreNotThere) {
  host_.server = nullptr;
  EXPECT_EQ(status<NetrSessionEnum>(sessions(0)), Win32::server_not_started);
}

}  // namespace
}  // namespace nta::services::test
