// A hostile session: whatever it sends, what passes is harmless, so that it passes once more as it is, in whatever
// pieces it came. And a hostile program in an honest session: all that the Renderer writes passes.
#include "fuzz.h"
#include "session/client/output_filter.h"
#include "session/terminal/renderer.h"

namespace {

using nta::fuzz::check;
using nta::session::OutputFilter;

void from_a_hostile_session(std::string_view bytes) {
  std::string whole = OutputFilter().pass(bytes), pieces;
  OutputFilter filter;
  for (char c : bytes) pieces += filter.pass({&c, 1});
  check(whole == pieces, "what passes does not depend on how it is cut");
  check(OutputFilter().pass(whole) == whole, "what has passed passes again");
  std::string ending = filter.ending(bytes);
  check(filter.ending({}).empty(), "after its end a filter is as new");
  check(ending.find("\x1b]52") == std::string::npos && ending.find('\x05') == std::string::npos, "no clipboard");
}

void from_the_renderer(std::string_view bytes) {
  nta::terminal::Terminal terminal({10, 40}, {50, 64 << 10});
  nta::terminal::Renderer renderer;
  OutputFilter filter;
  constexpr size_t frame = 16;
  for (; !bytes.empty(); bytes.remove_prefix(std::min(frame, bytes.size()))) {
    std::string out;
    terminal.feed(bytes.substr(0, frame));
    terminal.take_replies();
    renderer.render(terminal, out);
    check(filter.pass(out) == out, "all that the Renderer writes passes");
  }
  check(filter.ending(renderer.restoration()).starts_with(renderer.restoration()), "and what puts the terminal back");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  std::string_view bytes(reinterpret_cast<const char*>(data), size);
  from_a_hostile_session(bytes);
  from_the_renderer(bytes);
  return 0;
}
