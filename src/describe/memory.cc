#include "describe/memory.h"

namespace nta::describe {

size_t text_length(const void* text, size_t unit, size_t most) {
  size_t length = 0;
  while (length < most && load_number(at(text, length * unit), unit) != 0) ++length;
  return length;
}

}  // namespace nta::describe
