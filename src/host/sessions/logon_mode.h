// LogonMode: whether anybody may log on to this host, as `ntadmin change logon` sets it.
#pragma once

#include <cstdint>
#include <string>

#include "base/result.h"

namespace nta::host {

enum class LogonMode : uint32_t {
  enabled = 0,
  drain = 1,                // no new session; who has one may go back to it
  drain_until_restart = 2,  // the same, until the machine restarts
  disabled = 3,             // neither
};

/** Kept in a file of its own; every call on the loop thread. */
class LogonSwitch {
 public:
  /** A file that cannot be understood is an error (13) that names it. */
  static Result<LogonSwitch> open(std::string path, std::string boot_id);

  LogonMode mode() const { return mode_; }
  /** On failure the mode is as it was. */
  Result<void> set(LogonMode mode);
  /** Drained until this process ends; nothing is kept of it. */
  void drain_to_the_end() { mode_ = LogonMode::drain_until_restart; }

 private:
  LogonSwitch(std::string path, std::string boot_id) : path_(std::move(path)), boot_id_(std::move(boot_id)) {}

  std::string path_;
  std::string boot_id_;
  LogonMode mode_ = LogonMode::enabled;
};

}  // namespace nta::host
