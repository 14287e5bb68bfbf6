#include "host/sessions/session_limits.h"

#include <algorithm>
#include <string_view>

#include "base/log.h"

namespace nta::host {
namespace {

using std::chrono::milliseconds;
using Action = LimitStep::Action;
using Cause = LimitStep::Cause;

constexpr FileTime filetime_millisecond = filetime_second / 1000;
constexpr uint32_t exclamation = 0x30;  // MB_ICONEXCLAMATION, with one button
constexpr milliseconds longest_timer = std::chrono::hours(1);
constexpr milliseconds try_again = std::chrono::minutes(1);
constexpr milliseconds others_first{20};

FileTime after(FileTime start, milliseconds time) { return start + time.count() * filetime_millisecond; }

/** The time of one limit: from when, and how long. */
struct Span {
  Cause cause;
  FileTime start;
  milliseconds length;
  FileTime end() const { return after(start, length); }
};

std::optional<Span> first_to_end(const Session& session, const SessionPolicy& policy) {
  Span hours{Cause::hours, 0, {}};
  if (policy.log_off_at)
    hours = {Cause::hours, *policy.log_off_at - warning_time.count() * filetime_millisecond, warning_time};
  const Span spans[] = {
      {Cause::connected, session.connect_time, policy.limit.connected},
      {Cause::idle, std::max(session.last_input_time, session.connect_time), policy.limit.idle},
      hours,
  };
  std::optional<Span> first;
  for (const Span& span : spans)
    if (span.length.count() > 0 && (!first || span.end() < first->end())) first = span;
  return first;
}

std::optional<LimitStep> step_of_connected(const Session& session, const SessionPolicy& policy,
                                           const std::optional<LimitWarning>& warned) {
  auto span = first_to_end(session, policy);
  if (!span) return std::nullopt;
  if (!warned || warned->of != span->end())
    return LimitStep{Action::warn, span->cause,
                     after(span->start, std::max(span->length - warning_time, milliseconds()))};
  bool ends = span->cause == Cause::hours || policy.when_broken == WhenBroken::end;
  Action action = ends ? Action::log_off : Action::disconnect;
  return LimitStep{action, span->cause, std::max(span->end(), warned->no_earlier_than)};
}

std::optional<LimitStep> step_of_disconnected(const Session& session, const SessionPolicy& policy) {
  if (session.broken && policy.when_broken == WhenBroken::end)
    return LimitStep{Action::log_off, Cause::broken, session.disconnect_time};
  std::optional<LimitStep> step;
  if (policy.log_off_at) step = LimitStep{Action::log_off, Cause::hours, *policy.log_off_at};
  if (policy.limit.disconnected.count() == 0 || session.disconnect_time == 0) return step;
  LimitStep limit{Action::log_off, Cause::disconnected, after(session.disconnect_time, policy.limit.disconnected)};
  return step && step->at < limit.at ? step : limit;
}

std::string_view word_of(Cause cause) {
  switch (cause) {
    case Cause::connected:
      return "session.limit.connected";
    case Cause::idle:
      return "session.limit.idle";
    case Cause::disconnected:
      return "session.limit.disconnected";
    case Cause::hours:
      return "session.limit.hours";
    case Cause::broken:
      break;
  }
  return "session.limit.broken";
}

std::string warning_text(const LimitStep& step, const SessionPolicy& policy, int64_t seconds) {
  bool idle = step.cause == Cause::idle, hours = step.cause == Cause::hours;
  std::string_view why = idle    ? "Nothing has been typed here for long."
                         : hours ? "The hours in which you may be logged on are over."
                                 : "The time for this session is nearly over.";
  std::string_view what = hours || policy.when_broken == WhenBroken::end ? "logged off" : "disconnected";
  std::string_view remedy = idle ? " Press a key to go on." : "";
  return fmt::format("{} The session will be {} in {} seconds.{}", why, what, seconds, remedy);
}

std::string text_of(milliseconds time) {
  struct Unit {
    std::string_view name;
    int64_t milliseconds;
  };
  constexpr Unit units[] = {{"hour", 3'600'000}, {"minute", 60'000}, {"second", 1'000}, {"millisecond", 1}};
  auto unit = std::ranges::find_if(units, [&](const Unit& each) { return time.count() % each.milliseconds == 0; });
  int64_t count = time.count() / unit->milliseconds;
  return fmt::format("{} {}{}", count, unit->name, count == 1 ? "" : "s");
}

/** For the person at the session's client. One without a client has nobody to tell. */
std::string reason_of(const LimitStep& step, const Session& session, const SessionPolicy& policy) {
  std::string_view what = step.action == Action::log_off ? "logged off" : "disconnected";
  switch (step.cause) {
    case Cause::connected:
      return fmt::format("was {}: its time limit of {} was reached", what, text_of(policy.limit.connected));
    case Cause::idle:
      return fmt::format("was {}: its idle limit of {} was reached", what, text_of(policy.limit.idle));
    case Cause::hours:
      return fmt::format("was {}: the hours in which {} may be logged on are over", what, session.user);
    case Cause::disconnected:
    case Cause::broken:
      break;
  }
  return {};
}

}  // namespace

std::optional<LimitStep> next_step(const Session& session, const SessionPolicy& policy,
                                   const std::optional<LimitWarning>& warned) {
  if (session.provider != "pty" || !session.has_user()) return std::nullopt;
  if (session.has_client()) return step_of_connected(session, policy, warned);
  return session.state == State::disconnected ? step_of_disconnected(session, policy) : std::nullopt;
}

SessionLimits::SessionLimits(SessionTable& sessions, SessionSettings& settings, Executor& executor, Clock clock)
    : sessions_(sessions), settings_(settings), executor_(executor), clock_(std::move(clock)) {
  settings_.on_change(alive_.guard([this] { look_at_all(); }));
  sessions_.when_ready(alive_.guard([this] {
    subscription_ = sessions_.subscribe([this](const SessionEvent& event) { hear(event); });
    look_at_all();
  }));
}

SessionLimits::~SessionLimits() = default;

// The table is in mid-change when it tells: what is done to a session waits. Nobody waits for that, but others may for
// this very event, and are told first.
void SessionLimits::hear(const SessionEvent& event) {
  if (event.type == SessionEvent::Type::deleted) {
    watched_.erase(event.id);
  } else if (event.session.provider == "pty" && !watched_[event.id].told_of_change) {
    look_again(event.id, others_first);
    watched_[event.id].told_of_change = true;
  }
}

void SessionLimits::look_at_all() {
  for (const auto& [id, session] : sessions_.rows())
    if (session.provider == "pty") look_again(id, Executor::Duration(0));
}

void SessionLimits::look_again(SessionId id, Executor::Duration delay) {
  Watched& watched = watched_[id];
  watched.told_of_change = false;
  watched.timer = executor_.after(delay, [this, id] { look_at(id); });
}

void SessionLimits::look_at(SessionId id) {
  const Session* session = sessions_.find(id);
  Watched& watched = watched_[id];
  watched.told_of_change = false;
  if (!session || watched.ending) return;
  auto policy = settings_.policy_for(session->user);
  if (!policy) return log::error("session-limits", "session {} has no limits now: {}", id.value, policy.error().text);
  auto step = next_step(*session, *policy, watched.warned);
  if (!step) return;
  FileTime now = clock_();
  if (step->at <= now) return take(*session, *step, *policy);
  milliseconds left((step->at - now + filetime_millisecond - 1) / filetime_millisecond);
  look_again(id, std::min(left, longest_timer));
}

void SessionLimits::take(const Session& session, const LimitStep& step, const SessionPolicy& policy) {
  if (step.action == Action::warn)
    warn(session, step, policy);
  else
    end(session, step, reason_of(step, session, policy));
}

// Who was not warned in time, because the limit was just set or no daemon ran, has the whole minute all the same.
void SessionLimits::warn(const Session& session, const LimitStep& step, const SessionPolicy& policy) {
  auto span = first_to_end(session, policy);
  milliseconds notice = std::min(warning_time, span->length);
  FileTime until = std::max(span->end(), after(clock_(), notice));
  watched_[session.id].warned = LimitWarning{span->end(), until};
  int64_t seconds = std::max<int64_t>((until - clock_()) / filetime_second, 1);
  Message message{.title = "Session time limit",
                  .text = warning_text(step, policy, seconds),
                  .style = exclamation,
                  .seconds = static_cast<uint32_t>(seconds)};
  sessions_.message(session.id, std::move(message), [id = session.id](Result<uint32_t> shown) {
    if (!shown) log::warning("session-limits", "session {} could not be warned: {}", id.value, shown.error().text);
  });
  look_again(session.id, Executor::Duration(0));
}

void SessionLimits::end(const Session& session, const LimitStep& step, const std::string& why) {
  watched_[session.id].ending = true;
  std::string target = fmt::format("session {} ({})", session.id.value, session.user);
  auto done = alive_.guard(
      [this, id = session.id, step, target](const Result<void>& result) { ended(id, step, target, result); });
  if (step.action == Action::log_off)
    sessions_.logoff(session.id, why, done);
  else
    sessions_.disconnect(session.id, why, done);
}

void SessionLimits::ended(SessionId id, const LimitStep& step, const std::string& target, const Result<void>& result) {
  log::audit({.who = "ntadmind",
              .from = "limit",
              .action = word_of(step.cause),
              .target = target,
              .result = result ? 0 : code(result.error().code)});
  auto found = watched_.find(id);
  if (found == watched_.end()) return;
  found->second.ending = false;
  found->second.warned.reset();
  if (!result) log::warning("session-limits", "{}: {}", target, result.error().text);
  // A change of the row, which success brings, comes before.
  if (!found->second.told_of_change) look_again(id, try_again);
}

}  // namespace nta::host
