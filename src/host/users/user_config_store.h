// UserConfigStore: what an administrator set for the sessions of each user who has no account (WTSSetUserConfig), and
// the host's default for users of whom nothing was set. What is set for an account is in its parameters.
//
// Kept in <state-dir>/users as NAME.conf and @default.conf ("Name = value" lines, describe/settings.h); read when asked
// for, so that what an administrator edits counts at once. All calls on the loop thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "base/result.h"
#include "user_settings/user_config.h"

namespace nta::host {

/** A user's name; none for the default of the host. */
using UserName = std::optional<std::string>;

class UserConfigStore {
 public:
  /** Makes the directory when missing. */
  static Result<UserConfigStore> open(std::string directory);

  /** What was set for the user, else the host's default. A file that cannot be understood is an error (13) that names
   *  it and the line. */
  Result<user_settings::UserConfig> get(const UserName& user) const;

  Result<void> set(const UserName& user, const user_settings::UserConfig& config);

  /** Users for whom something was set here. */
  std::vector<std::string> names() const;
  Result<void> forget(const std::string& user);

 private:
  explicit UserConfigStore(std::string directory) : directory_(std::move(directory)) {}
  std::string path_of(const UserName& user) const;

  std::string directory_;
};

}  // namespace nta::host
