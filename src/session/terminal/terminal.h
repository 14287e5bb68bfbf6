// Terminal: what a program's output makes of the screen. Bytes in; cells, cursor, modes, title and replies out.
// The dialect is xterm's as the terminfo entry xterm-256color uses it, which is the TERM programs get.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "session/terminal/grid.h"
#include "session/terminal/modes.h"
#include "session/terminal/parser.h"
#include "session/terminal/scrollback.h"

namespace nta::terminal {

struct Cursor {
  int row = 0;
  int column = 0;
  bool wrap_pending = false;  // the last column was written: the next character goes to the next row
  bool operator==(const Cursor&) const = default;
};

class Terminal : private ParserEvents {
 public:
  explicit Terminal(Size size, ScrollbackLimits limits = {});

  void feed(std::string_view bytes);
  /** Rows that no longer fit go to the scrollback, from the top; long lines are wrapped anew. */
  void resize(Size size);

  Size size() const { return primary_.size(); }
  const Grid& primary() const { return primary_; }
  bool on_alternate() const { return alternate_ != nullptr; }
  const Grid& shown() const { return alternate_ ? *alternate_ : primary_; }
  const Scrollback& scrollback() const { return scrollback_; }
  const MarkTable& marks() const { return marks_; }
  const Cursor& cursor() const { return cursor_; }
  const Modes& modes() const { return modes_; }
  const std::string& title() const { return title_; }
  uint32_t bells() const { return bells_; }
  /** How often the program asked for the scrollback to be cleared. */
  uint32_t scrollback_clears() const { return scrollback_clears_; }

  /** Answers for the program's input (device status and the like); empties them. */
  std::string take_replies();

  /** Scrollback and screen as text, a line each. */
  std::string text() const;

 private:
  struct Pen {  // what DECSC saves
    Cursor cursor;
    Style style;
    std::array<char, 2> charsets{'B', 'B'};  // G0 and G1: 'B' ASCII, '0' line drawing
    uint8_t shifted = 0;
    bool origin = false;
  };
  struct Command;

  // terminal.cc: text, controls, escapes
  size_t text(std::string_view bytes) override;
  void control(uint8_t code) override;
  void escape(char intermediate, char final) override;
  size_t multibyte(std::string_view bytes);
  void end_partial();
  void put_ascii(std::string_view run);
  void put(char32_t character);
  void combine(char32_t mark);
  void forget_unused_marks();
  void wrap();
  void line_feed();
  void reverse_line_feed();
  void scroll_up(int lines);
  void index_or_reset(char final);
  void tabulate(int times);
  void save_cursor();
  void restore_cursor();
  void reset();
  void align_test();
  bool draws_lines() const { return charsets_[shifted_] == '0'; }
  bool plain_text() const { return charsets_[shifted_] == 'B' && !insert_; }

  // terminal_sequences.cc: CSI
  static const Command commands[];
  void sequence(const ControlSequence& sequence) override;
  void move_rows(int rows);
  void move_to(int row, int column);
  void erase_display(int part);
  void erase_line(int part);
  void edit_lines(const ControlSequence& sequence);
  void edit_cells(const ControlSequence& sequence);
  void tabulate_back(int times);
  void clear_tabs(int part);
  void repeat(int times);
  void set_margins(int top, int bottom);
  void soft_reset();

  // terminal_modes.cc: modes, reports, strings
  void operating_system_command(std::string_view command) override;
  void device_control_string(std::string_view command) override;
  void set_modes(const ControlSequence& sequence, bool on);
  void set_private_mode(int mode, bool on);
  void switch_screen(int mode, bool on);
  bool* switch_of(int mode);
  void report_mode(const ControlSequence& sequence);
  void report_status(const ControlSequence& sequence);
  void report_attributes(const ControlSequence& sequence);
  void report_size(const ControlSequence& sequence);
  void reply(std::string_view bytes);

  Grid& grid() { return alternate_ ? *alternate_ : primary_; }
  int first_row() const { return origin_ ? top_ : 0; }  // what row 1 of CSI H means
  int last_row() const { return primary_.size().rows - 1; }
  int last_column() const { return primary_.size().columns - 1; }
  void start_tabs(int from);

  // terminal_resize.cc
  void rewrap(Size size);

  Parser parser_{*this};
  Grid primary_;
  std::unique_ptr<Grid> alternate_;
  Scrollback scrollback_;
  MarkTable marks_;
  LineText line_;  // scratch for lines on their way to the scrollback

  Cursor cursor_;
  Style style_;
  std::array<char, 2> charsets_{'B', 'B'};
  uint8_t shifted_ = 0;
  bool origin_ = false;
  bool autowrap_ = true;
  bool insert_ = false;
  bool newline_ = false;
  int top_ = 0, bottom_ = 0;  // scrolling margins, inclusive
  std::array<Pen, 2> saved_;  // of the primary and the alternate screen
  std::vector<bool> tabs_;
  char32_t last_character_ = 0;
  std::string partial_;  // of a UTF-8 character

  Modes modes_;
  std::string title_;
  uint32_t bells_ = 0;
  uint32_t scrollback_clears_ = 0;
  std::string replies_;
};

}  // namespace nta::terminal
