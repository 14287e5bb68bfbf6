// The states of server_association.h: dispatch, handshake. Calls are in server_calls.cc.
#include "rpc/server_association.h"

#include <algorithm>

namespace nta::rpc {

namespace {

constexpr uint16_t known_features = feature_security_multiplexing | feature_keep_connection_on_orphan;
constexpr size_t smallest_agreed_fragment = 2048;  // what Samba clamps to, above C706's 1432

/** Levels a peer may ask for. */
std::optional<auth::Level> usable_level(uint8_t level) {
  if (level < static_cast<uint8_t>(auth::Level::connect) || level > static_cast<uint8_t>(auth::Level::privacy))
    return std::nullopt;
  return static_cast<auth::Level>(level);
}

uint16_t agreed_fragment(uint16_t theirs, uint16_t ours) {
  size_t agreed = std::max<size_t>(std::min(theirs, ours), smallest_agreed_fragment);
  return static_cast<uint16_t>(agreed / 8 * 8);
}

}  // namespace

struct ServerAssociation::Row {
  State state;
  PduType type;
  Result<void> (ServerAssociation::*handler)(const Frame&);
};

constexpr ServerAssociation::Row ServerAssociation::rows[] = {
    {State::fresh, PduType::bind, &ServerAssociation::on_bind},
    {State::proving, PduType::alter_context, &ServerAssociation::on_alter},
    {State::proving, PduType::auth3, &ServerAssociation::on_auth3},
    {State::proving, PduType::request, &ServerAssociation::on_early_request},
    {State::bound, PduType::request, &ServerAssociation::on_request},
    {State::bound, PduType::alter_context, &ServerAssociation::on_alter},
    {State::bound, PduType::auth3, &ServerAssociation::on_auth3},
    {State::bound, PduType::co_cancel, &ServerAssociation::on_cancel},
    {State::bound, PduType::orphaned, &ServerAssociation::on_orphaned},
    {State::refused, PduType::request, &ServerAssociation::on_refused_request},
};

ServerAssociation::ServerAssociation(std::span<const SyntaxId> interfaces, AssociationGroups& groups,
                                     ServerOptions options)
    : interfaces_(interfaces), groups_(groups), options_(std::move(options)) {}

void ServerAssociation::feed(std::span<std::byte> bytes) {
  if (state_ == State::closed) return;
  input_.lend(bytes);
  parse();
  input_.keep();
  if (state_ == State::authenticating && input_.size() > options_.limits.paused_bytes)
    close(fail(Win32::rpc_protocol_error, "{} bytes sent before the handshake was answered", input_.size()));
}

void ServerAssociation::parse() {
  while (wants_input()) {
    if (is_foreign_version(input_.peek())) return end_foreign();
    auto frame = input_.next();
    if (!frame) return close(std::move(frame).error());
    if (!*frame) return;
    is_plain_ = false;
    auto taken = take(**frame);
    if (!is_plain_) wipe((*frame)->bytes);
    if (!taken) return close(std::move(taken).error());
  }
}

/** [C706] 12.6.3.1: a bind of another version is told which ones there are; anything else is no RPC. */
void ServerAssociation::end_foreign() {
  auto why = fail(Win32::rpc_protocol_error, "a PDU of another version than 5");
  bool is_bind = input_.peek()[2] == std::byte{static_cast<uint8_t>(PduType::bind)};
  if (state_ == State::fresh && is_bind)
    (void)nak(0, NakReason::protocol_version, std::move(why));
  else
    close(std::move(why));
}

Result<void> ServerAssociation::take(const Frame& frame) {
  ++traffic().packets_in;
  for (const Row& row : rows)
    if (row.state == state_ && row.type == frame.header.type) return (this->*row.handler)(frame);
  return fail(Win32::rpc_protocol_error, "PDU type {} in state {}", static_cast<int>(frame.header.type),
              static_cast<int>(state_));
}

std::optional<ServerEvent> ServerAssociation::next_event() {
  if (events_.empty()) return std::nullopt;
  ServerEvent event = std::move(events_.front());
  events_.pop_front();
  return event;
}

std::shared_ptr<const auth::AccessToken> ServerAssociation::identity() const {
  bool is_known = first_ && first_->stage == Security::Stage::complete;
  return is_known ? first_->protection.context->identity() : nullptr;
}

Result<void> ServerAssociation::on_bind(const Frame& frame) {
  auto bind = read_bind(frame);
  if (!bind) return nak(frame.header.call_id, NakReason::not_specified, std::move(bind).error());
  if (bind->elements.empty())
    return nak(frame.header.call_id, NakReason::not_specified, fail(Win32::rpc_protocol_error, "a bind to nothing"));
  if (bind->elements.size() > options_.limits.contexts)
    return nak(frame.header.call_id, NakReason::local_limit,
               fail(Win32::rpc_protocol_error, "{} contexts in a bind", bind->elements.size()));
  if (bind->group == 0) {
    group_ = groups_.open(options_.owner);
  } else {
    auto joined = groups_.join(bind->group, options_.owner);
    if (!joined) return nak(frame.header.call_id, NakReason::not_specified, std::move(joined).error());
    group_ = *std::move(joined);
  }

  PendingAck pending{.call_id = frame.header.call_id};
  pending.flags |= frame.header.flags & pfc_concurrent_multiplex;
  pending.ack.secondary_address = options_.secondary_address;
  // Their receive size bounds what is sent here, their transmit size what is received.
  pending.ack.max_transmit = agreed_fragment(bind->max_receive, options_.max_fragment);
  pending.ack.max_receive = agreed_fragment(bind->max_transmit, options_.max_fragment);
  max_transmit_ = pending.ack.max_transmit;
  negotiate(*bind, pending.ack);
  agree_on_header_signing(frame, pending);
  if (!frame.trailer) {
    send_ack(pending, nullptr);
    state_ = State::bound;
    return {};
  }
  pending_ack_ = std::move(pending);
  if (auto begun = begin_security(frame); !begun)
    return nak(frame.header.call_id, NakReason::authentication_type, std::move(begun).error());
  return {};
}

/** Settled before the first security context is made: by a bind without a token too, or by the alter_context that
 *  brings the first token. */
void ServerAssociation::agree_on_header_signing(const Frame& frame, PendingAck& pending) {
  if (!securities_.empty() || !(frame.header.flags & pfc_support_header_sign)) return;
  header_signing_ = auth::HeaderSigning::on;
  header_signing_offered_ = true;
  pending.flags |= pfc_support_header_sign;
}

/** The first token under an auth_context_id: makes its security context. */
Result<void> ServerAssociation::begin_security(const Frame& frame) {
  auto level = usable_level(frame.trailer->level);
  if (!level) return fail(Win32::rpc_protocol_error, "authentication level {} is unknown", frame.trailer->level);
  std::shared_ptr<auth::SecurityContext> context;
  if (options_.make_security) context = options_.make_security(frame.trailer->type, *level);
  if (!context) return fail(Win32::not_supported, "authentication type {}", frame.trailer->type);
  Security& made = securities_[frame.trailer->context_id];
  made.protection = {.context = std::move(context),
                     .type = frame.trailer->type,
                     .level = *level,
                     .context_id = frame.trailer->context_id,
                     .header_signing = header_signing_};
  if (!first_) first_ = &made;
  go_on(made, frame);
  return {};
}

/** One more token of a handshake. */
void ServerAssociation::go_on(Security& security, const Frame& frame) {
  negotiated_ = &security;
  events_.push_back(
      Authenticate{security.protection.context, Bytes(frame.credentials.begin(), frame.credentials.end())});
  state_ = State::authenticating;
}

/** The security context that the trailer names; null for one that has not begun. */
ServerAssociation::Security* ServerAssociation::begun_security(const Frame& frame) {
  auto found = securities_.find(frame.trailer->context_id);
  return found == securities_.end() ? nullptr : &found->second;
}

/** What protects the frame. Without a trailer it is the only context there is, which may protect nothing (level
 *  connect); where there are several, each request has to say which ([MS-RPCE] 3.3.1.5.4). */
Result<ServerAssociation::Security*> ServerAssociation::security_of(const Frame& frame, Unsigned without_trailer) {
  if (securities_.empty()) return &no_security_;
  if (!frame.trailer && without_trailer == Unsigned::allowed) return &no_security_;
  if (!frame.trailer && securities_.size() > 1)
    return fail(Win32::access_denied, "a request that names none of {} security contexts", securities_.size());
  Security* named = frame.trailer ? begun_security(frame) : first_;
  if (!named) return fail(Win32::access_denied, "an unknown security context, {}", frame.trailer->context_id);
  if (named->stage == Security::Stage::proving)
    return fail(Win32::access_denied, "a request before the handshake was complete");
  return named;
}

Result<void> ServerAssociation::on_alter(const Frame& frame) {
  NTA_TRY(Bind alter, read_bind(frame));
  PendingAck pending{.type = PduType::alter_context_resp, .call_id = frame.header.call_id};
  pending.flags |= frame.header.flags & pfc_concurrent_multiplex;
  // The sizes and the group were settled by the bind; an alter_context repeats them ([C706] 12.6.4.1).
  pending.ack.max_transmit = static_cast<uint16_t>(max_transmit_);
  pending.ack.max_receive = agreed_fragment(alter.max_transmit, options_.max_fragment);
  negotiate(alter, pending.ack);
  agree_on_header_signing(frame, pending);
  if (!frame.trailer) {
    if (state_ == State::proving)
      return fail(Win32::access_denied, "an alter_context without a token before the handshake was complete");
    send_ack(pending, nullptr);
    return {};
  }
  pending_ack_ = std::move(pending);
  if (Security* begun = begun_security(frame); begun && begun->stage == Security::Stage::proving) {
    go_on(*begun, frame);
    return {};
  }
  auto added = add_security(frame);
  if (added) return {};
  bool too_many = added.error().code == Win32::rpc_protocol_error;
  write_fault_pdu(frame.header.call_id, {.status = too_many ? fault_protocol_error : fault_access_denied},
                  Executed::no);
  return added;
}

/** The first security context, where the bind had none; or a further one, beside a complete one. */
Result<void> ServerAssociation::add_security(const Frame& frame) {
  bool is_allowed = securities_.empty() || may_multiplex_;
  if (state_ != State::bound || !is_allowed || begun_security(frame))
    return fail(Win32::access_denied, "a second security context, {}", frame.trailer->context_id);
  if (securities_.size() >= options_.limits.security_contexts)
    return fail(Win32::rpc_protocol_error, "{} security contexts", securities_.size());
  return begin_security(frame);
}

Result<void> ServerAssociation::on_auth3(const Frame& frame) {
  Security* begun = frame.trailer ? begun_security(frame) : nullptr;
  if (!begun || begun->stage != Security::Stage::proving)
    return fail(Win32::access_denied, "an auth3 without the token of a handshake");
  pending_ack_.reset();
  go_on(*begun, frame);
  return {};
}

void ServerAssociation::complete(Security& security) {
  security.stage = Security::Stage::complete;
  Bytes key = security.protection.context->session_key();
  if (!key.empty()) security.session_key = std::make_shared<const Bytes>(std::move(key));
}

void ServerAssociation::authenticated(Result<auth::SecurityContext::Leg> leg) {
  if (state_ != State::authenticating) return;
  auto pending = std::exchange(pending_ack_, std::nullopt);
  if (!leg) {
    if (!pending) {  // an auth3 has no answer: the calls that follow it are refused
      negotiated_->stage = Security::Stage::refused;
      state_ = negotiated_ == first_ ? State::refused : State::bound;
    } else if (pending->type == PduType::bind_ack) {
      (void)nak(pending->call_id, NakReason::not_specified, std::move(leg).error());
    } else {
      write_fault_pdu(pending->call_id, {.status = fault_access_denied}, Executed::no);
      close(std::move(leg).error());
    }
  } else if (!pending && !leg->complete) {
    close(fail(Win32::access_denied, "the handshake goes on after an auth3"));
  } else {
    if (pending) send_ack(*pending, &*leg);
    if (leg->complete) complete(*negotiated_);
    state_ = first_->stage == Security::Stage::proving ? State::proving : State::bound;
  }
  parse();
}

/** Decides on each offered context and remembers the accepted ones. */
void ServerAssociation::negotiate(const Bind& bind, BindAck& ack) {
  ack.group = group_.id();
  for (const ContextElement& element : bind.elements) ack.results.push_back(accept(element));
}

ContextResult ServerAssociation::accept(const ContextElement& element) {
  auto rejected = [](ContextReason reason) {
    return ContextResult{ContextOutcome::provider_rejection, static_cast<uint16_t>(reason), {}};
  };
  for (const SyntaxId& transfer : element.transfer_syntaxes)
    if (auto features = features_of(transfer)) {
      auto agreed = static_cast<uint16_t>(*features & known_features);
      if (state_ == State::fresh) may_multiplex_ = agreed & feature_security_multiplexing;
      return {ContextOutcome::negotiate_ack, agreed, {}};
    }

  // An interface serves clients of its own major version and of no newer minor one ([C706] 6.1.1).
  auto offered = std::find_if(interfaces_.begin(), interfaces_.end(), [&](const SyntaxId& ours) {
    if (options_.offers && !options_.offers(ours)) return false;
    return ours.uuid == element.abstract_syntax.uuid && ours.major == element.abstract_syntax.major &&
           ours.minor >= element.abstract_syntax.minor;
  });
  if (offered == interfaces_.end()) return rejected(ContextReason::abstract_syntax);
  if (std::find(element.transfer_syntaxes.begin(), element.transfer_syntaxes.end(), ndr_syntax) ==
      element.transfer_syntaxes.end())
    return rejected(ContextReason::transfer_syntaxes);
  auto index = static_cast<size_t>(offered - interfaces_.begin());
  if (!contexts_.contains(element.id) && contexts_.size() >= options_.limits.contexts)
    return rejected(ContextReason::local_limit);
  auto [known, added] = contexts_.try_emplace(element.id, index);
  if (!added && known->second != index) return rejected(ContextReason::none);
  return {ContextOutcome::acceptance, 0, ndr_syntax};
}

void ServerAssociation::send_ack(const PendingAck& pending, const auth::SecurityContext::Leg* leg) {
  ++traffic().packets_out;
  PduWriter pdu(output_.bytes(), pending.type, pending.flags, pending.call_id);
  write_bind_ack(pdu.body(), pending.ack);
  // A token-less last answer still carries the trailer when there is something to say in it.
  if (leg && !leg->token.empty())
    pdu.finish(negotiated_->protection.trailer(), leg->token);
  else
    pdu.finish();
}

Result<void> ServerAssociation::nak(uint32_t call_id, NakReason reason, Error why) {
  BindNak body{.reason = reason};
  if (reason == NakReason::protocol_version) body.versions = {{5, 0}, {5, 1}};
  ++traffic().packets_out;
  PduWriter pdu(output_.bytes(), PduType::bind_nak, pfc_whole, call_id);
  write_bind_nak(pdu.body(), body);
  pdu.finish();
  close(std::move(why));
  return {};
}

void ServerAssociation::forget_calls() {
  state_ = State::closed;
  calls_.clear();
  assemblies_.clear();
  refused_calls_.clear();
  pending_ack_.reset();
}

void ServerAssociation::close(Error why) {
  if (state_ == State::closed) return;
  forget_calls();
  events_.push_back(Closed{std::move(why)});
}

void ServerAssociation::end() {
  forget_calls();
  events_.clear();
  group_.end();
}

}  // namespace nta::rpc
