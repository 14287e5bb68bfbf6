// ntadmin completion bash: prints the completion script, made from the table of commands.
#include <array>

#include "tools/arguments.h"
#include "tools/commands.h"
#include "tools/help.h"
#include "tools/table.h"

namespace nta::tools {
namespace {

Result<void> completion(const Arguments& arguments) {
  if (arguments.operand() != "bash")
    return fail(Win32::not_supported, "no completion for '{}': there is one for bash", arguments.operand());
  return print(bash_completion());
}

}  // namespace

const Command completion_command = {
    .name = "completion",
    .alias = "",
    .what = "print the completion script for a shell",
    .operands = {"bash", 1, 1},
    .options = {},
    .notes = "  source <(ntadmin completion bash)\n",
    .run = completion,
};

}  // namespace nta::tools
