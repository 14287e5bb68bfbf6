// RpcSink: the calls of connected clients go to the services, their answers back.
#pragma once

#include <map>

#include "daemon/rpc_callers.h"
#include "services/dispatcher.h"
#include "transport/server_connection.h"

namespace nta::daemon {

class RpcSink final : public transport::CallSink {
 public:
  /** Both outlive it. */
  RpcSink(const services::Dispatcher& dispatcher, RpcCallers& callers);

  /** The syntaxes of the dispatcher's services, in its order. */
  std::vector<rpc::SyntaxId> interfaces() const;

  /** For AssociationGroups::on_empty: the context handles of the group are run down. */
  void group_ended(uint32_t group);

  void request(const transport::ServerConnectionPtr& connection, rpc::Request request) override;
  void cancelled(const transport::ServerConnectionPtr& connection, uint32_t call_id) override;
  void orphaned(const transport::ServerConnectionPtr& connection, uint32_t call_id) override;
  void logged_on(const transport::ServerConnectionPtr& connection, const auth::AccessToken& identity) override;
  void logon_refused(const transport::ServerConnectionPtr& connection, const std::string& name,
                     const Error& why) override;
  void disconnected(const transport::ServerConnectionPtr& connection, const Error& why) override;

 private:
  /** The client whose call it is. */
  std::shared_ptr<services::Client> client_of(const transport::ServerConnection& connection,
                                              const rpc::Request& request);

  const services::Dispatcher& dispatcher_;
  RpcCallers& callers_;
  std::map<uint64_t, std::shared_ptr<services::Client>> clients_;  // by connection
  std::map<uint64_t, std::shared_ptr<void>> at_work_;              // of each connection; every call shares it
  // By association group and user: nobody gets at what another has opened in the same group.
  std::map<std::pair<uint32_t, Sid>, std::shared_ptr<services::ContextTable>> contexts_;
};

}  // namespace nta::daemon
