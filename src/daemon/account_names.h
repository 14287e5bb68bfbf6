// What users are called: by their token, and by their uid without ever waiting for NSS on the loop.
#pragma once

#include <sys/types.h>

#include <memory>
#include <set>
#include <string>

#include "auth/access_token.h"
#include "host/executor.h"
#include "host/identity/user_names.h"

namespace nta::daemon {

/** "alice" of "HOST\alice"; nobody has no name. */
std::string account_of(const auth::AccessToken& token);

class AccountNames {
 public:
  explicit AccountNames(host::Executor& executor) : executor_(executor) {}

  /** The name, if it is known by now; else "uid 1000", and the name is asked for. */
  std::string name_of(uid_t uid);

 private:
  struct Known {
    host::UserNames names;
    std::set<uid_t> asked;
  };
  host::Executor& executor_;
  std::shared_ptr<Known> known_ = std::make_shared<Known>();
};

}  // namespace nta::daemon
