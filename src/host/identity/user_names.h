// UserNames: what users are called, asked of the system's directory, which may be far away, and kept for as long as it
// is likely to be true.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <chrono>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "host/executor.h"

namespace nta::host {

/** A uid may become somebody else's: each name is forgotten after a while, and all of them when the machine's list of
 *  users is another. */
class UserNames {
 public:
  using Name = std::optional<std::string>;
  using Then = std::function<void(const Result<Name>&)>;
  struct Options {
    std::string list = "/etc/passwd";
    std::chrono::seconds lifetime = std::chrono::minutes(10);
    Executor::Duration patience = std::chrono::seconds(20);
    std::function<Result<Name>(uid_t)> look_up = {};  // on a thread of the pool; empty: account_name
  };

  /** `executor` outlives it. */
  explicit UserNames(Executor& executor) : UserNames(executor, Options()) {}
  UserNames(Executor& executor, Options options);
  ~UserNames();

  /** Null where it is not known, or no longer. */
  const std::string* find(uid_t uid);
  /** The name where it is known; else "uid 1000". */
  std::string name_or_number(uid_t uid);
  /** Calls `then` once, at once where the name is known: none where nobody has the number; an error where the directory
   *  could not be asked, or does not answer. Who asks for the same waits for the same answer. */
  void ask(uid_t uid, Then then);

 private:
  struct State;

  Executor& executor_;
  std::shared_ptr<State> state_;
};

}  // namespace nta::host
