// ntadmin net time: a server's clock.
#include <array>

#include "ntadmin/win/lmremutl.h"
#include "protocols/srvsvc_server.h"
#include "tools/commands.h"
#include "tools/net_support.h"

namespace nta::tools {
namespace {

constexpr std::array options = {server_option, fleet_option, json_option};

/** The server's local time, from its UTC and its zone; without a zone UTC itself. */
std::string local_time(const TIME_OF_DAY_INFO& time) {
  time_t seconds = time.tod_elapsedt;
  if (time.tod_timezone != -1) seconds -= time_t{time.tod_timezone} * 60;
  tm parts{};
  gmtime_r(&seconds, &parts);
  return fmt::format("{:04}-{:02}-{:02} {:02}:{:02}:{:02}{}", parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday,
                     parts.tm_hour, parts.tm_min, parts.tm_sec, time.tod_timezone == -1 ? " UTC" : "");
}

Result<void> net_time(const Arguments& arguments) {
  NetServer server = NetServer::of(arguments);
  NetInfo<TIME_OF_DAY_INFO> time;
  NTA_CHECK(net_done(NetRemoteTOD(server.name(), time.out()), "cannot tell the time of {}", server.place()));
  const Detail details[] = {{"Current time", local_time(*time.operator->())}};
  if (arguments.has(json_option) || arguments.has(fleet_option)) return print_info(*time.operator->(), details, true);
  return print(fmt::format("Current time at {} is {}\n", server.place(), local_time(*time.operator->())));
}

}  // namespace

const Command net_time_command = {
    .name = "net time",
    .alias = {},
    .what = "tell the time of a server",
    .operands = {"[\\\\server]", 0, 1},
    .options = options,
    .notes = "The time is local to the server.\n",
    .run = net_time,
};

}  // namespace nta::tools
