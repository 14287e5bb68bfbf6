// The command line of ntadmind, and with it the settings it ends up with.
#pragma once

#include <optional>
#include <string>
#include <variant>

#include "daemon/settings.h"

namespace nta::daemon {

/** Exit statuses, as the man page lists them. */
enum class Exit : int { success = 0, failure = 1, usage = 2, already_running = 3 };

enum class Stay { in_foreground, in_background };

struct Options {
  Mode mode = Mode::user;
  Stay stay = Stay::in_background;
  std::optional<std::string> state_dir;
  std::optional<std::string> config;
  std::optional<std::string> log_level;
  std::optional<uint16_t> smb_port;
  std::optional<uint16_t> rpc_port;
  std::optional<uint16_t> epmapper_port;
  bool ephemeral = false;
  bool print_environment = false;
  std::string accounts_file;
};

/** There is nothing to start: this text is the answer (help, version), or what is wrong. */
struct Answer {
  Exit status;
  std::string text;
};

std::variant<Options, Answer> parse_options(int argc, const char* const* argv);

/** Defaults, then the configuration file, then the command line. Read again on SIGHUP. */
Result<Settings> settings_for(const Options& options);

}  // namespace nta::daemon
