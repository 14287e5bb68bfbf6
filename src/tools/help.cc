// Help, group help and completion.
#include "tools/help.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <vector>

namespace nta::tools {
namespace {

std::string gnu_form(const Option& option) {
  std::string text = fmt::format("--{}", option.name);
  return option.takes() == Takes::value ? fmt::format("{} {}", text, option.value) : text;
}

std::string windows_form(const Option& option) {
  std::string text = fmt::format("/{}", option.windows);
  return option.takes() == Takes::value ? fmt::format("{}:{}", text, option.value) : text;
}

std::string option_line(const Option& option) {
  return fmt::format("  {:<18} {:<14} {}\n", gnu_form(option), windows_form(option), option.what);
}

std::string capitalised(std::string_view text) {
  std::string copy(text);
  copy[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(copy[0])));
  return copy;
}

std::string command_line(const Command& command) {
  bool other_name = !command.alias.empty() && command.alias != command.name;
  std::string also = other_name ? fmt::format(" (also: {})", command.alias) : "";
  return fmt::format("  {:<15} {}{}\n", command.name, command.what, also);
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

std::string words_of_options(const Command& command) {
  std::string words = "--help";
  for (const Option& option : command.options)
    if (option.support == Support::full) words += fmt::format(" --{}", option.name);
  return words;
}

}  // namespace

std::string help_of_all() {
  std::string text =
      "usage: ntadmin COMMAND [arguments]\n\n"
      "Manages terminal sessions of this host, or of another one with --server NAME.\n\n";
  for (const Command* command : all_commands()) text += command_line(*command);
  return text +
         "\n'ntadmin COMMAND --help' tells more. Options may be written --name or, as on Windows, /name.\n"
         "Exit status: 0 done, 1 failed, 2 wrong usage.\n";
}

std::string help_of(const Command& command, std::string_view program) {
  std::string text = fmt::format(
      "usage: {}{}{} [options]{}\n\n{}.\n\n", program, command.operands.text.empty() ? "" : " ", command.operands.text,
      command.operands.program == Program::allowed ? " [-- program [argument ...]]" : "", capitalised(command.what));
  for (const Option& option : command.options) text += option_line(option);
  text += option_line(help_option);
  if (!command.notes.empty()) text += fmt::format("\n{}", command.notes);
  return text;
}

std::string help_of_group(std::string_view word) {
  std::string text;
  for (const Command* command : all_commands())
    if (first_word(command->name) == word && command->name != word) text += command_line(*command);
  return text;
}

std::string bash_completion() {
  std::map<std::string_view, std::vector<std::string_view>> second_words;
  std::vector<std::string_view> first_words;
  for (const Command* command : all_commands()) {
    auto first = first_word(command->name);
    if (!second_words.contains(first)) first_words.push_back(first);
    auto& seconds = second_words[first];
    if (command->name != first) seconds.push_back(command->name.substr(first.size() + 1));
  }
  std::string cases;
  std::string programs = "ntadmin";
  for (const Command* command : all_commands()) {
    std::string alias = command->alias.empty() ? "" : fmt::format(" | '{}'", command->alias);
    cases += fmt::format("    'ntadmin {}'*{}) words='{}' ;;\n", command->name, alias, words_of_options(*command));
    if (!command->alias.empty()) programs += fmt::format(" {}", command->alias);
  }
  for (const auto& [first, seconds] : second_words)
    if (!seconds.empty()) cases += fmt::format("    'ntadmin {}') words='{}' ;;\n", first, fmt::join(seconds, " "));
  return fmt::format(
      "# bash completion of ntadmin, printed by 'ntadmin completion bash'.\n"
      "_ntadmin() {{\n"
      "  local command=${{COMP_WORDS[0]##*/}} words='{} --help --version' i\n"
      "  for ((i = 1; i < COMP_CWORD && i < 3; i++)); do\n"
      "    [[ $command == ntadmin* && ${{COMP_WORDS[i]}} != [-/]* ]] && command+=\" ${{COMP_WORDS[i]}}\"\n"
      "  done\n"
      "  case $command in\n"
      "    ntadmin) ;;\n"
      "{}"
      "    *) words= ;;\n"
      "  esac\n"
      "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"${{COMP_WORDS[COMP_CWORD]}}\")\n"
      "}}\n"
      "complete -F _ntadmin {}\n",
      fmt::join(first_words, " "), cases, programs);
}

}  // namespace nta::tools
