// Rows and all they point at into one block, as the API hands them out: the rows first, then strings and SIDs.
#pragma once

#include <cstddef>
#include <vector>

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

/** Rows that come in parts and are one block in the end. Each part's memory goes back to the system as soon as its rows
 *  are in the block, so that a list is never in memory twice. */
class RowParts {
 public:
  explicit RowParts(const Type& row) : row_(&row) {}
  ~RowParts();
  RowParts(const RowParts&) = delete;
  RowParts& operator=(const RowParts&) = delete;

  /** Copies the rows and all they point at. */
  Result<void> add(const void* rows, size_t count);
  size_t count() const { return count_; }
  /** All of them, as pack() would make it; there are no parts afterwards. */
  Result<void*> join(Allocate allocate);

 private:
  struct Part {
    void* rows;
    size_t count;
    size_t bytes;
  };

  const Type* row_;
  std::vector<Part> parts_;
  size_t count_ = 0;
};

/** Bytes of the block that pack() would make. */
size_t packed_size(const Type& row, const void* rows, size_t count);

inline Result<void*> pack(const Type& row, const void* rows, size_t count, Allocate allocate, size_t* bytes = nullptr) {
  return pack(row, row, rows, count, allocate, bytes);
}

}  // namespace nta::describe
