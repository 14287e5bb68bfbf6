// SmbEndpoint: SMB 2 and 3 on a TCP port. Each pipe that a logged-on client opens is a ServerConnection; above it
// nothing knows by which transport a call came.
#pragma once

#include "base/alive.h"
#include "smb/server_connection.h"
#include "transport/half_open.h"
#include "transport/server_connection.h"
#include "transport/stream_listener.h"

namespace nta::transport {

/** One of these is meant by its connection, which is never used twice, and a number on that. */
struct SmbNumber {
  uint64_t connection = 0;
  uint64_t number = 0;
  auto operator<=>(const SmbNumber&) const = default;
};

/** Hears what clients do: for the lists of sessions and open files, and for the log. On the loop. */
class SmbObserver {
 public:
  virtual ~SmbObserver() = default;
  struct Session {
    SmbNumber id;
    std::string client;  // its address
    std::string local;   // the address here that it reached
    std::shared_ptr<const auth::AccessToken> token;
    bool is_encrypted = false;
  };
  struct Pipe {
    SmbNumber id;
    SmbNumber session;
    uint32_t tree = 0;
    std::string name;
  };
  /** timed_out: for being idle, or for not reading. failed: it broke the protocol. */
  enum class End { logged_off, timed_out, failed };

  /** Again, with another token, when a session authenticates again. */
  virtual void session_started(const Session& session) = 0;
  virtual void session_ended(SmbNumber session, End how) = 0;
  virtual void tree_connected(SmbNumber session, uint32_t tree) = 0;
  virtual void tree_disconnected(SmbNumber session, uint32_t tree) = 0;
  virtual void pipe_opened(const Pipe& pipe) = 0;
  virtual void pipe_closed(SmbNumber pipe) = 0;
  /** `name` is what the client said it was, or empty. */
  virtual void logon_failed(const std::string& from, const std::string& name, const Error& why) = 0;
  /** A client that does what is not allowed here: SMB1, unsigned requests. */
  virtual void refused(const std::string& from, const std::string& what) = 0;
  /** Bytes on the wire. */
  virtual void moved(size_t sent, size_t received) = 0;
};

struct SmbTimes {
  std::chrono::milliseconds logon{10'000};    // from connecting to the first session
  std::chrono::milliseconds message{30'000};  // from a message's first byte to its last
  std::chrono::milliseconds reading{30'000};  // without the client taking a byte of what waits for it
  std::chrono::minutes idle{15};              // without a request or an open pipe
  std::chrono::milliseconds interim{5};       // a read has waited so long, or twice that, when its client is told
  std::chrono::milliseconds last_words{250};  // from an administrator's end of a session until it is gone
};

struct SmbEndpointOptions {
  std::string address;  // numeric; empty: every address of this machine
  uint16_t port = 0;    // 0: one that is free
  UniqueFd listening;   // already bound and listening; empty: bind to address and port
  ClientLimits limits{.connections = 8192, .connections_of_one_peer = 256};
  SmbTimes times;
  smb::ServerOptions smb;  // has_pipe is the endpoint's to set
  /** Which interface is reached by which pipe, whose name is in lower case. */
  std::multimap<std::string, rpc::SyntaxId, std::less<>> pipes;
};

class SmbEndpoint final : public Endpoint {
 public:
  /** All outlive it. */
  SmbEndpoint(asio::io_context& loop, RpcServer& server, SmbObserver& observer, SmbEndpointOptions options);
  ~SmbEndpoint() override;

  Result<void> start() override;
  void stop() override { listener_.stop(); }
  void close_connections() override;
  size_t connections() const override { return clients_.size(); }
  /** Once started. */
  uint16_t port() const { return port_; }

  /** When the connection's client last asked for something. */
  FileTime last_request(uint64_t connection) const;
  /** Ends a session, a little later: what it is being answered still leaves. */
  void end_session(SmbNumber session);
  void close_pipe(SmbNumber pipe);

 private:
  class Client;
  class Pipe;

  void admit(UniqueFd socket);
  void make_room_for_half_open(const std::string& network);
  /** A client's waiting reads up to this one are to be announced. */
  struct Unannounced {
    std::weak_ptr<Client> client;
    uint64_t last;
  };
  void announce_later(Unannounced reads);
  void announce();
  /** A client that was cut off comes back, and gives up the session it had ([MS-SMB2] 3.3.5.5.3). */
  void give_up(uint64_t session, const Sid& user);

  asio::io_context& loop_;
  RpcServer& server_;
  SmbObserver& observer_;
  SmbEndpointOptions options_;
  StreamListener listener_;
  ClientTable<Client> clients_;
  std::map<uint64_t, Client*> by_id_;
  HalfOpen half_open_;
  std::vector<Unannounced> new_waiting_, long_waiting_;
  bool is_announcing_ = false;  // the time of long_waiting_ runs
  asio::steady_timer interim_;
  uint64_t last_id_ = 0;
  uint16_t port_ = 0;
  Alive alive_;
};

}  // namespace nta::transport
