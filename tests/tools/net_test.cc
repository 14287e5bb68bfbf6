// The `net` commands, against a server in memory. Headings: as Windows' net.exe has them.
#include <gtest/gtest.h>
#include <unistd.h>

#include <cstdlib>

#include "base/types.h"
#include "fake_net.h"
#include "outcome.h"

namespace nta::tools {
namespace {

WCHAR address[] = u"192.0.2.5";
WCHAR user[] = u"jürgen";
WCHAR pipe_path[] = u"\\PIPE\\srvsvc";
WCHAR ipc[] = u"IPC$";
WCHAR data[] = u"data";
WCHAR data_path[] = u"/srv/data";
WCHAR remark[] = u"Remote IPC";

class Net : public testing::Test {
 protected:
  void SetUp() override {
    auto& server = fake::net_server();
    server = {};
    server.sessions = {
        {.sesi502_cname = address, .sesi502_username = user, .sesi502_num_opens = 2, .sesi502_idle_time = 90061}};
    for (DWORD id = 7; id < 12; ++id)
      server.files.push_back({.fi3_id = id,
                              .fi3_permissions = PERM_FILE_READ | PERM_FILE_WRITE,
                              .fi3_pathname = pipe_path,
                              .fi3_username = user});
    server.shares = {{.shi2_netname = ipc,
                      .shi2_type = STYPE_SPECIAL | STYPE_IPC,
                      .shi2_remark = remark,
                      .shi2_max_uses = 0xFFFFFFFF},
                     {.shi2_netname = data, .shi2_max_uses = 4, .shi2_path = data_path}};
  }
  static std::vector<std::string>& actions() { return fake::net_server().actions; }
  static std::u16string& asked() { return fake::net_server().asked; }
};

TEST_F(Net, SessionListsClientsWithTheirBackslashes) {
  EXPECT_EQ(net({"session"}).out,
            " Computer                User name             Client Type  Opens  Idle time\n"
            " \\\\192.0.2.5             jürgen                                 2  1D 01:01:01\n");
}

TEST_F(Net, SessionListsInLines) {
  EXPECT_EQ(net({"sessions", "/list"}).out,
            "User name    jürgen\n"
            "Computer     \\\\192.0.2.5\n"
            "Guest logon  No\n"
            "Client type  \n"
            "Opens        2\n"
            "Sess time    00:00:00\n"
            "Idle time    1D 01:01:01\n\n");
  EXPECT_EQ(net({"session", "/list", "--json"}).status, 2);
}

TEST_F(Net, SessionThatIsNotFoundIsNamed) {
  fake::net_server().failure = NERR_ClientNameNotFound;
  EXPECT_NE(net({"session", "\\\\nobody"}).err.find("of client '\\\\nobody'"), std::string::npos);
}

TEST_F(Net, SessionEndsThoseOfAClientOnTheServerThatAnOptionNames) {
  EXPECT_EQ(net({"session", "\\\\192.0.2.5", "/delete", "/server:other"}).status, 0);
  EXPECT_EQ(actions(), std::vector<std::string>{"delete session \\\\192.0.2.5 of "});
  EXPECT_EQ(asked(), u"other");
}

TEST_F(Net, SessionWantsBackslashesBeforeAClient) {
  auto outcome = net({"session", "192.0.2.5"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("two backslashes"), std::string::npos);
}

TEST_F(Net, FileListsAllPagesOfALongList) {
  std::string out = net({"file"}).out;
  EXPECT_EQ(std::count(out.begin(), out.end(), '\n'), 6);
  EXPECT_NE(out.find("\\PIPE\\srvsvc"), std::string::npos);
}

TEST_F(Net, FileTellsAboutOneAndClosesIt) {
  EXPECT_NE(net({"file", "8"}).out.find("Permissions  RW\n"), std::string::npos);
  EXPECT_EQ(net({"file", "8", "/close"}).status, 0);
  EXPECT_EQ(actions(), std::vector<std::string>{"close 8"});
  EXPECT_EQ(net({"file", "99"}).status, 1);
  EXPECT_EQ(net({"file", "x"}).status, 2);
}

TEST_F(Net, ShareListsAddsChangesAndTakesAway) {
  EXPECT_EQ(net({"share"}).out,
            " Share name   Resource                        Remark\n"
            " IPC$                                         Remote IPC\n"
            " data         /srv/data\n");
  EXPECT_EQ(net({"share", "new=/srv/new", "/remark:x"}).status, 0);
  EXPECT_EQ(net({"share", "data", "/users:5", "/remark:y"}).status, 0);
  EXPECT_EQ(net({"share", "data", "/delete"}).status, 0);
  EXPECT_EQ(actions(), (std::vector<std::string>{"share new=/srv/new", "change share data level 1004",
                                                 "change share data level 1006", "delete share data"}));
  EXPECT_NE(net({"share", "data"}).out.find("Maximum users  4\n"), std::string::npos);
}

TEST_F(Net, ShareIsNotChangedWhereOptionsContradictEachOther) {
  EXPECT_EQ(net({"share", "data", "/delete", "/remark:x"}).status, 2);
  EXPECT_EQ(net({"share", "data", "/users:5", "/unlimited"}).status, 2);
  EXPECT_EQ(net({"use", "\\\\fs02", "/delete", "/user:bob"}).status, 2);
  EXPECT_TRUE(actions().empty());
}

TEST_F(Net, ViewHidesAdministrativeSharesUnlessAllAreWanted) {
  EXPECT_EQ(net({"view", "\\\\other"}).out.find("IPC$"), std::string::npos);
  EXPECT_EQ(asked(), u"\\\\other");
  EXPECT_NE(net({"view", "\\\\other", "/all"}).out.find("IPC$"), std::string::npos);
  EXPECT_NE(net({"view"}).err.find("6118"), std::string::npos);
}

TEST_F(Net, TimeIsLocalToTheServer) {
  EXPECT_EQ(net({"time", "\\\\other"}).out, "Current time at \\\\other is 2024-03-25 13:01:00\n");
}

TEST_F(Net, StatisticsJoinTheHalvesOfLongCounters) {
  std::string out = net({"statistics", "server"}).out;
  EXPECT_NE(out.find("Statistics since                2024-03-25T12:01:00Z\n"), std::string::npos) << out;
  EXPECT_NE(out.find("Bytes sent                      4294967296\n"), std::string::npos) << out;
  EXPECT_EQ(net({"statistics", "workstation"}).status, 0);
  EXPECT_EQ(net({"statistics", "printer"}).status, 2);
}

TEST_F(Net, ConfigShowsAndSets) {
  EXPECT_NE(net({"config"}).out.find("Server Comment           build host\n"), std::string::npos);
  EXPECT_NE(net({"config", "workstation"}).out.find("WORKGROUP"), std::string::npos);
  EXPECT_EQ(net({"config", "server", "/srvcomment:x", "/hidden:yes", "/autodisconnect:-1"}).status, 0);
  EXPECT_EQ(actions(), (std::vector<std::string>{"set server 1005", "set server 1010", "set server 1016"}));
  EXPECT_EQ(net({"config", "/hidden:perhaps"}).status, 2);
}

TEST_F(Net, JsonHasTheNamesOfWin32net) {
  EXPECT_NE(net({"session", "--json"}).out.find("\"client_name\":\"192.0.2.5\""), std::string::npos);
  EXPECT_NE(net({"time", "--json"}).out.find("\"elapsedt\""), std::string::npos);
}

TEST_F(Net, UseListsAndEnds) {
  WCHAR path[] = u"\\\\fs02\\IPC$", bob[] = u"bob", corp[] = u"CORP";
  fake::net_server().uses = {{.ui2_remote = path, .ui2_usecount = 2, .ui2_username = bob, .ui2_domainname = corp}};
  EXPECT_EQ(net({"use"}).out,
            " Remote                                 User name                   Uses\n"
            " \\\\fs02\\IPC$                            CORP\\bob                       2\n");
  EXPECT_EQ(net({"use", "\\\\fs02", "/delete"}).status, 0);
  EXPECT_EQ(net({"use", "*", "/delete"}).status, 0);
  EXPECT_EQ(actions(), std::vector<std::string>(2, "use no longer \\\\fs02\\IPC$ force 2"));
  EXPECT_EQ(net({"use", "fs02"}).status, 1) << "without backslashes";
}

TEST_F(Net, UseHasNoDrivesAndDoesNotLast) {
  EXPECT_NE(net({"use", "X:", "\\\\fs02\\data"}).err.find("(50, "), std::string::npos);
  EXPECT_NE(net({"use", "\\\\fs02", "/persistent:yes"}).err.find("(50, "), std::string::npos);
  EXPECT_EQ(net({"use", "/persistent:no"}).status, 0);
  EXPECT_EQ(net({"use", "\\\\fs02", "/persistent:no", "/delete"}).status, 0);
  EXPECT_EQ(actions(), std::vector<std::string>{"use no longer \\\\fs02\\IPC$ force 2"});
}

TEST_F(Net, WhatNoHostHereDoesIsRefusedWithItsReason) {
  for (std::vector<std::string> words : {std::vector<std::string>{"share", "data", "/grant:bob,READ"},
                                         {"share", "data", "/cache:none"},
                                         {"view", "/domain"},
                                         {"view", "/domain:CORP"}}) {
    auto outcome = net(words);
    EXPECT_EQ(outcome.status, 1) << words.back();
    EXPECT_NE(outcome.err.find("(50, "), std::string::npos) << outcome.err;
  }
  fake::net_server().failure = ERROR_NOT_SUPPORTED;
  EXPECT_NE(net({"share", "x=/tmp"}).err.find("with Samba"), std::string::npos);
}

/** A file that names two servers. */
class NetFleet : public Net {
 protected:
  NetFleet() {
    char name[] = "/tmp/ntadmin-fleet-XXXXXX";
    UniqueFd file(::mkstemp(name));
    path_ = name;
    std::string_view text = "alpha\nlonger-name\n";
    EXPECT_EQ(::write(file.get(), text.data(), text.size()), static_cast<ssize_t>(text.size()));
  }
  ~NetFleet() override { ::unlink(path_.c_str()); }
  Outcome ask(std::vector<std::string> words) {
    words.insert(words.end(), {"--fleet", path_});
    return net(std::move(words));
  }
  std::string path_;
};

TEST_F(NetFleet, RowsHaveTheirServerInFront) {
  EXPECT_EQ(ask({"share"}).out,
            "SERVER       Share name   Resource                        Remark\n"
            "alpha        IPC$                                         Remote IPC\n"
            "alpha        data         /srv/data\n"
            "longer-name  IPC$                                         Remote IPC\n"
            "longer-name  data         /srv/data\n");
  EXPECT_NE(ask({"session", "--json"}).out.find("{\"Server\":\"longer-name\",\"client_name\""), std::string::npos);
}

TEST_F(NetFleet, WhatIsToldInLinesIsARowAServer) {
  EXPECT_EQ(ask({"time"}).out,
            "SERVER       Current time\n"
            "alpha        2024-03-25 13:01:00\n"
            "longer-name  2024-03-25 13:01:00\n");
  EXPECT_NE(ask({"config"}).out.find("\nalpha        \\\\"), std::string::npos);
}

TEST_F(NetFleet, NothingIsChangedOfMany) {
  for (std::vector<std::string> words : {std::vector<std::string>{"share", "x=/x"},
                                         {"share", "data", "/delete"},
                                         {"file", "7", "/close"},
                                         {"config", "/hidden:yes"},
                                         {"session", "\\\\a", "/delete"},
                                         {"user", "bob", "/active:no"},
                                         {"localgroup", "Users", "bob", "/add"},
                                         {"accounts", "/minpwlen:9"}})
    EXPECT_EQ(ask(words).status, 2) << words[0];
  EXPECT_TRUE(actions().empty());
  EXPECT_EQ(ask({"share", "\\\\other"}).status, 2) << "a server besides those of the file";
}

TEST_F(NetFleet, ThoseThatFailAreNamed) {
  fake::net_server().failure = ERROR_BAD_NETPATH;
  auto outcome = ask({"share"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("longer-name: cannot list shares of longer-name (53)"), std::string::npos) << outcome.err;
}

// What a server says is data, whoever wrote it there: it must not make the terminal type.
TEST_F(Net, ControlCharactersOfAServerDoNotReachTheTerminal) {
  char16_t hostile[] = u"a\x1b[21t\x7f\u009b21t\nb";
  fake::net_server().shares[0].shi2_remark = hostile;
  auto clean = [](const std::string& text) { return text.find_first_of("\x1b\x7f\xc2") == std::string::npos; };
  auto table = net({"share"}), details = net({"share", "IPC$"}), json = net({"share", "--json"});
  EXPECT_NE(table.out.find("a?[21t??21t?b\n"), std::string::npos) << table.out;
  EXPECT_NE(details.out.find("a?[21t??21t?b\n"), std::string::npos) << details.out;
  EXPECT_TRUE(clean(table.out) && clean(details.out) && clean(json.out)) << json.out;
  auto refused = net({"share", "no\u009bsuch\x1b[m"});
  EXPECT_EQ(refused.status, 1);
  EXPECT_TRUE(clean(refused.err)) << refused.err;
}

TEST_F(Net, FailuresSayWhichServerAndWhy) {
  fake::net_server().failure = ERROR_BAD_NETPATH;
  auto outcome = net({"share", "\\\\gone"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_NE(outcome.err.find("\\\\gone (53, ERROR_BAD_NETPATH)"), std::string::npos) << outcome.err;
}

}  // namespace
}  // namespace nta::tools
