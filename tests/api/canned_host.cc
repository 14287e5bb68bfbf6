// The answers of the canned host.
#include "canned_host.h"

#include "base/filetime.h"
#include "base/sid.h"
#include "base/utf16.h"
#include "protocols/winstation.h"

namespace nta::test {
namespace {

using namespace protocols;

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

}  // namespace

Win32 status_for(uint32_t session) {
  if (session == known_session || session == current_session.value) return Win32::success;
  return session == denied_session ? Win32::access_denied : Win32::ctx_winstation_not_found;
}

void answer_everything(FakeServer& server) {
  answer_sessions(server);
  answer_clients(server);
  answer_lists(server);
  answer_legacy(server);
}

std::string with_terminator(std::u16string_view text) {
  std::u16string copy(text);
  return std::string(reinterpret_cast<const char*>(copy.c_str()), 2 * copy.size() + 2);
}

}  // namespace nta::test
