// ServerConnection: the server's end of one SMB 2 or 3 connection, for IPC$ and the pipes on it ([MS-SMB2] 3.3). Bytes
// and answers in, bytes and events out; no I/O.
//
//   state        message                                        next state
//   fresh        SMB1 NEGOTIATE that offers SMB 2               fresh (offered "2.???"), or negotiated (2.0.2)
//   fresh        NEGOTIATE with a common dialect                negotiated
//   fresh        NEGOTIATE without one                          fresh, after an error
//   negotiated   every command of rows[] but NEGOTIATE          negotiated
//   any          anything else, an id without credit,           closed
//                an encrypted message that is not its session's
//
// A session is in progress from its first SESSION_SETUP until authenticated() completes it; until then only LOGOFF and
// further legs are taken. A signed-on session's requests must be signed, or encrypted where encryption was negotiated.
// A null session, nobody's, has no key to do either with; it opens the pipes that the options name, and nothing else.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <set>
#include <variant>

#include "auth/security_context.h"
#include "base/filetime.h"
#include "smb/credits.h"
#include "smb/pipe.h"
#include "smb/protection.h"

namespace nta::smb {

struct ServerLimits {
  size_t sessions = 64;   // of one connection
  size_t unfinished = 2;  // sessions that nobody has logged on to yet, on a connection without any other
  size_t trees = 64;      // of one session
  size_t pipes = 256;     // of one connection
  size_t waiting = 512;   // reads that wait, on one connection
  uint32_t credits = 8192;
  size_t pause_bytes = 1u << 20;  // with so much waiting to be sent nothing more is taken
  size_t pipe_bytes = 64u << 10;  // with so much waiting to be read PipeDrained is owed
};

/** preferred: used with every client that can. required: others cannot log on. */
enum class Encryption { off, preferred, required };

/** What all connections of a server have in common; outlives them. */
struct ServerOptions {
  Guid server = Guid::random();
  Encryption encryption = Encryption::preferred;
  Bytes security_hint;  // of the NEGOTIATE response: what can be authenticated with
  std::function<std::shared_ptr<auth::SecurityContext>()> make_security;
  std::function<bool(std::string_view name)> has_pipe;  // asked in lower case
  std::set<std::string, std::less<>>
      null_session_pipes;  // what nobody may open, in lower case; none: no session either
  ServerLimits limits;
};

/** Run `context->step(token)`, wherever it may block, and give the result to authenticated(). */
struct Authenticate {
  uint64_t session = 0;
  std::shared_ptr<auth::SecurityContext> context;
  Bytes token;
};
/** Somebody is logged on; again after a reauthentication, with a new token. */
struct SessionStarted {
  uint64_t session = 0;
  uint64_t previous = 0;  // an earlier session of this client that it gives up, on whatever connection; 0: none
  std::shared_ptr<const auth::AccessToken> token;
  bool is_encrypted = false;
};
struct SessionEnded {
  uint64_t session = 0;
};
struct LogonFailed {
  std::string name;  // what the client said it was, or empty
  Error why;
};
struct TreeConnected {
  uint64_t session = 0;
  uint32_t tree = 0;
};
struct TreeDisconnected {
  uint64_t session = 0;
  uint32_t tree = 0;
};
struct PipeOpened {
  uint64_t pipe = 0;
  uint64_t session = 0;
  uint32_t tree = 0;
  std::string name;  // in lower case
  std::shared_ptr<const auth::AccessToken> token;
  Bytes session_key;  // the session's application key
};
struct PipeWritten {
  uint64_t pipe = 0;
  Bytes bytes;
};
/** The client has read what waited; there is room for more. */
struct PipeDrained {
  uint64_t pipe = 0;
};
struct PipeClosed {
  uint64_t pipe = 0;
};
/** A client that does what this server does not allow, such as not signing; told once a session. */
struct Refused {
  std::string what;
};
/** The connection is over: send what is in output(), then close it. The last event. */
struct Closed {
  Error why;
};
using ServerEvent = std::variant<Authenticate, SessionStarted, SessionEnded, LogonFailed, TreeConnected,
                                 TreeDisconnected, PipeOpened, PipeWritten, PipeDrained, PipeClosed, Refused, Closed>;

class ServerConnection {
 public:
  enum class State { fresh, negotiated, closed };

  explicit ServerConnection(const ServerOptions& options);
  ~ServerConnection();

  void feed(ByteView bytes);
  std::optional<ServerEvent> next_event();
  ByteView output() const { return ByteView(output_).subspan(sent_); }
  void sent(size_t count);
  /** False while bytes should be left in the socket. */
  bool wants_input() const;

  /** The result of the step that an Authenticate event asked for. */
  void authenticated(uint64_t session, Result<auth::SecurityContext::Leg> leg, std::string claimed_name = {});

  /** A message for whoever reads the pipe. Unknown pipes, which were closed meanwhile, are ignored. */
  void pipe_message(uint64_t pipe, ByteView message);
  /** The server's end is closed: after what is queued, reads fail. */
  void pipe_broken(uint64_t pipe);
  bool pipe_has_room(uint64_t pipe) const;

  /** The connection is gone, or has to go: all it has is closed, and told. */
  void end(Error why) { close(std::move(why)); }

  /** By an administrator: the client finds its session, or its handle, gone. */
  void end_session(uint64_t session);
  void close_pipe(uint64_t pipe);

  /** Reads that wait and whose clients were not told yet ([MS-SMB2] 3.3.4.2): announce_waiting() tells them. It is
   *  called a little later, as most are answered at once. */
  bool has_unannounced() const { return unannounced_ > 0; }
  /** The number of the last read that had to wait. */
  uint64_t last_waiting() const { return last_waiting_; }
  /** Those that came later than read `last` are left for another time. */
  void announce_waiting(uint64_t last = UINT64_MAX);

  State state() const { return state_; }
  bool is_receiving() const { return input_.waiting() > 0; }
  /** Somebody is logged on. */
  bool has_session() const;

 private:
  struct Session;
  struct Chain;
  struct Exchange;
  struct Row;
  static const Row rows[];
  using SessionPtr = std::shared_ptr<Session>;

  // server_connection.cc: messages in, answers out
  void take(std::span<std::byte> message);
  void take_encrypted(std::span<std::byte> message);
  void take_chain(std::span<std::byte> message, SessionPtr sealed_by);
  void take_request(Exchange& exchange);
  NtStatus run(Exchange& exchange);
  NtStatus check_protection(Exchange& exchange);
  bool may_cancel(Exchange& exchange);
  NtStatus find_session(Exchange& exchange);
  NtStatus find_tree(Exchange& exchange);
  template <class Body>
  NtStatus reply(Exchange& exchange, const Body& body, NtStatus status = NtStatus::success);
  void reply_error(Exchange& exchange, NtStatus status);
  Header answer_to(const Header& request, NtStatus status, const SessionPtr& session);
  void send_chain(Chain& chain);
  template <class Body>
  void send_alone(const Header& header, const Body& body, const SessionPtr& session, bool sealed);
  void seal_message(size_t begun, const SessionPtr& sealed_by);
  void refuse(Session& session, std::string what);
  void close(Error why);

  // server_negotiate.cc
  void take_smb1(ByteView message);
  NtStatus negotiate(Exchange& exchange);
  NtStatus choose_contexts(const NegotiateRequest& request);
  void answer_negotiate(Exchange& exchange);
  NtStatus validate_negotiate(Exchange& exchange, ByteView input, uint32_t max_output);

  // server_sessions.cc
  NtStatus session_setup(Exchange& exchange);
  SessionPtr session_for_setup(Exchange& exchange, const SessionSetupRequest& request, NtStatus& refusal);
  SessionPtr begin_session(NtStatus& refusal);
  NtStatus complete(Session& session, uint16_t& flags);
  const char* objection(const Session& session, const auth::AccessToken& token) const;
  void answer_setup(Session& session, NtStatus status, uint16_t flags, ByteView token);
  NtStatus logoff(Exchange& exchange);
  NtStatus tree_connect(Exchange& exchange);
  NtStatus tree_disconnect(Exchange& exchange);
  NtStatus echo(Exchange& exchange);
  void remove_session(uint64_t id);

  // server_pipes.cc
  NtStatus create(Exchange& exchange);
  NtStatus close_file(Exchange& exchange);
  NtStatus flush(Exchange& exchange);
  NtStatus read(Exchange& exchange);
  NtStatus write(Exchange& exchange);
  NtStatus ioctl(Exchange& exchange);
  NtStatus transceive(Exchange& exchange, ByteView input, FileId file, uint32_t longest);
  NtStatus peek(Exchange& exchange, FileId file, uint32_t longest);
  NtStatus wait_for_pipe(Exchange& exchange, ByteView input);
  NtStatus refuse_command(Exchange& exchange);
  ServerPipe* find_open(Exchange& exchange, FileId file, NtStatus& refusal);
  ServerPipe* find_pipe(Exchange& exchange, FileId file, NtStatus& refusal);
  NtStatus deliver(Exchange& exchange, ServerPipe& pipe, const WaitingRead& read);
  NtStatus wait(Exchange& exchange, ServerPipe& pipe, WaitingRead read);
  void serve_waiting(ServerPipe& pipe);
  void answer_waiting(const WaitingRead& read, const ServerPipe& pipe, NtStatus status, ByteView bytes);
  void cancel(const Header& request);
  void remove_pipe(uint64_t id);
  void remove_pipes(const std::function<bool(const ServerPipe&)>& which);

  // server_info.cc
  NtStatus query_info(Exchange& exchange);
  NtStatus set_info(Exchange& exchange);

  const ServerOptions& options_;
  State state_ = State::fresh;
  MessageStream input_;
  Bytes output_;
  size_t sent_ = 0;
  std::deque<ServerEvent> events_;

  CreditWindow credits_;
  Algorithms algorithms_;
  bool offers_encryption_ = false;  // the client sent a list of ciphers
  bool offers_signing_ = false;     // or of signing algorithms
  NegotiateRequest client_;         // as VALIDATE_NEGOTIATE_INFO must repeat it; its views are not used
  uint32_t capabilities_ = 0;
  PreauthHash preauth_hash_;

  std::map<uint64_t, SessionPtr> sessions_;
  std::map<uint64_t, ServerPipe> pipes_;
  uint64_t file_salt_ = 0;  // the persistent half of file ids
  uint64_t last_pipe_ = 0;
  uint64_t last_async_ = 0;
  uint64_t last_waiting_ = 0;
  size_t waiting_ = 0;
  size_t unannounced_ = 0;
};

}  // namespace nta::smb
