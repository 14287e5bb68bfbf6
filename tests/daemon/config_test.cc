// The configuration file: what it sets, and how it says what is wrong with it.
#include "daemon/config.h"

#include <gtest/gtest.h>

#include "temporary_dir.h"

namespace nta::daemon {
namespace {

using nta::test::contents;
using nta::test::TemporaryDir;

std::string error_of(std::string_view text) {
  Settings settings;
  auto applied = apply_config(text, "n.conf", settings);
  return applied ? "" : applied.error().text;
}

TEST(Config, SetsValuesWithAndWithoutSections) {
  Settings settings;
  auto applied = apply_config(
      "# a comment\nlog_level = debug\n\n[sessions]\n  scrollback_lines=500\r\none_session_per_user = off\n"
      "detach_key = ^B\nshell = /bin/bash\n[providers]\nlogind = off",
      "n.conf", settings);
  ASSERT_TRUE(applied) << applied.error().text;
  EXPECT_EQ(settings.log_level, log::Level::debug);
  EXPECT_EQ(settings.scrollback_lines, 500u);
  EXPECT_FALSE(settings.one_session_per_user);
  EXPECT_EQ(settings.detach_key, "^B");
  EXPECT_EQ(settings.shell, "/bin/bash");
  EXPECT_EQ(settings.logind, Presence::off);
}

TEST(Config, ErrorsNameFileAndLine) {
  EXPECT_EQ(error_of("\n\ncolour = red\n"), "n.conf:3: unknown key 'colour'");
  EXPECT_EQ(error_of("log_level = loud"), "n.conf:1: log_level: 'loud' is not one of debug, info, warning, error");
  EXPECT_EQ(error_of("just words"), "n.conf:1: 'just words' is not 'key = value'");
  EXPECT_EQ(error_of("[colours]"), "n.conf:1: unknown section [colours]");
  EXPECT_EQ(error_of("[sessions"), "n.conf:1: a section heading ends with ']'");
  EXPECT_EQ(error_of("[daemon]\nshell = /bin/sh"), "n.conf:2: key 'shell' belongs in section [sessions], not [daemon]");
}

TEST(Config, WhatIsNoTextIsRefusedBeforeAPathIsCutAtANul) {
  using namespace std::literals;
  EXPECT_EQ(error_of("\nstate_dir = /srv\0/x"sv), "n.conf:2: a NUL byte: this is no text");
}

TEST(Config, RefusesValuesOutOfRange) {
  for (const char* bad : {"scrollback_lines = -1", "scrollback_lines = 1000001", "scrollback_lines = 12x",
                          "scrollback_lines =", "one_session_per_user = maybe", "detach_key = x", "detach_key = ^",
                          "detach_key = ^@", "listener_name = a b", "listener_name =", "state_dir = here",
                          "state_dir =", "state_dir = /x /", "shell = sh", "utmp = 2"})
    EXPECT_NE(error_of(bad), "") << bad;
}

TEST(Config, WhatIsReadAgainCountsAtOnceOrIsNamed) {
  Settings running, read;
  running.keytab = "/etc/old.keytab";
  ASSERT_TRUE(apply_config("shell = /bin/bash\nscrollback_lines = 7\nsmb_port = 4450\nunix = create\n", "n", read));
  EXPECT_EQ(take_changes(running, read), (std::vector<std::string>{"unix", "smb_port", "keytab"}));
  EXPECT_EQ(running.shell, "/bin/bash");
  EXPECT_EQ(running.scrollback_lines, 7u);
  EXPECT_EQ(running.unix_users, accounts::UnixMode::map);
  EXPECT_EQ(running.smb_port, std::nullopt);
  EXPECT_EQ(running.keytab, "/etc/old.keytab");
  EXPECT_EQ(take_changes(running, read).size(), 3u) << "it is said again, until it is so";
  EXPECT_TRUE(take_changes(running, Settings(running)).empty());
}

TEST(Config, AMissingFileIsAnErrorOnlyWhenItWasNamed) {
  TemporaryDir dir;
  Settings settings;
  EXPECT_TRUE(load_config(dir / "none", Missing::is_fine, settings));
  auto named = load_config(dir / "none", Missing::is_an_error, settings);
  ASSERT_FALSE(named);
  EXPECT_NE(named.error().text.find(dir / "none"), std::string::npos);
  EXPECT_FALSE(load_config(dir.path(), Missing::is_fine, settings)) << "a directory is no configuration file";
}

TEST(Config, TheExampleFileShowsEveryKeyWithItsDefault) {
  auto defaults = default_settings(Mode::system);
  ASSERT_TRUE(defaults);
  std::string example = contents(NTADMIN_EXAMPLE_CONFIG);
  std::string described = describe_config(*defaults);
  EXPECT_EQ(example.substr(example.find("[daemon]")), described);
}

TEST(Config, TheExampleFileCanBeReadWithEveryKeyUncommented) {
  std::string example = contents(NTADMIN_EXAMPLE_CONFIG);
  for (size_t at = 0; (at = example.find("\n#", at)) != std::string::npos; ++at)
    if (example[at + 2] != ' ') example.erase(at + 1, 1);
  Settings settings;
  auto applied = apply_config(example, "example", settings);
  EXPECT_TRUE(applied) << applied.error().text;
}

}  // namespace
}  // namespace nta::daemon
