// The walk over a description that writes. Steps say by a bool whether to go on, and the error waits in the encoder.
#include "ndr/encode.h"

#include <optional>

#include "describe/memory.h"
#include "ndr/row_plan.h"

namespace nta::ndr {
namespace {

using describe::Field;
using describe::Form;
using describe::Pointer;
using describe::Type;

/** Appends to a vector, which is grown ahead and cut at the end: most of what is written is a few bytes long.
 *  Alignment counts from where it started; gaps are zero. */
class Output {
 public:
  explicit Output(Bytes& out) : out_(out), start_(out.size()), at_(start_) {}
  Output(const Output&) = delete;
  Output& operator=(const Output&) = delete;
  ~Output() { out_.resize(at_); }  // gaps at the end come with it

  size_t offset() const { return at_ - start_; }
  void align(size_t alignment) { at_ += (start_ - at_) & (alignment - 1); }
  /** So many more bytes are likely to come. */
  void expect(size_t count) {
    if (at_ + count > room_) grow(at_ + count);
  }

  /** Room for so many bytes that are still to be set; good until more is written. */
  std::byte* zeros(size_t count) { return room_for(count); }
  /** Gives where they were put; good until more is written. */
  std::byte* raw(const void* from, size_t count) {
    std::byte* to = room_for(count);
    if (count != 0) std::memcpy(to, from, count);
    return to;
  }
  template <std::unsigned_integral T>
  void number(T value) {
    if constexpr (std::endian::native == std::endian::big) value = byte_swap(value);
    std::memcpy(room_for(sizeof value), &value, sizeof value);
  }
  void aligned_u32(uint32_t value) {
    align(4);
    number(value);
  }

 private:
  static constexpr size_t least_growth = 256;

  [[gnu::always_inline]] std::byte* room_for(size_t count) {
    size_t end = at_ + count;
    if (end > room_) grow(std::max(end + least_growth, 2 * room_));
    return data_ + std::exchange(at_, end);
  }
  void grow(size_t size) {
    out_.resize(size);
    data_ = out_.data();
    room_ = size;
  }

  Bytes& out_;
  std::byte* data_ = nullptr;  // of it; so much of it is room
  size_t room_ = 0;
  size_t start_;
  size_t at_;
};

/** The member that a value is, since the member knows where its counts are. */
struct Member {
  const Field* field = nullptr;  // null for an array's element
  const void* owner = nullptr;   // the structure around it

  std::string_view name() const { return field && !field->name.empty() ? field->name : std::string_view("a member"); }
};

class Encoder {
 public:
  explicit Encoder(Bytes& out) : out_(out) {}

  // [C706] 14.2.1, 14.3.12.1: a parameter's pointees follow it before the next parameter begins.
  bool parameters(const Type& type, const void* base) {
    for (const Field& field : type) {
      Member member{&field, base};
      const void* memory = describe::at(base, field.offset);
      bool is_ref = field.type->form == Form::pointer && field.type->pointer == Pointer::ref;
      if (!(is_ref ? pointee({field.type, member, memory}) : whole(*field.type, memory, member))) return false;
    }
    return true;
  }

  Error take_error() { return *std::move(error_); }

 private:
  /** A pointer whose pointee follows. */
  struct Pending {
    const Type* type;
    Member member;
    const void* memory;
  };
  using Later = std::vector<Pending>;

  template <class... Args>
  [[gnu::cold]] bool bad(Win32 code, fmt::format_string<Args...> format, Args&&... args) {
    error_ = fail(code, format, std::forward<Args>(args)...);
    return false;
  }
  bool bad_null(const Member& member) {
    return bad(Win32::rpc_null_ref_pointer, "{} is a null reference pointer", member.name());
  }

  // [C706] 14.3.12.3: pointees come after the construct that holds the pointers, in order, each with its own pointees.
  bool whole(const Type& type, const void* memory, const Member& member) {
    Later later;
    if (!in_line(type, memory, member, later)) return false;
    for (const Pending& pending : later)
      if (!pointee(pending)) return false;
    return true;
  }

  bool pointee(const Pending& pending) {
    const void* target = describe::load<const void*>(pending.memory);
    return target ? whole(*pending.type->target, target, pending.member) : bad_null(pending.member);
  }

  bool in_line(const Type& type, const void* memory, const Member& member, Later& later) {
    switch (type.form) {
      case Form::number:
      case Form::time:
      case Form::boolean:
        return number(type, memory);
      case Form::enum16:
        out_.align(2);
        out_.number(static_cast<uint16_t>(describe::load<uint32_t>(memory)));
        return true;
      case Form::guid:
        return guid(memory);
      case Form::handle:
        out_.aligned_u32(describe::load<uint32_t>(memory));
        return guid(describe::at(memory, 4));
      case Form::text:
        out_.align(type.wire_align);
        return units(type.target->size, memory, type.count);
      case Form::string:
        return string(type, memory);
      case Form::sid:
        return sid(memory);
      case Form::structure:
        return structure(type, memory, later);
      case Form::fixed_array:
        return fixed_array(type, memory, member, later);
      case Form::array:
        return array(type, memory, member, later);
      case Form::tail:
        return tail(type, memory, member, later);
      case Form::union_:
        return arm(type, memory, member, later);
      case Form::pointer:
        return pointer(type, memory, member, later);
      case Form::local:
        return true;
    }
    return true;
  }

  [[gnu::always_inline]] bool number(const Type& type, const void* memory) {
    out_.align(type.wire_align);
    if (type.size != sizeof(uint32_t)) return sized_number(type.size, describe::load_number(memory, type.size));
    out_.number(describe::load<uint32_t>(memory));
    return true;
  }
  bool sized_number(size_t size, uint64_t value) {
    switch (size) {
      case 1:
        out_.number(static_cast<uint8_t>(value));
        return true;
      case 2:
        out_.number(static_cast<uint16_t>(value));
        return true;
      case 4:
        out_.number(static_cast<uint32_t>(value));
        return true;
      default:
        out_.number(value);
        return true;
    }
  }

  bool guid(const void* memory) {
    auto value = describe::load<Guid>(memory);
    out_.aligned_u32(value.data1);
    out_.number(value.data2);
    out_.number(value.data3);
    out_.raw(value.data4.data(), value.data4.size());
    return true;
  }

  bool units(size_t size, const void* memory, size_t count) {
    if (size == 1 || std::endian::native == std::endian::little)
      out_.raw(memory, size * count);
    else
      for (size_t i = 0; i < count; ++i)
        sized_number(size, describe::load_number(describe::at(memory, i * size), size));
    return true;
  }

  // [C706] 14.3.4.2: conformance, offset, actual count; the terminator counts.
  bool string(const Type& type, const void* memory) {
    auto count = static_cast<uint32_t>(describe::text_length(memory, type.size) + 1);
    out_.aligned_u32(count);
    out_.number(uint32_t{0});
    out_.number(count);
    return units(type.size, memory, count);
  }

  bool sid(const void* memory) {
    out_.aligned_u32(describe::load<uint8_t>(describe::at(memory, 1)));
    out_.raw(memory, describe::sid_size(memory));  // the packed form is the wire's already
    return true;
  }

  static bool is_copied(const Type& type) { return type.plain != 0 && std::endian::native == std::endian::little; }
  [[gnu::always_inline]] bool copy(const Type& type, const void* memory) {
    out_.align(type.wire_align);
    blank_gaps(type, out_.raw(memory, type.plain));
    return true;
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

  // [C706] 14.3.7.1: the count of a structure's last member comes before the structure, and before its alignment.
  [[gnu::always_inline]] bool structure(const Type& type, const void* memory, Later& later) {
    return is_copied(type) ? copy(type, memory) : members(type, memory, later);
  }
  bool members(const Type& type, const void* memory, Later& later) {
    bool has_tail = type.field_count != 0 && type.end()[-1].type->form == Form::tail;
    if (has_tail) out_.aligned_u32(describe::read_number(type.end()[-1].size_is, memory));
    out_.align(type.wire_align);
    for (const Field& field : type) {
      const void* at = describe::at(memory, field.offset);
      bool is_number = field.type->form == Form::number;
      if (!(is_number ? number(*field.type, at) : in_line(*field.type, at, {&field, memory}, later))) return false;
    }
    return true;
  }

  bool fixed_array(const Type& type, const void* memory, const Member& member, Later& later) {
    uint32_t count = type.count;
    if (member.field && member.field->length_is) {  // varying: offset and actual count in front
      count = describe::read_number(member.field->length_is, member.owner);
      if (count > type.count)
        return bad(Win32::invalid_parameter, "{} has {} elements, {} fit", member.name(), count, type.count);
      out_.aligned_u32(0);
      out_.number(count);
    }
    return elements(*type.target, memory, count, later);
  }

  bool array(const Type& type, const void* memory, const Member& member, Later& later) {
    uint32_t size = describe::read_number(member.field->size_is, member.owner);
    uint32_t count = size;
    out_.aligned_u32(size);
    if (member.field->length_is) {
      count = describe::read_number(member.field->length_is, member.owner);
      if (count > size) return bad(Win32::invalid_parameter, "{} sends {} of {} elements", member.name(), count, size);
      out_.number(uint32_t{0});
      out_.number(count);
    }
    return elements(*type.target, memory, count, later);
  }

  bool tail(const Type& type, const void* memory, const Member& member, Later& later) {
    uint32_t count = describe::read_number(member.field->size_is, member.owner);
    return elements(*type.target, describe::load<const void*>(memory), count, later);
  }

  bool elements(const Type& element, const void* memory, uint32_t count, Later& later) {
    if (count == 0) return true;
    if (element.form == Form::number) {
      out_.align(element.wire_align);
      return units(element.size, memory, count);
    }
    size_t start = out_.offset();
    std::optional<RowPlan> plan;
    if (count >= least_planned) plan = RowPlan::of(element, memory);
    for (uint32_t i = 0; i < count; ++i) {
      const void* at = describe::at(memory, size_t{i} * element.size);
      if (plan && plan->is_for(at)) {
        out_.align(element.wire_align);
        plan->write(at, out_.zeros(plan->wire_size));
      } else if (!in_line(element, at, {nullptr, memory}, later)) {
        return false;
      }
      if (i == 0) out_.expect((out_.offset() - start + element.wire_align) * (count - 1));
    }
    return true;
  }

  // [C706] 14.3.8: the tag, then the arm it selects.
  [[gnu::always_inline]] bool arm(const Type& type, const void* memory, const Member& member, Later& later) {
    uint32_t tag = describe::read_number(member.field->switch_is, member.owner);
    const Type* arm = nullptr;
    if (!describe::select_arm(type, tag, arm)) return bad(Win32::invalid_level, "{} has no arm {}", member.name(), tag);
    const Type& tag_type = *type.target;
    out_.align(tag_type.wire_align);
    if (tag_type.least_wire == sizeof tag)
      out_.number(tag);
    else
      sized_number(tag_type.least_wire, tag);
    if (!arm) return true;
    if (arm->form == Form::structure) return structure(*arm, memory, later);
    return in_line(*arm, memory, {nullptr, memory}, later);
  }

  bool pointer(const Type& type, const void* memory, const Member& member, Later& later) {
    const void* target = describe::load<const void*>(memory);
    if (!target && type.pointer == Pointer::ref) return bad_null(member);
    auto [id, is_first] = target ? referent(type, target) : std::pair(uint32_t{0}, false);
    out_.aligned_u32(id);
    if (is_first) later.push_back({&type, member, memory});
    return true;
  }

  // Only full pointers may share a referent ([C706] 14.3.12.1).
  std::pair<uint32_t, bool> referent(const Type& type, const void* target) {
    if (type.pointer == Pointer::full) {
      for (auto [known, id] : full_)
        if (known == target) return {id, false};
    }
    uint32_t id = next_id_;
    next_id_ += 4;
    if (type.pointer == Pointer::full) full_.emplace_back(target, id);
    return {id, true};
  }

  Output out_;
  uint32_t next_id_ = 0x00020000;
  std::vector<std::pair<const void*, uint32_t>> full_;
  std::optional<Error> error_;
};

bool has_arm(const Type& type, uint32_t tag) {
  const Type* arm = nullptr;
  return describe::select_arm(type, tag, arm);
}

}  // namespace

void choose_arms(const Type& type, void* value, uint32_t preferred) {
  for (const Field& field : type) {
    if (field.type->form == Form::structure) choose_arms(*field.type, describe::at(value, field.offset), preferred);
    bool is_chosen =
        field.type->form != Form::union_ || has_arm(*field.type, describe::read_number(field.switch_is, value));
    if (is_chosen) continue;
    uint32_t tag = has_arm(*field.type, preferred) ? preferred : field.type->arms[0].tag;
    describe::store_number(describe::at(value, field.switch_is.offset), field.switch_is.width, tag);
  }
}

Result<void> encode_parameters(const describe::Type& type, const void* value, Bytes& out) {
  Encoder encoder(out);
  return encoder.parameters(type, value) ? Result<void>() : encoder.take_error();
}

}  // namespace nta::ndr
