// Grid: the cells of one screen. Rows are reached through an order table, so scrolling moves no cells.
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "session/terminal/cell.h"

namespace nta::terminal {

class Grid {
 public:
  explicit Grid(Size size);

  Size size() const { return size_; }
  std::span<const Cell> row(int row) const { return {cells_.data() + rows_[row].start, columns()}; }
  /** Columns that may differ from blank: the cells behind them are blank. */
  int used(int row) const { return rows_[row].used; }
  /** The text of this row goes on in the next one. */
  bool wrapped(int row) const { return rows_[row].wrapped; }
  void set_wrapped(int row, bool wrapped) { rows_[row].wrapped = wrapped; }

  /** Writes printable ASCII that fits into the row. */
  void put_ascii(int row, int column, std::string_view text, const Style& style);
  /** Writes a cell, and the right half where `width` is 2. Halves of wide characters cut apart become blank. */
  void put(int row, int column, const Cell& cell, int width);
  void assign_row(int row, std::span<const Cell> cells);
  void set_glyph(int row, int column, uint32_t glyph) {
    cell(row, column).glyph = glyph;
    touch(row, column + 1);
  }

  void erase(int row, int from, int to, const Style& style);
  void insert_cells(int row, int column, int count, const Style& style);
  void delete_cells(int row, int column, int count, const Style& style);
  /** Moves the rows top…bottom (inclusive) up by `lines`; blank rows come in below. */
  void scroll_up(int top, int bottom, int lines, const Style& style);
  void scroll_down(int top, int bottom, int lines, const Style& style);
  void fill(char32_t character);

  /** Keeps what is at the top left. */
  void resize(Size size);

 private:
  struct Row {
    uint32_t start;
    uint16_t used;
    bool wrapped;
  };

  size_t columns() const { return static_cast<size_t>(size_.columns); }
  Cell& cell(int row, int column) { return cells_[rows_[row].start + static_cast<size_t>(column)]; }
  void part_wide(int row, int from, int to);
  void touch(int row, int to) {
    if (rows_[row].used < to) rows_[row].used = static_cast<uint16_t>(to);
  }
  void clear_row(Row& row, const Style& style);

  Size size_;
  std::vector<Cell> cells_;
  std::vector<Row> rows_;
  std::vector<Cell> blanks_;  // a row of them: copying it is what makes scrolling fast
};

}  // namespace nta::terminal
