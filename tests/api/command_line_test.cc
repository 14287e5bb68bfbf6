// Command lines taken apart by Windows' rules.
#include "api/ntadmin/command_line.h"

#include <gtest/gtest.h>

namespace nta::api {
namespace {

using Words = std::vector<std::string>;

TEST(CommandLine, WordsEndAtSpacesAndQuotesHoldThemTogether) {
  EXPECT_EQ(split_command_line("prog a\tb  c"), (Words{"prog", "a", "b", "c"}));
  EXPECT_EQ(split_command_line("\"/opt/my prog\" \"a b\"c \"\""), (Words{"/opt/my prog", "a bc", ""}));
  EXPECT_EQ(split_command_line("  "), Words{});
  EXPECT_EQ(split_command_line("p \"no end"), (Words{"p", "no end"}));
}

TEST(CommandLine, BackslashesCountBeforeQuotesOnly) {
  EXPECT_EQ(split_command_line(R"(p a\b c\\d)"), (Words{"p", R"(a\b)", R"(c\\d)"}));
  EXPECT_EQ(split_command_line(R"(p a\"b a\\"b c" a\\\"b)"), (Words{"p", "a\"b", "a\\b c", "a\\\"b"}));
  EXPECT_EQ(split_command_line(R"(p\"q)"), Words{"p\\q"}) << "the program's name has no escapes";
  EXPECT_EQ(split_command_line(R"(p \)"), (Words{"p", "\\"}));
}

TEST(CommandLine, TwoQuotesWithinQuotesAreOne) {
  EXPECT_EQ(split_command_line(R"(p "say ""hi"" now")"), (Words{"p", "say \"hi\" now"}));
}

}  // namespace
}  // namespace nta::api
