// A command line taken apart by its command's table, in Windows' and GNU's forms.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ntadmin/win/winerror.h"
#include "tools/command.h"

namespace nta::tools {

class Arguments {
 public:
  bool has(const Option& option) const { return options_.contains(option.name); }
  /** Whether any option is given that is none of these. */
  bool has_other_than(std::initializer_list<Option> known) const;
  /** Refuses a command line with several of these, which contradict each other. */
  Result<void> at_most_one_of(std::initializer_list<Option> rivals) const;
  /** The last one given. */
  std::optional<std::string> value(const Option& option) const;
  /** All of an option that may be given again and again. */
  std::vector<std::string> values(const Option& option) const;

  const std::vector<std::string>& operands() const { return operands_; }
  /** The first operand; empty when there is none. */
  std::string operand() const { return operands_.empty() ? std::string() : operands_.front(); }

  /** The same with a value of this option. */
  Arguments with(const Option& option, const std::string& value) const;

  /** What followed `--`. */
  const std::vector<std::string>& program() const { return program_; }

 private:
  friend class Parser;
  std::map<std::string_view, std::vector<std::string>> options_;
  std::vector<std::string> operands_;
  std::vector<std::string> program_;
};

/** Of a command line that nobody can mean: the tool ends with 2, as for an option that is not there, and not with 1,
 * which is a host's refusal. */
inline constexpr auto misused = static_cast<Win32>(ERROR_BAD_ARGUMENTS);

template <class... Args>
[[nodiscard]] Error misuse(fmt::format_string<Args...> format, Args&&... args) {
  return fail(misused, format, std::forward<Args>(args)...);
}

/** A command line, or the sentence that says what is wrong with it. `--help` wins over anything wrong. */
struct Parsed {
  Arguments arguments;
  bool help = false;
  std::string wrong;  // empty: nothing
};

/** `/x` is an option only if the command has it; otherwise it is an operand, since paths start with a slash too. */
Parsed parse(const Command& command, const std::vector<std::string>& words);

/** A decimal number of 32 bits, the whole of the text. */
std::optional<uint32_t> parse_number(std::string_view text);

}  // namespace nta::tools
