// The states of client_association.h: dispatch, handshake. Calls are in client_calls.cc.
#include "rpc/client_association.h"

#include <algorithm>

namespace nta::rpc {

namespace {

constexpr size_t most_interfaces = 250;  // a list's count is one byte, and one element is the feature negotiation

Win32 win32_from_nak(NakReason reason) {
  switch (reason) {
    case NakReason::temporary_congestion:
    case NakReason::local_limit:
      return Win32::rpc_server_too_busy;
    case NakReason::protocol_version:
      return Win32::rpc_protocol_error;
    case NakReason::authentication_type:
      return Win32::rpc_sec_pkg_error;
    case NakReason::invalid_checksum:
      return Win32::access_denied;
    default:
      return Win32::rpc_call_failed_dne;
  }
}

}  // namespace

struct ClientAssociation::Row {
  State state;
  PduType type;
  Result<void> (ClientAssociation::*handler)(const Frame&);
};

constexpr ClientAssociation::Row ClientAssociation::rows[] = {
    {State::binding, PduType::bind_ack, &ClientAssociation::on_bind_ack},
    {State::binding, PduType::bind_nak, &ClientAssociation::on_bind_nak},
    {State::altering, PduType::alter_context_resp, &ClientAssociation::on_alter_response},
    {State::altering, PduType::response, &ClientAssociation::on_response},
    {State::altering, PduType::fault, &ClientAssociation::on_fault},
    {State::bound, PduType::response, &ClientAssociation::on_response},
    {State::bound, PduType::fault, &ClientAssociation::on_fault},
    {State::bound, PduType::shutdown, &ClientAssociation::on_shutdown},
    {State::draining, PduType::response, &ClientAssociation::on_response},
    {State::draining, PduType::fault, &ClientAssociation::on_fault},
};

void ClientAssociation::feed(std::span<std::byte> bytes) {
  if (state_ == State::closed) return;
  input_.lend(bytes);
  parse();
  input_.keep();
}

void ClientAssociation::parse() {
  while (state_ != State::closed) {
    auto frame = input_.next();
    if (!frame) return close(std::move(frame).error());
    if (!*frame) return;
    is_plain_ = false;
    auto taken = take(**frame);
    if (!is_plain_) wipe((*frame)->bytes);
    if (!taken) return close(std::move(taken).error());
  }
}

Result<void> ClientAssociation::take(const Frame& frame) {
  for (const Row& row : rows)
    if (row.state == state_ && row.type == frame.header.type) return (this->*row.handler)(frame);
  return fail(Win32::rpc_protocol_error, "PDU type {} in state {}", static_cast<int>(frame.header.type),
              static_cast<int>(state_));
}

std::optional<ClientEvent> ClientAssociation::next_event() {
  if (events_.empty()) return std::nullopt;
  ClientEvent event = std::move(events_.front());
  events_.pop_front();
  return event;
}

Result<void> ClientAssociation::bind(std::span<const SyntaxId> interfaces) {
  if (state_ != State::fresh) return fail(Win32::invalid_parameter, "an association binds once");
  if (interfaces.empty() || interfaces.size() > most_interfaces)
    return fail(Win32::invalid_parameter, "a bind to {} interfaces", interfaces.size());
  Bytes token;
  if (options_.security) {
    protection_ = {.context = options_.security,
                   .type = static_cast<uint8_t>(options_.package),
                   .level = options_.level,
                   .context_id = 1,
                   .header_signing = auth::HeaderSigning::off};
    NTA_TRY(auto leg, options_.security->step({}));
    token = std::move(leg.token);
    is_authenticated_ = leg.complete;
  }
  bind_interfaces_ = interfaces.size();
  write_bind_pdu(PduType::bind, interfaces, token);
  state_ = State::binding;
  return {};
}

Result<void> ClientAssociation::alter(std::span<const SyntaxId> interfaces) {
  if (state_ != State::bound) return fail(Win32::invalid_parameter, "no bound association to alter");
  if (interfaces.empty() || interfaces.size() + interfaces_.size() > most_interfaces)
    return fail(Win32::invalid_parameter, "an alter_context with {} interfaces", interfaces.size());
  write_bind_pdu(PduType::alter_context, interfaces, {});
  state_ = State::altering;
  return {};
}

/** A bind, or an alter_context with more interfaces or, with none, with the next token of the handshake. */
void ClientAssociation::write_bind_pdu(PduType type, std::span<const SyntaxId> interfaces, ByteView token) {
  Bind bind{.max_transmit = options_.max_fragment, .max_receive = options_.max_fragment, .group = options_.group};
  if (type == PduType::alter_context) bind.group = group_;
  for (const SyntaxId& interface : interfaces) {
    bind.elements.push_back({static_cast<uint16_t>(interfaces_.size()), interface, {ndr_syntax}});
    interfaces_.push_back(interface);
    results_.emplace_back();
  }
  asked_ = interfaces.size();
  features_asked_ = type == PduType::bind;
  if (features_asked_)
    bind.elements.push_back(
        {static_cast<uint16_t>(asked_), interfaces.front(), {feature_syntax(feature_keep_connection_on_orphan)}});
  // A leg of the handshake repeats a context already agreed: servers differ on an empty list ([MS-RPCE] 3.3.1.5.2).
  if (interfaces.empty()) bind.elements.push_back({0, interfaces_.front(), {ndr_syntax}});

  uint8_t flags = pfc_whole | (type == PduType::bind ? pfc_concurrent_multiplex : 0);
  if (options_.security) flags |= pfc_support_header_sign;
  negotiation_id_ = ++last_call_id_;
  PduWriter pdu(output_.bytes(), type, flags, negotiation_id_);
  write_bind(pdu.body(), bind);
  if (token.empty())
    pdu.finish();
  else
    pdu.finish(protection_.trailer(), token);
  // The next interface must not take the feature negotiation's context id.
  if (features_asked_) {
    interfaces_.emplace_back();
    results_.emplace_back(ContextResult{ContextOutcome::negotiate_ack, 0, {}});
  }
}

Result<void> ClientAssociation::on_bind_ack(const Frame& frame) {
  NTA_TRY(BindAck ack, read_bind_ack(frame));
  // What the server receives bounds what is sent here; a server below the least that must be taken is broken.
  if (ack.max_receive < least_fragment)
    return fail(Win32::rpc_protocol_error, "the server takes fragments of {} bytes only", ack.max_receive);
  max_transmit_ = std::min(ack.max_receive, options_.max_fragment);
  group_ = ack.group;
  multiplexes_ = frame.header.flags & pfc_concurrent_multiplex;
  if (options_.security && frame.header.flags & pfc_support_header_sign)
    protection_.header_signing = auth::HeaderSigning::on;
  return on_negotiated(frame, ack);
}

Result<void> ClientAssociation::on_alter_response(const Frame& frame) {
  NTA_TRY(BindAck ack, read_bind_ack(frame));
  return on_negotiated(frame, ack);
}

Result<void> ClientAssociation::on_negotiated(const Frame& frame, const BindAck& ack) {
  if (frame.header.call_id != negotiation_id_)
    return fail(Win32::rpc_protocol_error, "a bind_ack for call {}, not {}", frame.header.call_id, negotiation_id_);
  if (asked_ > 0) {
    if (ack.results.size() != asked_ + (features_asked_ ? 1 : 0))
      return fail(Win32::rpc_protocol_error, "{} results for {} contexts", ack.results.size(), asked_);
    size_t first = results_.size() - ack.results.size();
    for (size_t i = 0; i < asked_; ++i) {
      ContextResult result = ack.results[i];
      if (result.outcome == ContextOutcome::acceptance && result.transfer_syntax != ndr_syntax)
        return fail(Win32::rpc_protocol_error, "transfer syntax {} was not offered",
                    result.transfer_syntax.uuid.text());
      results_[first + i] = result;
    }
    if (features_asked_ && ack.results.back().outcome == ContextOutcome::negotiate_ack)
      features_ = ack.results.back().reason;
    answered_.assign(ack.results.begin(), ack.results.begin() + static_cast<ptrdiff_t>(asked_));
    asked_ = 0;
  }
  return next_leg(frame);
}

/** Gives the server's token to the security context, and sends what that answers. */
Result<void> ClientAssociation::next_leg(const Frame& frame) {
  bool under_way = options_.security && !is_authenticated_;
  if (!under_way) return become_bound();
  NTA_TRY(auto leg, options_.security->step(frame.credentials));
  if (!leg.complete) {
    write_bind_pdu(PduType::alter_context, {}, leg.token);
    state_ = State::altering;
    return {};
  }
  is_authenticated_ = true;
  if (!leg.token.empty()) {
    PduWriter pdu(output_.bytes(), PduType::auth3, pfc_whole, negotiation_id_);
    pdu.body().u32(0);
    pdu.finish(protection_.trailer(), leg.token);
  }
  return become_bound();
}

Result<void> ClientAssociation::become_bound() {
  state_ = State::bound;
  events_.push_back(Bound{std::move(answered_)});
  answered_.clear();
  return send_waiting();
}

Result<void> ClientAssociation::on_bind_nak(const Frame& frame) {
  NTA_TRY(BindNak nak, read_bind_nak(frame));
  return fail(win32_from_nak(nak.reason), "the server refused the bind, reason {}", static_cast<int>(nak.reason));
}

Result<void> ClientAssociation::on_shutdown(const Frame&) {
  if (calls_.empty()) return fail(Win32::rpc_server_unavailable, "the server ends the association");
  state_ = State::draining;
  return {};
}

void ClientAssociation::close(Error why) {
  state_ = State::closed;
  calls_.clear();
  waiting_.clear();
  in_flight_ = 0;
  events_.push_back(Disconnected{std::move(why)});
}

}  // namespace nta::rpc
