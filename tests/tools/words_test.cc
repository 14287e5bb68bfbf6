// The small parts: suggestions, numbers, idle times, and the completion script.
#include <gtest/gtest.h>

#include <algorithm>

#include "tools/account_store.h"
#include "tools/arguments.h"
#include "tools/help.h"
#include "tools/idle_time.h"
#include "tools/suggest.h"

namespace nta::tools {
namespace {

TEST(Suggest, ASlipOfTheFingerIsFoundAndAnotherWordIsNot) {
  EXPECT_EQ(edit_distance("sesion", "session"), 1u);
  EXPECT_EQ(edit_distance("", "abc"), 3u);
  EXPECT_EQ(did_you_mean("--sever", {"--server", "--json"}), "; did you mean '--server'?");
  EXPECT_EQ(did_you_mean("frobnicate", {"logoff", "tskill"}), "");
  EXPECT_EQ(did_you_mean(std::string(100000, 'x'), {"logoff"}), "");
}

TEST(Number, OnlyTheWholeTextInThirtyTwoBits) {
  EXPECT_EQ(parse_number("4294967295"), 4294967295u);
  for (const char* text : {"", "4294967296", "-1", "+1", "1x", " 1", "0x1"}) EXPECT_FALSE(parse_number(text)) << text;
}

const Command& command_named(std::string_view name) {
  return **std::ranges::find(all_commands(), name, [](const Command* command) { return command->name; });
}

TEST(Words, BackslashesFirstNameTheServerWhereACommandHasNone) {
  Parsed parsed = parse(command_named("query session"), {R"(\\srv)", "7"});
  EXPECT_EQ(parsed.wrong, "");
  EXPECT_EQ(parsed.arguments.value(server_option), R"(\\srv)");
  EXPECT_EQ(parsed.arguments.operands(), std::vector<std::string>{"7"});
  EXPECT_EQ(parse(command_named("msg"), {"7", R"(\\srv)"}).arguments.operands().size(), 2u) << "what is said to 7";
  EXPECT_EQ(parse(command_named("net session"), {R"(\\laptop)"}).arguments.operand(), R"(\\laptop)") << "a client";
  EXPECT_NE(parse(command_named("logoff"), {R"(\\srv)", "7", "/server:other"}).wrong, "");
}

TEST(Words, AnOptionThatWindowsLacksHasItsOwnNameAfterASlash) {
  const Command& setup = command_named("setup");
  EXPECT_EQ(parse(setup, {"/STATE-DIR:there"}).arguments.value(state_dir_option), "there");
  EXPECT_NE(parse(setup, {"/:there"}).wrong, "");
  EXPECT_EQ(parse(command_named("backup"), {"/:"}).arguments.operand(), "/:");
}

TEST(Words, AnEmptyDirectoryIsRefused) {
  auto directory = find_state_dir(parse(command_named("setup"), {"--state-dir="}).arguments);
  EXPECT_EQ(directory.error().code, Win32::invalid_name);
}

TEST(IdleTime, IsWrittenAsWindowsWritesIt) {
  EXPECT_EQ(idle_text(std::nullopt), "none ");
  EXPECT_EQ(idle_text(59), ".");
  EXPECT_EQ(idle_text(60), "1");
  EXPECT_EQ(idle_text(3599), "59");
  EXPECT_EQ(idle_text(3900), "1:05");
  EXPECT_EQ(idle_text(86400 + 3 * 3600 + 15 * 60), "1+03:15");
}

TEST(LogonTime, TwelveIsNoonAndMidnight) {
  setenv("TZ", "UTC", 1);
  EXPECT_EQ(logon_text(filetime_from_unix(1711324800)), "3/25/2024 12:00 AM");
  EXPECT_EQ(logon_text(filetime_from_unix(1711368000)), "3/25/2024 12:00 PM");
  EXPECT_EQ(logon_text(filetime_from_unix(1711407540)), "3/25/2024 10:59 PM");
  EXPECT_EQ(logon_text(0), "");
}

TEST(Completion, NamesEveryCommandAndItsOptions) {
  auto script = bash_completion();
  for (const Command* command : all_commands()) {
    size_t at = script.find("'ntadmin " + std::string(command->name) + "'*");
    ASSERT_NE(at, std::string::npos) << command->name;
    std::string words = script.substr(at, script.find('\n', at) - at);
    std::ranges::replace(words, '\'', ' ');
    for (const Option& option : command->options)
      EXPECT_EQ(words.find("--" + std::string(option.name) + " ") != std::string::npos, option.support == Support::full)
          << command->name << ": " << option.name;
  }
}

TEST(Help, OptionsStandInColumnsByTheirNames) {
  auto text = help_of(command_named("setup"), "ntadmin setup");
  EXPECT_NE(text.find("\n"
                      "  --state-dir DIR  /state-dir:DIR  the host's state directory, where it is not the usual\n"
                      "  --admin NAME     /admin:NAME     the account that administers (Administrator)\n"
                      "  --password-fd N  /password-fd:N  read the password from file descriptor N, one line\n"
                      "  --help           /?              show this help\n"),
            std::string::npos)
      << text;
}

TEST(Help, EveryTopicHasItsCommands) {
  auto text = help_of_all();
  for (const Topic& topic : all_topics())
    EXPECT_NE(text.find(fmt::format("\n{}\n  {} ", topic.heading, topic.first->name)), std::string::npos) << text;
}

}  // namespace
}  // namespace nta::tools
