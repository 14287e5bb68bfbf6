// Rows and all they point at into one block, as the API hands them out: the rows first, then strings and SIDs.
#pragma once

#include <cstddef>

#include "base/result.h"
#include "describe/type.h"

namespace nta::describe {

/** Gives `size` bytes or null. */
using Allocate = void* (*)(size_t size);

/** Copies `count` rows of type `from` into one block of rows of type `to`. The two have the same members in the same
 *  order; where `from` has UTF-16 text and `to` has char text, it is converted to UTF-8 (W to A). No rows: a block of
 *  no bytes. Fails with 8 when `allocate` gives null. `bytes`, if not null, receives the block's size. */
Result<void*> pack(const Type& from, const Type& to, const void* rows, size_t count, Allocate allocate,
                   size_t* bytes = nullptr);

/** Bytes of the block that pack() would make. */
size_t packed_size(const Type& row, const void* rows, size_t count);

inline Result<void*> pack(const Type& row, const void* rows, size_t count, Allocate allocate, size_t* bytes = nullptr) {
  return pack(row, row, rows, count, allocate, bytes);
}

}  // namespace nta::describe
