// The pages of an enumeration. Where the next one begins is the server's word, which is not followed in circles.
#pragma once

#include <cstddef>
#include <cstdint>
#include <set>

namespace nta::client {

class Pages {
 public:
  explicit Pages(uint64_t first = 0) : begun_{first} {}

  /** Whether to ask for the page at `next` after one of `rows`: never twice for the same, and only so often behind
   *  pages of nothing. A position has no order that one could rely on ([MS-SAMR] 3.1.5.2.2). */
  bool may_go_to(uint64_t next, size_t rows) {
    constexpr size_t most_empty = 100;
    empty_ = rows == 0 ? empty_ + 1 : 0;
    return empty_ <= most_empty && begun_.insert(next).second;
  }

 private:
  std::set<uint64_t> begun_;
  size_t empty_ = 0;  // pages in a row
};

}  // namespace nta::client
