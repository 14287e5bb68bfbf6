// Requests in, checked and handed to their row; answers out, signed or encrypted.
#include "smb/server_connection.h"

#include <algorithm>

#include "auth/crypto.h"
#include "smb/server_state.h"

namespace nta::smb {
namespace {

constexpr size_t kept_capacity = 2048;
constexpr size_t largest_message = 256u << 10;  // a chain of requests, each with at most largest_payload
constexpr size_t largest_answer = 256u << 10;   // of a chain; a last answer may begin below it

/** What must be there before a command's handler runs. */
enum class Needs { nothing, session, tree };

uint64_t random_number() {
  std::array<std::byte, 8> bytes;
  auth::fill_random(bytes);
  auto number = ByteReader(bytes).u64();
  return number && *number != 0 && *number != UINT64_MAX ? *number : 1;
}

}  // namespace

struct ServerConnection::Row {
  State state;
  Needs needs;
  NtStatus (ServerConnection::*handler)(Exchange&);
};

// By command. CANCEL has no row: it has no answer and uses no credit.
const ServerConnection::Row ServerConnection::rows[commands] = {
    {State::fresh, Needs::nothing, &ServerConnection::negotiate},
    {State::negotiated, Needs::nothing, &ServerConnection::session_setup},
    {State::negotiated, Needs::session, &ServerConnection::logoff},
    {State::negotiated, Needs::session, &ServerConnection::tree_connect},
    {State::negotiated, Needs::tree, &ServerConnection::tree_disconnect},
    {State::negotiated, Needs::tree, &ServerConnection::create},
    {State::negotiated, Needs::tree, &ServerConnection::close_file},
    {State::negotiated, Needs::tree, &ServerConnection::flush},
    {State::negotiated, Needs::tree, &ServerConnection::read},
    {State::negotiated, Needs::tree, &ServerConnection::write},
    {State::negotiated, Needs::tree, &ServerConnection::refuse_command},  // LOCK
    {State::negotiated, Needs::tree, &ServerConnection::ioctl},
    {State::closed, Needs::nothing, nullptr},  // CANCEL
    {State::negotiated, Needs::nothing, &ServerConnection::echo},
    {State::negotiated, Needs::tree, &ServerConnection::refuse_command},  // QUERY_DIRECTORY
    {State::negotiated, Needs::tree, &ServerConnection::refuse_command},  // CHANGE_NOTIFY
    {State::negotiated, Needs::tree, &ServerConnection::query_info},
    {State::negotiated, Needs::tree, &ServerConnection::set_info},
    {State::negotiated, Needs::tree, &ServerConnection::refuse_command},  // OPLOCK_BREAK
};

ServerConnection::ServerConnection(const ServerOptions& options)
    : options_(options), input_(largest_message), credits_(options.limits.credits), file_salt_(random_number()) {}

ServerConnection::~ServerConnection() = default;

void ServerConnection::feed(ByteView bytes) {
  if (state_ == State::closed) return;
  input_.append(bytes);
  while (state_ != State::closed) {
    auto message = input_.next();
    if (!message) return close(std::move(message).error());
    if (!*message) return;
    take(**message);
  }
}

std::optional<ServerEvent> ServerConnection::next_event() {
  if (events_.empty()) return std::nullopt;
  ServerEvent event = std::move(events_.front());
  events_.pop_front();
  return event;
}

void ServerConnection::sent(size_t count) {
  sent_ += count;
  if (sent_ < output_.size()) return;
  sent_ = 0;
  output_.clear();
  if (output_.capacity() > kept_capacity) output_.shrink_to_fit();  // thousands of connections are idle
}

bool ServerConnection::wants_input() const {
  return state_ != State::closed && output().size() < options_.limits.pause_bytes;
}

bool ServerConnection::has_session() const {
  return std::any_of(sessions_.begin(), sessions_.end(),
                     [](const auto& each) { return each.second->state == Session::State::valid; });
}

void ServerConnection::close(Error why) {
  if (state_ == State::closed) return;
  remove_pipes([](const ServerPipe&) { return true; });
  while (!sessions_.empty()) remove_session(sessions_.begin()->first);
  state_ = State::closed;
  events_.push_back(Closed{std::move(why)});
}

void ServerConnection::refuse(Session& session, std::string what) {
  if (!std::exchange(session.was_refused, true)) events_.push_back(Refused{std::move(what)});
}

void ServerConnection::take(std::span<std::byte> message) {
  switch (kind_of(message)) {
    case Kind::smb2:
      return take_chain(message, nullptr);
    case Kind::encrypted:
      return take_encrypted(message);
    case Kind::smb1:
      return take_smb1(message);
    case Kind::compressed:
    case Kind::unknown:
      return close(fail(Win32::invalid_data, "neither an SMB2 message nor an encrypted one"));
  }
}

/** [MS-SMB2] 3.3.5.2.1.1. */
void ServerConnection::take_encrypted(std::span<std::byte> message) {
  auto header = read_transform(message);
  if (!header) return close(std::move(header).error());
  auto found = sessions_.find(header->session_id);
  if (found == sessions_.end() || !found->second->protection)
    return close(fail(Win32::invalid_data, "an encrypted message of a session that is not there"));
  auto plain = found->second->protection->decrypt(message);
  if (!plain) return close(std::move(plain).error());
  if (kind_of(*plain) != Kind::smb2) return close(fail(Win32::invalid_data, "what was encrypted is no SMB2 message"));
  take_chain(*plain, found->second);
}

void ServerConnection::take_chain(std::span<std::byte> message, SessionPtr sealed_by) {
  auto parts = split_chain(message);
  if (!parts) return close(std::move(parts).error());
  Chain chain{.sealed_by = std::move(sealed_by), .requests = parts->size(), .bytes = {}, .answers = {}};
  for (const auto& part : *parts) {
    auto header = read_header(part);
    if (!header) return close(std::move(header).error());
    bool starts_relation = !header->has(flag_related);
    if (chain.sealed_by && starts_relation && header->session_id != chain.sealed_by->id)
      return close(fail(Win32::invalid_data, "a message encrypted for one session names another"));
    Exchange exchange{.chain = chain, .request = *header, .message = part, .is_last = &part == &parts->back()};
    take_request(exchange);
    if (state_ == State::closed) break;
  }
  send_chain(chain);
}

void ServerConnection::take_request(Exchange& exchange) {
  const Header& request = exchange.request;
  if (request.has(flag_response) || static_cast<size_t>(request.command) >= commands)
    return close(fail(Win32::invalid_data, "command {} is none", static_cast<unsigned>(request.command)));
  if (request.command == Command::cancel) {
    if (may_cancel(exchange)) cancel(request);
    return;
  }
  bool has_charge = algorithms_.dialect >= Dialect::smb_2_1;
  uint16_t charge = has_charge ? std::max<uint16_t>(request.credit_charge, 1) : 1;
  if (!credits_.use(request.message_id, charge))
    return close(fail(Win32::invalid_data, "message id {} (and {} more) was used or not granted", request.message_id,
                      charge - 1));
  size_t answers = exchange.chain.answers.size();
  NtStatus status = run(exchange);
  exchange.chain.status = status;
  exchange.chain.has_previous = true;
  bool is_answered = exchange.chain.answers.size() > answers || status == NtStatus::pending;
  if (!is_answered && state_ != State::closed) reply_error(exchange, status);
}

NtStatus ServerConnection::run(Exchange& exchange) {
  const Row& row = rows[static_cast<size_t>(exchange.request.command)];
  if (state_ != row.state) {
    close(fail(Win32::invalid_data, "command {} is not for now", static_cast<unsigned>(exchange.request.command)));
    return NtStatus::invalid_parameter;
  }
  Chain& chain = exchange.chain;
  if (exchange.request.has(flag_related)) {
    if (!chain.has_previous) return NtStatus::invalid_parameter;
    exchange.request.session_id = chain.session_id;
    exchange.request.tree_id = chain.tree_id;
  } else {
    chain.session_id = exchange.request.session_id;
    chain.tree_id = exchange.request.tree_id;
    chain.file = no_file;
    chain.status = NtStatus::success;
  }
  if (NtStatus status = check_protection(exchange); status != NtStatus::success) return status;
  if (row.needs != Needs::nothing)
    if (NtStatus status = find_session(exchange); status != NtStatus::success) return status;
  if (row.needs == Needs::tree) {
    if (NtStatus status = find_tree(exchange); status != NtStatus::success) return status;
    if (chain.bytes.size() > largest_answer) return NtStatus::insufficient_resources;
  }
  return (this->*row.handler)(exchange);
}

/** [MS-SMB2] 3.3.5.2.4. An encrypted message has been proved by its tag. */
NtStatus ServerConnection::check_protection(Exchange& exchange) {
  const Header& request = exchange.request;
  auto found = sessions_.find(request.session_id);
  bool is_known = found != sessions_.end();
  if (exchange.chain.sealed_by) return NtStatus::success;
  if (request.has(flag_signed)) {
    if (request.command == Command::negotiate) return NtStatus::invalid_parameter;
    if (!is_known) return NtStatus::user_session_deleted;
    if (!found->second->protection) return NtStatus::not_supported;
    return found->second->protection->verify(exchange.message) ? NtStatus::success : NtStatus::access_denied;
  }
  if (!is_known || !found->second->protection) return NtStatus::success;
  refuse(*found->second, "the client does not sign; signing is required here");
  return NtStatus::access_denied;
}

/** CANCEL has no answer: one that is not protected as its session is gets passed over. */
bool ServerConnection::may_cancel(Exchange& exchange) {
  const Header& request = exchange.request;
  if (exchange.chain.sealed_by) return request.session_id == exchange.chain.sealed_by->id;
  auto found = sessions_.find(request.session_id);
  if (found != sessions_.end() && found->second->encrypts) return false;
  return check_protection(exchange) == NtStatus::success;
}

/** [MS-SMB2] 3.3.5.2.9. */
NtStatus ServerConnection::find_session(Exchange& exchange) {
  auto found = sessions_.find(exchange.request.session_id);
  if (found == sessions_.end()) return NtStatus::user_session_deleted;
  Session& session = *found->second;
  if (session.state != Session::State::valid && exchange.request.command != Command::logoff)
    return NtStatus::access_denied;
  // What ends things goes on after the session's time: the rest waits until the client has proved itself again.
  bool ends_something = exchange.request.command == Command::logoff || exchange.request.command == Command::close;
  if (session.end_time && filetime_now() >= *session.end_time && !ends_something) {
    exchange.session = found->second;
    return NtStatus::network_session_expired;
  }
  if (session.encrypts && !exchange.chain.sealed_by) {
    refuse(session, "the client does not encrypt, though it offered to");
    return NtStatus::access_denied;
  }
  exchange.session = found->second;
  return NtStatus::success;
}

/** [MS-SMB2] 3.3.5.2.11. */
NtStatus ServerConnection::find_tree(Exchange& exchange) {
  const auto& trees = exchange.session->trees;
  bool is_known = std::find(trees.begin(), trees.end(), exchange.request.tree_id) != trees.end();
  return is_known ? NtStatus::success : NtStatus::network_name_deleted;
}

Header ServerConnection::answer_to(const Header& request, NtStatus status, const SessionPtr& session) {
  return {.credit_charge = request.credit_charge,
          .status = code(status),
          .command = request.command,
          .credits = credits_.grant(request.credits),
          .flags = flag_response | (request.flags & flag_related),
          .message_id = request.message_id,
          .process_id = request.process_id,
          .tree_id = request.tree_id,
          .session_id = session ? session->id : request.session_id};
}

void ServerConnection::reply_error(Exchange& exchange, NtStatus status) { reply(exchange, ErrorResponse{}, status); }

/** [MS-SMB2] 3.3.4.1: links the answers, signs each with its padding, encrypts all. */
void ServerConnection::send_chain(Chain& chain) {
  if (chain.answers.empty()) return;
  for (size_t i = 0; i < chain.answers.size(); ++i) {
    size_t start = chain.answers[i].start;
    bool is_last = i + 1 == chain.answers.size();
    size_t end = is_last ? chain.bytes.size() : chain.answers[i + 1].start;
    auto answer = std::span(chain.bytes).subspan(start, end - start);
    auto next = static_cast<uint32_t>(is_last ? 0 : end - start);
    for (size_t byte = 0; byte < 4; ++byte)
      answer[next_command_offset + byte] = static_cast<std::byte>(next >> (8 * byte));
    if (chain.answers[i].signer) chain.answers[i].signer->protection->sign(answer);
  }
  size_t begun = begin_message(output_);
  output_.insert(output_.end(), chain.bytes.begin(), chain.bytes.end());
  seal_message(begun, chain.sealed_by);
}

void ServerConnection::seal_message(size_t begun, const SessionPtr& sealed_by) {
  if (sealed_by) sealed_by->protection->encrypt(output_, begun, sealed_by->id);
  end_message(output_, begun);
}

}  // namespace nta::smb
