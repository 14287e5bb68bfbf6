// The parser behind arguments.h.
#include "tools/arguments.h"

#include <algorithm>
#include <charconv>

#include "base/utf16.h"
#include "tools/suggest.h"

namespace nta::tools {

bool Arguments::has_other_than(std::initializer_list<Option> known) const {
  return std::ranges::any_of(
      options_, [&](const auto& given) { return std::ranges::find(known, given.first, &Option::name) == known.end(); });
}

Result<void> Arguments::at_most_one_of(std::initializer_list<Option> rivals) const {
  const Option* found = nullptr;
  for (const Option& option : rivals) {
    if (!has(option)) continue;
    if (found) return misuse("'--{}' and '--{}' contradict each other; give one of them", found->name, option.name);
    found = &option;
  }
  return {};
}

Arguments Arguments::with(const Option& option, const std::string& value) const {
  Arguments changed = *this;
  changed.options_[option.name] = {value};
  return changed;
}

std::optional<std::string> Arguments::value(const Option& option) const {
  auto found = options_.find(option.name);
  return found == options_.end() ? std::nullopt : std::optional(found->second.back());
}

std::vector<std::string> Arguments::values(const Option& option) const {
  auto found = options_.find(option.name);
  return found == options_.end() ? std::vector<std::string>() : found->second;
}

std::optional<uint32_t> parse_number(std::string_view text) {
  uint32_t number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty()) return std::nullopt;
  return number;
}

class Parser {
 public:
  Parser(const Command& command, const std::vector<std::string>& words) : command_(command), words_(words) {}

  Parsed run() {
    while (next_ < words_.size()) word(words_[next_++]);
    take_server();
    if (parsed_.wrong.empty()) check_operands();
    return std::move(parsed_);
  }

 private:
  /** The two halves of "name=value" or "name:value". */
  struct Split {
    std::string_view name;
    std::optional<std::string> value;
  };
  static Split split(std::string_view text, char separator) {
    size_t at = text.find(separator);
    if (at == text.npos) return {text, std::nullopt};
    return {text.substr(0, at), std::string(text.substr(at + 1))};
  }

  void word(const std::string& text) {
    if (text == "--") return rest();
    if (text.starts_with("--")) return gnu(text);
    if (text.size() > 1 && text[0] == '-') return letter(text);
    if (text.starts_with('/') && slash(text)) return;
    parsed_.arguments.operands_.push_back(text);
  }

  void rest() {
    parsed_.arguments.program_.assign(words_.begin() + static_cast<std::ptrdiff_t>(next_), words_.end());
    next_ = words_.size();
    if (command_.operands.program == Program::refused) wrong("nothing may follow '--'");
  }

  void gnu(const std::string& text) {
    auto [name, value] = split(std::string_view(text).substr(2), '=');
    if (const Option* option = find([&, wanted = name](const Option& one) { return one.name == wanted; }))
      return accept(*option, text, std::move(value), "=");
    wrong(unknown(text));
  }

  void letter(const std::string& text) {
    if (text == "-h") return void(parsed_.help = true);
    auto wanted = std::string_view(text).substr(1);
    if (const Option* option = find([&](const Option& one) { return one.slash_name() == wanted; }))
      return accept(*option, text, std::nullopt, " ");
    wrong(unknown(text));
  }

  bool slash(const std::string& text) {
    auto [name, value] = split(std::string_view(text).substr(1), ':');
    const Option* option = find([&, wanted = name](const Option& one) {
      return equal_ignoring_case(one.slash_name(), wanted) || equal_ignoring_case(one.name, wanted);
    });
    if (option) accept(*option, text, std::move(value), ":");
    return option != nullptr;
  }

  template <class Matches>
  const Option* find(Matches matches) const {
    if (matches(help_option)) return &help_option;
    auto found = std::ranges::find_if(command_.options, matches);
    return found == command_.options.end() ? nullptr : &*found;
  }

  void accept(const Option& option, const std::string& text, std::optional<std::string> value, std::string_view joint) {
    if (&option == &help_option) return void(parsed_.help = true);
    bool is_refused = option.support == Support::none;  // whatever its value
    if (option.takes() == Takes::nothing && value && !is_refused)
      return wrong(fmt::format("'{}': takes no value", text));
    if (joint == ":" && option.joint == Joint::space) joint = " ";
    if (option.takes() == Takes::value && !value) {
      bool follows = joint != ":" && next_ < words_.size();
      if (!follows && !is_refused)
        return wrong(fmt::format("'{}' wants a value: '{}{}{}'", text, text, joint, option.value));
      if (follows) value = words_[next_++];
    }
    parsed_.arguments.options_[option.name].push_back(value.value_or(""));
  }

  /** A first word \\\\name is the server, for commands that ask one and have no such words of their own. */
  void take_server() {
    auto named = parsed_.arguments.options_.find(server_option.name);
    if (named != parsed_.arguments.options_.end() && std::ranges::find(named->second, "") != named->second.end())
      return wrong("the server's name is empty");
    bool asks_one = find([](const Option& option) { return option.name == server_option.name; }) != nullptr;
    bool has_own = command_.operands.text.find("\\\\") != std::string_view::npos;
    auto& given = parsed_.arguments.operands_;
    if (!asks_one || has_own || given.empty() || !given.front().starts_with("\\\\")) return;
    if (parsed_.arguments.has(server_option))
      return wrong(fmt::format("'{}': the server is named twice", given.front()));
    parsed_.arguments.options_[server_option.name].push_back(given.front());
    given.erase(given.begin());
  }

  void check_operands() {
    const auto& given = parsed_.arguments.operands_;
    const auto& wanted = command_.operands;
    // What an unset variable of a script leaves is never "my own session" or "this host".
    if (std::ranges::find(given, "") != given.end())
      return wrong(fmt::format("an empty word, where {} is wanted", wanted.text));
    // Where no operand can be a path, a word with a slash that fits nothing was meant as an option.
    for (const auto& text : given)
      if (text.starts_with('/') && wanted.kind == Operand::word) return wrong(unknown(text));
    if (given.size() < wanted.least) return wrong(fmt::format("wants {}", wanted.text));
    if (given.size() > wanted.most) wrong(fmt::format("'{}' is one word too many", given[wanted.most]));
  }

  std::string unknown(const std::string& text) const {
    bool windows = text.starts_with('/');
    std::vector<std::string> known;
    for (const Option& option : command_.options)
      known.push_back(windows ? fmt::format("/{}", option.slash_name()) : fmt::format("--{}", option.name));
    auto typed = std::string_view(text).substr(0, text.find_first_of(windows ? ":" : "="));
    return fmt::format("no option '{}'{}", typed, did_you_mean(typed, known));
  }

  void wrong(std::string text) {
    if (parsed_.wrong.empty()) parsed_.wrong = std::move(text);
  }

  const Command& command_;
  const std::vector<std::string>& words_;
  size_t next_ = 0;
  Parsed parsed_;
};

Parsed parse(const Command& command, const std::vector<std::string>& words) { return Parser(command, words).run(); }

}  // namespace nta::tools
