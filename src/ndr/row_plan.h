// RowPlan: what the rows of a list have where, when they are of one kind. It is made from one row, and the others are
// copied by it instead of being walked.
#pragma once

#include <optional>
#include <vector>

#include "describe/memory.h"

namespace nta::ndr {

/** So many rows are worth a plan. */
inline constexpr uint32_t least_planned = 4;

/** Of a structure of numbers and of unions with one choice of arms, on a little-endian wire. Places on the wire count
 *  from where the row begins. */
struct RowPlan {
  /** Bytes that are the same in memory and on the wire. */
  struct Part {
    uint32_t memory;
    uint32_t wire;
    uint32_t size;
  };
  /** What selects an arm: the member, which is a part as well, and once more in front of the arm. */
  struct Tag {
    uint32_t memory;
    uint32_t wire_of_member;
    uint32_t wire;
    uint32_t value;
  };
  /** The last unit of a text, which is to be its terminator. */
  struct TextEnd {
    uint32_t memory;
    uint32_t size;
  };
  /** Bytes of memory that nothing on the wire is for: between members, and what other arms would have. */
  struct Gap {
    uint32_t memory;
    uint32_t size;
  };

  uint32_t wire_size = 0;
  std::vector<Part> parts;
  std::vector<Gap> gaps;
  std::vector<Tag> tags;
  std::vector<TextEnd> texts;

  /** The plan for rows like this one; none where there is more to do than to copy. */
  static std::optional<RowPlan> of(const describe::Type& type, const void* row);

  bool is_for(const void* row) const {
    for (const Tag& tag : tags)
      if (describe::load<uint32_t>(describe::at(row, tag.memory)) != tag.value) return false;
    return true;
  }
  bool is_for_wire(const std::byte* row) const {
    for (const Tag& tag : tags)
      if (describe::load<uint32_t>(row + tag.wire_of_member) != tag.value ||
          describe::load<uint32_t>(row + tag.wire) != tag.value)
        return false;
    return true;
  }

  /** To zeroed bytes of the wire. */
  void write(const void* row, std::byte* wire) const {
    for (const Part& part : parts) copy(wire + part.wire, describe::at(row, part.memory), part.size);
    for (const Tag& tag : tags) describe::store(wire + tag.wire, tag.value);
  }
  /** Sets all of the row, whatever its memory held before. */
  void read(const std::byte* wire, void* row) const {
    for (const Part& part : parts) copy(describe::at(row, part.memory), wire + part.wire, part.size);
    for (const Gap& gap : gaps) std::memset(describe::at(row, gap.memory), 0, gap.size);
    for (const TextEnd& end : texts) describe::store_number(describe::at(row, end.memory), end.size, 0);
  }

 private:
  // Most parts are one number, for which a call of memcpy is a detour.
  static void copy(std::byte* to, const std::byte* from, uint32_t size) {
    if (size == sizeof(uint32_t))
      describe::store(to, describe::load<uint32_t>(from));
    else
      std::memcpy(to, from, size);
  }
};

}  // namespace nta::ndr
