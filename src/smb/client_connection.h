// ClientConnection: the client's end of one SMB2/3 connection to the named pipes of a server. Requests in, bytes out,
// bytes in, events out; no I/O, no clock ([MS-SMB2] 3.2).
//
//   state         event                                              next state
//   fresh         start()                                            negotiating
//   negotiating   NEGOTIATE response                                 logging_on
//   logging_on    SESSION_SETUP response, another leg                logging_on
//   logging_on    SESSION_SETUP response, the last                   connecting
//   connecting    TREE_CONNECT response of IPC$                      validating (before 3.1.1), else ready
//   validating    IOCTL response that confirms the negotiation       ready
//   ready         response to any request                            ready
//   ready         renew()                                            renewing
//   renewing      SESSION_SETUP response, another leg                renewing
//   renewing      SESSION_SETUP response, the last or an error       ready
//   any           wrong signature, malformed or unasked message      closed
//
// Requests may be made from `ready` on. One for which the server has granted no credit yet waits inside, and so does
// one that the server refused because the session's time is over, until the session is renewed.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <variant>

#include "auth/security_context.h"
#include "smb/protection.h"

namespace nta::smb {

/** Whether messages are encrypted where the server does not ask for it. They are signed in any case. */
enum class ClientEncryption { if_asked, preferred, required };

struct ClientOptions {
  std::u16string server;  // as the server is to read it in \\server\IPC$
  std::shared_ptr<auth::SecurityContext> security;
  /** For the owner, when the session's time is over: another context like it, made with the credentials and tickets of
   * by then. May block. Empty: the session is not renewed. */
  std::function<Result<std::shared_ptr<auth::SecurityContext>>()> renewed_security;
  ClientEncryption encryption = ClientEncryption::preferred;
  std::vector<Dialect> dialects{Dialect::smb_2_0_2, Dialect::smb_2_1, Dialect::smb_3_0, Dialect::smb_3_0_2,
                                Dialect::smb_3_1_1};
  std::vector<Cipher> ciphers{Cipher::aes128_gcm, Cipher::aes128_ccm, Cipher::aes256_gcm, Cipher::aes256_ccm};
  std::vector<SigningAlgorithm> signing{SigningAlgorithm::aes_gmac, SigningAlgorithm::aes_cmac,
                                        SigningAlgorithm::hmac_sha256};
  uint16_t credits = 64;   // to have at hand
  size_t requests = 1024;  // unanswered and waiting; more are refused here
};

/** Pipes can be opened now. */
struct Ready {};
/** What came of a request. */
struct Answer {
  uint64_t request = 0;
  NtStatus status = NtStatus::success;  // buffer_overflow: `data` is a part, the rest can be read
  Bytes data;                           // of read and transceive
  FileId file;                          // of open_pipe
};
/** The session's time is over ([MS-SMB2] 3.2.5.1.6): renew() it, or leave_expired(). */
struct Expired {};
/** The connection has ended, and with it every request. The last event. */
struct Lost {
  Error why;
};
using ClientEvent = std::variant<Ready, Answer, Expired, Lost>;

class ClientConnection {
 public:
  enum class State { fresh, negotiating, logging_on, connecting, validating, ready, renewing, closed };

  explicit ClientConnection(ClientOptions options);

  void start();

  /** Each gives the number that its Answer will have. `size` is what an answer may have at most. */
  Result<uint64_t> open_pipe(std::u16string_view name);
  Result<uint64_t> write(const FileId& pipe, ByteView bytes);
  Result<uint64_t> read(const FileId& pipe, uint32_t size);
  Result<uint64_t> transceive(const FileId& pipe, ByteView bytes, uint32_t size);
  Result<uint64_t> close(const FileId& pipe);
  Result<uint64_t> echo();
  Result<uint64_t> log_off();

  /** Logs on again in the same session, whose pipes stay; `first` is what security->step() gave, which may have
   * blocked. What the server refused is sent again then, once. */
  void renew(std::shared_ptr<auth::SecurityContext> security, auth::SecurityContext::Leg first);
  /** What the server refused, and what was not sent yet, is answered with its status, network_session_expired. */
  void leave_expired();

  /** What the protocols in the pipes encrypt secrets with; empty before the log-on is done. */
  ByteView session_key() const { return protection_ ? protection_->application_key().view() : ByteView(); }

  /** Asks the server to end a request early; its answer still comes. */
  void cancel(uint64_t request);
  /** Drops the answer of a request when it comes. A pipe that it opens is closed again. */
  void forget(uint64_t request);

  void feed(ByteView bytes);
  std::optional<ClientEvent> next_event();
  ByteView output() const { return ByteView(output_).subspan(sent_); }
  void sent(size_t count);

  State state() const { return state_; }
  /** The state before `closed`: how far it came. */
  State reached() const { return reached_; }
  Dialect dialect() const { return algorithms_.dialect; }
  const Algorithms& algorithms() const { return algorithms_; }
  bool encrypts() const { return encrypts_; }
  /** The most bytes that a read, a write or a transceive may move. */
  uint32_t largest_transfer() const { return largest_transfer_; }

 private:
  enum class Wanted { yes, no };
  struct Request {
    uint64_t id = 0;
    Command command = Command::echo;
    Wanted wanted = Wanted::yes;
    bool is_repeated = false;
    std::optional<uint64_t> async_id;
    Bytes message;  // as it was sent
  };
  /** One response, from its header on. */
  struct Response {
    Header header;
    ByteView message;
  };
  struct Row;
  static const Row rows[];

  template <class Body>
  uint64_t send(Command command, const Body& body);
  template <class Body>
  Result<uint64_t> ask(Command command, const Body& body);
  Header header_for(Command command) const;
  void send_waiting();
  void transmit(Request request);
  void append(Bytes& message);
  bool is_before_keys() const { return state_ <= State::logging_on; }

  Result<void> take_message(std::span<std::byte> message);
  Result<void> take_chain(std::span<std::byte> chain, bool was_encrypted);
  Result<void> take_response(std::span<std::byte> message, bool was_encrypted);
  Result<void> check_protection(const Response& response, bool was_encrypted);
  Result<void> take(const Response& response, Request& request);

  Result<void> on_negotiate(const Response& response, Request& request);
  Result<void> take_contexts(const NegotiateResponse& body);
  Result<void> on_session_setup(const Response& response, Request& request);
  Result<void> send_session_setup(ByteView token);
  void send_session_setup_of(const auth::SecurityContext::Leg& leg);
  Result<void> on_renewal(const Response& response, Request& request);
  Result<void> give_up_renewal();
  Result<void> check_end_of_log_on(const SessionSetupResponse& body);
  void hold(uint64_t message_id, Request request);
  void repeat_refused();
  Result<void> log_on_is_done(const Response& response, const SessionSetupResponse& body);
  Result<void> on_tree_connect(const Response& response, Request& request);
  void send_validate();
  Result<void> on_validate(const Response& response, Request& request);
  Result<void> on_answer(const Response& response, Request& request);
  NegotiateContexts offered_contexts() const;
  std::vector<uint16_t> offered_dialects() const;
  uint32_t capabilities() const;
  void become_ready();
  void end(Error why);

  ClientOptions options_;
  Guid client_ = Guid::random();
  State state_ = State::fresh;
  State reached_ = State::fresh;
  MessageStream input_;
  Bytes output_;
  size_t sent_ = 0;
  std::deque<ClientEvent> events_;

  Algorithms algorithms_;
  Guid server_;
  uint16_t server_security_mode_ = 0;
  uint32_t server_capabilities_ = 0;
  uint32_t largest_transfer_ = 0;
  PreauthHash hash_;
  std::optional<Protection> protection_;
  bool is_proven_ = false;  // our side of the log-on is complete
  bool encrypts_ = false;
  uint64_t session_id_ = 0;
  uint32_t tree_id_ = 0;

  uint64_t next_message_ = 0;
  uint64_t last_request_ = 0;
  uint32_t credits_ = 1;
  std::map<uint64_t, Request> unanswered_;  // by message id
  std::deque<Request> waiting_;
  std::map<uint64_t, Request> refused_;  // for their session's time, by message id
  bool is_expired_ = false;              // and its owner knows
};

}  // namespace nta::smb
