// Renderer: the sequences that make a client's terminal show what the session's terminal shows now, given what this
// client was shown last. Lines that scrolled away meanwhile are written so that they enter the client's own scrollback.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "session/terminal/terminal.h"

namespace nta::terminal {

/** Cells drawn over the session's screen, such as a message box. What does not fit the screen is cut. */
struct Overlay {
  int row = 0;
  int column = 0;
  int columns = 0;
  std::vector<Cell> cells;  // row by row
};

class Renderer {
 public:
  /** What a render left to do. */
  enum class Left { nothing, lines };

  Renderer() = default;

  void set_overlay(Overlay overlay) { overlay_ = std::move(overlay); }

  /** For a client whose size is its own: it is shown the part around the cursor that fits, and no scrollback. */
  void set_view(Size view);

  /** Appends what brings the client from the last frame to now. The first frame replays the scrollback before it. While
   *  lines stream by faster than anyone reads, only the screen is brought up to date and Left::lines is returned; the
   *  kept lines follow with the first frame after the stream. */
  Left render(const Terminal& terminal, std::string& out);

  /** The client's terminal has another size. It may have moved its contents, rows into its scrollback among them: the
   *  next frame paints the whole screen, and no line again. */
  void client_resized();

  /** What puts the client's terminal back as it was before the first frame. */
  std::string restoration() const;

 private:
  struct Frame {
    bool valid = false;
    Size size;
    std::vector<Cell> cells;
    Cell* row(int row) { return cells.data() + static_cast<size_t>(row) * static_cast<size_t>(size.columns); }
  };

  void compose(const Grid& grid, bool with_overlay);
  void cut_to_view();
  void place_view(const Terminal& terminal);
  void start_client(const Terminal& terminal);
  void doubt_marks();
  Left bring_lines(const Terminal& terminal);
  void write_lines(const Terminal& terminal, uint64_t from);
  bool scroll_shown(const Terminal& terminal, uint64_t pending);
  void paint(const MarkTable& marks);
  void paint_row(int row, const MarkTable& marks);
  void switch_screen(bool alternate);
  void bring_modes(const Terminal& terminal);
  void bring_mouse(const Modes& modes);
  void bring_cursor(const Terminal& terminal);

  void move_to(int row, int column);
  void set_style(const Style& style);
  void set_switch(int mode, bool on);
  void unknown_position() { row_ = -1; }

  std::string* out_ = nullptr;  // during render()
  Overlay overlay_;
  Frame shown_;
  Frame next_;
  std::optional<Size> view_;  // none: the client has the terminal's size
  int view_row_ = 0;          // of the terminal, at the view's top left
  int view_column_ = 0;
  bool started_ = false;
  bool resized_ = false;
  bool alternate_ = false;
  uint64_t lines_written_ = 0;  // number of the first line not written to the client's scrollback yet
  uint64_t lines_seen_ = 0;     // the scrollback's end at the last frame
  Modes modes_;
  std::string title_;
  bool titled_ = false;  // the title that the client had is on its stack
  uint32_t bells_ = 0;
  uint32_t scrollback_clears_ = 0;
  uint32_t marks_forgotten_ = 0;
  Style style_;
  int row_ = -1;  // the client's cursor; -1 when not known
  int column_ = 0;
};

}  // namespace nta::terminal
