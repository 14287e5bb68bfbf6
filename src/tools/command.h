// What a command of ntadmin is: one value that the parser, the help, the completion and the dispatcher all read.
#pragma once

#include <span>
#include <string_view>

#include "base/result.h"

namespace nta::tools {

class Arguments;

enum class Takes { nothing, value };

/** What Windows' form has before an option's value; after a space it may be said with a colon, too. */
enum class Joint { colon, space };

/** Whether this host can do what the option asks for. */
enum class Support { full, none };

/** One option. GNU form `--verbose`, `--server NAME`, `--server=NAME`; Windows' form `/v`, `/server:NAME`. */
struct Option {
  std::string_view name;          // after the two dashes
  std::string_view value;         // what the help calls the value; empty: the option takes none
  std::string_view what;          // one line of help
  std::string_view windows = {};  // Windows' name for it, where that is another
  Support support = Support::full;
  Joint joint = Joint::colon;

  constexpr Takes takes() const { return value.empty() ? Takes::nothing : Takes::value; }
  /** After the slash, matched without regard to case; also taken after one dash. */
  constexpr std::string_view slash_name() const { return windows.empty() ? name : windows; }
};

/** What may follow the options after `--`. */
enum class Program { refused, allowed };

/** Whether an operand may be a path, which starts with a slash as Windows' options do. */
enum class Operand { word, path };

struct Operands {
  std::string_view text;  // as the usage line shows them: "[sessionname | username | id]"
  size_t least = 0;
  size_t most = 0;
  Program program = Program::refused;
  Operand kind = Operand::word;
};

struct Command {
  std::string_view name;   // "query session"
  std::string_view alias;  // "qwinsta": the program name it also answers to; may be empty
  std::string_view what;   // one line
  Operands operands;
  std::span<const Option> options;
  std::string_view notes;  // paragraphs for the help; lines already broken
  Result<void> (*run)(const Arguments&);
  /** Whether this command line changes something, which is done to one server at a time; null: the command only asks.
   */
  bool (*changes)(const Arguments&) = nullptr;
};

/** Every command, in the order of the help. */
std::span<const Command* const> all_commands();

/** The help's headings. */
struct Topic {
  std::string_view heading;
  const Command* first;  // it stands above this command
};
std::span<const Topic> all_topics();

inline constexpr Option server_option{"server", "NAME", "the host to ask; this one if left out"};
inline constexpr Option json_option{"json", "", "print JSON, for programs"};
inline constexpr Option verbose_option{"verbose", "", "say what is done", "v"};
inline constexpr Option help_option{"help", "", "show this help", "?"};

}  // namespace nta::tools
