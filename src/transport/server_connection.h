// ServerConnection, CallSink, Endpoint: the server's side of the transports, without saying which one it is.
//
// An endpoint (the unix socket here; SMB pipes and TCP beneath the same interface) makes a ServerConnection for each
// client and moves its bytes. Everything above sees connections, their access token and their calls. One thread, the
// loop's, runs all of it; callbacks may answer at once or later, but on that thread.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "rpc/server_association.h"

namespace nta::transport {

class ServerConnection;
using ServerConnectionPtr = std::shared_ptr<ServerConnection>;

/** What calls are handed to: the dispatcher. */
class CallSink {
 public:
  virtual ~CallSink() = default;
  /** Answer it with connection->respond() or fault(), now or later. */
  virtual void request(const ServerConnectionPtr& connection, rpc::Request request) = 0;
  /** The client asks to end the call early; an answer is still due. */
  virtual void cancelled(const ServerConnectionPtr& connection, uint32_t call_id) = 0;
  /** The client has left the call; no answer is due. */
  virtual void orphaned(const ServerConnectionPtr& connection, uint32_t call_id) = 0;
  /** Somebody has proved inside RPC who they are, and are not whom the transport says. */
  virtual void logged_on(const ServerConnectionPtr& connection, const auth::AccessToken& identity) = 0;
  /** Authentication inside RPC has failed; `name` is what the client said it was, or empty. */
  virtual void logon_refused(const ServerConnectionPtr& connection, const std::string& name, const Error& why) = 0;
  /** The last word about a connection: its calls are void. Context handles belong to its association group, and are
   *  run down when AssociationGroups::on_empty tells of that. */
  virtual void disconnected(const ServerConnectionPtr& connection, const Error& why) = 0;
};

struct ConnectionLimits {
  std::chrono::milliseconds handshake_time{10'000};  // from accept to the end of the bind: half-open clients
  std::chrono::milliseconds request_time{30'000};    // from a request's first byte to its last
  std::chrono::milliseconds reading_time{30'000};    // without the client taking a byte of what waits for it
  std::chrono::milliseconds stranger_time{30'000};   // without a call of a client that nobody has logged on over
  size_t unread_bytes = 64u << 20;                   // answers waiting for a client; with more it is disconnected
  size_t pause_bytes = 1u << 20;                     // with so much waiting nothing more is read from it
  size_t legs = 64;                                  // of authentications, under way at once for all clients
  rpc::ServerLimits rpc;
};

/** What the endpoints of one server have in common. Outlives them. */
struct RpcServer {
  std::vector<rpc::SyntaxId> interfaces;
  CallSink& sink;
  rpc::AssociationGroups groups{};
  rpc::Traffic traffic{};
  ConnectionLimits limits{};
  std::function<std::shared_ptr<auth::SecurityContext>(uint8_t type, auth::Level level)> make_security{};
  rpc::CarriesSecret carries_secret{};  // by the number of an interface in `interfaces`

  /** How a leg of an authentication ended, and who the client said it was; the context may be busy yet where its time
   *  ran out, and is not asked. */
  struct Leg {
    Result<auth::SecurityContext::Leg> result;
    std::string claimed_name;
    std::shared_ptr<const auth::AccessToken> identity{};  // once it is complete
  };
  using LegWork = std::function<Result<Leg>()>;
  /** Runs what may block, and calls `done` on the loop. Empty: it is run in place. */
  std::function<void(LegWork work, std::function<void(Result<Leg>)> done)> run_authentication{};
  /** How many run_authentication has and is not done with; it may hear of their end when the server has gone. */
  std::shared_ptr<size_t> legs = std::make_shared<size_t>(0);

  /** The leg's result, where it is there at once; otherwise `done` hears it later. With as many under way as there may
   *  be, one more fails: strangers' log-ons are not to keep the pool from other work. */
  std::optional<Leg> authenticate(std::shared_ptr<auth::SecurityContext> context, Bytes token,
                                  std::function<void(Leg)> done);
};

/** Where connections come from. */
class Endpoint {
 public:
  virtual ~Endpoint() = default;
  virtual Result<void> start() = 0;
  /** Ends listening; connections go on. */
  virtual void stop() = 0;
  /** Disconnects every client. */
  virtual void close_connections() = 0;
  virtual size_t connections() const = 0;
};

/** How a connection looks to the transport below it, and to the audit log. */
struct ConnectionInfo {
  std::shared_ptr<const auth::AccessToken> token;  // the transport's identity
  std::string from;                                // "pid 123", or an address and a port
  std::string to;                                  // the address here that the client reached; empty: a local client
  std::string owner;                               // of association groups, and counted: one identity of this transport
  std::string network;                             // what strangers' connections are counted by; empty: the owner
  uint16_t max_fragment = 5840;
  std::string secondary_address;
  /** An identity proved inside RPC counts from this level on. Below it the transport's own has to be protected. */
  auth::Level least_level = auth::Level::none;
  std::function<bool(const rpc::SyntaxId&)> offers;  // which of the server's interfaces; empty: all
  Bytes session_key;                                 // the transport's, for passwords inside calls; empty: none
};

class ServerConnection : public std::enable_shared_from_this<ServerConnection> {
 public:
  ServerConnection(RpcServer& server, ConnectionInfo info);
  virtual ~ServerConnection() = default;
  ServerConnection(const ServerConnection&) = delete;
  ServerConnection& operator=(const ServerConnection&) = delete;

  /** Never used twice while the server is up. */
  uint64_t id() const { return id_; }
  /** Who makes the call that is handed out: the identity proved inside RPC where there is one that counts, else the
   *  transport's. */
  std::shared_ptr<const auth::AccessToken> token() const { return caller_ ? caller_ : info_.token; }
  const std::string& from() const { return info_.from; }
  const std::string& to() const { return info_.to; }
  /** The transport's: an SMB session's application key. */
  const Bytes& session_key() const { return info_.session_key; }
  /** Context handles made over this connection belong to this. */
  uint32_t group() const { return association_.group(); }
  bool is_closed() const { return is_closed_; }
  /** Whether nobody is known to have it, from the transport or from a log-on inside RPC. */
  bool is_strangers() const { return info_.token->is_anonymous() && !association_.identity(); }
  /** Whether the client still waits for this call's answer: it may have given the call up, and use its id for another.
   */
  bool has_call(uint32_t call_id, uint64_t number) const {
    return !is_closed_ && association_.has_call(call_id, number);
  }

  void respond(uint32_t call_id, ByteView stub);
  void fault(uint32_t call_id, uint32_t status, rpc::Executed executed = rpc::Executed::maybe);
  void close(Error why);

  /** Closes the connection when it has used up one of its times. Endpoints call it about once a second. */
  void check_time(std::chrono::steady_clock::time_point now);

 protected:
  /** What the client has time for counts from now. */
  void restart_clock() { expecting_since_ = std::chrono::steady_clock::now(); }

  /** Bytes came in, and are the association's until this returns. */
  void received(std::span<std::byte> bytes);
  ByteView output() const { return association_.output(); }
  void sent(size_t count);
  /** Whether the transport should read: not while too much waits to be sent. */
  bool wants_input() const;

  /** There is output(): send what can be sent, and the rest when it can. */
  virtual void send_output() = 0;
  /** Nothing more will be sent or received. */
  virtual void shut() = 0;
  /** wants_input() may have become true again. */
  virtual void input_wanted() = 0;

 private:
  enum class Expecting { nothing, handshake, rest_of_request, reader, call_of_stranger };

  void work();
  void take(rpc::ServerEvent event);
  void authenticate(rpc::Authenticate event);
  void authenticated(RpcServer::Leg leg);
  void watch_time();
  void finish(const Error& why);

  RpcServer& server_;
  ConnectionInfo info_;
  uint64_t id_;
  rpc::ServerAssociation association_;
  std::shared_ptr<const auth::AccessToken> caller_;  // of the call handed out last; null: the transport's
  Expecting expecting_ = Expecting::handshake;
  std::chrono::steady_clock::time_point expecting_since_;
  bool is_working_ = false;
  bool is_closed_ = false;
};

}  // namespace nta::transport
