#include "ndr/encode.h"

#include "describe/memory.h"

namespace nta::ndr {
namespace {

using describe::Field;
using describe::Form;
using describe::Pointer;
using describe::Type;

/** A value together with the member that holds it, since the member knows where its counts are. */
struct Place {
  const Type* type;
  const Field* field;  // null for an array's element
  const void* owner;   // the structure around it
  const void* memory;
};

class Encoder {
 public:
  explicit Encoder(Bytes& out) : out_(out) {}

  // [C706] 14.2.1, 14.3.12.1: a parameter's pointees follow it before the next parameter begins.
  Result<void> parameters(const Type& type, const void* base) {
    for (const Field& field : type) {
      Place place{field.type, &field, base, describe::at(base, field.offset)};
      if (field.type->form == Form::pointer && field.type->pointer == Pointer::ref)
        NTA_CHECK(pointee(place));
      else
        NTA_CHECK(whole(place));
    }
    return {};
  }

 private:
  using Later = std::vector<Place>;

  // [C706] 14.3.12.3: pointees come after the construct that holds the pointers, in order, each with its own pointees.
  Result<void> whole(const Place& place) {
    Later later;
    NTA_CHECK(in_line(place, later));
    for (const Place& pointer : later) NTA_CHECK(pointee(pointer));
    return {};
  }

  Result<void> pointee(const Place& pointer) {
    const void* target = describe::load<const void*>(pointer.memory);
    if (!target) return fail(Win32::rpc_null_ref_pointer, "{} is a null reference pointer", name(pointer));
    return whole({pointer.type->target, pointer.field, pointer.owner, target});
  }

  Result<void> in_line(const Place& place, Later& later) {
    const Type& type = *place.type;
    switch (type.form) {
      case Form::number:
      case Form::time:
      case Form::boolean:
        out_.align(type.wire_align);
        return raw_number(type.size, describe::load_number(place.memory, type.size));
      case Form::enum16:
        out_.align(2);
        out_.u16(static_cast<uint16_t>(describe::load<uint32_t>(place.memory)));
        return {};
      case Form::guid:
        return guid(place.memory);
      case Form::handle:
        out_.align(4);
        out_.u32(describe::load<uint32_t>(place.memory));
        return guid(describe::at(place.memory, 4));
      case Form::text:
        return text(type, place.memory);
      case Form::string:
        return string(type, place.memory);
      case Form::sid:
        return sid(place.memory);
      case Form::structure:
        return structure(place, later);
      case Form::fixed_array:
        return fixed_array(place, later);
      case Form::array:
        return array(place, later);
      case Form::tail:
        return tail(place, later);
      case Form::union_:
        return arm(place, later);
      case Form::pointer:
        return pointer(place, later);
      case Form::local:
        return {};
    }
    return {};
  }

  static bool is_copied(const Type& type) { return type.plain != 0 && std::endian::native == std::endian::little; }
  void copy(const Type& type, const void* memory) {
    std::byte* written = out_.raw(memory, type.plain);
    if (type.form == Form::structure) blank_gaps(type, written);
  }
  // What lies between members was never set; it does not leave the process.
  static void blank_gaps(const Type& type, std::byte* written) {
    uint32_t end = 0;
    for (const Field& field : type) {
      if (field.offset != end) std::memset(written + end, 0, field.offset - end);
      if (field.type->form == Form::structure) blank_gaps(*field.type, written + field.offset);
      end = field.offset + field.type->plain;
    }
  }

  Result<void> raw_number(size_t size, uint64_t value) {
    if constexpr (std::endian::native == std::endian::big) value = byte_swap(value) >> (64 - 8 * size);
    out_.raw(&value, size);
    return {};
  }

  Result<void> guid(const void* memory) {
    auto value = describe::load<Guid>(memory);
    out_.align(4);
    out_.u32(value.data1);
    out_.u16(value.data2);
    out_.u16(value.data3);
    out_.raw(value.data4.data(), value.data4.size());
    return {};
  }

  Result<void> text(const Type& type, const void* memory) {
    out_.align(type.wire_align);
    units(type.target->size, memory, type.count);
    return {};
  }

  void units(size_t size, const void* memory, size_t count) {
    if (size == 1 || std::endian::native == std::endian::little)
      out_.raw(memory, size * count);
    else
      for (size_t i = 0; i < count; ++i)
        (void)raw_number(size, describe::load_number(describe::at(memory, i * size), size));
  }

  // [C706] 14.3.4.2: conformance, offset, actual count; the terminator counts.
  Result<void> string(const Type& type, const void* memory) {
    auto count = static_cast<uint32_t>(describe::text_length(memory, type.size) + 1);
    out_.align(4);
    out_.u32(count);
    out_.u32(0);
    out_.u32(count);
    units(type.size, memory, count);
    return {};
  }

  Result<void> sid(const void* memory) {
    out_.align(4);
    out_.u32(describe::load<uint8_t>(describe::at(memory, 1)));
    out_.raw(memory, describe::sid_size(memory));  // the packed form is the wire's already
    return {};
  }

  // [C706] 14.3.7.1: the count of a structure's last member comes before the structure, and before its alignment.
  Result<void> structure(const Place& place, Later& later) {
    const Type& type = *place.type;
    if (type.field_count != 0 && type.end()[-1].type->form == Form::tail) {
      out_.align(4);
      out_.u32(describe::read_number(type.end()[-1].size_is, place.memory));
    }
    out_.align(place.type->wire_align);
    if (is_copied(*place.type)) {
      copy(*place.type, place.memory);
      return {};
    }
    for (const Field& field : *place.type)
      NTA_CHECK(in_line({field.type, &field, place.memory, describe::at(place.memory, field.offset)}, later));
    return {};
  }

  Result<void> fixed_array(const Place& place, Later& later) {
    uint32_t count = place.type->count;
    if (place.field && place.field->length_is) {  // varying: offset and actual count in front
      count = describe::read_number(place.field->length_is, place.owner);
      if (count > place.type->count)
        return fail(Win32::invalid_parameter, "{} has {} elements, {} fit", name(place), count, place.type->count);
      out_.align(4);
      out_.u32(0);
      out_.u32(count);
    }
    return elements(*place.type->target, place.memory, count, later);
  }

  Result<void> array(const Place& place, Later& later) {
    uint32_t size = describe::read_number(place.field->size_is, place.owner);
    uint32_t count = size;
    out_.align(4);
    out_.u32(size);
    if (place.field->length_is) {
      count = describe::read_number(place.field->length_is, place.owner);
      if (count > size) return fail(Win32::invalid_parameter, "{} sends {} of {} elements", name(place), count, size);
      out_.u32(0);
      out_.u32(count);
    }
    return elements(*place.type->target, place.memory, count, later);
  }

  Result<void> tail(const Place& place, Later& later) {
    uint32_t count = describe::read_number(place.field->size_is, place.owner);
    return elements(*place.type->target, describe::load<const void*>(place.memory), count, later);
  }

  Result<void> elements(const Type& element, const void* memory, uint32_t count, Later& later) {
    if (count == 0) return {};
    if (element.form == Form::number) {
      out_.align(element.wire_align);
      units(element.size, memory, count);
      return {};
    }
    for (uint32_t i = 0; i < count; ++i) {
      const void* at = describe::at(memory, size_t{i} * element.size);
      NTA_CHECK(in_line({&element, nullptr, memory, at}, later));
    }
    return {};
  }

  // [C706] 14.3.8: the tag, then the arm it selects.
  Result<void> arm(const Place& place, Later& later) {
    uint32_t tag = describe::read_number(place.field->switch_is, place.owner);
    const Type* arm = nullptr;
    if (!describe::select_arm(*place.type, tag, arm))
      return fail(Win32::invalid_level, "{} has no arm {}", name(place), tag);
    const Type& tag_type = *place.type->target;
    out_.align(tag_type.wire_align);
    NTA_CHECK(raw_number(tag_type.form == Form::enum16 ? 2 : tag_type.size, tag));
    return arm ? in_line({arm, nullptr, place.memory, place.memory}, later) : Result<void>{};
  }

  Result<void> pointer(const Place& place, Later& later) {
    const void* target = describe::load<const void*>(place.memory);
    if (!target && place.type->pointer == Pointer::ref)
      return fail(Win32::rpc_null_ref_pointer, "{} is a null reference pointer", name(place));
    out_.align(4);
    if (!target) {
      out_.u32(0);
    } else if (auto [id, first] = referent(place, target); first) {
      out_.u32(id);
      later.push_back(place);
    } else {
      out_.u32(id);
    }
    return {};
  }

  // Only full pointers may share a referent ([C706] 14.3.12.1).
  std::pair<uint32_t, bool> referent(const Place& place, const void* target) {
    if (place.type->pointer == Pointer::full) {
      for (auto [known, id] : full_)
        if (known == target) return {id, false};
    }
    uint32_t id = next_id_;
    next_id_ += 4;
    if (place.type->pointer == Pointer::full) full_.emplace_back(target, id);
    return {id, true};
  }

  static std::string_view name(const Place& place) {
    return place.field && !place.field->name.empty() ? place.field->name : std::string_view("a member");
  }

  ByteWriter out_;
  uint32_t next_id_ = 0x00020000;
  std::vector<std::pair<const void*, uint32_t>> full_;
};

}  // namespace

Result<void> encode_parameters(const describe::Type& type, const void* value, Bytes& out) {
  return Encoder(out).parameters(type, value);
}

}  // namespace nta::ndr
