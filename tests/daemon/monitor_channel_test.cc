// The channel between the monitor and the unprivileged process, and what can go wrong on it.
#include <gtest/gtest.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>

#include "daemon/monitor/channel.h"
#include "ndr/decode.h"

namespace nta::daemon::monitor {
namespace {

struct MonitorChannel : testing::Test {
  std::pair<Channel, Channel> ends = *Channel::make_pair();
  Channel& left = ends.first;
  Channel& right = ends.second;

  Message receive() {
    auto message = right.receive();
    EXPECT_TRUE(message && *message);
    return message && *message ? std::move(**message) : Message{};
  }
};

TEST_F(MonitorChannel, ARequestArrivesWholeWithItsDescriptor) {
  Arena arena;
  std::vector<std::string> words{"vi", "a file", ""};
  std::string directory = "/home/a";
  StartSession sent{.session = 7, .uid = 1000, .columns = 80, .rows = 24, .argument_count = 3};
  sent.arguments = pointers_to(words, arena);
  sent.directory = directory.data();
  UniqueFd file(memfd_create("proof", 0));
  ASSERT_TRUE(left.send(RequestKind::start_session, 42, sent, file.get()));
  Message message = receive();
  EXPECT_EQ(message.header.kind, static_cast<uint32_t>(RequestKind::start_session));
  EXPECT_EQ(message.header.serial, 42u);
  struct stat one {
  }, other{};
  ASSERT_EQ(fstat(file.get(), &one), 0);
  ASSERT_EQ(fstat(message.fd.get(), &other), 0);
  EXPECT_EQ(one.st_ino, other.st_ino);
  auto got = ndr::decode<StartSession>(message.body);
  ASSERT_TRUE(got) << got.error().text;
  EXPECT_EQ(got->value.uid, 1000u);
  EXPECT_EQ(texts_at(got->value.arguments, got->value.argument_count), words);
  EXPECT_EQ(text_at(got->value.directory), "/home/a");
  EXPECT_EQ(text_at(got->value.remote_host), "");
}

TEST_F(MonitorChannel, NothingWaitingIsNoError) {
  auto message = right.receive();
  ASSERT_TRUE(message);
  EXPECT_FALSE(*message);
}

TEST_F(MonitorChannel, TheOtherEndGoneIsBrokenPipe) {
  { Channel gone = std::move(left); }
  auto message = right.receive();
  ASSERT_FALSE(message);
  EXPECT_EQ(message.error().code, Win32::broken_pipe);
}

TEST_F(MonitorChannel, AMessageTooLargeIsNotSent) {
  Arena arena;
  std::vector<std::string> words(10, std::string(20'000, 'x'));
  StartSession sent{.argument_count = 10};
  sent.arguments = pointers_to(words, arena);
  EXPECT_FALSE(left.send(RequestKind::start_session, 1, sent));
}

TEST_F(MonitorChannel, GarbageAndTruncationAreErrors) {
  char zeros[5]{};
  ASSERT_EQ(::send(left.fd(), zeros, sizeof zeros, 0), 5);
  EXPECT_FALSE(right.receive());
  std::vector<char> large(largest_message + 1);
  ASSERT_GT(::send(left.fd(), large.data(), large.size(), 0), 0);
  EXPECT_FALSE(right.receive());
}

TEST_F(MonitorChannel, SurplusDescriptorsAreRefusedAndClosed) {
  char bytes[8]{};
  iovec part{bytes, sizeof bytes};
  alignas(cmsghdr) char control[CMSG_SPACE(2 * sizeof(int))]{};
  msghdr header{};
  header.msg_iov = &part;
  header.msg_iovlen = 1;
  header.msg_control = control;
  header.msg_controllen = sizeof control;
  cmsghdr* rights = CMSG_FIRSTHDR(&header);
  rights->cmsg_level = SOL_SOCKET;
  rights->cmsg_type = SCM_RIGHTS;
  rights->cmsg_len = CMSG_LEN(2 * sizeof(int));
  int pair[2];
  ASSERT_EQ(pipe(pair), 0);
  UniqueFd read_end(pair[0]);
  {
    UniqueFd write_end(pair[1]);
    int sent[2] = {write_end.get(), write_end.get()};
    std::memcpy(CMSG_DATA(rights), sent, sizeof sent);
    ASSERT_EQ(sendmsg(left.fd(), &header, 0), 8);
  }
  EXPECT_FALSE(right.receive());
  char byte;
  EXPECT_EQ(read(read_end.get(), &byte, 1), 0) << "a copy of the write end is still open";
}

TEST_F(MonitorChannel, AFullChannelIsBusyAndDoesNotBlock) {
  Result<void> sent;
  for (int i = 0; i < 100'000 && sent; ++i) sent = left.send(RequestKind::ready, 0, Ready{1});
  ASSERT_FALSE(sent);
  EXPECT_EQ(sent.error().code, Win32::busy);
}

}  // namespace
}  // namespace nta::daemon::monitor
