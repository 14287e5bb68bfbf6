#include "base/files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>

#include "temporary_dir.h"

namespace nta {
namespace {

struct Files : testing::Test {
  test::TemporaryDir directory;
  std::string path = directory / "file";
};

TEST_F(Files, ReplacedFileHasTheNewTextAndIsPrivate) {
  ASSERT_TRUE(replace_file(path, "one", Durability::on_disk));
  ASSERT_TRUE(replace_file(path, "two", Durability::as_the_system_does));
  EXPECT_EQ(*read_file(path), "two");
  struct stat status;
  ASSERT_EQ(::stat(path.c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0600u);
}

TEST_F(Files, FailedReplacementLeavesNothingBehind) {
  ASSERT_TRUE(std::filesystem::create_directory(path));  // a directory cannot be replaced by a file
  EXPECT_FALSE(replace_file(path, "one", Durability::as_the_system_does));
  EXPECT_FALSE(std::filesystem::exists(path + ".new"));
}

TEST_F(Files, LargerFilesThanAllowedAreRefused) {
  ASSERT_TRUE(replace_file(path, std::string(100, 'x'), Durability::as_the_system_does));
  EXPECT_EQ(read_file(path, 99).error().code, Win32::invalid_data);
  EXPECT_EQ(read_file(path + "none").error().code, Win32::file_not_found);
}

TEST_F(Files, ADirectorysEntriesAreSortedAndOneThatCannotBeListedIsAnError) {
  for (const char* name : {"b.conf", "a.conf", ".conf", "b.conf.new", "c"})
    ASSERT_TRUE(replace_file(directory / name, "", Durability::as_the_system_does));
  EXPECT_EQ(*entries_of(directory.path()), (std::vector<std::string>{".conf", "a.conf", "b.conf", "b.conf.new", "c"}));
  EXPECT_EQ(*entries_of(directory.path(), ".conf"), (std::vector<std::string>{"a", "b"}));
  EXPECT_EQ(entries_of(path).error().code, Win32::file_not_found);
  EXPECT_FALSE(entries_of(directory / "c"));
}

TEST_F(Files, APathIsMadeAbsoluteFromWhereTheProcessIsAndNoneFromNowhere) {
  EXPECT_EQ(*absolute_path("/a/b"), "/a/b");
  EXPECT_EQ(*absolute_path("a"), std::filesystem::current_path() / "a");
  EXPECT_EQ(absolute_path("").error().code, Win32::invalid_name);
  const auto before = std::filesystem::current_path();
  const std::string gone = directory / "gone";
  std::filesystem::create_directory(gone);
  std::filesystem::current_path(gone);
  std::filesystem::remove(gone);
  EXPECT_EQ(absolute_path("a").error().code, Win32::file_not_found);
  EXPECT_EQ(*absolute_path("/a"), "/a");
  std::filesystem::current_path(before);
}

}  // namespace
}  // namespace nta
