// The calls of a ClientAssociation: sending, waiting for their turn, collecting answers.
#include <algorithm>

#include "rpc/client_association.h"
#include "rpc/verification.h"

namespace nta::rpc {

namespace {

constexpr size_t most_reserved = 1u << 20;  // of an allocation hint: a stranger's number

Error refused(const ContextResult& result, const SyntaxId& interface) {
  auto reason = static_cast<ContextReason>(result.reason);
  Win32 code = reason == ContextReason::transfer_syntaxes ? Win32::rpc_unsupported_trans_syn : Win32::rpc_unknown_if;
  return fail(code, "the server refused interface {} {}.{}, reason {}", interface.uuid.text(), interface.major,
              interface.minor, result.reason);
}

}  // namespace

/** The context id of an interface: the feature negotiation has taken one behind those of the bind. */
size_t ClientAssociation::context_of(size_t interface) const {
  return interface < bind_interfaces_ ? interface : interface + 1;
}

Result<uint32_t> ClientAssociation::start_call(size_t interface, uint16_t opnum, ByteView stub, const Guid* object) {
  if (state_ == State::closed || state_ == State::draining || state_ == State::fresh)
    return fail(Win32::rpc_server_unavailable, "the association takes no calls");
  size_t context = context_of(interface);
  if (context >= interfaces_.size()) return fail(Win32::rpc_unknown_if, "no interface {} was bound", interface);
  if (const auto& result = results_[context]; result && result->outcome != ContextOutcome::acceptance)
    return refused(*result, interfaces_[context]);
  if (calls_.size() >= options_.calls)
    return fail(Win32::no_system_resources, "{} calls are outstanding", calls_.size());
  uint32_t id = ++last_call_id_;
  Call& call = calls_[id];
  call.carries_secret = !options_.carries_secret || options_.carries_secret(interface, opnum);
  call.parts = {id, static_cast<uint16_t>(context), opnum, object ? std::optional(*object) : std::nullopt};
  if (waiting_.empty() && may_send()) {
    NTA_CHECK(send(call, stub));
  } else {
    call.request.assign(stub.begin(), stub.end());
    waiting_.push_back(id);
  }
  return id;
}

Result<void> ClientAssociation::send(Call& call, ByteView stub) {
  call.is_sent = true;
  ++in_flight_;
  Bytes& out = call.carries_secret ? output_.bytes() : output_.plain_bytes();
  NTA_TRY(bool verifies, should_verify(call, stub));
  if (!verifies) {
    NTA_CHECK(write_request(out, call.parts, stub, max_transmit_, protection_));
    return {};
  }
  Bytes verified;
  verified.reserve(stub.size() + verification_size);
  verified.assign(stub.begin(), stub.end());
  write_verification(verified, interfaces_[call.parts.context]);
  auto written = write_request(out, call.parts, verified, max_transmit_, protection_);
  if (call.carries_secret) wipe(verified);
  NTA_CHECK(written);
  verified_.insert(call.parts.context);
  return {};
}

/** Whether the request tells the server what the bind was: the first of each interface does that has room for it, as
 *  it has to stand in one fragment. */
Result<bool> ClientAssociation::should_verify(const Call& call, ByteView stub) const {
  if (!protection_.signs() || verified_.contains(call.parts.context)) return false;
  NTA_TRY(size_t room, room_of_one(call.parts, max_transmit_, protection_));
  return stub.size() + verification_size <= room;
}

Result<void> ClientAssociation::send_waiting() {
  while (!waiting_.empty()) {
    auto call = calls_.find(waiting_.front());
    if (call == calls_.end()) {  // orphaned while it waited
      waiting_.pop_front();
      continue;
    }
    const auto& result = results_[call->second.parts.context];
    if (result && result->outcome != ContextOutcome::acceptance) {
      // It was started before the answer: what the server would say to it.
      events_.push_back(Faulted{call->first, fault_from(Win32::rpc_unknown_if), true});
      calls_.erase(call);
      waiting_.pop_front();
      continue;
    }
    if (!may_send()) return {};
    waiting_.pop_front();
    Bytes stub = std::move(call->second.request);
    auto sent = send(call->second, stub);
    if (call->second.carries_secret) wipe(stub);
    if (!sent) return sent;
  }
  return {};
}

void ClientAssociation::cancel(uint32_t call_id) {
  auto call = calls_.find(call_id);
  if (call == calls_.end() || !call->second.is_sent) return;
  if (auto written = write_bare(output_.bytes(), PduType::co_cancel, call_id, protection_); !written)
    close(std::move(written).error());
}

void ClientAssociation::orphan(uint32_t call_id) {
  auto call = calls_.find(call_id);
  if (call == calls_.end()) return;
  bool is_sent = call->second.is_sent;
  calls_.erase(call);
  if (!is_sent) return;
  --in_flight_;
  auto written = write_bare(output_.bytes(), PduType::orphaned, call_id, protection_);
  if (written) written = send_waiting();
  if (!written) close(std::move(written).error());
}

void ClientAssociation::forget(uint32_t call_id) {
  if (auto call = calls_.find(call_id); call != calls_.end()) call->second.is_wanted = false;
}

Result<void> ClientAssociation::on_response(const Frame& frame) {
  const Header& header = frame.header;
  ByteReader in = frame.body();
  NTA_TRY(ResponseHead head, read_response_head(in));
  NTA_TRY(ByteView stub, open_body(frame, in.offset(), protection_, Unsigned::refused));
  auto found = calls_.find(header.call_id);
  if (found == calls_.end() || !found->second.is_sent) {
    if (header.call_id != 0 && header.call_id <= last_call_id_) return {};  // the late answer of an orphaned call
    return fail(Win32::rpc_protocol_error, "an answer to call {}, which was not made", header.call_id);
  }
  Call& call = found->second;
  bool is_first = header.flags & pfc_first;
  if (is_first == call.has_reply_begun)
    return fail(Win32::rpc_protocol_error, "the fragments of answer {} are out of order", header.call_id);
  if (!is_first && call.order != header.order)
    return fail(Win32::rpc_protocol_error, "answer {} changes its byte order", header.call_id);
  is_plain_ = !call.carries_secret;
  call.has_reply_begun = true;
  call.order = header.order;
  if (stub.size() > options_.reply_bytes - call.reply.size())
    return fail(Win32::not_enough_memory, "the answer of call {} is larger than {} bytes", header.call_id,
                options_.reply_bytes);
  if (call.is_wanted) {
    if (is_first)
      call.reply.reserve(std::max<size_t>(stub.size(), std::min<size_t>(head.allocation_hint, most_reserved)));
    call.reply.insert(call.reply.end(), stub.begin(), stub.end());
  }
  if (!(header.flags & pfc_last)) return {};
  if (call.is_wanted) events_.push_back(Reply{header.call_id, call.order, std::move(call.reply)});
  return finish_call(header.call_id);
}

Result<void> ClientAssociation::on_fault(const Frame& frame) {
  const Header& header = frame.header;
  ByteReader in = frame.body();
  NTA_TRY(FaultBody fault, read_fault(in));
  // The four reserved bytes behind the status are read as body, so that a signed fault is checked as it was made.
  NTA_CHECK(open_body(frame, std::min(fault_size, frame.body_end), protection_, Unsigned::allowed));
  if (state_ == State::altering && header.call_id == negotiation_id_)
    return fail(win32_from_fault(fault.status), "the server refused the alter_context, status {:#x}", fault.status);
  auto call = calls_.find(header.call_id);
  if (call == calls_.end() || !call->second.is_sent) {
    if (header.call_id != 0 && header.call_id <= last_call_id_) return {};
    return fail(Win32::rpc_protocol_error, "a fault of call {}, which was not made", header.call_id);
  }
  if (call->second.is_wanted)
    events_.push_back(Faulted{header.call_id, fault.status, (header.flags & pfc_did_not_execute) != 0});
  return finish_call(header.call_id);
}

Result<void> ClientAssociation::finish_call(uint32_t call_id) {
  calls_.erase(call_id);
  --in_flight_;
  if (state_ == State::draining && calls_.empty())
    return fail(Win32::rpc_server_unavailable, "the server ended the association");
  return send_waiting();
}

}  // namespace nta::rpc
