// PollLoop: an Executor on poll(), for tests: the test runs the loop until what it waits for is so.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "base/types.h"
#include "host/executor.h"

namespace nta::host::test {

class PollLoop final : public Executor {
 public:
  PollLoop();
  ~PollLoop() override;

  /** Turns the loop until `condition` holds; false when it does not within `limit`. */
  bool run_until(const std::function<bool()>& condition, Duration limit = std::chrono::seconds(60));

  /** Asked for each piece of work: whether there is no room for it. */
  std::function<bool(const Asker&)> is_full = [](const Asker&) { return false; };

  void post(Task task) override;
  RegistrationPtr after(Duration delay, Task task) override;
  RegistrationPtr watch(int fd, Wanted wanted, Task ready) override;
  void run_for(const Asker& asker, Duration deadline, Task work, std::function<void(Outcome)> done) override;

 private:
  using Clock = std::chrono::steady_clock;
  struct State;
  struct Handle;
  void turn(Duration at_most);

  std::shared_ptr<State> state_;
  std::vector<std::thread> workers_;
};

}  // namespace nta::host::test
