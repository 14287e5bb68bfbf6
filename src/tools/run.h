// The whole of ntadmin but main().
#pragma once

#include <string>
#include <vector>

namespace nta::tools {

/** Runs one command line, the program's name first: its command by that name ("qwinsta"), else by the words after it.
 *  @return 0 done, 1 failed, 2 wrong usage; why has been said on stderr. */
int run(std::vector<std::string> words);

}  // namespace nta::tools
