// Accounts from files: what a line is, what is wrong with one, and that what goes out comes in again.
#include "host/accounts/import.h"

#include "auth/ntlm/keys.h"
#include "host/accounts/stores.h"

namespace nta::accounts {
namespace {

// As 'pdbedit -L -w' of Samba 4.17 prints it; the password is "secret".
constexpr std::string_view pdbedit =
    "alice:1000:XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX:878D8014606CDA29677A44EFA1353FC7:[UX         ]:LCT-65540E00:\n"
    "\n"
    "nobody:65534:XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX:XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX:[DU         ]:LCT-00000000:\n";

TEST(ImportTest, PassdbLinesBringHashFlagsAndTime) {
  ImportFile file = read_passdb(pdbedit);
  ASSERT_TRUE(file.errors.empty()) << file.errors[0].error.text;
  ASSERT_EQ(file.rows.size(), 2u);
  TestStore store;
  EXPECT_TRUE(import_rows(*store.store, file.rows, DryRun::no).empty());
  User alice = must(store->user("alice"));
  EXPECT_EQ(alice.control, control::normal | control::password_never_expires);
  EXPECT_EQ(alice.password_last_set, filetime_from_unix(0x65540E00));
  auto hash = must(store->nt_hash(alice.rid));
  ASSERT_TRUE(hash);
  EXPECT_EQ(*hash, auth::ntlm::nt_hash(u"secret"));
  EXPECT_TRUE(must(store->user("nobody")).is_disabled());
  EXPECT_FALSE(must(store->user("nobody")).has_password);
}

TEST(ImportTest, PassdbGoesOutAsItCameIn) {
  ImportFile file = read_passdb(pdbedit);
  TestStore store;
  EXPECT_TRUE(import_rows(*store.store, std::span(file.rows).first(1), DryRun::no).empty());
  User alice = must(store->user("alice"));
  ImportFile again = read_passdb(passdb_line(alice, must(store->nt_hash(alice.rid))));
  ASSERT_EQ(again.rows.size(), 1u);
  EXPECT_EQ(again.rows[0].second.user.control, alice.control);
  EXPECT_EQ(again.rows[0].second.nt_hash, file.rows[0].second.nt_hash);
  EXPECT_EQ(again.rows[0].second.password_set, alice.password_last_set);
}

TEST(ImportTest, APasswordThatWasNeverSetByItsOwnerHasToBeChanged) {
  constexpr std::string_view hash = "XXXXXXXXXXXXXXXXXXXXXXXXXXXXXXXX:878D8014606CDA29677A44EFA1353FC7";
  ImportFile file =
      read_passdb(fmt::format("alice:1000:{}:[U          ]:LCT-00000000:\n"
                              "never:1001:{}:[UX         ]:LCT-00000000:\n",
                              hash, hash));
  TestStore store;
  EXPECT_TRUE(import_rows(*store.store, file.rows, DryRun::no).empty());
  User alice = must(store->user("alice"));
  EXPECT_EQ(alice.password_last_set, 0);
  EXPECT_TRUE(alice.control & control::password_expired);
  EXPECT_FALSE(must(store->user("never")).control & control::password_expired);
}

TEST(ImportTest, WhatIsWrongIsToldByLineAndTheOthersGoOn) {
  ImportFile file = read_passdb(
      "one:1:X:X:[U]:LCT-0:\n"
      "two:2:X\n"
      "three:3:X:12:[U]:LCT-0:\n"
      "four:4:X:X:[?]:LCT-0:\n"
      "five:5:X:X:[U]:yesterday:\n"
      "s*x:6:X:X:[U]:LCT-0:\n"
      "seven:7:X:X:[U]:LCT-0:\n");
  EXPECT_EQ(file.rows.size(), 2u);
  std::vector<size_t> lines;
  for (const ImportError& each : file.errors) lines.push_back(each.line);
  EXPECT_EQ(lines, (std::vector<size_t>{2, 3, 4, 5, 6}));
}

TEST(ImportTest, CsvIsReadByItsHeadingAndQuotes) {
  ImportFile file = read_csv("full_name,name,disabled\r\n\"Smith, \"\"Al\"\"\",al,yes\r\nBo,bo,no\nshort\n");
  ASSERT_EQ(file.rows.size(), 2u);
  EXPECT_EQ(file.rows[0].second.user.full_name, "Smith, \"Al\"");
  EXPECT_TRUE(file.rows[0].second.user.is_disabled());
  EXPECT_EQ(file.rows[1].second.user.name, "bo");
  ASSERT_EQ(file.errors.size(), 1u);
  EXPECT_EQ(file.errors[0].line, 4u);
}

TEST(ImportTest, CsvWithAHeadingThatIsNoneHasOneError) {
  EXPECT_EQ(read_csv("name,shoe_size\na,43\n").errors.size(), 1u);
  EXPECT_EQ(read_csv("full_name\nA\n").errors.size(), 1u);
  EXPECT_EQ(read_csv("\"name\na\n").errors.size(), 1u);
}

TEST(ImportTest, QuotedFieldGoesOverLinesWhoseNumbersStillCount) {
  ImportFile file = read_csv("name,comment\na,\"one\ntwo\"\nb*,\n");
  ASSERT_EQ(file.rows.size(), 1u);
  EXPECT_EQ(file.rows[0].second.user.comment, "one\ntwo");
  ASSERT_EQ(file.errors.size(), 1u);
  EXPECT_EQ(file.errors[0].line, 4u);
}

TEST(ImportTest, CsvOfASpreadsheetHasAByteOrderMarkAndSemicolons) {
  ImportFile file = read_csv("\xEF\xBB\xBFname;comment\r\nal;one, two\r\nbo;\"a;b\"\r\n");
  ASSERT_EQ(file.rows.size(), 2u) << file.errors[0].error.text;
  EXPECT_EQ(file.rows[0].second.user.comment, "one, two");
  EXPECT_EQ(file.rows[1].second.user.comment, "a;b");
  EXPECT_EQ(read_csv("\xEF\xBB\xBFname\nal\n").rows.size(), 1u);
}

TEST(ImportTest, NameComesOnceInAFile) {
  ImportFile file = read_csv("name\nal\nbo\nAL\n");
  EXPECT_EQ(file.rows.size(), 2u);
  ASSERT_EQ(file.errors.size(), 1u);
  EXPECT_EQ(file.errors[0].line, 4u);
  EXPECT_EQ(file.errors[0].error.code, Win32::user_exists);
  EXPECT_NE(file.errors[0].error.text.find("line 2"), std::string::npos);
}

TEST(ImportTest, FileWithNothingInItIsAnError) {
  for (std::string_view text : {"", "\n\r\n", "\xEF\xBB\xBF"}) {
    EXPECT_EQ(read_csv(text).errors.size(), 1u);
    EXPECT_EQ(read_passdb(text).errors.size(), 1u);
  }
  EXPECT_TRUE(read_csv("name\n").errors.empty());
}

TEST(ImportTest, CsvGoesOutAsItCameIn) {
  User user = named("q");
  user.full_name = "Quote \" and,\r\ncomma";
  user.control |= control::disabled;
  ImportFile file = read_csv(csv_heading() + "\n" + csv_line(user) + "\n");
  ASSERT_EQ(file.rows.size(), 1u);
  EXPECT_EQ(file.rows[0].second.user.full_name, user.full_name);
  EXPECT_EQ(file.rows[0].second.user.control, user.control);
}

TEST(ImportTest, DryRunFindsTakenNamesAndChangesNothing) {
  TestStore store;
  ImportLine rows[2];
  rows[0] = {7, {.user = named("GUEST")}};
  rows[1] = {8, {.user = named("new")}};
  auto errors = import_rows(*store.store, rows, DryRun::yes);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].line, 7u);
  EXPECT_EQ(errors[0].error.code, Win32::user_exists);
  EXPECT_EQ(code_of(store->user("new")), Win32::user_not_found);
}

TEST(ImportTest, RowThatIsRefusedLeavesThoseCommittedWithItAlone) {
  TestStore store;
  std::vector<ImportLine> rows;
  for (size_t i = 1; i <= 2500; ++i) rows.push_back({i, {.user = named(i == 1700 ? "guest" : fmt::format("u{}", i))}});
  rows[99].second.nt_hash = auth::ntlm::nt_hash(u"secret");
  auto errors = import_rows(*store.store, rows, DryRun::no);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_EQ(errors[0].line, 1700u);
  EXPECT_EQ(errors[0].error.code, Win32::user_exists);
  EXPECT_EQ(must(store->totals()).users, 2u + 2499);
  EXPECT_EQ(must(store->nt_hash(must(store->user("u100")).rid)), auth::ntlm::nt_hash(u"secret"));
  EXPECT_EQ(must(store->user("u1701")).rid.value, must(store->user("u1699")).rid.value + 1);  // none is used up
}

}  // namespace
}  // namespace nta::accounts
