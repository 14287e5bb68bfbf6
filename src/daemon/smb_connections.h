// SmbConnections: who is connected over SMB, and what they have open, as the host model lists it; with the counters and
// the log lines of what happens there.
#pragma once

#include "host/connections/network_connections.h"
#include "host/server/statistics.h"
#include "transport/smb_endpoint.h"

namespace nta::daemon {

class SmbConnections final : public host::NetworkConnections, public transport::SmbObserver {
 public:
  /** Both outlive it. */
  SmbConnections(host::AllConnections& all, host::ServerStatistics& statistics);
  ~SmbConnections() override;

  /** Whose clients these are: asked when they last did something, and to end them. */
  void serve(transport::SmbEndpoint& endpoint) { endpoint_ = &endpoint; }

  // Of the host model.
  std::vector<host::NetworkSession> sessions() const override;
  std::vector<host::NetworkFile> files() const override;
  std::vector<host::TreeConnection> trees() const override;
  bool end_session(host::NetworkSessionId id) override;
  bool close_file(host::NetworkFileId id) override;

  // Of the endpoint.
  void session_started(const Session& session) override;
  void session_ended(transport::SmbNumber session, End how) override;
  void tree_connected(transport::SmbNumber session, uint32_t tree) override;
  void tree_disconnected(transport::SmbNumber session, uint32_t tree) override;
  void pipe_opened(const Pipe& pipe) override;
  void pipe_closed(transport::SmbNumber pipe) override;
  void logon_failed(const std::string& from, const std::string& name, const Error& why) override;
  void refused(const std::string& from, const std::string& what) override;
  void moved(size_t sent, size_t received) override;

 private:
  using Number = transport::SmbNumber;
  using TreeKey = std::pair<Number, uint32_t>;
  struct SessionRow {
    Number number;
    host::NetworkSession shown;
  };
  struct FileRow {
    Number number;
    host::NetworkFile shown;
  };

  host::AllConnections& all_;
  host::ServerStatistics& statistics_;
  transport::SmbEndpoint* endpoint_ = nullptr;
  std::map<host::NetworkSessionId, SessionRow> sessions_;
  std::map<host::NetworkFileId, FileRow> files_;
  std::map<host::TreeId, host::TreeConnection> trees_;
  std::map<Number, host::NetworkSessionId> session_ids_;
  std::map<Number, host::NetworkFileId> file_ids_;
  std::map<TreeKey, host::TreeId> tree_ids_;
};

}  // namespace nta::daemon
