#include "session/terminal/terminal.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "session/terminal/width.h"

namespace nta::terminal {
namespace {

constexpr char32_t replacement = 0xFFFD;

/** Length of the run of printable ASCII that `text` starts with; eight bytes a step. */
size_t ascii_run(std::string_view text) {
  size_t length = 0;
  for (; length + 8 <= text.size(); length += 8) {
    uint64_t eight;
    std::memcpy(&eight, text.data() + length, 8);
    constexpr uint64_t high = 0x8080808080808080, ones = 0x0101010101010101;
    // A byte below 0x20 borrows, 0x7F carries, and those above 0x7F have the bit already.
    if (((eight - ones * 0x20) | (eight + ones) | eight) & high) break;
  }
  while (length < text.size() && text[length] >= 0x20 && text[length] < 0x7F) ++length;
  return length;
}

/** Line drawing of the DEC Special Graphics set, 0x5F to 0x7E. */
constexpr char32_t line_drawing[] =
    U" \u25C6\u2592\u2409\u240C\u240D\u240A\u00B0\u00B1\u2424\u240B\u2518\u2510\u250C\u2514\u253C"
    U"\u23BA\u23BB\u2500\u23BC\u23BD\u251C\u2524\u2534\u252C\u2502\u2264\u2265\u03C0\u2260\u00A3\u00B7";

/** Bytes that a UTF-8 character starting with `lead` has; 0 when none can. */
size_t utf8_length(uint8_t lead) {
  if (lead >= 0xC2 && lead < 0xE0) return 2;
  if (lead >= 0xE0 && lead < 0xF0) return 3;
  if (lead >= 0xF0 && lead < 0xF5) return 4;
  return 0;
}

bool fits_second(uint8_t lead, uint8_t second) {
  switch (lead) {
    case 0xE0:
      return second >= 0xA0 && second < 0xC0;
    case 0xED:
      return second >= 0x80 && second < 0xA0;
    case 0xF0:
      return second >= 0x90 && second < 0xC0;
    case 0xF4:
      return second >= 0x80 && second < 0x90;
    default:
      return second >= 0x80 && second < 0xC0;
  }
}

struct Decoded {
  char32_t character;
  size_t bytes;  // 0: the rest has not arrived yet
};

/** A malformed sequence becomes one U+FFFD for each maximal part, as Unicode recommends. */
Decoded decode(std::string_view text) {
  auto byte = [&](size_t i) { return static_cast<uint8_t>(text[i]); };
  size_t length = utf8_length(byte(0));
  if (length == 0) return {replacement, 1};
  char32_t value = byte(0) & (0x7Fu >> length);
  for (size_t i = 1; i < length; ++i) {
    if (i >= text.size()) return {replacement, 0};
    if (i == 1 ? !fits_second(byte(0), byte(1)) : (byte(i) & 0xC0) != 0x80) return {replacement, i};
    value = value << 6 | (byte(i) & 0x3F);
  }
  return {value, length};
}

}  // namespace

Terminal::Terminal(Size size, ScrollbackLimits limits) : primary_(size), scrollback_(limits) {
  bottom_ = last_row();
  start_tabs(0);
}

void Terminal::feed(std::string_view bytes) { parser_.feed(bytes); }

std::string Terminal::take_replies() { return std::exchange(replies_, {}); }

std::string Terminal::text() const {
  std::string out;
  scrollback_.visit(scrollback_.first(), [&](const LineText& line) { (out += line.text) += '\n'; });
  LineText line;
  for (int row = 0; row < size().rows; ++row) {
    line.assign(shown(), row, marks_);
    (out += line.text) += '\n';
  }
  return out;
}

size_t Terminal::text(std::string_view bytes) {
  size_t used = 0;
  while (used < bytes.size()) {
    auto byte = static_cast<uint8_t>(bytes[used]);
    if (byte >= 0x80 || !partial_.empty()) {
      used += multibyte(bytes.substr(used));
    } else if (byte == '\n') {
      control(byte);
      ++used;
    } else if (byte == '\r') {
      cursor_.column = 0;
      cursor_.wrap_pending = false;
      ++used;
    } else if (byte < 0x20 || byte == 0x7F) {
      break;
    } else {
      std::string_view run = bytes.substr(used, ascii_run(bytes.substr(used)));
      if (plain_text())
        put_ascii(run);
      else
        for (char c : run) put(static_cast<uint8_t>(c));
      used += run.size();
    }
  }
  return used;
}

size_t Terminal::multibyte(std::string_view bytes) {
  if (partial_.empty()) {
    Decoded found = decode(bytes);
    if (found.bytes) put(found.character);
    if (!found.bytes) partial_ = bytes;
    return found.bytes ? found.bytes : bytes.size();
  }
  size_t before = partial_.size();
  partial_ += bytes.front();
  Decoded found = decode(partial_);
  if (found.bytes == 0) return 1;
  bool took_it = found.bytes > before;
  partial_.clear();
  put(found.character);
  return took_it ? 1 : 0;
}

void Terminal::end_partial() {
  if (partial_.empty()) return;
  partial_.clear();
  put(replacement);
}

void Terminal::put_ascii(std::string_view run) {
  last_character_ = static_cast<uint8_t>(run.back());
  Grid& screen = grid();
  while (!run.empty()) {
    if (cursor_.wrap_pending) {
      if (!autowrap_) {
        screen.put_ascii(cursor_.row, last_column(), run.substr(run.size() - 1), style_);
        return;
      }
      wrap();
    }
    auto fits = std::min(run.size(), static_cast<size_t>(last_column() + 1 - cursor_.column));
    screen.put_ascii(cursor_.row, cursor_.column, run.substr(0, fits), style_);
    cursor_.column += static_cast<int>(fits);
    if (cursor_.column > last_column()) {
      cursor_.column = last_column();
      cursor_.wrap_pending = true;
    }
    run.remove_prefix(fits);
  }
}

void Terminal::put(char32_t character) {
  if (draws_lines() && character >= 0x5F && character <= 0x7E) character = line_drawing[character - 0x5F];
  if (charsets_[shifted_] == 'A' && character == '#') character = U'£';
  int width = column_width(character);
  if (width < 0) return;
  if (width == 0) return combine(character);
  last_character_ = character;
  if (cursor_.wrap_pending && autowrap_) wrap();
  if (width == 2 && cursor_.column == last_column()) {
    if (!autowrap_) return;
    wrap();
  }
  Grid& screen = grid();
  if (insert_) screen.insert_cells(cursor_.row, cursor_.column, width, style_);
  screen.put(cursor_.row, cursor_.column, {character, style_}, width);
  cursor_.column += width;
  cursor_.wrap_pending = cursor_.column > last_column();
  if (cursor_.wrap_pending) cursor_.column = last_column();
}

void Terminal::combine(char32_t mark) {
  int column = cursor_.column - (cursor_.wrap_pending ? 0 : 1);
  if (column < 0) return;
  std::span<const Cell> cells = grid().row(cursor_.row);
  if (cells[column].is_right_half() && column > 0) --column;
  const Cell& cell = cells[column];
  if (marks_.is_crowded(cells.size() * static_cast<size_t>(primary_.size().rows))) forget_unused_marks();
  uint32_t marks = marks_.with(cell.marks(), mark);
  grid().set_glyph(cursor_.row, column, marks << Cell::character_bits | cell.character());
}

// The scrollback keeps text, not numbers.
void Terminal::forget_unused_marks() {
  std::vector<bool> in_use(MarkTable::most + 1);
  for (const Grid* grid : {&primary_, alternate_.get()})
    for (int row = 0; grid && row < grid->size().rows; ++row)
      for (const Cell& cell : grid->row(row)) in_use[cell.marks()] = true;
  marks_.forget_unused(in_use);
}

void Terminal::wrap() {
  grid().set_wrapped(cursor_.row, true);
  cursor_.column = 0;
  cursor_.wrap_pending = false;
  line_feed();
}

void Terminal::line_feed() {
  if (cursor_.row == bottom_)
    scroll_up(1);
  else if (cursor_.row < last_row())
    ++cursor_.row;
}

void Terminal::reverse_line_feed() {
  if (cursor_.row == top_)
    grid().scroll_down(top_, bottom_, 1, style_);
  else if (cursor_.row > 0)
    --cursor_.row;
}

void Terminal::scroll_up(int lines) {
  lines = std::min(lines, bottom_ - top_ + 1);
  if (!alternate_ && top_ == 0) {
    for (int row = 0; row < lines; ++row) {
      line_.assign(primary_, row, marks_);
      scrollback_.push(line_);
    }
  }
  grid().scroll_up(top_, bottom_, lines, style_);
}

void Terminal::control(uint8_t code) {
  end_partial();
  switch (code) {
    case 0x07:
      ++bells_;
      return;
    case 0x08:
      if (cursor_.column > 0) --cursor_.column;
      cursor_.wrap_pending = false;
      return;
    case 0x09:
      return tabulate(1);
    case 0x0A:
    case 0x0B:
    case 0x0C:
      line_feed();
      if (newline_) cursor_.column = 0;
      cursor_.wrap_pending = false;
      return;
    case 0x0D:
      cursor_.column = 0;
      cursor_.wrap_pending = false;
      return;
    case 0x0E:
    case 0x0F:
      shifted_ = code == 0x0E;
      return;
    default:
      return;
  }
}

void Terminal::tabulate(int times) {
  while (times-- > 0 && cursor_.column < last_column()) {
    do ++cursor_.column;
    while (cursor_.column < last_column() && !tabs_[static_cast<size_t>(cursor_.column)]);
  }
}

void Terminal::start_tabs(int from) {
  tabs_.resize(static_cast<size_t>(size().columns));
  for (size_t column = static_cast<size_t>(from); column < tabs_.size(); ++column) tabs_[column] = column % 8 == 0;
}

void Terminal::escape(char intermediate, char final) {
  end_partial();
  if (intermediate == '(' || intermediate == ')') {
    charsets_[intermediate == ')'] = final == '0' || final == 'A' ? final : 'B';
  } else if (intermediate == '#' && final == '8') {
    align_test();
  } else if (intermediate == 0) {
    index_or_reset(final);
  }
}

void Terminal::index_or_reset(char final) {
  switch (final) {
    case '7':
      return save_cursor();
    case '8':
      return restore_cursor();
    case 'D':
      return line_feed();
    case 'E':
      cursor_.column = 0;
      cursor_.wrap_pending = false;
      return line_feed();
    case 'H':
      tabs_[static_cast<size_t>(cursor_.column)] = true;
      return;
    case 'M':
      return reverse_line_feed();
    case 'Z':
      return reply("\x1b[?62;22c");
    case 'c':
      return reset();
    case '=':
    case '>':
      modes_.application_keypad = final == '=';
      return;
    default:
      return;
  }
}

void Terminal::save_cursor() { saved_[on_alternate()] = {cursor_, style_, charsets_, shifted_, origin_}; }

void Terminal::restore_cursor() {
  const Pen& pen = saved_[on_alternate()];
  cursor_ = pen.cursor;
  cursor_.row = std::min(cursor_.row, last_row());
  cursor_.column = std::min(cursor_.column, last_column());
  cursor_.wrap_pending = cursor_.wrap_pending && cursor_.column == last_column();
  style_ = pen.style;
  charsets_ = pen.charsets;
  shifted_ = pen.shifted;
  origin_ = pen.origin;
}

void Terminal::reset() {
  alternate_.reset();
  modes_ = {};
  soft_reset();
  saved_ = {};
  newline_ = false;
  start_tabs(0);
  cursor_ = {};
  last_character_ = 0;
  primary_.scroll_up(0, last_row(), last_row() + 1, {});
}

void Terminal::align_test() {
  top_ = 0;
  bottom_ = last_row();
  cursor_ = {};
  grid().fill(U'E');
}

}  // namespace nta::terminal
