// Session's side of the protocol: who may ask what, one table row a message, and what happens then.
#include <unistd.h>

#include <algorithm>

#include "session/process/session.h"

namespace nta::session {
namespace {

constexpr FileTime input_told_every = filetime_second;

std::string limited(const char* text) {
  constexpr size_t longest = 256;
  std::string out;
  for (char c : text_or_empty(text).substr(0, longest))
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
  return out;
}

/** Of the session's user, or root. */
bool is_own(const Peer& peer) { return peer.uid() == getuid() || peer.uid() == 0; }

}  // namespace

/** Who may send a message: the peer's role after its Hello, and whether it must be the session's user (or root), or at
 *  least the daemon's; of one with a ticket the handler knows what it may. A numbered one starts with the number that
 *  its Answer repeats. */
struct Session::Request {
  enum class From { anyone, client, daemon_or_client };
  enum class User { any_admitted, own, with_ticket };
  enum class Numbered { no, yes };
  MessageType type;
  From from;
  User user;
  Numbered numbered;
  Result<void> (Session::*handle)(Peer& peer, const Frame& frame);
};

const Session::Request Session::requests[] = {
    {MessageType::hello, Request::From::anyone, Request::User::with_ticket, Request::Numbered::no, &Session::hello},
    {MessageType::attach, Request::From::client, Request::User::with_ticket, Request::Numbered::yes, &Session::attach},
    {MessageType::input, Request::From::client, Request::User::with_ticket, Request::Numbered::no, &Session::input},
    {MessageType::resize, Request::From::client, Request::User::with_ticket, Request::Numbered::no, &Session::resize},
    {MessageType::detach, Request::From::client, Request::User::with_ticket, Request::Numbered::yes, &Session::detach},
    {MessageType::get_state, Request::From::daemon_or_client, Request::User::any_admitted, Request::Numbered::yes,
     &Session::get_state},
    {MessageType::disconnect, Request::From::daemon_or_client, Request::User::any_admitted, Request::Numbered::yes,
     &Session::disconnect},
    {MessageType::logoff, Request::From::daemon_or_client, Request::User::any_admitted, Request::Numbered::yes,
     &Session::logoff},
    {MessageType::capture, Request::From::daemon_or_client, Request::User::own, Request::Numbered::yes,
     &Session::capture},
    {MessageType::run, Request::From::client, Request::User::own, Request::Numbered::yes, &Session::run_beside},
    {MessageType::show_box, Request::From::daemon_or_client, Request::User::any_admitted, Request::Numbered::yes,
     &Session::show_box},
    {MessageType::admit, Request::From::daemon_or_client, Request::User::any_admitted, Request::Numbered::yes,
     &Session::admit},
    {MessageType::shadow, Request::From::client, Request::User::with_ticket, Request::Numbered::yes, &Session::shadow},
    {MessageType::stop_shadow, Request::From::daemon_or_client, Request::User::any_admitted, Request::Numbered::yes,
     &Session::stop_shadow},
    {MessageType::hand_over, Request::From::daemon_or_client, Request::User::any_admitted, Request::Numbered::yes,
     &Session::hand_over},
    {MessageType::open_channel, Request::From::client, Request::User::with_ticket, Request::Numbered::yes,
     &Session::open_channel},
    {MessageType::channel_ended, Request::From::client, Request::User::with_ticket, Request::Numbered::no,
     &Session::channel_ended},
    {MessageType::gone_on, Request::From::client, Request::User::with_ticket, Request::Numbered::no, &Session::gone_on},
};

bool Session::may_come_from(const Request& request, const Peer& peer) {
  switch (request.from) {
    case Request::From::anyone:
      return !peer.role;
    case Request::From::daemon_or_client:
      return peer.role.has_value();
    case Request::From::client:
      return peer.role == Role::client;
  }
  return false;
}

bool Session::may_be_made_by(const Request& request, const Peer& peer) const {
  switch (request.user) {
    case Request::User::any_admitted:
      return admits(peer.uid());
    case Request::User::own:
      return is_own(peer);
    case Request::User::with_ticket:
      return true;
  }
  return false;
}

void Session::handle(Peer& peer, const Frame& frame) {
  for (const Request& request : requests) {
    if (request.type != frame.type) continue;
    if (!may_come_from(request, peer)) return close_when_sent(peer);
    Result<void> done = may_be_made_by(request, peer)
                            ? (this->*request.handle)(peer, frame)
                            : fail(Win32::access_denied, "session {} is another user's", program_.session_id);
    if (done) return;
    auto first = decode<NumberedRequest>(frame);
    uint32_t number = first && request.numbered == Request::Numbered::yes ? (*first)->request : 0;
    peer.send(Answer{number, nta::code(done.error().code), done.error().text.c_str()});
    if (done.error().code == Win32::rpc_bad_stub_data) close_when_sent(peer);
    return;
  }
  auto unknown = decode<NumberedRequest>(frame);
  if (!unknown) return close_when_sent(peer);
  std::string text = fmt::format("this session does not know message {}", static_cast<int>(frame.type));
  peer.send(Answer{(*unknown)->request, nta::code(Win32::not_supported), text.c_str()});
}

Result<void> Session::hello(Peer& peer, const Frame& frame) {
  NTA_TRY(auto hello, decode<Hello>(frame));
  if (hello->version != protocol_version) {
    close_when_sent(peer);
    return fail(Win32::revision_mismatch, "protocol version {}, this session has {}", hello->version, protocol_version);
  }
  if (hello->role != static_cast<uint32_t>(Role::daemon) && hello->role != static_cast<uint32_t>(Role::client))
    return fail(Win32::rpc_bad_stub_data, "role {}", hello->role);
  if (hello->role == static_cast<uint32_t>(Role::daemon) && !admits(peer.uid())) {
    close_when_sent(peer);
    return fail(Win32::access_denied, "uid {} is not the daemon's", peer.uid());
  }
  peer.role = static_cast<Role>(hello->role);
  peer.deadline.reset();
  if (peer.role == Role::daemon) send_state(peer, 0);
  return {};
}

Result<void> Session::attach(Peer& peer, const Frame& frame) {
  NTA_TRY(auto wanted, decode<Attach>(frame));
  std::string_view secret = text_or_empty(wanted->ticket);
  auto ticket = take_ticket(peer, secret);
  bool expected = ticket && ticket->purpose == Purpose::attach;
  if (!is_own(peer) && !expected)
    return fail(Win32::access_denied, "session {} is another user's", program_.session_id);
  if (!expected && !secret.empty())  // who wanted it moved has been told that it is not
    return fail(Win32::access_denied, "this terminal comes too late to session {}", program_.session_id);
  if (client_ && client_->peer == &peer) return fail(Win32::invalid_parameter, "attached already");
  if ((exited_ && !expected_) || logoff_)
    return fail(Win32::ctx_close_pending, "session {} is ending", program_.session_id);
  if (descends_from(peer.pid(), getpid()))
    return fail(Win32::invalid_parameter, "session {} cannot be shown inside itself", program_.session_id);
  NTA_TRY(auto offers, offers_of(wanted.value));
  std::string tty = limited(wanted->tty), address = limited(wanted->client_address);
  if (client_) {
    if (!wanted->take_over)
      return fail(Win32::ctx_winstation_busy, "session {} is shown at {}", program_.session_id, client_->tty);
    std::string where = tty.empty() ? fmt::format("process {}", peer.pid()) : tty;
    if (!address.empty()) where += fmt::format(" ({})", address);
    drop_client(DetachReason::taken_over, fmt::format("taken over from {}", where));
  }
  expected_ = false;
  client_.emplace();
  client_->peer = &peer;
  client_->terminal = limited(wanted->terminal);
  client_->tty = tty;
  client_->name = limited(wanted->client_name);
  client_->address = address;
  client_->protocol = wanted->protocol;
  client_->can_go_on = wanted->can_go_on;
  client_->offers = std::move(offers);
  connect_time_ = last_input_time_ = filetime_now();
  set_size(wanted->rows, wanted->columns);
  // Not for a client of another user: a session process could keep the terminal, and with it what is typed there later.
  if (UniqueFd terminal = peer.take_descriptor(); wanted->direct && terminal && peer.uid() == getuid())
    serve_directly(std::move(terminal), wanted->detach_key);
  peer.send(Attached{.direct = client_->direct ? 1u : 0u, .channels = 1});
  peer.send(Answer{wanted->request, 0, nullptr});
  answer_early_openers();
  connection_changed();
  return {};
}

Result<void> Session::input(Peer& peer, const Frame& frame) {
  std::string_view keys(reinterpret_cast<const char*>(frame.payload.data()), frame.payload.size());
  if (client_ && client_->peer == &peer) typed_by_client(keys);
  if (Viewer* viewer = viewer_of(peer)) typed_by_viewer(*viewer, keys);
  return {};  // of others it was sent before they knew that they were detached
}

void Session::typed_by_client(std::string_view keys) {
  client_->typing = true;
  client_->bytes_in += keys.size();
  ++client_->frames_in;
  last_input_time_ = filetime_now();
  if (last_input_time_ - input_told_ >= input_told_every) state_changed();
  if (boxes_.empty()) return type(keys);
  boxes_.input(keys, terminal_.size(), Clock::now());  // a box has the keyboard
  box_changed();
}

Result<void> Session::resize(Peer& peer, const Frame& frame) {
  NTA_TRY(auto wanted, decode<Resize>(frame));
  if (Viewer* viewer = viewer_of(peer)) viewer->renderer.set_view(terminal::clamped(wanted->rows, wanted->columns));
  if (Viewer* viewer = viewer_of(peer)) viewer->dirty = true;
  if (!client_ || client_->peer != &peer) return {};
  set_size(wanted->rows, wanted->columns);
  client_->renderer.client_resized();
  client_->dirty = true;
  state_changed();
  return {};
}

void Session::set_size(uint32_t rows, uint32_t columns) {
  terminal::Size size = terminal::clamped(rows, columns);
  if (rows == 0 || columns == 0 || size == terminal_.size()) return;
  terminal_.resize(size);
  screen_changed();
  set_terminal_size(pty_.get(), size);
}

Result<void> Session::detach(Peer& peer, const Frame&) {
  if (client_ && client_->peer == &peer) drop_client(DetachReason::asked, {});
  if (viewer_of(peer)) end_viewer(peer, DetachReason::asked, {});
  return {};
}

Result<void> Session::get_state(Peer& peer, const Frame& frame) {
  NTA_TRY(auto wanted, decode<GetState>(frame));
  send_state(peer, wanted->request);
  return {};
}

Result<void> Session::disconnect(Peer& peer, const Frame& frame) {
  NTA_TRY(auto wanted, decode<Disconnect>(frame));
  if (client_) drop_client(DetachReason::disconnected, limited(wanted->text));
  peer.send(Answer{wanted->request, 0, nullptr});
  return {};
}

Result<void> Session::logoff(Peer& peer, const Frame& frame) {
  NTA_TRY(auto wanted, decode<Logoff>(frame));
  if (logoff_asked_.size() >= most_peers) return fail(Win32::busy, "asked too often");
  logoff_asked_.emplace_back(&peer, wanted->request);
  if (!logoff_) why_logged_off_ = limited(wanted->text);
  start_logoff();
  return {};
}

Result<void> Session::capture(Peer& peer, const Frame& frame) {
  NTA_TRY(auto wanted, decode<Capture>(frame));
  if (peer.unsent() > Peer::most_unsent) return fail(Win32::busy, "take what was sent first");
  peer.send_raw(MessageType::captured, terminal_.text());
  peer.send(Answer{wanted->request, 0, nullptr});
  return {};
}

Result<void> Session::show_box(Peer& peer, const Frame& frame) {
  NTA_TRY(auto wanted, decode<ShowBox>(frame));
  NTA_TRY(BoxStyle style, box_style(wanted->style));
  Deadline deadline;
  if (wanted->seconds > 0) deadline = Clock::now() + std::chrono::seconds(wanted->seconds);
  MessageBox box(style, text_or_empty(wanted->title), text_or_empty(wanted->text));
  NTA_CHECK(boxes_.add(peer, wanted->request, std::move(box), deadline));
  box_changed();
  return {};
}

Result<void> Session::run_beside(Peer& peer, const Frame& frame) {
  NTA_TRY(auto wanted, decode<Run>(frame));
  if (exited_ || logoff_) return fail(Win32::ctx_close_pending, "session {} is ending", program_.session_id);
  Program program = program_;
  program.arguments = copied(wanted->arguments, wanted->argument_count);
  if (program.arguments.empty()) return fail(Win32::invalid_parameter, "no program was named");
  if (wanted->own_environment) program.environment = copied(wanted->environment, wanted->environment_count);
  std::string_view directory = text_or_empty(wanted->working_directory);
  if (!directory.empty()) program.working_directory = directory;
  NTA_TRY(pid_t pid, start_beside(program, wanted->silent ? -1 : pty_kept_open_.get()));
  peer.send(Ran{wanted->request, static_cast<uint32_t>(pid)});
  peer.send(Answer{wanted->request, 0, nullptr});
  return {};
}

// Whoever is at the terminal sees it at once.
void Session::box_changed() {
  screen_changed();
  if (client_) client_->typing = true;
}

void Session::drop_client(DetachReason reason, std::string_view text) {
  Peer& peer = *client_->peer;
  release_client(reason == DetachReason::hung_up ? Parting::broken : Parting::orderly);
  std::string copy(text);
  peer.send(Detached{static_cast<uint32_t>(reason), copy.c_str()});
  close_when_sent(peer);
}

}  // namespace nta::session
