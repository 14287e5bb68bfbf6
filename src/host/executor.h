// What the host model needs from whoever runs it: one loop thread, and a bounded pool for what can block.
//
// The daemon implements this with Asio, tests with poll(). Everything in src/host runs on the loop thread, except the
// `work` of run_for, which must touch nothing but what it was given (docs/host.md).
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <utility>

#include "base/result.h"
#include "base/sid.h"

namespace nta::host {

/** Something the loop will call. Destroying it ends the calls; also from inside its own call. */
class Registration {
 public:
  virtual ~Registration() = default;
};
using RegistrationPtr = std::unique_ptr<Registration>;

/** Called once, on the loop thread, with how an asynchronous action ended. */
using Completion = std::function<void(Result<void>)>;

class Executor {
 public:
  using Task = std::function<void()>;
  using Duration = std::chrono::milliseconds;
  enum class Outcome { finished, too_late, no_room };
  enum class Wanted { read, read_and_write };
  /** Who asked for work; none: the host itself. Each has a share, which nobody else fills. */
  using Asker = std::optional<Sid>;

  virtual ~Executor() = default;

  /** Runs `task` on the loop, later. May be called from any thread. */
  virtual void post(Task task) = 0;

  /** Runs `task` once, not before `delay` has passed. */
  [[nodiscard]] virtual RegistrationPtr after(Duration delay, Task task) = 0;

  /** Calls `ready` whenever `fd` can be read (or written, when wanted; or has failed). The fd stays the caller's, who
   *  destroys the registration before closing it. */
  [[nodiscard]] virtual RegistrationPtr watch(int fd, Wanted wanted, Task ready) = 0;

  /** Runs `work` on a pool thread, then `done` on the loop. After `deadline` `done` hears too_late instead, and what
   *  the work still does is dropped; no_room when the asker's share of the queue is full. */
  virtual void run_for(const Asker& asker, Duration deadline, Task work, std::function<void(Outcome)> done) = 0;

  /** The same for work that has a result. */
  template <class T>
  void run_for(const Asker& asker, Duration deadline, std::function<Result<T>()> work,
               std::function<void(Result<T>)> done) {
    auto result = std::make_shared<std::optional<Result<T>>>();
    run_for(
        asker, deadline, [result, work = std::move(work)] { *result = work(); },
        [result, deadline, done = std::move(done)](Outcome outcome) {
          if (outcome == Outcome::finished) return done(*std::move(*result));
          if (outcome == Outcome::no_room) return done(fail(Win32::no_system_resources, "too much work is waiting"));
          done(fail(Win32::timeout, "no answer from the system within {} ms", deadline.count()));
        });
  }

  /** Work of the host's own. */
  void run_on_pool(Duration deadline, Task work, std::function<void(Outcome)> done) {
    run_for(std::nullopt, deadline, std::move(work), std::move(done));
  }
  template <class T>
  void run(Duration deadline, std::function<Result<T>()> work, std::function<void(Result<T>)> done) {
    run_for<T>(std::nullopt, deadline, std::move(work), std::move(done));
  }
};

}  // namespace nta::host
