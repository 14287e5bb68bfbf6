// Waiting for what happens to sessions.
#include "services/event_queue.h"
#include "services/made_up_host.h"

namespace nta::services {
namespace {

using namespace protocols;

struct NotificationTest : test::ServicesTest {
  ~NotificationTest() override {
    if (client_) client_->contexts->clear();  // as the transport does when a client goes
  }
  ContextHandle register_for(int32_t session, uint32_t mask) {
    return call<RpcRegisterAsyncNotification>(termsrv_notification, {session, mask})->value.phNotify;
  }
  /** Starts a wait; the answer, when there is one, is in answer_. */
  void wait(ContextHandle handle) {
    Bytes stub = *ndr::encode(RpcWaitAsyncNotification::In{handle});
    dispatcher_.serve(client_, index_of(termsrv_notification), RpcWaitAsyncNotification::opnum, ByteReader(stub),
                      [this](Result<Bytes> reply) { answer_ = std::move(reply); });
  }
  std::vector<uint32_t> told() {
    auto reply = ndr::decode<RpcWaitAsyncNotification::Out>(**answer_);
    std::vector<uint32_t> ids;
    for (uint32_t i = 0; i < reply->value.pEntries; ++i) ids.push_back(reply->value.SessionChange[i].NotificationId);
    return ids;
  }
  std::optional<Result<Bytes>> answer_;
};

TEST_F(NotificationTest, WaitIsAnsweredByTheEvent) {
  auto handle = register_for(-1, 0xFFFFFFFF);
  wait(handle);
  EXPECT_FALSE(answer_);
  put(3, host::State::disconnected, "alice", 1000);
  ASSERT_TRUE(answer_);
  EXPECT_EQ(told(), (std::vector<uint32_t>{static_cast<uint32_t>(Notification::disconnect)}));
}

TEST_F(NotificationTest, WhatHappensBetweenTwoWaitsIsNotLost) {
  auto handle = register_for(-1, 0xFFFFFFFF);
  put(3, host::State::disconnected, "alice", 1000);
  put(3, host::State::active, "alice", 1000);
  wait(handle);
  ASSERT_TRUE(answer_);
  EXPECT_EQ(told(), (std::vector<uint32_t>{static_cast<uint32_t>(Notification::disconnect),
                                           static_cast<uint32_t>(Notification::connect)}));
}

TEST_F(NotificationTest, OnlyTheMaskAndTheSessionAskedForAreTold) {
  auto handle = register_for(4, static_cast<uint32_t>(Notification::terminate));
  wait(handle);
  put(3, host::State::disconnected, "alice", 1000);
  put(4, host::State::active, "bob", 1001);
  EXPECT_FALSE(answer_);
  table_.remove("pty", "4");
  ASSERT_TRUE(answer_);
}

TEST_F(NotificationTest, SessionsTheCallerMayNotQueryAreNotTold) {
  forbidden_uid_ = 1001;
  wait(register_for(-1, 0xFFFFFFFF));
  put(4, host::State::active, "bob", 1001);
  EXPECT_FALSE(answer_);
}

TEST_F(NotificationTest, UnregisteringWakesTheWait) {
  auto handle = register_for(-1, 0xFFFFFFFF);
  wait(handle);
  ASSERT_TRUE(call<RpcUnRegisterAsyncNotification>(termsrv_notification, {handle}));
  ASSERT_TRUE(answer_);
  EXPECT_EQ(status_of(ndr::decode<RpcWaitAsyncNotification::Out>(**answer_)->value), Win32::cancelled);
}

TEST_F(NotificationTest, ClientsEndReleasesItsWaits) {
  std::weak_ptr<Client> watched = client_;
  wait(register_for(-1, 0xFFFFFFFF));
  client_->contexts->clear();
  client_.reset();
  EXPECT_TRUE(watched.expired());
}

struct SystemEventTest : test::ServicesTest {
  ~SystemEventTest() override { client_->contexts->clear(); }
  /** Starts a wait and gives where its answer will be. */
  std::shared_ptr<std::optional<uint32_t>> wait(uint32_t mask) {
    auto flags = std::make_shared<std::optional<uint32_t>>();
    Bytes stub = *ndr::encode(RpcWinStationWaitSystemEvent::In{server, mask});
    dispatcher_.serve(client_, index_of(legacy_api), RpcWinStationWaitSystemEvent::opnum, ByteReader(stub),
                      [flags](Result<Bytes> reply) {
                        auto out = ndr::decode<RpcWinStationWaitSystemEvent::Out>(*reply);
                        if (status_of(out->value) == Win32::success) *flags = out->value.pEventFlags;
                      });
    return flags;
  }
  ContextHandle server = call<RpcWinStationOpenServer>(legacy_api, {})->value.phServer;
};

TEST_F(SystemEventTest, WaitGivesEveryBitThatHappened) {
  auto flags = wait(0x7FFFFFFF);
  put(3, host::State::disconnected, "alice", 1000);
  ASSERT_TRUE(flags->has_value());
  EXPECT_EQ(**flags, 0x90u);
}

TEST_F(SystemEventTest, EventsBetweenTwoWaitsAreKept) {
  auto first = wait(0x10);
  put(3, host::State::disconnected, "alice", 1000);
  EXPECT_EQ(**first, 0x10u);
  put(3, host::State::active, "alice", 1000);
  auto second = wait(0x8);
  ASSERT_TRUE(second->has_value());
  EXPECT_EQ(**second, 0x8u);
}

TEST_F(SystemEventTest, FlushReleasesTheWaitWithNoEvent) {
  auto flags = wait(0x7FFFFFFF);
  auto flush = wait(0x80000000);
  EXPECT_EQ(flags->value_or(1), 0u);
  EXPECT_EQ(flush->value_or(1), 0u);
}

TEST_F(SystemEventTest, SecondWaitOnOneHandleFails) {
  auto first = wait(0x7FFFFFFF);
  auto second = wait(0x7FFFFFFF);
  EXPECT_FALSE(second->has_value());
  put(3, host::State::disconnected, "alice", 1000);
  EXPECT_TRUE(first->has_value());
}

TEST_F(NotificationTest, RegistrationThatIsNeverFetchedIsBounded) {
  EventQueue queue;
  for (size_t i = 0; i < EventQueue::most; ++i) queue.push({3, 1});
  EXPECT_EQ(queue.take()->size(), EventQueue::most);
  for (size_t i = 0; i <= EventQueue::most; ++i) queue.push({3, 1});
  EXPECT_FALSE(queue.take());
}

}  // namespace
}  // namespace nta::services
