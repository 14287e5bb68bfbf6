// What the monitor may be asked: one table, with the condition and the action of each request.
#include <signal.h>
#include <unistd.h>

#include "daemon/keeper/keeper.h"
#include "daemon/monitor/monitor.h"
#include "daemon/monitor/notifier.h"
#include "daemon/monitor/power.h"
#include "daemon/monitor/user_tool.h"
#include "host/processes/login_peer.h"
#include "ndr/decode.h"

namespace nta::daemon::monitor {
namespace {

using std::chrono::seconds;

constexpr size_t most_keepers = 4096;
constexpr size_t most_starts = 64;    // at once: each may wait for PAM
constexpr seconds longest_start{60};  // PAM modules may ask the network; longer than the keeper's
static_assert(longest_start > keeper::longest_start);
constexpr size_t most_notices = 64;  // at once, on desktops, where each waits for a person, and as many on terminals
constexpr size_t most_notices_of_one = 4;  // who lets them lie takes no room from others

Result<void> always(const Ready&, const Caller*, const Rules&) { return {}; }

}  // namespace

struct Monitor::Row {
  RequestKind kind;
  const char* name;
  Outcome (*serve)(Monitor&, Message);
};

template <class Body, auto condition, auto action>
Monitor::Outcome Monitor::serve(Monitor& monitor, Message message) {
  auto body = ndr::decode<Body>(message.body);
  if (!body) return body.error();
  std::optional<Caller> caller;
  if (message.fd) {
    auto read = read_caller(message.fd.get(), monitor.rules_);
    if (!read) return read.error();
    caller = *std::move(read);
    message.fd.reset();  // the client's, and not for a child to hold open
  }
  monitor.rules_.keepers = monitor.keepers_->pids();
  if (auto allowed = condition(body->value, caller ? &*caller : nullptr, monitor.rules_); !allowed)
    return allowed.error();
  return (monitor.*action)(body->value);
}

// Request, condition, action. Nothing else is answered.
const Monitor::Row Monitor::rows[] = {
    {RequestKind::ready, "ready", serve<Ready, always, &Monitor::be_ready>},
    {RequestKind::start_session, "start_session", serve<StartSession, may_start_session, &Monitor::start_session>},
    {RequestKind::signal_process, "signal_process", serve<SignalProcess, may_signal, &Monitor::signal_process>},
    {RequestKind::power, "power", serve<Power, may_power, &Monitor::power>},
    {RequestKind::login_peer, "login_peer", serve<LoginPeer, may_find_login_peer, &Monitor::login_peer>},
    {RequestKind::change_unix_user, "change_unix_user",
     serve<ChangeUnixUser, may_change_unix_user, &Monitor::change_unix_user>},
    {RequestKind::show_notice, "show_notice", serve<ShowNotice, may_show_notice, &Monitor::show_notice>},
};

Monitor::Outcome Monitor::be_ready(const Ready&) {
  if (!was_ready_) starter_.ready();
  was_ready_ = true;
  return Answer{};
}

Monitor::Outcome Monitor::start_session(const StartSession& request) {
  size_t starting = children_.count(Purpose::start_session);
  if (starting >= most_starts || keepers_->count() >= most_keepers)
    return fail(Win32::no_system_resources, "{} sessions, {} of them starting: no more", keepers_->count(), starting);
  if (children_.count(Purpose::start_session, request.uid) >= most_starts_of_one)
    return fail(Win32::busy, "{} sessions of uid {} are starting: no more at once", most_starts_of_one, request.uid);
  auto started = children_.start([&](UniqueFd report) {
    setsid();
    return keeper::keep_session(request, settings_, account_, std::move(report));
  });
  if (!started) return std::move(started).error();
  if (auto added = keepers_->add(SessionId(request.session), started->pid); !added) {
    kill(started->pid, SIGKILL);
    return added.error();
  }
  children_.await(*std::move(started), {.purpose = Purpose::start_session,
                                        .kind = RequestKind::start_session,
                                        .serial = serial_,
                                        .uid = request.uid,
                                        .what = fmt::format("session {}", request.session),
                                        .longest = longest_start});
  return std::nullopt;
}

Monitor::Outcome Monitor::show_notice(const ShowNotice& request) {
  Purpose purpose = request.terminal ? Purpose::show_on_terminals : Purpose::show_on_desktop;
  const char* where = request.terminal ? "terminals" : "the desktop";
  if (children_.count(purpose) >= most_notices)
    return fail(Win32::busy, "{} messages are on their way to {}", most_notices, where);
  if (children_.count(purpose, request.uid) >= most_notices_of_one)
    return fail(Win32::busy, "{} messages are on their way to {} of uid {}", most_notices_of_one, where, request.uid);
  auto started = children_.start([&](UniqueFd report) {
    return monitor::show_notice(request, rules_.runtime_root, rules_.dev_root, std::move(report));
  });
  if (!started) return std::move(started).error();
  children_.await(*std::move(started), {.purpose = purpose,
                                        .kind = RequestKind::show_notice,
                                        .serial = serial_,
                                        .uid = request.uid,
                                        .what = fmt::format("a message to uid {}", request.uid),
                                        .longest = request.wait ? std::nullopt : std::optional(longest_start)});
  return std::nullopt;
}

Monitor::Outcome Monitor::change_unix_user(const ChangeUnixUser& request) {
  if (children_.count(Purpose::change_unix_user) >= most_starts)
    return fail(Win32::no_system_resources, "{} users are being changed: no more", most_starts);
  auto started = children_.start([&](UniqueFd report) { return run_user_tool(request, rules_, std::move(report)); });
  if (!started) return std::move(started).error();
  std::string what = fmt::format("Unix user '{}', action {}", text_at(request.name), request.action);
  log::audit({.who = "ntadmind", .from = "monitor", .action = "unix-user.change", .target = what, .result = 0});
  children_.await(*std::move(started), {.purpose = Purpose::change_unix_user,
                                        .kind = RequestKind::change_unix_user,
                                        .serial = serial_,
                                        .what = std::move(what),
                                        .longest = longest_start});
  return std::nullopt;
}

Monitor::Outcome Monitor::signal_process(const SignalProcess& request) {
  host::ProcessRef process{static_cast<pid_t>(request.pid), request.start_ticks};
  if (auto sent = host::signal_process(process, static_cast<int>(request.signal)); !sent) return sent.error();
  return Answer{};
}

Monitor::Outcome Monitor::power(const Power& request) {
  log::warning("monitor-power", "logind is asked to {}", power_method(request.action));
  if (auto asked = ask_logind(power_method(request.action)); !asked) return asked.error();
  return Answer{};
}

Monitor::Outcome Monitor::login_peer(const LoginPeer& request) {
  auto address = host::ssh_peer_above(static_cast<pid_t>(request.pid), 0);
  if (!address) return address.error();
  text_ = *std::move(address);
  return Answer{.code = 0, .number = 0, .text = text_.data()};
}

void Monitor::answer(Message message) {
  const Row* found = nullptr;
  for (const Row& row : rows)
    if (static_cast<uint32_t>(row.kind) == message.header.kind) found = &row;
  const Header header = message.header;
  serial_ = header.serial;
  Outcome outcome = found ? found->serve(*this, std::move(message))
                          : Outcome(fail(Win32::invalid_function, "request {} is not known", header.kind));
  if (!outcome) return;
  if (!*outcome)
    log::warning("monitor-refused", "{}: {}", found ? found->name : "unknown request", outcome->error().text);
  send_answer(static_cast<RequestKind>(header.kind), serial_, *outcome);
}

void Monitor::send_answer(RequestKind kind, uint32_t serial, const Result<Answer>& outcome) {
  if (serial == 0 || !channel_) return;
  std::string text = outcome ? "" : outcome.error().text;
  Answer answer = outcome ? *outcome : Answer{code(outcome.error().code), 0, text.data()};
  if (auto sent = channel_->send(kind, serial, answer); !sent) log::error("monitor-channel", "{}", sent.error().text);
}

}  // namespace nta::daemon::monitor
