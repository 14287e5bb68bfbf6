// The configuration file: `key = value` lines, '#' comments, optional [section] headings.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "daemon/settings.h"

namespace nta::daemon {

/** Applies the text of a file. The error names `name` and the line of the first thing wrong. */
Result<void> apply_config(std::string_view text, const std::string& name, Settings& settings);

/** Whether a missing file is an error (somebody named it) or nothing to read. */
enum class Missing { is_an_error, is_fine };

Result<void> load_config(const std::string& path, Missing missing, Settings& settings);

/** One value by its key, as the file gives it. Used for command-line flags of the same meaning. */
Result<void> set_value(std::string_view key, std::string_view value, Settings& settings);

/** Takes of `read`, which was read again, what counts without a restart; the keys of what else has changed since the
 *  start, which stays as it is in `running`. */
std::vector<std::string> take_changes(Settings& running, const Settings& read);

/** The whole file with every key, what it means, and its value: packaging/ntadmind.conf is this text. */
std::string describe_config(const Settings& settings);

}  // namespace nta::daemon
