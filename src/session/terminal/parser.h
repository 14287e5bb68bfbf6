// Parser: cuts the bytes a program writes into text, controls and control sequences (ECMA-48, as xterm reads them).
// It keeps what is unfinished between two calls, and every buffer has a bound (docs/adr/0003-own-terminal-state.md).
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace nta::terminal {

/** ESC [ leader parameters intermediate final. */
struct ControlSequence {
  static constexpr int most_parameters = 32;  // further ones are ignored
  static constexpr int largest_value = 65535;

  char leader = 0;        // '?', '>', '<', '=' or 0
  char intermediate = 0;  // ' ', '!', '$' … or 0
  char final = 0;
  int count = 0;
  std::array<int, most_parameters> values{};   // -1: left out
  std::array<bool, most_parameters> joined{};  // after ':', part of the one before

  /** Parameter `index`, or `standard` where it is left out. */
  int value(int index, int standard) const { return index < count && values[index] >= 0 ? values[index] : standard; }
  /** The same for counts, in which 0 means 1. */
  int times(int index = 0) const {
    int wanted = value(index, 1);
    return wanted == 0 ? 1 : wanted;
  }
};

class ParserEvents {
 public:
  virtual ~ParserEvents() = default;
  /** `bytes` starts with text; returns how many bytes were used, one at least. May go on over CR and LF by itself. */
  virtual size_t text(std::string_view bytes) = 0;
  virtual void control(uint8_t code) = 0;
  virtual void escape(char intermediate, char final) = 0;
  virtual void sequence(const ControlSequence& sequence) = 0;
  virtual void operating_system_command(std::string_view command) = 0;
  virtual void device_control_string(std::string_view command) = 0;
};

class Parser {
 public:
  static constexpr size_t longest_string = 4096;

  explicit Parser(ParserEvents& events) : events_(events) {}
  void feed(std::string_view bytes);

 private:
  enum class State : uint8_t { ground, escape, sequence, sequence_ignored, command, device_control, ignored_string };

  void step(uint8_t byte);
  void escape_byte(uint8_t byte);
  void sequence_byte(uint8_t byte);
  void parameter_byte(uint8_t byte);
  size_t string_bytes(std::string_view bytes);
  void end_string();

  ParserEvents& events_;
  State state_ = State::ground;
  char intermediate_ = 0;
  bool string_overflowed_ = false;
  bool string_escape_ = false;  // ESC seen inside a string: a backslash ends it
  ControlSequence sequence_;
  std::string string_;
};

}  // namespace nta::terminal
