// Finds the command, takes its words apart, runs it, and says what went wrong.
#include "tools/run.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <vector>

#include "base/printable.h"
#include "tools/arguments.h"
#include "tools/fleet.h"
#include "tools/help.h"
#include "tools/hint.h"
#include "tools/suggest.h"
#include "tools/table.h"

namespace nta::tools {
namespace {

constexpr int done = 0;
constexpr int failed = 1;
constexpr int wrong_usage = 2;

/** A command and the name it was called by. */
struct Call {
  const Command* command = nullptr;
  std::string program;
  size_t words = 0;  // words of the command line that named it
};

Call find_alias(const std::string& program) {
  for (const Command* command : all_commands())
    if (command->alias == program) return {command, program, 0};
  return {};
}

/** Other words that Windows' net takes for its commands. */
struct OtherWord {
  std::string_view said, meant;
};
constexpr OtherWord other_words[] = {
    {"net users", "net user"},       {"net groups", "net group"},     {"net localgroups", "net localgroup"},
    {"net sessions", "net session"}, {"net sess", "net session"},     {"net files", "net file"},
    {"net shares", "net share"},     {"net stats", "net statistics"},
};

/** "query session" before "query": the longest name that the words start with. */
Call find_command(const std::vector<std::string>& words) {
  Call call;
  std::string said;
  for (size_t count = 1; count <= std::min<size_t>(words.size(), 2); ++count) {
    said += (count > 1 ? " " : "") + words[count - 1];
    auto other = std::ranges::find(other_words, said, &OtherWord::said);
    std::string_view meant = other == std::end(other_words) ? said : other->meant;
    for (const Command* command : all_commands())
      if (command->name == meant || (count == 1 && command->alias == meant)) call = {command, "ntadmin " + said, count};
  }
  return call;
}

int complain(std::string_view program, std::string_view text, int status) {
  std::fprintf(stderr, "%s: %s\n", printable(program).c_str(), printable_lines(text).c_str());
  return status;
}

/** What is wrong, and where to read on. */
std::string with_advice(std::string_view wrong, std::string_view advice) {
  return fmt::format("{}{} {}", wrong, wrong.ends_with('?') ? "" : ";", advice);
}

int show(const std::string& text) { return print(text) ? done : failed; }

int no_command(const std::vector<std::string>& words) {
  std::string group = help_of_group(words[0]);
  if (!group.empty() && words.size() == 1) return complain("ntadmin", words[0] + " what?\n" + group, wrong_usage);
  std::string said = words[0] + (group.empty() ? "" : " " + words[1]);
  std::vector<std::string> known;
  for (const Command* command : all_commands()) {
    known.emplace_back(command->name);
    known.emplace_back(command->name.substr(0, command->name.find(' ')));
    if (!command->alias.empty()) known.emplace_back(command->alias);
  }
  auto wrong = fmt::format("no command '{}'{}", said, did_you_mean(said, known));
  return complain("ntadmin", with_advice(wrong, "'ntadmin --help' lists them"), wrong_usage);
}

int run(const Call& call, const std::vector<std::string>& words) {
  const Command& command = *call.command;
  auto parsed = parse(command, words);
  if (parsed.help) return show(help_of(command, call.program));
  if (!parsed.wrong.empty())
    return complain(call.program, with_advice(parsed.wrong, fmt::format("'{} --help' tells more", call.program)),
                    wrong_usage);
  for (const Option& option : command.options)
    if (option.support == Support::none && parsed.arguments.has(option))
      return complain("ntadmin",
                      sentence(fail(Win32::not_supported, "'/{}' does nothing: {}", option.slash_name(), option.what)),
                      failed);
  bool asks_many = parsed.arguments.has(fleet_option);
  auto result = asks_many ? run_fleet(command, parsed.arguments) : command.run(parsed.arguments);
  if (result) return done;
  if (result.error().code == misused) {
    const std::string& text = result.error().text;
    bool says_itself = text.find(';') != std::string::npos;
    return complain(call.program,
                    says_itself ? text : with_advice(text, fmt::format("'{} --help' tells more", call.program)),
                    wrong_usage);
  }
  return complain("ntadmin", sentence(result.error(), refusal_of(command, parsed.arguments)), failed);
}

}  // namespace

int run(std::vector<std::string> words) {
  if (words.empty()) return wrong_usage;
  std::string program = words[0].substr(words[0].rfind('/') + 1);
  words.erase(words.begin());
  if (Call call = find_alias(program); call.command && program != "ntadmin") return run(call, words);
  if (words.empty()) return complain("ntadmin", "which command?\n" + help_of_all(), wrong_usage);
  const std::string& first = words[0];
  if (first == "--version") return show("ntadmin " NTADMIN_VERSION "\n");
  if (first == "--help" || first == "-h" || first == "/?" || first == "-?" || first == "help") {
    if (words.size() == 1) return show(help_of_all());
    words.erase(words.begin());
    words.emplace_back("--help");
  }
  Call call = find_command(words);
  if (!call.command) return no_command(words);
  words.erase(words.begin(), words.begin() + static_cast<std::ptrdiff_t>(call.words));
  return run(call, words);
}

}  // namespace nta::tools
