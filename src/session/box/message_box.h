// A message box on a terminal: drawn over the session's screen, answered by keys or the mouse. No I/O, no clock.
#pragma once

#include <string>

#include "session/box/buttons.h"
#include "session/box/keys.h"
#include "session/terminal/renderer.h"

namespace nta::session {

class MessageBox {
 public:
  /** Text longer than this is cut: nobody scrolls through more. */
  static constexpr size_t longest_text = 64u << 10;

  /** What presses a button: also its letter and space; or only what nobody types by chance where they type to a
   * program: Enter on the one that was chosen with an arrow key (Tab chooses none), and a click; one key at a time. */
  enum class Pressing { by_letters_too, by_choice };

  MessageBox(BoxStyle style, std::string_view title, std::string_view text,
             Pressing pressing = Pressing::by_letters_too);

  /** The box in the middle of a screen of this size; text that does not fit can be scrolled. */
  terminal::Overlay draw(terminal::Size screen) const;

  /** Takes what a client typed; gives the answer once there is one. The box has all input until then. */
  std::optional<Answered> input(std::string_view bytes, terminal::Size screen);

 private:
  struct Layout;

  Layout layout(terminal::Size screen) const;
  std::optional<Answered> press(const Key& key, const Layout& layout);
  std::optional<Answered> click(const Key& key, const Layout& layout);
  void move_focus(int by);
  void scroll(int by, const Layout& layout);

  BoxStyle style_;
  Pressing pressing_;
  std::u32string title_;
  std::u32string text_;
  size_t focus_;
  int first_line_ = 0;  // of the text, shown
  KeyReader keys_;
};

}  // namespace nta::session
