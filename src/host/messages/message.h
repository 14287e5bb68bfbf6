// A message to the person in a session, and what comes back.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "base/result.h"

namespace nta::host {

/** Answers that are no button: winuser.h's values. */
inline constexpr uint32_t answer_timeout = 32000;         // IDTIMEOUT
inline constexpr uint32_t answer_not_waited_for = 32001;  // IDASYNC

struct Message {
  /** What a session takes: longer titles and texts are cut. */
  static constexpr size_t longest_title = 256;
  static constexpr size_t longest_text = 32u << 10;

  std::string title;
  std::string text;
  uint32_t style = 0;    // MB_*
  uint32_t seconds = 0;  // until the answer is answer_timeout; 0: no limit
  enum class Wait { for_delivery, for_answer } wait = Wait::for_delivery;
};

/** Called once, on the loop: the button's ID*, answer_timeout, or answer_not_waited_for; or why there is no message. */
using MessageDone = std::function<void(Result<uint32_t>)>;

/** `text` cut to `most` bytes at a whole character. */
std::string cut_text(std::string text, size_t most);

}  // namespace nta::host
