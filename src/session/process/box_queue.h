// BoxQueue: the message boxes of a session, one shown at a time, each with whom to tell of the answer.
#pragma once

#include <deque>
#include <functional>

#include "session/box/message_box.h"
#include "session/process/peer.h"

namespace nta::session {

class BoxQueue {
 public:
  static constexpr size_t most = 64;
  /** A question takes nothing before it has been on the screen for this long, nor within as long of anything else that
   *  was typed: what is typed until then, or in one go, was meant for the program. */
  static constexpr auto time_to_see = std::chrono::seconds(1);

  /** Fails with busy (170) when as many wait as may. */
  Result<void> add(Peer& asker, uint32_t request, MessageBox box, Deadline deadline);

  /** A question of this session's own, on behalf of `asker`, for the person at the session alone. It comes before all
   *  messages, also the one that is shown. */
  Result<void> ask(Peer& asker, MessageBox box, Deadline deadline, std::function<void(Answered)> told);
  /** Whether the front one is such a question. */
  bool is_asking() const { return !boxes_.empty() && boxes_.front().told; }

  bool empty() const { return boxes_.empty(); }
  /** The one to be drawn. */
  const MessageBox& front() const { return boxes_.front().box; }
  /** The person has the front box on the screen. */
  void front_is_shown(Clock::time_point now);

  /** What the client typed goes to the front box. True when that box was answered and is gone. */
  bool input(std::string_view bytes, terminal::Size screen, Clock::time_point now);

  /** Answers those whose time is over. True when the front box was among them. */
  bool end_late(Clock::time_point now);
  Deadline next_deadline() const;

  /** The asker has gone: its boxes stay, since people are to read them, but nobody is told. Its questions go. */
  void forget(const Peer& asker);

 private:
  struct Waiting {
    Peer* asker;  // null: gone
    uint32_t request;
    MessageBox box;
    Deadline deadline;
    std::function<void(Answered)> told;  // of a question
    Deadline takes_input_from = {};      // none: it was not shown yet
  };
  Result<void> add(Waiting waiting);
  static void answer(const Waiting& waiting, Answered answer);

  std::deque<Waiting> boxes_;
};

}  // namespace nta::session
