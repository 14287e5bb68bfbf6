// libwtsapi32.so as a program sees it, against a server of canned answers: conversions, sizes, codes, round trips.
#include "ntadmin/win/wtsapi32.h"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>

#include "base/filetime.h"
#include "base/sid.h"
#include "base/utf16.h"
#include "fake_server.h"
#include "ntadmin/win/windows.h"
#include "protocols/winstation.h"

namespace {

using namespace nta;
using namespace nta::protocols;
using nta::test::FakeServer;

constexpr DWORD known_session = 7;
constexpr DWORD own_session = 3;
constexpr DWORD denied_session = 9;

/** The Win32 code of a session: what a handler answers with. */
Win32 status_for(uint32_t session) {
  if (session == known_session || session == current_session.value) return Win32::success;
  return session == denied_session ? Win32::access_denied : Win32::ctx_winstation_not_found;
}

template <class Out, class Image>
void put_image(Out& out, const Image& image, Arena& memory) {
  out.ppBuff = reinterpret_cast<uint8_t*>(memory.copy(std::span<const Image>(&image, 1)));
  out.pOutBuffByteLen = sizeof image;
}

constexpr ContextHandle server_handle{0, guid("11112222-3333-4444-5555-666677778888")};

WINSTATIONINFORMATION information_of_session() {
  WINSTATIONINFORMATION image{};
  image.ConnectState = WTSActive;
  copy_cut(image.WinStationName, u"SSH#4");
  image.LogonId = known_session;
  image.ConnectTime = filetime_from_unix(1'700'000'000);
  image.LogonTime = filetime_from_unix(1'700'000'001);
  image.LastInputTime = filetime_from_unix(1'700'000'002);
  image.Status.Input.Bytes = 100;
  image.Status.Output.Bytes = 200;
  image.Status.Input.Frames = 3;
  image.Status.Output.Frames = 4;
  copy_cut(image.Domain, u"HOST");
  copy_cut(image.UserName, u"jürgen");
  image.CurrentTime = filetime_now();
  return image;
}

WINSTATIONCLIENT client_of_session() {
  WINSTATIONCLIENT image{};
  copy_cut(image.ClientName, u"laptop");
  copy_cut(image.WorkDirectory, u"/home/jürgen");
  copy_cut(image.InitialProgram, u"/bin/bash");
  copy_cut(image.ClientDirectory, u"/usr/bin");
  image.ClientAddressFamily = windows_af_inet;
  copy_cut(image.ClientAddress, u"192.0.2.5");
  image.HRes = 80;
  image.VRes = 24;
  image.ColorDepth = 4;
  image.ProtocolType = WTS_PROTOCOL_TYPE_RDP;
  image.ClientBuildNumber = 9;
  image.ClientProductId = 1;
  return image;
}

WINSTATIONCONFIG config_of_session() {
  WINSTATIONCONFIG image{};
  copy_cut(image.User.UserName, u"jürgen");
  copy_cut(image.User.PublishedName, u"shell");
  image.User.Flags1 = 1u << 17 | 1u << 29;
  image.User.Shadow = 1;
  std::memcpy(image.OEMId, "OEM1", 4);
  return image;
}

void answer_sessions(FakeServer& server) {
  server.on<RpcGetSessionInformation>(termsrv_session, [](const auto& in, auto& out, Arena& memory) {
    set_status(out, status_for(static_cast<uint32_t>(in.SessionId)));
    out.pSessionInfo.pszUserName = memory.text(u"jürgen");
    out.pSessionInfo.pszDomain = memory.text(u"HOST");
    out.pSessionInfo.pszTerminalName = memory.text(u"SSH#4");
    out.pSessionInfo.SessionState = WTSActive;
  });
  server.on<RpcGetSessionInformationEx>(termsrv_session, [](const auto& in, auto& out, Arena& memory) {
    set_status(out, status_for(static_cast<uint32_t>(in.SessionId)));
    out.Level = 1;
    auto& data = out.Data.Level1;
    data.SessionState = WTSActive;
    data.SessionFlags = 1;
    copy_cut(data.SessionName, u"SSH#4");
    copy_cut(data.UserName, u"jürgen");
    copy_cut(data.DomainName, u"HOST");
    PROTOCOLSTATUSEX status{};
    status.Status.Input.Bytes = 100;
    data.ProtocolData = reinterpret_cast<uint8_t*>(memory.copy(std::span<const PROTOCOLSTATUSEX>(&status, 1)));
    data.ProtocolDataSize = sizeof status;
  });
  server.on<HostGetInfo>(local_host, [](const auto&, auto& out, Arena&) { out.CallerSessionId = own_session; });
  server.on<HostConsoleSession>(local_host, [](const auto&, auto& out, Arena&) { out.SessionId = 1; });
  server.on<HostSessionOfProcess>(local_host, [](const auto& in, auto& out, Arena&) {
    set_status(out, in.ProcessId == 1 ? Win32::success : Win32::invalid_parameter);
    out.SessionId = 0;
  });
}

void answer_clients(FakeServer& server) {
  server.on<RpcGetClientData>(rcm_public, [](const auto& in, auto& out, Arena& memory) {
    set_status(out, status_for(in.SessionId));
    put_image(out, client_of_session(), memory);
  });
  server.on<RpcGetConfigData>(rcm_public, [](const auto& in, auto& out, Arena& memory) {
    set_status(out, status_for(in.SessionId));
    put_image(out, config_of_session(), memory);
  });
  server.on<RpcGetRemoteAddress>(rcm_public, [](const auto& in, auto& out, Arena&) {
    set_status(out, status_for(in.SessionId));
    out.pRemoteAddress.sin_family = windows_af_inet;
    uint8_t octets[] = {192, 0, 2, 5};
    std::memcpy(&out.pRemoteAddress.address.v4.in_addr, octets, 4);
  });
}

void answer_lists(FakeServer& server) {
  server.on<RpcGetAllSessions>(termsrv_enumeration, [](const auto& in, auto& out, Arena& memory) {
    out.pLevel = in.pLevel;
    out.pcEntries = 2;
    out.ppSessionData = memory.make<EXECENVDATA>(2);
    for (uint32_t i = 0; i < 2; ++i) out.ppSessionData[i].Level = in.pLevel;
    if (in.pLevel == 1) {
      out.ppSessionData[0].Data.Level1 = {0, WTSDisconnected, u"Services"};
      out.ppSessionData[1].Data.Level1 = {known_session, WTSActive, u"SSH#4"};
    } else {
      out.ppSessionData[0].Data.Level2 = {0, WTSDisconnected, u"Services", 0, u"", u"", u"", u""};
      out.ppSessionData[1].Data.Level2 = {known_session, WTSActive, u"SSH#4", known_session,
                                          u"",           u"jürgen", u"HOST",  u""};
    }
  });
  server.on<RpcGetAllListeners>(rcm_public, [](const auto&, auto& out, Arena& memory) {
    out.pNumListeners = 1;
    out.ppListeners = memory.make<LISTENERENUM>(1);
    out.ppListeners[0].Level = 1;
    out.ppListeners[0].Data.Level1 = {65536, 1, u"Pty"};
  });
}

void answer_legacy(FakeServer& server) {
  server.on<RpcWinStationOpenServer>(legacy_api, [](const auto&, auto& out, Arena&) { out.phServer = server_handle; });
  server.on<RpcWinStationQueryInformation>(legacy_api, [](const auto& in, auto& out, Arena& memory) {
    set_status(out, status_for(in.LogonId));
    auto image = information_of_session();
    VARDATA_WIRE head{sizeof image, sizeof head};
    out.length = out.pReturnLength = in.WinStationInformationLength;
    out.pWinStationInformation = memory.make<uint8_t>(out.length);
    std::memcpy(out.pWinStationInformation, &head, sizeof head);
    std::memcpy(out.pWinStationInformation + sizeof head, &image, sizeof image);
  });
  auto end_session = [](const auto& in, auto& out, Arena&) { set_status(out, status_for(in.LogonId)); };
  server.on<RpcWinStationDisconnect>(legacy_api, end_session);
  server.on<RpcWinStationReset>(legacy_api, end_session);
  server.on<RpcWinStationTerminateProcess>(legacy_api, [](const auto& in, auto& out, Arena&) {
    set_status(out, in.ProcessId == 42 ? Win32::success : Win32::invalid_parameter);
  });
  server.on<RpcWinStationGetAllProcesses_NT6>(legacy_api, [](const auto&, auto& out, Arena& memory) {
    const struct {
      uint32_t id, session;
      const char16_t* name;
    } list[] = {{1, 0, u"systemd"}, {42, known_session, u"bash"}, {43, own_session, u"größe"}};
    out.pNumberOfProcesses = 3;
    out.ppTsAllProcessesInfo = memory.make<TsAllProcesses<NT6_TS_UNICODE_STRING>>(3);
    for (size_t i = 0; i < 3; ++i) {
      auto* process = memory.make<TsProcess<NT6_TS_UNICODE_STRING>>();
      process->UniqueProcessId = list[i].id;
      process->SessionId = list[i].session;
      process->NumberOfThreads = 5;
      process->WorkingSetSize = 1'000'000;
      process->UserTime = 123;
      std::u16string_view name(list[i].name);
      process->ImageName = {static_cast<uint16_t>(2 * name.size()), static_cast<uint16_t>(2 * name.size()),
                            memory.text(name)};
      out.ppTsAllProcessesInfo[i].pTsProcessInfo = process;
      if (i == 2) continue;  // whose owner is not told
      Bytes sid = sid_system.bytes();
      out.ppTsAllProcessesInfo[i].SizeOfSid = static_cast<uint32_t>(sid.size());
      out.ppTsAllProcessesInfo[i].pSid = reinterpret_cast<uint8_t*>(memory.copy(std::span<const std::byte>(sid)));
    }
  });
}

class Wtsapi32 : public testing::Test {
 protected:
  void SetUp() override {
    answer_sessions(server_);
    answer_clients(server_);
    answer_lists(server_);
    answer_legacy(server_);
    setenv("NTADMIN_HOST", server_.address().c_str(), 1);
  }

  /** Runs a query and gives its bytes; empty with the code in GetLastError when it fails. */
  std::string query(WTS_INFO_CLASS info_class, DWORD session = known_session) {
    LPWSTR buffer = nullptr;
    DWORD bytes = 0;
    if (!WTSQuerySessionInformationW(WTS_CURRENT_SERVER_HANDLE, session, info_class, &buffer, &bytes)) return {};
    std::string copy(reinterpret_cast<char*>(buffer), bytes);
    WTSFreeMemory(buffer);
    return copy;
  }
  std::string query_narrow(WTS_INFO_CLASS info_class) {
    LPSTR buffer = nullptr;
    DWORD bytes = 0;
    if (!WTSQuerySessionInformationA(WTS_CURRENT_SERVER_HANDLE, known_session, info_class, &buffer, &bytes)) return {};
    std::string copy(buffer, bytes);
    WTSFreeMemory(buffer);
    return copy;
  }
  template <class T>
  T query_as(WTS_INFO_CLASS info_class, DWORD session = known_session) {
    std::string bytes = query(info_class, session);
    EXPECT_EQ(bytes.size(), sizeof(T)) << "class " << info_class << ", last error " << GetLastError();
    T value{};
    std::memcpy(&value, bytes.data(), std::min(bytes.size(), sizeof(T)));
    return value;
  }

  FakeServer server_;
};

std::string with_terminator(std::u16string_view text) {
  std::u16string copy(text);
  return std::string(reinterpret_cast<const char*>(copy.c_str()), 2 * copy.size() + 2);
}

TEST_F(Wtsapi32, EnumerateSessionsListsSessionsThenListeners) {
  PWTS_SESSION_INFOW rows = nullptr;
  DWORD count = 0;
  ASSERT_TRUE(WTSEnumerateSessionsW(WTS_CURRENT_SERVER_HANDLE, 0, 1, &rows, &count)) << GetLastError();
  ASSERT_EQ(count, 3u);
  EXPECT_EQ(rows[0].SessionId, 0u);
  EXPECT_EQ(rows[0].State, WTSDisconnected);
  EXPECT_EQ(std::u16string(rows[0].pWinStationName), u"Services");
  EXPECT_EQ(rows[1].SessionId, known_session);
  EXPECT_EQ(rows[2].SessionId, 65536u);
  EXPECT_EQ(rows[2].State, WTSListen);
  EXPECT_EQ(std::u16string(rows[2].pWinStationName), u"Pty");
  WTSFreeMemory(rows);
  EXPECT_LE(server_.requests().size(), 2u);
}

TEST_F(Wtsapi32, EnumerateSessionsAGivesUtf8) {
  PWTS_SESSION_INFO_1A rows = nullptr;
  DWORD level = 1, count = 0;
  ASSERT_TRUE(WTSEnumerateSessionsExA(WTS_CURRENT_SERVER_HANDLE, &level, 0, &rows, &count)) << GetLastError();
  ASSERT_EQ(count, 3u);
  EXPECT_EQ(level, 1u);
  EXPECT_STREQ(rows[1].pUserName, "jürgen");
  EXPECT_STREQ(rows[1].pDomainName, "HOST");
  EXPECT_EQ(rows[1].pHostName, nullptr);
  EXPECT_EQ(rows[0].pUserName, nullptr) << "nobody is logged on to session 0";
  EXPECT_EQ(rows[0].pFarmName, nullptr);
  EXPECT_EQ(rows[1].ExecEnvId, known_session);
  EXPECT_LE(server_.requests().size(), 2u);
  EXPECT_FALSE(WTSFreeMemoryExA(WTSTypeProcessInfoLevel1, rows, count));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_TRUE(WTSFreeMemoryExA(WTSTypeSessionInfoLevel1, rows, count));
  EXPECT_FALSE(WTSFreeMemoryExA(WTSTypeSessionInfoLevel1, rows, count)) << "freed twice";
}

TEST_F(Wtsapi32, EnumerateSessionsChecksItsArguments) {
  PWTS_SESSION_INFOW rows = nullptr;
  PWTS_SESSION_INFO_1W rows_1 = nullptr;
  DWORD count = 77, level = 1, bad_level = 2;
  auto refused = [](BOOL result) {
    EXPECT_FALSE(result);
    return GetLastError();
  };
  constexpr DWORD expected = ERROR_INVALID_PARAMETER;
  EXPECT_EQ(refused(WTSEnumerateSessionsW(nullptr, 1, 1, &rows, &count)), expected);
  EXPECT_EQ(refused(WTSEnumerateSessionsW(nullptr, 0, 0, &rows, &count)), expected);
  EXPECT_EQ(refused(WTSEnumerateSessionsW(nullptr, 0, 2, &rows, &count)), expected);
  EXPECT_EQ(refused(WTSEnumerateSessionsW(nullptr, 0, 1, nullptr, &count)), expected);
  EXPECT_EQ(refused(WTSEnumerateSessionsW(nullptr, 0, 1, &rows, nullptr)), expected);
  EXPECT_EQ(refused(WTSEnumerateSessionsExW(nullptr, nullptr, 0, &rows_1, &count)), expected);
  EXPECT_EQ(refused(WTSEnumerateSessionsExW(nullptr, &bad_level, 0, &rows_1, &count)), expected);
  EXPECT_EQ(refused(WTSEnumerateSessionsExW(nullptr, &level, 1, &rows_1, &count)), expected);
  EXPECT_EQ(count, 77u);
  EXPECT_EQ(rows, nullptr);
  EXPECT_TRUE(server_.requests().empty()) << "decided before any call";
}

TEST_F(Wtsapi32, EnumerateProcessesGivesNamesAndOwners) {
  PWTS_PROCESS_INFOW rows = nullptr;
  DWORD count = 0;
  SetLastError(5);
  ASSERT_TRUE(WTSEnumerateProcessesW(nullptr, 0, 1, &rows, &count)) << GetLastError();
  EXPECT_EQ(GetLastError(), 0u) << "as seen on Windows";
  ASSERT_EQ(count, 3u);
  EXPECT_EQ(rows[1].ProcessId, 42u);
  EXPECT_EQ(std::u16string(rows[1].pProcessName), u"bash");
  Bytes sid = sid_system.bytes();
  EXPECT_EQ(std::memcmp(rows[1].pUserSid, sid.data(), sid.size()), 0);
  EXPECT_EQ(rows[2].pUserSid, nullptr);
  EXPECT_TRUE(WTSFreeMemoryExW(WTSTypeProcessInfoLevel0, rows, count));
}

TEST_F(Wtsapi32, EnumerateProcessesExFiltersBySessionAndKnowsTheCallersOwn) {
  LPSTR block = nullptr;
  DWORD count = 0, level = 1;
  ASSERT_TRUE(WTSEnumerateProcessesExA(nullptr, &level, WTS_CURRENT_SESSION, &block, &count)) << GetLastError();
  ASSERT_EQ(count, 1u);
  auto* rows = reinterpret_cast<PWTS_PROCESS_INFO_EXA>(block);
  EXPECT_EQ(rows[0].ProcessId, 43u);
  EXPECT_STREQ(rows[0].pProcessName, "größe");
  EXPECT_EQ(rows[0].NumberOfThreads, 5u);
  EXPECT_EQ(rows[0].WorkingSetSize, 1'000'000u);
  EXPECT_EQ(rows[0].UserTime.QuadPart, 123);
  EXPECT_FALSE(WTSFreeMemoryExA(WTSTypeProcessInfoLevel0, block, count));
  EXPECT_TRUE(WTSFreeMemoryExA(WTSTypeProcessInfoLevel1, block, count));

  level = 0;
  ASSERT_TRUE(WTSEnumerateProcessesExA(nullptr, &level, WTS_ANY_SESSION, &block, &count));
  EXPECT_EQ(count, 3u);
  EXPECT_TRUE(WTSFreeMemoryExA(WTSTypeProcessInfoLevel0, block, count));
}

TEST_F(Wtsapi32, EnumerateProcessesExTellsTheHighestLevel) {
  LPWSTR block = nullptr;
  DWORD count = 77, level = 2;
  EXPECT_FALSE(WTSEnumerateProcessesExW(nullptr, &level, WTS_ANY_SESSION, &block, &count));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_EQ(level, 1u);
  EXPECT_EQ(count, 77u);
  for (auto [l, b, c] : {std::tuple<DWORD*, LPWSTR*, DWORD*>{nullptr, &block, &count},
                         {&level, nullptr, &count},
                         {&level, &block, nullptr}}) {
    EXPECT_FALSE(WTSEnumerateProcessesExW(nullptr, l, WTS_ANY_SESSION, b, c));
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  }
  EXPECT_EQ(block, nullptr);
}

TEST_F(Wtsapi32, StringClassesCountTheirTerminator) {
  EXPECT_EQ(query(WTSUserName), with_terminator(u"jürgen"));
  EXPECT_EQ(query(WTSDomainName), with_terminator(u"HOST"));
  EXPECT_EQ(query(WTSWinStationName), with_terminator(u"SSH#4"));
  EXPECT_EQ(query(WTSInitialProgram), with_terminator(u"/bin/bash"));
  EXPECT_EQ(query(WTSApplicationName), with_terminator(u"shell"));
  EXPECT_EQ(query(WTSWorkingDirectory), with_terminator(u"/home/jürgen"));
  EXPECT_EQ(query(WTSOEMId), with_terminator(u"OEM1"));
  EXPECT_EQ(query(WTSClientName), with_terminator(u"laptop"));
  EXPECT_EQ(query(WTSClientDirectory), with_terminator(u"/usr/bin"));
  EXPECT_EQ(query_narrow(WTSUserName), std::string("jürgen") + '\0');
}

TEST_F(Wtsapi32, NumberClassesHaveTheirDocumentedSize) {
  EXPECT_EQ(query_as<ULONG>(WTSSessionId), known_session);
  EXPECT_EQ(query_as<DWORD>(WTSConnectState), static_cast<DWORD>(WTSActive));
  EXPECT_EQ(query_as<ULONG>(WTSClientBuildNumber), 9u);
  EXPECT_EQ(query_as<USHORT>(WTSClientProductId), 1);
  EXPECT_EQ(query_as<ULONG>(WTSClientHardwareId), 0u);
  EXPECT_EQ(query_as<USHORT>(WTSClientProtocolType), WTS_PROTOCOL_TYPE_RDP);
  EXPECT_EQ(query_as<BOOL>(WTSIsRemoteSession), TRUE);
  EXPECT_EQ(query_as<WTS_CLIENT_DISPLAY>(WTSClientDisplay).HorizontalResolution, 80u);
}

TEST_F(Wtsapi32, ClientAddressStartsTwoBytesIntoTheArray) {
  auto address = query_as<WTS_CLIENT_ADDRESS>(WTSClientAddress);
  EXPECT_EQ(address.AddressFamily, 2u);
  const BYTE expected[20] = {0, 0, 192, 0, 2, 5};
  EXPECT_EQ(std::memcmp(address.Address, expected, sizeof expected), 0);

  server_.on<RpcGetRemoteAddress>(rcm_public, [](const auto&, auto& out, Arena&) {
    out.pRemoteAddress.sin_family = windows_af_inet6;
    uint8_t octets[16] = {0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
    std::memcpy(out.pRemoteAddress.address.v6.sin6_addr, octets, 16);
  });
  address = query_as<WTS_CLIENT_ADDRESS>(WTSClientAddress);
  EXPECT_EQ(address.AddressFamily, 23u) << "Windows' number of AF_INET6";
  const BYTE expected6[20] = {0, 0, 0x20, 1, 0xd, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1};
  EXPECT_EQ(std::memcmp(address.Address, expected6, sizeof expected6), 0);

  server_.on<RpcGetRemoteAddress>(rcm_public, [](const auto&, auto& out, Arena&) {
    out.pRemoteAddress.sin_family = windows_af_inet;
    set_status(out, Win32::not_supported);
  });
  EXPECT_EQ(query_as<WTS_CLIENT_ADDRESS>(WTSClientAddress).AddressFamily, 0u) << "no client on the network";
}

TEST_F(Wtsapi32, SessionInfoInBothForms) {
  FileTime before = filetime_now();
  auto info = query_as<WTSINFOW>(WTSSessionInfo);
  EXPECT_EQ(info.SessionId, known_session);
  EXPECT_EQ(info.State, WTSActive);
  EXPECT_EQ(std::u16string(info.UserName), u"jürgen");
  EXPECT_EQ(info.IncomingBytes, 100u);
  EXPECT_EQ(info.OutgoingBytes, 200u);
  EXPECT_EQ(info.OutgoingFrames, 4u);
  EXPECT_EQ(info.LogonTime.QuadPart, filetime_from_unix(1'700'000'001));
  EXPECT_GE(info.CurrentTime.QuadPart, before);
  EXPECT_LE(info.CurrentTime.QuadPart, filetime_now());

  std::string bytes = query_narrow(WTSSessionInfo);
  ASSERT_EQ(bytes.size(), sizeof(WTSINFOA));
  WTSINFOA narrow;
  std::memcpy(&narrow, bytes.data(), sizeof narrow);
  EXPECT_STREQ(narrow.UserName, "jürgen");
  EXPECT_EQ(narrow.LogonTime.QuadPart, info.LogonTime.QuadPart);
}

TEST_F(Wtsapi32, SessionInfoExHasLevelOne) {
  auto info = query_as<WTSINFOEXW>(WTSSessionInfoEx);
  EXPECT_EQ(info.Level, 1u);
  EXPECT_EQ(info.Data.WTSInfoExLevel1.SessionId, known_session);
  EXPECT_EQ(info.Data.WTSInfoExLevel1.SessionFlags, WTS_SESSIONSTATE_UNLOCK);
  EXPECT_EQ(info.Data.WTSInfoExLevel1.IncomingBytes, 100u);
  EXPECT_EQ(std::u16string(info.Data.WTSInfoExLevel1.WinStationName), u"SSH#4");
  EXPECT_EQ(query_as<WTSINFOEXW>(WTSSessionInfoEx, WTS_CURRENT_SESSION).Data.WTSInfoExLevel1.SessionId, own_session);
}

TEST_F(Wtsapi32, ClientAndConfigInfo) {
  auto client = query_as<WTSCLIENTW>(WTSClientInfo);
  EXPECT_EQ(std::u16string(client.ClientName), u"laptop");
  EXPECT_EQ(std::u16string(reinterpret_cast<char16_t*>(client.ClientAddress)), u"192.0.2.5");
  EXPECT_EQ(client.VRes, 24);
  auto config = query_as<WTSCONFIGINFOW>(WTSConfigInfo);
  EXPECT_EQ(config.version, 1u);
  EXPECT_EQ(config.fConnectClientDrivesAtLogon, 1u);
  EXPECT_EQ(config.fConnectPrinterAtLogon, 0u);
  EXPECT_EQ(config.fDisablePrinterRedirection, 1u);
  EXPECT_EQ(config.ShadowSettings, 1u);
  EXPECT_EQ(query_narrow(WTSClientInfo).size(), sizeof(WTSCLIENTA));
  EXPECT_EQ(query_narrow(WTSConfigInfo).size(), sizeof(WTSCONFIGINFOA));
}

TEST_F(Wtsapi32, EveryClassTakesOneRoundTripAndNoMore) {
  ASSERT_FALSE(query(WTSSessionInfo).empty()) << "opens the server handle, once";
  server_.requests();
  for (int info_class = 0; info_class < 32; ++info_class) {
    bool answered = !query(static_cast<WTS_INFO_CLASS>(info_class)).empty();
    EXPECT_EQ(server_.requests().size(), answered ? 1u : 0u) << "class " << info_class;
  }
}

TEST_F(Wtsapi32, ClassesThatAreNotServed) {
  for (int info_class : {17, 18, 19, 20, 21, 22, 27, 28}) {
    EXPECT_TRUE(query(static_cast<WTS_INFO_CLASS>(info_class)).empty());
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_NOT_SUPPORTED)) << info_class;
  }
  for (int info_class : {30, 31, 32, 1000, -1}) {
    EXPECT_TRUE(query(static_cast<WTS_INFO_CLASS>(info_class)).empty());
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER)) << info_class;
  }
}

TEST_F(Wtsapi32, QueryOfAnUnknownSessionIsFileNotFoundAndOfAForbiddenOneAccessDenied) {
  for (int info_class : {0, 1, 4, 5, 8, 14, 15, 16, 23, 24, 25, 26, 29}) {
    EXPECT_TRUE(query(static_cast<WTS_INFO_CLASS>(info_class), 1234).empty());
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_FILE_NOT_FOUND)) << info_class;
    EXPECT_TRUE(query(static_cast<WTS_INFO_CLASS>(info_class), denied_session).empty());
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_ACCESS_DENIED)) << info_class;
  }
}

TEST_F(Wtsapi32, QueryWithNullOutputIsAnInvalidUserBuffer) {
  LPWSTR buffer = nullptr;
  DWORD bytes = 77;
  EXPECT_FALSE(WTSQuerySessionInformationW(nullptr, known_session, WTSUserName, nullptr, &bytes));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_USER_BUFFER));
  EXPECT_EQ(bytes, 77u);
  EXPECT_FALSE(WTSQuerySessionInformationW(nullptr, known_session, WTSUserName, &buffer, nullptr));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_USER_BUFFER));
}

TEST_F(Wtsapi32, ImageThatIsTooShortIsAProtocolErrorAndNoOverread) {
  server_.on<RpcGetClientData>(rcm_public, [](const auto&, auto& out, Arena& memory) {
    out.ppBuff = memory.make<uint8_t>(10);
    out.pOutBuffByteLen = 10;
  });
  EXPECT_TRUE(query(WTSClientName).empty());
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(RPC_S_PROTOCOL_ERROR));
}

TEST_F(Wtsapi32, ActionsOnSessions) {
  EXPECT_TRUE(WTSDisconnectSession(nullptr, known_session, TRUE)) << GetLastError();
  EXPECT_TRUE(WTSLogoffSession(nullptr, known_session, FALSE)) << GetLastError();
  EXPECT_FALSE(WTSDisconnectSession(nullptr, 1234, FALSE));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_CTX_WINSTATION_NOT_FOUND));
  EXPECT_FALSE(WTSLogoffSession(nullptr, denied_session, TRUE));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_ACCESS_DENIED));
  EXPECT_TRUE(WTSTerminateProcess(nullptr, 42, 1));
  EXPECT_FALSE(WTSTerminateProcess(nullptr, 41, 1));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
}

TEST_F(Wtsapi32, SessionsOfProcessesAndOfTheConsole) {
  DWORD session = 77;
  EXPECT_TRUE(ProcessIdToSessionId(1, &session));
  EXPECT_EQ(session, 0u);
  EXPECT_FALSE(ProcessIdToSessionId(99'999'999, &session));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
  EXPECT_FALSE(ProcessIdToSessionId(1, nullptr));
  EXPECT_EQ(WTSGetActiveConsoleSessionId(), 1u);
}

TEST_F(Wtsapi32, OpenServerDoesNoInputOrOutputAndAlwaysGivesAHandle) {
  for (const char* name : {"no-such-host.invalid", "\\\\ts01", "a\\b", ""}) {
    HANDLE handle = WTSOpenServerA(const_cast<char*>(name));
    ASSERT_NE(handle, nullptr) << name;
    PWTS_SESSION_INFOA rows = nullptr;
    DWORD count = 0;
    BOOL listed = WTSEnumerateSessionsA(handle, 0, 1, &rows, &count);
    EXPECT_EQ(listed != FALSE, *name == '\0') << name;
    if (!listed) {
      EXPECT_EQ(GetLastError(), static_cast<DWORD>(RPC_S_SERVER_UNAVAILABLE)) << name;
    }
    WTSFreeMemory(rows);
    WTSCloseServer(handle);
  }
}

TEST_F(Wtsapi32, ClosedAndForeignHandlesAreRefused) {
  HANDLE handle = WTSOpenServerW(nullptr);
  WTSCloseServer(handle);
  WTSCloseServer(handle);
  auto made_up = reinterpret_cast<HANDLE>(uintptr_t{0xDEADBEEF});
  for (HANDLE bad : {handle, made_up, INVALID_HANDLE_VALUE}) {
    PWTS_SESSION_INFOW rows = nullptr;
    DWORD count = 0;
    EXPECT_FALSE(WTSEnumerateSessionsW(bad, 0, 1, &rows, &count));
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_HANDLE));
    EXPECT_FALSE(WTSLogoffSession(bad, known_session, FALSE));
    EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_HANDLE));
    WTSCloseServer(bad);
  }
}

TEST_F(Wtsapi32, CloseServerEndsACallThatAnotherThreadWaitsIn) {
  server_.never_answer(legacy_api, RpcWinStationReset::opnum);
  HANDLE handle = WTSOpenServerW(nullptr);
  DWORD error = 0;
  std::thread waiting([&] { error = WTSLogoffSession(handle, known_session, TRUE) ? 0 : GetLastError(); });
  ASSERT_TRUE(server_.wait_for_requests(2)) << "the handle, and the call";
  WTSCloseServer(handle);
  waiting.join();
  EXPECT_EQ(error, static_cast<DWORD>(ERROR_INVALID_HANDLE));
  EXPECT_FALSE(query(WTSUserName).empty()) << "other handles of the same server go on";
}

TEST_F(Wtsapi32, ServerThatWasRestartedIsReachedAgain) {
  ASSERT_FALSE(query(WTSSessionInfo).empty());
  server_.drop_connections();
  EXPECT_FALSE(query(WTSSessionInfo).empty()) << GetLastError();
}

TEST_F(Wtsapi32, ServerHandleThatTheServerForgotIsOpenedAgain) {
  ASSERT_FALSE(query(WTSSessionInfo).empty());
  auto refusals = std::make_shared<int>(0);
  server_.on<RpcWinStationTerminateProcess>(legacy_api, [refusals](const auto&, auto& out, Arena&) {
    if ((*refusals)++ == 0) set_status(out, Win32::invalid_handle);
  });
  server_.requests();
  EXPECT_TRUE(WTSTerminateProcess(nullptr, 42, 1)) << GetLastError();
  EXPECT_EQ(server_.requests(), (std::vector<std::string>{"LegacyApi.37", "LegacyApi.0", "LegacyApi.37"}));
}

TEST_F(Wtsapi32, UnreachableServerIsUnavailable) {
  setenv("NTADMIN_HOST", "unix:/nowhere/ntadmind.sock", 1);
  EXPECT_TRUE(query(WTSUserName).empty());
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(RPC_S_SERVER_UNAVAILABLE));
  EXPECT_EQ(WTSGetActiveConsoleSessionId(), 0xFFFFFFFF);
  setenv("NTADMIN_HOST", "tcp:localhost", 1);
  EXPECT_TRUE(query(WTSUserName).empty());
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(RPC_S_INVALID_BINDING)) << "what the variable says is no address";
}

TEST_F(Wtsapi32, ManyThreadsAtOnce) {
  std::atomic<int> failures = 0;
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i)
    threads.emplace_back([&] {
      for (int j = 0; j < 50; ++j)
        if (query(WTSUserName) != with_terminator(u"jürgen") || query(WTSSessionInfo).size() != sizeof(WTSINFOW))
          ++failures;
    });
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(failures, 0);
}

TEST_F(Wtsapi32, ForkedChildMakesConnectionsOfItsOwn) {
  ASSERT_FALSE(query(WTSSessionInfo).empty());
  pid_t child = fork();
  if (child == 0) _exit(query(WTSSessionInfo).size() == sizeof(WTSINFOW) ? 0 : 1);
  int status = -1;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  EXPECT_EQ(status, 0);
  EXPECT_FALSE(query(WTSUserName).empty()) << "the parent's go on";
}

TEST_F(Wtsapi32, FreeingWhatIsNoBlockDoesNothing) {
  int on_the_stack = 0;
  WTSFreeMemory(nullptr);
  WTSFreeMemory(&on_the_stack);
  EXPECT_TRUE(WTSFreeMemoryExW(WTSTypeSessionInfoLevel1, nullptr, 0));
  EXPECT_FALSE(WTSFreeMemoryExW(WTSTypeSessionInfoLevel1, &on_the_stack, 1));
  EXPECT_FALSE(WTSFreeMemoryExW(static_cast<WTS_TYPE_CLASS>(17), nullptr, 0));
  EXPECT_EQ(GetLastError(), static_cast<DWORD>(ERROR_INVALID_PARAMETER));
}

}  // namespace
