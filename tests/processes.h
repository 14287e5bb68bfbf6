// The processes that a test started, also those that it is not the parent of: found, ended, and waited for.
#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include "base/types.h"
#include "temporary_dir.h"

namespace nta::test {

/** Whether the process ends in that time. One that nobody has reaped yet has ended. */
inline bool ends_within(pid_t pid, std::chrono::milliseconds time) {
  UniqueFd process(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0)));
  if (!process) return errno == ESRCH;
  auto latest = std::chrono::steady_clock::now() + time;
  for (;;) {
    auto left = std::chrono::ceil<std::chrono::milliseconds>(latest - std::chrono::steady_clock::now());
    pollfd end{process.get(), POLLIN, 0};
    int ready = ::poll(&end, 1, static_cast<int>(std::max<int64_t>(left.count(), 0)));
    if (ready >= 0 || errno != EINTR) return ready > 0;
  }
}

/** Other processes that name the text, a directory mostly, in their environment or on their command line. One that
 *  has ended has neither. */
inline std::vector<pid_t> processes_that_name(const std::string& text) {
  std::vector<pid_t> found;
  std::error_code error;
  for (std::filesystem::directory_iterator entry("/proc", error), none; !error && entry != none;
       entry.increment(error)) {
    pid_t pid = std::atoi(entry->path().filename().c_str());
    if (pid <= 0 || pid == ::getpid()) continue;
    for (const char* file : {"environ", "cmdline"})
      if (contents(entry->path() / file).find(text) != std::string::npos && (found.empty() || found.back() != pid))
        found.push_back(pid);
  }
  return found;
}

/** Asks them to end, then makes them, and returns when they are gone, with those that they started meanwhile. */
inline void end_processes_that_name(const std::string& text) {
  for (pid_t pid : processes_that_name(text)) ::kill(pid, SIGTERM);
  for (pid_t pid : processes_that_name(text)) ends_within(pid, std::chrono::seconds(10));
  for (int i = 0; i < 100; ++i) {
    auto left = processes_that_name(text);
    if (left.empty()) return;
    for (pid_t pid : left) ::kill(pid, SIGKILL);
    for (pid_t pid : left) ends_within(pid, std::chrono::seconds(10));
  }
  ADD_FAILURE() << "processes that name '" << text << "' do not end";
}

}  // namespace nta::test
