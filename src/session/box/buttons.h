// The buttons of a message box, by its style: which there are, which is the default, what closing the box answers.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"

namespace nta::session {

/** Answers of a message box: winuser.h's ID*. */
enum class Answered : uint32_t {
  ok = 1,
  cancel = 2,
  abort = 3,
  retry = 4,
  ignore = 5,
  yes = 6,
  no = 7,
  try_again = 10,
  go_on = 11,
  timeout = 32000,
  not_waited_for = 32001,
};

enum class Icon : uint8_t { none, error, question, warning, information };

struct Button {
  std::string_view label;  // the first letter is its key
  Answered answer;
};

struct BoxStyle {
  std::span<const Button> buttons;
  size_t default_button = 0;
  Icon icon = Icon::none;
  Answered closed = Answered::cancel;  // Esc; a box of Yes and No alone cannot be closed
  bool can_be_closed = true;
};

/** The MB_* flags of a style. invalid_msgbox_style (1438) for a set of buttons or a flag that does not exist. */
Result<BoxStyle> box_style(uint32_t flags);

}  // namespace nta::session
