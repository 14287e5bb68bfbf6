// Help texts and the completion script, made from the table of commands.
#pragma once

#include <string>
#include <string_view>

#include "tools/command.h"

namespace nta::tools {

/** What `ntadmin --help` prints. */
std::string help_of_all();

/** What `ntadmin COMMAND --help` prints. `program` is how it was called: "ntadmin query session", or "qwinsta". */
std::string help_of(const Command& command, std::string_view program);

/** The commands whose name starts with `first_word`, for `ntadmin query`. Empty when there is none. */
std::string help_of_group(std::string_view first_word);

/** The bash completion of ntadmin and of the programs that its commands also answer to. */
std::string bash_completion();

}  // namespace nta::tools
