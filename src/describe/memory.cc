#include "describe/memory.h"

namespace nta::describe {

size_t text_length(const void* text, size_t unit, size_t most) {
  if (unit == 1) return ::strnlen(static_cast<const char*>(text), most);
  size_t length = 0;
  while (length < most && load<char16_t>(at(text, length * sizeof(char16_t))) != 0) ++length;
  return length;
}

}  // namespace nta::describe
