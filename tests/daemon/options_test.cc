// The command line, and which of default, file and flag wins.
#include "daemon/options.h"

#include <gtest/gtest.h>

#include "temporary_dir.h"

namespace nta::daemon {
namespace {

using nta::test::put;
using nta::test::TemporaryDir;

std::variant<Options, Answer> parse(std::vector<const char*> words) {
  words.insert(words.begin(), "ntadmind");
  return parse_options(static_cast<int>(words.size()), words.data());
}

Options good(std::vector<const char*> words) {
  auto parsed = parse(std::move(words));
  EXPECT_TRUE(std::holds_alternative<Options>(parsed));
  return std::holds_alternative<Options>(parsed) ? std::get<Options>(parsed) : Options{};
}

Answer answer(std::vector<const char*> words) {
  auto parsed = parse(std::move(words));
  EXPECT_TRUE(std::holds_alternative<Answer>(parsed));
  return std::holds_alternative<Answer>(parsed) ? std::get<Answer>(parsed) : Answer{};
}

TEST(Options, AUsersOwnHostListensOnNoNetworkUnlessToldTo) {
  TemporaryDir dir;
  std::string file = dir / "n.conf";
  put(file, "");
  auto quiet = settings_for(good({"--config", file.c_str()}));
  auto told = settings_for(good({"--config", file.c_str(), "--smb-port", "4450"}));
  put(file, "smb_port = 4451\nsmb_encryption = required\n");
  auto configured = settings_for(good({"--config", file.c_str()}));
  ASSERT_TRUE(quiet && told && configured);
  EXPECT_EQ(quiet->smb_port_or_default(), 0);
  EXPECT_EQ(told->smb_port_or_default(), 4450);
  EXPECT_EQ(configured->smb_port_or_default(), 4451);
  EXPECT_EQ(configured->smb_encryption, smb::Encryption::required);
}

TEST(Options, RpcOverTcpHasPortsOfItsOwn) {
  TemporaryDir dir;
  std::string file = dir / "n.conf";
  put(file, "");
  auto quiet = settings_for(good({"--config", file.c_str()}));
  put(file,
      "rpc_port = 4452\nepmapper_port = 4453\nrpc_level = privacy\nkeytab = /etc/krb5.keytab\n"
      "rpc_header_signing = offered\n"
      "target_names = srv, srv.example.com\nnull_session_pipes = srvsvc,, wkssvc \n");
  auto configured = settings_for(good({"--config", file.c_str(), "--epmapper-port", "4454"}));
  auto machine = default_settings(Mode::system);
  ASSERT_TRUE(quiet && configured && machine);
  EXPECT_FALSE(quiet->serves_rpc());
  EXPECT_EQ(quiet->epmapper_port_or_default(), 0);
  EXPECT_EQ(configured->rpc_port, 4452);
  EXPECT_EQ(configured->epmapper_port_or_default(), 4454);
  EXPECT_EQ(configured->rpc_level, auth::Level::privacy);
  EXPECT_EQ(configured->keytab, "/etc/krb5.keytab");
  EXPECT_EQ(quiet->rpc_header_signing, auth::HeaderSigning::on);
  EXPECT_EQ(configured->rpc_header_signing, auth::HeaderSigning::off);
  EXPECT_EQ(configured->target_names, "srv, srv.example.com");
  EXPECT_EQ(listed(configured->null_session_pipes), (std::vector<std::string>{"srvsvc", "wkssvc"}));
  EXPECT_TRUE(listed(quiet->null_session_pipes).empty());
  EXPECT_TRUE(machine->serves_rpc());
  EXPECT_EQ(machine->epmapper_port_or_default(), 135);
}

TEST(Options, TheMachinesHostHasTheStandardPort) {
  auto settings = default_settings(Mode::system);
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->smb_port_or_default(), 445);
  settings->smb_port = 0;
  EXPECT_EQ(settings->smb_port_or_default(), 0);
}

TEST(Options, WrongUsageIsStatusTwoAndHelpIsZero) {
  EXPECT_EQ(answer({"--user", "--system"}).status, Exit::usage);
  EXPECT_EQ(answer({"--colour"}).status, Exit::usage);
  EXPECT_EQ(answer({"--smb-port", "70000"}).status, Exit::usage);
  EXPECT_EQ(answer({"--help"}).status, Exit::success);
  EXPECT_NE(answer({"--help"}).text.find("--state-dir"), std::string::npos);
  EXPECT_EQ(answer({"--version"}).status, Exit::success);
}

TEST(Options, AFlagWinsOverTheFileAndTheFileOverTheDefault) {
  TemporaryDir dir;
  std::string file = dir / "n.conf";
  put(file, "log_level = error\nscrollback_lines = 7\n");
  std::string state = dir / "state";
  auto settings = settings_for(good({"--config", file.c_str(), "--log-level", "debug", "--state-dir", state.c_str()}));
  ASSERT_TRUE(settings) << settings.error().text;
  EXPECT_EQ(settings->log_level, log::Level::debug);
  EXPECT_EQ(settings->scrollback_lines, 7u);
  EXPECT_EQ(settings->state_dir, state);
  EXPECT_EQ(settings->sessions_dir(), state + "/sessions");
  EXPECT_EQ(settings->socket_path(), state + "/ntadmind.sock");
}

TEST(Options, SystemModeHasItsSocketInRun) {
  auto settings = default_settings(Mode::system);
  ASSERT_TRUE(settings);
  EXPECT_EQ(settings->socket_path(), "/run/ntadmin/ntadmind.sock");
  EXPECT_EQ(settings->sessions_dir(), "/run/ntadmin/sessions");
}

TEST(Options, ALongStateDirectoryHasItsSocketInTheRuntimeDirectory) {
  setenv("XDG_RUNTIME_DIR", "/run/user/1", 1);
  std::string deep = "/tmp/" + std::string(120, 'd');
  auto settings = settings_for(good({"--state-dir", deep.c_str(), "--config", "/dev/null"}));
  ASSERT_TRUE(settings) << settings.error().text;
  EXPECT_EQ(settings->socket_path().substr(0, 12), "/run/user/1/");
  unsetenv("XDG_RUNTIME_DIR");
  EXPECT_FALSE(settings_for(good({"--state-dir", deep.c_str(), "--config", "/dev/null"})));
}

TEST(Options, XdgStateHomeIsHonouredAndARelativeOneIgnored) {
  setenv("HOME", "/home/u", 1);
  setenv("XDG_STATE_HOME", "/s", 1);
  EXPECT_EQ(default_settings(Mode::user)->state_dir, "/s/ntadmin");
  setenv("XDG_STATE_HOME", "s", 1);
  EXPECT_EQ(default_settings(Mode::user)->state_dir, "/home/u/.local/state/ntadmin");
  unsetenv("XDG_STATE_HOME");
}

}  // namespace
}  // namespace nta::daemon
