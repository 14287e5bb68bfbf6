// What the tools print and do, against a host in memory. Layouts: as seen on Windows Server 2008 to 2022.
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/utf16.h"
#include "fake_host.h"
#include "outcome.h"
#include "tools/hint.h"

namespace nta::tools {
namespace {

class Tools : public testing::Test {
 protected:
  void SetUp() override {
    setenv("TZ", "UTC", 1);
    constexpr FileTime noon = filetime_from_unix(1711368060);  // 2024-03-25 12:01:00 UTC
    auto& host = fake::host();
    host = {};
    host.sessions = {
        {0, u"Services", u"", WTSDisconnected},
        {1, u"Console", u"Administrator", WTSActive, noon, 0},
        {3, u"RDP-Tcp#3", u"lab-user", WTSActive, noon, noon + 3599 * filetime_second},
        {4, u"", u"bob", WTSDisconnected, noon, noon - 90000 * filetime_second},
        {65536, u"RDP-Tcp", u"", WTSListen},
    };
    host.processes = {{0, 1, u"init", sid_system},
                      {3, 420, u"vim", sid_of_uid(getuid())},
                      {4, 1234, u"sleep", sid_of_uid(getuid())},
                      {4, 1235, u"sleep", make_sid(5, 21, 1, 2, 3, 1000)}};
    host.own_session = 3;
    host.now = noon + 3600 * filetime_second;
  }
  static std::vector<std::string>& actions() { return fake::host().actions; }
};

TEST_F(Tools, QuerySessionPrintsTheTableThatQwinstaPrints) {
  constexpr auto table =
      " SESSIONNAME       USERNAME                 ID  STATE   TYPE        DEVICE\n"
      " services                                    0  Disc\n"
      " console           Administrator             1  Active\n"
      ">rdp-tcp#3         lab-user                  3  Active\n"
      "                   bob                       4  Disc\n"
      " rdp-tcp                                 65536  Listen\n";
  auto by_words = outcome_of({"ntadmin", "query", "session"});
  EXPECT_EQ(by_words.out, table);
  EXPECT_EQ(by_words.status, 0);
  EXPECT_EQ(by_words.err, "");
  EXPECT_EQ(outcome_of({"/usr/bin/qwinsta"}).out, table);
}

TEST_F(Tools, UserconfigIsOfTheServerThatIsNamedAndKeepsWhatIsNotChanged) {
  auto outcome = outcome_of({"ntadmin", "userconfig", R"(\\srv)", "bob", "WorkDirectory=/srv"});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(actions(), (std::vector<std::string>{R"(config of bob at \\srv)", "idle 60000 in /srv"}));
  EXPECT_NE(outcome_of({"ntadmin", "userconfig", "bob"}).out.find("TimeoutSettingsIdle = 60000"), std::string::npos);
}

TEST_F(Tools, ASettingThatThereIsNotIsAnsweredWithThoseThereAre) {
  auto outcome = outcome_of({"ntadmin", "userconfig", "bob", "Nonsense=1"});
  EXPECT_NE(outcome.err.find("'Nonsense'"), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("there are "), std::string::npos) << outcome.err;
  EXPECT_NE(outcome.err.find("TimeoutSettingsIdle"), std::string::npos) << outcome.err;
}

TEST_F(Tools, UserconfigTakesNamesInWhateverCaseAndNamesTheValueThatCannotBe) {
  EXPECT_EQ(outcome_of({"ntadmin", "userconfig", "bob", "timeoutsettingsidle=5000"}).status, 0);
  EXPECT_EQ(actions().back(), "idle 5000 in ");
  actions().clear();
  auto outcome = outcome_of({"ntadmin", "userconfig", "bob", "ShadowingSettings=9"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.err.find("ShadowingSettings is 0 to 4, not 9"), std::string::npos) << outcome.err;
  EXPECT_EQ(actions().size(), 1u);  // the question alone
}

TEST_F(Tools, TsconSaysWhichSessionIsAtNoTerminal) {
  fake::host().failure = ERROR_INVALID_PARAMETER;
  auto outcome = outcome_of({"ntadmin", "tscon", "1", "/dest:4"});
  EXPECT_NE(outcome.err.find("session 4 of this host is at no terminal"), std::string::npos) << outcome.err;
}

TEST_F(Tools, UserconfigOfAFleetIsARowAServer) {
  std::string path = testing::TempDir() + "userconfig-fleet-" + std::to_string(getpid());
  { std::ofstream(path) << "alpha\nbeta\n"; }
  auto outcome = outcome_of({"ntadmin", "userconfig", "bob", "--fleet", path});
  EXPECT_EQ(outcome.status, 0) << outcome.err;
  EXPECT_EQ(std::ranges::count(outcome.out, '\n'), 3) << outcome.out;
  EXPECT_NE(outcome.out.find("TimeoutSettingsIdle"), std::string::npos) << outcome.out;
  EXPECT_NE(outcome.out.find("\nbeta "), std::string::npos) << outcome.out;
  EXPECT_EQ(outcome_of({"ntadmin", "userconfig", "bob", "WorkDirectory=/srv", "--fleet", path}).status, 2);
  std::filesystem::remove(path);
}

TEST_F(Tools, QuerySessionTakesAnIdANameOrAUser) {
  for (const char* wanted : {"3", "RDP-TCP#3", "Lab-User"}) {
    auto outcome = outcome_of({"qwinsta", wanted});
    EXPECT_EQ(std::ranges::count(outcome.out, '\n'), 2) << wanted;
    EXPECT_NE(outcome.out.find(">rdp-tcp#3"), std::string::npos) << wanted;
  }
}

TEST_F(Tools, QueryProcessNamesTheAccountsThatTheHostKnows) {
  fake::host().accounts[make_sid(5, 21, 1, 2, 3, 1000)] = u"alice";
  auto outcome = outcome_of({"qprocess", "alice"});
  EXPECT_NE(outcome.out.find("\n alice                                      4   1235  sleep\n"), std::string::npos)
      << outcome.out;
}

TEST_F(Tools, QueryUserPrintsTheTableThatQuserPrints) {
  EXPECT_EQ(outcome_of({"quser"}).out,
            " USERNAME              SESSIONNAME        ID  STATE   IDLE TIME  LOGON TIME\n"
            " Administrator         console             1  Active      none   3/25/2024 12:01 PM\n"
            ">lab-user              rdp-tcp#3           3  Active          .  3/25/2024 12:01 PM\n"
            " bob                                       4  Disc      1+02:00  3/25/2024 12:01 PM\n");
}

TEST_F(Tools, QueryProcessPrintsTheTableThatQprocessPrints) {
  auto out = outcome_of({"qprocess", "*", "/ID:4"}).out;
  EXPECT_TRUE(out.starts_with(" USERNAME              SESSIONNAME         ID    PID  IMAGE\n")) << out;
  EXPECT_NE(out.find("\n (unknown)                                  4   1235  sleep\n"), std::string::npos) << out;
}

TEST_F(Tools, QueryProcessFiltersByProgramWithWildcards) {
  auto out = outcome_of({"ntadmin", "query", "process", "sl*p"}).out;
  EXPECT_EQ(std::ranges::count(out, '\n'), 3);
  EXPECT_EQ(out.find("vim"), std::string::npos);
}

TEST_F(Tools, JsonNamesTheMembersAndKeepsTheCaseOfNames) {
  auto out = outcome_of({"ntadmin", "query", "session", "3", "--json"}).out;
  EXPECT_EQ(out,
            "[\n {\"SessionId\":3,\"SessionName\":\"RDP-Tcp#3\",\"UserName\":\"lab-user\",\"DomainName\":null,"
            "\"State\":\"Active\",\"Current\":true}\n]\n");
  EXPECT_EQ(
      outcome_of({"ntadmin", "query", "user", "bob", "/json"}).out,
      "[\n {\"UserName\":\"bob\",\"DomainName\":null,\"SessionName\":\"\",\"SessionId\":4,\"State\":\"Disconnected\","
      "\"LogonTime\":\"2024-03-25T12:01:00Z\",\"LastInputTime\":\"2024-03-24T11:01:00Z\","
      "\"CurrentTime\":\"2024-03-25T13:01:00Z\",\"Current\":false}\n]\n");
}

TEST_F(Tools, AnUnknownSessionIsNamedWithItsCodeAndWhatToDo) {
  auto outcome = outcome_of({"ntadmin", "query", "session", "7"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_EQ(outcome.out, "");
  EXPECT_EQ(outcome.err,
            "ntadmin: no session 7 on this host (7022, ERROR_CTX_WINSTATION_NOT_FOUND); 'ntadmin query session' lists "
            "them\n");
  EXPECT_EQ(outcome_of({"ntadmin", "logoff", "7"}).err, outcome.err);
  EXPECT_EQ(outcome_of({"tsdiscon", "nobody"}).status, 1);
}

TEST_F(Tools, ActingWithoutASessionMeansOnesOwn) {
  EXPECT_EQ(outcome_of({"logoff"}).status, 0);
  EXPECT_EQ(outcome_of({"ntadmin", "tsdiscon"}).status, 0);
  EXPECT_EQ(actions(), (std::vector<std::string>{"logoff 3", "disconnect 3"}));
}

TEST_F(Tools, ActingOnAnotherHostWantsASession) {
  EXPECT_EQ(outcome_of({"logoff", "/server:srv"}).status, 2);
  EXPECT_TRUE(actions().empty());
  EXPECT_EQ(outcome_of({"logoff", "4", "/SERVER:srv", "/V"}).err, "Logging off session 4 of srv\n");
  EXPECT_EQ(fake::host().server, u"srv");
  EXPECT_EQ(actions(), std::vector<std::string>{"logoff 4"});
}

TEST_F(Tools, MsgReachesASessionAUserOrEverybody) {
  EXPECT_EQ(outcome_of({"ntadmin", "msg", "4", "hello", "there", "/time:9"}).status, 0);
  EXPECT_EQ(actions(), std::vector<std::string>{"message \"hello there\" for 9 s to 4"});
  EXPECT_EQ(outcome_of({"ntadmin", "msg", "nobody", "hello"}).status, 1);
  EXPECT_EQ(outcome_of({"ntadmin", "msg", "4", "hello", "--time", "soon"}).status, 2);
  EXPECT_EQ(outcome_of({"ntadmin", "msg", "4", "hello", "--wait"}).err, "Session 4 has answered\n");
}

TEST_F(Tools, TskillByNameStaysInOnesOwnSession) {
  EXPECT_EQ(outcome_of({"tskill", "sleep"}).status, 1);
  EXPECT_EQ(outcome_of({"tskill", "vim"}).status, 0);
  EXPECT_EQ(actions(), std::vector<std::string>{"kill 420"});
}

TEST_F(Tools, TskillTakesASessionOrAll) {
  EXPECT_EQ(outcome_of({"tskill", "sleep", "/id:4"}).status, 0);
  EXPECT_EQ(outcome_of({"tskill", "v*", "/a"}).status, 0);
  EXPECT_EQ(outcome_of({"tskill", "99"}).status, 1);
  EXPECT_EQ(actions(), (std::vector<std::string>{"kill 1234", "kill 1235", "kill 420"}));
}

TEST_F(Tools, TskillOfASessionAndOfAllEndsNothing) {
  auto outcome = outcome_of({"tskill", "sleep", "/a", "/id:4"});
  EXPECT_EQ(outcome.status, 2);
  EXPECT_NE(outcome.err.find("'--id' and '--all' contradict"), std::string::npos) << outcome.err;
  EXPECT_TRUE(actions().empty());
}

TEST_F(Tools, AHostThatDoesNotAnswerIsSaidSo) {
  fake::host().failure = 1722;
  auto outcome = outcome_of({"quser", "--server", "srv"});
  EXPECT_EQ(outcome.status, 1);
  EXPECT_TRUE(outcome.err.starts_with("ntadmin: cannot list the sessions of srv (1722, RPC_S_SERVER_UNAVAILABLE); "))
      << outcome.err;
}

TEST_F(Tools, ASwitchWithoutMeaningHereIsNotSupported) {
  for (const char* option : {"/mode", "/flow", "/connect", "/vm"}) {
    auto outcome = outcome_of({"qwinsta", option});
    EXPECT_EQ(outcome.status, 1) << option;
    EXPECT_NE(outcome.err.find("(50, ERROR_NOT_SUPPORTED)"), std::string::npos) << outcome.err;
  }
}

TEST_F(Tools, WhatWindowsDoesAndThisHostDoesNotIsRefusedWithItsReason) {
  struct Case {
    std::vector<std::string> words;
    std::string says;
  };
  const Case cases[] = {
      {{"logoff", "3", "/vm"}, "name that by --server"},
      {{"tsdiscon", "3", "/vm"}, "name that by --server"},
      {{"tscon", "3", "/password:*"}, "an administrator's right"},
      {{"tscon", "3", "/password:secret"}, "an administrator's right"},
      {{"ntadmin", "shadow", "3", "/server:srv"}, "log on to that one"},
      {{"ntadmin", "shadow", "\\\\srv", "3"}, "log on to that one"},
      {{"ntadmin", "shutdown", "/r", "/t", "0", "/d", "p:4:1"}, "no reasons"},
      {{"ntadmin", "shutdown", "/s", "/d:p:4:1"}, "no reasons"},
      {{"ntadmin", "shutdown", "/sg"}, "use --stop"},
      {{"qappsrv", "--fleet", "-"}, "no server is asked for them"},
  };
  for (const auto& one : cases) {
    auto outcome = outcome_of(one.words);
    EXPECT_EQ(outcome.status, 1) << outcome.err;
    EXPECT_NE(outcome.err.find("(50, "), std::string::npos) << outcome.err;
    EXPECT_NE(outcome.err.find(one.says), std::string::npos) << outcome.err;
  }
  EXPECT_TRUE(actions().empty());
}

TEST_F(Tools, ShutdownTakesItsValuesBehindASpaceAndBehindAColon) {
  EXPECT_EQ(outcome_of({"ntadmin", "shutdown", "/r", "/t", "0", "/c", "new disk", "/f"}).status, 0);
  EXPECT_EQ(outcome_of({"ntadmin", "shutdown", "/R", "/T:0", "/m", R"(\\srv)"}).status, 0);
  EXPECT_EQ(fake::host().server, u"\\\\srv");
  EXPECT_EQ(outcome_of({"ntadmin", "shutdown", "-r", "-t", "0"}).status, 0);
  std::string flag = "shutdown " + std::to_string(WTS_WSD_REBOOT);
  EXPECT_EQ(actions(), std::vector<std::string>(3, flag));
  auto wrong = outcome_of({"ntadmin", "shutdown", "/r", "/t"});
  EXPECT_EQ(wrong.status, 2);
  EXPECT_NE(wrong.err.find("'/t SECONDS'"), std::string::npos) << wrong.err;
}

TEST_F(Tools, WrongUsageIsStatusTwoWithASuggestion) {
  struct Case {
    std::vector<std::string> words;
    std::string says;
  };
  const Case cases[] = {
      {{"ntadmin", "qwery"}, "no command 'qwery'"},
      {{"ntadmin", "query", "sesion"}, "did you mean 'query session'? 'ntadmin --help' lists them"},
      {{"ntadmin", "qury"}, "did you mean 'query'?"},
      {{"ntadmin", "logof"}, "did you mean 'logoff'?"},
      {{"qwinsta", "/sever:x"}, "did you mean '/server'?"},
      {{"qwinsta", "--jsn"}, "did you mean '--json'?"},
      {{"qwinsta", "-sever", "x"}, "did you mean '--server'?"},
      {{"qwinsta", "--server"}, "'--server' wants a value"},
      {{"qwinsta", "/server"}, "'/server' wants a value: '/server:NAME'"},
      {{"qwinsta", "--json=1"}, "takes no value"},
      {{"qwinsta", "1", "2"}, "'2' is one word too many"},
      {{"tskill"}, "wants pid | name"},
      {{"logoff", "3", "--", "x"}, "nothing may follow '--'"},
  };
  for (const auto& one : cases) {
    auto outcome = outcome_of(one.words);
    EXPECT_EQ(outcome.status, 2) << one.says;
    EXPECT_NE(outcome.err.find(one.says), std::string::npos) << outcome.err;
    EXPECT_EQ(outcome.out, "");
  }
  EXPECT_TRUE(actions().empty());
}

TEST_F(Tools, HelpWinsOverEverythingAndGoesToStandardOutput) {
  for (const auto& words : std::vector<std::vector<std::string>>{{"logoff", "3", "/?"},
                                                                 {"ntadmin", "logoff", "--help"},
                                                                 {"ntadmin", "help", "logoff"},
                                                                 {"logoff", "-h", "--x"}}) {
    auto outcome = outcome_of(words);
    EXPECT_EQ(outcome.status, 0);
    EXPECT_NE(outcome.out.find("logoff [sessionname | id]"), std::string::npos) << outcome.out;
  }
  EXPECT_TRUE(actions().empty());
}

TEST_F(Tools, AWideNameKeepsTheColumnsAndALongOneIsNotCut) {
  setlocale(LC_CTYPE, "C.UTF-8");
  fake::host().sessions = {{1, u"Console", u"\u5f20\u4e09", WTSActive},
                           {2, u"Pty#1", std::u16string(30, u'x'), WTSActive}};
  auto out = outcome_of({"qwinsta"}).out;
  EXPECT_NE(out.find(" console           \u5f20\u4e09                      1  Active\n"), std::string::npos) << out;
  EXPECT_NE(out.find(" pty#1             " + std::string(30, 'x') + " 2 Active\n"), std::string::npos) << out;
}

TEST_F(Tools, AnErrorSaysWhatIsThereAndWhatToDo) {
  struct Case {
    std::vector<std::string> words;
    std::string says;
    int status = 1;
  };
  const Case cases[] = {
      {{"ntadmin", "msg", "0", "hello"}, "nobody is logged on in session 0 of this host"},
      {{"ntadmin", "msg", "65536", "hello"}, "nobody is logged on in session 65536 of this host"},
      {{"qprocess", "/id:77"}, "no process in session 77 of this host"},
      {{"tskill", "sleep"}, "no process of session 3 is called 'sleep'; /a looks in all sessions"},
      {{"tskill", "nosuch", "/a"}, "no process on this host is called 'nosuch'; 'ntadmin query process *' lists them"},
      {{"tskill", "99"}, "no process 99 on this host; 'ntadmin query process *' lists them"},
      {{"logoff", "rdp-tcp"}, "'rdp-tcp' of this host is a listener, which nobody is logged on to"},
      {{"ntadmin", "listener", "shw", "Pty"}, "'shw': list, show, set or security", 2},
      {{"ntadmin", "listener", "shw"}, "'shw': list, show, set or security", 2},
      {{"ntadmin", "events", "--limit", "x"}, "--limit 'x': 1 to 86400 seconds", 2},
      {{"ntadmin", "shutdown", "/a"}, "'/a' does nothing: none waits in the host; interrupt"},
  };
  for (const auto& one : cases) {
    auto outcome = outcome_of(one.words);
    EXPECT_EQ(outcome.status, one.status) << one.says;
    EXPECT_NE(outcome.err.find(one.says), std::string::npos) << outcome.err;
  }
  EXPECT_TRUE(actions().empty());
}

TEST_F(Tools, AnEmptyWordIsNeitherOnesOwnSessionNorThisHost) {
  const std::vector<std::string> lines[] = {
      {"logoff", ""},
      {"tsdiscon", ""},
      {"rwinsta", ""},
      {"tskill", ""},
      {"ntadmin", "attach", ""},
      {"ntadmin", "msg", "4", ""},
      {"logoff", "4", "--server", ""},
      {"logoff", "4", "/server:"},
      {"ntadmin", "msg", "*", "hello", "--server="},
      {"ntadmin", "query", "session", "--server", "srv", "--server", ""},
      {"ntadmin", "net", "user", ""},
  };
  for (const auto& words : lines) {
    auto outcome = outcome_of(words);
    EXPECT_EQ(outcome.status, 2) << words[0];
    EXPECT_NE(outcome.err.find("empty"), std::string::npos) << outcome.err;
  }
  EXPECT_TRUE(actions().empty());
}

TEST_F(Tools, ANameOfACommandsOwnIsOneOfNtadminToo) {
  EXPECT_EQ(outcome_of({"ntadmin", "qwinsta"}).out, outcome_of({"qwinsta"}).out);
  EXPECT_EQ(outcome_of({"ntadmin", "quser"}).status, 0);
}

TEST_F(Tools, TheRemedyIsThatOfWhoRefuses) {
  auto refused = [](Refusal by) { return sentence(fail(Win32::rpc_server_unavailable, "nothing"), by); };
  EXPECT_NE(refused({Refuser::service}).find("systemctl start ntadmind"), std::string::npos);
  EXPECT_NE(refused({Refuser::named}).find("NTADMIN_HOST"), std::string::npos);
  EXPECT_NE(refused({Refuser::server, "srv:4450"}).find("'ntadmin ping srv:4450'"), std::string::npos);
  EXPECT_EQ(refused({}), "nothing (1722, RPC_S_SERVER_UNAVAILABLE)");
  auto denied = sentence(fail(Win32::access_denied, "no"), {Refuser::server, "srv"});
  EXPECT_NE(denied.find("an administrator of that server"), std::string::npos) << denied;
}

TEST_F(Tools, ACredentialsFileThatCannotBeUsedIsNamed) {
  std::string path = testing::TempDir() + "credentials-" + std::to_string(getpid());
  std::ofstream(path) << "username = alice\nnonsense\n";
  chmod(path.c_str(), 0644);
  setenv("NTADMIN_CREDENTIALS", path.c_str(), 1);
  auto open_to_all = sentence(fail(Win32::access_denied, "no"), {Refuser::server, "srv"});
  EXPECT_NE(open_to_all.find(path), std::string::npos) << open_to_all;
  chmod(path.c_str(), 0600);
  auto malformed = sentence(fail(Win32::invalid_data, "no"), {Refuser::server, "srv"});
  EXPECT_NE(malformed.find(path + ":2:"), std::string::npos) << malformed;
  std::filesystem::remove(path);
  auto missing = sentence(fail(Win32::file_not_found, "no"), {Refuser::server, "srv"});
  EXPECT_NE(missing.find(path), std::string::npos) << missing;
  unsetenv("NTADMIN_CREDENTIALS");
}

TEST_F(Tools, WhatSessionZeroRefusesIsNoMatterOfRights) {
  fake::host().failure = 5;
  EXPECT_EQ(outcome_of({"logoff", "0"}).err,
            "ntadmin: cannot log off session 0 of this host; it is that of the system's services and stays (5, "
            "ERROR_ACCESS_DENIED)\n");
}

TEST_F(Tools, ControlCharactersOfANameDoNotReachTheTerminal) {
  fake::host().sessions = {{1, u"Console", u"a\u001b[2Jb", WTSActive}};
  EXPECT_EQ(outcome_of({"qwinsta"}).out.find('\x1b'), std::string::npos);
  fake::host().sessions = {{1, u"Console", u"a\u009b2J\u00e9", WTSActive}};
  auto out = outcome_of({"qwinsta"}).out;
  EXPECT_NE(out.find("a?2J\u00e9 "), std::string::npos) << out;
}

}  // namespace
}  // namespace nta::tools
