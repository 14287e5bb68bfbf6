// UserNames: what users are called, kept for as long as it is likely to be true.
#pragma once

#include <sys/stat.h>
#include <sys/types.h>

#include <chrono>
#include <map>
#include <string>

namespace nta::host {

/** A uid may become somebody else's: each name is forgotten after a while, and all of them when the machine's list of
 *  users is another. */
class UserNames {
 public:
  explicit UserNames(std::string list = "/etc/passwd", std::chrono::seconds lifetime = std::chrono::minutes(10))
      : list_(std::move(list)), lifetime_(lifetime) {}

  /** Null where it is not known, or no longer. */
  const std::string* find(uid_t uid);
  void put(uid_t uid, std::string name);

 private:
  using Clock = std::chrono::steady_clock;
  struct Known {
    std::string name;
    Clock::time_point until;
  };

  void look_at_list();

  std::string list_;
  std::chrono::seconds lifetime_;
  struct stat seen_ {};
  std::map<uid_t, Known> names_;
};

}  // namespace nta::host
