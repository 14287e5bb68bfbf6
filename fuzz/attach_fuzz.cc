// A hostile peer of the session protocol: frames in pieces of any size, and every message decoded from every payload.
// What decodes must survive encoding and decoding, equal.
#include "fuzz.h"
#include "session/protocol/channel_messages.h"
#include "session/protocol/codec.h"
#include "session/protocol/start_messages.h"

namespace {

using namespace nta;
using namespace nta::session;

template <class Message>
void try_decode(const Frame& frame) {
  auto decoded = decode<Message>(frame);
  if (!decoded) return;
  Bytes once, twice;
  fuzz::check(append(once, decoded->value).has_value(), "what decodes can be encoded");
  auto members = static_cast<uint16_t>(describe::type_of<Message>.field_count);
  auto again = decode<Message>({Message::type, members, ByteView(once).subspan(frame_header_bytes)});
  fuzz::check(again.has_value(), "what was encoded can be decoded");
  fuzz::check(append(twice, again->value).has_value() && once == twice, "twice gives the same");
}

template <class... Messages>
void try_all(const Frame& frame) {
  (try_decode<Messages>(frame), ...);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 1) return 0;
  ByteView rest = fuzz::input(data + 1, size - 1);
  FrameReader reader(largest_request);
  size_t piece = data[0] + size_t{1};
  while (!rest.empty()) {
    size_t length = std::min(piece, rest.size());
    reader.append(rest.first(length));
    rest = rest.subspan(length);
    for (;;) {
      auto frame = reader.next();
      if (!frame) return 0;
      if (!*frame) break;
      try_all<Hello, Attach, Resize, Detach, Detached, Exited, GetState, State, Disconnect, Logoff, Progress, Answer,
              Capture, Spec, Started, Attached, ShowBox, BoxAnswered, Run, Ran, Admit, Shadow, StopShadow, HandOver,
              GoOn, GoneOn, OpenChannel, Channel, ServeChannel, ChannelClosed, ChannelEnded>(**frame);
    }
  }
  return 0;
}
