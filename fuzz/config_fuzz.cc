// The configuration file: whatever stands in it, an error names file and line, and what was read can be written and
// read again as the same.
#include "daemon/config.h"
#include "fuzz.h"

namespace {

using namespace nta::daemon;

/** The file with every key, as one would have it who takes the '#' away before each. */
std::string uncommented(const Settings& settings) {
  std::string text = describe_config(settings);
  for (size_t at = 0; (at = text.find("\n#", at)) != std::string::npos; ++at)
    if (text[at + 2] != ' ') text.erase(at + 1, 1);
  return text;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using nta::fuzz::check;
  std::string_view text(reinterpret_cast<const char*>(data), size);
  auto defaults = default_settings(Mode::system);
  check(defaults.has_value(), "the system's defaults are known");
  Settings settings = *defaults, again = *defaults, running = *defaults;
  if (auto applied = apply_config(text, "n", settings); !applied) {
    check(applied.error().text.starts_with("n:"), "an error says which line it is about");
    return 0;
  }
  std::string written = uncommented(settings);
  auto applied = apply_config(written, "w", again);
  check(applied.has_value(), "what was taken is taken again");
  check(describe_config(again) == describe_config(settings), "and means the same");
  take_changes(running, settings);
  check(take_changes(running, settings) == take_changes(running, again), "what waits for a restart goes on waiting");
  return 0;
}
