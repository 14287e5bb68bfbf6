#include "daemon/rpc_callers.h"

namespace nta::daemon {

void RpcCallers::add(const transport::ServerConnectionPtr& connection, const auth::AccessToken& who) {
  Row& row = callers_[connection->id()];
  row.connection = connection;
  row.users.insert_or_assign(who.user, who.account());
  if (watcher_) watcher_();
}

std::set<Sid> RpcCallers::users() const {
  std::set<Sid> all;
  for (const auto& [id, row] : callers_)
    for (const auto& [user, name] : row.users) all.insert(user);
  return all;
}

std::vector<RpcCallers::Ended> RpcCallers::end(const Sid& user) {
  std::vector<std::pair<transport::ServerConnectionPtr, std::string>> ending;  // each takes itself out
  for (const auto& [id, row] : callers_) {
    auto found = row.users.find(user);
    if (auto alive = found != row.users.end() ? row.connection.lock() : nullptr)
      ending.emplace_back(std::move(alive), found->second);
  }
  std::vector<Ended> ended;
  for (const auto& [connection, name] : ending) {
    ended.push_back({name, connection->from()});
    connection->close(fail(Win32::invalid_logon_hours, "the hours of '{}' are over", name));
  }
  return ended;
}

}  // namespace nta::daemon
