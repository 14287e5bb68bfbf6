// Session's side of the protocol: who may ask what, one table row a message, and what happens then.
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "session/process/session.h"

namespace nta::session {
namespace {

constexpr size_t most_peers = 32;
constexpr auto time_for_hello = std::chrono::seconds(10);
constexpr auto time_to_leave = std::chrono::seconds(5);
constexpr FileTime input_told_every = filetime_second;

std::string limited(const char* text) {
  constexpr size_t longest = 256;
  std::string out;
  for (char c : text_or_empty(text).substr(0, longest))
    if (static_cast<unsigned char>(c) >= 0x20 && c != 0x7F) out += c;
  return out;
}

}  // namespace

/** Who may send a message: the peer's role after its Hello, and whether it must be the session's user (or root), or at
 *  least the daemon's; of one with a ticket the handler knows what it may. A
 *  numbered one starts with the number that its Answer repeats. */
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

bool Session::admits(uid_t uid) const { return uid == 0 || uid == getuid() || uid == program_.daemon_uid; }

void Session::on_connection() {
  UniqueFd socket(accept4(listener_.get(), nullptr, nullptr, SOCK_NONBLOCK | SOCK_CLOEXEC));
  if (!socket) return;
  ucred credentials{};
  socklen_t length = sizeof credentials;
  if (getsockopt(socket.get(), SOL_SOCKET, SO_PEERCRED, &credentials, &length) != 0) return;
  if (!admits(credentials.uid) && !expects(credentials.uid)) return;
  if (peers_.size() >= most_peers) {  // room is made by one that has not even said Hello
    auto silent = std::ranges::find_if(peers_, [](const auto& each) { return !each->role; });
    if (silent == peers_.end()) return;
    close(**silent);
  }
  auto& peer = *peers_.emplace_back(std::make_unique<Peer>(std::move(socket), credentials));
  peer.deadline = Clock::now() + time_for_hello;
  peer.watched = EPOLLIN;
  auto watch = poller_.add(peer.fd(), peer.watched, [this, &peer](uint32_t events) { on_peer(peer, events); });
  if (!watch) return close(peer);
  peer.watch = *watch;
  peer.send(Hello{protocol_version, static_cast<uint32_t>(Role::session), program_.session_id});
  update(peer);
}

void Session::on_peer(Peer& peer, uint32_t events) {
  if (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) {
    bool alive = peer.receive();
    while (alive && !peer.closing && !peer.closed) {
      auto frame = peer.next();
      if (!frame) return close(peer);  // not this protocol
      if (!*frame) break;
      handle(peer, **frame);
    }
    if (!alive) return close(peer);
  }
  if (!peer.closing) update(peer);  // one that leaves is settled after those that are told so
}

void Session::handle(Peer& peer, const Frame& frame) {
  for (const Request& request : requests) {
    if (request.type != frame.type) continue;
    bool known = peer.role.has_value();
    bool wanted = request.from == Request::From::anyone             ? !known
                  : request.from == Request::From::daemon_or_client ? known
                                                                    : peer.role == Role::client;
    bool own = peer.uid() == getuid() || peer.uid() == 0;
    bool may =
        request.user == Request::User::with_ticket || (request.user == Request::User::own ? own : admits(peer.uid()));
    if (!wanted) return close_when_sent(peer);
    uint32_t number = 0;
    if (auto first = decode<GetState>(frame); first && request.numbered == Request::Numbered::yes)
      number = (*first)->request;
    Result<void> done = !may ? fail(Win32::access_denied, "session {} is another user's", program_.session_id)
                             : (this->*request.handle)(peer, frame);
    if (done) return;
    peer.send(Answer{number, nta::code(done.error().code), done.error().text.c_str()});
    if (done.error().code == Win32::rpc_bad_stub_data) close_when_sent(peer);
    return;
  }
  // A later release's request: every one starts with its number.
  auto unknown = decode<GetState>(frame);
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
  bool own = peer.uid() == getuid() || peer.uid() == 0;
  bool expected = ticket && ticket->purpose == Purpose::attach;
  if (!own && !expected) return fail(Win32::access_denied, "session {} is another user's", program_.session_id);
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

void Session::close_when_sent(Peer& peer) {
  peer.closing = true;
  peer.deadline = Clock::now() + time_to_leave;
}

// Sends what can be sent, watches for what can come, and closes what is done. One that does not take its answers may
// ask no more until it has.
void Session::update(Peer& peer) {
  if (peer.closed) return;
  bool alive = peer.flush();
  if (alive && peer.state_due && peer.unsent() == 0) {
    peer.state_due = false;
    send_state(peer, 0);
    alive = peer.flush();
  }
  if (!alive || (peer.closing && peer.unsent() == 0)) return close(peer);
  uint32_t events = wanted_events(peer);
  if (events != peer.watched) poller_.change(peer.watch, peer.fd(), events);
  peer.watched = events;
}

uint32_t Session::wanted_events(const Peer& peer) {
  bool reads = peer.reading && !peer.closing && peer.unsent() <= Peer::most_unsent;
  return (reads ? EPOLLIN : 0u) | (peer.unsent() > 0 ? EPOLLOUT : 0u);
}

void Session::close(Peer& peer) {
  if (peer.closed) return;
  peer.closed = true;
  poller_.remove(peer.watch, peer.fd());
  forget_viewer(peer);
  forget_opener(peer);
  boxes_.forget(peer);
  if (handing_over_ && handing_over_->first == &peer) handing_over_.reset();
  std::erase_if(logoff_asked_, [&](const auto& asked) { return asked.first == &peer; });
  if (client_ && client_->peer == &peer) release_client(Parting::broken);
  auto place = std::ranges::find_if(peers_, [&](const auto& each) { return each.get() == &peer; });
  gone_.push_back(std::move(*place));
  peers_.erase(place);
}

// Many changes in one turn are one message; a daemon that is behind is told the newest when it has caught up.
void Session::state_changed() {
  for (auto& peer : peers_)
    if (peer->role == Role::daemon) peer->state_due = true;
}

// Each coming and going by itself, for whoever follows events; only a daemon that has stopped listening misses some.
void Session::connection_changed() {
  state_changed();
  for (auto& peer : peers_) {
    if (!peer->state_due || peer->closing || peer->unsent() > Peer::most_unsent) continue;
    peer->state_due = false;
    send_state(*peer, 0);
  }
}

// Daemons first: others may be waiting for what they are told. Once more where one had left: others are told of that.
void Session::settle_peers() {
  size_t before;
  do {
    before = peers_.size();
    for (bool is_daemon : {true, false})
      for (size_t i = peers_.size(); i-- > 0;)
        if ((peers_[i]->role == Role::daemon) == is_daemon) settle(*peers_[i]);
  } while (peers_.size() != before);
}

void Session::settle(Peer& peer) {
  if (peer.watched != wanted_events(peer) || peer.closing || (peer.state_due && peer.unsent() == 0)) update(peer);
}

void Session::send_state(Peer& peer, uint32_t request) {
  State state;
  state.request = request;
  state.session_id = program_.session_id;
  state.connection = static_cast<uint32_t>(client_ ? ConnectState::active : ConnectState::disconnected);
  state.uid = getuid();
  state.session_pid = static_cast<uint32_t>(getpid());
  state.program_pid = static_cast<uint32_t>(program_pid_);
  state.rows = static_cast<uint32_t>(terminal_.size().rows);
  state.columns = static_cast<uint32_t>(terminal_.size().columns);
  state.user = program_.user.c_str();
  state.program = program_.arguments.empty() ? "" : program_.arguments.front().c_str();
  state.working_directory = program_.working_directory.c_str();
  state.tty = tty_.c_str();
  state.title = terminal_.title().c_str();
  state.logon_time = logon_time_;
  state.connect_time = connect_time_;
  state.disconnect_time = client_ ? 0 : disconnect_time_;
  state.last_input_time = input_told_ = last_input_time_;
  if (client_) {
    state.bytes_in = client_->bytes_in;
    state.bytes_out = client_->bytes_out;
    state.frames_in = client_->frames_in;
    state.frames_out = client_->frames_out;
    state.client_pid = static_cast<uint32_t>(client_->peer->pid());
    state.client_protocol = client_->protocol;
    state.client_name = client_->name.c_str();
    state.client_address = client_->address.c_str();
    state.client_terminal = client_->terminal.c_str();
    state.client_tty = client_->tty.c_str();
  }
  state.exited = exited_;
  state.exit_status = exit_status_;
  std::vector<uint32_t> viewers;
  for (const auto& viewer : viewers_)
    if (viewer->agreed) viewers.push_back(static_cast<uint32_t>(viewer->peer->pid()));
  state.viewer_count = static_cast<uint32_t>(viewers.size());
  state.viewers = viewers.data();
  state.broken = !client_ && parting_ == Parting::broken;
  state.last_client_address = last_client_address_.c_str();
  peer.send(state);
}

}  // namespace nta::session
