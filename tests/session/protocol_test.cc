// The session protocol's frames: both ways, across releases, and what a stranger may send.
#include <gtest/gtest.h>

#include "session/protocol/codec.h"
#include "session/protocol/start_messages.h"

namespace nta::session {
namespace {

template <class Message>
Bytes encoded(const Message& message) {
  Bytes out;
  EXPECT_TRUE(append(out, message));
  return out;
}

Frame only_frame(FrameReader& reader, const Bytes& bytes) {
  reader.append(bytes);
  auto frame = reader.next();
  EXPECT_TRUE(frame && *frame);
  return frame && *frame ? **frame : Frame{};
}

TEST(SessionProtocol, HelloHasTheseBytesForEver) {
  Hello hello{1, 2, 7};
  const uint8_t golden[] = {12, 0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 2, 0, 0, 0, 7, 0, 0, 0};
  Bytes bytes = encoded(hello);
  EXPECT_TRUE(std::ranges::equal(bytes, std::as_bytes(std::span(golden))));
}

TEST(SessionProtocol, StateComesBackAsItWasSent) {
  State state;
  state.session_id = 3;
  state.user = "alice";
  state.logon_time = 132000000000000000;
  state.bytes_out = 1ull << 40;
  state.client_tty = "pts/4";
  state.exit_status = 130;
  state.broken = 1;
  state.last_client_address = "192.0.2.7";
  FrameReader reader(largest_reply);
  auto decoded = decode<State>(only_frame(reader, encoded(state)));
  ASSERT_TRUE(decoded);
  EXPECT_EQ((*decoded)->session_id, 3u);
  EXPECT_STREQ((*decoded)->user, "alice");
  EXPECT_EQ((*decoded)->program, nullptr);
  EXPECT_EQ((*decoded)->logon_time, 132000000000000000);
  EXPECT_EQ((*decoded)->bytes_out, 1ull << 40);
  EXPECT_STREQ((*decoded)->client_tty, "pts/4");
  EXPECT_EQ((*decoded)->exit_status, 130u);
  EXPECT_EQ((*decoded)->broken, 1u);
  EXPECT_STREQ((*decoded)->last_client_address, "192.0.2.7");
}

TEST(SessionProtocol, SpecCarriesItsLists) {
  const char* arguments[] = {"/bin/cat", "-u", ""};
  const char* environment[] = {"LANG=C.UTF-8"};
  Spec spec;
  spec.argument_count = 3;
  spec.arguments = arguments;
  spec.environment_count = 1;
  spec.environment = environment;
  FrameReader reader(largest_spec);
  auto decoded = decode<Spec>(only_frame(reader, encoded(spec)));
  ASSERT_TRUE(decoded) << decoded.error().text;
  ASSERT_EQ((*decoded)->argument_count, 3u);
  EXPECT_STREQ((*decoded)->arguments[1], "-u");
  EXPECT_STREQ((*decoded)->arguments[2], "");
  EXPECT_STREQ((*decoded)->environment[0], "LANG=C.UTF-8");
}

/** The next release's Resize. */
struct LaterResize {
  static constexpr MessageType type = MessageType::resize;
  uint32_t rows = 0, columns = 0, pixels = 0;
  const char* font = nullptr;
  static constexpr auto described() {
    using namespace describe;
    return fields(NTA_FIELD(LaterResize, rows, "", u32), NTA_FIELD(LaterResize, columns, "", u32),
                  NTA_FIELD(LaterResize, pixels, "", u32), NTA_FIELD(LaterResize, font, "", unique<astring>));
  }
};

TEST(SessionProtocol, AttachAnnouncesChannels) {
  const ChannelOffer offers[] = {{"CLIP", 0}, {"FETCH", 0x200000}};
  Attach attach{.request = 1, .rows = 24, .columns = 80, .channel_count = 2, .channels = offers};
  FrameReader reader(largest_request);
  auto decoded = decode<Attach>(only_frame(reader, encoded(attach)));
  ASSERT_TRUE(decoded);
  ASSERT_EQ((*decoded)->channel_count, 2u);
  EXPECT_STREQ((*decoded)->channels[0].name, "CLIP");
  EXPECT_STREQ((*decoded)->channels[1].name, "FETCH");
  EXPECT_EQ((*decoded)->channels[1].options, 0x200000u);
}

TEST(SessionProtocol, AClientOfAnEarlierReleaseAnnouncesNoChannels) {
  Attach attach{.request = 1, .rows = 24, .columns = 80};
  Bytes bytes = encoded(attach);
  FrameReader reader(largest_request);
  Frame frame = only_frame(reader, bytes);
  frame.members = 13;  // up to the ticket
  auto decoded = decode<Attach>(frame);
  ASSERT_TRUE(decoded);
  EXPECT_EQ((*decoded)->channel_count, 0u);
  EXPECT_EQ((*decoded)->channels, nullptr);
}

TEST(SessionProtocol, MembersOfALaterReleaseAreIgnored) {
  FrameReader reader(largest_request);
  auto decoded = decode<Resize>(only_frame(reader, encoded(LaterResize{24, 80, 999, "mono"})));
  ASSERT_TRUE(decoded);
  EXPECT_EQ((*decoded)->rows, 24u);
  EXPECT_EQ((*decoded)->columns, 80u);
}

TEST(SessionProtocol, MembersThatAnEarlierReleaseLacksAreZero) {
  FrameReader reader(largest_request);
  auto decoded = decode<LaterResize>(only_frame(reader, encoded(Resize{24, 80})));
  ASSERT_TRUE(decoded);
  EXPECT_EQ((*decoded)->columns, 80u);
  EXPECT_EQ((*decoded)->pixels, 0u);
  EXPECT_EQ((*decoded)->font, nullptr);
}

TEST(SessionProtocol, FramesMayArriveByteByByte) {
  Bytes bytes = encoded(Resize{1, 2});
  append_raw(bytes, MessageType::input, as_byte_view("keys"));
  FrameReader reader(largest_request);
  std::vector<MessageType> seen;
  for (std::byte byte : bytes) {
    reader.append({&byte, 1});
    auto frame = reader.next();
    ASSERT_TRUE(frame);
    if (*frame) seen.push_back((*frame)->type);
  }
  EXPECT_EQ(seen, (std::vector{MessageType::resize, MessageType::input}));
}

TEST(SessionProtocol, AnAbsurdLengthIsAnErrorBeforeAnythingIsHeld) {
  const uint8_t huge[] = {0xFF, 0xFF, 0xFF, 0x7F, 3, 0, 0, 0};
  FrameReader reader(largest_request);
  reader.append(std::as_bytes(std::span(huge)));
  auto frame = reader.next();
  ASSERT_FALSE(frame);
  EXPECT_EQ(frame.error().code, Win32::invalid_data);
}

TEST(SessionProtocol, ATruncatedMessageIsAnError) {
  Bytes bytes = encoded(Attach{.rows = 24, .columns = 80, .terminal = "xterm"});
  auto members = static_cast<uint16_t>(describe::type_of<Attach>.field_count);
  for (size_t cut = frame_header_bytes; cut < bytes.size(); ++cut) {
    Frame frame{MessageType::attach, members, ByteView(bytes).subspan(frame_header_bytes, cut - frame_header_bytes)};
    EXPECT_FALSE(decode<Attach>(frame)) << cut;
  }
}

}  // namespace
}  // namespace nta::session
