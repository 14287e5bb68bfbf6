// The conditions under which the monitor acts, each tried with what must not get through.
#include <gtest/gtest.h>
#include <signal.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>

#include "daemon/monitor/keepers.h"
#include "daemon/monitor/restart_limit.h"
#include "daemon/monitor/rules.h"
#include "host/processes/proc_files.h"
#include "temporary_dir.h"
#include "transport/unix_listener.h"

namespace nta::daemon::monitor {
namespace {

using nta::test::put;
using nta::test::TemporaryDir;

using namespace std::chrono_literals;

constexpr gid_t admins = 990;

constexpr uid_t own_user = 991;

Rules rules(const std::string& socket_path = "/run/x.sock") {
  return {.socket_path = socket_path, .admins = admins, .monitor = getpid(), .own_user = own_user};
}
Caller alice() { return {1000, {1000}}; }
Caller root() { return {0, {0}}; }
Caller operator_() { return {1001, {1001, admins}}; }

StartSession session_of(uint32_t uid) {
  return {.session = 1, .uid = uid, .columns = 80, .rows = 24, .argument_count = 0};
}

Win32 code_of(const Result<void>& result) { return result ? Win32::success : result.error().code; }

// ---- Unix users -----------------------------------------------------------------------------------------------------

TEST(UnixUserRule, OnlyPeoplesUsersAndOnlyWhereTheConfigurationSaysSo) {
  char name[] = "alice", option[] = "-r", colon[] = "a:b", machine[] = "pc$", capital[] = "Alice", empty[] = "";
  Rules own = rules();
  own.own_user = 1500;  // a person's, of those that others are
  ChangeUnixUser add{static_cast<uint32_t>(UnixUserAction::add), 0, name, nullptr};
  ChangeUnixUser remove{static_cast<uint32_t>(UnixUserAction::remove), 1000, name, nullptr};
  EXPECT_EQ(code_of(may_change_unix_user(add, nullptr, own)), Win32::access_denied);
  own.makes_unix_users = true;
  EXPECT_EQ(code_of(may_change_unix_user(add, nullptr, own)), Win32::success);
  EXPECT_EQ(code_of(may_change_unix_user(remove, nullptr, own)), Win32::success);
  for (uint32_t uid : {0u, 999u, 60001u, 1500u}) {
    remove.uid = uid;
    EXPECT_EQ(code_of(may_change_unix_user(remove, nullptr, own)), Win32::access_denied) << uid;
  }
  for (char* bad : {option, colon, machine, capital, empty}) {
    EXPECT_EQ(code_of(may_change_unix_user({1, 0, bad, nullptr}, nullptr, own)), Win32::bad_username) << bad;
    EXPECT_EQ(code_of(may_change_unix_user({2, 1000, name, bad}, nullptr, own)), Win32::bad_username) << bad;
  }
  EXPECT_EQ(code_of(may_change_unix_user({2, 1000, name, nullptr}, nullptr, own)), Win32::bad_username);
  for (uint32_t action : {0u, 7u})
    EXPECT_EQ(code_of(may_change_unix_user({action, 1000, name, nullptr}, nullptr, own)), Win32::invalid_parameter);
}

TEST(UnixUserRule, WhatGoesIntoPasswdIsWhatMayStandThere) {
  Rules own = rules();
  own.makes_unix_users = true;
  own.homes = "/srv/homes";
  auto add = [&](std::string full_name, std::string home) {
    char name[] = "alice";
    ChangeUnixUser request{static_cast<uint32_t>(UnixUserAction::add), 0, name, nullptr, full_name.data(), home.data()};
    return code_of(may_change_unix_user(request, nullptr, own));
  };
  EXPECT_EQ(add("Alice P. Liddell-\u00c4rger", "/srv/homes/a.l-1"), Win32::success);
  EXPECT_EQ(add("", ""), Win32::success);
  for (const char* bad : {"a:b", "a,b", "a&b", "a\nroot::0:0", "a\x7f", "\t"})
    EXPECT_EQ(add(bad, ""), Win32::invalid_parameter) << bad;
  EXPECT_EQ(add(std::string(257, 'a'), ""), Win32::invalid_parameter);
  for (const char* bad :
       {"/home/alice", "/srv/homes", "/srv/homes/", "/srv/homes/..", "/srv/homes/.ssh", "/srv/homes/a/b",
        "/srv/homes/a:b", "/srv/homes/a\n", "/srv/homesick", "/srv/homes/-r", "srv/homes/alice", "/"})
    EXPECT_EQ(add("", bad), Win32::invalid_parameter) << bad;
}

// ---- proof of who asks ----------------------------------------------------------------------------------------------

UniqueFd connect_to(const std::string& path, const std::string& own_name = "") {
  UniqueFd fd(socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0));
  auto address = [](const std::string& name) {
    sockaddr_un made{.sun_family = AF_UNIX, .sun_path = {}};
    std::memcpy(made.sun_path, name.data(), name.size());
    return made;
  };
  if (!own_name.empty()) {
    sockaddr_un own = address(own_name);
    EXPECT_EQ(bind(fd.get(), reinterpret_cast<sockaddr*>(&own), sizeof own), 0);
  }
  sockaddr_un to = address(path);
  EXPECT_EQ(connect(fd.get(), reinterpret_cast<sockaddr*>(&to), sizeof to), 0);
  return fd;
}

struct Proof : testing::Test {
  TemporaryDir dir;
  std::string path = dir / "host.sock";
  UniqueFd listener = *transport::listen_at(path, 0666);

  UniqueFd accepted() { return UniqueFd(accept(listener.get(), nullptr, nullptr)); }
};

TEST_F(Proof, AnAcceptedConnectionTellsWhoMadeIt) {
  UniqueFd client = connect_to(path);
  auto caller = read_caller(accepted().get(), rules(path));
  ASSERT_TRUE(caller) << caller.error().text;
  EXPECT_EQ(caller->uid, geteuid());
}

TEST_F(Proof, TheHostsOwnConnectionIsNone) {
  UniqueFd client = connect_to(path);
  Rules of_host = rules(path);
  of_host.own_user = geteuid();
  auto caller = read_caller(accepted().get(), of_host);
  ASSERT_FALSE(caller);
  EXPECT_EQ(caller.error().code, Win32::access_denied);
}

TEST_F(Proof, AConnectionOneMadeOneselfToAServiceOfRootsIsNone) {
  UniqueFd client = connect_to(path);
  EXPECT_FALSE(read_caller(client.get(), rules(path)));
}

TEST_F(Proof, AConnectionMadeFromASocketOfTheHostsNameIsNone) {
  std::string service = dir / "service.sock";
  UniqueFd of_root = *transport::listen_at(service, 0666);
  std::string forged = dir / "forged.sock";
  UniqueFd client = connect_to(service, forged);
  EXPECT_FALSE(read_caller(client.get(), rules(forged))) << "its own name is right, but its peer has one";
}

TEST_F(Proof, AnotherHostsConnectionIsNone) {
  UniqueFd client = connect_to(path);
  EXPECT_FALSE(read_caller(accepted().get(), rules(dir / "other.sock")));
}

TEST_F(Proof, SocketPairsPipesAndFilesAreNone) {
  int pair[2];
  ASSERT_EQ(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
  UniqueFd left(pair[0]), right(pair[1]);
  EXPECT_FALSE(read_caller(left.get(), rules(path)));
  EXPECT_FALSE(read_caller(STDIN_FILENO, rules(path)));
  UniqueFd tcp(socket(AF_INET, SOCK_STREAM, 0));
  EXPECT_FALSE(read_caller(tcp.get(), rules(path)));
  UniqueFd packets(socket(AF_UNIX, SOCK_SEQPACKET, 0));
  EXPECT_FALSE(read_caller(packets.get(), rules(path)));
}

// ---- whom the host may run as ---------------------------------------------------------------------------------------

TEST(MayBeHost, NeitherRootNorOneOfTheAdministrators) {
  Account account{.name = "ntadmin", .uid = own_user, .gid = 991, .home = "", .shell = "", .groups = {991}};
  EXPECT_EQ(code_of(may_be_host(account, admins)), Win32::success);
  account.groups = {991, admins};
  EXPECT_EQ(code_of(may_be_host(account, admins)), Win32::access_denied);
  EXPECT_EQ(code_of(may_be_host(account, std::nullopt)), Win32::success);
  account = {.name = "root", .uid = 0, .gid = 0, .home = "", .shell = "", .groups = {0}};
  EXPECT_EQ(code_of(may_be_host(account, admins)), Win32::access_denied);
}

// ---- start_session --------------------------------------------------------------------------------------------------

TEST(MayStartSession, OnesOwnAndNobodyElses) {
  Caller caller = alice();
  EXPECT_EQ(code_of(may_start_session(session_of(1000), &caller, rules())), Win32::success);
  EXPECT_EQ(code_of(may_start_session(session_of(1001), &caller, rules())), Win32::access_denied);
  EXPECT_EQ(code_of(may_start_session(session_of(0), &caller, rules())), Win32::access_denied);
  for (const Caller& administrator : {root(), operator_()})
    EXPECT_EQ(code_of(may_start_session(session_of(1000), &administrator, rules())), Win32::access_denied);
  caller = operator_();
  EXPECT_EQ(code_of(may_start_session(session_of(0), &caller, rules())), Win32::access_denied);
  EXPECT_EQ(code_of(may_start_session(session_of(1000), nullptr, rules())), Win32::access_denied);
}

TEST(MayStartSession, NumbersAndTextsThatNoSessionHasAreRefused) {
  Caller caller = alice();
  auto with = [&](auto change) {
    StartSession request = session_of(1000);
    change(request);
    return code_of(may_start_session(request, &caller, rules()));
  };
  char here[] = "here";
  char spaced[] = "a b";
  char* missing[] = {nullptr};
  EXPECT_EQ(with([](auto& r) { r.session = 0; }), Win32::invalid_parameter);
  EXPECT_EQ(with([](auto& r) { r.session = 65536; }), Win32::invalid_parameter);
  EXPECT_EQ(with([](auto& r) { r.columns = 0; }), Win32::invalid_parameter);
  EXPECT_EQ(with([](auto& r) { r.rows = 0; }), Win32::invalid_parameter);
  EXPECT_EQ(with([&](auto& r) { r.directory = here; }), Win32::invalid_parameter);
  EXPECT_EQ(with([&](auto& r) { r.remote_host = spaced; }), Win32::invalid_parameter);
  EXPECT_EQ(with([](auto& r) { r.argument_count = 1; }), Win32::invalid_parameter);
  EXPECT_EQ(with([&](auto& r) {
              r.environment_count = 1;
              r.environment = missing;
            }),
            Win32::invalid_parameter);
}

// ---- signal_process -------------------------------------------------------------------------------------------------

struct MaySignal : testing::Test {
  TemporaryDir proc;

  void process(pid_t pid, pid_t parent, uid_t uid, int terminal = 0, const std::string& cgroup = "0::/system.slice\n") {
    std::string directory = proc / std::to_string(pid);
    std::filesystem::create_directory(directory);
    put(directory + "/stat",
        fmt::format("{} (a name) S {} 1 1 {} 1 0 0 0 0 0 0 0 0 0 20 0 1 0 {} 1 1 0 0 0 0 0 0 0 0 0 0 "
                    "0 0 0 0 17 0 0 0 0 0 0\n",
                    pid, parent, terminal, 500 + pid));
    put(directory + "/status", fmt::format("Name:\ta\nUid:\t{0}\t{0}\t{0}\t{0}\n", uid));
    put(directory + "/cgroup", cgroup);
  }

  Win32 may(pid_t pid, const Caller* caller, int signal = SIGKILL, uint64_t start = 0) {
    Rules applied = rules();
    applied.proc_root = proc.path();
    applied.keepers = {50};
    SignalProcess request{start ? start : static_cast<uint64_t>(500 + pid), static_cast<uint32_t>(pid),
                          static_cast<uint32_t>(signal)};
    return code_of(may_signal(request, caller, applied));
  }
};

TEST_F(MaySignal, ProcessesOfOurSessionsAndOfLoginsWithoutACaller) {
  process(50, 1, 0);
  process(60, 50, 1000);
  process(61, 60, 0);  // a set-user-id program in the session
  process(70, 1, 1000);
  process(80, 1, 1000, 34816);
  process(90, 1, 1000, 0, "0::/user.slice/user-1000.slice/session-4.scope\n");
  EXPECT_EQ(may(60, nullptr), Win32::success);
  EXPECT_EQ(may(61, nullptr), Win32::success);
  EXPECT_EQ(may(80, nullptr), Win32::success);
  EXPECT_EQ(may(90, nullptr), Win32::success);
  EXPECT_EQ(may(70, nullptr), Win32::access_denied) << "a service of the machine";
  EXPECT_EQ(may(50, nullptr), Win32::access_denied) << "the keeper itself";
}

TEST_F(MaySignal, OnesOwnProcessesAndAnyForAnAdministrator) {
  process(70, 1, 1000);
  process(71, 1, 1001);
  Caller caller = alice();
  EXPECT_EQ(may(70, &caller), Win32::success);
  EXPECT_EQ(may(71, &caller), Win32::access_denied);
  caller = root();
  EXPECT_EQ(may(71, &caller), Win32::success);
  caller = operator_();
  EXPECT_EQ(may(70, &caller), Win32::success);
}

TEST_F(MaySignal, ASetUserIdProgramIsNotItsCallersToKill) {
  process(70, 1, 1000);
  put(proc / "70/status", "Name:\ta\nUid:\t1000\t0\t0\t0\n");
  Caller caller = alice();
  EXPECT_EQ(may(70, &caller), Win32::access_denied);
}

TEST_F(MaySignal, NeverInitNorTheMonitorNorAnotherSignal) {
  Caller caller = root();
  process(1, 0, 0);
  process(70, 1, 1000);
  EXPECT_EQ(may(1, &caller), Win32::access_denied);
  EXPECT_EQ(may(0, &caller), Win32::access_denied);
  EXPECT_EQ(may(-1, &caller), Win32::access_denied);
  EXPECT_EQ(may(getpid(), &caller), Win32::access_denied);
  EXPECT_EQ(may(70, &caller, SIGSTOP), Win32::invalid_parameter);
  EXPECT_EQ(may(70, &caller, 0), Win32::invalid_parameter);
}

TEST_F(MaySignal, ALaterProcessWithTheSamePidIsSpared) {
  Caller caller = root();
  process(70, 1, 1000);
  EXPECT_EQ(may(70, &caller, SIGKILL, 499), Win32::invalid_parameter);
  EXPECT_EQ(may(71, &caller), Win32::invalid_parameter);
}

TEST(MayPower, IsForAdministratorsAndKnownActions) {
  Caller admin = root();
  Caller other{1000, {1000}};
  EXPECT_EQ(code_of(may_power({1}, nullptr, rules())), Win32::privilege_not_held);
  Rules open = rules();
  open.network_may_power = true;
  EXPECT_TRUE(may_power({1}, nullptr, open));
  EXPECT_EQ(code_of(may_power({1}, &other, open)), Win32::privilege_not_held);
  EXPECT_EQ(code_of(may_power({1}, &other, rules())), Win32::privilege_not_held);
  for (uint32_t action : {1u, 2u, 3u}) EXPECT_TRUE(may_power({action}, &admin, rules())) << action;
  for (uint32_t action : {0u, 4u, ~0u})
    EXPECT_EQ(code_of(may_power({action}, &admin, rules())), Win32::invalid_parameter) << action;
}

using MayFindLoginPeer = MaySignal;

TEST_F(MayFindLoginPeer, OnlyOfWhatRunsInALogin) {
  process(70, 1, 1000);
  process(80, 1, 1000, 34816);
  process(90, 1, 1000, 0, "0::/user.slice/user-1000.slice/session-4.scope\n");
  Rules applied = rules();
  applied.proc_root = proc.path();
  auto may_find = [&](uint32_t pid) { return code_of(may_find_login_peer({pid}, nullptr, applied)); };
  EXPECT_EQ(may_find(80), Win32::success);
  EXPECT_EQ(may_find(90), Win32::success);
  EXPECT_EQ(may_find(70), Win32::access_denied);
  for (uint32_t nobody : {0u, 1u, 71u, ~0u}) EXPECT_EQ(may_find(nobody), Win32::invalid_parameter) << nobody;
}

// ---- starting again, and the keepers there are ----------------------------------------------------------------------

TEST(RestartLimit, AllowsSoManyWithinATimeAndMoreLater) {
  RestartLimit limit(2, 60s);
  RestartLimit::Clock::time_point start{};
  EXPECT_TRUE(limit.allow(start));
  EXPECT_TRUE(limit.allow(start + 10s));
  EXPECT_FALSE(limit.allow(start + 50s));
  EXPECT_TRUE(limit.allow(start + 61s));
}

TEST(Keepers, AreFoundAgainByANewMonitorWhileTheyLive) {
  TemporaryDir dir;
  auto first = Keepers::find(dir.path());
  ASSERT_TRUE(first) << first.error().text;
  pid_t keeper = fork();
  if (keeper == 0) {
    pause();
    _exit(0);
  }
  ASSERT_TRUE(first->add(SessionId(3), keeper));
  EXPECT_FALSE(first->add(SessionId(3), keeper)) << "a session has one keeper";
  auto second = Keepers::find(dir.path());
  ASSERT_TRUE(second);
  EXPECT_EQ(second->pids(), std::vector<pid_t>{keeper});
  kill(keeper, SIGKILL);
  waitpid(keeper, nullptr, 0);
  second->drop_ended();
  EXPECT_EQ(second->count(), 0u);
  EXPECT_EQ(Keepers::find(dir.path())->count(), 0u);
}

TEST(Keepers, AFileThatNamesALaterProcessIsNotBelieved) {
  TemporaryDir dir;
  ASSERT_TRUE(Keepers::find(dir.path()));
  put(dir / "keepers/4", fmt::format("{} 1\n", getpid()));
  put(dir / "keepers/junk", "x");
  EXPECT_EQ(Keepers::find(dir.path())->count(), 0u);
  EXPECT_TRUE(std::filesystem::is_empty(dir / "keepers"));
}

}  // namespace
}  // namespace nta::daemon::monitor
