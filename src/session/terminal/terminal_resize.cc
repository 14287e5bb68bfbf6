// Terminal's change of size: the primary screen's lines are wrapped anew, the alternate one is cut (programs repaint
// it).
#include <algorithm>

#include "session/terminal/terminal.h"

namespace nta::terminal {
namespace {

struct Line {
  std::vector<Cell> cells;
  int cursor = -1;  // its place in this line, when it is here
};

struct Row {
  std::vector<Cell> cells;
  bool wrapped = false;
};

struct Layout {
  std::vector<Row> rows;
  Cursor cursor;
};

bool starts_wide(const Grid& grid, int row) { return grid.row(row)[1].is_right_half(); }

/** Cells of a row that are part of its line: all of them when it goes on, else up to the last that is not blank. */
int length_in_line(const Grid& grid, int row) {
  std::span<const Cell> cells = grid.row(row);
  int length = grid.size().columns;
  if (grid.wrapped(row)) {
    // A wide character that did not fit left the last column free.
    bool left_free = row + 1 < grid.size().rows && starts_wide(grid, row + 1) && cells.back().is_blank();
    return left_free ? length - 1 : length;
  }
  while (length > 0 && cells[static_cast<size_t>(length) - 1].is_blank()) --length;
  return length;
}

std::vector<Line> lines_of(const Grid& grid, const Cursor& cursor) {
  int last = grid.size().rows - 1;
  while (last > cursor.row && length_in_line(grid, last) == 0) --last;
  std::vector<Line> lines(1);
  for (int row = 0; row <= last; ++row) {
    Line& line = lines.back();
    if (row == cursor.row)
      line.cursor = static_cast<int>(line.cells.size()) + cursor.column + (cursor.wrap_pending ? 1 : 0);
    std::span<const Cell> cells = grid.row(row).first(static_cast<size_t>(length_in_line(grid, row)));
    line.cells.insert(line.cells.end(), cells.begin(), cells.end());
    if (!grid.wrapped(row) && row < last) lines.emplace_back();
  }
  return lines;
}

void lay_out(const Line& line, int columns, Layout& layout) {
  layout.rows.emplace_back();
  auto place_cursor = [&](size_t column) {
    layout.cursor.row = static_cast<int>(layout.rows.size()) - 1;
    layout.cursor.column = std::min(static_cast<int>(column), columns - 1);
    layout.cursor.wrap_pending = static_cast<int>(column) >= columns;
  };
  auto wanted = static_cast<size_t>(columns);
  for (size_t i = 0; i < line.cells.size();) {
    size_t width = i + 1 < line.cells.size() && line.cells[i + 1].is_right_half() ? 2 : 1;
    if (layout.rows.back().cells.size() + width > wanted) {
      layout.rows.back().wrapped = true;
      layout.rows.emplace_back();
    }
    std::vector<Cell>& cells = layout.rows.back().cells;
    if (line.cursor >= static_cast<int>(i) && line.cursor < static_cast<int>(i + width)) place_cursor(cells.size());
    cells.insert(cells.end(), line.cells.begin() + static_cast<std::ptrdiff_t>(i),
                 line.cells.begin() + static_cast<std::ptrdiff_t>(i + width));
    i += width;
  }
  int behind = line.cursor - static_cast<int>(line.cells.size());
  if (line.cursor >= 0 && behind >= 0) place_cursor(layout.rows.back().cells.size() + static_cast<size_t>(behind));
}

}  // namespace

void Terminal::resize(Size wanted) {
  wanted = clamped(wanted);
  if (wanted == size()) return;
  int columns = size().columns;
  rewrap(wanted);
  if (alternate_) {
    alternate_->resize(wanted);
    cursor_.row = std::min(cursor_.row, last_row());
    cursor_.column = std::min(cursor_.column, last_column());
    cursor_.wrap_pending = false;
  }
  top_ = 0;
  bottom_ = last_row();
  start_tabs(std::min(columns, wanted.columns));
}

// The cursor stays where it is in its line, and on the screen: what does not fit above it becomes scrollback.
void Terminal::rewrap(Size wanted) {
  Cursor& cursor = alternate_ ? saved_[0].cursor : cursor_;
  Layout layout;
  for (const Line& line : lines_of(primary_, cursor)) lay_out(line, wanted.columns, layout);
  int surplus = std::max(0, static_cast<int>(layout.rows.size()) - wanted.rows);
  int above = std::min(surplus, layout.cursor.row);

  auto put_row = [](Grid& grid, int to, const Row& row) {
    for (size_t column = 0; column < row.cells.size(); ++column) {
      bool wide = column + 1 < row.cells.size() && row.cells[column + 1].is_right_half();
      if (!row.cells[column].is_right_half()) grid.put(to, static_cast<int>(column), row.cells[column], wide ? 2 : 1);
    }
    grid.set_wrapped(to, row.wrapped);
  };
  for (int row = 0; row < above; ++row) {
    Grid single({1, wanted.columns});
    put_row(single, 0, layout.rows[static_cast<size_t>(row)]);
    line_.assign(single, 0, marks_);
    scrollback_.push(line_);
  }
  Grid fresh(wanted);
  int kept = std::min(static_cast<int>(layout.rows.size()) - above, wanted.rows);
  for (int row = 0; row < kept; ++row) put_row(fresh, row, layout.rows[static_cast<size_t>(above + row)]);
  primary_ = std::move(fresh);
  cursor = layout.cursor;
  cursor.row -= above;
}

}  // namespace nta::terminal
