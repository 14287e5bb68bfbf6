// The keepers there are: those this monitor started, and those that an earlier one did.
//
// <runtime-dir>/keepers/<session> names the process of each, in a directory that only root can write.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/result.h"
#include "base/types.h"
#include "host/processes/process_killer.h"

namespace nta::daemon::monitor {

class Keepers {
 public:
  /** Finds those that live; what is left of others is removed. */
  static Result<Keepers> find(const std::string& runtime_dir);

  /** already_exists while the session has one. */
  Result<void> add(SessionId session, pid_t pid);

  /** The process has ended; nothing when it was no keeper. */
  void remove(pid_t pid);

  /** Drops those that are not this process' children and have ended. */
  void drop_ended();

  std::vector<pid_t> pids() const;
  size_t count() const { return keepers_.size(); }

 private:
  explicit Keepers(std::string directory) : directory_(std::move(directory)) {}
  std::string file_of(SessionId session) const;
  std::string directory_;
  std::map<SessionId, host::ProcessRef> keepers_;
};

}  // namespace nta::daemon::monitor
