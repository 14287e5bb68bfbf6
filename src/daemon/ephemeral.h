// A disposable host: its state in a directory that goes with it, its accounts in memory, its address told to who
// started it.
#pragma once

#include <optional>
#include <string>

#include "base/result.h"

namespace nta::daemon {

/** A new directory of this process's own, removed with all that is in it. */
class EphemeralDirectory {
 public:
  static Result<EphemeralDirectory> make();
  EphemeralDirectory(EphemeralDirectory&& other) noexcept : path_(std::exchange(other.path_, {})) {}
  EphemeralDirectory& operator=(EphemeralDirectory&&) = delete;
  ~EphemeralDirectory();
  const std::string& path() const { return path_; }

 private:
  explicit EphemeralDirectory(std::string path) : path_(std::move(path)) {}
  std::string path_;
};

/** What --print-env prints: lines for a shell's eval. */
std::string environment_lines(const std::string& socket, const std::string& address, uint16_t smb_port);

}  // namespace nta::daemon
