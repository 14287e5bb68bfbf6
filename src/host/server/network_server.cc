#include "host/server/network_server.h"

namespace nta::host {

Result<std::unique_ptr<NetworkServer>> NetworkServer::open(Options options) {
  auto in_state_dir = [&](std::string_view name) {
    return options.state_dir.empty() ? std::string() : fmt::format("{}/{}", options.state_dir, name);
  };
  NTA_TRY(auto settings, ServerSettingsStore::open(in_state_dir("server.conf")));
  ComputerNames::Files files{in_state_dir("computer-names"), in_state_dir("server-aliases")};
  NTA_TRY(auto names, ComputerNames::open(options.computer, std::move(files)));
  NTA_TRY(auto shares, ShareTable::open(options.shares, in_state_dir("shares")));
  NTA_TRY(auto disks, Disks::make(options.disks));
  return std::unique_ptr<NetworkServer>(new NetworkServer{.options = std::move(options),
                                                          .settings = std::move(settings),
                                                          .names = std::move(names),
                                                          .shares = std::move(shares),
                                                          .disks = std::move(disks),
                                                          .connections = {},
                                                          .statistics = {},
                                                          .shutdown = {}});
}

}  // namespace nta::host
