// ClientAssociation: the client's end of one DCE/RPC connection. Calls in, bytes out, bytes in, events out; no I/O.
//
//   state      event                                             next state
//   fresh      bind()                                            binding
//   binding    bind_ack; no security, or its last leg is done    bound (after an auth3 when a token is left)
//   binding    bind_ack; another leg                             altering
//   altering   alter_context_resp; no or last leg                bound (after an auth3 when a token is left)
//   altering   alter_context_resp; another leg                   altering
//   bound      alter()                                           altering
//   bound      response, fault                                   bound
//   altering   response, fault of an earlier call                altering
//   bound      shutdown                                          draining: no new calls
//   draining   response, fault; none outstanding                 draining; closed
//   any        bind_nak, anything else                           closed
//
// start_call() may be used from `binding` on. A call that cannot be sent yet waits inside: until the handshake is
// done, or, at a server without concurrent multiplexing, until the call before it was answered.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <variant>

#include "rpc/fragment.h"

namespace nta::rpc {

struct ClientOptions {
  uint16_t max_fragment = 5840;
  size_t reply_bytes = 256u << 20;  // of one call: a server could send fragments for ever
  size_t calls = 128;               // outstanding and waiting; more are refused here
  uint32_t group = 0;               // association group to join; 0 makes a new one
  auth::Package package = auth::Package::none;
  auth::Level level = auth::Level::none;
  std::shared_ptr<auth::SecurityContext> security;  // null: none
  CarriesSecret carries_secret{};
};

/** bind() or alter() was answered: `results` has one entry an interface given, in order. */
struct Bound {
  std::vector<ContextResult> results;
};
struct Reply {
  uint32_t call_id = 0;
  std::endian order = std::endian::little;
  Bytes stub;
};
struct Faulted {
  uint32_t call_id = 0;
  uint32_t status = 0;
  bool did_not_execute = false;
  Win32 win32() const { return win32_from_fault(status); }
};
/** The association has ended; every outstanding call has failed. The last event. */
struct Disconnected {
  Error why;
};
using ClientEvent = std::variant<Bound, Reply, Faulted, Disconnected>;

class ClientAssociation {
 public:
  enum class State { fresh, binding, altering, bound, draining, closed };

  explicit ClientAssociation(ClientOptions options) : options_(std::move(options)) {}

  /** Binds to the interfaces at once; the index in this list is what start_call takes. */
  Result<void> bind(std::span<const SyntaxId> interfaces);
  /** Adds interfaces; their indices go on where the earlier ones ended. */
  Result<void> alter(std::span<const SyntaxId> interfaces);

  /** Gives the id that the Reply or Faulted of this call will have. */
  Result<uint32_t> start_call(size_t interface, uint16_t opnum, ByteView stub, const Guid* object = nullptr);
  /** Asks the server to end the call early; its answer still comes. */
  void cancel(uint32_t call_id);
  /** Tells the server that nobody waits any more; an answer is dropped. */
  void orphan(uint32_t call_id);
  /** Lets the call run, and drops its answer. */
  void forget(uint32_t call_id);

  /** Decrypts in `bytes`, and wipes of them what may be secret. */
  void feed(std::span<std::byte> bytes);
  void feed(Bytes&& bytes) { feed(std::span(bytes)); }
  std::optional<ClientEvent> next_event();
  ByteView output() const { return output_.pending(); }
  void sent(size_t count) { output_.sent(count); }

  State state() const { return state_; }
  uint32_t group() const { return group_; }
  size_t outstanding() const { return calls_.size(); }
  /** Whether the server keeps the connection when a call is orphaned ([MS-RPCE] 3.3.1.5.3). */
  bool keeps_connection_on_orphan() const { return features_ & feature_keep_connection_on_orphan; }

 private:
  struct Call {
    RequestParts parts;
    Bytes request;  // while waiting to be sent
    Bytes reply;
    bool is_sent = false;
    bool has_reply_begun = false;
    bool is_wanted = true;
    bool carries_secret = true;
    std::endian order = std::endian::little;
  };
  struct Row;
  static const Row rows[];

  void parse();
  void write_bind_pdu(PduType type, std::span<const SyntaxId> interfaces, ByteView token);
  Result<void> take(const Frame& frame);
  Result<void> on_bind_ack(const Frame& frame);
  Result<void> on_alter_response(const Frame& frame);
  Result<void> on_bind_nak(const Frame& frame);
  Result<void> on_response(const Frame& frame);
  Result<void> on_fault(const Frame& frame);
  Result<void> on_shutdown(const Frame& frame);
  Result<void> on_negotiated(const Frame& frame, const BindAck& ack);
  Result<void> next_leg(const Frame& frame);
  Result<void> become_bound();
  Result<void> send_waiting();
  bool may_send() const { return state_ == State::bound && (multiplexes_ || in_flight_ == 0); }
  Result<void> send(Call& call, ByteView stub);
  Result<bool> should_verify(const Call& call, ByteView stub) const;
  Result<void> finish_call(uint32_t call_id);
  size_t context_of(size_t interface) const;
  void close(Error why);

  ClientOptions options_;
  State state_ = State::fresh;
  bool is_plain_ = false;  // the fragment at hand is of a call that has no secret
  FrameBuffer input_;
  OutputBuffer output_;
  std::deque<ClientEvent> events_;
  Protection protection_;
  std::vector<SyntaxId> interfaces_;
  std::vector<std::optional<ContextResult>> results_;  // none while not answered
  size_t asked_ = 0;                                   // interfaces of the bind or alter under way
  size_t bind_interfaces_ = 0;                         // of the bind itself
  bool features_asked_ = false;
  bool is_authenticated_ = false;
  std::vector<ContextResult> answered_;  // of the bind under way, while its legs go on
  std::map<uint32_t, Call> calls_;
  std::deque<uint32_t> waiting_;
  std::set<uint16_t> verified_;  // contexts of which the server was told under signature
  size_t in_flight_ = 0;
  uint32_t last_call_id_ = 0;
  uint32_t negotiation_id_ = 0;
  uint16_t max_transmit_ = least_fragment;
  uint32_t group_ = 0;
  uint16_t features_ = 0;
  bool multiplexes_ = false;
};

}  // namespace nta::rpc
