// Fleet: one query of many servers at once.
//
// Every command that prints by print_rows() and the like can do it: its function runs once for each server, on a thread
// of its own, and what it would have printed is collected here.
#pragma once

#include <string>
#include <vector>

#include "tools/arguments.h"

namespace nta::tools {

inline constexpr Option fleet_option{"fleet", "FILE", "ask every server that FILE names, one a line; - is stdin"};

/** What one server's rows look like, ready to be printed. */
struct CollectedRows {
  std::string heading;
  std::vector<std::string> lines;
  std::vector<std::string> labels;  // of one thing that is told about in full: it is a row of as many values
  std::vector<std::string> values;
  std::vector<std::string> objects;  // JSON
};

/** Where the calling thread's rows go instead of to stdout; null: to stdout. */
CollectedRows*& collected_rows();

/** Names of servers in a file: one a line, empty lines and those that begin with # skipped. */
Result<std::vector<std::string>> read_fleet(const std::string& path);

/** Runs `command` for every server, prints all rows with the server in front, then says who failed and why. A failure
 *  of any is a failure. */
Result<void> run_fleet(const Command& command, const Arguments& arguments);

}  // namespace nta::tools
