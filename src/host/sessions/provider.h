// SessionProvider: where sessions are real. Each knows one kind (our PTYs, logind, utmp) and tells the table of
// changes.
//
// To add one, implement SessionProvider and hand it to SessionTable::add (docs/host.md).
#pragma once

#include <string>
#include <string_view>

#include "host/executor.h"
#include "host/messages/message.h"
#include "host/sessions/admission.h"
#include "host/sessions/session.h"

namespace nta::host {

/** What a provider tells; on the loop thread only. */
class SessionSink {
 public:
  virtual ~SessionSink() = default;

  /** A session appeared or changed; `provider` and `key` say which. Telling an unchanged one costs nothing. */
  virtual void put(Session session) = 0;

  virtual void remove(std::string_view provider, std::string_view key) = 0;

  /** The provider has now told of every session there is: ids kept for others of its sessions are given up. */
  virtual void all_told(std::string_view provider) = 0;

  /** The provider cannot tell for now, and nobody needs to wait for it. What it told before stays. */
  virtual void unavailable(std::string_view provider) = 0;
};

class SessionProvider {
 public:
  virtual ~SessionProvider() = default;

  /** A short word that never changes: it is part of what the id map keeps. */
  virtual std::string_view name() const = 0;

  /** Starts telling `sink`, which outlives the provider. Never blocks; what cannot be reached is tried again. */
  virtual void start(Executor& executor, SessionSink& sink) = 0;

  /** Tells of sessions whose programs may run already, but which have not said so yet. Does not wait. */
  virtual void look_at_starting() {}

  /** Takes the client away; the programs live on. not_supported where this kind of session cannot. `why` goes on after
   *  "session 3", for the person at the client: "was disconnected by HOST\\alice". */
  virtual void disconnect(const Session& session, const std::string& why, Completion done) = 0;

  /** Ends every process of the session (docs/rulings.md 6); done when it is gone. `why` as above. */
  virtual void logoff(const Session& session, const std::string& why, Completion done) = 0;

  /** Shows a message to whoever is in the session, or comes back to it. */
  virtual void message(const Session& session, Message message, MessageDone done) = 0;

  /** Lets a process that is not the session's client show it. Only our own sessions can. */
  virtual void admit(const Session& session, Admission, Completion done) {
    done(fail(Win32::not_supported, "session {} is a login of the system's: only its own terminal shows it",
              session.id.value));
  }

  /** Moves the terminal of `from` to `to`, one of the same provider, whose process lives in `directory` and has been
   * told of `ticket`; done when both say so. */
  virtual void hand_over(const Session& from, const Session& to, const std::string& directory,
                         const std::string& ticket, Completion done) {
    (void)to, (void)directory, (void)ticket;
    done(fail(Win32::not_supported, "session {} is a login of the system's: its terminal shows no other",
              from.id.value));
  }

  /** Ends all looking on; ctx_shadow_not_running when there was none. */
  virtual void stop_shadow(const Session& session, Completion done) {
    done(fail(Win32::ctx_shadow_not_running, "nobody looks on in session {}", session.id.value));
  }
};

}  // namespace nta::host
