#include "api/ntadmin/command_line.h"

#include <algorithm>

namespace nta::api {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t'; }

std::string_view skip_spaces(std::string_view line) {
  while (!line.empty() && is_space(line.front())) line.remove_prefix(1);
  return line;
}

std::string take_program(std::string_view& line) {
  std::string word;
  bool quoted = false;
  while (!line.empty() && (quoted || !is_space(line.front()))) {
    if (line.front() == '"')
      quoted = !quoted;
    else
      word += line.front();
    line.remove_prefix(1);
  }
  return word;
}

std::string take_argument(std::string_view& line) {
  std::string word;
  bool quoted = false;
  while (!line.empty() && (quoted || !is_space(line.front()))) {
    size_t backslashes = std::min(line.find_first_not_of('\\'), line.size());
    line.remove_prefix(backslashes);
    bool before_quote = !line.empty() && line.front() == '"';
    word.append(before_quote ? backslashes / 2 : backslashes, '\\');
    if (!before_quote) {
      if (!line.empty() && (quoted || !is_space(line.front()))) {
        word += line.front();
        line.remove_prefix(1);
      }
      continue;
    }
    line.remove_prefix(1);
    bool is_doubled = quoted && backslashes % 2 == 0 && !line.empty() && line.front() == '"';
    if (is_doubled) line.remove_prefix(1);
    if (backslashes % 2 == 1 || is_doubled)
      word += '"';
    else
      quoted = !quoted;
  }
  return word;
}

}  // namespace

std::vector<std::string> split_command_line(std::string_view line) {
  std::vector<std::string> words;
  line = skip_spaces(line);
  if (line.empty()) return words;
  words.push_back(take_program(line));
  for (line = skip_spaces(line); !line.empty(); line = skip_spaces(line)) words.push_back(take_argument(line));
  return words;
}

}  // namespace nta::api
