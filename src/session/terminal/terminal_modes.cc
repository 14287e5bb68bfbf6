// Terminal's modes, its answers to a program's questions, and the strings (title) it understands.
#include <fmt/format.h>

#include <algorithm>

#include "base/printable.h"
#include "session/terminal/terminal.h"

namespace nta::terminal {
namespace {
constexpr size_t most_replies = 4096;  // until they are taken
constexpr size_t longest_title = 512;
}  // namespace

void Terminal::set_modes(const ControlSequence& sequence, bool on) {
  for (int i = 0; i < sequence.count; ++i) {
    int mode = sequence.value(i, 0);
    if (sequence.leader == '?')
      set_private_mode(mode, on);
    else if (mode == 4)
      insert_ = on;
    else if (mode == 20)
      newline_ = on;
  }
}

/** The private modes that are a plain switch. */
bool* Terminal::switch_of(int mode) {
  switch (mode) {
    case 1:
      return &modes_.application_cursor;
    case 5:
      return &modes_.reverse_video;
    case 6:
      return &origin_;
    case 7:
      return &autowrap_;
    case 25:
      return &modes_.cursor_visible;
    case 66:
      return &modes_.application_keypad;
    case 1004:
      return &modes_.focus_events;
    case 1007:
      return &modes_.alternate_scroll;
    case 2004:
      return &modes_.bracketed_paste;
    default:
      return nullptr;
  }
}

void Terminal::set_private_mode(int mode, bool on) {
  if (bool* value = switch_of(mode)) {
    *value = on;
    if (mode == 6) move_to(first_row(), 0);
    if (mode == 7) cursor_.wrap_pending = false;
    return;
  }
  switch (mode) {
    case 9:
    case 1000:
    case 1002:
    case 1003:
      modes_.mouse = on ? static_cast<MouseTracking>(mode) : MouseTracking::none;
      return;
    case 1005:
    case 1006:
    case 1015:
      modes_.mouse_encoding = on ? static_cast<MouseEncoding>(mode) : MouseEncoding::plain;
      return;
    case 47:
    case 1047:
    case 1049:
      return switch_screen(mode, on);
    case 1048:
      return on ? save_cursor() : restore_cursor();
    default:
      return;
  }
}

void Terminal::switch_screen(int mode, bool on) {
  if (on && mode == 1049) save_cursor();
  if (on && !alternate_) alternate_ = std::make_unique<Grid>(size());
  if (!on) alternate_.reset();
  if (!on && mode == 1049) restore_cursor();
}

void Terminal::report_mode(const ControlSequence& sequence) {
  int mode = sequence.value(0, 0);
  bool is_private = sequence.leader == '?';
  int state = 0;  // not recognised; 1 set, 2 reset
  if (!is_private) {
    if (mode == 4) state = insert_ ? 1 : 2;
    if (mode == 20) state = newline_ ? 1 : 2;
  } else if (const bool* value = switch_of(mode)) {
    state = *value ? 1 : 2;
  } else if (mode == 9 || mode == 1000 || mode == 1002 || mode == 1003) {
    state = static_cast<int>(modes_.mouse) == mode ? 1 : 2;
  } else if (mode == 1005 || mode == 1006 || mode == 1015) {
    state = static_cast<int>(modes_.mouse_encoding) == mode ? 1 : 2;
  } else if (mode == 47 || mode == 1047 || mode == 1049) {
    state = on_alternate() ? 1 : 2;
  }
  reply(fmt::format("\x1b[{}{};{}$y", is_private ? "?" : "", mode, state));
}

void Terminal::report_status(const ControlSequence& sequence) {
  int what = sequence.value(0, 0);
  const char* leader = sequence.leader ? "?" : "";
  if (what == 5 && !sequence.leader) reply("\x1b[0n");
  if (what == 6) reply(fmt::format("\x1b[{}{};{}R", leader, cursor_.row - first_row() + 1, cursor_.column + 1));
}

// Primary: a VT220 with colour. Secondary: as xterm 277 says it, from which programs conclude that SGR mouse works.
void Terminal::report_attributes(const ControlSequence& sequence) {
  if (sequence.value(0, 0) != 0) return;
  reply(sequence.leader == '>' ? "\x1b[>1;277;0c" : "\x1b[?62;22c");
}

void Terminal::report_size(const ControlSequence& sequence) {
  if (sequence.value(0, 0) == 18) reply(fmt::format("\x1b[8;{};{}t", size().rows, size().columns));
}

void Terminal::operating_system_command(std::string_view command) {
  if (!command.starts_with("0;") && !command.starts_with("2;")) return;
  command.remove_prefix(2);
  title_ = printable(command);  // clients' terminals, and lists of sessions, show it
  size_t end = std::min(title_.size(), longest_title);
  while (end > 0 && end < title_.size() && (title_[end] & 0xC0) == 0x80) --end;
  title_.resize(end);
}

// DECRQSS and XTGETTCAP: a program waits for the answer, which is that there is none.
void Terminal::device_control_string(std::string_view command) {
  if (command.starts_with("$q")) reply("\x1bP0$r\x1b\\");
  if (command.starts_with("+q")) reply("\x1bP0+r\x1b\\");
}

void Terminal::reply(std::string_view bytes) {
  if (replies_.size() + bytes.size() <= most_replies) replies_ += bytes;
}

}  // namespace nta::terminal
