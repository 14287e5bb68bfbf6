// The database as files: what is refused, what a backup brings back, what a full disk leaves.
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <thread>

#include "host/accounts/database.h"
#include "host/accounts/restore.h"
#include "host/accounts/setup.h"
#include "host/accounts/stores.h"
#include "temporary_dir.h"

namespace nta::accounts {
namespace {

using nta::test::TemporaryDir;

Win32 open_code(const std::string& directory) { return code_of(AccountStore::open({directory, "TESTHOST"})); }

TEST(AccountFilesTest, EverythingIsThereAfterReopening) {
  TemporaryDir dir;
  Sid sid;
  {
    TestStore store(dir.path());
    sid = store->domain_sid();
    must(store->add_user(named("alice"), clear(u"secret"), SetBy::administrator));
  }
  TestStore store(dir.path());
  EXPECT_EQ(store->domain_sid(), sid);
  EXPECT_TRUE(must(store->nt_hash(must(store->user("alice")).rid)));
}

TEST(AccountFilesTest, FilesAreTheOwnersAlone) {
  TemporaryDir dir;
  TestStore store(dir.path());
  must(store->add_user(named("alice")));
  for (const char* name : {"accounts.db", "accounts.db-wal", "accounts.db-shm", "accounts.key"}) {
    struct stat status {};
    ASSERT_EQ(stat((dir.path() + "/" + name).c_str(), &status), 0) << name;
    EXPECT_EQ(status.st_mode & 077, 0u) << name;
  }
}

TEST(AccountFilesTest, HashesAreNotInTheFile) {
  TemporaryDir dir;
  {
    TestStore store(dir.path());
    must(store->add_user(named("alice"), clear(u"secret"), SetBy::administrator));
  }
  // MD4 of "secret" in UTF-16LE.
  EXPECT_EQ(dir.read("accounts.db").find("\x87\x8D\x80\x14\x60\x6C\xDA\x29"), std::string::npos);
}

TEST(AccountFilesTest, MissingDatabaseIsSaidWhereNoneIsToBeMade) {
  TemporaryDir dir;
  EXPECT_EQ(code_of(AccountStore::open({dir.path(), "TESTHOST"}, AccountStore::Missing::is_an_error)),
            Win32::file_not_found);
}

TEST(AccountFilesTest, CopyWithoutItsKeyIsRefused) {
  TemporaryDir dir, other;
  { TestStore store(dir.path()); }
  { TestStore store(other.path()); }
  other.write("accounts.db", dir.read("accounts.db"));
  EXPECT_EQ(open_code(other.path()), Win32::invalid_data);
  unlink((other.path() + "/accounts.key").c_str());
  EXPECT_EQ(open_code(other.path()), Win32::invalid_data);
  EXPECT_NE(access((other.path() + "/accounts.key").c_str(), F_OK), 0);
}

TEST(AccountFilesTest, KeyThatOthersMayReadIsRefused) {
  TemporaryDir dir;
  { TestStore store(dir.path()); }
  chmod((dir.path() + "/accounts.key").c_str(), 0644);
  EXPECT_EQ(open_code(dir.path()), Win32::access_denied);
}

TEST(AccountFilesTest, TruncatedDatabaseIsRefused) {
  TemporaryDir dir;
  {
    TestStore store(dir.path());
    for (int i = 0; i < 500; ++i) must(store->add_user(named(fmt::format("user{}", i))));
  }
  std::string whole = dir.read("accounts.db");
  for (size_t size : {size_t{50}, whole.size() / 2, whole.size() - 4096}) {
    dir.write("accounts.db", whole.substr(0, size));
    EXPECT_EQ(open_code(dir.path()), Win32::invalid_data) << size;
  }
}

TEST(AccountFilesTest, ForeignDatabaseAndTextAreRefused) {
  TemporaryDir dir;
  { TestStore store(dir.path()); }
  std::string whole = dir.read("accounts.db");
  std::string foreign = whole;
  foreign[68] ^= 1;  // the application id in SQLite's header
  dir.write("accounts.db", foreign);
  EXPECT_EQ(open_code(dir.path()), Win32::invalid_data);
  std::string newer = whole;
  newer[63] = 99;  // user_version
  dir.write("accounts.db", newer);
  EXPECT_EQ(open_code(dir.path()), Win32::revision_mismatch);
  dir.write("accounts.db", std::string(8192, 'x'));
  EXPECT_EQ(open_code(dir.path()), Win32::invalid_data);
}

TEST(AccountFilesTest, DatabaseOfAnEarlierFormIsBroughtToTodays) {
  TemporaryDir dir;
  {
    TestStore store(dir.path());
    must(store->add_user(named("alice"), clear(u"secret"), SetBy::administrator));
    User user = named("unix");
    user.uid = 1234;
    must(store->add_user(user));
    must(store->add_group({Rid(), "staff", "", 7}));
    must(store->add_alias({Home::account, Rid(), "readers", ""}));
  }
  {
    Database database = must(Database::open(dir.path() + "/accounts.db", Database::Access::write));
    must(
        database.execute("DROP INDEX alias_by_rid; DROP INDEX group_by_name;"
                         "CREATE INDEX principal_by_rid ON principal (kind, home, rid);"
                         "CREATE INDEX principal_by_name ON principal (kind, name_key);"
                         "ALTER TABLE user DROP COLUMN by_operator; PRAGMA user_version = 2"));
  }
  TestStore store(dir.path());
  EXPECT_EQ(must(store->user("alice")).uid, std::nullopt);
  EXPECT_EQ(must(store->user_of(1234)).name, "unix");
  EXPECT_EQ(must(store->display(Display::users, {}, 10)).back().name, "unix");
  EXPECT_EQ(must(store->display(Display::groups, {}, 10)).back().name, "staff");
  EXPECT_EQ(must(store->names(Kind::alias, Home::account, {})).back().name, "readers");
  EXPECT_EQ(must(store->names(Kind::user, Home::builtin, {})).size(), 0u);
  User twin = named("twin");
  twin.uid = 1234;
  EXPECT_EQ(code_of(store->add_user(twin)), Win32::already_exists);
  Rid alice = must(store->user("alice")).rid;
  must(store->delete_user(alice));
  auto members = must(store->group_members(rid_none));
  EXPECT_EQ(std::count(members.begin(), members.end(), alice), 0);
}

TEST(AccountFilesTest, BackupBringsEverythingBackElsewhere) {
  TemporaryDir dir, other;
  std::string file = dir.path() + "/backup";
  Sid sid;
  {
    TestStore store(dir.path());
    sid = store->domain_sid();
    must(store->add_user(named("alice"), clear(u"secret"), SetBy::administrator));
    must(store->backup(file));
    must(store->add_user(named("later")));
  }
  must(restore(file, other.path()));
  TestStore store(other.path());
  EXPECT_EQ(store->domain_sid(), sid);
  EXPECT_TRUE(must(store->nt_hash(must(store->user("alice")).rid)));
  EXPECT_EQ(code_of(store->user("later")), Win32::user_not_found);
}

TEST(AccountFilesTest, RestoreGivesNoRidOutAgain) {
  TemporaryDir dir, other;
  std::string file = dir.path() + "/backup";
  Rid later;
  {
    TestStore store(dir.path());
    must(store->backup(file));
    later = must(store->add_user(named("later")));
  }
  must(restore(file, dir.path()));
  EXPECT_GT(must(TestStore(dir.path())->add_user(named("next"))), later);
  must(restore(file, other.path()));  // where nothing says which were given
  EXPECT_GT(must(TestStore(other.path())->add_user(named("next"))).value, later.value + 1000);
}

TEST(AccountFilesTest, AChangeThatTakesTheTransactionWithItTakesTheWholeBatch) {
  TemporaryDir dir;
  { TestStore store(dir.path()); }
  {
    Database database = must(Database::open(dir.path() + "/accounts.db", Database::Access::write));
    must(
        database.execute("CREATE TRIGGER breaks AFTER INSERT ON principal WHEN NEW.name = 'breaks' "
                         "BEGIN SELECT RAISE(ROLLBACK, 'no more pages'); END"));
  }
  TestStore store(dir.path());
  std::vector<NewUser> users;
  for (const char* name : {"before", "breaks", "after"}) users.push_back({named(name), {}});
  for (const auto& added : store->add_users(users, SetBy::administrator)) EXPECT_FALSE(added);
  for (const char* name : {"before", "breaks", "after"})
    EXPECT_EQ(code_of(store->user(name)), Win32::user_not_found) << name;
  must(store->add_user(named("later")));
}

TEST(AccountFilesTest, RestoreOfWhatIsNoBackupChangesNothing) {
  TemporaryDir dir;
  {
    TestStore store(dir.path());
    must(store->add_user(named("alice")));
    must(store->backup(dir.path() + "/backup"));
  }
  std::string whole = dir.read("backup");
  dir.write("half", whole.substr(0, whole.size() / 2));
  dir.write("text", "no database");
  for (const char* name : {"half", "text", "accounts.db", "absent"})
    EXPECT_FALSE(restore(dir.path() + "/" + name, dir.path())) << name;
  TestStore store(dir.path());
  EXPECT_TRUE(store->user("alice"));
}

TEST(AccountFilesTest, SetupMakesOneAdministratorOnce) {
  TestStore store;
  EXPECT_EQ(code_of(set_up(*store.store, "boss", u"")), Win32::password_too_short);
  must(set_up(*store.store, "boss", u"Sekret123"));
  EXPECT_EQ(must(who_administers(*store.store)), "boss");
  EXPECT_EQ(code_of(set_up(*store.store, "other", u"Sekret123")), Win32::already_exists);
  auto members = must(store->alias_members(Home::builtin, Rid(544)));
  EXPECT_NE(std::find(members.begin(), members.end(), store->sid_of(must(store->user("boss")).rid)), members.end());
}

TEST(AccountFilesTest, ManyWritersAndReadersAtOnce) {
  TemporaryDir dir;
  TestStore store(dir.path());
  std::vector<std::thread> threads;
  for (int writer = 0; writer < 8; ++writer)
    threads.emplace_back([&, writer] {
      for (int i = 0; i < 20; ++i) {
        must(store->add_user(named(fmt::format("w{}-{}", writer, i))));
        must(store->users({{}, 10}));
      }
    });
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(must(store->totals()).users, 162u);
}

// ---- in a child of their own

/** Runs `work` in a child process; what waitpid says of it. */
int in_child(const std::function<int()>& work) {
  pid_t child = fork();
  if (child == 0) _exit(work());
  int status = 0;
  waitpid(child, &status, 0);
  return status;
}

TEST(AccountFilesTest, FullDiskIsSaidAndLeavesTheDatabaseWhole) {
  TemporaryDir dir;
  { TestStore store(dir.path()); }
  int status = in_child([&]() -> int {
    signal(SIGXFSZ, SIG_IGN);
    auto store = AccountStore::open({dir.path(), "TESTHOST"});
    if (!store) return 10;
    rlimit limit{200'000, 200'000};
    setrlimit(RLIMIT_FSIZE, &limit);
    for (int i = 0; i < 10'000; ++i) {
      auto added = (*store)->add_user(named(fmt::format("user{}", i)));
      if (added) continue;
      if (added.error().code != Win32::disk_full) return 3;
      if (code_of((*store)->user(fmt::format("user{}", i))) != Win32::user_not_found) return 4;
      return i > 0 && (*store)->user("user0") ? 0 : 5;
    }
    return 2;
  });
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
  TestStore store(dir.path());
  EXPECT_TRUE(store->user("user0"));
  must(store->add_user(named("after")));
}

}  // namespace
}  // namespace nta::accounts
