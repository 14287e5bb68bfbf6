// Keys and mouse clicks out of what a terminal sends while a box has the keyboard.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace nta::session {

struct Key {
  enum class Kind {
    character,
    enter,
    escape,
    tab,
    back_tab,
    left,
    right,
    up,
    down,
    page_up,
    page_down,
    home,
    end,
    click
  };
  Kind kind = Kind::character;
  char32_t character = 0;  // lower case, for Kind::character
  int row = 0;             // from 0, for Kind::click
  int column = 0;
};

/** A sequence may arrive in pieces; an Esc at the end of what arrived is the key. */
class KeyReader {
 public:
  void append(std::string_view bytes);
  /** The next key; nothing when there is none. What is no key of the above is skipped. */
  std::optional<Key> next();

 private:
  std::optional<Key> control(unsigned char byte);
  std::optional<Key> sequence();
  static std::optional<Key> named(std::string_view body);
  static std::optional<Key> mouse(std::string_view body);

  std::string held_;
  size_t at_ = 0;
};

}  // namespace nta::session
