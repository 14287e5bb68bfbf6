// NetworkServer: this host as the Server and Workstation services show it. What it is called, what is set, what it
// shares, who is connected, what it has counted.
#pragma once

#include <memory>

#include "host/connections/network_connections.h"
#include "host/executor.h"
#include "host/server/computer_names.h"
#include "host/server/disks.h"
#include "host/server/server_settings.h"
#include "host/server/statistics.h"
#include "host/shares/share_table.h"

namespace nta::host {

/** A shutdown that was announced and can still be called off. */
struct AnnouncedShutdown {
  RegistrationPtr timer;
};

struct NetworkServer {
  struct Options {
    std::string computer;
    std::string workgroup = "WORKGROUP";
    std::string state_dir;  // empty: nothing is kept
    SharePolicy shares = SharePolicy::refused;
    std::vector<Disk> disks;              // besides C:
    bool restricts_session_list = false;  // NetSessionEnum levels 0 and 10 need what the others need
  };
  static Result<std::unique_ptr<NetworkServer>> open(Options options);

  Options options;
  ServerSettingsStore settings;
  ComputerNames names;
  ShareTable shares;
  Disks disks;
  AllConnections connections;
  ServerStatistics statistics;
  std::optional<AnnouncedShutdown> shutdown;
};

}  // namespace nta::host
