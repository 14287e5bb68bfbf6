// RawTerminal: the person's terminal while a session is shown in it, and back as it was.
#pragma once

#include <termios.h>

#include <memory>
#include <string>
#include <string_view>

#include "session/client/output_filter.h"

namespace nta::session {

/** All of it, also where somebody made the descriptor non-blocking. False when nobody takes it any more. */
bool write_all(int fd, std::string_view bytes);

class RawTerminal {
 public:
  /** Of another user's session the terminal is shown what is harmless. */
  enum class Source { own_session, foreign_session };
  /** What becomes of keys that were typed and read by nobody when the terminal is put back. */
  enum class Unread { left, thrown_away };

  RawTerminal(int input, int output, Unread unread);
  RawTerminal(const RawTerminal&) = delete;
  RawTerminal& operator=(const RawTerminal&) = delete;
  ~RawTerminal();

  void show(Source source);
  bool write(std::string_view bytes);
  void put_back();
  std::string restoration;  // as the session said last

 private:
  int input_;
  int output_;
  Unread unread_;
  termios before_{};
  std::unique_ptr<OutputFilter> filter_;  // none: the session is this user's own
};

}  // namespace nta::session
