#include "describe/memory.h"

namespace nta::describe {

uint64_t load_number(const void* from, size_t width) {
  switch (width) {
    case 1:
      return load<uint8_t>(from);
    case 2:
      return load<uint16_t>(from);
    case 4:
      return load<uint32_t>(from);
    default:
      return load<uint64_t>(from);
  }
}

void store_number(void* to, size_t width, uint64_t value) {
  switch (width) {
    case 1:
      return store(to, static_cast<uint8_t>(value));
    case 2:
      return store(to, static_cast<uint16_t>(value));
    case 4:
      return store(to, static_cast<uint32_t>(value));
    default:
      return store(to, value);
  }
}

uint32_t read_number(Number number, const void* base) {
  if (!number) return 0;
  return (static_cast<uint32_t>(load_number(at(base, number.offset), number.width)) + number.more) / number.divisor;
}

bool select_arm(const Type& type, uint32_t tag, const Type*& arm) {
  for (uint32_t i = 0; i < type.arm_count; ++i) {
    if (type.arms[i].tag == tag) {
      arm = type.arms[i].type;
      return true;
    }
  }
  arm = type.default_arm;
  return arm != nullptr;
}

size_t text_length(const void* text, size_t unit, size_t most) {
  size_t length = 0;
  while (length < most && load_number(at(text, length * unit), unit) != 0) ++length;
  return length;
}

}  // namespace nta::describe
