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
  std::string text = fmt::format("/{}", option.slash_name());
  if (option.takes() == Takes::nothing) return text;
  return fmt::format("{}{}{}", text, option.joint == Joint::space ? ' ' : ':', option.value);
}

std::string option_lines(const Command& command) {
  std::vector<const Option*> options;
  for (const Option& option : command.options) options.push_back(&option);
  options.push_back(&help_option);
  size_t gnu_width = 0, windows_width = 0;
  for (const Option* option : options) {
    gnu_width = std::max(gnu_width, gnu_form(*option).size());
    windows_width = std::max(windows_width, windows_form(*option).size());
  }
  std::string text;
  for (const Option* option : options)
    text += fmt::format("  {:<{}}  {:<{}}  {}\n", gnu_form(*option), gnu_width, windows_form(*option), windows_width,
                        option->what);
  return text;
}

std::string capitalised(std::string_view text) {
  std::string copy(text);
  copy[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(copy[0])));
  return copy;
}

std::string command_line(const Command& command) {
  bool other_name = !command.alias.empty() && command.alias != command.name;
  std::string also = other_name ? fmt::format(" (also: {})", command.alias) : "";
  return fmt::format("  {:<16} {}{}\n", command.name, command.what, also);
}

std::string_view first_word(std::string_view text) { return text.substr(0, text.find(' ')); }

std::string words_of_options(const Command& command) {
  std::string words = "--help";
  for (const Option& option : command.options)
    if (option.support == Support::full) words += fmt::format(" --{}", option.name);
  return words;
}

bool ends_in_colon(const Option& option) { return option.takes() == Takes::value && option.joint == Joint::colon; }

std::string words_of_switches(const Command& command) {
  std::string words = "/?";
  for (const Option& option : command.options)
    if (option.support == Support::full)
      words += fmt::format(" /{}{}", option.slash_name(), ends_in_colon(option) ? ":" : "");
  return words;
}

/** What the operand names: the script's function _ntadmin_names knows these words. */
std::string_view names_of_operand(const Operands& operands) {
  auto has = [&](std::string_view word) { return operands.text.find(word) != operands.text.npos; };
  if (has("sessionname")) return has("username") ? "sessions-and-users" : "sessions";
  if (operands.kind == Operand::path) return "files";
  return has("user") ? "users" : "";
}

/** "list show set" of "[list | show NAME | set NAME ...]": what forms start with, where capitals stand for names. */
std::string words_of_forms(const Operands& operands) {
  std::string words;
  if (operands.text.find(" NAME") == operands.text.npos) return words;
  int depth = 0;
  for (size_t i = 0; i < operands.text.size(); ++i) {
    char mark = operands.text[i];
    depth += mark == '[' ? 1 : mark == ']' ? -1 : 0;
    if (depth != 1 || (mark != '[' && mark != '|')) continue;
    auto form = operands.text.substr(i + 1);
    words += fmt::format(" {}", first_word(form.substr(form.find_first_not_of(' '))));
  }
  return words;
}

// A shell expands the words that compgen is given, so of names only those pass that hold nothing to expand.
constexpr std::string_view script_names = R"script(_ntadmin_names() {
  local plain='[A-Za-z0-9#._@-]' shown='\1 \2'
  case $1 in
    sessions-and-users) shown='\1 \2 \3' ;;
    sessions) ;;
    users) compgen -u; return ;;
    *) return ;;
  esac
  NTADMIN_AUTOSTART=0 ntadmin query session --json 2>/dev/null |
    sed -n "s/.*\"SessionId\":\([0-9]*\),\"SessionName\":\"\($plain*\)\",\"UserName\":\"\($plain$plain*\)\".*/$shown/p"
}
)script";

}  // namespace

std::string help_of_all() {
  std::string text =
      "usage: ntadmin COMMAND [arguments]\n\n"
      "Manages terminal sessions of this host, or of another one with --server NAME.\n\n";
  for (const Command* command : all_commands()) {
    auto topic = std::ranges::find(all_topics(), command, &Topic::first);
    if (topic != all_topics().end())
      text += fmt::format("{}{}\n", topic == all_topics().begin() ? "" : "\n", topic->heading);
    text += command_line(*command);
  }
  return text +
         "\n'ntadmin COMMAND --help' tells more. Options may be written --name or, as on Windows, /name.\n"
         "Exit status: 0 done, 1 failed, 2 wrong usage.\n";
}

std::string help_of(const Command& command, std::string_view program) {
  std::string text = fmt::format(
      "usage: {}{}{} [options]{}\n\n{}.\n\n", program, command.operands.text.empty() ? "" : " ", command.operands.text,
      command.operands.program == Program::allowed ? " [-- program [argument ...]]" : "", capitalised(command.what));
  text += option_lines(command);
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
    cases +=
        fmt::format("    'ntadmin {}'*{}) words='{}' switches='{}' names='{}' forms='{}' at={} ;;\n", command->name,
                    alias, words_of_options(*command), words_of_switches(*command), names_of_operand(command->operands),
                    words_of_forms(command->operands), 2 + std::ranges::count(command->name, ' '));
    if (!command->alias.empty()) programs += fmt::format(" {}", command->alias);
  }
  for (const auto& [first, seconds] : second_words)
    if (!seconds.empty()) cases += fmt::format("    'ntadmin {}') words='{}' ;;\n", first, fmt::join(seconds, " "));
  return fmt::format(
      "# bash completion of ntadmin, printed by 'ntadmin completion bash'.\n"
      "{}"
      "_ntadmin() {{\n"
      "  local command=${{COMP_WORDS[0]##*/}} word=${{COMP_WORDS[COMP_CWORD]}} switches= names= forms= at=0 i\n"
      "  local words='{} --help --version'\n"
      "  for ((i = 1; i < COMP_CWORD && i < 3; i++)); do\n"
      "    [[ $command == ntadmin* && ${{COMP_WORDS[i]}} != [-/]* ]] && command+=\" ${{COMP_WORDS[i]}}\"\n"
      "  done\n"
      "  case $command in\n"
      "    ntadmin) ;;\n"
      "{}"
      "    *) words= ;;\n"
      "  esac\n"
      "  [[ $command == ntadmin* ]] || at=1\n"
      "  if [[ $names == files && $word != -* ]]; then\n"
      "    mapfile -t COMPREPLY < <(compgen -f -- \"$word\")\n"
      "    return\n"
      "  fi\n"
      "  [[ $word == /* ]] && words=$switches\n"
      "  [[ $word != [-/]* && $COMP_CWORD == \"$at\" ]] && words+=\"$forms $(_ntadmin_names \"$names\")\"\n"
      "  mapfile -t COMPREPLY < <(compgen -W \"$words\" -- \"$word\")\n"
      "  [[ ${{COMPREPLY[0]}} == /*: ]] && compopt -o nospace\n"
      "}}\n"
      "complete -F _ntadmin {}\n",
      script_names, fmt::join(first_words, " "), cases, programs);
}

}  // namespace nta::tools
