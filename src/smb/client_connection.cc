// Sending, receiving and protecting; the exchanges before `ready` are in client_logon.cc.
#include "smb/client_connection.h"

#include <algorithm>

namespace nta::smb {
namespace {

constexpr size_t longest_message = 256u << 10;
constexpr uint32_t most_credits = 8192;
constexpr size_t message_id_offset = 24;
constexpr size_t credits_offset = 14;

// What opening a pipe asks for: to read, write and append data and attributes, and to read its security.
constexpr uint32_t pipe_access = 0x0012019F;
constexpr uint32_t share_reading_and_writing = 3;

/** What an answer without error carries for the one who asked. */
Result<void> read_answer(Command command, ByteView message, Answer& answer) {
  auto copy = [&](ByteView data) { answer.data.assign(data.begin(), data.end()); };
  if (command == Command::create) {
    NTA_TRY(auto body, read_body<CreateResponse>(message));
    answer.file = body.file;
  } else if (command == Command::read) {
    NTA_TRY(auto body, read_body<ReadResponse>(message));
    copy(body.data);
  } else if (command == Command::ioctl) {
    NTA_TRY(auto body, read_body<IoctlResponse>(message));
    copy(body.output);
  }
  return {};
}

}  // namespace

ClientConnection::ClientConnection(ClientOptions options) : options_(std::move(options)), input_(longest_message) {}

// ---- requests -----------------------------------------------------------------------------------------------------

Header ClientConnection::header_for(Command command) const {
  Header header;
  header.command = command;
  header.credit_charge = algorithms_.dialect > Dialect::smb_2_0_2 ? 1 : 0;  // reserved before
  header.session_id = session_id_;
  header.tree_id = tree_id_;
  return header;
}

template <class Body>
uint64_t ClientConnection::send(Command command, const Body& body) {
  Request next;
  next.id = ++last_request_;
  next.command = command;
  write_message(next.message, header_for(command), body);
  if (state_ == State::renewing && command == Command::session_setup)
    waiting_.push_front(std::move(next));
  else
    waiting_.push_back(std::move(next));
  send_waiting();
  return last_request_;
}

template uint64_t ClientConnection::send(Command, const NegotiateRequest&);
template uint64_t ClientConnection::send(Command, const SessionSetupRequest&);
template uint64_t ClientConnection::send(Command, const TreeConnectRequest&);
template uint64_t ClientConnection::send(Command, const IoctlRequest&);

template <class Body>
Result<uint64_t> ClientConnection::ask(Command command, const Body& body) {
  if (state_ != State::ready && state_ != State::renewing)
    return fail(Win32::netname_deleted, "there is no SMB session (any more)");
  if (unanswered_.size() + waiting_.size() + refused_.size() >= options_.requests)
    return fail(Win32::no_system_resources, "{} requests are unanswered", options_.requests);
  return send(command, body);
}

Result<uint64_t> ClientConnection::open_pipe(std::u16string_view name) {
  Bytes path = utf16_bytes(name);
  CreateRequest body;
  body.access = pipe_access;
  body.share_access = share_reading_and_writing;
  body.name = path;
  return ask(Command::create, body);
}

Result<uint64_t> ClientConnection::write(const FileId& pipe, ByteView bytes) {
  WriteRequest body;
  body.file = pipe;
  body.data = bytes;
  return ask(Command::write, body);
}

Result<uint64_t> ClientConnection::read(const FileId& pipe, uint32_t size) {
  ReadRequest body;
  body.file = pipe;
  body.length = std::min(size, largest_transfer_);
  return ask(Command::read, body);
}

Result<uint64_t> ClientConnection::transceive(const FileId& pipe, ByteView bytes, uint32_t size) {
  IoctlRequest body;
  body.control = Fsctl::pipe_transceive;
  body.file = pipe;
  body.input = bytes;
  body.max_output = std::min(size, largest_transfer_);
  return ask(Command::ioctl, body);
}

Result<uint64_t> ClientConnection::close(const FileId& pipe) {
  CloseRequest body;
  body.file = pipe;
  return ask(Command::close, body);
}

Result<uint64_t> ClientConnection::echo() { return ask(Command::echo, EmptyBody{}); }
Result<uint64_t> ClientConnection::log_off() { return ask(Command::logoff, EmptyBody{}); }

void ClientConnection::cancel(uint64_t request) {
  for (const auto& [message_id, victim] : unanswered_) {
    if (victim.id != request) continue;
    Header header = header_for(Command::cancel);
    header.message_id = message_id;
    header.credit_charge = 0;
    if (victim.async_id) {
      header.flags |= flag_async;
      header.async_id = *victim.async_id;
    }
    Bytes message;
    write_message(message, header, EmptyBody{});
    return append(message);
  }
}

void ClientConnection::forget(uint64_t request) {
  auto forget_in = [request](auto& requests, auto get) {
    for (auto& each : requests)
      if (get(each).id == request) get(each).wanted = Wanted::no;
  };
  auto second = [](auto& each) -> Request& { return each.second; };
  forget_in(unanswered_, second);
  forget_in(refused_, second);
  forget_in(waiting_, [](Request& each) -> Request& { return each; });
}

/** While the session is renewed, what belongs to that goes alone. */
void ClientConnection::send_waiting() {
  while (credits_ > 0 && !waiting_.empty()) {
    if (state_ == State::renewing && waiting_.front().command != Command::session_setup) return;
    Request next = std::move(waiting_.front());
    waiting_.pop_front();
    transmit(std::move(next));
  }
}

void ClientConnection::transmit(Request request) {
  --credits_;
  uint64_t message_id = next_message_++;
  uint32_t expected = credits_ + static_cast<uint32_t>(unanswered_.size()) + 1;
  auto asked = static_cast<uint16_t>(expected < options_.credits ? options_.credits - expected + 1 : 1);
  std::memcpy(request.message.data() + message_id_offset, &message_id, sizeof message_id);
  std::memcpy(request.message.data() + credits_offset, &asked, sizeof asked);
  if (is_before_keys()) hash_.update(request.message);
  append(request.message);
  unanswered_.emplace(message_id, std::move(request));
}

/** Protects a message and puts it into the stream. */
void ClientConnection::append(Bytes& message) {
  if (sent_ == output_.size()) {
    output_.clear();
    sent_ = 0;
  }
  size_t begun = begin_message(output_);
  size_t start = output_.size();
  bool is_sealed = protection_ && encrypts_;
  if (protection_ && !is_sealed) protection_->sign(message);
  output_.insert(output_.end(), message.begin(), message.end());
  if (is_sealed) protection_->encrypt(output_, start, session_id_);
  end_message(output_, begun);
}

void ClientConnection::sent(size_t count) { sent_ += std::min(count, output_.size() - sent_); }

// ---- responses ----------------------------------------------------------------------------------------------------

void ClientConnection::feed(ByteView bytes) {
  if (state_ == State::closed) return;
  input_.append(bytes);
  while (state_ != State::closed) {
    auto message = input_.next();
    if (!message) return end(std::move(message).error());
    if (!*message) return;
    if (auto taken = take_message(**message); !taken) return end(std::move(taken).error());
  }
}

Result<void> ClientConnection::take_message(std::span<std::byte> message) {
  switch (kind_of(message)) {
    case Kind::smb2:
      return take_chain(message, false);
    case Kind::encrypted: {
      if (!protection_ || !protection_->can_encrypt())
        return fail(Win32::invalid_data, "the server encrypts where nothing was agreed on");
      NTA_TRY(auto plain, protection_->decrypt(message));
      return take_chain(plain, true);
    }
    case Kind::smb1:
      return fail(Win32::not_supported, "the server speaks SMB1 only");
    default:
      return fail(Win32::invalid_data, "the answer is not SMB2");
  }
}

Result<void> ClientConnection::take_chain(std::span<std::byte> chain, bool was_encrypted) {
  NTA_TRY(auto messages, split_chain(chain));
  for (auto message : messages) {
    if (state_ == State::closed) break;
    NTA_CHECK(take_response(message, was_encrypted));
  }
  return {};
}

Result<void> ClientConnection::take_response(std::span<std::byte> message, bool was_encrypted) {
  Response response{{}, message};
  NTA_TRY(response.header, read_header(message));
  if (response.header.command == Command::oplock_break) return {};  // no lease and no oplock was ever asked for
  auto found = unanswered_.find(response.header.message_id);
  if (!response.header.has(flag_response) || found == unanswered_.end() ||
      found->second.command != response.header.command)
    return fail(Win32::invalid_data, "an answer to nothing that was asked");
  bool is_pending = response.header.nt_status() == NtStatus::pending;
  if (is_pending && !response.header.has(flag_async))
    return fail(Win32::invalid_data, "a status of interim answers in one that is none");
  NTA_CHECK(check_protection(response, was_encrypted));
  credits_ = std::min(credits_ + response.header.credits, most_credits);
  if (is_pending) {
    found->second.async_id = response.header.async_id;
    send_waiting();
    return {};
  }
  Request request = std::move(found->second);
  unanswered_.erase(found);
  NTA_CHECK(take(response, request));
  send_waiting();
  return {};
}

/** [MS-SMB2] 3.2.5.1: from the log-on on, everything is encrypted or signed, but for interim answers. The last answer
 * of the log-on is checked with the keys that it completes, by log_on_is_done(). */
Result<void> ClientConnection::check_protection(const Response& response, bool was_encrypted) {
  if (!protection_ || was_encrypted) return {};
  NtStatus status = response.header.nt_status();
  if (encrypts_)
    return fail(Win32::invalid_data, "an answer came in plain text where all are encrypted (status {:#010x})",
                code(status));
  if (response.header.has(flag_signed)) {
    if (protection_->verify(response.message)) return {};
    return fail(Win32::invalid_data, "an answer's signature is wrong: it was changed on its way");
  }
  if (status == NtStatus::pending) return {};
  if (status == NtStatus::user_session_deleted || status == NtStatus::network_session_expired)
    return fail(Win32::netname_deleted, "the server has ended the session");
  return fail(Win32::invalid_data, "an answer came unsigned (status {:#010x})", code(status));
}

Result<void> ClientConnection::on_answer(const Response& response, Request& request) {
  if (response.header.nt_status() == NtStatus::network_session_expired && !request.is_repeated) {
    hold(response.header.message_id, std::move(request));
    return {};
  }
  Answer answer{.request = request.id, .status = response.header.nt_status(), .data = {}, .file = {}};
  if (answer.status == NtStatus::user_session_deleted)
    return fail(Win32::netname_deleted, "the server has ended the session");
  if (!is_error(answer.status)) {
    NTA_CHECK(read_answer(request.command, response.message, answer));
  }
  if (request.wanted == Wanted::yes)
    events_.emplace_back(std::move(answer));
  else if (request.command == Command::create && !is_error(answer.status))
    if (auto closing = close(answer.file)) forget(*closing);
  return {};
}

// ---- a session whose time is over ([MS-SMB2] 3.2.5.1.6) ------------------------------------------------------------

/** Servers refuse everything from the end of a session's time to its renewal, so these are the last ones sent, in their
 * order; one that was under way meanwhile comes late. */
void ClientConnection::hold(uint64_t message_id, Request request) {
  request.is_repeated = true;
  request.async_id.reset();
  refused_.emplace(message_id, std::move(request));
  if (state_ == State::ready && !std::exchange(is_expired_, true)) events_.emplace_back(Expired{});
}

void ClientConnection::renew(std::shared_ptr<auth::SecurityContext> security, auth::SecurityContext::Leg first) {
  if (state_ != State::ready) return;
  state_ = State::renewing;
  options_.security = std::move(security);
  is_proven_ = first.complete;
  send_session_setup_of(first);
}

void ClientConnection::repeat_refused() {
  for (; !refused_.empty(); refused_.erase(std::prev(refused_.end())))
    waiting_.push_front(std::move(std::prev(refused_.end())->second));
  is_expired_ = false;
  send_waiting();
}

void ClientConnection::leave_expired() {
  auto answer = [this](const Request& request) {
    if (request.wanted == Wanted::yes)
      events_.emplace_back(
          Answer{.request = request.id, .status = NtStatus::network_session_expired, .data = {}, .file = {}});
  };
  for (const auto& [message_id, request] : std::exchange(refused_, {})) answer(request);
  for (const Request& request : std::exchange(waiting_, {})) answer(request);
  is_expired_ = false;
}

void ClientConnection::end(Error why) {
  reached_ = state_;
  state_ = State::closed;
  unanswered_.clear();
  waiting_.clear();
  refused_.clear();
  events_.emplace_back(Lost{std::move(why)});
}

std::optional<ClientEvent> ClientConnection::next_event() {
  if (events_.empty()) return std::nullopt;
  auto event = std::move(events_.front());
  events_.pop_front();
  return event;
}

}  // namespace nta::smb
