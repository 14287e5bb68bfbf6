// Terminal's control sequences: cursor, erasing, editing, margins. One row of the table each.
#include <algorithm>

#include "session/terminal/sgr.h"
#include "session/terminal/terminal.h"

namespace nta::terminal {

struct Terminal::Command {
  char leader;
  char intermediate;
  char final;
  void (*run)(Terminal& terminal, const ControlSequence& sequence);
};

// ECMA-48 8.3 and xterm's ctlseqs; what is not here is ignored.
const Terminal::Command Terminal::commands[] = {
    {0, 0, '@', [](Terminal& t, const ControlSequence& s) { t.edit_cells(s); }},
    {0, 0, 'A', [](Terminal& t, const ControlSequence& s) { t.move_rows(-s.times()); }},
    {0, 0, 'B', [](Terminal& t, const ControlSequence& s) { t.move_rows(s.times()); }},
    {0, 0, 'C', [](Terminal& t, const ControlSequence& s) { t.move_to(t.cursor_.row, t.cursor_.column + s.times()); }},
    {0, 0, 'D', [](Terminal& t, const ControlSequence& s) { t.move_to(t.cursor_.row, t.cursor_.column - s.times()); }},
    {0, 0, 'E',
     [](Terminal& t, const ControlSequence& s) {
       t.cursor_.column = 0;
       t.move_rows(s.times());
     }},
    {0, 0, 'F',
     [](Terminal& t, const ControlSequence& s) {
       t.cursor_.column = 0;
       t.move_rows(-s.times());
     }},
    {0, 0, 'G', [](Terminal& t, const ControlSequence& s) { t.move_to(t.cursor_.row, s.times() - 1); }},
    {0, 0, '`', [](Terminal& t, const ControlSequence& s) { t.move_to(t.cursor_.row, s.times() - 1); }},
    {0, 0, 'a', [](Terminal& t, const ControlSequence& s) { t.move_to(t.cursor_.row, t.cursor_.column + s.times()); }},
    {0, 0, 'H',
     [](Terminal& t, const ControlSequence& s) { t.move_to(t.first_row() + s.times(0) - 1, s.times(1) - 1); }},
    {0, 0, 'f',
     [](Terminal& t, const ControlSequence& s) { t.move_to(t.first_row() + s.times(0) - 1, s.times(1) - 1); }},
    {0, 0, 'd',
     [](Terminal& t, const ControlSequence& s) { t.move_to(t.first_row() + s.times() - 1, t.cursor_.column); }},
    {0, 0, 'e', [](Terminal& t, const ControlSequence& s) { t.move_to(t.cursor_.row + s.times(), t.cursor_.column); }},
    {0, 0, 'I', [](Terminal& t, const ControlSequence& s) { t.tabulate(s.times()); }},
    {0, 0, 'Z', [](Terminal& t, const ControlSequence& s) { t.tabulate_back(s.times()); }},
    {0, 0, 'g', [](Terminal& t, const ControlSequence& s) { t.clear_tabs(s.value(0, 0)); }},
    {0, 0, 'J', [](Terminal& t, const ControlSequence& s) { t.erase_display(s.value(0, 0)); }},
    {'?', 0, 'J', [](Terminal& t, const ControlSequence& s) { t.erase_display(s.value(0, 0)); }},
    {0, 0, 'K', [](Terminal& t, const ControlSequence& s) { t.erase_line(s.value(0, 0)); }},
    {'?', 0, 'K', [](Terminal& t, const ControlSequence& s) { t.erase_line(s.value(0, 0)); }},
    {0, 0, 'L', [](Terminal& t, const ControlSequence& s) { t.edit_lines(s); }},
    {0, 0, 'M', [](Terminal& t, const ControlSequence& s) { t.edit_lines(s); }},
    {0, 0, 'P', [](Terminal& t, const ControlSequence& s) { t.edit_cells(s); }},
    {0, 0, 'X', [](Terminal& t, const ControlSequence& s) { t.edit_cells(s); }},
    {0, 0, 'S', [](Terminal& t, const ControlSequence& s) { t.scroll_up(s.times()); }},
    {0, 0, 'T',
     [](Terminal& t, const ControlSequence& s) { t.grid().scroll_down(t.top_, t.bottom_, s.times(), t.style_); }},
    {0, 0, 'b', [](Terminal& t, const ControlSequence& s) { t.repeat(s.times()); }},
    {0, 0, 'r', [](Terminal& t, const ControlSequence& s) { t.set_margins(s.value(0, 0), s.value(1, 0)); }},
    {0, 0, 's', [](Terminal& t, const ControlSequence&) { t.save_cursor(); }},
    {0, 0, 'u', [](Terminal& t, const ControlSequence&) { t.restore_cursor(); }},
    {0, 0, 'm', [](Terminal& t, const ControlSequence& s) { apply_graphic_rendition(s, t.style_); }},
    {0, 0, 'h', [](Terminal& t, const ControlSequence& s) { t.set_modes(s, true); }},
    {0, 0, 'l', [](Terminal& t, const ControlSequence& s) { t.set_modes(s, false); }},
    {'?', 0, 'h', [](Terminal& t, const ControlSequence& s) { t.set_modes(s, true); }},
    {'?', 0, 'l', [](Terminal& t, const ControlSequence& s) { t.set_modes(s, false); }},
    {0, '$', 'p', [](Terminal& t, const ControlSequence& s) { t.report_mode(s); }},
    {'?', '$', 'p', [](Terminal& t, const ControlSequence& s) { t.report_mode(s); }},
    {0, 0, 'n', [](Terminal& t, const ControlSequence& s) { t.report_status(s); }},
    {'?', 0, 'n', [](Terminal& t, const ControlSequence& s) { t.report_status(s); }},
    {0, 0, 'c', [](Terminal& t, const ControlSequence& s) { t.report_attributes(s); }},
    {'>', 0, 'c', [](Terminal& t, const ControlSequence& s) { t.report_attributes(s); }},
    {0, 0, 't', [](Terminal& t, const ControlSequence& s) { t.report_size(s); }},
    {0, '!', 'p', [](Terminal& t, const ControlSequence&) { t.soft_reset(); }},
    {0, ' ', 'q',
     [](Terminal& t, const ControlSequence&
                         s) { t.modes_.cursor_shape = static_cast<uint8_t>(s.value(0, 0) <= 6 ? s.value(0, 0) : 0); }},
};

void Terminal::sequence(const ControlSequence& sequence) {
  end_partial();
  for (const Command& command : commands) {
    if (command.final == sequence.final && command.leader == sequence.leader &&
        command.intermediate == sequence.intermediate)
      return command.run(*this, sequence);
  }
}

// Up and down stop at the margin when they start inside it.
void Terminal::move_rows(int rows) {
  int highest = cursor_.row >= top_ ? top_ : 0, lowest = cursor_.row <= bottom_ ? bottom_ : last_row();
  cursor_.row = std::clamp(cursor_.row + rows, highest, lowest);
  cursor_.wrap_pending = false;
}

void Terminal::move_to(int row, int column) {
  cursor_.row = origin_ ? std::clamp(row, top_, bottom_) : std::clamp(row, 0, last_row());
  cursor_.column = std::clamp(column, 0, last_column());
  cursor_.wrap_pending = false;
}

void Terminal::erase_display(int part) {
  int columns = size().columns;
  if (part == 3) {
    scrollback_.clear();
    ++scrollback_clears_;
    return;
  }
  int first = part == 0 ? cursor_.row + 1 : 0, last = part == 1 ? cursor_.row - 1 : last_row();
  if (part > 2) return;
  if (part == 0) grid().erase(cursor_.row, cursor_.column, columns, style_);
  if (part == 1) grid().erase(cursor_.row, 0, cursor_.column + 1, style_);
  for (int row = first; row <= last; ++row) grid().erase(row, 0, columns, style_);
  cursor_.wrap_pending = false;
}

void Terminal::erase_line(int part) {
  int from = part == 0 ? cursor_.column : 0, to = part == 1 ? cursor_.column + 1 : size().columns;
  if (part <= 2) grid().erase(cursor_.row, from, to, style_);
  cursor_.wrap_pending = false;
}

void Terminal::edit_lines(const ControlSequence& sequence) {
  if (cursor_.row < top_ || cursor_.row > bottom_) return;
  if (sequence.final == 'L')
    grid().scroll_down(cursor_.row, bottom_, sequence.times(), style_);
  else
    grid().scroll_up(cursor_.row, bottom_, sequence.times(), style_);
  cursor_.column = 0;
  cursor_.wrap_pending = false;
}

void Terminal::edit_cells(const ControlSequence& sequence) {
  int times = sequence.times();
  if (sequence.final == '@') grid().insert_cells(cursor_.row, cursor_.column, times, style_);
  if (sequence.final == 'P') grid().delete_cells(cursor_.row, cursor_.column, times, style_);
  if (sequence.final == 'X') grid().erase(cursor_.row, cursor_.column, cursor_.column + times, style_);
  cursor_.wrap_pending = false;
}

void Terminal::tabulate_back(int times) {
  while (times-- > 0 && cursor_.column > 0) {
    do --cursor_.column;
    while (cursor_.column > 0 && !tabs_[static_cast<size_t>(cursor_.column)]);
  }
  cursor_.wrap_pending = false;
}

void Terminal::clear_tabs(int part) {
  if (part == 0) tabs_[static_cast<size_t>(cursor_.column)] = false;
  if (part == 3) tabs_.assign(tabs_.size(), false);
}

// A program gains nothing from more than a screenful.
void Terminal::repeat(int times) {
  if (!last_character_) return;
  times = std::min(times, size().rows * size().columns);
  while (times-- > 0) put(last_character_);
}

void Terminal::set_margins(int top, int bottom) {
  int first = std::max(top, 1) - 1;
  int last = bottom == 0 ? last_row() : std::min(bottom - 1, last_row());
  if (first >= last) return;
  top_ = first;
  bottom_ = last;
  move_to(first_row(), 0);
}

void Terminal::soft_reset() {
  modes_.cursor_visible = true;
  modes_.application_cursor = modes_.application_keypad = false;
  style_ = {};
  charsets_ = {'B', 'B'};
  shifted_ = 0;
  origin_ = insert_ = false;
  autowrap_ = true;
  top_ = 0;
  bottom_ = last_row();
  saved_[on_alternate()] = {};
}

}  // namespace nta::terminal
