#include "base/log.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <functional>

namespace nta::log {
namespace {

/** What a child writes to stderr, which JOURNAL_STREAM names or does not. */
std::string logged(bool to_journal, const std::function<void()>& write) {
  int ends[2];
  if (pipe(ends) != 0) return "no pipe";
  pid_t child = fork();
  if (child == 0) {
    dup2(ends[1], STDERR_FILENO);
    struct stat file {};
    fstat(STDERR_FILENO, &file);
    setenv("JOURNAL_STREAM", fmt::format("{}:{}", file.st_dev, file.st_ino + (to_journal ? 0 : 1)).c_str(), 1);
    bool opened = static_cast<bool>(open(Level::debug, ""));
    write();
    _exit(opened ? 0 : 1);
  }
  close(ends[1]);
  std::string text;
  char part[256];
  for (ssize_t count = 0; (count = read(ends[0], part, sizeof part)) > 0;)
    text.append(part, static_cast<size_t>(count));
  close(ends[0]);
  waitpid(child, nullptr, 0);
  return text;
}

void a_line_of_each() {
  debug("d", "1");
  info("i", "2");
  warning("w", "3");
  error("e", "4");
  audit({.who = "alice", .from = "pid 1", .action = "message", .target = "session 3", .result = 5});
}

TEST(Log, TheJournalIsToldThePriorityAndNotTheTime) {
  EXPECT_EQ(logged(true, a_line_of_each),
            "<7>d: 1\n<6>i: 2\n<4>w: 3\n<3>e: 4\n"
            "<5>audit: who=\"alice\" from=\"pid 1\" action=message target=\"session 3\" result=5\n");
}

TEST(Log, AnyOtherStandardErrorHasTheTime) {
  auto text = logged(false, [] { warning("w", "3"); });
  EXPECT_EQ(text.find('<'), std::string::npos) << text;
  EXPECT_EQ(text.substr(text.find(' ')), " W w: 3\n");
}

}  // namespace
}  // namespace nta::log
