// The uses of one user.
#include "auth/use_table.h"

#include <gtest/gtest.h>

namespace {

using namespace nta;
using namespace nta::auth;
using Extent = UseTable::Extent;
using Proof = UseTable::Proof;

Use use_of(std::string server, std::u16string user = u"bob", std::u16string password = u"secret") {
  return {.server = std::move(server),
          .port = 445,
          .remote = u"\\\\x\\IPC$",
          .credentials = Credentials::of_password(user, u"", password)};
}

TEST(UseTable, WithoutProofNothingIsMade) {
  UseTable table;
  EXPECT_FALSE(*table.add(use_of("fs02"), Proof::missing));
  EXPECT_TRUE(table.all().empty());
  EXPECT_TRUE(*table.add(use_of("fs02"), Proof::given));
  EXPECT_TRUE(*table.add(use_of("FS02"), Proof::missing));
  EXPECT_EQ(table.find("Fs02", 445)->count, 2u);
  EXPECT_FALSE(table.find("fs02", 1445));
}

TEST(UseTable, AServerIsUsedUnderOneNameAndPassword) {
  UseTable table;
  ASSERT_TRUE(table.add(use_of("fs02"), Proof::given));
  EXPECT_TRUE(table.add(use_of("fs02", u"BOB"), Proof::given));
  for (const Use& other : {use_of("fs02", u"carol"), use_of("fs02", u"bob", u"other"), use_of("fs02", u"CORP\\bob"),
                           Use{.server = "fs02", .port = 445}})
    for (Proof proof : {Proof::missing, Proof::given})
      EXPECT_EQ(table.add(other, proof).error().code, Win32::session_credential_conflict);
  EXPECT_EQ(table.find("fs02", 445)->count, 2u);
}

TEST(UseTable, TheLastAdditionTakenBackEndsIt) {
  UseTable table;
  for (int i = 0; i < 3; ++i) ASSERT_TRUE(table.add(use_of("fs02"), Proof::given));
  EXPECT_TRUE(table.remove("fs02", 445, Extent::one_addition));
  EXPECT_EQ(table.find("fs02", 445)->count, 2u);
  EXPECT_TRUE(table.remove("FS02", 445, Extent::all_of_them));
  EXPECT_FALSE(table.remove("fs02", 445, Extent::all_of_them));
  ASSERT_TRUE(table.add(use_of("fs02", u"carol"), Proof::given));
  EXPECT_EQ(table.all().front().number, 2u) << "a new use has a new number";
}

TEST(UseTable, HasABound) {
  UseTable table;
  for (size_t i = 0; i < UseTable::most_uses; ++i)
    ASSERT_TRUE(table.add({.server = std::to_string(i), .port = 445}, Proof::given));
  EXPECT_EQ(table.add(use_of("fs02"), Proof::given).error().code, Win32::no_system_resources);
}

TEST(UseTable, NamesHaveABound) {
  auto add = [](size_t server, size_t remote, size_t user, size_t domain) {
    UseTable table;
    Use use = use_of(std::string(server, 's'));
    use.remote = std::u16string(remote, u'r');
    use.credentials->user = std::u16string(user, u'u');
    use.credentials->domain = std::u16string(domain, u'd');
    auto added = table.add(std::move(use), Proof::given);
    return added ? Win32::success : added.error().code;
  };
  EXPECT_EQ(add(255, 260, 256, 256), Win32::success);
  EXPECT_EQ(add(256, 260, 256, 256), Win32::invalid_parameter);
  EXPECT_EQ(add(255, 261, 256, 256), Win32::invalid_parameter);
  EXPECT_EQ(add(255, 260, 257, 256), Win32::invalid_parameter);
  EXPECT_EQ(add(255, 260, 256, 257), Win32::invalid_parameter);
}

}  // namespace
