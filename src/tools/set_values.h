// "Name=value" words, as `ntadmin listener set` and `ntadmin userconfig` take them.
#pragma once

#include <span>
#include <string>

#include "describe/settings.h"

namespace nta::tools {

/** Sets the members that the words name; invalid_parameter, with the reason, and nothing set for a wrong one. */
inline Result<void> set_values(const describe::Type& type, std::span<const std::string> words, void* value) {
  std::string text;
  for (const std::string& word : words) {
    if (word.find('\n') != std::string::npos)
      return fail(Win32::invalid_parameter, "'{}' has more than one line", word);
    text += word + "\n";
  }
  auto set = describe::read_settings(type, text, value);
  return set ? Result<void>() : fail(Win32::invalid_parameter, "{}", set.error().text);
}

}  // namespace nta::tools
