// UserAdditions: users whom several callers add at once get into the account database together.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <vector>

#include "host/accounts/store.h"
#include "host/executor.h"

namespace nta::services {

/** On the loop. One job of the pool, and one wait for the disk, for those who have come while the one before was under
 *  way; nobody waits for others to come. */
class UserAdditions : public std::enable_shared_from_this<UserAdditions> {
 public:
  using Done = std::function<void(Result<accounts::Rid>)>;

  /** `done` is called on the loop. no_system_resources: too many wait, or the store is busy. */
  void add(host::Executor& executor, const std::shared_ptr<accounts::AccountStore>& store, accounts::NewUser user,
           Done done);

 private:
  struct Wanted {
    accounts::NewUser user;
    Done done;
  };
  struct Batch {
    std::vector<accounts::NewUser> users;
    std::vector<Done> done;
    std::vector<Result<accounts::Rid>> added;
  };

  void start(host::Executor& executor, const std::shared_ptr<accounts::AccountStore>& store);
  std::shared_ptr<Batch> next_batch();
  static void answer(const Batch& batch, host::Executor::Outcome outcome);

  std::deque<Wanted> waiting_;
  bool is_adding_ = false;
};

}  // namespace nta::services
