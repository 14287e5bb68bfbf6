#include "ndr/decode.h"

#include "describe/memory.h"

namespace nta::ndr {
namespace {

using describe::Field;
using describe::Form;
using describe::Number;
using describe::Pointer;
using describe::Type;

struct Place {
  const Type* type;
  const Field* field;      // null for an array's element
  const Type* owner_type;  // the structure around it
  void* owner;
  void* memory;
};

/** A count member can arrive after the array it counts, so they are compared at the end. */
struct Claim {
  Number number;
  const Type* owner_type;
  void* owner;
  uint32_t arrived;
  std::string_view name;
};

class Decoder {
 public:
  Decoder(ByteReader& in, Arena& arena, const Limits& limits) : in_(in), arena_(arena), limits_(limits) {}

  Result<void> parameters(const Type& type, void* base) {
    for (const Field& field : type) {
      Place place{field.type, &field, &type, base, describe::at(base, field.offset)};
      if (field.type->form == Form::pointer && field.type->pointer == Pointer::ref)
        NTA_CHECK(pointee({place, 0}));
      else
        NTA_CHECK(whole(place));
    }
    return settle_claims();
  }

 private:
  struct Pending {
    Place pointer;
    uint32_t referent;
  };
  using Later = std::vector<Pending>;

  Result<void> whole(const Place& place) {
    if (++depth_ > limits_.depth) return bad("{} is nested more than {} deep", name(place), limits_.depth);
    Later later;
    NTA_CHECK(in_line(place, later));
    for (const Pending& pending : later) NTA_CHECK(pointee(pending));
    --depth_;
    return {};
  }

  Result<void> pointee(const Pending& pending) {
    const Place& pointer = pending.pointer;
    const Type& target = *pointer.type->target;
    if (target.form == Form::array || target.form == Form::string || target.form == Form::sid) {
      // Sized by what arrives: the element reader allocates and stores the pointer itself.
      NTA_CHECK(whole({&target, pointer.field, pointer.owner_type, pointer.owner, pointer.memory}));
      if (pointer.type->pointer == Pointer::full)
        full_.emplace_back(pending.referent, &target, describe::load<void*>(pointer.memory));
      return {};
    }
    NTA_TRY(void* memory, allocate(target, 1, target.align, name(pointer)));
    describe::store(pointer.memory, memory);
    if (pointer.type->pointer == Pointer::full) full_.emplace_back(pending.referent, &target, memory);
    return whole({&target, pointer.field, pointer.owner_type, pointer.owner, memory});
  }

  Result<void*> allocate(const Type& element, size_t count, size_t align, std::string_view what) {
    size_t size = element.size * count;
    if (size > limits_.memory - std::min(limits_.memory, arena_.total()))
      return bad("{} would need {} bytes, more than allowed", what, size);
    return arena_.allocate(size, align);
  }

  Result<void> in_line(const Place& place, Later& later) {
    const Type& type = *place.type;
    switch (type.form) {
      case Form::number:
      case Form::time:
        return number(type, place.memory);
      case Form::boolean:
        return boolean(type, place.memory);
      case Form::enum16:
        return enum16(place.memory);
      case Form::guid:
        return guid(place.memory);
      case Form::handle:
        return handle(place.memory);
      case Form::text:
        return text(type, place.memory);
      case Form::string:
        return string(place);
      case Form::sid:
        return sid(place);
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

  Result<uint64_t> raw_number(size_t size) {
    switch (size) {
      case 1:
        return widen(in_.u8());
      case 2:
        return widen(in_.u16());
      case 4:
        return widen(in_.u32());
      default:
        return in_.u64();
    }
  }
  template <class T>
  static Result<uint64_t> widen(Result<T> value) {
    if (!value) return std::move(value).error();
    return uint64_t{*value};
  }

  Result<void> number(const Type& type, void* memory) {
    NTA_CHECK(in_.align(type.wire_align));
    if (type.form == Form::time && type.wire_align == 4) {  // two ULONGs, low first, whatever the byte order
      NTA_TRY(uint32_t low, in_.u32());
      NTA_TRY(uint32_t high, in_.u32());
      describe::store(memory, uint64_t{high} << 32 | low);
      return {};
    }
    NTA_TRY(uint64_t value, raw_number(type.size));
    describe::store_number(memory, type.size, value);
    return {};
  }

  Result<void> boolean(const Type& type, void* memory) {
    NTA_CHECK(in_.align(type.wire_align));
    NTA_TRY(uint64_t value, raw_number(type.size));
    describe::store_number(memory, type.size, value != 0);
    return {};
  }

  Result<void> enum16(void* memory) {
    NTA_CHECK(in_.align(2));
    NTA_TRY(uint16_t value, in_.u16());
    describe::store(memory, uint32_t{value});
    return {};
  }

  Result<void> guid(void* memory) {
    NTA_CHECK(in_.align(4));
    Guid value;
    NTA_TRY(value.data1, in_.u32());
    NTA_TRY(value.data2, in_.u16());
    NTA_TRY(value.data3, in_.u16());
    NTA_TRY(ByteView tail, in_.take(8));
    std::memcpy(value.data4.data(), tail.data(), 8);
    describe::store(memory, value);
    return {};
  }

  Result<void> handle(void* memory) {
    NTA_CHECK(in_.align(4));
    NTA_TRY(uint32_t attributes, in_.u32());
    describe::store(memory, attributes);
    return guid(describe::at(memory, 4));
  }

  Result<void> units(size_t size, void* memory, size_t count) {
    NTA_TRY(ByteView bytes, in_.take(size * count));
    if (count != 0) std::memcpy(memory, bytes.data(), bytes.size());
    if (in_.order() != std::endian::native && size > 1)
      for (size_t i = 0; i < count; ++i) swap_bytes(describe::at(memory, i * size), size);
    return {};
  }
  static void swap_bytes(std::byte* memory, size_t size) {
    for (size_t i = 0; i < size / 2; ++i) std::swap(memory[i], memory[size - 1 - i]);
  }

  // A fixed buffer always ends in a terminator here, whatever the peer sent.
  Result<void> text(const Type& type, void* memory) {
    NTA_CHECK(in_.align(type.wire_align));
    NTA_CHECK(units(type.target->size, memory, type.count));
    terminate(type, memory);
    return {};
  }

  struct Counts {
    uint32_t size;
    uint32_t sent;
  };
  Result<Counts> varying_counts(const Place& place) {
    NTA_TRY(uint32_t size, in_.u32());
    NTA_TRY(uint32_t offset, in_.u32());
    NTA_TRY(uint32_t sent, in_.u32());
    if (offset != 0 || sent > size) return bad("{} sends {} of {} elements from {}", name(place), sent, size, offset);
    return Counts{size, sent};
  }

  Result<void> string(const Place& place) {
    const Type& type = *place.type;
    NTA_CHECK(in_.align(4));
    NTA_TRY(Counts counts, varying_counts(place));
    if (counts.sent == 0 || counts.sent > in_.left() / type.size)
      return bad("{} claims {} characters", name(place), counts.sent);
    NTA_TRY(void* memory, allocate(type, counts.sent, type.align, name(place)));
    NTA_CHECK(units(type.size, memory, counts.sent));
    if (describe::load_number(describe::at(memory, (counts.sent - size_t{1}) * type.size), type.size) != 0)
      return bad("{} has no terminator", name(place));
    describe::store(place.memory, memory);
    return {};
  }

  Result<void> sid(const Place& place) {
    NTA_CHECK(in_.align(4));
    NTA_TRY(uint32_t count, in_.u32());
    if (count > 15) return bad("{} is a SID of {} parts", name(place), count);
    NTA_TRY(void* memory, allocate(describe::u32, 2 + count, 4, name(place)));
    NTA_TRY(ByteView head, in_.take(8));
    std::memcpy(memory, head.data(), head.size());
    if (head[0] != std::byte{1} || head[1] != std::byte(count)) return bad("{} is a malformed SID", name(place));
    NTA_CHECK(units(4, describe::at(memory, 8), count));
    describe::store(place.memory, memory);
    return {};
  }

  // What is the same on the wire is taken as it is; then only texts and truth values are looked at.
  bool is_copied(const Type& type) const { return type.plain != 0 && in_.order() == std::endian::native; }
  Result<void> copy(const Type& type, void* memory) {
    NTA_TRY(ByteView bytes, in_.take(type.plain));
    std::memcpy(memory, bytes.data(), bytes.size());
    tidy(type, memory);
    return {};
  }
  static void tidy(const Type& type, void* memory) {
    if (type.form == Form::text)
      terminate(type, memory);
    else if (type.form == Form::boolean)
      describe::store_number(memory, type.size, describe::load_number(memory, type.size) != 0);
    else if (type.form == Form::fixed_array && type.target->form != Form::number)
      for (uint32_t i = 0; i < type.count; ++i) tidy(*type.target, describe::at(memory, i * type.target->size));
    else if (type.form == Form::structure)
      for (const Field& field : type) tidy(*field.type, describe::at(memory, field.offset));
  }
  static void terminate(const Type& type, void* memory) {
    describe::store_number(describe::at(memory, size_t{type.count - 1} * type.target->size), type.target->size, 0);
  }

  // [C706] 14.3.7.1: the count of a structure's last member comes before the structure, and before its alignment.
  Result<void> structure(const Place& place, Later& later) {
    const Type& type = *place.type;
    if (type.field_count != 0 && type.end()[-1].type->form == Form::tail) {
      NTA_CHECK(in_.align(4));
      NTA_TRY(tail_count_, in_.u32());
    }
    NTA_CHECK(in_.align(type.wire_align));
    if (is_copied(type)) return copy(type, place.memory);
    for (const Field& field : *place.type)
      NTA_CHECK(
          in_line({field.type, &field, place.type, place.memory, describe::at(place.memory, field.offset)}, later));
    return {};
  }

  Result<void> fixed_array(const Place& place, Later& later) {
    uint32_t count = place.type->count;
    if (place.field && place.field->length_is) {
      NTA_CHECK(in_.align(4));
      NTA_TRY(uint32_t offset, in_.u32());
      NTA_TRY(uint32_t sent, in_.u32());
      if (offset != 0 || sent > count) return bad("{} sends {} of {} elements", name(place), sent, count);
      claim(place.field->length_is, place, sent);
      count = sent;
    }
    return elements(*place.type->target, place.memory, count, later);
  }

  Result<void> array(const Place& place, Later& later) {
    const Type& element = *place.type->target;
    NTA_CHECK(in_.align(4));
    Counts counts{};
    if (place.field && place.field->length_is) {
      NTA_TRY(counts, varying_counts(place));
      claim(place.field->length_is, place, counts.sent);
    } else {
      NTA_TRY(counts.size, in_.u32());
      counts.sent = counts.size;
    }
    if (place.field) claim(place.field->size_is, place, counts.size);
    if (counts.sent > limits_.rows || counts.sent > in_.left() / std::max(element.least_wire, 1u))
      return bad("{} claims {} elements", name(place), counts.sent);
    NTA_TRY(void* memory, allocate(element, counts.sent, element.align, name(place)));
    describe::store(place.memory, memory);
    return elements(element, memory, counts.sent, later);
  }

  Result<void> tail(const Place& place, Later& later) {
    const Type& element = *place.type->target;
    uint32_t count = std::exchange(tail_count_, 0);
    claim(place.field->size_is, place, count);
    if (count > limits_.rows || count > in_.left() / std::max(element.least_wire, 1u))
      return bad("{} claims {} elements", name(place), count);
    NTA_TRY(void* memory, allocate(element, count, element.align, name(place)));
    describe::store(place.memory, memory);
    return elements(element, memory, count, later);
  }

  Result<void> elements(const Type& element, void* memory, uint32_t count, Later& later) {
    if (count == 0) return {};
    if (element.form == Form::number) {
      NTA_CHECK(in_.align(element.wire_align));
      return units(element.size, memory, count);
    }
    for (uint32_t i = 0; i < count; ++i) {
      void* at = describe::at(memory, size_t{i} * element.size);
      NTA_CHECK(in_line({&element, nullptr, nullptr, nullptr, at}, later));
    }
    return {};
  }

  Result<void> arm(const Place& place, Later& later) {
    const Type& tag_type = *place.type->target;
    NTA_CHECK(in_.align(tag_type.wire_align));
    NTA_TRY(uint64_t tag, raw_number(tag_type.form == Form::enum16 ? 2 : tag_type.size));
    claim(place.field->switch_is, place, static_cast<uint32_t>(tag));
    const Type* arm = nullptr;
    if (!describe::select_arm(*place.type, static_cast<uint32_t>(tag), arm))
      return bad("{} has no arm {}", name(place), tag);
    return arm ? in_line({arm, nullptr, place.type, place.memory, place.memory}, later) : Result<void>{};
  }

  Result<void> pointer(const Place& place, Later& later) {
    NTA_CHECK(in_.align(4));
    NTA_TRY(uint32_t referent, in_.u32());
    if (referent == 0) {
      if (place.type->pointer == Pointer::ref) return bad("{} is a null reference pointer", name(place));
      return {};
    }
    if (place.type->pointer == Pointer::full)
      for (const Known& known : full_)
        if (known.referent == referent && known.type == place.type->target) {
          describe::store(place.memory, known.memory);
          return {};
        }
    later.push_back({place, referent});
    return {};
  }

  void claim(Number number, const Place& place, uint32_t arrived) {
    if (number) claims_.push_back({number, place.owner_type, place.owner, arrived, name(place)});
  }

  // A count in a member of its own must agree; a count that the wire carries elsewhere is filled in.
  Result<void> settle_claims() {
    for (const Claim& claim : claims_) {
      if (is_local(claim)) {
        describe::store_number(describe::at(claim.owner, claim.number.offset), claim.number.width,
                               uint64_t{claim.arrived} * claim.number.divisor);
      } else if (uint32_t said = describe::read_number(claim.number, claim.owner); said != claim.arrived) {
        return bad("{} has {} elements where its count says {}", claim.name, claim.arrived, said);
      }
    }
    return {};
  }
  static bool is_local(const Claim& claim) {
    for (const Field& field : *claim.owner_type)
      if (field.offset == claim.number.offset) return field.type->form == Form::local;
    return false;
  }

  template <class... Args>
  static Error bad(fmt::format_string<Args...> format, Args&&... args) {
    return fail(Win32::rpc_bad_stub_data, format, std::forward<Args>(args)...);
  }
  static std::string_view name(const Place& place) {
    return place.field && !place.field->name.empty() ? place.field->name : std::string_view("a member");
  }

  struct Known {
    Known(uint32_t id, const Type* t, void* m) : referent(id), type(t), memory(m) {}
    uint32_t referent;
    const Type* type;
    void* memory;
  };

  ByteReader& in_;
  Arena& arena_;
  const Limits& limits_;
  uint16_t depth_ = 0;
  uint32_t tail_count_ = 0;  // read in front of a structure, for its last member
  std::vector<Known> full_;
  std::vector<Claim> claims_;
};

}  // namespace

Result<void> decode_parameters(const Type& type, void* value, ByteReader& in, Arena& arena, const Limits& limits) {
  return Decoder(in, arena, limits).parameters(type, value);
}

}  // namespace nta::ndr
