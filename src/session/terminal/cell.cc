#include "session/terminal/cell.h"

#include <algorithm>

namespace nta::terminal {

Size clamped(Size wanted) {
  return {std::clamp(wanted.rows, smallest_size.rows, largest_size.rows),
          std::clamp(wanted.columns, smallest_size.columns, largest_size.columns)};
}

Size clamped(uint32_t rows, uint32_t columns) {
  constexpr uint32_t most = std::max(largest_size.rows, largest_size.columns);
  return clamped(Size{static_cast<int>(std::min(rows, most)), static_cast<int>(std::min(columns, most))});
}

uint32_t MarkTable::with(uint32_t marks, char32_t mark) {
  std::u32string wanted(text(marks));
  if (wanted.size() >= longest) return marks;
  wanted += mark;
  auto place = std::ranges::find(known_, wanted);
  if (place == known_.end()) {
    ++new_ones_;
    if (held_ == most) return marks;
    place = std::ranges::find(known_, std::u32string());
    if (place == known_.end()) place = known_.insert(place, std::u32string());
    *place = std::move(wanted);
    ++held_;
  }
  return static_cast<uint32_t>(place - known_.begin()) + 1;
}

void MarkTable::forget_unused(const std::vector<bool>& in_use) {
  for (size_t i = 0; i < known_.size(); ++i) {
    if (in_use[i + 1] || known_[i].empty()) continue;
    known_[i].clear();
    --held_;
  }
  new_ones_ = 0;
  ++times_forgotten_;
}

void append_utf8(std::string& out, char32_t c) {
  if (c < 0x80) {
    out += static_cast<char>(c);
  } else if (c < 0x800) {
    out += static_cast<char>(0xC0 | c >> 6);
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    out += static_cast<char>(0xE0 | c >> 12);
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  } else {
    out += static_cast<char>(0xF0 | c >> 18);
    out += static_cast<char>(0x80 | (c >> 12 & 0x3F));
    out += static_cast<char>(0x80 | (c >> 6 & 0x3F));
    out += static_cast<char>(0x80 | (c & 0x3F));
  }
}

void append_cell(std::string& out, const Cell& cell, const MarkTable& marks) {
  if (cell.is_right_half()) return;
  append_utf8(out, cell.character());
  for (char32_t mark : marks.text(cell.marks())) append_utf8(out, mark);
}

}  // namespace nta::terminal
