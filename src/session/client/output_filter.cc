#include "session/client/output_filter.h"

#include <algorithm>
#include <utility>

#include "base/printable.h"

namespace nta::session {
namespace {

constexpr uint8_t escape = 0x1B, bell = 0x07;

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/** How many bytes a character of UTF-8 has; 0: none begins so. */
size_t size_of_character(uint8_t lead) {
  if (lead >= 0xC2 && lead <= 0xDF) return 2;
  if (lead >= 0xE0 && lead <= 0xEF) return 3;
  if (lead >= 0xF0 && lead <= 0xF4) return 4;
  return 0;
}

/** Neither a C1 control, nor longer than need be, a surrogate or beyond Unicode. */
bool may_follow(uint8_t lead, uint8_t second) {
  if (second < 0x80 || second > 0xBF) return false;
  if (lead == 0xC2 || lead == 0xE0) return second >= 0xA0;
  if (lead == 0xED) return second < 0xA0;
  if (lead == 0xF0) return second >= 0x90;
  if (lead == 0xF4) return second < 0x90;
  return true;
}

bool is_style(std::string_view parameters) {
  return std::ranges::all_of(parameters, [](char c) { return is_digit(c) || c == ';' || c == ':'; });
}

/** A number of at most five digits. */
bool is_count(std::string_view text) {
  return !text.empty() && text.size() <= 5 && std::ranges::all_of(text, is_digit);
}

bool is_place(std::string_view parameters) {
  size_t comma = parameters.find(';');
  return parameters.empty() || (comma != std::string_view::npos && is_count(parameters.substr(0, comma)) &&
                                is_count(parameters.substr(comma + 1)));
}

}  // namespace

std::string OutputFilter::pass(std::string_view bytes) {
  for (char c : bytes) step(static_cast<uint8_t>(c));
  if (!out_.empty()) changed_.anything = true;
  return std::exchange(out_, {});
}

std::string OutputFilter::ending(std::string_view restoration) {
  state_ = State::text;
  std::string out = pass(restoration);
  for (size_t i = 0; i < std::size(modes); ++i)
    if (changed_.set[i]) out += "\x1b[?" + std::string(modes[i].number) + (modes[i].usual ? 'h' : 'l');
  if (changed_.keypad) out += "\x1b>";
  if (changed_.cursor_shape) out += "\x1b[0 q";
  if (changed_.title) out += "\x1b[23;2t";
  if (changed_.anything) out += "\x1b[m";
  *this = {};
  return out;
}

void OutputFilter::step(uint8_t byte) {
  switch (state_) {
    case State::text:
      return text_byte(byte);
    case State::character:
      return character_byte(byte);
    case State::escape:
      return escape_byte(byte);
    case State::sequence:
      return sequence_byte(byte);
    case State::command:
      return command_byte(byte);
  }
}

void OutputFilter::text_byte(uint8_t byte) {
  held_.clear();
  if (byte == escape) {
    state_ = State::escape;
  } else if (byte >= 0x80) {
    character_size_ = size_of_character(byte);
    if (character_size_ == 0) return;
    held_ = static_cast<char>(byte);
    state_ = State::character;
  } else if ((byte >= 0x20 && byte != 0x7F) || byte == '\r' || byte == '\n' || byte == bell) {
    out_ += static_cast<char>(byte);
  }
}

void OutputFilter::character_byte(uint8_t byte) {
  bool fits = held_.size() == 1 ? may_follow(static_cast<uint8_t>(held_[0]), byte) : (byte & 0xC0) == 0x80;
  if (!fits) return drop_and_go_on(byte);
  held_ += static_cast<char>(byte);
  if (held_.size() < character_size_) return;
  out_ += held_;
  state_ = State::text;
}

// What is refused ends here; this byte may begin something else.
void OutputFilter::drop_and_go_on(uint8_t byte) {
  state_ = State::text;
  text_byte(byte);
}

void OutputFilter::escape_byte(uint8_t byte) {
  if (byte == '[') {
    state_ = State::sequence;
  } else if (byte == ']') {
    state_ = State::command;
  } else if (byte == '=' || byte == '>') {
    changed_.keypad = byte == '=';
    out_ += {static_cast<char>(escape), static_cast<char>(byte)};
    state_ = State::text;
  } else if (byte < 0x20 || byte >= 0x7F) {
    drop_and_go_on(byte);
  } else {
    state_ = State::text;
  }
}

void OutputFilter::sequence_byte(uint8_t byte) {
  if (byte < 0x20 || byte >= 0x7F || held_.size() >= longest_sequence) return drop_and_go_on(byte);
  held_ += static_cast<char>(byte);
  if (byte < 0x40) return;
  if (takes_sequence()) out_ += "\x1b[" + held_;
  state_ = State::text;
}

bool OutputFilter::takes_sequence() {
  std::string_view parameters = std::string_view(held_).substr(0, held_.size() - 1);
  switch (held_.back()) {
    case 'm':
      return is_style(parameters);
    case 'H':
      return is_place(parameters);
    case 'C':
      return is_count(parameters);
    case 'J':
      return parameters.empty() || parameters == "3";
    case 'K':
    case 'r':  // the margins are the screen's
      return parameters.empty();
    case 'h':
    case 'l':
      return takes_mode();
    case 'q':
      if (parameters.size() != 2 || parameters[0] < '0' || parameters[0] > '6' || parameters[1] != ' ') return false;
      changed_.cursor_shape = parameters[0] != '0';
      return true;
    case 't':
      return takes_title_stack();
    default:
      return false;
  }
}

bool OutputFilter::takes_mode() {
  if (held_ == "4l" || held_ == "?7h") return true;  // as the Renderer begins
  bool on = held_.back() == 'h';
  for (size_t i = 0; i < std::size(modes); ++i) {
    if (held_[0] != '?' || std::string_view(held_).substr(1, held_.size() - 2) != modes[i].number) continue;
    changed_.set[i] = on != modes[i].usual;
    return true;
  }
  return false;
}

// The title that the terminal had is kept on its stack once, and is taken from there once.
bool OutputFilter::takes_title_stack() {
  bool keeps = held_ == "22;2t";
  if ((!keeps && held_ != "23;2t") || keeps == changed_.title) return false;
  changed_.title = keeps;
  return true;
}

// Only a title, which BEL ends, and only over one that is kept.
void OutputFilter::command_byte(uint8_t byte) {
  if (byte != bell) {
    if (byte < 0x20 || held_.size() >= longest_sequence) return drop_and_go_on(byte);
    held_ += static_cast<char>(byte);
    return;
  }
  bool is_title = held_.starts_with("2;") && changed_.title;
  if (is_title) out_ += "\x1b]" + printable(held_) + static_cast<char>(bell);
  state_ = State::text;
}

}  // namespace nta::session
