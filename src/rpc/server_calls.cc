// The calls of a ServerAssociation: assembling requests, cancelling, answering.
#include <algorithm>

#include "rpc/server_association.h"
#include "rpc/verification.h"

namespace nta::rpc {

Result<void> ServerAssociation::on_early_request(const Frame& frame) {
  write_fault_pdu(frame.header.call_id, {.status = fault_access_denied}, Executed::no);
  return fail(Win32::access_denied, "a request before the handshake was complete");
}

Result<void> ServerAssociation::on_refused_request(const Frame& frame) {
  if (frame.header.flags & pfc_first)
    write_fault_pdu(frame.header.call_id, {.status = fault_access_denied}, Executed::no);
  return {};
}

Result<void> ServerAssociation::on_request(const Frame& frame) {
  const Header& header = frame.header;
  ByteReader in = frame.body();
  NTA_TRY(RequestHead head, read_request_head(header, in));
  auto security = security_of(frame, Unsigned::refused);
  if (security && (*security)->stage == Security::Stage::refused) return on_refused_request(frame);
  Result<ByteView> stub = ByteView();
  if (security)
    stub = open_body(frame, in.offset(), (*security)->protection, Unsigned::refused);
  else
    stub = security.error();
  if (!stub) {  // a forged or reordered PDU: nothing after it can be trusted either
    write_fault_pdu(header.call_id, {.context = head.context, .status = fault_access_denied}, Executed::no);
    return std::move(stub).error();
  }
  if (refused_calls_.contains(header.call_id)) {
    if (header.flags & pfc_last) refused_calls_.erase(header.call_id);
    return {};
  }
  if (header.flags & pfc_first) {
    if (calls_.contains(header.call_id) || assemblies_.contains(header.call_id))
      return fail(Win32::rpc_protocol_error, "call id {} is in use", header.call_id);
    NTA_CHECK(begin_call(frame, head, **security));
  }
  auto assembly = assemblies_.find(header.call_id);
  if (assembly == assemblies_.end()) {
    if (header.flags & pfc_first) return {};  // refused just now
    write_fault_pdu(header.call_id, {.context = head.context, .status = fault_protocol_error}, Executed::no);
    return fail(Win32::rpc_protocol_error, "a fragment of call {}, which has no first one", header.call_id);
  }
  if (assembly->second.security != *security)
    return fail(Win32::access_denied, "call {} changes its security context", header.call_id);
  return add_fragment(frame, assembly->second, *stub);
}

Result<void> ServerAssociation::begin_call(const Frame& frame, const RequestHead& head, Security& security) {
  auto context = contexts_.find(head.context);
  if (context == contexts_.end()) return refuse_call(frame, head.context, fault_unknown_interface);
  if (calls() >= options_.limits.calls) return refuse_call(frame, head.context, fault_too_busy);
  Assembly& assembly = assemblies_[frame.header.call_id];
  assembly.context = head.context;
  assembly.security = &security;
  assembly.cancelled = frame.header.flags & pfc_pending_cancel;
  assembly.request = {
      .call_id = frame.header.call_id,
      .interface = context->second,
      .opnum = head.opnum,
      .order = frame.header.order,
      .object = head.object,
      .identity = security.protection.context ? security.protection.context->identity() : nullptr,
      .level = security.protection.meant(),
      .carries_secret = !options_.carries_secret || options_.carries_secret(context->second, head.opnum),
      .session_key = security.session_key};
  return {};
}

/** How much of it may come, with what else is unfinished: of strangers, of whom there may be many, little. */
size_t ServerAssociation::allowance(const Request& request) const {
  bool is_proved = request.identity && !request.identity->is_anonymous() && request.level >= options_.somebody_from;
  return options_.somebody_from && !is_proved ? options_.limits.stranger_bytes : options_.limits.request_bytes;
}

Result<void> ServerAssociation::add_fragment(const Frame& frame, Assembly& assembly, ByteView stub) {
  Request& request = assembly.request;
  if (frame.header.order != request.order)
    return fail(Win32::rpc_protocol_error, "call {} changes its byte order", request.call_id);
  // All calls being assembled share one allowance, so that many unfinished ones hold no more than a large one.
  size_t held = stub.size();
  for (const auto& [id, other] : assemblies_) held += other.request.stub.size();
  if (held > allowance(request) || ++assembly.fragments > options_.limits.request_fragments) {
    uint16_t context = assembly.context;
    assemblies_.erase(frame.header.call_id);
    return refuse_call(frame, context, fault_access_denied);  // what smbd answers to a request above its limit
  }
  request.stub.insert(request.stub.end(), stub.begin(), stub.end());
  is_plain_ = !request.carries_secret;
  if (!(frame.header.flags & pfc_last)) return {};
  NTA_CHECK(check_verification(frame, assembly));
  deliver(frame.header.call_id);
  return {};
}

/** Holds what came unsigned against what the client says of it under its signature, and takes that off the stub. */
Result<void> ServerAssociation::check_verification(const Frame& frame, Assembly& assembly) {
  if (!assembly.security->protection.signs()) return {};
  Request& request = assembly.request;
  Verifiable came{.interface = interfaces_[request.interface],
                  .header_signing_offered = header_signing_offered_,
                  .frame = frame,
                  .context = assembly.context,
                  .opnum = request.opnum};
  auto size = verified_size(request.stub, came);
  if (!size) {  // somebody on the way has changed the bind, or the request's header
    write_fault_pdu(request.call_id, {.context = assembly.context, .status = fault_access_denied}, Executed::no);
    return std::move(size).error();
  }
  request.stub.resize(*size);
  return {};
}

/** Faults a call that never reaches a handler, and drops the fragments of it still to come. */
Result<void> ServerAssociation::refuse_call(const Frame& frame, uint16_t context, uint32_t status) {
  write_fault_pdu(frame.header.call_id, {.context = context, .status = status}, Executed::no);
  if (frame.header.flags & pfc_last) return {};
  if (refused_calls_.size() >= options_.limits.calls)
    return fail(Win32::rpc_server_too_busy, "{} refused calls still being sent", refused_calls_.size());
  refused_calls_.insert(frame.header.call_id);
  return {};
}

void ServerAssociation::deliver(uint32_t call_id) {
  auto assembly = assemblies_.extract(call_id);
  ++traffic().calls;
  assembly.mapped().request.number = ++last_call_;
  calls_[call_id] = {.number = last_call_,
                     .context = assembly.mapped().context,
                     .carries_secret = assembly.mapped().request.carries_secret,
                     .security = assembly.mapped().security};
  events_.push_back(std::move(assembly.mapped().request));
  if (assembly.mapped().cancelled) cancel(call_id);
}

void ServerAssociation::cancel(uint32_t call_id) {
  if (auto assembly = assemblies_.find(call_id); assembly != assemblies_.end()) assembly->second.cancelled = true;
  auto call = calls_.find(call_id);
  if (call == calls_.end() || call->second.cancelled) return;  // a late cancel is normal, a second one says no more
  call->second.cancelled = true;
  events_.push_back(Cancelled{call_id});
}

Result<void> ServerAssociation::on_cancel(const Frame& frame) {
  NTA_TRY(Security * security, security_of(frame, Unsigned::allowed));
  NTA_CHECK(open_body(frame, header_size, security->protection, Unsigned::allowed));
  cancel(frame.header.call_id);
  return {};
}

Result<void> ServerAssociation::on_orphaned(const Frame& frame) {
  NTA_TRY(Security * security, security_of(frame, Unsigned::allowed));
  NTA_CHECK(open_body(frame, header_size, security->protection, Unsigned::allowed));
  assemblies_.erase(frame.header.call_id);
  refused_calls_.erase(frame.header.call_id);
  if (calls_.erase(frame.header.call_id)) events_.push_back(Orphaned{frame.header.call_id});
  return {};
}

void ServerAssociation::respond(uint32_t call_id, ByteView stub) {
  auto call = calls_.find(call_id);
  if (call == calls_.end()) return;
  ResponseParts parts{call_id, call->second.context, static_cast<uint8_t>(call->second.cancelled)};
  Protection& protection = call->second.security->protection;
  Bytes& out = call->second.carries_secret ? output_.bytes() : output_.plain_bytes();
  calls_.erase(call);
  auto written = write_response(out, parts, stub, max_transmit_, protection);
  if (!written) return close(std::move(written).error());
  traffic().packets_out += *written;
}

void ServerAssociation::fault(uint32_t call_id, uint32_t status, Executed executed) {
  auto call = calls_.find(call_id);
  if (call == calls_.end()) return;
  FaultBody body{call->second.context, static_cast<uint8_t>(call->second.cancelled), status};
  calls_.erase(call);
  write_fault_pdu(call_id, body, executed);
}

/** Unsigned even where calls are signed, as smbd's are; clients accept both. */
void ServerAssociation::write_fault_pdu(uint32_t call_id, const FaultBody& fault, Executed executed) {
  uint8_t flags = pfc_whole | (executed == Executed::no ? pfc_did_not_execute : 0);
  ++traffic().packets_out;
  PduWriter pdu(output_.bytes(), PduType::fault, flags, call_id);
  write_fault(pdu.body(), fault);
  pdu.finish();
}

}  // namespace nta::rpc
