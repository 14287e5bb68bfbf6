// One client of an SmbEndpoint, and its pipes. For smb_endpoint.cc.
#pragma once

#include "transport/smb_endpoint.h"
#include "transport/stream_socket.h"
#include "transport/tcp_address.h"

namespace nta::transport {

class SmbEndpoint::Client final : public StreamSocket::Owner, public std::enable_shared_from_this<Client> {
 public:
  Client(SmbEndpoint& endpoint, uint64_t id, TcpAddress peer, TcpAddress own, int socket);

  void start() { socket_.receive(); }
  uint64_t id() const { return id_; }
  FileTime last_request() const { return last_request_; }

  /** Hands out what the SMB connection has to tell, and sends what it has to send. */
  void work();
  void close(const Error& why);
  void check_time(std::chrono::steady_clock::time_point now);
  void announce_waiting(uint64_t last);
  void end_session(uint64_t session);
  void close_pipe(uint64_t pipe);
  /** Whether the session is here, and that user's. */
  bool has_session(uint64_t session, const Sid& user) const;

  smb::ServerConnection& smb() { return smb_; }

 private:
  using Clock = std::chrono::steady_clock;

  // Of the socket.
  bool wants_bytes() const override { return smb_.wants_input(); }
  void take_bytes(std::span<std::byte> bytes) override;
  ByteView bytes_to_send() const override { return smb_.output(); }
  void bytes_sent(size_t count) override;
  void lost(Error why) override { close(why); }
  std::shared_ptr<StreamSocket::Owner> keep() override { return shared_from_this(); }

  void take(smb::Authenticate event);
  void take(smb::SessionStarted event);
  void take(smb::SessionEnded event);
  void take(smb::LogonFailed event);
  void take(smb::TreeConnected event);
  void take(smb::TreeDisconnected event);
  void take(smb::PipeOpened event);
  void take(smb::PipeWritten event);
  void take(smb::PipeDrained event);
  void take(smb::PipeClosed event);
  void take(smb::Refused event);
  void take(smb::Closed event);

  SmbEndpoint& endpoint_;
  uint64_t id_;
  TcpAddress peer_;
  TcpAddress own_;
  StreamSocket socket_;
  smb::ServerConnection smb_;
  std::map<uint64_t, std::shared_ptr<Pipe>> pipes_;
  std::map<uint64_t, Sid> users_;  // of sessions
  FileTime last_request_ = filetime_now();
  Clock::time_point connected_ = Clock::now();
  Clock::time_point last_input_ = Clock::now();
  Clock::time_point message_began_ = Clock::now();
  Clock::time_point last_output_ = Clock::now();
  SmbObserver::End end_ = SmbObserver::End::logged_off;
  bool is_working_ = false;
  uint64_t to_announce_ = 0;  // up to which read the endpoint knows of those that wait
  bool is_closed_ = false;
};

/** The association that speaks on one open pipe. */
class SmbEndpoint::Pipe final : public ServerConnection {
 public:
  Pipe(Client& client, RpcServer& server, ConnectionInfo info, uint64_t number)
      : ServerConnection(server, std::move(info)), client_(client), number_(number) {}

  /** The client has written. */
  void take(std::span<std::byte> bytes);
  /** The client has read: there may be room for more answers. */
  void drained() { send_output(); }

 private:
  void send_output() override;
  void shut() override;
  void input_wanted() override;

  Client& client_;
  uint64_t number_;
  Bytes held_;  // written while the association takes nothing
  bool was_used_ = false;
};

}  // namespace nta::transport
