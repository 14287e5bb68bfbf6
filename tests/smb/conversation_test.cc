// Samba's messages: each is read and written again as it was, and protected as we would have protected it.
#include "smb/conversation.h"

#include "smb/negotiate_contexts.h"

namespace nta::smb {
namespace {

using test::Conversation;

template <class Body>
Result<Bytes> again(const Bytes& message) {
  NTA_TRY(Header header, read_header(message));
  NTA_TRY(Body body, read_body<Body>(message));
  Bytes out;
  write_message(out, header, body);
  return out;
}

Result<Bytes> request_again(Command command, const Bytes& message) {
  switch (command) {
    case Command::negotiate:
      return again<NegotiateRequest>(message);
    case Command::session_setup:
      return again<SessionSetupRequest>(message);
    case Command::tree_connect:
      return again<TreeConnectRequest>(message);
    case Command::create:
      return again<CreateRequest>(message);
    case Command::close:
      return again<CloseRequest>(message);
    case Command::ioctl:
      return again<IoctlRequest>(message);
    default:
      return again<EmptyBody>(message);
  }
}

Result<Bytes> answer_again(const Header& header, const Bytes& message) {
  if (is_error(header.nt_status()) && header.command != Command::session_setup) return again<ErrorResponse>(message);
  if (header.nt_status() == NtStatus::pending) return again<ErrorResponse>(message);
  switch (header.command) {
    case Command::negotiate:
      return again<NegotiateResponse>(message);
    case Command::session_setup:
      return again<SessionSetupResponse>(message);
    case Command::tree_connect:
      return again<TreeConnectResponse>(message);
    case Command::create:
      return again<CreateResponse>(message);
    case Command::close:
      return again<CloseResponse>(message);
    case Command::ioctl:
      return again<IoctlResponse>(message);
    default:
      return again<EmptyBody>(message);
  }
}

/** Where [MS-SMB2] leaves it open, and Samba does otherwise than we do: an answer to CREATE without the byte of its
 * empty buffer (2.2.14), an interim answer with something in that byte (2.2.2), and an offset for the buffer that an
 * IOCTL request does not have (2.2.31). */
Bytes as_we_write_it(Role by, const Header& header, Bytes message) {
  if (header.command == Command::create && by == Role::server) message.push_back({});
  if (header.nt_status() == NtStatus::pending) message.back() = {};
  constexpr size_t output_offset = header_size + 36;
  if (header.command == Command::ioctl && by == Role::client)
    std::fill_n(message.begin() + output_offset, 4, std::byte{});
  return message;
}

Algorithms chosen_in(const Conversation& spoken) {
  auto answer = read_body<NegotiateResponse>(spoken.messages[1].message);
  auto contexts = read_contexts(answer->contexts, answer->context_count);
  EXPECT_TRUE(contexts && contexts->ciphers.size() == 1 && contexts->signing.size() == 1);
  return {answer->dialect, contexts->signing.at(0), contexts->ciphers.at(0)};
}

TEST(SambasMessages, AreReadAndWrittenToTheSameBytes) {
  Conversation spoken = test::conversation("rpcclient_smbd_signed.hex");
  ASSERT_GT(spoken.messages.size(), 80u);
  for (const auto& [by, message] : spoken.messages) {
    auto header = read_header(message);
    ASSERT_TRUE(header);
    SCOPED_TRACE(fmt::format("{} {}, message {}", by == Role::client ? "request" : "answer",
                             static_cast<int>(header->command), header->message_id));
    auto written = by == Role::client ? request_again(header->command, message) : answer_again(*header, message);
    ASSERT_TRUE(written) << written.error().text;
    EXPECT_EQ(*written, as_we_write_it(by, *header, message));
  }
}

TEST(SambasMessages, AreSignedAsWeWouldHaveSignedThem) {
  Conversation spoken = test::conversation("rpcclient_smbd_signed.hex");
  Algorithms algorithms = chosen_in(spoken);
  EXPECT_EQ(algorithms.signing, SigningAlgorithm::aes_gmac);
  Protection client = test::end_of(spoken, Role::client, algorithms);
  Protection server = test::end_of(spoken, Role::server, algorithms);
  for (size_t i = test::unprotected_messages; i < spoken.messages.size(); ++i) {
    const auto& [by, message] = spoken.messages[i];
    SCOPED_TRACE(i);
    if (read_header(message)->nt_status() == NtStatus::pending) continue;  // smbd signs no interim answer
    EXPECT_TRUE((by == Role::client ? server : client).verify(message));
    Bytes signed_here = message;
    std::fill_n(signed_here.begin() + signature_offset, signature_size, std::byte{0});
    (by == Role::client ? client : server).sign(signed_here);
    EXPECT_EQ(signed_here, message);
  }
}

TEST(SambasMessages, AreDecryptedAndThenReadAsTheOthers) {
  Conversation spoken = test::conversation("rpcclient_smbd_encrypted.hex");
  Algorithms algorithms = chosen_in(spoken);
  Protection client = test::end_of(spoken, Role::client, algorithms);
  Protection server = test::end_of(spoken, Role::server, algorithms);
  size_t encrypted = 0;
  for (auto& [by, message] : spoken.messages) {
    if (kind_of(message) != Kind::encrypted) continue;
    SCOPED_TRACE(++encrypted);
    auto plain = (by == Role::client ? server : client).decrypt(message);
    ASSERT_TRUE(plain) << plain.error().text;
    Bytes inside(plain->begin(), plain->end());
    auto header = read_header(inside);
    ASSERT_TRUE(header);
    auto written = by == Role::client ? request_again(header->command, inside) : answer_again(*header, inside);
    ASSERT_TRUE(written) << written.error().text;
    EXPECT_EQ(*written, as_we_write_it(by, *header, inside));
  }
  EXPECT_GT(encrypted, 70u);
}

}  // namespace
}  // namespace nta::smb
