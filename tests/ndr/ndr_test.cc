// Values against bytes worked out by hand: both directions.
#include <gtest/gtest.h>
#include <malloc.h>

#include "base/sid.h"
#include "base/utf16.h"
#include "ndr/decode.h"
#include "ndr/encode.h"
#include "ndr/samples.h"

namespace nta::ndr {
namespace {

using namespace describe;
using test::hex;

TEST(Ndr, StructureMembersAreAlignedToTheirSize) {
  Bytes bytes = hex("07 000000 44332211");
  EXPECT_EQ(*encode(Pair{7, 0x11223344}), bytes);
  auto back = decode<Pair>(bytes);
  ASSERT_TRUE(back) << back.error().text;
  EXPECT_EQ((*back)->small, 7);
  EXPECT_EQ((*back)->large, 0x11223344u);
}

TEST(Ndr, BigEndianPeersAreUnderstood) {
  auto back = decode<Pair>(hex("07 000000 11223344"), std::endian::big);
  ASSERT_TRUE(back);
  EXPECT_EQ((*back)->large, 0x11223344u);
}

// The array's pointers come first, then what each row points at, row by row.
TEST(Ndr, PointeesOfAnArrayFollowAllItsElements) {
  Pair pairs[] = {{1, 2}};
  char16_t a[] = u"A", b[] = u"B";
  Named rows[] = {{a, 1, pairs}, {b, 0, nullptr}};
  Bytes bytes =
      hex("00000200 02000000"                    // rows: referent, conformance
          "04000200 01000000 08000200"           // row 0: name, count, pairs
          "0c000200 00000000 00000000"           // row 1
          "02000000 00000000 02000000 41000000"  // "A"
          "01000000 01000000 02000000"           // one pair
          "02000000 00000000 02000000 42000000"  // "B"
          "02000000 00000000");                  // rows_count, result
  auto encoded = encode(Rows{rows, 2, 0});
  ASSERT_TRUE(encoded);
  EXPECT_EQ(*encoded, bytes);
  auto back = decode<Rows>(bytes);
  ASSERT_TRUE(back) << back.error().text;
  EXPECT_EQ(to_utf8((*back)->rows[1].name), "B");
  EXPECT_EQ((*back)->rows[0].pairs[0].large, 2u);
  EXPECT_EQ((*back)->rows[1].pairs, nullptr);
}

TEST(Ndr, VaryingArraysCarryTheirMaximumAndTheElementsSent) {
  char16_t text[] = {u'h', u'i'};
  Bytes bytes = hex("0400 0800 00000200 04000000 00000000 02000000 68006900");
  EXPECT_EQ(*encode(CountedText{4, 8, text}), bytes);
  auto back = decode<CountedText>(bytes);
  ASSERT_TRUE(back) << back.error().text;
  EXPECT_EQ(std::u16string((*back)->buffer, 2), u"hi");
}

TEST(Ndr, UnionSendsItsTagAgainBeforeTheArm) {
  Choice number{1, {.number = 5}};
  EXPECT_EQ(*encode(number), hex("01000000 01000000 05000000"));
  char16_t text[] = u"x";
  Choice pointer{2, {.text = text}};
  Bytes bytes = hex("02000000 02000000 00000200 02000000 00000000 02000000 78000000");
  EXPECT_EQ(*encode(pointer), bytes);
  auto back = decode<Choice>(bytes);
  ASSERT_TRUE(back);
  EXPECT_EQ(to_utf8((*back)->arms.text), "x");
}

TEST(Ndr, EmptyArmIsTheTagAlone) {
  Choice empty{3, {.number = 0}};
  EXPECT_EQ(*encode(empty), hex("03000000 03000000"));
  EXPECT_TRUE(decode<Choice>(hex("03000000 03000000")));
}

/** What a label does not set holds `rest` in every byte. */
void fill_with_labels(std::span<Labelled> rows, int rest) {
  std::memset(static_cast<void*>(rows.data()), rest, rows.size_bytes());
  for (Labelled& row : rows) {
    row.level = 1;
    row.arms.label.mark = 7;
    row.arms.label.number = 9;
    copy_cut(row.arms.label.text, u"ab");
  }
}

// Rows of one kind are copied by a plan; those of another kind between them are not.
TEST(Ndr, ListsMayMixRowsOfSeveralKinds) {
  char16_t name[] = u"x";
  Labelled rows[7];
  fill_with_labels(rows, 0xAA);
  rows[4].level = 3;
  rows[5].level = 2;
  rows[5].arms.text = name;
  std::string label = "01000000 01000000 07 00 0900 6100 6200 0000";
  std::string bytes = "00000200 07000000";
  for (int i = 0; i < 4; ++i) bytes += label + "0000";                   // the next row is aligned
  bytes += "03000000 03000000  02000000 02000000 04000200";              // nothing; a text, which follows the rows
  bytes += label + "0000 02000000 00000000 02000000 78000000 07000000";  // the text, rows_count
  auto encoded = encode(LabelledRows{rows, 7});
  ASSERT_TRUE(encoded);
  EXPECT_EQ(*encoded, hex(bytes));
  auto back = decode<LabelledRows>(hex(bytes));
  ASSERT_TRUE(back) << back.error().text;
  for (int i : {0, 1, 2, 3, 6}) {
    EXPECT_EQ((*back)->rows[i].arms.label.mark, 7);
    EXPECT_EQ((*back)->rows[i].arms.label.number, 9);
    EXPECT_EQ(std::u16string((*back)->rows[i].arms.label.text), u"ab");
  }
  EXPECT_EQ((*back)->rows[4].level, 3u);
  EXPECT_EQ(std::u16string((*back)->rows[5].arms.text), u"x");
}

TEST(Ndr, WhatRowsDoNotSetIsZeroWhateverTheirMemoryHeld) {
  Labelled rows[7];
  fill_with_labels(rows, 0);
  std::memset(static_cast<void*>(&rows[4]), 0, sizeof rows[4]);
  rows[4].level = 3;
  auto encoded = encode(LabelledRows{rows, 7});
  ASSERT_TRUE(encoded);
  ::mallopt(M_PERTURB, 0x5A);
  auto back = decode<LabelledRows>(*encoded);
  ::mallopt(M_PERTURB, 0);
  ASSERT_TRUE(back) << back.error().text;
  EXPECT_EQ(std::memcmp((*back)->rows, rows, sizeof rows), 0);
}

TEST(Ndr, FullPointersToTheSameThingShareAReferent) {
  uint32_t one = 9;
  Bytes bytes = hex("00000200 09000000 00000200");
  EXPECT_EQ(*encode(Shared{&one, &one}), bytes);
  auto back = decode<Shared>(bytes);
  ASSERT_TRUE(back);
  EXPECT_EQ((*back)->first, (*back)->second);
  EXPECT_EQ(*(*back)->second, 9u);
}

// As in the towers of an endpoint mapper's answer: all pointers of the array come before what they point at.
TEST(Ndr, FullPointersOfOneArrayShareWhatComesOnce) {
  uint32_t nine = 9, seven = 7;
  Shared rows[] = {{&nine, &nine}, {&seven, &nine}};
  Bytes bytes =
      hex("00000200 02000000"  // rows: referent, conformance
          "04000200 04000200"  // row 0
          "08000200 04000200"  // row 1
          "09000000 07000000"  // one of each
          "02000000");         // rows_count
  EXPECT_EQ(*encode(SharedRows{rows, 2}), bytes);
  auto back = decode<SharedRows>(bytes);
  ASSERT_TRUE(back) << back.error().text;
  const Shared* read = (*back)->rows;
  EXPECT_EQ(*read[0].first, 9u);
  EXPECT_EQ(*read[1].first, 7u);
  EXPECT_EQ(read[0].second, read[0].first);
  EXPECT_EQ(read[1].second, read[0].first);
}

TEST(Ndr, EveryOtherFormGoesBothWays) {
  Bytes owner = make_sid(5, 32, 544).bytes();
  Forms forms{1,      0x0000000200000001, 7, 0x0000000400000003, 6, guid("00112233-4455-6677-8899-aabbccddeeff"), {},
              u"abc", owner.data(),       2, {0xAA, 0xBB}};
  forms.handle.id.data1 = 0x55;
  Bytes bytes =
      hex("01 000000 01000000 02000000"                             // flag, pair_time at 4
          "07 000000 03000000 04000000"                             // between at 12, hyper_time at 16
          "0600 0000 33221100 5544 7766 8899aabbccddeeff"           // kind, id
          "00000000 55000000 0000 0000 0000000000000000"            // handle
          "610062006300 0000"                                       // text
          "00000200 02000000 01 02 000000000005 20000000 20020000"  // owner
          "02000000 00000000 02000000 aabb");                       // sent, then offset, count, bytes
  auto encoded = encode(forms);
  ASSERT_TRUE(encoded);
  EXPECT_EQ(*encoded, bytes);
  auto back = decode<Forms>(bytes);
  ASSERT_TRUE(back) << back.error().text;
  EXPECT_EQ((*back)->pair_time, 0x0000000200000001);
  EXPECT_EQ((*back)->hyper_time, 0x0000000400000003);
  EXPECT_EQ((*back)->kind, 6u);
  EXPECT_EQ((*back)->id, forms.id);
  EXPECT_EQ(std::u16string((*back)->text), u"abc");
  EXPECT_EQ(Bytes(static_cast<std::byte*>((*back)->owner), static_cast<std::byte*>((*back)->owner) + 16), owner);
  EXPECT_EQ((*back)->address[1], 0xBB);
}

TEST(Ndr, CountThatTravelsElsewhereIsFilledInFromTheConformance) {
  uint8_t data[] = {1, 2, 3};
  Bytes bytes = hex("03000000 010203 00 09000000");
  EXPECT_EQ(*encode(ReadReply{data, 3, 9}), bytes);
  auto back = decode<ReadReply>(bytes);
  ASSERT_TRUE(back) << back.error().text;
  EXPECT_EQ((*back)->data_size, 3u);
  EXPECT_EQ((*back)->result, 9u);
}

TEST(Ndr, BytesAfterTheLastParameterAreIgnored) {
  EXPECT_TRUE(decode<Pair>(hex("07 000000 44332211 00000000 00000000")));
}

TEST(Ndr, NullReferencePointerIsRefused) {
  auto encoded = encode(ReadReply{nullptr, 0, 0});
  ASSERT_FALSE(encoded);
  EXPECT_EQ(encoded.error().code, Win32::rpc_null_ref_pointer);
}

}  // namespace
}  // namespace nta::ndr
