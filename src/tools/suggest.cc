// Levenshtein distance over two rows.
#include "tools/suggest.h"

#include <fmt/core.h>

#include <algorithm>
#include <cctype>

namespace nta::tools {
namespace {

// A command line may hold anything; nothing longer than this is a misspelt word of ours.
constexpr size_t longest_word = 40;

bool same_letter(char a, char b) {
  return std::tolower(static_cast<unsigned char>(a)) == std::tolower(static_cast<unsigned char>(b));
}

}  // namespace

size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<size_t> above(b.size() + 1), row(b.size() + 1);
  for (size_t j = 0; j <= b.size(); ++j) above[j] = j;
  for (size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (size_t j = 1; j <= b.size(); ++j)
      row[j] = std::min({above[j] + 1, row[j - 1] + 1, above[j - 1] + !same_letter(a[i - 1], b[j - 1])});
    std::swap(above, row);
  }
  return above[b.size()];
}

std::string did_you_mean(std::string_view typed, const std::vector<std::string>& known) {
  if (typed.size() > longest_word) return "";
  const std::string* nearest = nullptr;
  size_t least = 0;
  for (const auto& word : known) {
    size_t distance = edit_distance(typed, word);
    if (!nearest || distance < least) {
      nearest = &word;
      least = distance;
    }
  }
  // A third of the letters wrong is a slip of the finger; more is another word.
  if (!nearest || least > std::max<size_t>(1, nearest->size() / 3)) return "";
  return fmt::format("; did you mean '{}'?", *nearest);
}

}  // namespace nta::tools
