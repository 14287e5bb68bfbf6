// ServerAssociation: the server's end of one DCE/RPC connection. Bytes in, events and bytes out; no I/O, no clock.
//
//   state           event                                      next state
//   fresh           bind without token                         bound; closed after a bind_nak
//   fresh           bind with token                            authenticating
//   authenticating  authenticated(complete)                    bound
//   authenticating  authenticated(another leg wanted)          proving
//   authenticating  authenticated(error), from auth3           refused
//   authenticating  authenticated(error), from bind or alter   closed
//   proving         alter_context with token, auth3            authenticating
//   proving         request                                    closed, after fault 5
//   bound           request, alter_context, co_cancel, orphaned   bound
//   bound           alter_context with token, auth3            authenticating
//   refused         request                                    refused, each with fault 5
//   any             anything else                              closed
//
// A PDU with no row here ends the connection ([C706] 11.4: a protocol error is not repaired).
//
// Where the bind agreed on it, further security contexts are negotiated by alter_context, each with its auth_context_id
// ([MS-RPCE] 3.3.1.5.4); a PDU's trailer says which one protects it. "bound" means that the bind's own is complete.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <set>
#include <variant>

#include "rpc/association_groups.h"
#include "rpc/fragment.h"
#include "rpc/traffic.h"

namespace nta::rpc {

/** nca_* fault statuses the protocol itself raises ([C706] appendix E). */
inline constexpr uint32_t fault_access_denied = 0x00000005;
inline constexpr uint32_t fault_bad_stub_data = 0x000006F7;
inline constexpr uint32_t fault_op_range = 0x1C010002;
inline constexpr uint32_t fault_unknown_interface = 0x1C010003;
inline constexpr uint32_t fault_protocol_error = 0x1C01000B;
inline constexpr uint32_t fault_too_busy = 0x1C010014;
inline constexpr uint32_t fault_cancel = 0x1C00000D;
inline constexpr uint32_t fault_context_mismatch = 0x1C00001A;

/** A whole call. `order` is the byte order of its stub. */
struct Request {
  uint32_t call_id = 0;
  uint64_t number = 0;   // among the association's calls: a client may use the id of one it has given up again
  size_t interface = 0;  // index into the offered interfaces
  uint16_t opnum = 0;
  std::endian order = std::endian::little;
  std::optional<Guid> object;
  Bytes stub;
  /** Who proved inside the association to be the caller, and how the call was protected; null: nobody did. */
  std::shared_ptr<const auth::AccessToken> identity;
  auth::Level level = auth::Level::none;
  bool carries_secret = true;  // its stub and its answer are to be wiped
  /** The key that caller and server made when this was proved; null: none. */
  std::shared_ptr<const Bytes> session_key;
};
/** The client asks to end a call early; it still wants an answer, fault_cancel if nothing better. */
struct Cancelled {
  uint32_t call_id = 0;
};
/** The client is gone from this call: its answer would be dropped. */
struct Orphaned {
  uint32_t call_id = 0;
};
/** Run `context->step(token)`, wherever it may block, and give the result to authenticated(). */
struct Authenticate {
  std::shared_ptr<auth::SecurityContext> context;
  Bytes token;
};
/** The association has ended: send what is in output(), then close the connection. The last event. */
struct Closed {
  Error why;
};
using ServerEvent = std::variant<Request, Cancelled, Orphaned, Authenticate, Closed>;

struct ServerLimits {
  size_t request_bytes = 4u << 20;      // of one call's stub: a peer could send fragments for ever
  size_t stranger_bytes = 64u << 10;    // the same, of a call that is nobody's: what is open to all takes little
  size_t request_fragments = 1u << 16;  // of one call: empty ones cost no memory but time
  size_t calls = 128;                   // begun and not answered; more get fault_too_busy
  size_t contexts = 64;                 // presentation contexts of one association
  size_t security_contexts = 64;        // of one association; Windows' clients make as many as 1,000
  size_t paused_bytes = 256u << 10;     // held while an authentication leg runs elsewhere
};

struct ServerOptions {
  uint16_t max_fragment = 5840;                 // what ncacn_ip_tcp and ncalrpc propose; 4280 on pipes
  std::string secondary_address;                // pipe name or port, for bind_ack
  std::string owner;                            // transport identity, for association groups
  std::function<bool(const SyntaxId&)> offers;  // which of the interfaces; empty: all
  CarriesSecret carries_secret;
  ServerLimits limits;
  /** Set where the transport knows nobody: who has authenticated counts from this level on. */
  std::optional<auth::Level> somebody_from;
  Traffic* traffic = nullptr;  // counted here, where somebody wants to know; outlives the association
  /** Makes the acceptor of a package; null for one that is not offered (bind_nak 8). Empty: none is. */
  std::function<std::shared_ptr<auth::SecurityContext>(uint8_t type, auth::Level level)> make_security;
};

/** Whether the handler had begun when a fault was raised: lets the client retry safely. */
enum class Executed { no, maybe };

class ServerAssociation {
 public:
  enum class State { fresh, authenticating, proving, bound, refused, closed };

  /** `interfaces` and `groups` outlive the association. */
  ServerAssociation(std::span<const SyntaxId> interfaces, AssociationGroups& groups, ServerOptions options);

  /** Decrypts in `bytes`, and wipes of them what may be secret. */
  void feed(std::span<std::byte> bytes);
  void feed(Bytes&& bytes) { feed(std::span(bytes)); }
  std::optional<ServerEvent> next_event();

  /** The result of the step that the last Authenticate event asked for. */
  void authenticated(Result<auth::SecurityContext::Leg> leg);

  /** The connection is gone: forgets everything and leaves the association group, whose last member's leaving runs
   *  down its context handles. Makes no event. */
  void end();

  /** Answers a call; calls may be answered in any order. Unknown ids (orphaned, closed) are ignored. */
  void respond(uint32_t call_id, ByteView stub);
  void fault(uint32_t call_id, uint32_t status, Executed executed = Executed::maybe);

  ByteView output() const { return output_.pending(); }
  void sent(size_t count) { output_.sent(count); }

  State state() const { return state_; }
  /** False while bytes should be left in the socket: an authentication leg runs, or the association is closed. */
  bool wants_input() const { return state_ != State::authenticating && state_ != State::closed; }
  /** Whether part of a fragment or of a request has come, and the rest is due. */
  bool is_receiving() const { return input_.size() > 0 || !assemblies_.empty() || !refused_calls_.empty(); }
  /** Whether the answer of this very call is still wanted. Who answers later than at once asks before. */
  bool has_call(uint32_t call_id, uint64_t number) const {
    auto call = calls_.find(call_id);
    return call != calls_.end() && call->second.number == number;
  }
  size_t calls() const { return calls_.size() + assemblies_.size(); }
  uint32_t group() const { return group_.id(); }
  /** Who authenticated in the bind; null leaves the transport's identity. */
  std::shared_ptr<const auth::AccessToken> identity() const;

 private:
  /** One security context. */
  struct Security {
    enum class Stage { proving, complete, refused };
    Protection protection;
    Stage stage = Stage::proving;
    std::shared_ptr<const Bytes> session_key;  // once it is complete, where there is one
  };
  struct Call {
    uint64_t number = 0;
    uint16_t context = 0;
    bool cancelled = false;
    bool carries_secret = true;
    Security* security = nullptr;  // that answers are protected with
  };
  struct Assembly {
    Request request;
    Security* security = nullptr;
    uint16_t context = 0;
    size_t fragments = 0;
    bool cancelled = false;
  };
  /** An answer to bind or alter_context that waits for its authentication leg. */
  struct PendingAck {
    PduType type = PduType::bind_ack;
    uint8_t flags = pfc_whole;
    uint32_t call_id = 0;
    BindAck ack;
  };
  struct Row;
  static const Row rows[];

  Traffic& traffic() { return options_.traffic ? *options_.traffic : own_traffic_; }
  void parse();
  void end_foreign();
  Result<void> take(const Frame& frame);
  Result<void> on_bind(const Frame& frame);
  Result<void> on_alter(const Frame& frame);
  Result<void> on_auth3(const Frame& frame);
  Result<void> on_request(const Frame& frame);
  Result<void> on_early_request(const Frame& frame);
  Result<void> on_refused_request(const Frame& frame);
  Result<void> on_cancel(const Frame& frame);
  Result<void> on_orphaned(const Frame& frame);

  void agree_on_header_signing(const Frame& frame, PendingAck& pending);
  Result<void> begin_security(const Frame& frame);
  Result<void> add_security(const Frame& frame);
  void go_on(Security& security, const Frame& frame);
  static void complete(Security& security);
  Security* begun_security(const Frame& frame);
  Result<Security*> security_of(const Frame& frame, Unsigned without_trailer);
  void negotiate(const Bind& bind, BindAck& ack);
  ContextResult accept(const ContextElement& element);
  void send_ack(const PendingAck& pending, const auth::SecurityContext::Leg* leg);
  Result<void> nak(uint32_t call_id, NakReason reason, Error why);
  Result<void> begin_call(const Frame& frame, const RequestHead& head, Security& security);
  size_t allowance(const Request& request) const;
  Result<void> add_fragment(const Frame& frame, Assembly& assembly, ByteView stub);
  Result<void> check_verification(const Frame& frame, Assembly& assembly);
  Result<void> refuse_call(const Frame& frame, uint16_t context, uint32_t status);
  void deliver(uint32_t call_id);
  void cancel(uint32_t call_id);
  void write_fault_pdu(uint32_t call_id, const FaultBody& fault, Executed executed);
  void forget_calls();
  void close(Error why);

  std::span<const SyntaxId> interfaces_;
  AssociationGroups& groups_;
  ServerOptions options_;
  Traffic own_traffic_;
  State state_ = State::fresh;
  bool is_plain_ = false;  // the fragment at hand is of a call that has no secret
  FrameBuffer input_;
  OutputBuffer output_;
  std::deque<ServerEvent> events_;
  AssociationGroups::Lease group_;
  std::map<uint32_t, Security> securities_;  // by auth_context_id; one that is there stays where it is
  Security no_security_{.protection = {}, .stage = Security::Stage::complete};
  Security* negotiated_ = nullptr;  // whose handshake the last leg belongs to
  Security* first_ = nullptr;       // the bind's
  auth::HeaderSigning header_signing_ = auth::HeaderSigning::off;
  bool header_signing_offered_ = false;  // by the bind
  bool may_multiplex_ = false;
  std::optional<PendingAck> pending_ack_;  // none while authenticating: the leg came in an auth3
  size_t max_transmit_ = least_fragment;
  std::map<uint16_t, size_t> contexts_;  // presentation context id to interface index
  std::map<uint32_t, Call> calls_;
  uint64_t last_call_ = 0;
  std::map<uint32_t, Assembly> assemblies_;
  std::set<uint32_t> refused_calls_;  // their further fragments are dropped
};

}  // namespace nta::rpc
