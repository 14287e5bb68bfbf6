// A host with a server: made-up network sessions, and callers of every kind.
#pragma once

#include "host/accounts/logon.h"
#include "host/server/network_server.h"
#include "made_up_host.h"

namespace nta::services::test {

class MadeUpConnections final : public host::NetworkConnections {
 public:
  std::vector<host::NetworkSession> sessions() const override { return sessions_; }
  std::vector<host::NetworkFile> files() const override { return files_; }
  std::vector<host::TreeConnection> trees() const override { return trees_; }
  bool end_session(host::NetworkSessionId id) override {
    std::erase_if(files_, [id](const host::NetworkFile& file) { return file.session == id; });
    std::erase_if(trees_, [id](const host::TreeConnection& tree) { return tree.session == id; });
    return std::erase_if(sessions_, [id](const host::NetworkSession& session) { return session.id == id; }) != 0;
  }
  bool close_file(host::NetworkFileId id) override {
    return std::erase_if(files_, [id](const host::NetworkFile& file) { return file.id == id; }) != 0;
  }

  void connect(uint32_t id, const std::string& client, const std::string& user, uint32_t files) {
    host::NetworkSession session;
    session.id = host::NetworkSessionId(id);
    session.client = client;
    session.user = user;
    session.since = filetime_now() - 100 * filetime_second;
    session.last_request = filetime_now() - 10 * filetime_second;
    session.transport = "\\Device\\NetbiosSmb";
    sessions_.push_back(session);
    trees_.push_back({host::TreeId(id), session.id, "IPC$", session.since});
    for (uint32_t i = 0; i < files; ++i)
      files_.push_back({host::NetworkFileId(10 * id + i), session.id, host::TreeId(id), "\\PIPE\\srvsvc", user, 3, 0});
  }

 private:
  std::vector<host::NetworkSession> sessions_;
  std::vector<host::NetworkFile> files_;
  std::vector<host::TreeConnection> trees_;
};

class NetTest : public ServicesTest {
 protected:
  explicit NetTest(host::SharePolicy shares = host::SharePolicy::refused) {
    auto server = host::NetworkServer::open({.computer = "HOST", .state_dir = state_.path(), .shares = shares});
    EXPECT_TRUE(server);
    server_ = *std::move(server);
    host_.server = server_.get();
    connections_.connect(1, "laptop", "anna", 2);
    connections_.connect(2, "192.0.2.7", "bert", 1);
    connections_.connect(5, "laptop", "bert", 0);
    server_->connections.add(connections_);
    become({sid_administrators});
  }

  void become(std::vector<Sid> groups, auth::Origin origin = auth::Origin::smb_session) {
    auth::AccessToken token = *client_->token;
    token.groups = std::move(groups);
    token.groups.insert(token.groups.end(), {sid_everyone, sid_authenticated_users});
    token.origin = origin;
    client_->token = std::make_shared<auth::AccessToken>(token);
  }
  void become_nobody() { client_->token = std::make_shared<auth::AccessToken>(accounts::null_session_token()); }

  template <class M>
  Win32 status(const typename M::In& in) {
    auto answer = call<M>(interface_of<M>(), in);
    return answer ? protocols::status_of(answer->value) : answer.error().code;
  }

  /** The rows of an answer, whatever its status is. */
  template <class Row, class Out>
  static std::span<const Row> rows(const Out& out) {
    if (!out.InfoStruct.Info) return {};
    return {static_cast<const Row*>(out.InfoStruct.Info->Buffer), out.InfoStruct.Info->EntriesRead};
  }

  template <class M>
  static const protocols::Interface& interface_of() {
    for (const protocols::MethodInfo& method : protocols::wkssvc.methods)
      if (method.in == &describe::type_of<typename M::In> && method.out == &describe::type_of<typename M::Out> &&
          method.opnum == M::opnum)
        return protocols::wkssvc;
    return protocols::srvsvc;
  }

  std::unique_ptr<host::NetworkServer> server_;
  MadeUpConnections connections_;
};

}  // namespace nta::services::test
