// Session's connections: who is let in, when they are read and written, how they end, and what they are told unasked.
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>

#include "session/process/session.h"

namespace nta::session {
namespace {

constexpr auto time_for_hello = std::chrono::seconds(10);
constexpr auto time_to_leave = std::chrono::seconds(5);

}  // namespace

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
