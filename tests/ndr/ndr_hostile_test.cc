// What a hostile peer can put into a count, a length or a pointer.
#include <gtest/gtest.h>

#include "base/sid.h"
#include "ndr/decode.h"
#include "ndr/encode.h"
#include "ndr/samples.h"

namespace nta::ndr {
namespace {

using namespace describe;
using test::hex;

template <class T>
void expect_refused(std::string_view bytes, const Limits& limits = {}) {
  auto back = decode<T>(hex(bytes), std::endian::little, limits);
  ASSERT_FALSE(back);
  EXPECT_EQ(back.error().code, Win32::rpc_bad_stub_data);
}

TEST(NdrHostile, TruncationAtEveryLengthIsAnError) {
  Pair pairs[] = {{1, 2}};
  char16_t name[] = u"A";
  Named row{name, 1, pairs};
  Bytes bytes = *encode(Rows{&row, 1, 0});
  for (size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(decode<Rows>(ByteView(bytes).first(length))) << length;
}

TEST(NdrHostile, CountLargerThanWhatIsLeftAllocatesNothing) { expect_refused<Rows>("00000200 ffffff7f"); }
TEST(NdrHostile, CountThatDisagreesWithItsMemberIsRefused) {
  expect_refused<Rows>("00000200 00000000 01000000 00000000");  // no element arrived, rows_count says one
}
TEST(NdrHostile, StringWithoutTerminatorIsRefused) {
  expect_refused<Choice>("02000000 02000000 00000200 01000000 00000000 01000000 7800");
}
TEST(NdrHostile, StringOfNoCharactersIsRefused) {
  expect_refused<Choice>("02000000 02000000 00000200 00000000 00000000 00000000");
}
TEST(NdrHostile, OffsetInsideAVaryingArrayIsRefused) {
  expect_refused<CountedText>("0400 0800 00000200 04000000 01000000 02000000 68006900");
}
TEST(NdrHostile, MoreElementsThanTheMaximumAreRefused) {
  expect_refused<CountedText>("0400 0200 00000200 01000000 00000000 02000000 68006900");
}
TEST(NdrHostile, UnknownArmIsRefused) { expect_refused<Choice>("09000000 09000000"); }
TEST(NdrHostile, TagThatDisagreesWithItsMemberIsRefused) { expect_refused<Choice>("03000000 01000000 05000000"); }
/** Members, the last but one of them this SID. */
std::string with_sid(std::string_view sid) {
  return "01 000000 0100000002000000 07 000000 0300000004000000 06000000 33221100554477668899aabbccddeeff"
         "00000000 55000000 000000000000000000000000 6100620063000000 00000200" +
         std::string(sid) + "00000000 00000000 00000000";
}
/** A list of six rows, the fifth as given. */
Bytes labelled_rows(std::string_view fifth) {
  std::string row = "01000000 01000000 07 00 0900 6100 6200 0000 0000";
  return hex("00000200 06000000" + row + row + row + row + std::string(fifth) + row + "06000000");
}
TEST(NdrHostile, OneRowOfManyIsLookedAtLikeTheOthers) {
  EXPECT_TRUE(decode<LabelledRows>(labelled_rows("01000000 01000000 07 00 0900 6100 6200 0000 0000")));
  EXPECT_FALSE(decode<LabelledRows>(labelled_rows("02000000 01000000 07 00 0900 6100 6200 0000 0000")))
      << "tags differ";
  EXPECT_FALSE(decode<LabelledRows>(labelled_rows("01000000 03000000 07 00 0900 6100 6200 0000 0000")))
      << "tags differ";
  EXPECT_FALSE(decode<LabelledRows>(labelled_rows("09000000 09000000 07 00 0900 6100 6200 0000 0000")))
      << "no such arm";
  auto unterminated = decode<LabelledRows>(labelled_rows("01000000 01000000 07 ff 0900 6100 6200 6300 ffff"));
  ASSERT_TRUE(unterminated);
  EXPECT_EQ(std::u16string((*unterminated)->rows[4].arms.label.text), u"ab");
}
TEST(NdrHostile, ListsOfOneKindThatAreCutOffAreErrors) {
  Bytes bytes = labelled_rows("01000000 01000000 07 00 0900 6100 6200 0000 0000");
  for (size_t length = 0; length < bytes.size(); ++length)
    EXPECT_FALSE(decode<LabelledRows>(ByteView(bytes).first(length))) << length;
}

TEST(NdrHostile, SidOfSixteenPartsIsRefused) { expect_refused<Forms>(with_sid("10000000 0110000000000005")); }
TEST(NdrHostile, SidOfAnotherRevisionIsRefused) {
  expect_refused<Forms>(with_sid("01000000 0201000000000005 01000000"));
  expect_refused<Forms>(with_sid("00000000 0000000000000005"));
}
TEST(NdrHostile, SidOfZeroesIsNone) {
  auto back = decode<Forms>(hex(with_sid("00000000 0000000000000000")));
  ASSERT_TRUE(back);
  EXPECT_FALSE(Sid::from_bytes({static_cast<std::byte*>((*back)->owner), 8}));
}
TEST(NdrHostile, MemoryLimitHoldsAcrossAllocations) {
  Limits limits;
  limits.memory = 8;
  expect_refused<CountedText>("0a00 0a00 00000200 05000000 00000000 05000000 68006900680069006800", limits);
}
TEST(NdrHostile, RowLimitHolds) {
  Limits limits;
  limits.rows = 1;
  expect_refused<CountedText>("0400 0800 00000200 04000000 00000000 02000000 68006900", limits);
}

}  // namespace
}  // namespace nta::ndr
