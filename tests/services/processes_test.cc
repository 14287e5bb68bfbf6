// Processes through LegacyApi, with real ones.
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include "services/made_up_host.h"

namespace nta::services {
namespace {

using namespace protocols;

/** A child that sleeps until somebody ends it. */
class Sleeper {
 public:
  Sleeper() : pid_(::fork()) {
    if (pid_ == 0) {
      for (;;) ::pause();
    }
  }
  ~Sleeper() {
    ::kill(pid_, SIGKILL);
    ::waitpid(pid_, nullptr, 0);
  }
  uint32_t pid() const { return static_cast<uint32_t>(pid_); }

 private:
  pid_t pid_;
};

struct ProcessesTest : test::ServicesTest {
  ContextHandle server = call<RpcWinStationOpenServer>(legacy_api, {})->value.phServer;
};

template <class M, class Reply>
auto* find(const Reply& reply, uint32_t pid) {
  for (uint32_t i = 0; i < reply->value.pNumberOfProcesses; ++i)
    if (reply->value.ppTsAllProcessesInfo[i].pTsProcessInfo->UniqueProcessId == pid)
      return &reply->value.ppTsAllProcessesInfo[i];
  return decltype(&reply->value.ppTsAllProcessesInfo[0])(nullptr);
}

TEST_F(ProcessesTest, OwnProcessIsListedWithNameAndOwner) {
  auto reply = call<RpcWinStationGetAllProcesses_NT6>(legacy_api, {server, 0, 0});
  ASSERT_TRUE(reply) << reply.error().text;
  auto* own = find<RpcWinStationGetAllProcesses_NT6>(reply, static_cast<uint32_t>(::getpid()));
  ASSERT_TRUE(own);
  const auto& name = own->pTsProcessInfo->ImageName;
  EXPECT_EQ(std::u16string_view(name.Buffer, name.Length / 2), u"services_test");
  auto sid = Sid::from_bytes(std::as_bytes(std::span(own->pSid, own->SizeOfSid)));
  ASSERT_TRUE(sid);
  EXPECT_EQ(*sid, sid_of_uid(::geteuid()));
}

TEST_F(ProcessesTest, OlderFormListsTheSameProcess) {
  auto reply = call<RpcWinStationGetAllProcesses>(legacy_api, {server, 0, 0});
  ASSERT_TRUE(reply) << reply.error().text;
  EXPECT_TRUE(find<RpcWinStationGetAllProcesses>(reply, static_cast<uint32_t>(::getpid())));
}

TEST_F(ProcessesTest, WhatACallerAsksWhileAScanIsUnderWaySharesTheNext) {
  std::map<host::Executor::Asker, int> scans_of;
  loop_.is_full = [&](const host::Executor::Asker& asker) { return ++scans_of[asker] > 99; };
  const Sid alice = make_sid(5, 21, 1001), bob = make_sid(5, 21, 1002);
  std::optional<Sleeper> late;
  int answers = 0;
  auto sees_all = [&](const Result<ProcessScans::Processes>& found) {
    ++answers;
    ASSERT_TRUE(found);
    EXPECT_NE(std::ranges::find(*found, static_cast<pid_t>(late->pid()), &host::Process::pid), found->end());
  };
  host_.scans->read(loop_, table_, alice, [&](const Result<ProcessScans::Processes>&) { ++answers; });
  late.emplace();
  for (int i = 0; i < 10; ++i) host_.scans->read(loop_, table_, alice, sees_all);
  host_.scans->read(loop_, table_, bob, sees_all);
  ASSERT_TRUE(loop_.run_until([&] { return answers == 12; }));
  EXPECT_EQ(scans_of[alice], 2);
  EXPECT_EQ(scans_of[bob], 1);
  host_.scans->read(loop_, table_, alice, sees_all);
  ASSERT_TRUE(loop_.run_until([&] { return answers == 13; }));
  EXPECT_EQ(scans_of[alice], 3);
}

TEST_F(ProcessesTest, ProcessIsEnded) {
  Sleeper sleeper;
  auto reply = call<RpcWinStationTerminateProcess>(legacy_api, {server, sleeper.pid(), 1});
  ASSERT_TRUE(reply);
  EXPECT_EQ(status_of(reply->value), Win32::success);
  int status = 0;
  ::waitpid(static_cast<pid_t>(sleeper.pid()), &status, 0);
  EXPECT_TRUE(WIFSIGNALED(status));
}

TEST_F(ProcessesTest, MissingProcessIsAnInvalidParameter) {
  auto reply = call<RpcWinStationTerminateProcess>(legacy_api, {server, 0x7FFFFFF0, 1});
  ASSERT_TRUE(reply);
  EXPECT_EQ(status_of(reply->value), Win32::invalid_parameter);
}

TEST_F(ProcessesTest, ProcessOfAnotherUserIsRefused) {
  Sleeper sleeper;
  auto stranger = std::make_shared<Client>();
  auth::AccessToken token = *client_->token;
  token.uid = ::getuid() + 1;
  stranger->token = std::make_shared<auth::AccessToken>(token);
  auto opened = call<RpcWinStationOpenServer>(legacy_api, {}, stranger);
  auto reply = call<RpcWinStationTerminateProcess>(legacy_api, {opened->value.phServer, sleeper.pid(), 1}, stranger);
  ASSERT_TRUE(reply);
  EXPECT_EQ(status_of(reply->value), Win32::access_denied);
  EXPECT_EQ(::waitpid(static_cast<pid_t>(sleeper.pid()), nullptr, WNOHANG), 0);
}

TEST_F(ProcessesTest, SessionOfAMissingProcessIsAnInvalidParameter) {
  auto reply = call<HostSessionOfProcess>(local_host, {0x7FFFFFF0});
  ASSERT_TRUE(reply);
  EXPECT_EQ(status_of(reply->value), Win32::invalid_parameter);
}

}  // namespace
}  // namespace nta::services
