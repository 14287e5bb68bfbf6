// What a ClientConnection does before it is ready: NEGOTIATE, the log-on, IPC$, and the check that nobody weakened the
// negotiation.
#include <algorithm>

#include "auth/crypto.h"
#include "smb/client_connection.h"

namespace nta::smb {
namespace {

constexpr uint32_t one_credit = 65536;     // bytes that one credit moves ([MS-SMB2] 3.2.4.1.5)
constexpr uint32_t least_transfer = 4096;  // room for any PDU's head and signature; real servers take 64 KiB
constexpr size_t salt_size = 32;
constexpr uint32_t share_flag_encrypts = 0x8000;

}  // namespace

struct ClientConnection::Row {
  State state;
  Command command;
  Result<void> (ClientConnection::*take)(const Response&, Request&);
};

const ClientConnection::Row ClientConnection::rows[] = {
    {State::negotiating, Command::negotiate, &ClientConnection::on_negotiate},
    {State::logging_on, Command::session_setup, &ClientConnection::on_session_setup},
    {State::connecting, Command::tree_connect, &ClientConnection::on_tree_connect},
    {State::validating, Command::ioctl, &ClientConnection::on_validate},
    {State::ready, Command::create, &ClientConnection::on_answer},
    {State::ready, Command::close, &ClientConnection::on_answer},
    {State::ready, Command::read, &ClientConnection::on_answer},
    {State::ready, Command::write, &ClientConnection::on_answer},
    {State::ready, Command::ioctl, &ClientConnection::on_answer},
    {State::ready, Command::echo, &ClientConnection::on_answer},
    {State::ready, Command::logoff, &ClientConnection::on_answer},
    {State::renewing, Command::session_setup, &ClientConnection::on_renewal},
};

Result<void> ClientConnection::take(const Response& response, Request& request) {
  // While a session is renewed, answers to what was asked before still come.
  bool is_renewing = state_ == State::renewing && request.command != Command::session_setup;
  State state = is_renewing ? State::ready : state_;
  for (const Row& row : rows)
    if (row.state == state && row.command == request.command) return (this->*row.take)(response, request);
  return fail(Win32::invalid_data, "an answer to command {} out of turn", static_cast<int>(request.command));
}

// ---- NEGOTIATE ([MS-SMB2] 3.2.4.2.2.2, 3.2.5.2) --------------------------------------------------------------------

std::vector<uint16_t> ClientConnection::offered_dialects() const {
  std::vector<uint16_t> numbers;
  for (Dialect dialect : options_.dialects) numbers.push_back(static_cast<uint16_t>(dialect));
  return numbers;
}

uint32_t ClientConnection::capabilities() const {
  bool has_3 = std::ranges::any_of(options_.dialects, [](Dialect dialect) { return dialect >= Dialect::smb_3_0; });
  return has_3 ? capability_encryption : 0;
}

NegotiateContexts ClientConnection::offered_contexts() const {
  NegotiateContexts contexts;
  contexts.hashes = {HashAlgorithm::sha512};
  contexts.salt.resize(salt_size);
  auth::fill_random(contexts.salt);
  contexts.ciphers = options_.ciphers;
  contexts.signing = options_.signing;
  contexts.server_name = options_.server;
  return contexts;
}

void ClientConnection::start() {
  state_ = State::negotiating;
  WrittenContexts contexts;
  NegotiateRequest body;
  if (std::ranges::find(options_.dialects, Dialect::smb_3_1_1) != options_.dialects.end()) {
    contexts = write_contexts(offered_contexts());
    body.context_count = contexts.count;
    body.contexts = contexts.bytes;
  }
  body.security_mode = signing_required;
  body.capabilities = capabilities();
  body.client = client_;
  body.dialects = offered_dialects();
  send(Command::negotiate, body);
}

Result<void> ClientConnection::on_negotiate(const Response& response, Request&) {
  if (is_error(response.header.nt_status()))
    return fail(Win32::not_supported, "the server takes none of the dialects offered (status {:#010x})",
                response.header.status);
  NTA_TRY(auto body, read_body<NegotiateResponse>(response.message));
  if (std::ranges::find(options_.dialects, body.dialect) == options_.dialects.end())
    return fail(Win32::not_supported, "the server chose dialect {:#06x}, which was not offered",
                static_cast<uint16_t>(body.dialect));
  hash_.update(response.message);
  algorithms_.dialect = body.dialect;
  algorithms_.signing = default_signing(body.dialect);
  if (body.dialect == Dialect::smb_3_1_1) {
    NTA_CHECK(take_contexts(body));
  } else if (body.dialect >= Dialect::smb_3_0 && body.capabilities & capability_encryption) {
    algorithms_.cipher = Cipher::aes128_ccm;
  }
  server_ = body.server;
  server_security_mode_ = body.security_mode;
  server_capabilities_ = body.capabilities;
  largest_transfer_ = std::min({body.max_transact, body.max_read, body.max_write, one_credit});
  if (largest_transfer_ < least_transfer)
    return fail(Win32::invalid_data, "the server moves {} bytes at a time, too few for a call", largest_transfer_);
  state_ = State::logging_on;
  return send_session_setup({});
}

Result<void> ClientConnection::take_contexts(const NegotiateResponse& body) {
  NTA_TRY(auto chosen, read_contexts(body.contexts, body.context_count));
  auto is_offered = [](const auto& offer, const auto& choice) {
    return choice.size() == 1 && std::ranges::find(offer, choice[0]) != offer.end();
  };
  if (!is_offered(std::vector{HashAlgorithm::sha512}, chosen.hashes))
    return fail(Win32::invalid_data, "the server chose no integrity hash");
  if (is_offered(options_.ciphers, chosen.ciphers)) {
    algorithms_.cipher = chosen.ciphers[0];
  } else if (!chosen.ciphers.empty() && chosen.ciphers[0] != Cipher::none) {
    return fail(Win32::invalid_data, "the server chose a cipher that was not offered");
  }
  if (is_offered(options_.signing, chosen.signing)) {
    algorithms_.signing = chosen.signing[0];
  } else if (!chosen.signing.empty()) {
    return fail(Win32::invalid_data, "the server chose a signing algorithm that was not offered");
  }
  return {};
}

// ---- SESSION_SETUP ([MS-SMB2] 3.2.4.2.3, 3.2.5.3) ------------------------------------------------------------------

Result<void> ClientConnection::send_session_setup(ByteView token) {
  if (is_proven_) return fail(Win32::logon_failure, "the server asks for more than the log-on has");
  NTA_TRY(auto leg, options_.security->step(token));
  is_proven_ = leg.complete;
  send_session_setup_of(leg);
  return {};
}

void ClientConnection::send_session_setup_of(const auth::SecurityContext::Leg& leg) {
  SessionSetupRequest body;
  body.security_mode = static_cast<uint8_t>(signing_required);
  body.token = leg.token;
  send(Command::session_setup, body);
}

Result<void> ClientConnection::on_session_setup(const Response& response, Request&) {
  NtStatus status = response.header.nt_status();
  session_id_ = response.header.session_id;
  if (status == NtStatus::more_processing_required) {
    hash_.update(response.message);
    NTA_TRY(auto body, read_body<SessionSetupResponse>(response.message));
    return send_session_setup(body.token);
  }
  if (status != NtStatus::success)
    return fail(win32_from_ntstatus(code(status)), "the server refused the log-on with status {:#010x}", code(status));
  NTA_TRY(auto body, read_body<SessionSetupResponse>(response.message));
  return log_on_is_done(response, body);
}

Result<void> ClientConnection::check_end_of_log_on(const SessionSetupResponse& body) {
  if (body.flags & (session_is_guest | session_is_null))
    return fail(Win32::logon_failure, "the server made the log-on a guest's, which protects nothing");
  if (is_proven_) return {};
  NTA_TRY(auto leg, options_.security->step(body.token));
  if (!leg.complete) return fail(Win32::logon_failure, "the server ended the log-on before it was complete");
  return {};
}

Result<void> ClientConnection::log_on_is_done(const Response& response, const SessionSetupResponse& body) {
  NTA_CHECK(check_end_of_log_on(body));
  Bytes key = options_.security->session_key();
  if (key.empty()) return fail(Win32::logon_failure, "the log-on gave no session key");
  protection_.emplace(Role::client, algorithms_, key, hash_);
  explicit_bzero(key.data(), key.size());
  // In 3.1.1 this signature covers all that was negotiated; before, a server may leave it out.
  bool is_signed = response.header.has(flag_signed);
  if (is_signed ? !protection_->verify(response.message) : algorithms_.dialect == Dialect::smb_3_1_1)
    return fail(Win32::invalid_data, "the log-on's last answer is not signed right: something between changed it");

  bool asked = body.flags & session_encrypts;
  encrypts_ = protection_->can_encrypt() && (asked || options_.encryption != ClientEncryption::if_asked);
  if (!encrypts_ && (asked || options_.encryption == ClientEncryption::required))
    return fail(Win32::not_supported, "no encryption could be agreed on with the server");
  state_ = State::connecting;
  Bytes path = utf16_bytes(u"\\\\" + options_.server + u"\\IPC$");
  TreeConnectRequest request;
  request.path = path;
  send(Command::tree_connect, request);
  return {};
}

/** [MS-SMB2] 3.2.5.3.2: the session keeps its keys, and its answers their protection. Where no new log-on comes about
 * the connection stays: the calls under way can go on over another one. */
Result<void> ClientConnection::on_renewal(const Response& response, Request&) {
  NtStatus status = response.header.nt_status();
  if (status != NtStatus::success && status != NtStatus::more_processing_required) return give_up_renewal();
  NTA_TRY(auto body, read_body<SessionSetupResponse>(response.message));
  if (status == NtStatus::more_processing_required)
    return send_session_setup(body.token) ? Result<void>() : give_up_renewal();
  NTA_CHECK(check_end_of_log_on(body));
  state_ = State::ready;
  options_.security.reset();
  repeat_refused();
  return {};
}

Result<void> ClientConnection::give_up_renewal() {
  state_ = State::ready;
  options_.security.reset();
  leave_expired();
  return {};
}

// ---- IPC$ ([MS-SMB2] 3.2.5.5) --------------------------------------------------------------------------------------

Result<void> ClientConnection::on_tree_connect(const Response& response, Request&) {
  NtStatus status = response.header.nt_status();
  if (status != NtStatus::success)
    return fail(win32_from_ntstatus(code(status)), "the server refused IPC$ with status {:#010x}", code(status));
  NTA_TRY(auto body, read_body<TreeConnectResponse>(response.message));
  if (body.share_type != share_type_pipe) return fail(Win32::bad_net_name, "the server's IPC$ holds no pipes");
  tree_id_ = response.header.tree_id;
  if (body.share_flags & share_flag_encrypts && !encrypts_) {
    if (!protection_->can_encrypt())
      return fail(Win32::not_supported, "the server wants encryption for IPC$, and none could be agreed on");
    encrypts_ = true;
  }
  bool offered_3 = capabilities() & capability_encryption;
  if (algorithms_.dialect == Dialect::smb_3_1_1 || !offered_3) {
    become_ready();
  } else {
    state_ = State::validating;
    send_validate();
  }
  return {};
}

// Before 3.1.1 nothing signs the negotiation, so the server is asked afterwards, signed, what it had understood.
void ClientConnection::send_validate() {
  Bytes input = write_validate_request({capabilities(), client_, signing_required, offered_dialects()});
  IoctlRequest body;
  body.control = Fsctl::validate_negotiate_info;
  body.input = input;
  body.max_output = 24;
  send(Command::ioctl, body);
}

Result<void> ClientConnection::on_validate(const Response& response, Request&) {
  NtStatus status = response.header.nt_status();
  // Servers older than this check refuse it, signed: then nobody between did.
  if (status == NtStatus::file_closed || status == NtStatus::invalid_device_request ||
      status == NtStatus::not_supported) {
    become_ready();
    return {};
  }
  if (is_error(status))
    return fail(Win32::access_denied, "the server did not confirm the negotiation (status {:#010x})", code(status));
  NTA_TRY(auto body, read_body<IoctlResponse>(response.message));
  NTA_TRY(auto seen, read_validate_response(body.output));
  if (seen.dialect != algorithms_.dialect || seen.server != server_ || seen.security_mode != server_security_mode_ ||
      seen.capabilities != server_capabilities_)
    return fail(Win32::access_denied, "the negotiation was changed on its way between client and server");
  become_ready();
  return {};
}

void ClientConnection::become_ready() {
  state_ = State::ready;
  options_.security.reset();
  events_.emplace_back(Ready{});
}

}  // namespace nta::smb
