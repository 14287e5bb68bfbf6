// ntadmin, and the programs that its commands also answer to.
#include <clocale>
#include <csignal>

#include "tools/run.h"

int main(int argc, char** argv) {
  std::setlocale(LC_CTYPE, "");
  std::signal(SIGPIPE, SIG_IGN);
  return nta::tools::run({argv, argv + argc});
}
