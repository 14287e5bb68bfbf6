#include "describe/pack.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>

#include "base/sid.h"
#include "describe/rows.h"

namespace nta::describe {
namespace {

struct Free {
  void operator()(void* block) const { std::free(block); }
};
using Block = std::unique_ptr<void, Free>;
void* from_heap(size_t size) { return std::malloc(size ? size : 1); }
void* from_nowhere(size_t) { return nullptr; }

struct PackTest : testing::Test {
  char16_t name[6] = u"zoë\u4e2d";
  Bytes owner = sid_administrators.bytes();
  WideRow rows[2] = {{7, name, owner.data(), u"abc", 1}, {8, nullptr, nullptr, u"", 0}};
};

TEST_F(PackTest, OneBlockHoldsRowsAndAllTheyPointAt) {
  size_t size = 0;
  auto packed = pack(type_of<WideRow>, rows, 2, from_heap, &size);
  ASSERT_TRUE(packed);
  Block block(*packed);
  auto* copy = static_cast<WideRow*>(block.get());
  auto inside = [&](const void* pointer) {
    return pointer >= copy + 2 && pointer < static_cast<std::byte*>(block.get()) + size;
  };
  EXPECT_TRUE(inside(copy[0].Name));
  EXPECT_TRUE(inside(copy[0].Owner));
  EXPECT_EQ(std::u16string(copy[0].Name), name);
  EXPECT_EQ(*Sid::from_bytes({static_cast<std::byte*>(copy[0].Owner), owner.size()}), sid_administrators);
  EXPECT_EQ(copy[1].Name, nullptr);
  EXPECT_EQ(copy[1].Id, 8u);
}

TEST_F(PackTest, WideRowsBecomeNarrowOnes) {
  auto packed = pack(type_of<WideRow>, type_of<NarrowRow>, rows, 2, from_heap);
  ASSERT_TRUE(packed);
  Block block(*packed);
  auto* narrow = static_cast<NarrowRow*>(block.get());
  EXPECT_STREQ(narrow[0].Name, "zo\xC3\xAB\xE4\xB8\xAD");
  EXPECT_STREQ(narrow[0].Title, "abc");
  EXPECT_EQ(narrow[1].Name, nullptr);
}

TEST_F(PackTest, NoMemoryIsAnErrorNotACrash) {
  auto packed = pack(type_of<WideRow>, rows, 2, from_nowhere);
  ASSERT_FALSE(packed);
  EXPECT_EQ(packed.error().code, Win32::not_enough_memory);
}

TEST_F(PackTest, PartsBecomeTheBlockThatAllRowsAtOnceWouldBe) {
  RowParts parts(type_of<WideRow>);
  ASSERT_TRUE(parts.add(rows, 1));
  ASSERT_TRUE(parts.add(nullptr, 0));
  ASSERT_TRUE(parts.add(rows, 2));
  ASSERT_TRUE(parts.add(rows + 1, 1));
  EXPECT_EQ(parts.count(), 4u);
  auto joined = parts.join(from_heap);
  ASSERT_TRUE(joined);
  Block block(*joined);
  auto* copy = static_cast<WideRow*>(block.get());
  for (size_t i : {0u, 1u}) {
    EXPECT_EQ(copy[i].Id, 7u);
    EXPECT_EQ(std::u16string(copy[i].Name), name);
    EXPECT_EQ(*Sid::from_bytes({static_cast<std::byte*>(copy[i].Owner), owner.size()}), sid_administrators);
    EXPECT_EQ(copy[i + 2].Id, 8u);
    EXPECT_EQ(copy[i + 2].Name, nullptr);
  }
  EXPECT_EQ(parts.count(), 0u);
}

TEST_F(PackTest, NoRowsAreABlockOfNothing) {
  size_t size = 1;
  Block block(*pack(type_of<WideRow>, nullptr, 0, from_heap, &size));
  EXPECT_EQ(size, 0u);
}

}  // namespace
}  // namespace nta::describe
