#include "host/connections/network_connections.h"

#include <algorithm>

namespace nta::host {

template <class Row>
std::vector<Row> AllConnections::merged(std::vector<Row> (NetworkConnections::*list)() const) const {
  std::vector<Row> all;
  for (const NetworkConnections* provider : providers_)
    for (Row& row : (provider->*list)()) all.push_back(std::move(row));
  std::sort(all.begin(), all.end(), [](const Row& a, const Row& b) { return a.id < b.id; });
  return all;
}

std::vector<NetworkSession> AllConnections::sessions() const { return merged(&NetworkConnections::sessions); }
std::vector<NetworkFile> AllConnections::files() const { return merged(&NetworkConnections::files); }
std::vector<TreeConnection> AllConnections::trees() const { return merged(&NetworkConnections::trees); }

bool AllConnections::end_session(NetworkSessionId id) {
  return std::any_of(providers_.begin(), providers_.end(),
                     [id](NetworkConnections* provider) { return provider->end_session(id); });
}

bool AllConnections::close_file(NetworkFileId id) {
  return std::any_of(providers_.begin(), providers_.end(),
                     [id](NetworkConnections* provider) { return provider->close_file(id); });
}

}  // namespace nta::host
