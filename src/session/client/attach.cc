#include "session/client/attach.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/signalfd.h>
#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <utility>

#include "base/printable.h"
#include "session/client/raw_terminal.h"

namespace nta::session {
namespace {

constexpr auto time_to_leave = std::chrono::seconds(2);
constexpr auto time_for_answer = std::chrono::seconds(30);
constexpr char interrupt_key = '\x03';  // Control-C

std::string_view view_of(const Frame& frame) {
  return {reinterpret_cast<const char*>(frame.payload.data()), frame.payload.size()};
}

RawTerminal::Source source_of(const Connection& session) {
  return session.is_own() ? RawTerminal::Source::own_session : RawTerminal::Source::foreign_session;
}

/** The signals that matter here, as a descriptor; the mask is put back. */
class Signals {
 public:
  explicit Signals(const AttachOptions& options) {
    sigset_t watched;
    sigemptyset(&watched);
    for (int signal : {SIGWINCH, SIGHUP, SIGTERM, SIGINT}) sigaddset(&watched, signal);
    if (!options.channels.empty()) sigaddset(&watched, SIGCHLD);  // else children are none of ours
    sigprocmask(SIG_BLOCK, &watched, &before_);
    fd_ = UniqueFd(signalfd(-1, &watched, SFD_CLOEXEC | SFD_NONBLOCK));
  }
  Signals(const Signals&) = delete;
  Signals& operator=(const Signals&) = delete;
  ~Signals() {
    while (take() != 0) continue;  // what is pending was meant for the session's display, which is over
    sigprocmask(SIG_SETMASK, &before_, nullptr);
  }

  int fd() const { return fd_.get(); }
  int take() {
    signalfd_siginfo info;
    return read(fd(), &info, sizeof info) == sizeof info ? static_cast<int>(info.ssi_signo) : 0;
  }

 private:
  sigset_t before_{};
  UniqueFd fd_;
};

class Client {
 public:
  Client(Connection& session, const AttachOptions& options, Channels& channels)
      : session_(session), options_(options), channels_(channels) {}

  Result<void> start(RawTerminal& terminal);
  Result<Attached> attach_to(Connection& session, Attach request) const;
  void go_on(const Frame& frame);
  void serve_channel(const Frame& frame);
  void tell_ended_channels();
  Result<AttachOutcome> run(Signals& signals);

 private:
  Result<void> look_on();
  void on_frame(const Frame& frame);
  void on_consent(const Frame& frame);
  void on_keys();
  void on_signal(int signal);
  void leave(AttachEnd end);
  void end(AttachEnd end, std::string line);
  /** One that looks on: what a session asks of the terminal that is its own is not for this one. */
  bool is_viewer() const { return !options_.ticket.empty(); }
  std::string parting(AttachEnd end, std::string_view text = {}) const;
  bool take_frames();
  int time_to_wait() const;

  Connection& session_;
  const AttachOptions& options_;
  Channels& channels_;
  RawTerminal* terminal_ = nullptr;
  bool asking_ = false;  // whether it may look on: nothing is shown yet
  std::optional<Error> refused_;
  bool direct_ = false;  // the session reads and writes the terminal itself
  std::optional<AttachEnd> leaving_;
  std::chrono::steady_clock::time_point leave_until_;
  std::optional<AttachOutcome> outcome_;
};

Resize terminal_size(int fd) {
  winsize size{};
  if (ioctl(fd, TIOCGWINSZ, &size) != 0 || size.ws_row == 0 || size.ws_col == 0) return {24, 80};
  return {size.ws_row, size.ws_col};
}

AttachEnd end_of(DetachReason reason) {
  switch (reason) {
    case DetachReason::asked:
      return AttachEnd::detach_key;
    case DetachReason::taken_over:
      return AttachEnd::taken_over;
    case DetachReason::hung_up:
      return AttachEnd::hung_up;
    default:
      return AttachEnd::disconnected;
  }
}

std::string Client::parting(AttachEnd end, std::string_view text) const {
  uint32_t id = session_.session_id();
  if (text.empty())
    return fmt::format("{} session {}", is_viewer() ? "no longer looking on at" : "disconnected from", id);
  if (is_viewer()) return fmt::format("session {}: {}", id, text);
  std::string_view separator = end == AttachEnd::disconnected ? " " : ": ";
  return fmt::format("session {}{}{}; 'ntadmin attach {}' reconnects", id, separator, text, id);
}

void Client::end(AttachEnd end, std::string line) {
  if (!outcome_) outcome_ = AttachOutcome{end, 0, fmt::format("[{}]", line)};
}

void Client::leave(AttachEnd end) {
  if (leaving_) return;
  if (asking_) {  // the question goes with the connection
    refused_ =
        fail(Win32::cancelled, "looking on at session {} was given up before it was agreed to", session_.session_id());
    return;
  }
  leaving_ = end;
  leave_until_ = std::chrono::steady_clock::now() + time_to_leave;
  if (!session_.send(Detach{1})) this->end(end, parting(end));
}

void Client::on_keys() {
  char buffer[4096];
  ssize_t count = read(options_.input, buffer, sizeof buffer);
  if (count < 0 && (errno == EINTR || errno == EAGAIN)) return;
  if (count <= 0) return leave(AttachEnd::hung_up);
  std::string_view keys(buffer, static_cast<size_t>(count));
  size_t key = options_.detach_key ? keys.find(*options_.detach_key) : std::string_view::npos;
  if (asking_) {
    if (key != std::string_view::npos || keys.find(interrupt_key) != std::string_view::npos)
      leave(AttachEnd::detach_key);
    return;
  }
  if (key != 0 && !session_.send_input(as_byte_view(keys.substr(0, key)))) return;  // its end is read from the socket
  if (key != std::string_view::npos) leave(AttachEnd::detach_key);
}

void Client::on_signal(int signal) {
  if (signal == SIGWINCH) {
    if (!session_.send(terminal_size(options_.input))) return;
  } else if (signal == SIGCHLD) {
    tell_ended_channels();
  } else if (signal != 0) {
    leave(AttachEnd::hung_up);
  }
}

void Client::on_frame(const Frame& frame) {
  if (asking_ && frame.type != MessageType::exited) return on_consent(frame);
  uint32_t id = session_.session_id();
  if (frame.type == MessageType::output) {
    if (!terminal_->write(view_of(frame))) leave(AttachEnd::hung_up);
  } else if (frame.type == MessageType::restoration) {
    terminal_->restoration = view_of(frame);
  } else if (frame.type == MessageType::go_on && !is_viewer()) {
    go_on(frame);
  } else if (frame.type == MessageType::serve_channel && !is_viewer()) {
    serve_channel(frame);
  } else if (frame.type == MessageType::channel_closed) {
    if (auto closed = decode<ChannelClosed>(frame)) channels_.closed((*closed)->channel);
  } else if (frame.type == MessageType::exited) {
    auto exited = decode<Exited>(frame);
    uint32_t status = exited ? (*exited)->status : 0;
    std::string why = exited ? printable(text_or_empty((*exited)->text)) : "";
    end(AttachEnd::exited, why.empty() ? fmt::format("session {} ended, exit status {}", id, status)
                                       : fmt::format("session {} {}", id, why));
    outcome_->exit_status = status;
  } else if (frame.type == MessageType::detached) {
    auto detached = decode<Detached>(frame);
    std::string text = detached ? printable(text_or_empty((*detached)->text)) : "";
    AttachEnd why = end_of(detached ? static_cast<DetachReason>((*detached)->reason) : DetachReason::disconnected);
    end(leaving_.value_or(why), parting(why, text));
  }
}

void Client::on_consent(const Frame& frame) {
  if (frame.type != MessageType::answer) return;
  auto answer = decode<Answer>(frame);
  asking_ = false;
  if (!answer)
    refused_ = std::move(answer).error();
  else if ((*answer)->code != 0)
    refused_ = Error{static_cast<Win32>((*answer)->code), printable(text_or_empty((*answer)->text))};
  else
    terminal_->show(source_of(session_));
}

void Client::serve_channel(const Frame& frame) {
  UniqueFd end = session_.take_descriptor();
  auto wanted = decode<ServeChannel>(frame);
  if (!wanted || channels_.serve((*wanted)->channel, text_or_empty((*wanted)->name), std::move(end))) return;
  [[maybe_unused]] auto sent = session_.send(ChannelEnded{(*wanted)->channel});  // its end is read from the socket
}

void Client::tell_ended_channels() {
  for (uint32_t channel : channels_.take_ended())
    if (!session_.send(ChannelEnded{channel})) return;
}

// False when the session does not speak this protocol.
bool Client::take_frames() {
  for (;;) {
    auto frame = session_.next();
    if (!frame || !*frame) return frame.has_value();
    on_frame(**frame);
  }
}

std::string terminal_path(int fd) {
  char path[64];
  return ttyname_r(fd, path, sizeof path) == 0 ? path : "";
}

/** The terminal opened once more, for a session of this user: only where input and output are the same one. Another
 *  user's process, whatever it says it is, would keep the terminal, and with it what is typed there later. */
UniqueFd opening_for(const Connection& session, const AttachOptions& options) {
  if (options.serving == Serving::relayed || !session.is_own()) return {};
  std::string path = terminal_path(options.input);
  if (path.empty() || path != terminal_path(options.output)) return {};
  return UniqueFd(open(path.c_str(), O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC));
}

// In raw mode already, since the session may write at once.
Result<Attached> Client::attach_to(Connection& session, Attach request) const {
  constexpr std::string_view devices = "/dev/";
  std::string tty = terminal_path(options_.input);
  if (tty.starts_with(devices)) tty.erase(0, devices.size());
  Resize size = terminal_size(options_.input);
  UniqueFd opened = opening_for(session, options_);
  request.request = 1;
  request.rows = size.rows;
  request.columns = size.columns;
  request.terminal = getenv("TERM");
  request.tty = tty.c_str();
  request.client_name = options_.client_name.c_str();
  request.client_address = options_.client_address.c_str();
  request.protocol = options_.protocol;
  request.direct = bool(opened);
  request.detach_key = static_cast<unsigned char>(options_.detach_key.value_or('\0'));
  request.can_go_on = 1;
  request.channel_count = static_cast<uint32_t>(channels_.offers().size());
  request.channels = channels_.offers().data();
  NTA_CHECK(opened ? session.send(request, opened.get()) : session.send(request));
  Attached told;
  NTA_CHECK(session.wait_for_answer(1, time_for_answer, [&told](const Frame& frame) {
    auto attached = decode<Attached>(frame);
    if (frame.type == MessageType::attached && attached) told = attached->value;
  }));
  return told;
}

Result<void> Client::start(RawTerminal& terminal) {
  terminal_ = &terminal;
  if (is_viewer()) return look_on();
  terminal.show(source_of(session_));
  NTA_TRY(Attached attached, attach_to(session_, {.take_over = options_.take_over}));
  direct_ = attached.direct;
  if (!attached.channels) channels_.are_not_known(session_.session_id());
  return {};
}

// The session has left the terminal alone since it said so; it is put back, since the next one knows nothing of it.
void Client::go_on(const Frame& frame) {
  auto told = decode<GoOn>(frame);
  if (!told) return;
  terminal_->put_back();
  auto next = Connection::open(std::string(text_or_empty((*told)->directory)), Role::client);
  Result<Attached> there = next ? attach_to(*next, {.take_over = 1, .ticket = (*told)->ticket}) : next.error();
  GoneOn outcome{there ? 0 : nta::code(there.error().code), there ? nullptr : there.error().text.c_str()};
  if (auto sent = session_.send(outcome); !sent && !there) return;  // its end is read from the socket
  if (!there) return;
  session_ = std::move(*next);
  terminal_->show(source_of(session_));
  direct_ = there->direct;
  channels_.leave_session();
}

Result<void> Client::look_on() {
  Resize size = terminal_size(options_.input);
  Shadow request{.request = 1, .rows = size.rows, .columns = size.columns, .ticket = options_.ticket.c_str()};
  asking_ = true;
  return session_.send(request);
}

/** Milliseconds for poll(), -1 for ever: until it has to leave, or a channel's command is late. */
int Client::time_to_wait() const {
  auto first = channels_.next_deadline();
  if (leaving_ && (!first || leave_until_ < *first)) first = leave_until_;
  if (!first) return -1;
  auto left = std::chrono::ceil<std::chrono::milliseconds>(*first - std::chrono::steady_clock::now());
  return static_cast<int>(std::max<int64_t>(left.count(), 0));
}

Result<AttachOutcome> Client::run(Signals& signals) {
  take_frames();  // those that came right behind the answer
  while (!outcome_ && !refused_) {
    channels_.kill_late();
    if (leaving_ && leave_until_ <= std::chrono::steady_clock::now()) {
      end(*leaving_, parting(*leaving_));
      break;
    }
    int wait = time_to_wait();
    pollfd waited[] = {{session_.fd(), POLLIN, 0},
                       {leaving_ || direct_ ? -1 : options_.input, POLLIN, 0},
                       {leaving_ ? -1 : signals.fd(), POLLIN, 0}};
    poll(waited, std::size(waited), wait);
    bool alive = !waited[0].revents || session_.fill();
    if (!take_frames() || !alive)
      end(leaving_ ? *leaving_ : AttachEnd::lost,
          fmt::format("session {}: its process is gone", session_.session_id()));
    if (!outcome_ && waited[1].revents) on_keys();
    if (!outcome_ && waited[2].revents) on_signal(signals.take());
  }
  if (refused_) return *std::move(refused_);
  return *outcome_;
}

}  // namespace

Result<std::optional<char>> parse_detach_key(std::string_view text) {
  if (text == "none") return std::optional<char>();
  if (text.size() == 1) return std::optional<char>(text[0]);
  for (std::string_view prefix : {"^", "C-", "c-", "ctrl-", "Ctrl-"}) {
    if (!text.starts_with(prefix) || text.size() != prefix.size() + 1) continue;
    int key = static_cast<unsigned char>(text.back());
    if (key >= 'a' && key <= 'z') key -= 'a' - 'A';
    if (key >= '@' && key <= '_') return std::optional<char>(static_cast<char>(key & 0x1F));
  }
  return fail(Win32::invalid_parameter, "detach key '{}': write it as ^], C-], ctrl-] or none", text);
}

Result<AttachOutcome> attach(Connection& session, const AttachOptions& options) {
  if (!isatty(options.input) || !isatty(options.output))
    return fail(Win32::invalid_handle, "a session is shown in a terminal; standard input or output is none");
  Channels channels(options.channels);
  Client client(session, options, channels);
  Signals signals(options);
  AttachOutcome outcome;
  {
    auto unread = options.ticket.empty() ? RawTerminal::Unread::left : RawTerminal::Unread::thrown_away;
    RawTerminal terminal(options.input, options.output, unread);
    NTA_CHECK(client.start(terminal));
    NTA_TRY(outcome, client.run(signals));
  }
  if (outcome.end == AttachEnd::hung_up) return outcome;
  write_all(options.output, outcome.line + "\r\n");
  for (const std::string& line : channels.complaints()) write_all(options.output, fmt::format("[{}]\r\n", line));
  return outcome;
}

}  // namespace nta::session
