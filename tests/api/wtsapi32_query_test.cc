// WTSQuerySessionInformation as a program sees it: every class, its size, its round trips, its refusals.
#include "base/filetime.h"
#include "canned_host.h"
#include "protocols/winstation.h"

namespace {

using namespace nta;
using namespace nta::protocols;
using namespace nta::test;

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

}  // namespace
