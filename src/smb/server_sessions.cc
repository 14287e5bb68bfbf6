// SESSION_SETUP, LOGOFF, TREE_CONNECT, TREE_DISCONNECT, ECHO ([MS-SMB2] 3.3.5.5 to 3.3.5.8, 3.3.5.17).
#include <algorithm>

#include "auth/crypto.h"
#include "base/utf16.h"
#include "smb/server_state.h"

namespace nta::smb {
namespace {

constexpr uint32_t all_access = 0x001F01FF;
constexpr std::string_view ipc_share = "IPC$";

uint64_t new_session_id() {
  std::array<std::byte, 8> bytes;
  auth::fill_random(bytes);
  auto number = ByteReader(bytes).u64();
  return number && *number != 0 && *number != UINT64_MAX ? *number : 1;  // 0 and -1 mean none
}

/** What follows the last backslash of \\server\share. */
std::string share_of(ByteView path) {
  std::string text = to_utf8(utf16_text(path));
  return text.substr(text.rfind('\\') + 1);
}

/** What RPC has codes for and SMB has not: a token that is no token, a package that cannot be agreed on. */
NtStatus status_of(const Error& error) {
  if (error.code == Win32::rpc_bad_stub_data) return NtStatus::invalid_parameter;
  if (error.code == Win32::rpc_sec_pkg_error) return NtStatus::logon_failure;
  return static_cast<NtStatus>(ntstatus_from(error.code));
}

}  // namespace

NtStatus ServerConnection::session_setup(Exchange& exchange) {
  auto request = read_body<SessionSetupRequest>(exchange.message);
  if (!request || exchange.chain.requests != 1) return NtStatus::invalid_parameter;
  NtStatus refusal = NtStatus::success;
  SessionPtr session = session_for_setup(exchange, *request, refusal);
  if (!session) return refusal;
  if (!session->context) session->context = options_.make_security();
  bool names_itself = request->previous_session == session->id;  // gives nothing up ([MS-SMB2] 3.3.5.5.3)
  session->previous = names_itself ? 0 : request->previous_session;
  session->hash.update(exchange.message);
  session->setup = Session::Setup{exchange.request, exchange.chain.sealed_by != nullptr};
  session->setup->request.session_id = session->id;
  events_.push_back(Authenticate{session->id, session->context, Bytes(request->token.begin(), request->token.end())});
  return NtStatus::pending;
}

/** The session that the request is about, made if it is new; null with the reason why there is none. */
ServerConnection::SessionPtr ServerConnection::session_for_setup(Exchange& exchange, const SessionSetupRequest& request,
                                                                 NtStatus& refusal) {
  if (options_.encryption == Encryption::required && algorithms_.cipher == Cipher::none) {
    events_.push_back(Refused{"the client cannot encrypt; encryption is required here"});
    refusal = NtStatus::access_denied;
  } else if (request.flags & session_binding) {
    refusal = NtStatus::request_not_accepted;  // one connection a session: no multichannel here
  } else if (exchange.request.session_id == 0) {
    return begin_session(refusal);
  } else if (auto found = sessions_.find(exchange.request.session_id); found == sessions_.end()) {
    refusal = NtStatus::user_session_deleted;
  } else if (found->second->setup) {
    refusal = NtStatus::request_not_accepted;  // the leg before it has no answer yet
  } else {
    return found->second;
  }
  return nullptr;
}

/** A client begins one or two log-ons before its first is done; who begins many is after the server's time. */
ServerConnection::SessionPtr ServerConnection::begin_session(NtStatus& refusal) {
  if (sessions_.size() >= options_.limits.sessions) {
    refusal = NtStatus::insufficient_resources;
    return nullptr;
  }
  if (!has_session() && sessions_.size() >= options_.limits.unfinished) {
    refusal = NtStatus::request_not_accepted;
    return nullptr;
  }
  auto session = std::make_shared<Session>();
  do {
    session->id = new_session_id();
  } while (sessions_.contains(session->id));
  session->hash = preauth_hash_;
  sessions_[session->id] = session;
  return session;
}

void ServerConnection::authenticated(uint64_t id, Result<auth::SecurityContext::Leg> leg, std::string claimed_name) {
  auto found = sessions_.find(id);
  if (found == sessions_.end() || !found->second->setup) return;
  Session& session = *found->second;
  if (leg && !leg->complete) return answer_setup(session, NtStatus::more_processing_required, 0, leg->token);
  uint16_t flags = 0;
  NtStatus status = NtStatus::success;
  if (leg) {
    status = complete(session, flags);
  } else {
    status = status_of(leg.error());
    events_.push_back(LogonFailed{std::move(claimed_name), leg.error()});
  }
  answer_setup(session, status, flags, leg ? ByteView(leg->token) : ByteView{});
  if (is_error(status)) remove_session(id);
}

/** Why a session may not be that of whom the exchange has proved; null: it may. One that is authenticated again stays
 *  whose it was. [MS-SMB2] 3.3.5.5.3 lets it keep its user, whoever comes; Windows and smbd let it change, and pipes
 * that are open go on as who opened them: what ends with the first one's ticket or hours would not end. */
const char* ServerConnection::objection(const Session& session, const auth::AccessToken& token) const {
  if (session.token && session.token->user != token.user) return "the session is somebody else's";
  if (token.user != sid_anonymous) return nullptr;
  if (options_.null_session_pipes.empty()) return "nobody gets a session";
  return options_.encryption == Encryption::required ? "nobody can encrypt; encryption is required here" : nullptr;
}

/** The exchange is over. A session that was authenticated again keeps its keys ([MS-SMB2] 3.3.5.5.2). */
NtStatus ServerConnection::complete(Session& session, uint16_t& flags) {
  auto token = session.context->identity();
  Bytes key = session.context->session_key();
  auto end_time = session.context->end_time();
  session.context = nullptr;
  const char* why = token && !key.empty() ? objection(session, *token) : "an exchange without a name or a key";
  if (why) {
    events_.push_back(LogonFailed{token ? token->name : "", fail(Win32::access_denied, "{}", why)});
    return NtStatus::access_denied;
  }
  bool is_nobody = token->user == sid_anonymous;
  session.token = std::move(token);
  session.end_time = end_time;
  session.state = Session::State::valid;
  if (!session.protection && !is_nobody) {
    session.protection = std::make_unique<Protection>(Role::server, algorithms_, key, session.hash);
    session.encrypts = session.protection->can_encrypt();
  }
  explicit_bzero(key.data(), key.size());
  if (session.encrypts) flags |= session_encrypts;
  if (is_nobody) flags |= session_is_null;
  events_.push_back(SessionStarted{session.id, session.previous, session.token, session.encrypts});
  return NtStatus::success;
}

/** The final success is signed with the keys it tells of; the legs before it are in the hash that makes them. */
void ServerConnection::answer_setup(Session& session, NtStatus status, uint16_t flags, ByteView token) {
  auto setup = *std::exchange(session.setup, std::nullopt);
  SessionPtr pointer = sessions_.at(session.id);
  Header header = answer_to(setup.request, status, pointer);
  if (is_error(status) && status != NtStatus::more_processing_required)
    return send_alone(header, ErrorResponse{}, pointer, setup.is_sealed);
  size_t begun = output_.size() + length_prefix;
  send_alone(header, SessionSetupResponse{.flags = flags, .token = token}, pointer, setup.is_sealed);
  if (status == NtStatus::more_processing_required && !session.protection)
    session.hash.update(ByteView(output_).subspan(begun));
}

NtStatus ServerConnection::logoff(Exchange& exchange) {
  if (!read_body<EmptyBody>(exchange.message)) return NtStatus::invalid_parameter;
  remove_session(exchange.session->id);
  return reply(exchange, EmptyBody{});
}

void ServerConnection::remove_session(uint64_t id) {
  auto found = sessions_.find(id);
  if (found == sessions_.end()) return;
  remove_pipes([&](const ServerPipe& pipe) { return pipe.session() == id; });
  bool was_started = found->second->token != nullptr;
  sessions_.erase(found);
  if (was_started) events_.push_back(SessionEnded{id});
}

void ServerConnection::end_session(uint64_t session) { remove_session(session); }

NtStatus ServerConnection::tree_connect(Exchange& exchange) {
  auto request = read_body<TreeConnectRequest>(exchange.message);
  if (!request) return NtStatus::invalid_parameter;
  Session& session = *exchange.session;
  if (!equal_ignoring_case(share_of(request->path), ipc_share)) return NtStatus::bad_network_name;
  if (session.trees.size() >= options_.limits.trees) return NtStatus::insufficient_resources;
  session.trees.push_back(++session.last_tree);
  exchange.request.tree_id = exchange.chain.tree_id = session.last_tree;
  events_.push_back(TreeConnected{session.id, session.last_tree});
  return reply(exchange, TreeConnectResponse{.share_type = share_type_pipe,
                                             .share_flags = share_flag_no_caching,
                                             .capabilities = 0,
                                             .maximal_access = all_access});
}

NtStatus ServerConnection::tree_disconnect(Exchange& exchange) {
  if (!read_body<EmptyBody>(exchange.message)) return NtStatus::invalid_parameter;
  Session& session = *exchange.session;
  uint32_t tree = exchange.request.tree_id;
  remove_pipes([&](const ServerPipe& pipe) { return pipe.session() == session.id && pipe.tree() == tree; });
  std::erase(session.trees, tree);
  events_.push_back(TreeDisconnected{session.id, tree});
  return reply(exchange, EmptyBody{});
}

NtStatus ServerConnection::echo(Exchange& exchange) {
  if (!read_body<EmptyBody>(exchange.message)) return NtStatus::invalid_parameter;
  auto found = sessions_.find(exchange.request.session_id);
  if (found != sessions_.end()) exchange.session = found->second;  // who signs its request gets a signed answer
  return reply(exchange, EmptyBody{});
}

}  // namespace nta::smb
