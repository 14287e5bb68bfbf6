// Names that the resolver knows, does not know, and does not answer for.
#include "transport/resolve.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include <atomic>
#include <thread>

#include "held_port.h"
#include "transport/dial.h"

namespace nta::transport::test {
namespace {

using namespace std::chrono_literals;

Wait soon() { return {.deadline = after(10s)}; }

bool is_number(const addrinfo* hints) { return hints->ai_flags & AI_NUMERICHOST; }

/** A resolver that answers when it is let. */
std::atomic<bool> may_answer;
std::atomic<int> asked;
int slow_resolver(const char*, const char* service, const addrinfo* hints, addrinfo** found) {
  if (is_number(hints)) return EAI_NONAME;
  ++asked;
  may_answer.wait(false);
  return ::getaddrinfo("192.0.2.7", service, hints, found);
}

struct SlowResolver : ::testing::Test {
  SlowResolver() {
    may_answer = false;
    asked = 0;
  }
  ~SlowResolver() override { let_answer(); }
  void let_answer() {
    may_answer = true;
    may_answer.notify_all();
  }
};

std::string text_of(const Addresses& list) {
  char text[INET_ADDRSTRLEN] = {};
  ::inet_ntop(AF_INET, &reinterpret_cast<sockaddr_in*>(list->ai_addr)->sin_addr, text, sizeof text);
  return text;
}

TEST(Resolve, AddressesNeedNoResolver) {
  auto never = [](const char* host, const char* service, const addrinfo* hints, addrinfo** found) {
    EXPECT_TRUE(is_number(hints));
    return ::getaddrinfo(host, service, hints, found);
  };
  auto found = look_up("127.0.0.1", 445, soon(), never);
  ASSERT_TRUE(found) << found.error().text;
  EXPECT_EQ(text_of(*found), "127.0.0.1");
  auto six = look_up("::1", 445, soon(), never);
  ASSERT_TRUE(six) << six.error().text;
  EXPECT_EQ((*six)->ai_family, AF_INET6);
}

TEST(Resolve, NamesOfThisMachineAreKnown) {
  auto found = look_up("localhost", 445, soon());
  ASSERT_TRUE(found) << found.error().text;
}

TEST(Resolve, UnknownNamesAreToldByName) {
  auto nothing = [](const char*, const char*, const addrinfo*, addrinfo**) { return EAI_NONAME; };
  auto found = look_up("no-such-server", 445, soon(), nothing);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Win32::rpc_server_unavailable);
  EXPECT_NE(found.error().text.find("no-such-server"), std::string::npos);
}

TEST_F(SlowResolver, IsNotWaitedForBeyondTheDeadline) {
  auto found = look_up("slow", 445, {.deadline = after(50ms)}, slow_resolver);
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Win32::rpc_server_unavailable);
  EXPECT_NE(found.error().text.find("in time"), std::string::npos) << found.error().text;
}

TEST_F(SlowResolver, AnswersWhoStillWaits) {
  std::thread later([this] {
    while (asked == 0) std::this_thread::sleep_for(1ms);
    let_answer();
  });
  auto found = look_up("slow", 445, soon(), slow_resolver);
  later.join();
  ASSERT_TRUE(found) << found.error().text;
  EXPECT_EQ(text_of(*found), "192.0.2.7");
}

TEST_F(SlowResolver, IsLeftByAnAbort) {
  AbortSignal abort;
  std::thread closer([&] {
    while (asked == 0) std::this_thread::sleep_for(1ms);
    abort.trigger();
  });
  auto found = look_up("slow", 445, {.abort = &abort}, slow_resolver);
  closer.join();
  ASSERT_FALSE(found);
  EXPECT_EQ(found.error().code, Win32::rpc_call_cancelled);
}

TEST_F(SlowResolver, IsNotAskedByEverMoreThreads) {
  Error last{};
  for (int i = 0; i < 64; ++i) last = look_up("slow", 445, {.deadline = after(0ms)}, slow_resolver).error();
  EXPECT_NE(last.text.find("already"), std::string::npos) << last.text;
  let_answer();
  // Those threads end now, and there is room again.
  Wait wait = soon();
  auto found = look_up("slow", 445, wait, slow_resolver);
  while (!found && Clock::now() < *wait.deadline) found = look_up("slow", 445, wait, slow_resolver);
  EXPECT_TRUE(found) << found.error().text;
}

TEST(Dial, NobodyListeningIsTold) {
  nta::test::HeldPort nobody;
  auto refused = dial("127.0.0.1", nobody.number(), soon());
  ASSERT_FALSE(refused);
  EXPECT_EQ(refused.error().code, Win32::rpc_server_unavailable);
}

}  // namespace
}  // namespace nta::transport::test
