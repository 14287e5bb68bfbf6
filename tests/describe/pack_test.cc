#include "describe/pack.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <memory>

#include "base/sid.h"
#include "describe/rows.h"

namespace nta::describe {
namespace {

/** What a tag selects, and a counted list of rows that point at text. */
struct Item {
  char16_t* Name;
  uint32_t Number;
  static constexpr auto described() {
    return fields(NTA_FIELD(Item, Name, "Name", unique<wstring>), NTA_FIELD(Item, Number, "Number", u32));
  }
};
union Choice {
  char16_t* Name;
  uint32_t Number;
};
constexpr std::array choice_arms{Arm{1, &unique<wstring>}, Arm{2, &u32}};
constexpr Type choice = union_type<Choice>(u32, choice_arms);
struct Nested {
  uint32_t Level;
  Choice Chosen;
  uint32_t Count;
  Item* Items;
  static constexpr auto described() {
    return fields(
        NTA_FIELD(Nested, Level, "", u32),
        NTA_FIELD(Nested, Chosen, "Chosen", choice).switched(NTA_NUMBER(Nested, Level)),
        NTA_FIELD(Nested, Count, "", u32),
        NTA_FIELD(Nested, Items, "Items", unique<array_of<type_of<Item>>>).counted(NTA_NUMBER(Nested, Count)));
  }
};

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

TEST_F(PackTest, ListsInsideRowsAreCopiedWithWhatTheyPointAt) {
  Item items[] = {{name, 1}, {nullptr, 2}};
  Nested nested[] = {{1, {.Name = name}, 2, items}, {2, {.Number = 5}, 0, nullptr}};
  Block block(*pack(type_of<Nested>, nested, 2, from_heap));
  auto* copy = static_cast<Nested*>(block.get());
  EXPECT_NE(copy[0].Chosen.Name, name);
  EXPECT_EQ(std::u16string(copy[0].Chosen.Name), name);
  EXPECT_NE(copy[0].Items, items);
  EXPECT_NE(copy[0].Items[0].Name, name);
  EXPECT_EQ(std::u16string(copy[0].Items[0].Name), name);
  EXPECT_EQ(copy[0].Items[1].Name, nullptr);
  EXPECT_EQ(copy[0].Items[1].Number, 2u);
  EXPECT_EQ(copy[1].Chosen.Number, 5u);
  EXPECT_EQ(copy[1].Items, nullptr);
}

TEST_F(PackTest, WhatTheTagDoesNotSelectIsLeftOut) {
  Nested nested = {3, {.Name = name}, 0, nullptr};
  Block block(*pack(type_of<Nested>, &nested, 1, from_heap));
  EXPECT_EQ(static_cast<Nested*>(block.get())->Chosen.Name, nullptr);
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
