// Modes: what a program asked of its terminal and a client's terminal has to be told (DEC private modes, xterm's).
#pragma once

#include <cstdint>

namespace nta::terminal {

enum class MouseTracking : uint16_t { none = 0, press = 9, click = 1000, drag = 1002, motion = 1003 };
enum class MouseEncoding : uint16_t { plain = 0, utf8 = 1005, sgr = 1006, urxvt = 1015 };

struct Modes {
  bool cursor_visible = true;
  bool application_cursor = false;  // arrow keys send ESC O x
  bool application_keypad = false;
  bool bracketed_paste = false;
  bool focus_events = false;
  bool reverse_video = false;
  bool alternate_scroll = false;  // wheel as arrow keys on the alternate screen
  uint8_t cursor_shape = 0;       // DECSCUSR's number; 0 is the terminal's own
  MouseTracking mouse = MouseTracking::none;
  MouseEncoding mouse_encoding = MouseEncoding::plain;
  bool operator==(const Modes&) const = default;
};

}  // namespace nta::terminal
