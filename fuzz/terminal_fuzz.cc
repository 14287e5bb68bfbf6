// A hostile program: whatever it writes, the terminal stands, and a client that is brought up to date by the renderer
// shows the same screen. The first two bytes choose the size; a byte 0xFE in the input asks for a frame, 0xFD resizes.
#include "fuzz.h"
#include "session/terminal/renderer.h"

namespace {

using namespace nta::terminal;

constexpr uint8_t resize_here = 0xFD;

bool same_screen(const Terminal& a, const Terminal& b) {
  LineText of_a, of_b;
  for (int row = 0; row < a.size().rows; ++row) {
    of_a.assign(a.shown(), row, a.marks());
    of_b.assign(b.shown(), row, b.marks());
    if (of_a.text != of_b.text || of_a.runs != of_b.runs) return false;
  }
  return a.cursor().row == b.cursor().row && a.cursor().column == b.cursor().column && a.modes() == b.modes();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size < 2) return 0;
  Terminal session({data[0] % 30, data[1] % 90}, {50, 64 << 10});
  Terminal client(session.size(), {50, 64 << 10});
  Renderer renderer;
  auto frame = [&] {
    std::string out;
    renderer.render(session, out);
    client.feed(out);
    nta::fuzz::check(same_screen(session, client), "the client shows what the session shows");
  };
  std::string_view rest(reinterpret_cast<const char*>(data) + 2, size - 2);
  while (!rest.empty()) {
    size_t length = rest.find_first_of("\xFE\xFD");
    session.feed(rest.substr(0, length));
    session.take_replies();
    if (length == std::string_view::npos) break;
    if (static_cast<uint8_t>(rest[length]) == resize_here && length + 2 < rest.size()) {
      Size wanted{static_cast<uint8_t>(rest[length + 1]) % 30, static_cast<uint8_t>(rest[length + 2]) % 90};
      session.resize(wanted);
      client.resize(wanted);
      renderer.client_resized();
      length += 2;
    }
    frame();
    rest.remove_prefix(length + 1);
  }
  frame();
  session.text();
  return 0;
}
