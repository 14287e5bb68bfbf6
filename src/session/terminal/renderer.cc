#include "session/terminal/renderer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <iterator>
#include <utility>

#include "session/terminal/sgr.h"

namespace nta::terminal {
namespace {

/** More new lines than this since the last frame, and nobody is reading along. */
constexpr uint64_t lines_of_a_stream = 400;
/** Equal cells in a row that are cheaper to write again than to jump over. */
constexpr int short_gap = 6;

template <class... Args>
void add(std::string& out, fmt::format_string<Args...> format, Args&&... args) {
  fmt::format_to(std::back_inserter(out), format, std::forward<Args>(args)...);
}

}  // namespace

Renderer::Left Renderer::render(const Terminal& terminal, std::string& out) {
  out_ = &out;
  place_view(terminal);
  if (uint32_t times = terminal.marks().times_forgotten(); std::exchange(marks_forgotten_, times) != times)
    doubt_marks();
  if (!started_) start_client(terminal);
  if (scrollback_clears_ != terminal.scrollback_clears()) out += "\x1b[3J";
  scrollback_clears_ = terminal.scrollback_clears();

  Left left = Left::nothing;
  bool alternate = terminal.on_alternate();
  // The alternate screen covers a primary one that is up to date, so that leaving needs no memory of it.
  if (!alternate || !alternate_) {
    if (!alternate && alternate_) switch_screen(false);
    compose(terminal.primary(), !alternate);
    left = bring_lines(terminal);
    cut_to_view();
    paint(terminal.marks());
  }
  if (alternate) {
    if (!alternate_) switch_screen(true);
    compose(terminal.shown(), true);
    cut_to_view();
    paint(terminal.marks());
  }
  bring_modes(terminal);
  bring_cursor(terminal);
  out_ = nullptr;
  return left;
}

// What the person had on the screen goes into the terminal's scrollback, not away.
void Renderer::start_client(const Terminal& terminal) {
  started_ = true;
  bells_ = terminal.bells();
  scrollback_clears_ = terminal.scrollback_clears();
  lines_written_ = lines_seen_ = terminal.scrollback().first();
  int rows = view_ ? view_->rows : terminal.size().rows;
  add(*out_, "\x1b[m\x1b[4l\x1b[?7h\x1b[r\x1b[{};1H", rows);
  out_->append(static_cast<size_t>(rows), '\n');
}

// A number may stand for other marks than when the cell was painted: no such cell equals one that is to be shown.
void Renderer::doubt_marks() {
  constexpr uint32_t no_glyph = (1u << Cell::character_bits) - 1;
  for (Cell& cell : shown_.cells)
    if (cell.marks() != 0) cell.glyph = no_glyph;
}

void Renderer::set_view(Size view) {
  view_ = view;
  client_resized();
}

// The view moves as little as keeps the cursor in it.
void Renderer::place_view(const Terminal& terminal) {
  if (!view_) return;
  auto place = [](int before, int cursor, int shown, int whole) {
    int least = std::max(0, cursor - shown + 1), most = std::max(0, std::min(cursor, whole - shown));
    return std::min(std::max(before, least), std::max(most, least));
  };
  view_row_ = place(view_row_, terminal.cursor().row, view_->rows, terminal.size().rows);
  view_column_ = place(view_column_, terminal.cursor().column, view_->columns, terminal.size().columns);
}

void Renderer::cut_to_view() {
  if (!view_) return;
  Frame cut;
  cut.size = {std::min(view_->rows, next_.size.rows - view_row_),
              std::min(view_->columns, next_.size.columns - view_column_)};
  cut.cells.resize(static_cast<size_t>(cut.size.rows) * static_cast<size_t>(cut.size.columns));
  for (int row = 0; row < cut.size.rows; ++row) {
    const Cell* from = next_.row(view_row_ + row);
    std::copy_n(from + view_column_, cut.size.columns, cut.row(row));
    // Half a wide character is none.
    int end = view_column_ + cut.size.columns;
    if (cut.row(row)->is_right_half()) cut.row(row)->glyph = U' ';
    if (end < next_.size.columns && from[end].is_right_half()) cut.row(row)[cut.size.columns - 1].glyph = U' ';
  }
  next_.size = cut.size;
  next_.cells = std::move(cut.cells);
}

void Renderer::compose(const Grid& grid, bool with_overlay) {
  next_.size = grid.size();
  next_.cells.resize(static_cast<size_t>(next_.size.rows) * static_cast<size_t>(next_.size.columns));
  for (int row = 0; row < next_.size.rows; ++row) std::ranges::copy(grid.row(row), next_.row(row));
  next_.valid = true;
  if (!with_overlay || overlay_.columns <= 0 || overlay_.row < 0 || overlay_.column < 0) return;
  int rows = static_cast<int>(overlay_.cells.size()) / overlay_.columns;
  for (int r = 0; r < rows && overlay_.row + r < next_.size.rows; ++r) {
    Cell* to = next_.row(overlay_.row + r);
    int columns = std::min(overlay_.columns, next_.size.columns - overlay_.column);
    if (columns <= 0) return;
    if (overlay_.column > 0 && to[overlay_.column].is_right_half()) to[overlay_.column - 1].glyph = U' ';
    std::copy_n(overlay_.cells.begin() + r * overlay_.columns, columns, to + overlay_.column);
    int end = overlay_.column + columns;
    if (end < next_.size.columns && to[end].is_right_half()) to[end].glyph = U' ';
  }
}

void Renderer::client_resized() {
  shown_.valid = false;
  resized_ = started_;
}

Renderer::Left Renderer::bring_lines(const Terminal& terminal) {
  const Scrollback& scrollback = terminal.scrollback();
  uint64_t end = scrollback.end(), fresh = end - lines_seen_;
  bool first = !shown_.valid && lines_written_ == lines_seen_;
  lines_seen_ = end;
  lines_written_ = resized_ || view_ ? end : std::max(lines_written_, scrollback.first());
  resized_ = false;
  uint64_t pending = end - lines_written_;
  if (pending == 0) return Left::nothing;
  if (fresh > lines_of_a_stream && !first) return Left::lines;
  if (!scroll_shown(terminal, pending)) write_lines(terminal, lines_written_);
  lines_written_ = end;
  return Left::nothing;
}

// The usual case: the lines are still at the top of what the client shows. Scrolling it puts them where they belong.
bool Renderer::scroll_shown(const Terminal& terminal, uint64_t pending) {
  if (!shown_.valid || shown_.size != next_.size || pending >= static_cast<uint64_t>(shown_.size.rows)) return false;
  int count = static_cast<int>(pending), row = 0;
  Grid single({1, shown_.size.columns});
  LineText as_shown;
  bool same = true;
  terminal.scrollback().visit(lines_written_, [&](const LineText& line) {
    if (!same || row >= count) return;
    single.assign_row(0, {shown_.row(row++), static_cast<size_t>(shown_.size.columns)});
    as_shown.assign(single, 0, terminal.marks());
    same = as_shown.text == line.text && as_shown.runs == line.runs;
  });
  if (!same) return false;
  set_style({});
  move_to(shown_.size.rows - 1, 0);
  out_->append(pending, '\n');
  size_t moved = static_cast<size_t>(count) * static_cast<size_t>(shown_.size.columns);
  std::move(shown_.cells.begin() + static_cast<std::ptrdiff_t>(moved), shown_.cells.end(), shown_.cells.begin());
  std::fill(shown_.cells.end() - static_cast<std::ptrdiff_t>(moved), shown_.cells.end(), Cell{});
  return true;
}

// Writes the lines from the top of the client's screen on, then room for the screen: just they scroll away above it.
void Renderer::write_lines(const Terminal& terminal, uint64_t from) {
  move_to(0, 0);
  terminal.scrollback().visit(from, [&](const LineText& line) {
    set_style({});
    *out_ += "\x1b[K";
    std::string_view text = line.text;
    for (const StyleRun& run : line.runs) {
      set_style(run.style());
      out_->append(text.substr(0, run.bytes));
      text.remove_prefix(run.bytes);
    }
    out_->append(text);
    *out_ += "\r\n";
  });
  set_style({});
  *out_ += "\x1b[J";
  out_->append(static_cast<size_t>(next_.size.rows - 1), '\n');
  shown_.valid = true;
  shown_.size = next_.size;
  shown_.cells.assign(next_.cells.size(), Cell{});
  unknown_position();
}

void Renderer::paint(const MarkTable& marks) {
  if (!shown_.valid || shown_.size != next_.size) {
    set_style({});
    *out_ += "\x1b[H\x1b[J";
    row_ = column_ = 0;
    shown_.size = next_.size;
    shown_.cells.assign(next_.cells.size(), Cell{});
  }
  size_t row_bytes = static_cast<size_t>(next_.size.columns) * sizeof(Cell);
  for (int row = 0; row < next_.size.rows; ++row) {
    if (std::memcmp(shown_.row(row), next_.row(row), row_bytes) != 0) paint_row(row, marks);
  }
  std::swap(shown_, next_);
}

void Renderer::paint_row(int row, const MarkTable& marks) {
  const Cell *was = shown_.row(row), *now = next_.row(row);
  int columns = next_.size.columns, used = columns;
  while (used > 0 && now[used - 1].is_blank()) --used;
  for (int column = 0; column < columns;) {
    if (was[column] == now[column]) {
      ++column;
      continue;
    }
    while (column > 0 && now[column].is_right_half()) --column;
    move_to(row, column);
    if (column >= used) {  // nothing but blanks from here
      set_style({});
      *out_ += "\x1b[K";
      return;
    }
    for (int equal = 0; column < used && (equal < short_gap || now[column].is_right_half()); ++column) {
      equal = was[column] == now[column] ? equal + 1 : 0;
      set_style(now[column].style);
      append_cell(*out_, now[column], marks);
    }
    column_ = column;
    if (column >= columns) unknown_position();  // terminals differ in where the cursor is then
  }
}

void Renderer::switch_screen(bool alternate) {
  alternate_ = alternate;
  *out_ += alternate ? "\x1b[?1049h" : "\x1b[?1049l\x1b[m";  // leaving restores colours saved on entering
  if (!alternate) style_ = {};
  shown_.valid = false;
  unknown_position();
}

void Renderer::set_switch(int mode, bool on) { add(*out_, "\x1b[?{}{}", mode, on ? 'h' : 'l'); }

void Renderer::bring_mouse(const Modes& modes) {
  if (modes.mouse != modes_.mouse) {
    if (modes_.mouse != MouseTracking::none) set_switch(static_cast<int>(modes_.mouse), false);
    if (modes.mouse != MouseTracking::none) set_switch(static_cast<int>(modes.mouse), true);
  }
  if (modes.mouse_encoding != modes_.mouse_encoding) {
    if (modes_.mouse_encoding != MouseEncoding::plain) set_switch(static_cast<int>(modes_.mouse_encoding), false);
    if (modes.mouse_encoding != MouseEncoding::plain) set_switch(static_cast<int>(modes.mouse_encoding), true);
  }
}

void Renderer::bring_modes(const Terminal& terminal) {
  Modes modes = terminal.modes();
  if (!overlay_.cells.empty()) {  // what lies over the screen has keyboard and mouse
    modes.cursor_visible = modes.application_cursor = modes.application_keypad = modes.bracketed_paste = false;
    modes.mouse = MouseTracking::click;
    modes.mouse_encoding = MouseEncoding::sgr;
  }
  if (modes != modes_) {
    bring_mouse(modes);
    if (modes.application_cursor != modes_.application_cursor) set_switch(1, modes.application_cursor);
    if (modes.reverse_video != modes_.reverse_video) set_switch(5, modes.reverse_video);
    if (modes.focus_events != modes_.focus_events) set_switch(1004, modes.focus_events);
    if (modes.alternate_scroll != modes_.alternate_scroll) set_switch(1007, modes.alternate_scroll);
    if (modes.bracketed_paste != modes_.bracketed_paste) set_switch(2004, modes.bracketed_paste);
    if (modes.application_keypad != modes_.application_keypad) *out_ += modes.application_keypad ? "\x1b=" : "\x1b>";
    if (modes.cursor_shape != modes_.cursor_shape) add(*out_, "\x1b[{} q", modes.cursor_shape);
    if (modes.cursor_visible != modes_.cursor_visible) set_switch(25, modes.cursor_visible);
    modes_ = modes;
  }
  if (terminal.title() != title_) {
    if (!titled_) *out_ += "\x1b[22;2t";  // xterm's title stack: taken back by restoration()
    titled_ = true;
    title_ = terminal.title();
    add(*out_, "\x1b]2;{}\x07", title_);
  }
  if (terminal.bells() != bells_) *out_ += '\x07';
  bells_ = terminal.bells();
}

void Renderer::bring_cursor(const Terminal& terminal) {
  move_to(terminal.cursor().row - view_row_, terminal.cursor().column - view_column_);
}

void Renderer::move_to(int row, int column) {
  if (row == row_ && column == column_) return;
  if (row == row_ && column == 0)
    *out_ += '\r';
  else if (row_ >= 0 && row == row_ + 1 && column == 0)
    *out_ += "\r\n";
  else if (row == row_ && column > column_)
    add(*out_, "\x1b[{}C", column - column_);
  else
    add(*out_, "\x1b[{};{}H", row + 1, column + 1);
  row_ = row;
  column_ = column;
}

void Renderer::set_style(const Style& style) {
  if (style == style_) return;
  append_graphic_rendition(*out_, style);
  style_ = style;
}

std::string Renderer::restoration() const {
  std::string out;
  if (modes_.mouse != MouseTracking::none) add(out, "\x1b[?{}l", static_cast<int>(modes_.mouse));
  if (modes_.mouse_encoding != MouseEncoding::plain) add(out, "\x1b[?{}l", static_cast<int>(modes_.mouse_encoding));
  if (modes_.application_cursor) out += "\x1b[?1l";
  if (modes_.reverse_video) out += "\x1b[?5l";
  if (modes_.focus_events) out += "\x1b[?1004l";
  if (modes_.alternate_scroll) out += "\x1b[?1007l";
  if (modes_.bracketed_paste) out += "\x1b[?2004l";
  if (modes_.application_keypad) out += "\x1b>";
  if (modes_.cursor_shape != 0) out += "\x1b[0 q";
  if (!modes_.cursor_visible) out += "\x1b[?25h";
  if (titled_) out += "\x1b[23;2t";
  if (alternate_) out += "\x1b[?1049l";
  if (started_) add(out, "\x1b[m\x1b[{};1H\r\n", shown_.size.rows);
  return out;
}

}  // namespace nta::terminal
