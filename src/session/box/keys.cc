#include "session/box/keys.h"

#include <charconv>

namespace nta::session {
namespace {

constexpr size_t longest_sequence = 64;

struct NamedKey {
  std::string_view body;  // of CSI or SS3
  Key::Kind kind;
};
constexpr NamedKey named_keys[] = {
    {"A", Key::Kind::up},       {"B", Key::Kind::down},       {"C", Key::Kind::right},    {"D", Key::Kind::left},
    {"H", Key::Kind::home},     {"F", Key::Kind::end},        {"1~", Key::Kind::home},    {"4~", Key::Kind::end},
    {"5~", Key::Kind::page_up}, {"6~", Key::Kind::page_down}, {"Z", Key::Kind::back_tab}, {"M", Key::Kind::enter},
};

bool is_final(char c) { return c >= 0x40 && c <= 0x7E; }

std::optional<int> take_number(std::string_view& text) {
  int value = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc()) return std::nullopt;
  text.remove_prefix(static_cast<size_t>(end - text.data()));
  if (!text.empty()) text.remove_prefix(1);
  return value;
}

}  // namespace

void KeyReader::append(std::string_view bytes) {
  held_.erase(0, at_);
  at_ = 0;
  held_ += bytes;
}

std::optional<Key> KeyReader::next() {
  while (at_ < held_.size()) {
    auto byte = static_cast<unsigned char>(held_[at_]);
    if (byte == 0x1B) {
      size_t before = at_;
      if (auto key = sequence()) return key;
      if (at_ == before) return std::nullopt;  // the rest has not come yet
    } else {
      ++at_;
      if (auto key = control(byte)) return key;
    }
  }
  return std::nullopt;
}

std::optional<Key> KeyReader::control(unsigned char byte) {
  if (byte == '\r' || byte == '\n') return Key{Key::Kind::enter};
  if (byte == '\t') return Key{Key::Kind::tab};
  if (byte < 0x20 || byte >= 0x7F) return std::nullopt;  // the keys of buttons are ASCII letters
  bool capital = byte >= 'A' && byte <= 'Z';
  return Key{Key::Kind::character, static_cast<char32_t>(capital ? byte + 32 : byte)};
}

std::optional<Key> KeyReader::sequence() {
  std::string_view rest = std::string_view(held_).substr(at_ + 1);
  if (rest.empty() || (rest[0] != '[' && rest[0] != 'O')) {
    ++at_;
    return Key{Key::Kind::escape};
  }
  size_t length = 1;
  while (length < rest.size() && !is_final(rest[length])) ++length;
  if (length == rest.size()) {
    if (length > longest_sequence) at_ = held_.size();  // no terminal sends this
    return std::nullopt;
  }
  std::string_view body = rest.substr(1, length);
  at_ += length + 2;
  return body.starts_with('<') ? mouse(body) : named(body);
}

std::optional<Key> KeyReader::named(std::string_view body) {
  for (const NamedKey& key : named_keys)
    if (key.body == body) return Key{key.kind};
  return std::nullopt;
}

// xterm's SGR report: CSI < button ; column ; row M, from 1. Only a press of the first button counts.
std::optional<Key> KeyReader::mouse(std::string_view body) {
  bool pressed = body.back() == 'M';
  body.remove_prefix(1);
  auto button = take_number(body), column = take_number(body), row = take_number(body);
  if (!pressed || !button || *button != 0 || !column || !row) return std::nullopt;
  return Key{Key::Kind::click, 0, *row - 1, *column - 1};
}

}  // namespace nta::session
