#include "host/providers/logind.h"

#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <set>

#include "base/log.h"
#include "host/providers/terminal.h"

namespace nta::host {
namespace {

constexpr const char* service = "org.freedesktop.login1";
constexpr const char* manager_path = "/org/freedesktop/login1";
constexpr const char* manager = "org.freedesktop.login1.Manager";
constexpr const char* seat0_path = "/org/freedesktop/login1/seat/seat0";
constexpr const char* properties = "org.freedesktop.DBus.Properties";
constexpr auto call_deadline = std::chrono::seconds(10);
constexpr const char* logon_screen_key = "seat0";

bool is_refusal(const sd_bus_error* error) {
  return sd_bus_error_has_name(error, SD_BUS_ERROR_ACCESS_DENIED) ||
         sd_bus_error_has_name(error, SD_BUS_ERROR_INTERACTIVE_AUTHORIZATION_REQUIRED);
}

}  // namespace

struct LogindProvider::LogOff {
  Session session;
  Completion done;
  RegistrationPtr timer;
};

LogindProvider::LogindProvider(SessionEnder& ender, PresenceChanged changed, Options options)
    : ender_(ender), changed_(std::move(changed)), options_(std::move(options)) {}

LogindProvider::~LogindProvider() = default;

void LogindProvider::start(Executor& executor, SessionSink& sink) {
  executor_ = &executor;
  sink_ = &sink;
  desktop_messages_ = std::make_unique<DesktopMessages>(executor);
  connect();
  ask_all();
}

void LogindProvider::connect() {
  retry_.reset();
  listed_ = false;
  auto bus = SystemBus::connect(*executor_, options_.bus_address, alive_.guard([this] { lost(); }));
  if (!bus) return lost();
  bus_ = *std::move(bus);
  listen();
  list();
}

void LogindProvider::lost() {
  bus_.reset();
  for (auto& [path, known] : sessions_) known.asked = known.ask_again = false;
  found(Presence::absent);
  retry_ = executor_->after(options_.retry, [this] { connect(); });
}

void LogindProvider::found(Presence presence) {
  // Once seen, it is only away for a while.
  if (presence_ == presence || presence_ == Presence::here) return;
  presence_ = presence;
  log::info(
      "logind-presence", "{}",
      presence == Presence::here ? "logind tells of the host's logins" : "no logind: utmp tells of the host's logins");
  if (changed_) changed_(presence);
  if (presence == Presence::absent) sink_->unavailable(name());
}

void LogindProvider::listen() {
  auto rule = [](const char* rest) { return fmt::format("type='signal',sender='{}',{}", service, rest); };
  auto path_of = [](sd_bus_message* message) {
    const char *id = nullptr, *path = nullptr;
    return sd_bus_message_read(message, "so", &id, &path) < 0 ? std::string() : std::string(path);
  };
  auto heard = bus_->on_signal(rule("interface='org.freedesktop.login1.Manager',member='SessionNew'"),
                               [this, path_of](sd_bus_message* message) {
                                 if (auto path = path_of(message); !path.empty()) ask(path);
                               });
  if (heard)
    heard = bus_->on_signal(rule("interface='org.freedesktop.login1.Manager',member='SessionRemoved'"),
                            [this, path_of](sd_bus_message* message) { forget(path_of(message)); });
  if (heard)
    heard = bus_->on_signal(rule("interface='org.freedesktop.DBus.Properties',member='PropertiesChanged'"),
                            [this](sd_bus_message* message) {
                              std::string path = sd_bus_message_get_path(message);
                              if (sessions_.contains(path)) ask(path);
                              if (path == seat0_path) ask_seat();
                            });
  if (heard)
    heard = bus_->on_signal(
        fmt::format("type='signal',sender='org.freedesktop.DBus',member='NameOwnerChanged',arg0='{}'", service),
        [this](sd_bus_message* message) {
          const char *who = nullptr, *before = nullptr, *now = nullptr;
          if (sd_bus_message_read(message, "sss", &who, &before, &now) >= 0 && *now) list();
        });
  if (!heard) log::warning("logind-signals", "changes of logins may be missed: {}", heard.error().text);
}

void LogindProvider::list() {
  auto sent = bus_->call(service, manager_path, manager, "ListSessions", call_deadline, nullptr,
                         [this](sd_bus_message* reply) { listed(reply); });
  if (!sent) log::warning("logind-list", "{}", sent.error().text);
}

void LogindProvider::listed(sd_bus_message* reply) {
  if (const sd_bus_error* error = sd_bus_message_get_error(reply)) {
    log::debug("logind-list", "{}", error->message ? error->message : error->name);
    found(Presence::absent);
    retry_ = executor_->after(options_.retry, [this] { bus_ ? list() : connect(); });
    return;
  }
  found(Presence::here);
  std::set<std::string> there;
  if (sd_bus_message_enter_container(reply, 'a', "(susso)") < 0) return;
  const char *id, *user, *seat, *path;
  uint32_t uid;
  while (sd_bus_message_read(reply, "(susso)", &id, &uid, &user, &seat, &path) > 0) there.insert(path);
  std::vector<std::string> gone;
  for (const auto& [known, session] : sessions_)
    if (!there.contains(known)) gone.push_back(known);
  for (const auto& known : gone) forget(known);
  listed_ = true;
  for (const auto& session : there) ask(session);
  ask_seat();
  told_if_complete();
}

// Properties come whole: their changed signal leaves out some, and GetAll is one round trip whatever changed.
void LogindProvider::ask(const std::string& path) {
  if (!bus_) return;
  Known& known = sessions_[path];
  if (known.asked) {
    known.ask_again = true;
    return;
  }
  auto sent = bus_->call(
      service, path, properties, "GetAll", call_deadline,
      [](sd_bus_message* call) { return sd_bus_message_append(call, "s", "org.freedesktop.login1.Session"); },
      [this, path](sd_bus_message* reply) { answered(path, reply); });
  known.asked = sent.has_value();
}

void LogindProvider::answered(const std::string& path, sd_bus_message* reply) {
  auto found_at = sessions_.find(path);
  if (found_at == sessions_.end()) return told_if_complete();
  Known& known = found_at->second;
  known.asked = false;
  const sd_bus_error* error = sd_bus_message_get_error(reply);
  auto login = error ? std::nullopt : read_logind_session(reply);
  // A session that ended before the answer was made; a call that got none keeps what was known.
  bool gone = error && (sd_bus_error_has_name(error, SD_BUS_ERROR_UNKNOWN_OBJECT) ||
                        sd_bus_error_has_name(error, SD_BUS_ERROR_UNKNOWN_METHOD) ||
                        sd_bus_error_has_name(error, "org.freedesktop.login1.NoSuchSession"));
  const bool told = login.has_value();
  if (told) known.login = *std::move(login);
  // While it is being logged off its last processes are still waited for, as those of the row.
  bool shown = told && (known.login.is_shown() || is_ending(known.key));
  if (shown) {
    watch_progress(path, known);
    show(known);
  }
  if (told && !shown) hide(known);
  if (gone) forget(path);
  if (!gone && std::exchange(known.ask_again, false)) ask(path);
  show_logon_screen();
  told_if_complete();
}

void LogindProvider::show(Known& known) {
  Session session = session_from(known.login);
  // A login by sshd has no terminal in logind's eyes: its shell does.
  if (session.tty.empty()) session.tty = terminal_below(options_.proc_root, session.leader);
  auto terminal = look_at_terminal(options_.dev_root, session.tty);
  if (terminal) session.last_input_time = std::max(session.last_input_time, terminal->last_input_time);
  if (known.login.is_desktop() && !known.login.idle) session.last_input_time = filetime_now();
  if (!known.key.empty() && known.key != session.key) hide(known);
  known.key = session.key;
  sink_->put(std::move(session));
}

void LogindProvider::hide(Known& known) {
  if (known.key.empty()) return;
  auto key = std::exchange(known.key, {});
  sink_->remove(name(), key);
  auto all = log_offs_;
  for (const auto& log_off : all)
    if (log_off->session.key == key) finish(log_off, {});
}

void LogindProvider::forget(const std::string& path) {
  auto gone = sessions_.extract(path);
  if (!gone) return;
  hide(gone.mapped());
  show_logon_screen();
}

void LogindProvider::told_if_complete() {
  if (!listed_ || told_) return;
  bool waiting = std::any_of(sessions_.begin(), sessions_.end(), [](const auto& entry) { return entry.second.asked; });
  if (waiting) return;
  told_ = true;
  sink_->all_told(name());
}

// Where nobody is logged on at seat0, its logon screen is the console: connected, with no user.
void LogindProvider::ask_seat() {
  auto sent = bus_->call(
      service, seat0_path, properties, "Get", call_deadline,
      [](sd_bus_message* call) { return sd_bus_message_append(call, "ss", "org.freedesktop.login1.Seat", "CanTTY"); },
      [this](sd_bus_message* reply) {
        int can_show = 0;
        bool answered = !sd_bus_message_get_error(reply) && sd_bus_message_read(reply, "v", "b", &can_show) >= 0;
        seat_has_screen_ = answered && can_show;
        show_logon_screen();
      });
  if (!sent) log::warning("logind-seat", "{}", sent.error().text);
}

void LogindProvider::show_logon_screen() {
  bool in_use = std::any_of(sessions_.begin(), sessions_.end(), [](const auto& entry) {
    const LogindSession& login = entry.second.login;
    return !entry.second.key.empty() && login.seat == "seat0" && login.state == "active";
  });
  bool wanted = seat_has_screen_ && !in_use;
  if (wanted == logon_screen_shown_) return;
  logon_screen_shown_ = wanted;
  if (!wanted) return sink_->remove(name(), logon_screen_key);
  Session screen;
  screen.provider = name();
  screen.key = logon_screen_key;
  screen.kind = Kind::console;
  screen.state = State::connected;
  sink_->put(std::move(screen));
}

void LogindProvider::ask_all() {
  if (bus_ && listed_)
    for (const auto& [path, known] : sessions_) ask(path);
  idle_timer_ = executor_->after(options_.look_again, [this] { ask_all(); });
}

// logind signals neither the step from opening to active nor the one to closing.
void LogindProvider::watch_progress(const std::string& path, Known& known) {
  constexpr auto soon = std::chrono::milliseconds(100);
  if (known.login.state == "opening") known.ask_later = executor_->after(soon, [this, path] { ask(path); });
  if (known.leader || known.login.leader <= 0) return;
  known.leader.reset(static_cast<int>(syscall(SYS_pidfd_open, known.login.leader, 0)));
  if (!known.leader) return;
  known.leader_watch = executor_->watch(known.leader.get(), Executor::Wanted::read, [this, path, &known] {
    known.leader_watch.reset();
    ask(path);
  });
}

void LogindProvider::disconnect(const Session& session, const std::string&, Completion done) {
  done(fail(Win32::not_supported, "session {} is a plain login, which cannot be disconnected", session.id.value));
}

// A host or a session of ours that was started from within a login may live in the login's scope, and must outlive it.
bool LogindProvider::holds_our_own(const Session& session) const {
  auto sessions = ender_.resolver();
  if (sessions.scope_of(getpid()) == session.scope) return true;
  const auto& roots = sessions.anchors().roots;
  return std::any_of(roots.begin(), roots.end(),
                     [&](const auto& root) { return sessions.scope_of(root.first) == session.scope; });
}

void LogindProvider::logoff(const Session& session, const std::string&, Completion done) {
  if (session.key == logon_screen_key)
    return done(fail(Win32::not_supported, "nobody is logged on to session {}", session.id.value));
  auto log_off = std::make_shared<LogOff>();
  log_off->session = session;
  log_off->done = std::move(done);
  log_offs_.push_back(log_off);
  if (!bus_ || holds_our_own(session)) return end_processes(log_off, SessionEnder::From::hang_up);
  terminate(log_off);
}

// The bus of a desktop lets in its own user only: others' are shown messages by who can become them.
bool LogindProvider::has_desktop(const Session& session) const {
  bool is_within_reach = session.uid && (options_.show_on_desktop || session.uid == geteuid());
  return is_within_reach && std::any_of(sessions_.begin(), sessions_.end(), [&](const auto& entry) {
           return entry.second.key == session.key && entry.second.login.is_desktop();
         });
}

void LogindProvider::message(const Session& session, Message message, MessageDone done) {
  // The shell of a login that has just come may have got its terminal since the row was made.
  std::string tty = session.tty.empty() ? terminal_below(options_.proc_root, session.leader) : session.tty;
  ForeignTerminal terminal{std::move(tty), session.uid, options_.dev_root, options_.write_to_terminal};
  auto to_terminal = [this, terminal = std::move(terminal)](Message text, MessageDone told) {
    send_to_terminal(*executor_, terminal, std::move(text), std::move(told));
  };
  if (!has_desktop(session)) return to_terminal(std::move(message), std::move(done));
  auto told = [alive = alive_.watch(), to_terminal, message, done = std::move(done)](Result<uint32_t> answer) {
    bool nobody_there = !answer && answer.error().code == Win32::service_not_active;
    if (nobody_there && alive) return to_terminal(message, done);
    done(std::move(answer));
  };
  if (options_.show_on_desktop) return options_.show_on_desktop(*session.uid, message, std::move(told));
  auto bus = fmt::format("unix:path={}/{}/bus", options_.runtime_root, *session.uid);
  desktop_messages_->send(bus, std::move(message), std::move(told));
}

void LogindProvider::terminate(const std::shared_ptr<LogOff>& log_off) {
  auto sent = bus_->call(
      service, manager_path, manager, "TerminateSession", call_deadline,
      [&](sd_bus_message* call) { return sd_bus_message_append(call, "s", log_off->session.scope.c_str()); },
      [this, log_off](sd_bus_message* reply) {
        const sd_bus_error* error = sd_bus_message_get_error(reply);
        if (error && sd_bus_error_has_name(error, "org.freedesktop.login1.NoSuchSession")) return finish(log_off, {});
        // systemd has sent HUP and TERM; what ignores them meets our KILL. A refusal is logind's, not the monitor's.
        if (error && !is_refusal(error))
          log::warning("logind-logoff", "session {}: {}", log_off->session.id.value,
                       error->message ? error->message : error->name);
        if (error) return end_processes(log_off, SessionEnder::From::hang_up);
        log_off->timer =
            executor_->after(options_.patience, [this, log_off] { end_processes(log_off, SessionEnder::From::kill); });
      });
  if (!sent) end_processes(log_off, SessionEnder::From::hang_up);
}

void LogindProvider::end_processes(const std::shared_ptr<LogOff>& log_off, SessionEnder::From from) {
  ender_.end(log_off->session.id, from, alive_.guard([this, log_off](Result<void> ended) {
    if (ended)
      for (auto& [path, known] : sessions_)
        if (known.key == log_off->session.key) hide(known);
    finish(log_off, std::move(ended));
  }));
}

void LogindProvider::finish(const std::shared_ptr<LogOff>& log_off, Result<void> result) {
  log_off->timer.reset();
  std::erase(log_offs_, log_off);
  if (auto done = std::exchange(log_off->done, nullptr)) done(std::move(result));
}

bool LogindProvider::is_ending(const std::string& key) const {
  return std::any_of(log_offs_.begin(), log_offs_.end(),
                     [&](const auto& log_off) { return log_off->session.key == key; });
}

}  // namespace nta::host
