// What a command of the tools printed and ended with.
#pragma once

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tools/run.h"

namespace nta::tools {

struct Outcome {
  int status;
  std::string out;
  std::string err;
};

inline Outcome outcome_of(const std::vector<std::string>& words) {
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  int status = run(words);
  std::fflush(stdout);
  return {status, testing::internal::GetCapturedStdout(), testing::internal::GetCapturedStderr()};
}

/** Of `ntadmin net`. */
inline Outcome net(std::vector<std::string> words) {
  words.insert(words.begin(), {"ntadmin", "net"});
  return outcome_of(words);
}

}  // namespace nta::tools
