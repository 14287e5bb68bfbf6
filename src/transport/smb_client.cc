#include "transport/smb_client.h"

#include <algorithm>

#include "base/log.h"

namespace nta::transport {
namespace {

constexpr size_t most_held = 256u << 10;
constexpr uint16_t pipe_fragment = 65528;  // the client has the last word: Windows' and Samba's propose 4280

}  // namespace

void SmbEndpoint::Pipe::take(std::span<std::byte> bytes) {
  if (is_closed()) return;
  if (!std::exchange(was_used_, true)) restart_clock();
  if (wants_input()) return received(bytes);
  if (held_.size() + bytes.size() > most_held)
    return close(fail(Win32::no_system_resources, "{} bytes were written while none were taken", held_.size()));
  held_.insert(held_.end(), bytes.begin(), bytes.end());
}

void SmbEndpoint::Pipe::input_wanted() {
  if (held_.empty() || !wants_input()) return;
  Bytes bytes = std::exchange(held_, {});
  received(bytes);
}

/** Each fragment is one message of the pipe. */
void SmbEndpoint::Pipe::send_output() {
  while (!output().empty() && client_.smb().pipe_has_room(number_)) {
    auto length = rpc::frame_length(output());
    if (!length || *length == 0 || *length > output().size()) break;
    client_.smb().pipe_message(number_, output().first(*length));
    sent(*length);
  }
  client_.work();
}

void SmbEndpoint::Pipe::shut() {
  client_.smb().pipe_broken(number_);
  client_.work();
}

SmbEndpoint::Client::Client(SmbEndpoint& endpoint, uint64_t id, TcpAddress peer, TcpAddress own, int socket)
    : endpoint_(endpoint),
      id_(id),
      peer_(std::move(peer)),
      own_(std::move(own)),
      socket_(endpoint.loop_, socket, *this),
      smb_(endpoint.options_.smb) {}

void SmbEndpoint::Client::work() {
  if (is_working_) return;
  auto self = shared_from_this();
  is_working_ = true;
  while (auto event = smb_.next_event()) std::visit([this](auto& each) { take(std::move(each)); }, *event);
  is_working_ = false;
  if (is_closed_) return;
  socket_.send();
  if (!smb_.has_unannounced() || smb_.last_waiting() == to_announce_) return;
  to_announce_ = smb_.last_waiting();
  endpoint_.announce_later({weak_from_this(), to_announce_});
}

void SmbEndpoint::Client::take_bytes(std::span<std::byte> bytes) {
  last_input_ = Clock::now();
  if (!smb_.is_receiving()) message_began_ = last_input_;
  last_request_ = filetime_now();
  endpoint_.observer_.moved(0, bytes.size());
  smb_.feed(bytes);
  work();
}

void SmbEndpoint::Client::bytes_sent(size_t count) {
  last_output_ = Clock::now();
  endpoint_.observer_.moved(count, 0);
  bool was_paused = !smb_.wants_input();
  smb_.sent(count);
  if (was_paused) socket_.receive();
}

void SmbEndpoint::Client::close(const Error& why) {
  if (is_closed_) return;
  if (why.code == Win32::timeout) end_ = SmbObserver::End::timed_out;
  smb_.end(why);
  work();
}

void SmbEndpoint::Client::take(smb::Closed event) {
  if (std::exchange(is_closed_, true)) return;
  auto self = shared_from_this();
  socket_.send();  // an answer that says why
  socket_.shut();
  log::debug("smb-client-gone", "{}: {}", peer_.text(), event.why.text);
  endpoint_.by_id_.erase(id_);
  endpoint_.half_open_.remove(id_);
  endpoint_.clients_.remove(id_);
}

void SmbEndpoint::Client::check_time(Clock::time_point now) {
  const SmbTimes& times = endpoint_.options_.times;
  bool has_session = smb_.has_session();
  if (!has_session && users_.empty() && now - connected_ > times.logon)
    return close(fail(Win32::timeout, "nobody logged on within {} ms", times.logon.count()));
  if (smb_.is_receiving() && now - message_began_ > times.message)
    return close(fail(Win32::timeout, "half a message for {} ms", times.message.count()));
  if (!smb_.output().empty() && now - last_output_ > times.reading && now - last_input_ > times.reading)
    return close(fail(Win32::timeout, "the client took no byte for {} ms", times.reading.count()));
  if (pipes_.empty() && now - last_input_ > times.idle) return close(fail(Win32::timeout, "idle"));
  auto checked = pipes_;  // one that is closed takes itself out
  for (auto& [number, pipe] : checked)
    if (pipe->group() != 0) pipe->check_time(now);
}

void SmbEndpoint::Client::announce_waiting(uint64_t last) {
  if (!smb_.has_unannounced()) return;
  smb_.announce_waiting(last);
  work();
}

void SmbEndpoint::Client::end_session(uint64_t session) {
  smb_.end_session(session);
  work();
  if (!is_closed_ && !smb_.has_session()) close(fail(Win32::netname_deleted, "its last session was ended"));
}

void SmbEndpoint::Client::close_pipe(uint64_t pipe) {
  smb_.close_pipe(pipe);
  work();
}

bool SmbEndpoint::Client::has_session(uint64_t session, const Sid& user) const {
  auto found = users_.find(session);
  return found != users_.end() && found->second == user;
}

void SmbEndpoint::Client::take(smb::Authenticate event) {
  uint64_t session = event.session;
  auto done = [weak = weak_from_this(), session](RpcServer::Leg leg) {
    auto self = weak.lock();
    if (!self || self->is_closed_) return;
    self->smb_.authenticated(session, std::move(leg.result), std::move(leg.claimed_name));
    self->work();
  };
  auto at_once = endpoint_.server_.authenticate(std::move(event.context), std::move(event.token), std::move(done));
  if (at_once) smb_.authenticated(session, std::move(at_once->result), std::move(at_once->claimed_name));
}

void SmbEndpoint::Client::take(smb::SessionStarted event) {
  users_[event.session] = event.token->user;
  // A null session makes room for who logs on, as a stranger does; and one that it gives up may be anybody's.
  bool is_somebody = event.token->user != sid_anonymous;
  if (is_somebody) endpoint_.half_open_.remove(id_);
  if (event.previous != 0 && is_somebody) endpoint_.give_up(event.previous, event.token->user);
  endpoint_.observer_.session_started({.id = {id_, event.session},
                                       .client = peer_.host,
                                       .local = own_.host,
                                       .token = event.token,
                                       .is_encrypted = event.is_encrypted});
}

void SmbEndpoint::Client::take(smb::SessionEnded event) {
  users_.erase(event.session);
  endpoint_.observer_.session_ended({id_, event.session}, end_);
}

void SmbEndpoint::Client::take(smb::LogonFailed event) {
  endpoint_.observer_.logon_failed(peer_.text(), event.name, event.why);
}

void SmbEndpoint::Client::take(smb::TreeConnected event) {
  endpoint_.observer_.tree_connected({id_, event.session}, event.tree);
}

void SmbEndpoint::Client::take(smb::TreeDisconnected event) {
  endpoint_.observer_.tree_disconnected({id_, event.session}, event.tree);
}

void SmbEndpoint::Client::take(smb::PipeOpened event) {
  auto [first, last] = endpoint_.options_.pipes.equal_range(event.name);
  std::vector<rpc::SyntaxId> offered;
  for (auto each = first; each != last; ++each) offered.push_back(each->second);
  ConnectionInfo info{.token = event.token,
                      .from = peer_.text(),
                      .to = own_.host,
                      .owner = fmt::format("{} at {}", event.token->user.text(), peer_.host),
                      .max_fragment = pipe_fragment,
                      .secondary_address = "\\PIPE\\" + event.name,
                      .least_level = auth::Level::packet,
                      .offers =
                          [offered = std::move(offered)](const rpc::SyntaxId& syntax) {
                            return std::find(offered.begin(), offered.end(), syntax) != offered.end();
                          },
                      .session_key = std::move(event.session_key)};
  pipes_[event.pipe] = std::make_shared<Pipe>(*this, endpoint_.server_, std::move(info), event.pipe);
  endpoint_.observer_.pipe_opened(
      {.id = {id_, event.pipe}, .session = {id_, event.session}, .tree = event.tree, .name = std::move(event.name)});
}

void SmbEndpoint::Client::take(smb::PipeWritten event) {
  if (auto found = pipes_.find(event.pipe); found != pipes_.end()) {
    auto pipe = found->second;
    pipe->take(event.bytes);
  }
}

void SmbEndpoint::Client::take(smb::PipeDrained event) {
  if (auto found = pipes_.find(event.pipe); found != pipes_.end()) {
    auto pipe = found->second;
    if (!pipe->is_closed()) pipe->drained();
  }
}

void SmbEndpoint::Client::take(smb::PipeClosed event) {
  auto gone = pipes_.extract(event.pipe);
  if (!gone) return;
  gone.mapped()->close(fail(Win32::broken_pipe, "the pipe was closed"));
  endpoint_.observer_.pipe_closed({id_, event.pipe});
}

void SmbEndpoint::Client::take(smb::Refused event) { endpoint_.observer_.refused(peer_.text(), event.what); }

}  // namespace nta::transport
