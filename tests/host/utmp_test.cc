// Logins from a utmp file, and their log-off.
#include "host/providers/utmp.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utmpx.h>

#include <cstring>

#include "host/fake_proc.h"
#include "host/poll_loop.h"
#include "host/providers/terminal.h"
#include "host/sessions/session_table.h"

namespace nta::host {
namespace {

template <size_t Size>
void put_text(char (&member)[Size], std::string_view text) {
  std::memset(member, 0, Size);
  std::memcpy(member, text.data(), std::min(Size, text.size()));
}

utmpx record(short type, pid_t pid, const char* line, const char* user, const char* host = "") {
  utmpx made{};
  made.ut_type = type;
  made.ut_pid = pid;
  put_text(made.ut_line, line);
  put_text(made.ut_user, user);
  put_text(made.ut_host, host);
  made.ut_tv.tv_sec = 1'700'000'100;
  made.ut_tv.tv_usec = 500'000;
  return made;
}

std::string bytes_of(const std::vector<utmpx>& records) {
  return std::string(reinterpret_cast<const char*>(records.data()), records.size() * sizeof(utmpx));
}

TEST(UtmpFile, OnlyLoginsWhoseProcessLivesAreRead) {
  test::FakeProc proc;
  proc.add(100, {.command = "login"});
  nta::test::TemporaryDir run;
  run.write("utmp", bytes_of({record(BOOT_TIME, 0, "~", "reboot"), record(USER_PROCESS, 100, "tty2", "root"),
                              record(USER_PROCESS, 101, "pts/0", "root"), record(DEAD_PROCESS, 100, "pts/1", "root"),
                              record(LOGIN_PROCESS, 100, "tty3", "LOGIN"), record(USER_PROCESS, 100, "pts/2", "")}));
  auto logins = read_logins(run.path() + "/utmp", proc.path());
  ASSERT_TRUE(logins);
  ASSERT_EQ(logins->size(), 1u);
  EXPECT_EQ((*logins)[0].line, "tty2");
  EXPECT_EQ((*logins)[0].uid, 0u);
  EXPECT_EQ((*logins)[0].time, filetime_from_unix(1'700'000'100, 500'000'000));
}

TEST(UtmpFile, AddressComesFromTheHostElseFromTheRecord) {
  test::FakeProc proc;
  proc.add(100, {});
  auto by_name = record(USER_PROCESS, 100, "pts/1", "root", "client.example.org");
  inet_pton(AF_INET, "192.0.2.9", by_name.ut_addr_v6);
  auto by_six = record(USER_PROCESS, 100, "pts/2", "root", "other.example.org");
  inet_pton(AF_INET6, "2001:db8::9", by_six.ut_addr_v6);
  nta::test::TemporaryDir run;
  run.write("utmp", bytes_of({record(USER_PROCESS, 100, "pts/0", "root", "192.0.2.5"), by_name, by_six}));
  auto logins = read_logins(run.path() + "/utmp", proc.path());
  ASSERT_EQ(logins->size(), 3u);
  EXPECT_EQ((*logins)[0].address, (Address{"192.0.2.5", AF_INET}));
  EXPECT_EQ((*logins)[1].address, (Address{"192.0.2.9", AF_INET}));
  EXPECT_EQ((*logins)[2].address, (Address{"2001:db8::9", AF_INET6}));
}

TEST(UtmpFile, NoFileHasNoLoginsAndATornRecordIsLeftOut) {
  test::FakeProc proc;
  proc.add(100, {});
  nta::test::TemporaryDir run;
  EXPECT_TRUE(read_logins(run.path() + "/utmp", proc.path())->empty());
  auto text = bytes_of({record(USER_PROCESS, 100, "pts/0", "root"), record(USER_PROCESS, 100, "pts/1", "root")});
  run.write("utmp", text.substr(0, text.size() - 7));
  EXPECT_EQ(read_logins(run.path() + "/utmp", proc.path())->size(), 1u);
}

TEST(UtmpFile, MembersWithoutATerminatorAndControlCharactersDoNoHarm) {
  test::FakeProc proc;
  proc.add(100, {});
  auto full = record(USER_PROCESS, 100, "", "", "");
  std::memset(full.ut_line, 'l', sizeof full.ut_line);
  std::memset(full.ut_user, '\n', sizeof full.ut_user);
  std::memset(full.ut_host, 'h', sizeof full.ut_host);
  nta::test::TemporaryDir run;
  run.write("utmp", bytes_of({full}));
  auto logins = read_logins(run.path() + "/utmp", proc.path());
  ASSERT_EQ(logins->size(), 1u);
  EXPECT_EQ((*logins)[0].line.size(), sizeof full.ut_line);
  EXPECT_EQ((*logins)[0].user, std::string(sizeof full.ut_user, '?'));
  EXPECT_EQ((*logins)[0].key.find('\n'), std::string::npos);
}

TEST(AddressOf, OnlyNumbersAreAddresses) {
  EXPECT_EQ(address_of("192.0.2.5"), (Address{"192.0.2.5", AF_INET}));
  EXPECT_EQ(address_of("2001:db8::1"), (Address{"2001:db8::1", AF_INET6}));
  EXPECT_EQ(address_of("fe80::1%eth0"), (Address{"fe80::1%eth0", AF_INET6}));
  EXPECT_EQ(address_of("::ffff:192.0.2.5"), (Address{"192.0.2.5", AF_INET}));
  EXPECT_EQ(address_of("host.example.org"), Address{});
  EXPECT_EQ(address_of(""), Address{});
}

// A login as getty makes one: a process that leads a kernel session, with a daemon it left behind in it.
class RealLogin {
 public:
  RealLogin() {
    auto before = signal(SIGHUP, SIG_IGN);  // in the child from its first moment: the log-off has to go on to TERM
    pid_ = fork();
    if (pid_ != 0) signal(SIGHUP, before);
    if (pid_ == 0) {
      setsid();
      if (fork() == 0)
        for (;;) pause();
      for (;;) pause();
    }
  }
  ~RealLogin() {
    if (pid_ <= 0) return;
    kill(-pid_, SIGKILL);
    kill(pid_, SIGKILL);
    waitpid(pid_, nullptr, 0);
  }
  pid_t pid() const { return pid_; }

 private:
  pid_t pid_ = -1;
};

class UtmpProviderTest : public testing::Test {
 protected:
  UtmpProviderTest() : ids_(*IdMap::open(state_.path(), "boot")), table_(ids_, {.computer = "HOST"}) {
    options_.file = run_.path() + "/utmp";
    options_.active_terminal_file = run_.path() + "/active";
    options_.look_again = std::chrono::milliseconds(50);
    run_.write("active", "tty2\n");
  }
  UtmpProvider& add(UtmpProvider::Mode mode) {
    auto provider = std::make_unique<UtmpProvider>(ender_, mode, options_);
    UtmpProvider& added = *provider;
    table_.add(std::move(provider), loop_);
    return added;
  }
  size_t logins() const { return table_.rows().size() - 2; }

  nta::test::TemporaryDir state_, run_;
  test::PollLoop loop_;
  LocalProcessKiller killer_;
  IdMap ids_;
  UtmpProvider::Options options_;
  SessionEnder ender_{loop_,
                      killer_,
                      [this] { return table_.resolver(); },
                      {.patience = std::chrono::milliseconds(100), .look_again = std::chrono::milliseconds(20)}};
  SessionTable table_;
};

TEST_F(UtmpProviderTest, LoginsBecomeSessions) {
  run_.write("utmp",
             bytes_of({record(USER_PROCESS, getpid(), "tty2", "root"), record(USER_PROCESS, getpid(), "tty3", "root"),
                       record(USER_PROCESS, getpid(), "pts/77", "root", "192.0.2.5"),
                       record(USER_PROCESS, getpid(), "pts/78", "root", ":0")}));
  add(UtmpProvider::Mode::in_use);
  bool ready = false;
  table_.when_ready([&] { ready = true; });
  ASSERT_TRUE(loop_.run_until([&] { return ready; }));
  ASSERT_EQ(logins(), 4u);
  const Session& console = *table_.find_by_winstation("Console");
  EXPECT_EQ(console.tty, "tty2");
  EXPECT_EQ(console.user, "root");
  EXPECT_EQ(console.domain, "HOST");
  EXPECT_EQ(console.client.protocol, Protocol::console);
  const Session* remote = nullptr;
  for (const auto& [id, row] : table_.rows())
    if (row.kind == Kind::ssh) remote = &row;
  ASSERT_TRUE(remote);
  EXPECT_EQ(remote->winstation, fmt::format("SSH#{}", remote->id.value));
  EXPECT_EQ(remote->client.address.text, "192.0.2.5");
  EXPECT_EQ(remote->client.protocol, Protocol::remote);
}

TEST_F(UtmpProviderTest, ChangesOfTheFileAreSeen) {
  add(UtmpProvider::Mode::in_use);
  ASSERT_TRUE(loop_.run_until([&] { return logins() == 0; }));
  run_.write("utmp", bytes_of({record(USER_PROCESS, getpid(), "pts/77", "root")}));
  ASSERT_TRUE(loop_.run_until([&] { return logins() == 1; }));
  run_.write("utmp", bytes_of({record(DEAD_PROCESS, getpid(), "pts/77", "root")}));
  ASSERT_TRUE(loop_.run_until([&] { return logins() == 0; }));
}

TEST_F(UtmpProviderTest, TellsNothingWhileLogindDoes) {
  run_.write("utmp", bytes_of({record(USER_PROCESS, getpid(), "pts/77", "root")}));
  auto& provider = add(UtmpProvider::Mode::undecided);
  bool ready = false;
  table_.when_ready([&] { ready = true; });
  EXPECT_FALSE(ready);
  provider.set_mode(UtmpProvider::Mode::in_use);
  ASSERT_TRUE(loop_.run_until([&] { return ready && logins() == 1; }));
  provider.set_mode(UtmpProvider::Mode::unused);
  EXPECT_EQ(logins(), 0u);
}

TEST_F(UtmpProviderTest, LogOffEndsEveryProcessOfTheLogin) {
  RealLogin login;
  run_.write("utmp", bytes_of({record(USER_PROCESS, login.pid(), "pts/77", "root", "192.0.2.5")}));
  add(UtmpProvider::Mode::in_use);
  ASSERT_TRUE(loop_.run_until([&] { return logins() == 1; }));
  std::optional<Result<void>> ended;
  table_.logoff(SessionId{1}, "", [&](Result<void> result) { ended = std::move(result); });
  ASSERT_TRUE(loop_.run_until([&] { return ended.has_value(); }));
  EXPECT_TRUE(ended->has_value()) << ended->error().text;
  EXPECT_EQ(logins(), 0u);
  int status = 0;
  EXPECT_EQ(waitpid(login.pid(), &status, WNOHANG), login.pid());
  EXPECT_TRUE(WIFSIGNALED(status));
  EXPECT_EQ(WTERMSIG(status), SIGTERM);
}

TEST_F(UtmpProviderTest, PlainLoginCannotBeDisconnected) {
  run_.write("utmp", bytes_of({record(USER_PROCESS, getpid(), "pts/77", "root")}));
  add(UtmpProvider::Mode::in_use);
  ASSERT_TRUE(loop_.run_until([&] { return logins() == 1; }));
  Win32 code = Win32::success;
  table_.disconnect(SessionId{1}, "",
                    [&](Result<void> result) { code = result ? Win32::success : result.error().code; });
  EXPECT_EQ(code, Win32::not_supported);
}

}  // namespace
}  // namespace nta::host
