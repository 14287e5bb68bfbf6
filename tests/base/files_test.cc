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

}  // namespace
}  // namespace nta
