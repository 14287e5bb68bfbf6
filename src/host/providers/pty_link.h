// PtyLink: the daemon's connection to one session process, over the session protocol (session/protocol/messages.h).
#pragma once

#include <sys/socket.h>

#include <functional>
#include <map>
#include <memory>
#include <string>

#include "base/alive.h"
#include "base/types.h"
#include "host/executor.h"
#include "host/messages/message.h"
#include "host/sessions/admission.h"
#include "session/protocol/codec.h"

namespace nta::host {

class PtyLink {
 public:
  struct Events {
    /** The session's state, told or asked for. Good during the call. */
    std::function<void(const session::State&)> state;
    /** The session ended, or speaks what we do not understand. Nothing is called after it; it may destroy the link. */
    std::function<void()> lost;
  };

  /** To the session of `directory`. file_not_found: nobody listens there, not yet or no more. */
  static Result<std::unique_ptr<PtyLink>> open(Executor& executor, const std::string& directory, Events events);

  /** Who listens, by the kernel's word: what the session says of itself is only believed where this bears it out. The
   *  process is the one that called listen(2), also when it has ended. */
  const ucred& peer() const { return peer_; }

  /** The kernel told of that process itself (since Linux 6.5): while it has not ended, its number is nobody else's. */
  bool holds_peer() const { return static_cast<bool>(process_); }

  /** The kernel knows that that process has ended (since Linux 6.5): its number is somebody else's. */
  bool peer_has_ended() const;

  /** Drops the client of the session, which says why; `done` when its State says so. */
  void disconnect(const std::string& why, Executor::Duration deadline, Completion done);

  /** `done` when every process of the session has ended. */
  void logoff(const std::string& why, Executor::Duration deadline, Completion done);

  /** Shows a message box. Without waiting for an answer, `done` when the session has taken it; with a time, it is over
   *  `deadline` after that at the latest. busy: many wait already, or the session does not read. */
  void message(const Message& message, Executor::Duration deadline, MessageDone done);

  /** Lets a process in that is not the session's client; `done` when the session expects it. */
  void admit(const Admission& admission, Executor::Duration deadline, Completion done);

  /** The client is to show the session of `directory`; `done` when it does. */
  void hand_over(const std::string& directory, const std::string& ticket, Executor::Duration deadline, Completion done);

  void stop_shadow(Executor::Duration deadline, Completion done);

  /** Ends what is still asked with broken_pipe (109): nobody listens to the session through this link any more. */
  void abandon();

  /** Asks for the state, for one that only wants to know that it came. */
  void ask_state(Executor::Duration deadline, Completion done);

 private:
  struct Request {
    std::function<void(Result<uint32_t>)> done;  // with the response of a box; 0 for all others
    RegistrationPtr deadline;                    // none while a person is waited for as long as it takes
  };

  PtyLink(Executor& executor, UniqueFd socket, const ucred& peer, UniqueFd process, Events events);
  /** busy: the session leaves unread what it was asked before. */
  template <class Message>
  Result<void> send(const Message& message);
  template <class Message>
  void request(Message message, Executor::Duration deadline, Completion done);
  void read();
  Result<bool> take_frame();
  Result<void> understand(const session::Frame& frame);
  void settle(uint32_t request, Result<uint32_t> outcome);
  void lose();

  Executor& executor_;
  UniqueFd socket_;
  ucred peer_;
  UniqueFd process_;  // the peer's pidfd; none where the kernel is too old
  Events events_;
  session::FrameReader reader_{session::largest_reply};
  RegistrationPtr watch_;
  std::map<uint32_t, Request> requests_;
  uint32_t last_request_ = 0;
  Alive alive_;  // handlers may destroy the link
};

}  // namespace nta::host
