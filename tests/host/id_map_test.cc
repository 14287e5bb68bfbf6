// Session ids across restarts and reboots.
#include "host/sessions/id_map.h"

#include <gtest/gtest.h>

#include "temporary_dir.h"

namespace nta::host {
namespace {

const std::string boot = "d3b08d9f-8122-4e1e-855f-c44e03a0b6dc";
const std::string later_boot = "00000000-8122-4e1e-855f-c44e03a0b6dc";

TEST(IdMap, FirstSessionAfterBootIsNumberOne) {
  nta::test::TemporaryDir state;
  auto ids = IdMap::open(state.path(), boot);
  ASSERT_TRUE(ids);
  EXPECT_EQ(ids->id_of("logind:c1")->value, 1u);
  EXPECT_EQ(ids->id_of("logind:c2")->value, 2u);
  EXPECT_EQ(ids->id_of("logind:c1")->value, 1u);
}

TEST(IdMap, RestartedDaemonGivesTheSameIds) {
  nta::test::TemporaryDir state;
  {
    auto ids = IdMap::open(state.path(), boot);
    ASSERT_TRUE(ids->id_of("logind:c1"));
    ASSERT_TRUE(ids->allocate());
    ASSERT_TRUE(ids->id_of("utmp:pts/0 with a space"));
  }
  auto ids = IdMap::open(state.path(), boot);
  ASSERT_TRUE(ids);
  EXPECT_EQ(ids->find("logind:c1"), SessionId{1});
  EXPECT_EQ(ids->find("utmp:pts/0 with a space"), SessionId{3});
  EXPECT_EQ(ids->allocate()->value, 4u);
}

TEST(IdMap, FileOfAnEarlierReleaseGoesOnWhereItWas) {
  nta::test::TemporaryDir state;
  state.write("session-ids", "ntadmin-session-ids 1\nboot " + boot + "\nnext 9\n3 logind:c1\n");
  {
    auto ids = IdMap::open(state.path(), boot);
    ASSERT_TRUE(ids);
    EXPECT_EQ(ids->allocate()->value, 9u);
    EXPECT_EQ(ids->allocate()->value, 10u);
  }
  auto ids = IdMap::open(state.path(), boot);
  ASSERT_TRUE(ids);
  EXPECT_EQ(ids->allocate()->value, 11u);
  EXPECT_EQ(ids->find("logind:c1"), SessionId{3});
}

TEST(IdMap, EachIdIsInTheFileBeforeItIsGiven) {
  nta::test::TemporaryDir state;
  auto ids = IdMap::open(state.path(), boot);
  ASSERT_TRUE(ids->id_of("logind:c1"));
  for (uint32_t id = 2; id < 12; ++id) {
    ASSERT_EQ(ids->allocate()->value, id);
    std::string text = state.read("session-ids");
    EXPECT_NE(text.find(fmt::format("\nnext {:010}\n1 logind:c1\n", id + 1)), std::string::npos) << text;
  }
}

TEST(IdMap, AnIdIsNeverUsedAgainWhileTheHostIsUp) {
  nta::test::TemporaryDir state;
  {
    auto ids = IdMap::open(state.path(), boot);
    ASSERT_TRUE(ids->id_of("logind:c1"));
    ASSERT_TRUE(ids->forget("logind:c1"));
  }
  auto ids = IdMap::open(state.path(), boot);
  EXPECT_FALSE(ids->find("logind:c1"));
  EXPECT_EQ(ids->id_of("logind:c1")->value, 2u);
}

TEST(IdMap, RebootStartsAgainAtOne) {
  nta::test::TemporaryDir state;
  { ASSERT_TRUE(IdMap::open(state.path(), boot)->id_of("logind:c1")); }
  auto ids = IdMap::open(state.path(), later_boot);
  ASSERT_TRUE(ids);
  EXPECT_FALSE(ids->find("logind:c1"));
  EXPECT_EQ(ids->allocate()->value, 1u);
}

TEST(IdMap, AnIdFoundInUseIsNotGivenOut) {
  nta::test::TemporaryDir state;
  auto ids = IdMap::open(state.path(), boot);
  ASSERT_TRUE(ids->reserve(SessionId{7}));
  EXPECT_EQ(ids->allocate()->value, 8u);
  EXPECT_FALSE(ids->reserve(first_listener));
}

TEST(IdMap, FileOfALaterVersionIsRefusedAndKept) {
  nta::test::TemporaryDir state;
  const std::string text = "ntadmin-session-ids 2\nboot " + boot + "\nnext 5\n";
  state.write("session-ids", text);
  auto ids = IdMap::open(state.path(), boot);
  ASSERT_FALSE(ids);
  EXPECT_EQ(ids.error().code, Win32::revision_mismatch);
  EXPECT_EQ(state.read("session-ids"), text);
}

TEST(IdMap, DamagedFileOfThisBootIsRefusedNotGuessed) {
  for (const char* damage : {"next x\n", "next 0\n", "next 5\n7 key\n", "next 5\nkey\n", "next 5\n2key\n", ""}) {
    nta::test::TemporaryDir state;
    state.write("session-ids", "ntadmin-session-ids 1\nboot " + boot + "\n" + damage);
    auto ids = IdMap::open(state.path(), boot);
    ASSERT_FALSE(ids) << damage;
    EXPECT_EQ(ids.error().code, Win32::invalid_data) << damage;
  }
}

TEST(IdMap, AnIdThatCannotBeKeptIsNotGiven) {
  auto ids = IdMap::open("/nonexistent-state-directory", boot);
  ASSERT_TRUE(ids);
  EXPECT_FALSE(ids->id_of("logind:c1"));
  EXPECT_FALSE(ids->find("logind:c1"));
  EXPECT_FALSE(ids->allocate());
}

TEST(IdMap, KeysNotToldAgainAreGivenUp) {
  nta::test::TemporaryDir state;
  auto ids = IdMap::open(state.path(), boot);
  for (const char* key : {"logind:c1", "logind:c2", "utmp:c1"}) ASSERT_TRUE(ids->id_of(key));
  ASSERT_TRUE(ids->forget_unless("logind:", [](std::string_view key) { return key == "logind:c2"; }));
  EXPECT_FALSE(ids->find("logind:c1"));
  EXPECT_TRUE(ids->find("logind:c2"));
  EXPECT_TRUE(ids->find("utmp:c1"));
}

TEST(IdMap, BootIdOfThisMachineIsReadable) { EXPECT_EQ(read_boot_id()->size(), 36u); }

}  // namespace
}  // namespace nta::host
