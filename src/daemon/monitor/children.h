// Children: processes that the monitor forks for one request each, and whose report is the answer: a keeper tells how
// its session's start went, a user tool what became of the change, a notifier what the person chose.
#pragma once

#include <poll.h>

#include <chrono>
#include <functional>
#include <list>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "base/types.h"
#include "daemon/monitor/messages.h"

namespace nta::daemon::monitor {

/** What children are for: those for one thing share a bound. */
enum class Purpose { start_session, change_unix_user, show_on_desktop, show_on_terminals };

class Children {
 public:
  struct Task {
    Purpose purpose;
    RequestKind kind;
    uint32_t serial;                              // of the request; 0: nobody waits for the answer any more
    uid_t uid = 0;                                // whose session starts, to whom a message goes
    std::string what;                             // for people
    std::optional<std::chrono::seconds> longest;  // then it is ended; none: a person has all the time there is
  };
  struct Started {
    pid_t pid;
    UniqueFd report;
  };
  using Answered = std::function<void(const Task& task, const Result<Answer>& outcome)>;

  /** `strip` closes, in a child, what is the monitor's own. `answered` is called once for each task. */
  Children(std::function<void()> strip, Answered answered) : strip_(std::move(strip)), answered_(std::move(answered)) {}

  /** Forks a child that runs `life`, with the pipe that it reports to, and exits with what that returns. */
  Result<Started> start(const std::function<int(UniqueFd report)>& life) const;
  /** From now on its report, its end or the end of its time is the answer to the task. */
  void await(Started child, Task task);

  size_t count(Purpose purpose) const;
  size_t count(Purpose purpose, uid_t uid) const;
  bool has_deadline() const;

  /** One to poll for each, in an order that read() knows. */
  void watch(std::vector<pollfd>& waited) const;
  void read(std::span<const pollfd> waited);
  void end_late();
  /** Who asked is gone: messages, which wait for a person, are taken back. */
  void forget_asker();
  /** In a child: they are the parent's. */
  void clear() { waiting_.clear(); }

 private:
  struct Waiting {
    Task task;
    pid_t pid;
    UniqueFd report;
    std::optional<std::chrono::steady_clock::time_point> deadline;
    Bytes told;
  };

  void read_report(std::list<Waiting>::iterator child);
  void finish(std::list<Waiting>::iterator child, const Result<Answer>& outcome);
  static void end(const Waiting& child);

  std::function<void()> strip_;
  Answered answered_;
  std::list<Waiting> waiting_;
};

}  // namespace nta::daemon::monitor
