#include "session/terminal/parser.h"

#include <algorithm>
#include <utility>

namespace nta::terminal {
namespace {
constexpr uint8_t bell = 0x07, cancel = 0x18, substitute = 0x1A, escape_code = 0x1B, delete_code = 0x7F;
}

void Parser::feed(std::string_view bytes) {
  while (!bytes.empty()) {
    auto byte = static_cast<uint8_t>(bytes.front());
    size_t used = 1;
    if (state_ == State::ground && byte >= 0x20 && byte != delete_code)
      used = events_.text(bytes);
    else if (state_ >= State::command)
      used = string_bytes(bytes);
    else
      step(byte);
    bytes.remove_prefix(std::clamp<size_t>(used, 1, bytes.size()));
  }
}

// Controls work in the middle of a sequence too, as on a VT100; CAN and SUB abandon it.
void Parser::step(uint8_t byte) {
  if (byte == escape_code) {
    state_ = State::escape;
    intermediate_ = 0;
  } else if (byte == cancel || byte == substitute) {
    state_ = State::ground;
  } else if (byte < 0x20) {
    events_.control(byte);
  } else if (byte == delete_code) {
    return;
  } else if (state_ == State::escape) {
    escape_byte(byte);
  } else {
    sequence_byte(byte);
  }
}

void Parser::escape_byte(uint8_t byte) {
  auto start_string = [&](State kind) {
    state_ = kind;
    string_.clear();
    string_overflowed_ = string_escape_ = false;
  };
  if (byte < 0x30) {
    intermediate_ = static_cast<char>(byte);
    return;
  }
  state_ = State::ground;
  if (byte >= 0x80) return;
  if (intermediate_) return events_.escape(intermediate_, static_cast<char>(byte));
  switch (byte) {
    case '[':
      sequence_ = {};
      sequence_.values.fill(-1);
      state_ = State::sequence;
      return;
    case ']':
      return start_string(State::command);
    case 'P':
      return start_string(State::device_control);
    case 'X':
    case '^':
    case '_':
      return start_string(State::ignored_string);
    default:
      return events_.escape(0, static_cast<char>(byte));
  }
}

void Parser::sequence_byte(uint8_t byte) {
  if (byte >= 0x40) {
    bool wanted = state_ == State::sequence && byte < delete_code;
    state_ = State::ground;
    if (!wanted) return;
    sequence_.final = static_cast<char>(byte);
    sequence_.count = std::clamp(sequence_.count, 1, ControlSequence::most_parameters);
    events_.sequence(sequence_);
  } else if (byte >= 0x30) {
    parameter_byte(byte);
  } else if (sequence_.intermediate) {
    state_ = State::sequence_ignored;
  } else {
    sequence_.intermediate = static_cast<char>(byte);
  }
}

void Parser::parameter_byte(uint8_t byte) {
  int& count = sequence_.count;
  if (byte >= '<') {
    if (count || sequence_.leader || sequence_.intermediate) state_ = State::sequence_ignored;
    sequence_.leader = static_cast<char>(byte);
    return;
  }
  if (count == 0) count = 1;
  if (byte == ';' || byte == ':') {
    if (count < ControlSequence::most_parameters) sequence_.joined[count] = byte == ':';
    if (count <= ControlSequence::most_parameters) ++count;  // one beyond: the rest is dropped
  } else if (count <= ControlSequence::most_parameters) {
    int& value = sequence_.values[count - 1];
    value = std::min(std::max(value, 0) * 10 + (byte - '0'), ControlSequence::largest_value);
  }
}

// Takes bytes up to what may end the string, and that byte.
size_t Parser::string_bytes(std::string_view bytes) {
  if (string_escape_) {
    string_escape_ = false;
    if (bytes.front() == '\\') {
      end_string();
      return 1;
    }
    state_ = State::escape;  // another sequence: the string is abandoned
    intermediate_ = 0;
    step(static_cast<uint8_t>(bytes.front()));
    return 1;
  }
  size_t length = 0;
  for (; length < bytes.size(); ++length) {
    auto byte = static_cast<uint8_t>(bytes[length]);
    if (byte == escape_code || byte == cancel || byte == substitute || byte == bell) break;
  }
  if (state_ != State::ignored_string) {
    size_t room = longest_string - string_.size();
    string_overflowed_ |= length > room;
    string_.append(bytes.substr(0, std::min(length, room)));
  }
  if (length == bytes.size()) return length;
  auto ending = static_cast<uint8_t>(bytes[length]);
  if (ending == escape_code)
    string_escape_ = true;
  else if (ending != bell)
    state_ = State::ground;
  else if (state_ == State::command)
    end_string();
  return length + 1;
}

void Parser::end_string() {
  State kind = std::exchange(state_, State::ground);
  if (string_overflowed_) return;
  if (kind == State::command) events_.operating_system_command(string_);
  if (kind == State::device_control) events_.device_control_string(string_);
}

}  // namespace nta::terminal
