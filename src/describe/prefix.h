// Structures that begin as another does, as the lower levels of the Net functions begin as the highest.
#pragma once

#include <cstring>

#include "describe/type.h"

namespace nta::describe {

template <class Part, class Whole>
consteval bool is_prefix() {
  const auto& part = fields_of<Part>;
  const auto& whole = fields_of<Whole>;
  if (std::size(part) >= std::size(whole)) return false;
  for (size_t i = 0; i < std::size(part); ++i) {
    bool has_same_name = part[i].name.empty() || whole[i].name.empty() || part[i].name == whole[i].name;
    bool has_same_place = part[i].offset == whole[i].offset && part[i].type->size == whole[i].type->size;
    if (!has_same_name || !has_same_place) return false;
  }
  return true;
}

/** Part has the first members of Whole, in their places, and no others. */
template <class Part, class Whole>
concept PrefixOf = is_prefix<Part, Whole>();

/** What `whole` points at is pointed at by the part, too. */
template <class Part, class Whole>
requires PrefixOf<Part, Whole> Part prefix_of(const Whole& whole) {
  Part part;
  std::memcpy(&part, &whole, sizeof part);
  return part;
}

}  // namespace nta::describe
