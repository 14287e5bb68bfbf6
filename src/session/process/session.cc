#include "session/process/session.h"

#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

namespace nta::session {
namespace {

constexpr auto frame_time = std::chrono::microseconds(16'667);  // 60 a second
constexpr uint64_t first_frames = 8;  // of a client: sent as they come, so that nobody waits for the first prompt
constexpr auto first_client = std::chrono::seconds(10);  // for whoever opened the session to attach to it
constexpr auto last_words = std::chrono::seconds(3);     // for peers to take what they are told at the end
constexpr int reads_at_a_time = 64;                      // 4 KiB each, then peers and frames have their turn
constexpr size_t most_keys = 256u << 10;

uint32_t exit_status_of(int wait_status) {
  return static_cast<uint32_t>(WIFEXITED(wait_status) ? WEXITSTATUS(wait_status) : 128 + WTERMSIG(wait_status));
}

}  // namespace

Session::Client::Client() = default;

Session::Session(Poller& poller, const Program& program, RunningProgram running, UniqueFd listener, UniqueFd signals)
    : poller_(poller),
      program_(program),
      pty_(std::move(running.terminal)),
      pty_kept_open_(std::move(running.kept_open)),
      tty_(std::move(running.tty)),
      program_pid_(running.pid),
      listener_(std::move(listener)),
      signals_(std::move(signals)),
      terminal_(program.size, {program.scrollback_lines}) {
  disconnect_time_ = logon_time_;
  expected_until_ = Clock::now() + first_client;
}

Result<void> Session::run() {
  NTA_TRY(pty_watch_, poller_.add(pty_.get(), EPOLLIN, [this](uint32_t events) { on_terminal(events); }));
  NTA_TRY(listener_watch_, poller_.add(listener_.get(), EPOLLIN, [this](uint32_t) { on_connection(); }));
  NTA_TRY(signals_watch_, poller_.add(signals_.get(), EPOLLIN, [this](uint32_t) { on_signal(); }));
  serve();
  // With its program a session ends whole: what went into the background is logged off as by anybody else.
  if (!logged_off_ && !living_descendants(getpid()).empty()) {
    start_logoff();
    serve();
  }
  finish();
  return {};
}

void Session::serve() {
  while (!is_over()) {
    poller_.wait(next_deadline());
    on_deadlines();
    settle_peers();
    gone_.clear();
  }
}

// What a short program wrote is for the client that is on its way.
bool Session::is_over() const {
  bool awaits_client = expected_ && Clock::now() < expected_until_;
  return exited_ && pty_ended_ && !logoff_ && !awaits_client;
}

void Session::on_terminal(uint32_t events) {
  if (events & EPOLLOUT) write_input();
  char buffer[4096];
  for (int i = 0; i < reads_at_a_time; ++i) {
    ssize_t count = read(pty_.get(), buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count < 0 && errno == EAGAIN) {
      pty_ended_ = pty_ended_ || exited_;  // all that the program wrote is read
      break;
    }
    if (count <= 0) {  // EIO: nobody has the terminal open
      poller_.remove(pty_watch_, pty_.get());
      pty_watch_ = 0;
      pty_ended_ = true;
      break;
    }
    terminal_.feed({buffer, static_cast<size_t>(count)});
    screen_changed();
  }
  // A program that asks without reading the answers does not make them pile up.
  if (std::string replies = terminal_.take_replies(); !replies.empty() && keys_.size() < most_keys) type(replies);
  if (terminal_.title() != title_told_) {
    title_told_ = terminal_.title();
    state_changed();
  }
}

void Session::on_signal() {
  signalfd_siginfo info;
  while (read(signals_.get(), &info, sizeof info) == sizeof info) {
    if (info.ssi_signo != SIGTERM) continue;
    if (!logoff_) why_logged_off_ = "was logged off: its process was told to end, as when the machine is shut down";
    start_logoff();
  }
  reap();
  if (logoff_) tick_logoff();
}

// Children are the program and, as this process is their subreaper, everything that was orphaned in the session.
void Session::reap() {
  int status;
  pid_t pid;
  while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
    if (pid != program_pid_) continue;
    exited_ = true;
    exit_status_ = exit_status_of(status);
    program_pid_ = 0;
    state_changed();
    if (pty_watch_) on_terminal(EPOLLIN);
  }
}

void Session::type(std::string_view bytes) {
  keys_ += bytes;
  write_input();
}

void Session::write_input() {
  while (!keys_.empty() && pty_watch_) {
    ssize_t count = write(pty_.get(), keys_.data(), keys_.size());
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) break;
    keys_.erase(0, static_cast<size_t>(count));
  }
  if (!pty_watch_) keys_.clear();
  bool waits = !keys_.empty();
  if (pty_watch_ && waits != pty_writes_) poller_.change(pty_watch_, pty_.get(), waits ? EPOLLIN | EPOLLOUT : EPOLLIN);
  pty_writes_ = waits;
  // Whose frames are read follows at the end of the turn: one that has left is not closed here, under callers' hands.
  bool room = keys_.size() < most_keys;
  for (auto& viewer : viewers_) viewer->peer->reading = room;
  if (client_) client_->peer->reading = room;
  watch_client_terminal();
}

void Session::screen_changed() {
  if (client_) client_->dirty = true;
  for (auto& viewer : viewers_) viewer->dirty = true;
}

// A client that has not taken the last frame gets none; when it has, it gets the newest.
void Session::render() {
  if (!client_ || client_->away_until || !client_->dirty || client_->behind()) return;
  std::string out = frame_of(*client_);
  boxes_.front_is_shown(Clock::now());
  if (out.empty()) return;
  if (client_->direct) {
    client_->unwritten = std::move(out);
    write_client_terminal();
  } else {
    client_->peer->send_raw(MessageType::output, out);
    update(*client_->peer);
  }
}

std::string Session::frame_of(View& view) {
  view.renderer.set_overlay(boxes_.empty() ? terminal::Overlay() : boxes_.front().draw(terminal_.size()));
  std::string out;
  auto left = view.renderer.render(terminal_, out);
  view.dirty = left == terminal::Renderer::Left::lines;
  view.typing = false;
  view.next_frame = Clock::now();
  if (view.frames_out >= first_frames) view.next_frame += frame_time;
  if (out.empty()) return out;
  if (std::string restoration = view.renderer.restoration(); restoration != view.restoration) {
    view.peer->send_raw(MessageType::restoration, restoration);
    view.restoration = std::move(restoration);
  }
  view.bytes_out += out.size();
  ++view.frames_out;
  return out;
}

Deadline Session::frame_deadline() const {
  if (!client_ || client_->away_until || !client_->dirty || client_->behind()) return {};
  return client_->typing ? Clock::time_point() : client_->next_frame;
}

Deadline Session::next_deadline() const {
  Deadline deadline = earlier(frame_deadline(), viewers_deadline());
  for (const auto& peer : peers_) deadline = earlier(deadline, peer->deadline);
  if (logoff_) deadline = earlier(deadline, logoff_->next_tick());
  if (client_) deadline = earlier(deadline, client_->away_until);
  if (exited_ && expected_ && !logoff_) deadline = earlier(deadline, expected_until_);
  deadline = earlier(deadline, early_openers_deadline());
  return earlier(deadline, boxes_.next_deadline());
}

void Session::on_deadlines() {
  auto now = Clock::now();
  if (boxes_.end_late(now)) box_changed();
  if (Deadline opened = early_openers_deadline(); opened && *opened <= now) answer_early_openers();
  if (client_ && client_->away_until && *client_->away_until <= now) give_up_handing_over();
  if (Deadline frame = frame_deadline(); frame && *frame <= now) render();
  render_viewers(now);
  for (size_t i = peers_.size(); i-- > 0;) {
    if (peers_[i]->deadline && *peers_[i]->deadline <= now) close(*peers_[i]);
  }
  if (logoff_ && logoff_->next_tick() <= now) tick_logoff();
}

void Session::start_logoff() {
  if (logoff_) return;
  logoff_.emplace(getpid());
  tick_logoff();
}

void Session::tick_logoff() {
  size_t processes = logoff_->processes();
  int signal = logoff_->signal();
  bool done = logoff_->tick(Clock::now());
  reap();
  bool changed = processes != logoff_->processes() || signal != logoff_->signal();
  for (auto [peer, request] : std::vector(logoff_asked_)) {
    if (changed)
      peer->send(
          Progress{request, static_cast<uint32_t>(logoff_->processes()), static_cast<uint32_t>(logoff_->signal())});
    update(*peer);
  }
  if (!done) return;
  Win32 code = logoff_->processes() == 0 ? Win32::success : Win32::access_denied;
  std::string text = logoff_->processes() == 0
                         ? std::string()
                         : fmt::format("{} processes of session {} could not be ended (another user's)",
                                       logoff_->processes(), program_.session_id);
  logoff_.reset();
  logged_off_ = true;
  exited_ = pty_ended_ = true;
  expected_ = false;
  for (auto [peer, request] : logoff_asked_) peer->send(Answer{request, nta::code(code), text.c_str()});
  logoff_asked_.clear();
}

// The last frame, the exit status, and time for everyone to take it.
void Session::finish() {
  poller_.remove(listener_watch_, listener_.get());
  poller_.remove(pty_watch_, pty_.get());
  Clock::time_point deadline = Clock::now() + last_words;
  while (client_ && !client_->away_until && (client_->dirty || client_->behind()) && Clock::now() < deadline) {
    render();
    if (client_ && client_->behind()) poller_.wait(deadline);
  }
  render_viewers(Clock::time_point::max());
  for (size_t i = peers_.size(); i-- > 0;) {
    Peer& peer = *peers_[i];
    if ((client_ && client_->peer == &peer) || viewer_of(peer))
      peer.send(Exited{exit_status_, why_logged_off_.c_str()});
    if (peer.role == Role::daemon) send_state(peer, 0);
    peer.closing = true;
    peer.deadline = deadline;
    update(peer);
  }
  while (!peers_.empty() && Clock::now() < deadline) poller_.wait(deadline);
}

}  // namespace nta::session
