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
uint64_t load_number(const void* from, size_t width);
void store_number(void* to, size_t width, uint64_t value);

/** The number `number` names in the structure at `base`; 0 when it names none. */
uint32_t read_number(Number number, const void* base);

/** The arm that `tag` selects: null when it is empty; false when no arm fits. */
bool select_arm(const Type& type, uint32_t tag, const Type*& arm);

/** Bytes of a packed SID. */
inline size_t sid_size(const void* packed) { return 8 + 4 * size_t{load<uint8_t>(at(packed, 1))}; }

/** Units before the terminator, in text of elements of `unit` bytes. */
size_t text_length(const void* text, size_t unit, size_t most = SIZE_MAX);

}  // namespace nta::describe
