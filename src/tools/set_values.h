// "Name=value" words, as `ntadmin listener set` and `ntadmin userconfig` take them.
#pragma once

#include <fmt/format.h>

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "base/utf16.h"
#include "describe/settings.h"
#include "tools/suggest.h"

namespace nta::tools {

/** "; did you mean 'MaxUsers'?", or what there is, for the first word that sets nothing of that; empty where all do. */
inline std::string unknown_setting(const describe::Type& type, std::span<const std::string> words, const void* value) {
  std::vector<std::string> known;
  std::string text = describe::settings_text(type, value);
  for (size_t at = 0; at < text.size(); at = text.find('\n', at) + 1)
    known.push_back(text.substr(at, text.find(" =", at) - at));
  for (const std::string& word : words) {
    std::string name = word.substr(0, word.find('='));
    auto is_it = [&](const std::string& each) { return equal_ignoring_case(each, name); };
    if (std::ranges::any_of(known, is_it)) continue;
    std::string meant = did_you_mean(name, known);
    return meant.empty() ? fmt::format("; there are {}", fmt::join(known, ", ")) : meant;
  }
  return "";
}

/** Sets the members that the words name; invalid_parameter, with the reason, and nothing set for a wrong one. */
inline Result<void> set_values(const describe::Type& type, std::span<const std::string> words, void* value) {
  std::string text;
  for (const std::string& word : words) {
    if (word.find('\n') != std::string::npos) return misuse("'{}' has more than one line", word);
    text += word + "\n";
  }
  auto set = describe::read_settings(type, text, value);
  if (set) return {};
  std::string why = set.error().text;
  why.erase(0, why.find(": ") + 2);  // the number of the line: here are words
  return misuse("{}{}", why, unknown_setting(type, words, value));
}

}  // namespace nta::tools
