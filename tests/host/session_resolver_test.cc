// Which session a process belongs to, over a /proc tree made for it and over real double-forked processes.
#include "host/processes/session_resolver.h"

#include <gtest/gtest.h>

#include "host/fake_proc.h"
#include "host/processes/process_list.h"

namespace nta::host {
namespace {

using test::FakeProc;

SessionResolver resolver(const FakeProc& proc, SessionResolver::Anchors anchors) {
  return SessionResolver(proc.path(), std::move(anchors));
}

TEST(SessionResolver, ProcessBelowOurSessionProcessIsInThatSession) {
  FakeProc proc;
  proc.add(100, {.command = "ntadmin-session"});
  proc.add(101, {.parent = 100});
  proc.add(102, {.parent = 101});
  auto sessions = resolver(proc, {.roots = {{100, SessionId{7}}}});
  EXPECT_EQ(sessions.session_of(100), SessionId{7});
  EXPECT_EQ(sessions.session_of(102), SessionId{7});
  EXPECT_EQ(sessions.session_of(1), services_session);
}

TEST(SessionResolver, NearestSessionProcessWins) {
  FakeProc proc;
  proc.add(100, {.command = "ntadmin-session"});
  proc.add(101, {.parent = 100, .command = "ntadmin-session"});
  proc.add(102, {.parent = 101});
  auto sessions = resolver(proc, {.roots = {{100, SessionId{7}}, {101, SessionId{8}}}});
  EXPECT_EQ(sessions.session_of(102), SessionId{8});
}

TEST(SessionResolver, AncestryUnderOursWinsOverLogindsScope) {
  FakeProc proc;
  proc.add(100, {.cgroup = "/user.slice/user-1000.slice/session-3.scope"});
  proc.add(101, {.parent = 100, .cgroup = "/user.slice/user-1000.slice/session-3.scope"});
  proc.add(102, {.parent = 1, .cgroup = "/user.slice/user-1000.slice/session-3.scope/sub"});
  auto sessions = resolver(proc, {.roots = {{100, SessionId{7}}}, .scopes = {{"3", SessionId{2}}}});
  EXPECT_EQ(sessions.session_of(101), SessionId{7});
  EXPECT_EQ(sessions.session_of(102), SessionId{2});
}

TEST(SessionResolver, WithoutLogindTheLoginsKernelSessionAndTerminalDecide) {
  FakeProc proc;
  proc.add(200, {.command = "login", .kernel_session = 200, .terminal = 0x8801});
  proc.add(201, {.parent = 200, .kernel_session = 201});
  proc.add(202, {.parent = 1, .kernel_session = 200});
  proc.add(203, {.parent = 1, .kernel_session = 203, .terminal = 0x8801});
  proc.add(204, {.parent = 1, .kernel_session = 204});
  auto sessions = resolver(proc, {.leaders = {{200, SessionId{4}}}, .terminals = {{0x8801, SessionId{4}}}});
  EXPECT_EQ(sessions.session_of(201), SessionId{4});
  EXPECT_EQ(sessions.session_of(202), SessionId{4});
  EXPECT_EQ(sessions.session_of(203), SessionId{4});
  EXPECT_EQ(sessions.session_of(204), services_session);
}

TEST(SessionResolver, AProcessThatDoesNotExistIsInSessionZero) {
  FakeProc proc;
  auto sessions = resolver(proc, {.roots = {{100, SessionId{7}}}});
  EXPECT_EQ(sessions.session_of(100), services_session);
  EXPECT_EQ(sessions.session_of(0), services_session);
  EXPECT_EQ(sessions.session_of(-1), services_session);
}

TEST(SessionResolver, LoopOfParentsEnds) {
  FakeProc proc;
  proc.add(300, {.parent = 301});
  proc.add(301, {.parent = 300});
  EXPECT_EQ(resolver(proc, {}).session_of(300), services_session);
}

TEST(ScopeInCgroup, OnlySystemdsOwnPlaceCounts) {
  EXPECT_EQ(scope_in_cgroup("/user.slice/user-1000.slice/session-c2.scope"), "c2");
  EXPECT_EQ(scope_in_cgroup("/user.slice/user-1000.slice/session-c2.scope/made/by/user"), "c2");
  EXPECT_EQ(scope_in_cgroup("/user.slice/user-1000.slice/user@1000.service/session-9.scope"), "");
  EXPECT_EQ(scope_in_cgroup("/system.slice/session-9.scope.service"), "");
  EXPECT_EQ(scope_in_cgroup("/"), "");
  EXPECT_EQ(scope_in_cgroup(""), "");
}

TEST(ProcessList, MembersComeFromTheKernelsFiles) {
  FakeProc proc;
  proc.add(50, {.parent = 1, .command = "a (b) c", .uid = 1234, .nice = 19});
  auto list = read_processes(resolver(proc, {}), proc.path());
  ASSERT_TRUE(list);
  ASSERT_EQ(list->size(), 2u);
  const Process& process = (*list)[1];
  EXPECT_EQ(process.pid, 50);
  EXPECT_EQ(process.parent, 1);
  EXPECT_EQ(process.name, "a (b) c");
  EXPECT_EQ(process.uid, 1234u);
  EXPECT_EQ(process.threads, 3u);
  EXPECT_EQ(process.start_ticks, 5500u);
  EXPECT_EQ(process.start_time, filetime_from_unix(FakeProc::boot_seconds + 55));
  EXPECT_EQ(process.user_time, 20'000'000u);
  EXPECT_EQ(process.kernel_time, 10'000'000u);
  EXPECT_EQ(process.virtual_size, 8'192'000u);
  EXPECT_EQ(process.peak_virtual_size, 9000u * 1024);
  EXPECT_EQ(process.peak_working_set, 4000u * 1024);
  EXPECT_EQ(process.private_bytes, 320u * 1024);
  EXPECT_EQ(process.page_faults, 107u);
  EXPECT_EQ(process.base_priority, 4);
}

TEST(ProcessList, NameThatTheKernelCutIsWholeFromTheArguments) {
  FakeProc proc;
  proc.add(60, {.command = "a-rather-long-n", .arguments = "/usr/bin/a-rather-long-name"});
  proc.add(61, {.command = "a-rather-long-n", .arguments = "something else"});
  auto list = read_processes(resolver(proc, {}), proc.path());
  EXPECT_EQ((*list)[1].name, "a-rather-long-name");
  EXPECT_EQ((*list)[2].name, "a-rather-long-n");
}

TEST(ProcessList, EndedProcessesAreLeftOut) {
  FakeProc proc;
  proc.add(70, {.state = 'Z'});
  auto list = read_processes(resolver(proc, {}), proc.path());
  ASSERT_EQ(list->size(), 1u);
  EXPECT_EQ(list->front().name, "systemd");
}

TEST(ProcessList, ThisProcessIsListedAsItIs) {
  auto list = read_processes(SessionResolver("/proc", {.roots = {{getpid(), SessionId{9}}}}));
  ASSERT_TRUE(list);
  const Process* self = nullptr;
  for (const Process& process : *list)
    if (process.pid == getpid()) self = &process;
  ASSERT_TRUE(self);
  EXPECT_EQ(self->uid, geteuid());
  EXPECT_EQ(self->parent, getppid());
  EXPECT_EQ(self->name, "host_test");
  EXPECT_GE(self->handles, 3u);
  EXPECT_GT(self->working_set, 0u);
  EXPECT_EQ(self->session, SessionId{9});
  EXPECT_LE(self->start_time, filetime_now() + filetime_second * 2);
}

}  // namespace
}  // namespace nta::host
