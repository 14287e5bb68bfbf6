// Session's own hand on a client's terminal. A key and its echo then pass one process, not two: what the client would
// add is most of the delay (bench/run.py, echo). The descriptor is an open file of its own, so that making it
// non-blocking changes nothing for the person's shell.
#include <fcntl.h>
#include <unistd.h>

#include <cerrno>

#include "session/process/session.h"

namespace nta::session {

void Session::serve_directly(UniqueFd terminal, uint32_t detach_key) {
  int flags = fcntl(terminal.get(), F_GETFL);
  if (!isatty(terminal.get()) || (flags & O_ACCMODE) != O_RDWR || !(flags & O_NONBLOCK)) return;
  auto watch = poller_.add(terminal.get(), EPOLLIN, [this](uint32_t events) { on_client_terminal(events); });
  if (!watch) return;
  client_->direct = std::move(terminal);
  client_->direct_watch = *watch;
  client_->direct_watched = EPOLLIN;
  if (detach_key > 0 && detach_key < 256) client_->detach_key = static_cast<char>(detach_key);
}

void Session::on_client_terminal(uint32_t events) {
  if (events & EPOLLOUT) write_client_terminal();
  if (!client_ || !(events & (EPOLLIN | EPOLLHUP | EPOLLERR))) return;
  char buffer[4096];
  ssize_t count = read(client_->direct.get(), buffer, sizeof buffer);
  if (count < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (count <= 0) return drop_client(DetachReason::hung_up, {});
  std::string_view keys(buffer, static_cast<size_t>(count));
  size_t key = client_->detach_key ? keys.find(*client_->detach_key) : std::string_view::npos;
  if (key != 0) typed_by_client(keys.substr(0, key));
  if (client_ && key != std::string_view::npos) drop_client(DetachReason::asked, {});
}

void Session::write_client_terminal() {
  std::string& rest = client_->unwritten;
  while (!rest.empty()) {
    ssize_t count = write(client_->direct.get(), rest.data(), rest.size());
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) break;
    if (count < 0) return drop_client(DetachReason::hung_up, {});
    rest.erase(0, static_cast<size_t>(count));
  }
  if (rest.empty() && rest.capacity() > (64u << 10)) std::string().swap(rest);
  watch_client_terminal();
}

void Session::watch_client_terminal() {
  if (!client_ || !client_->direct) return;
  bool reads = client_->peer->reading && !client_->away_until;
  uint32_t events = (reads ? EPOLLIN : 0u) | (client_->unwritten.empty() ? 0u : EPOLLOUT);
  if (events != client_->direct_watched) poller_.change(client_->direct_watch, client_->direct.get(), events);
  client_->direct_watched = events;
}

void Session::release_client(Parting parting) {
  poller_.remove(client_->direct_watch, client_->direct.get());
  parting_ = parting;
  last_client_address_ = client_->address;
  end_channels();
  client_.reset();
  answer_handing_over(Win32::netname_deleted, "its terminal has left");
  end_viewers(DetachReason::disconnected, "the terminal that it was shown at has left");
  disconnect_time_ = filetime_now();
  connection_changed();
}

}  // namespace nta::session
