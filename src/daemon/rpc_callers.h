// RpcCallers: who has logged on inside RPC over the network, as over TCP, where no session beneath the association
// could be ended instead.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "transport/server_connection.h"

namespace nta::daemon {

class RpcCallers {
 public:
  void add(const transport::ServerConnectionPtr& connection, const auth::AccessToken& who);
  /** The connection is gone. */
  void remove(const transport::ServerConnection& connection) { callers_.erase(connection.id()); }
  /** Tells of everybody who is added. */
  void watch(std::function<void()> watcher) { watcher_ = std::move(watcher); }

  std::set<Sid> users() const;

  /** As the log tells of it. */
  struct Ended {
    std::string user;
    std::string from;
  };
  /** Ends every association that this user is in. */
  std::vector<Ended> end(const Sid& user);

 private:
  struct Row {
    std::weak_ptr<transport::ServerConnection> connection;
    std::map<Sid, std::string> users;  // and their names; one for each security context, at most
  };
  std::map<uint64_t, Row> callers_;  // by the connection
  std::function<void()> watcher_;
};

}  // namespace nta::daemon
