// Reading and writing members through their descriptions.
#pragma once

#include <cstring>

#include "describe/type.h"

namespace nta::describe {

template <class T>
T load(const void* from) {
  T value;
  std::memcpy(&value, from, sizeof(T));
  return value;
}
template <class T>
void store(void* to, T value) {
  std::memcpy(to, &value, sizeof(T));
}

inline const std::byte* at(const void* base, size_t offset) { return static_cast<const std::byte*>(base) + offset; }
inline std::byte* at(void* base, size_t offset) { return static_cast<std::byte*>(base) + offset; }

/** An unsigned number of 1, 2, 4 or 8 bytes. */
inline uint64_t load_number(const void* from, size_t width) {
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
inline void store_number(void* to, size_t width, uint64_t value) {
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

/** The number `number` names in the structure at `base`; 0 when it names none. */
inline uint32_t read_number(const Number& number, const void* base) {
  if (!number) return 0;
  auto value = static_cast<uint32_t>(load_number(at(base, number.offset), number.width)) + number.more;
  return number.divisor == 1 ? value : value / number.divisor;
}

/** The arm that `tag` selects: null when it is empty; false when no arm fits. */
inline bool select_arm(const Type& type, uint32_t tag, const Type*& arm) {
  for (uint32_t i = 0; i < type.arm_count; ++i) {
    if (type.arms[i].tag == tag) {
      arm = type.arms[i].type;
      return true;
    }
  }
  arm = type.default_arm;
  return arm != nullptr;
}

/** Bytes of a packed SID. */
inline size_t sid_size(const void* packed) { return 8 + 4 * size_t{load<uint8_t>(at(packed, 1))}; }

/** Units before the terminator, in text of elements of `unit` bytes, 1 or 2. */
size_t text_length(const void* text, size_t unit, size_t most = SIZE_MAX);

}  // namespace nta::describe
