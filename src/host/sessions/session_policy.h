// What is in force for the sessions of one user: his configuration and the listener's put together.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/filetime.h"
#include "host/listeners/listener_store.h"
#include "host/sessions/admission.h"
#include "user_settings/user_config.h"

namespace nta::host {

/** What happens to a session whose time is up, or whose connection breaks. */
enum class WhenBroken { disconnect, end };

enum class ReconnectFrom { anywhere, the_same_client };

/** Zero: no limit. */
struct SessionLimit {
  std::chrono::milliseconds connected{};
  std::chrono::milliseconds disconnected{};
  std::chrono::milliseconds idle{};
  bool operator==(const SessionLimit&) const = default;
};

struct SessionPolicy {
  bool may_log_on = true;
  SessionLimit limit;
  std::optional<FileTime> log_off_at;  // the end of the account's hours, by the accounts' policy
  WhenBroken when_broken = WhenBroken::disconnect;
  ReconnectFrom reconnect_from = ReconnectFrom::anywhere;
  ShadowPolicy shadow = ShadowPolicy::control_asked;
  std::string program;            // a command line; empty: the login shell
  bool program_is_fixed = false;  // runs whatever the client names
  std::string working_directory;  // empty: the home directory
};

/** A limit that is set for the user counts, else the listener's. What to do with a broken connection, and shadowing,
 *  are the listener's unless it says that it takes them from the user (fInherit…). */
SessionPolicy policy_of(const WTSLISTENERCONFIGW& listener, const user_settings::UserConfig& user);

/** A command line's words: parted by spaces, those in double quotes kept together. */
std::vector<std::string> words_of(std::string_view command_line);

}  // namespace nta::host
