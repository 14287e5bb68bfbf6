#include "session/terminal/grid.h"

#include <algorithm>

namespace nta::terminal {

Grid::Grid(Size size) : size_(clamped(size)) {
  cells_.resize(static_cast<size_t>(size_.rows) * columns());
  blanks_.resize(columns());
  rows_.resize(static_cast<size_t>(size_.rows));
  for (size_t i = 0; i < rows_.size(); ++i) rows_[i] = {static_cast<uint32_t>(i * columns()), 0, false};
}

// What is about to overwrite [from, to) may take one half of a wide character at either end: blank the other.
void Grid::part_wide(int row, int from, int to) {
  if (from > 0 && from < size_.columns && cell(row, from).is_right_half()) cell(row, from - 1).glyph = U' ';
  if (to < size_.columns && cell(row, to).is_right_half()) cell(row, to).glyph = U' ';
}

void Grid::put_ascii(int row, int column, std::string_view text, const Style& style) {
  int end = column + static_cast<int>(text.size());
  part_wide(row, column, end);
  Cell* at = &cell(row, column);
  Cell filled{0, style};
  for (char c : text) {
    filled.glyph = static_cast<uint8_t>(c);
    *at++ = filled;
  }
  touch(row, end);
}

void Grid::put(int row, int column, const Cell& wanted, int width) {
  int end = std::min(column + width, size_.columns);
  part_wide(row, column, end);
  cell(row, column) = wanted;
  if (width == 2 && end == column + 2) cell(row, column + 1) = {0, wanted.style};
  touch(row, end);
}

void Grid::assign_row(int row, std::span<const Cell> cells) {
  std::copy_n(cells.begin(), std::min(cells.size(), columns()), &cell(row, 0));
  touch(row, size_.columns);
}

void Grid::erase(int row, int from, int to, const Style& style) {
  from = std::clamp(from, 0, size_.columns);
  to = std::clamp(to, from, size_.columns);
  if (from == to) return;
  part_wide(row, from, to);
  Cell blank{U' ', style.erased()};
  if (blank.is_blank()) {
    int used = rows_[row].used;
    if (from < used) std::fill(&cell(row, from), &cell(row, from) + (std::min(to, used) - from), blank);
    if (to >= used) rows_[row].used = static_cast<uint16_t>(std::min(from, used));
  } else {
    std::fill(&cell(row, from), &cell(row, from) + (to - from), blank);
    touch(row, to);
  }
  if (to == size_.columns) rows_[row].wrapped = false;
}

void Grid::insert_cells(int row, int column, int count, const Style& style) {
  count = std::min(count, size_.columns - column);
  part_wide(row, column, column);
  Cell* start = &cell(row, 0);
  bool cuts_wide = count > 0 && start[size_.columns - count].is_right_half();
  std::move_backward(start + column, start + size_.columns - count, start + size_.columns);
  touch(row, std::min(rows_[row].used + count, size_.columns));
  if (cuts_wide && column + count < size_.columns) start[size_.columns - 1].glyph = U' ';
  std::fill(start + column, start + column + count, Cell{U' ', style.erased()});
  touch(row, column + count);
  rows_[row].wrapped = false;
}

void Grid::delete_cells(int row, int column, int count, const Style& style) {
  count = std::min(count, size_.columns - column);
  part_wide(row, column, column + count);
  Cell* start = &cell(row, 0);
  std::move(start + column + count, start + size_.columns, start + column);
  Cell blank{U' ', style.erased()};
  std::fill(start + size_.columns - count, start + size_.columns, blank);
  if (!blank.is_blank()) touch(row, size_.columns);
  rows_[row].wrapped = false;
}

void Grid::clear_row(Row& row, const Style& style) {
  Cell blank{U' ', style.erased()};
  Cell* start = cells_.data() + row.start;
  if (blank.is_blank())
    std::copy_n(blanks_.data(), row.used, start);
  else
    std::fill_n(start, size_.columns, blank);
  row.used = static_cast<uint16_t>(blank.is_blank() ? 0 : size_.columns);
  row.wrapped = false;
}

void Grid::scroll_up(int top, int bottom, int lines, const Style& style) {
  lines = std::min(lines, bottom - top + 1);
  auto first = rows_.begin() + top, end = rows_.begin() + bottom + 1;
  std::rotate(first, first + lines, end);
  for (auto row = end - lines; row != end; ++row) clear_row(*row, style);
}

void Grid::scroll_down(int top, int bottom, int lines, const Style& style) {
  lines = std::min(lines, bottom - top + 1);
  auto first = rows_.begin() + top, end = rows_.begin() + bottom + 1;
  std::rotate(first, end - lines, end);
  for (auto row = first; row != first + lines; ++row) clear_row(*row, style);
}

void Grid::fill(char32_t character) {
  std::fill(cells_.begin(), cells_.end(), Cell{character, {}});
  for (Row& row : rows_) row = {row.start, static_cast<uint16_t>(size_.columns), false};
}

void Grid::resize(Size wanted) {
  Grid other(wanted);
  int rows = std::min(size_.rows, other.size_.rows), columns = std::min(size_.columns, other.size_.columns);
  for (int r = 0; r < rows; ++r) {
    std::span<const Cell> from = row(r);
    int kept = std::min(columns, used(r));
    std::copy_n(from.begin(), kept, &other.cell(r, 0));
    other.touch(r, kept);
    if (kept < size_.columns && from[kept].is_right_half()) other.cell(r, kept - 1).glyph = U' ';
    other.rows_[r].wrapped = wrapped(r) && other.size_.columns == size_.columns;
  }
  *this = std::move(other);
}

}  // namespace nta::terminal
