// The state directory: made when missing, held by one daemon at a time, of a known format.
#pragma once

#include <sys/types.h>

#include <span>
#include <string>

#include "base/result.h"
#include "base/types.h"

namespace nta::daemon {

/** The format this release writes. Version 1: format, lock, sessions/<id>/. */
inline constexpr uint32_t state_format = 1;

/** Takes a directory of format `from` to `from` + 1, in place. */
struct Migration {
  uint32_t from;
  Result<void> (*run)(const std::string& directory);
};

/** A lock that lasts as long as the process that holds it, and says whose it is. */
class InstanceLock {
 public:
  /** service_already_running (1056) and `*holder` when another process has it; holder 0 if it has not said. */
  static Result<InstanceLock> take(const std::string& path, pid_t* holder);

  /** Writes the pid of this process: what a second start then names. */
  Result<void> sign();

  /** For a child that must not keep the lock of its parent. */
  void drop() { fd_.reset(); }

 private:
  explicit InstanceLock(UniqueFd fd) : fd_(std::move(fd)) {}
  UniqueFd fd_;
};

/** Makes `path` and its missing parents; `mode` is for the last. An existing one must belong to this process's user
 *  and be writable by no other. */
Result<void> make_directory(const std::string& path, mode_t mode);

/** That a directory belongs to this process's user, and no other can write it. */
Result<void> check_directory(const std::string& path);

/** Reads `format`, writes it in a new directory, migrates an older one. Only under the lock.
 *  revision_mismatch (1306): newer than this release, or not ours. */
Result<void> settle_format(const std::string& directory, uint32_t current, std::span<const Migration> migrations);
Result<void> settle_format(const std::string& directory);

}  // namespace nta::daemon
