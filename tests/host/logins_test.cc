// Who tells of the logins: logind, or utmp where there is no logind.
#include "host/providers/logins.h"

#include <gtest/gtest.h>
#include <unistd.h>
#include <utmpx.h>

#include <cstring>

#include "host/poll_loop.h"
#include "temporary_dir.h"

namespace nta::host {
namespace {

TEST(Logins, WithoutDBusUtmpTells) {
  nta::test::TemporaryDir dir;
  utmpx record{};
  record.ut_type = USER_PROCESS;
  record.ut_pid = getpid();
  std::strcpy(record.ut_line, "pts/77");
  std::strcpy(record.ut_user, "root");
  dir.write("utmp", std::string(reinterpret_cast<const char*>(&record), sizeof record));

  test::PollLoop loop;
  auto ids = *IdMap::open(dir.path(), "boot");
  ASSERT_TRUE(ids.id_of("logind:c1@5"));
  LocalProcessKiller killer;
  SessionTable* now = nullptr;
  SessionEnder ender(loop, killer, [&] { return now->resolver(); });
  SessionTable table(ids, {.computer = "HOST"});
  now = &table;
  add_login_providers(table, loop, ender, {.bus_address = "unix:path=" + dir.path() + "/no-bus"},
                      {.file = dir.path() + "/utmp"});
  bool ready = false;
  table.when_ready([&] { ready = true; });
  ASSERT_TRUE(loop.run_until([&] { return ready; }));
  ASSERT_NE(table.find(SessionId{2}), nullptr);
  EXPECT_EQ(table.find(SessionId{2})->provider, "utmp");
  // What logind's sessions were known by is kept until logind itself has told.
  EXPECT_EQ(ids.find("logind:c1@5"), SessionId{1});
}

}  // namespace
}  // namespace nta::host
