// RpcSink: the calls of connected clients go to the services, their answers back.
#pragma once

#include <map>

#include "services/dispatcher.h"
#include "transport/server_connection.h"

namespace nta::daemon {

class RpcSink final : public transport::CallSink {
 public:
  explicit RpcSink(const services::Dispatcher& dispatcher) : dispatcher_(dispatcher) {}

  /** The syntaxes of the dispatcher's services, in its order. */
  std::vector<rpc::SyntaxId> interfaces() const;

  void request(const transport::ServerConnectionPtr& connection, rpc::Request request) override;
  void cancelled(const transport::ServerConnectionPtr& connection, uint32_t call_id) override;
  void orphaned(const transport::ServerConnectionPtr& connection, uint32_t call_id) override;
  void disconnected(const transport::ServerConnectionPtr& connection, const Error& why) override;

 private:
  const services::Dispatcher& dispatcher_;
  std::map<uint64_t, std::shared_ptr<services::Client>> clients_;  // by connection
};

}  // namespace nta::daemon
