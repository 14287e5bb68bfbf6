// SessionLimits: ends or disconnects sessions whose time is up, and warns who is in them a minute before.
//
// Nothing is counted down and so nothing is lost: when a limit is reached follows from the times of the session's row,
// which its process keeps, and from what is set. A timer only says when to look again.
#pragma once

#include <map>
#include <memory>
#include <optional>

#include "base/alive.h"
#include "host/sessions/session_settings.h"
#include "host/sessions/session_table.h"

namespace nta::host {

/** What is to be done to a session next, and when. */
struct LimitStep {
  enum class Action { warn, disconnect, log_off };
  enum class Cause { connected, idle, disconnected, broken, hours };
  Action action;
  Cause cause;
  FileTime at;
};

/** A warning that was given: which end of time it told of, and the earliest that may be. */
struct LimitWarning {
  FileTime of;
  FileTime no_earlier_than;
};

/** How long before the end of a session its user is told. A limit that is shorter is told of at its beginning. */
inline constexpr std::chrono::milliseconds warning_time = std::chrono::minutes(1);

/** Null: nothing is limited, or it is no session of ours. */
std::optional<LimitStep> next_step(const Session& session, const SessionPolicy& policy,
                                   const std::optional<LimitWarning>& warned);

class SessionLimits {
 public:
  using Clock = std::function<FileTime()>;

  /** All outlive it. Looks at every session once `sessions` knows them all, and from then on whenever one changes or
   *  something else is set. */
  SessionLimits(SessionTable& sessions, SessionSettings& settings, Executor& executor, Clock clock = filetime_now);
  ~SessionLimits();

 private:
  struct Watched {
    RegistrationPtr timer;
    std::optional<LimitWarning> warned;
    bool ending = false;          // asked to; there is no answer yet
    bool told_of_change = false;  // the timer is for that: more changes do not put it off
  };

  void hear(const SessionEvent& event);
  void look_at_all();
  void look_at(SessionId id);
  void look_again(SessionId id, Executor::Duration delay);
  void take(const Session& session, const LimitStep& step, const SessionPolicy& policy);
  void warn(const Session& session, const LimitStep& step, const SessionPolicy& policy);
  void end(const Session& session, const LimitStep& step, const std::string& why);
  void ended(SessionId id, const LimitStep& step, const std::string& target, const Result<void>& result);

  SessionTable& sessions_;
  SessionSettings& settings_;
  Executor& executor_;
  Clock clock_;
  std::map<SessionId, Watched> watched_;
  RegistrationPtr subscription_;
  Alive alive_;
};

}  // namespace nta::host
