// Arrays that came over the wire.
#pragma once

#include <cstddef>
#include <span>

namespace nta::protocols {

/** A null pointer may come with any count: then there are no rows. */
template <class Row>
std::span<Row> rows_in(Row* first, size_t count) {
  return first ? std::span<Row>(first, count) : std::span<Row>();
}

}  // namespace nta::protocols
