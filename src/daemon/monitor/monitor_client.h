// The unprivileged process's end of the monitor's channel: requests with their answers, on the loop.
#pragma once

#include <map>

#include "daemon/monitor/channel.h"
#include "host/executor.h"

namespace nta::daemon::monitor {

class MonitorClient {
 public:
  /** What an answer brings. */
  struct Reply {
    uint32_t number = 0;
    std::string text;
  };
  using Done = std::function<void(Result<Reply>)>;
  /** For who only wants to know that it worked. */
  static Done without_reply(host::Completion done);

  /** `gone` is called when the monitor is: without it this process has nothing more to do. */
  MonitorClient(Channel channel, host::Executor& executor, std::function<void()> gone);

  /** How long an answer is waited for: endlessly where a person gives it. */
  enum class Patience { bounded, endless };

  /** One request; `done` is called once, also when the monitor does not answer in time. `proof` < 0: none. */
  template <class Body>
  void ask(RequestKind kind, const Body& body, int proof, Done done, Patience patience = Patience::bounded) {
    uint32_t serial = note(std::move(done), patience);
    if (auto sent = channel_.send(kind, serial, body, proof); !sent) give(serial, std::move(sent).error());
  }

 private:
  struct Waiting {
    Done done;
    host::RegistrationPtr deadline;  // null: none
  };
  uint32_t note(Done done, Patience patience);
  void give(uint32_t serial, Result<Reply> outcome);
  void read();

  Channel channel_;
  host::Executor& executor_;
  std::function<void()> gone_;
  host::RegistrationPtr watch_;
  std::map<uint32_t, Waiting> waiting_;
  uint32_t last_serial_ = 0;
};

}  // namespace nta::daemon::monitor
