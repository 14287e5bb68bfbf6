#include "daemon/rpc_callers.h"

#include "daemon/account_names.h"

namespace nta::daemon {

void RpcCallers::add(const transport::ServerConnectionPtr& connection, const auth::AccessToken& who) {
  Row& row = callers_[connection->id()];
  row.connection = connection;
  row.users.insert(account_of(who));
  if (watcher_) watcher_();
}

std::set<std::string> RpcCallers::users() const {
  std::set<std::string> all;
  for (const auto& [id, row] : callers_) all.insert(row.users.begin(), row.users.end());
  return all;
}

std::vector<std::string> RpcCallers::end(const std::string& user) {
  std::vector<transport::ServerConnectionPtr> ending;  // each takes itself out
  for (const auto& [id, row] : callers_)
    if (auto alive = row.users.contains(user) ? row.connection.lock() : nullptr) ending.push_back(std::move(alive));
  std::vector<std::string> from;
  for (const auto& connection : ending) {
    from.push_back(connection->from());
    connection->close(fail(Win32::invalid_logon_hours, "the hours of '{}' are over", user));
  }
  return from;
}

}  // namespace nta::daemon
