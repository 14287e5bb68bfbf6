#include "daemon/monitor/messages.h"

namespace nta::daemon::monitor {

char** pointers_to(const std::vector<std::string>& texts, Arena& arena) {
  char** pointers = arena.make<char*>(texts.size());
  for (size_t i = 0; i < texts.size(); ++i) pointers[i] = const_cast<char*>(texts[i].c_str());  // only ever read
  return pointers;
}

std::vector<std::string> texts_at(char* const* pointers, uint32_t count) {
  std::vector<std::string> texts;
  for (uint32_t i = 0; pointers && i < count; ++i) texts.push_back(text_at(pointers[i]));
  return texts;
}

}  // namespace nta::daemon::monitor
