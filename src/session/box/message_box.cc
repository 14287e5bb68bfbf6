#include "session/box/message_box.h"

#include <algorithm>

#include "session/box/wrap.h"
#include "session/terminal/width.h"

namespace nta::session {
namespace {

using terminal::Cell;
using terminal::Color;
using terminal::Overlay;
using terminal::Size;
using terminal::Style;

constexpr int widest_text = 68;
constexpr int frame_columns = 4;  // border and a blank on either side
constexpr int frame_rows = 4;     // border, blank line, buttons, border

constexpr Style panel{Color::indexed(15), Color::indexed(4), 0};
constexpr Style heading{Color::indexed(15), Color::indexed(4), terminal::attribute::bold};
constexpr Style button_style{Color::indexed(0), Color::indexed(7), 0};
constexpr Style focused_style{Color::indexed(15), Color::indexed(1), terminal::attribute::bold};

std::u32string_view mark_of(Icon icon) {
  switch (icon) {
    case Icon::none:
      return U"";
    case Icon::error:
      return U"\u2717 ";
    case Icon::question:
      return U"? ";
    case Icon::warning:
      return U"! ";
    case Icon::information:
      return U"i ";
  }
  return U"";
}

int label_columns(const Button& button) { return static_cast<int>(button.label.size()) + 4; }

/** Draws into an overlay, cutting at its edges. */
class Canvas {
 public:
  Canvas(Overlay& overlay, int rows) : overlay_(overlay), rows_(rows) {
    overlay.cells.assign(static_cast<size_t>(rows) * static_cast<size_t>(overlay.columns), Cell{U' ', panel});
  }

  int put(int row, int column, std::u32string_view text, const Style& style, int end) {
    for (char32_t character : text) {
      int width = terminal::column_width(character);
      if (width <= 0) continue;
      if (column + width > end) break;
      set(row, column, {static_cast<uint32_t>(character), style});
      if (width == 2) set(row, column + 1, {0, style});
      column += width;
    }
    return column;
  }

  void border(int row, char32_t left, char32_t middle, char32_t right) {
    for (int column = 1; column + 1 < overlay_.columns; ++column)
      set(row, column, {static_cast<uint32_t>(middle), panel});
    set(row, 0, {static_cast<uint32_t>(left), panel});
    set(row, overlay_.columns - 1, {static_cast<uint32_t>(right), panel});
  }

 private:
  void set(int row, int column, const Cell& cell) {
    if (row < 0 || row >= rows_ || column < 0 || column >= overlay_.columns) return;
    overlay_.cells[static_cast<size_t>(row) * static_cast<size_t>(overlay_.columns) + static_cast<size_t>(column)] =
        cell;
  }

  Overlay& overlay_;
  int rows_;
};

std::u32string cut_to(std::u32string text, size_t most) {
  if (text.size() > most) text.resize(most);
  return text;
}

}  // namespace

/** Where things are: rows and columns from the box' own corner. */
struct MessageBox::Layout {
  int row = 0;  // of the corner on the screen
  int column = 0;
  int rows = 0;
  int columns = 0;
  int text_rows = 0;
  std::vector<std::u32string> lines;
  std::vector<int> button_columns;
  int button_row() const { return rows - 2; }
  int last_first_line() const { return std::max(0, static_cast<int>(lines.size()) - text_rows); }
};

MessageBox::MessageBox(BoxStyle style, std::string_view title, std::string_view text, Pressing pressing)
    : style_(style),
      pressing_(pressing),
      title_(cut_to(code_points(title.substr(0, longest_text)), 256)),
      text_(std::u32string(mark_of(style.icon)) + code_points(text.substr(0, longest_text))),
      focus_(style.default_button) {}

MessageBox::Layout MessageBox::layout(Size screen) const {
  Layout out;
  int buttons = -1;
  for (const Button& button : style_.buttons) buttons += label_columns(button) + 1;
  int room = std::max(1, std::min(widest_text, screen.columns - frame_columns));
  out.lines = wrap(text_, room);
  int wanted = std::max(buttons, columns_of(title_));
  for (const auto& line : out.lines) wanted = std::max(wanted, columns_of(line));
  out.columns = std::min(std::min(wanted, room) + frame_columns, screen.columns);
  out.text_rows = std::clamp(static_cast<int>(out.lines.size()), 1, std::max(1, screen.rows - frame_rows));
  out.rows = std::min(out.text_rows + frame_rows, screen.rows);
  out.row = (screen.rows - out.rows) / 2;
  out.column = (screen.columns - out.columns) / 2;
  int column = std::max(0, (out.columns - buttons) / 2);
  for (const Button& button : style_.buttons) {
    out.button_columns.push_back(column);
    column += label_columns(button) + 1;
  }
  return out;
}

Overlay MessageBox::draw(Size screen) const {
  Layout at = layout(screen);
  Overlay overlay{at.row, at.column, at.columns, {}};
  Canvas canvas(overlay, at.rows);
  canvas.border(0, U'\u250c', U'\u2500', U'\u2510');
  canvas.border(at.rows - 1, U'\u2514', U'\u2500', U'\u2518');
  for (int row = 1; row + 1 < at.rows; ++row) {
    canvas.put(row, 0, U"\u2502", panel, at.columns);
    canvas.put(row, at.columns - 1, U"\u2502", panel, at.columns);
  }
  if (!title_.empty()) canvas.put(0, 2, title_, heading, at.columns - 2);

  int first = std::min(first_line_, at.last_first_line());
  for (int i = 0; i < at.text_rows && first + i < static_cast<int>(at.lines.size()); ++i)
    canvas.put(1 + i, 2, at.lines[static_cast<size_t>(first + i)], panel, at.columns - 2);
  if (first > 0) canvas.put(1, at.columns - 1, U"\u25b2", panel, at.columns);
  if (first < at.last_first_line()) canvas.put(at.text_rows, at.columns - 1, U"\u25bc", panel, at.columns);

  for (size_t i = 0; i < style_.buttons.size(); ++i) {
    const Style& style = i == focus_ ? focused_style : button_style;
    std::u32string label = U"[ " + code_points(style_.buttons[i].label) + U" ]";
    canvas.put(at.button_row(), at.button_columns[i], label, style, at.columns);
  }
  return overlay;
}

std::optional<Answered> MessageBox::input(std::string_view bytes, Size screen) {
  Layout at = layout(screen);
  keys_.append(bytes);
  while (auto key = keys_.next()) {
    if (auto answer = press(*key, at)) return answer;
    if (pressing_ == Pressing::by_choice) keys_ = {};  // what came with it was not typed by somebody who chooses
  }
  return std::nullopt;
}

std::optional<Answered> MessageBox::press(const Key& key, const Layout& at) {
  switch (key.kind) {
    case Key::Kind::enter:
      return style_.buttons[focus_].answer;
    case Key::Kind::escape:
      return style_.can_be_closed ? std::optional(style_.closed) : std::nullopt;
    case Key::Kind::tab:
    case Key::Kind::back_tab:
      if (pressing_ == Pressing::by_letters_too) move_focus(key.kind == Key::Kind::tab ? 1 : -1);
      break;
    case Key::Kind::right:
      move_focus(1);
      break;
    case Key::Kind::left:
      move_focus(-1);
      break;
    case Key::Kind::up:
      scroll(-1, at);
      break;
    case Key::Kind::down:
      scroll(1, at);
      break;
    case Key::Kind::page_up:
      scroll(-at.text_rows, at);
      break;
    case Key::Kind::page_down:
      scroll(at.text_rows, at);
      break;
    case Key::Kind::home:
      first_line_ = 0;
      break;
    case Key::Kind::end:
      first_line_ = at.last_first_line();
      break;
    case Key::Kind::click:
      return click(key, at);
    case Key::Kind::character:
      if (pressing_ == Pressing::by_choice) break;
      if (key.character == U' ') return style_.buttons[focus_].answer;
      for (const Button& button : style_.buttons)
        if (static_cast<char32_t>(button.label[0] | 0x20) == key.character) return button.answer;
  }
  return std::nullopt;
}

std::optional<Answered> MessageBox::click(const Key& key, const Layout& at) {
  if (key.row - at.row != at.button_row()) return std::nullopt;
  for (size_t i = 0; i < style_.buttons.size(); ++i) {
    int column = key.column - at.column - at.button_columns[i];
    if (column >= 0 && column < label_columns(style_.buttons[i])) return style_.buttons[i].answer;
  }
  return std::nullopt;
}

void MessageBox::move_focus(int by) {
  auto count = static_cast<int>(style_.buttons.size());
  focus_ = static_cast<size_t>((static_cast<int>(focus_) + by + count) % count);
}

void MessageBox::scroll(int by, const Layout& at) {
  first_line_ = std::clamp(first_line_ + by, 0, at.last_first_line());
}

}  // namespace nta::session
