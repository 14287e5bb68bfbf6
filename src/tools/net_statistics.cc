// ntadmin net statistics: counters of a server, or of a machine as a client.
#include <array>

#include "base/filetime.h"
#include "base/utf16.h"
#include "ntadmin/win/lmstats.h"
#include "protocols/srvsvc_server.h"
#include "protocols/wkssvc_info.h"
#include "tools/commands.h"
#include "tools/net_support.h"

namespace nta::tools {
namespace {

constexpr std::array options = {server_option, fleet_option, json_option};

uint64_t whole(DWORD low, DWORD high) { return uint64_t{high} << 32 | low; }

std::string since(int64_t unix_seconds) { return describe::utc_text(filetime_from_unix(unix_seconds)); }

Result<void> read(NetServer& server, std::u16string service, LPBYTE* out) {
  return net_done(NetStatisticsGet(server.name(), service.data(), 0, 0, out), "cannot read statistics of {}",
                  server.place());
}

Result<void> of_server(NetServer& server, bool json) {
  NetInfo<STAT_SERVER_0> counters;
  NTA_CHECK(read(server, u"LanmanServer", counters.out()));
  const STAT_SERVER_0& now = *counters.operator->();
  const Detail details[] = {
      {"Statistics since", since(now.sts0_start)},
      {"Sessions accepted", std::to_string(now.sts0_sopens)},
      {"Sessions timed-out", std::to_string(now.sts0_stimedout)},
      {"Sessions errored-out", std::to_string(now.sts0_serrorout)},
      {"Bytes sent", std::to_string(whole(now.sts0_bytessent_low, now.sts0_bytessent_high))},
      {"Bytes received", std::to_string(whole(now.sts0_bytesrcvd_low, now.sts0_bytesrcvd_high))},
      {"Mean response time (msec)", std::to_string(now.sts0_avresponse)},
      {"System errors", std::to_string(now.sts0_syserrors)},
      {"Permission violations", std::to_string(now.sts0_permerrors)},
      {"Password violations", std::to_string(now.sts0_pwerrors)},
      {"Files accessed", std::to_string(now.sts0_fopens)},
      {"Communication devices accessed", std::to_string(now.sts0_devopens)},
      {"Print jobs spooled", std::to_string(now.sts0_jobsqueued)},
  };
  return print_info(now, details, json);
}

Result<void> of_workstation(NetServer& server, bool json) {
  NetInfo<STAT_WORKSTATION_0> counters;
  NTA_CHECK(read(server, u"LanmanWorkstation", counters.out()));
  const STAT_WORKSTATION_0& now = *counters.operator->();
  const Detail details[] = {
      {"Statistics since", describe::utc_text(now.StatisticsStartTime.QuadPart)},
      {"Bytes received", std::to_string(now.BytesReceived.QuadPart)},
      {"Server Message Blocks (SMBs) received", std::to_string(now.SmbsReceived.QuadPart)},
      {"Bytes transmitted", std::to_string(now.BytesTransmitted.QuadPart)},
      {"Server Message Blocks (SMBs) transmitted", std::to_string(now.SmbsTransmitted.QuadPart)},
      {"Read operations", std::to_string(now.ReadOperations)},
      {"Write operations", std::to_string(now.WriteOperations)},
      {"Network errors", std::to_string(now.NetworkErrors)},
      {"Connections made", std::to_string(now.LanmanNtConnects)},
      {"Reconnections made", std::to_string(now.Reconnects)},
      {"Server disconnects", std::to_string(now.ServerDisconnects)},
      {"Sessions started", std::to_string(now.Sessions)},
      {"Failed sessions", std::to_string(now.FailedSessions)},
  };
  return print_info(now, details, json);
}

Result<void> net_statistics(const Arguments& arguments) {
  NetServer server = NetServer::of(arguments);
  auto words = other_operands(arguments);
  std::string service = words.empty() ? "server" : words.front();
  if (equal_ignoring_case(service, "server")) return of_server(server, arguments.has(json_option));
  if (equal_ignoring_case(service, "workstation")) return of_workstation(server, arguments.has(json_option));
  return misuse("'{}': server or workstation", service);
}

}  // namespace

const Command net_statistics_command = {
    .name = "net statistics",
    .alias = {},
    .what = "show counters of a server or workstation",
    .operands = {"[\\\\server] [server | workstation]", 0, 2},
    .options = options,
    .notes = "Without a word: of the server.\n",
    .run = net_statistics,
};

}  // namespace nta::tools
