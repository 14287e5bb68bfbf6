#include "session/box/wrap.h"

#include <algorithm>

#include "base/utf16.h"
#include "session/terminal/width.h"

namespace nta::session {
namespace {

int width(char32_t character) { return std::max(0, terminal::column_width(character)); }

/** Builds lines word by word. */
class Wrapper {
 public:
  explicit Wrapper(int columns) : columns_(columns) {}

  void word(std::u32string_view text) {
    int needed = columns_of(text);
    if (used_ > 0 && used_ + 1 + needed > columns_) end_line();
    if (used_ > 0) put(U' ');
    for (char32_t character : text) {
      if (used_ > 0 && used_ + width(character) > columns_) end_line();
      put(character);
    }
  }
  void end_line() {
    lines_.push_back(std::move(line_));
    line_.clear();
    used_ = 0;
  }
  std::vector<std::u32string> take() && { return std::move(lines_); }

 private:
  void put(char32_t character) {
    line_ += character;
    used_ += width(character);
  }

  int columns_;
  std::vector<std::u32string> lines_;
  std::u32string line_;
  int used_ = 0;
};

}  // namespace

std::u32string code_points(std::string_view utf8) {
  std::u32string out;
  std::u16string wide = to_utf16(utf8);
  for (size_t i = 0; i < wide.size(); ++i) {
    char32_t character = wide[i];
    if (character >= 0xD800 && character < 0xDC00 && i + 1 < wide.size())
      character = 0x10000 + ((character - 0xD800) << 10) + (char32_t{wide[++i]} - 0xDC00);
    if (character == U'\t') character = U' ';
    if (character >= 0x20 || character == U'\n') out += character;
  }
  return out;
}

int columns_of(std::u32string_view text) {
  int columns = 0;
  for (char32_t character : text) columns += width(character);
  return columns;
}

std::vector<std::u32string> wrap(std::u32string_view text, int columns) {
  Wrapper wrapper(columns);
  for (;;) {
    size_t end = text.find(U'\n');
    auto line = text.substr(0, end);
    while (!line.empty()) {
      auto word = line.substr(0, line.find(U' '));
      line.remove_prefix(std::min(line.size(), word.size() + 1));
      wrapper.word(word);
    }
    wrapper.end_line();
    if (end == std::u32string_view::npos) return std::move(wrapper).take();
    text.remove_prefix(end + 1);
  }
}

}  // namespace nta::session
