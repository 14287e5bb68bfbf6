// Messages on terminals that are not ours, over a real one.
#include "host/messages/terminal_message.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/types.h"
#include "host/poll_loop.h"

namespace nta::host {
namespace {

TEST(TerminalMessage, ItsControlCharactersDoNotReachTheTerminal) {
  UniqueFd master(posix_openpt(O_RDWR | O_NOCTTY | O_CLOEXEC));
  ASSERT_TRUE(master && grantpt(master.get()) == 0 && unlockpt(master.get()) == 0);
  char path[64];
  ASSERT_EQ(ptsname_r(master.get(), path, sizeof path), 0);
  UniqueFd terminal(open(path, O_RDWR | O_NOCTTY | O_CLOEXEC));
  test::PollLoop loop;
  bool told = false;
  send_to_terminal(loop, {.name = path + 5}, {.title = "t\x1b]2;x\x07", .text = "one\r\ntwo\u009b21t\tthree"},
                   [&](Result<uint32_t>) { told = true; });
  ASSERT_TRUE(loop.run_until([&] { return told; }));
  std::string seen;
  for (char part[256]; seen.find("three") == std::string::npos;) {
    pollfd waited{master.get(), POLLIN, 0};
    ASSERT_EQ(poll(&waited, 1, 60'000), 1) << seen;
    ssize_t count = read(master.get(), part, sizeof part);
    ASSERT_GT(count, 0);
    seen.append(part, static_cast<size_t>(count));
  }
  std::erase(seen, '\r');
  EXPECT_EQ(seen.substr(0, seen.find("three")), "\n\at?]2;x?\none\ntwo?21t ");
}

TEST(TerminalMessage, AnotherUsersIsWrittenByWhoCanBecomeThatUser) {
  test::PollLoop loop;
  ForeignTerminal terminal{.name = "pts/3", .uid = geteuid() + 1};
  std::string asked;
  terminal.write = [&](uid_t uid, const std::string& name, const Message& message, const Completion& done) {
    asked = fmt::format("{} of {}: {}", name, uid - geteuid(), message.text);
    done(fail(Win32::access_denied, "no"));
  };
  Win32 code = Win32::success;
  send_to_terminal(loop, terminal, {.title = "t", .text = "lunch"},
                   [&](Result<uint32_t> answer) { code = answer ? Win32::success : answer.error().code; });
  EXPECT_EQ(asked, "pts/3 of 1: lunch");
  EXPECT_EQ(code, Win32::access_denied);
}

}  // namespace
}  // namespace nta::host
