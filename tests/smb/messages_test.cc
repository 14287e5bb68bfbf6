#include "smb/messages.h"

#include "smb/examples.h"
#include "smb/negotiate_contexts.h"

namespace nta::smb {
namespace {

using test::example;

TEST(Messages, NegotiateOfWindowsIsReadAndWrittenToTheSameBytes) {
  Bytes bytes = example("setup_3_1_1.hex")["negotiate_request"];
  auto header = read_header(bytes);
  auto body = read_body<NegotiateRequest>(bytes);
  ASSERT_TRUE(header && body);
  EXPECT_EQ(header->command, Command::negotiate);
  EXPECT_EQ(body->dialects, (std::vector<uint16_t>{0x0202, 0x0210, 0x0300, 0x0302, 0x0311}));
  auto contexts = read_contexts(body->contexts, body->context_count);
  ASSERT_TRUE(contexts);
  EXPECT_EQ(contexts->ciphers, (std::vector<Cipher>{Cipher::aes128_gcm, Cipher::aes128_ccm}));
  EXPECT_EQ(contexts->salt.size(), 32u);
  auto written = write_contexts(*contexts);
  body->contexts = written.bytes;
  Bytes again;
  write_message(again, *header, *body);
  EXPECT_EQ(again, bytes);
}

TEST(Messages, NegotiateResponseOfWindowsIsReadAndWrittenToTheSameBytes) {
  Bytes bytes = example("setup_3_1_1.hex")["negotiate_response"];
  auto header = read_header(bytes);
  auto body = read_body<NegotiateResponse>(bytes);
  ASSERT_TRUE(header && body);
  EXPECT_EQ(body->dialect, Dialect::smb_3_1_1);
  EXPECT_EQ(body->token.size(), 0x140u);
  Bytes again;
  write_message(again, *header, *body);
  EXPECT_EQ(again, bytes);
}

TEST(Messages, SessionSetupOfWindowsIsReadAndWrittenToTheSameBytes) {
  auto example_values = example("setup_3_1_1.hex");
  for (const char* name : {"setup_request_1", "setup_request_2"}) {
    Bytes bytes = example_values[name];
    auto body = read_body<SessionSetupRequest>(bytes);
    ASSERT_TRUE(body);
    Bytes again;
    write_message(again, *read_header(bytes), *body);
    EXPECT_EQ(again, bytes);
  }
  for (const char* name : {"setup_response_1", "setup_response_2"}) {
    Bytes bytes = example_values[name];
    auto body = read_body<SessionSetupResponse>(bytes);
    ASSERT_TRUE(body);
    Bytes again;
    write_message(again, *read_header(bytes), *body);
    EXPECT_EQ(again, bytes);
  }
}

TEST(Messages, WriteOfWindowsIsReadAndWrittenToTheSameBytes) {
  Bytes bytes = example("write_3_0.hex")["plain"];
  bytes[104] = std::byte{0};  // where Windows points to channel information that is not there
  auto body = read_body<WriteRequest>(bytes);
  ASSERT_TRUE(body);
  EXPECT_EQ(body->data.size(), 0x17u);
  EXPECT_EQ(body->file.open, 0x0000023900000001u);
  Bytes again;
  write_message(again, *read_header(bytes), *body);
  EXPECT_EQ(again, bytes);
}

TEST(Messages, ABufferThatPointsOutsideTheMessageIsRefused) {
  Bytes bytes = example("setup_3_1_1.hex")["setup_request_1"];
  for (auto [at, value] : {std::pair{76, 0xFF}, {77, 0xFF}, {78, 0x4B}, {79, 0xFF}}) {
    Bytes bad = bytes;
    bad[static_cast<size_t>(at)] = static_cast<std::byte>(value);
    EXPECT_FALSE(read_body<SessionSetupRequest>(bad)) << at;
  }
}

TEST(Messages, EveryCutOffMessageIsRefused) {
  Bytes bytes = example("setup_3_1_1.hex")["setup_request_1"];
  for (size_t size = 0; size < bytes.size(); ++size)
    EXPECT_FALSE(read_body<SessionSetupRequest>(ByteView(bytes).first(size))) << size;
}

TEST(Messages, AWrongStructureSizeIsRefused) {
  Bytes bytes;
  write_message(bytes, Header{.command = Command::echo}, EmptyBody{});
  EXPECT_TRUE(read_body<EmptyBody>(bytes));
  bytes[header_size] = std::byte{5};
  EXPECT_FALSE(read_body<EmptyBody>(bytes));
}

TEST(Messages, AnOddStructureSizeKeepsItsByteWithoutABuffer) {
  Bytes bytes;
  write_message(bytes, Header{.command = Command::read}, ReadRequest{.length = 10});
  EXPECT_EQ(bytes.size(), header_size + 49);
}

TEST(NegotiateContexts, OneThatOccursTwiceIsRefused) {
  auto once = write_contexts({.hashes = {HashAlgorithm::sha512}, .salt = Bytes(8)});
  ASSERT_TRUE(read_contexts(once.bytes, once.count));
  Bytes twice = once.bytes;
  twice.resize((twice.size() + 7) / 8 * 8);
  twice.insert(twice.end(), once.bytes.begin(), once.bytes.end());
  EXPECT_FALSE(read_contexts(twice, 2));
}

TEST(NegotiateContexts, AreReadInAnyOrderAndUnknownOnesSkipped) {
  Bytes bytes;
  ByteWriter out(bytes);
  for (uint32_t word : {0x00020100u, 0u, 0xAAAAu}) out.u32(word);  // type 0x100, 2 bytes of data
  out.align(8);
  auto known =
      write_contexts({.hashes = {}, .salt = {}, .ciphers = {Cipher::aes256_gcm}, .signing = {}, .server_name = u"srv"});
  bytes.insert(bytes.end(), known.bytes.begin(), known.bytes.end());
  auto contexts = read_contexts(bytes, 3);
  ASSERT_TRUE(contexts) << contexts.error().text;
  EXPECT_EQ(contexts->ciphers, std::vector<Cipher>{Cipher::aes256_gcm});
  EXPECT_EQ(contexts->server_name, u"srv");
}

TEST(Stream, MessagesComeOutWholeHoweverTheBytesCome) {
  Bytes bytes;
  for (size_t size : {3u, 70000u}) {
    size_t begun = begin_message(bytes);
    bytes.resize(bytes.size() + size, std::byte{0x5A});
    end_message(bytes, begun);
  }
  MessageStream stream(1u << 20);
  std::vector<size_t> sizes;
  for (std::byte each : bytes) {
    stream.append(ByteView(&each, 1));
    auto message = stream.next();
    ASSERT_TRUE(message);
    if (*message) sizes.push_back((*message)->size());
  }
  EXPECT_EQ(sizes, (std::vector<size_t>{3, 70000}));
  EXPECT_EQ(stream.waiting(), 0u);
}

TEST(Stream, AMessageLongerThanTheBoundIsRefusedBeforeItCame) {
  MessageStream stream(100);
  const std::byte prefix[] = {std::byte{0}, std::byte{0}, std::byte{0}, std::byte{101}};
  stream.append(prefix);
  EXPECT_FALSE(stream.next());
}

Bytes chain_of(std::initializer_list<size_t> sizes) {
  Bytes chain;
  size_t left = sizes.size();
  for (size_t size : sizes) {
    size_t start = chain.size();
    write_message(chain, Header{.command = Command::echo, .next_command = --left ? static_cast<uint32_t>(size) : 0},
                  EmptyBody{});
    chain.resize(start + size);
  }
  return chain;
}

TEST(Chain, IsSplitIntoItsMessagesWithTheirPadding) {
  Bytes bytes = chain_of({72, 80, 68});
  auto messages = split_chain(bytes);
  ASSERT_TRUE(messages);
  ASSERT_EQ(messages->size(), 3u);
  EXPECT_EQ((*messages)[1].size(), 80u);
  EXPECT_EQ((*messages)[2].size(), 68u);
}

TEST(Chain, ABrokenLinkIsRefused) {
  for (uint32_t next : {8u, 63u, 71u, 140u, 144u, 0xFFFFFFF8u}) {
    Bytes bytes = chain_of({72, 68});
    std::memcpy(bytes.data() + next_command_offset, &next, sizeof next);
    EXPECT_FALSE(split_chain(bytes)) << next;
  }
}

}  // namespace
}  // namespace nta::smb
