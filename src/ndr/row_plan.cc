#include "ndr/row_plan.h"

#include <algorithm>
#include <bit>

namespace nta::ndr {
namespace {

using describe::Field;
using describe::Form;
using describe::Type;

uint32_t aligned(uint32_t offset, uint32_t alignment) { return (offset + alignment - 1) & ~(alignment - 1); }

class Planner {
 public:
  explicit Planner(const void* row) : row_(row) {}

  bool structure(const Type& type) {
    for (const Field& field : type)
      if (!(field.type->form == Form::union_ ? arm(field) : value(*field.type, field.offset))) return false;
    return true;
  }
  RowPlan take(uint32_t size) {
    plan_.wire_size = wire_;
    find_gaps(size);
    return std::move(plan_);
  }

 private:
  bool value(const Type& type, uint32_t memory) {
    bool is_copied = type.form == Form::number || type.form == Form::text || type.form == Form::guid;
    if (!is_copied || type.plain == 0) return false;
    wire_ = aligned(wire_, type.wire_align);
    part(memory, type.plain);
    if (type.form == Form::text) plan_.texts.push_back({memory + type.size - type.target->size, type.target->size});
    return true;
  }

  // What follows the part before, in memory and on the wire, belongs to it.
  void part(uint32_t memory, uint32_t size) {
    if (!plan_.parts.empty()) {
      RowPlan::Part& last = plan_.parts.back();
      if (last.memory + last.size == memory && last.wire + last.size == wire_) {
        last.size += size;
        wire_ += size;
        return;
      }
    }
    plan_.parts.push_back({memory, wire_, size});
    wire_ += size;
  }

  bool arm(const Field& field) {
    const describe::Number& number = field.switch_is;
    auto member = wire_of(number.offset);
    const Type* selected = nullptr;
    uint32_t tag = describe::read_number(number, row_);
    bool is_simple = number.width == sizeof tag && number.divisor == 1 && number.more == 0 &&
                     field.type->target->least_wire == sizeof tag;
    if (!member || !is_simple || !describe::select_arm(*field.type, tag, selected)) return false;
    wire_ = aligned(wire_, field.type->target->wire_align);
    plan_.tags.push_back({number.offset, *member, wire_, tag});
    wire_ += sizeof tag;
    if (!selected) return true;
    if (selected->form != Form::structure) return value(*selected, field.offset);
    if (selected->plain == 0) return false;
    wire_ = aligned(wire_, selected->wire_align);
    for (const Field& inner : *selected)
      if (!value(*inner.type, field.offset + inner.offset)) return false;
    return true;
  }

  void find_gaps(uint32_t size) {
    std::vector<RowPlan::Part> parts = plan_.parts;
    std::ranges::sort(parts, {}, &RowPlan::Part::memory);
    parts.push_back({size, 0, 0});
    uint32_t end = 0;
    for (const RowPlan::Part& part : parts) {
      if (part.memory > end) plan_.gaps.push_back({end, part.memory - end});
      end = part.memory + part.size;
    }
  }

  std::optional<uint32_t> wire_of(uint32_t memory) const {
    for (const RowPlan::Part& part : plan_.parts)
      if (part.memory <= memory && memory + sizeof(uint32_t) <= part.memory + part.size)
        return part.wire + (memory - part.memory);
    return std::nullopt;
  }

  const void* row_;
  uint32_t wire_ = 0;
  RowPlan plan_;
};

}  // namespace

std::optional<RowPlan> RowPlan::of(const Type& type, const void* row) {
  if (std::endian::native != std::endian::little || type.form != Form::structure) return std::nullopt;
  Planner planner(row);
  if (!planner.structure(type)) return std::nullopt;
  return planner.take(type.size);
}

}  // namespace nta::ndr
