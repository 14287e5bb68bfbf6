#include "describe/show.h"

#include <gtest/gtest.h>

#include "base/filetime.h"
#include "base/sid.h"
#include "describe/rows.h"

namespace nta::describe {
namespace {

TEST(Show, JsonHasEveryNamedMemberInOrder) {
  char16_t name[] = u"a\"\n";
  Bytes owner = sid_system.bytes();
  WideRow row{7, name, owner.data(), u"abc", filetime_from_unix(1767225600)};
  std::string out;
  append_json(type_of<WideRow>, &row, out);
  EXPECT_EQ(out, R"({"Id":7,"Name":"a\"\u000a","Owner":"S-1-5-18","Title":"abc","Since":"2026-01-01T00:00:00Z"})");
}

TEST(Show, JsonHasNoControlCharacterThatATerminalCouldObey) {
  std::string out;
  append_json_string("\x1b[m\x7f\u0080\u009b\u009f \u00a0\u06db", out);
  EXPECT_EQ(out, "\"\\u001b[m\\u007f\\u0080\\u009b\\u009f \u00a0\u06db\"");
}

TEST(Show, NullAndNeverAreJsonNull) {
  WideRow row{};
  std::string out;
  append_json(type_of<WideRow>, &row, out);
  EXPECT_EQ(out, R"({"Id":0,"Name":null,"Owner":null,"Title":"","Since":null})");
}

TEST(Show, CellsAreFoundByTheirName) {
  WideRow row{7, nullptr, nullptr, u"abc", 0};
  EXPECT_EQ(cell(type_of<WideRow>, &row, "Id"), "7");
  EXPECT_EQ(cell(type_of<WideRow>, &row, "Title"), "abc");
  EXPECT_EQ(cell(type_of<WideRow>, &row, "Name"), "");
  EXPECT_EQ(cell(type_of<WideRow>, &row, "Nothing"), "");
}

}  // namespace
}  // namespace nta::describe
