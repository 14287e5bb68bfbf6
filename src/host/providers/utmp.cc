#include "host/providers/utmp.h"

#include <fcntl.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <set>

#include "base/log.h"
#include "host/processes/proc_files.h"
#include "host/providers/terminal.h"

namespace nta::host {
namespace {

constexpr auto scan_deadline = std::chrono::seconds(20);

}  // namespace

UtmpProvider::UtmpProvider(SessionEnder& ender, Mode mode, Options options)
    : ender_(ender), mode_(mode), options_(std::move(options)) {}

void UtmpProvider::start(Executor& executor, SessionSink& sink) {
  executor_ = &executor;
  sink_ = &sink;
  if (auto mode = std::exchange(mode_, Mode::undecided); mode != Mode::undecided) set_mode(mode);
}

void UtmpProvider::set_mode(Mode mode) {
  if (mode == mode_) return;
  mode_ = mode;
  if (!executor_) return;
  if (mode == Mode::in_use) {
    watch_file();
    return look();
  }
  changes_watch_.reset();
  changes_.reset();
  timer_.reset();
  for (const auto& [key, session] : std::exchange(shown_, {})) sink_->remove(name(), key);
  sink_->all_told(name());
}

void UtmpProvider::watch_file() {
  changes_watch_.reset();
  changes_.reset(inotify_init1(IN_CLOEXEC | IN_NONBLOCK));
  if (!changes_) return;
  // The directory too, for a file that is made or replaced.
  auto directory = options_.file.substr(0, options_.file.rfind('/'));
  inotify_add_watch(changes_.get(), directory.c_str(), IN_CREATE | IN_MOVED_TO | IN_ONLYDIR);
  inotify_add_watch(changes_.get(), options_.file.c_str(), IN_MODIFY);
  changes_watch_ = executor_->watch(changes_.get(), Executor::Wanted::read, [this] {
    alignas(inotify_event) char events[4096];
    bool ours = false;
    for (ssize_t count; (count = ::read(changes_.get(), events, sizeof events)) > 0;) {
      for (ssize_t at = 0; at < count;) {
        auto* event = reinterpret_cast<inotify_event*>(events + at);
        ours = ours || event->len == 0 || options_.file.ends_with("/" + std::string(event->name));
        at += static_cast<ssize_t>(sizeof(inotify_event) + event->len);
      }
    }
    if (!ours) return;
    inotify_add_watch(changes_.get(), options_.file.c_str(), IN_MODIFY);
    look();
  });
}

void UtmpProvider::look() {
  timer_.reset();
  if (looking_ != Looking::no) {
    looking_ = Looking::again;
    return;
  }
  looking_ = Looking::yes;
  executor_->run<std::vector<Login>>(
      scan_deadline, [file = options_.file, root = options_.proc_root] { return read_logins(file, root); },
      alive_.guard([this](Result<std::vector<Login>> logins) {
        bool again = std::exchange(looking_, Looking::no) == Looking::again;
        if (mode_ != Mode::in_use) return;
        if (!logins) log::warning("utmp-unreadable", "logins are not known: {}", logins.error().text);
        if (logins) told(*std::move(logins));
        if (again) return look();
        timer_ = executor_->after(options_.look_again, [this] { look(); });
      }));
}

void UtmpProvider::told(std::vector<Login> logins) {
  std::map<std::string, Session> now;
  for (const Login& login : logins) now.emplace(login.key, session_of(login));
  for (const auto& [key, session] : shown_)
    if (!now.contains(key)) sink_->remove(name(), key);
  shown_ = std::move(now);
  for (const auto& [key, session] : shown_) sink_->put(session);
  sink_->all_told(name());
}

Session UtmpProvider::session_of(const Login& login) const {
  Session session;
  session.provider = name();
  session.key = login.key;
  session.user = login.user;
  session.uid = login.uid;
  session.leader = login.pid;
  session.tty = login.line;
  session.state = State::active;
  session.connect_time = session.logon_time = login.time;
  // ":0" is the display of a session at this machine, not a host.
  bool remote = !login.host.empty() && login.host[0] != ':';
  session.kind = remote ? Kind::ssh : Kind::tty;
  if (remote) session.client = {.name = login.host, .address = login.address, .protocol = Protocol::remote};
  if (!remote && login.line.starts_with("tty")) {
    auto on_screen = proc::read(options_.active_terminal_file);
    bool virtual_terminal = login.line.size() > 3 && isdigit(static_cast<unsigned char>(login.line[3]));
    if (on_screen && virtual_terminal) {
      session.kind = Kind::console;
      if (*on_screen != login.line + "\n") session.state = State::disconnected;
    }
  }
  if (auto terminal = look_at_terminal(options_.dev_root, login.line)) {
    session.terminal_device = terminal->device;
    session.last_input_time = terminal->last_input_time;
  }
  return session;
}

void UtmpProvider::disconnect(const Session& session, const std::string&, Completion done) {
  done(fail(Win32::not_supported, "session {} is a plain login, which cannot be disconnected", session.id.value));
}

void UtmpProvider::logoff(const Session& session, const std::string&, Completion done) {
  ender_.end(session.id, SessionEnder::From::hang_up,
             [this, alive = alive_.watch(), key = session.key, done = std::move(done)](Result<void> ended) {
               if (ended && alive && shown_.erase(key)) sink_->remove(name(), key);
               done(std::move(ended));
             });
}

void UtmpProvider::message(const Session& session, Message message, MessageDone done) {
  ForeignTerminal terminal{session.tty, session.uid, options_.dev_root, options_.write_to_terminal};
  send_to_terminal(*executor_, terminal, std::move(message), std::move(done));
}

}  // namespace nta::host
