// OutputFilter: what of another user's session may reach this person's terminal. The Renderer that makes a program's
// output harmless runs in that user's process, which may be anything: what the Renderer never writes does not pass
// (questions that the terminal answers by typing, the clipboard, other strings), whoever sends it.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace nta::session {

class OutputFilter {
 public:
  /** A sequence longer than this is none of the Renderer's. */
  static constexpr size_t longest_sequence = 1024;

  /** What is harmless of `bytes`, which go on where those before ended. What is not whole yet waits. */
  std::string pass(std::string_view bytes);

  /** What puts the terminal back: what the session wants written for that, and what it has left changed all the same.
   *  After it the filter is as new. */
  std::string ending(std::string_view restoration);

 private:
  /** The Renderer's private modes (DEC's and xterm's), as a terminal usually has them. */
  struct Mode {
    std::string_view number;
    bool usual;
  };
  static constexpr Mode modes[] = {{"1", false},    {"5", false},    {"9", false},    {"25", true},    {"1000", false},
                                   {"1002", false}, {"1003", false}, {"1004", false}, {"1005", false}, {"1006", false},
                                   {"1007", false}, {"1015", false}, {"1049", false}, {"2004", false}};
  /** What is to be taken back in the end. */
  struct Changes {
    std::array<bool, std::size(modes)> set{};
    bool anything = false, keypad = false, cursor_shape = false, title = false;
  };
  enum class State : uint8_t { text, character, escape, sequence, command };

  void step(uint8_t byte);
  void text_byte(uint8_t byte);
  void character_byte(uint8_t byte);
  void escape_byte(uint8_t byte);
  void sequence_byte(uint8_t byte);
  void command_byte(uint8_t byte);
  void drop_and_go_on(uint8_t byte);
  bool takes_sequence();
  bool takes_mode();
  bool takes_title_stack();

  std::string out_;
  State state_ = State::text;
  std::string held_;  // of what is not whole: a character, or what follows ESC [ or ESC ]
  size_t character_size_ = 0;
  Changes changed_;
};

}  // namespace nta::session
