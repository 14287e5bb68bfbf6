// The walk over a description that reads. Most of what is read is a few bytes long, so steps say by a bool whether to
// go on, and the error waits in the decoder.
#include "ndr/decode.h"

#include <algorithm>
#include <optional>

#include "describe/memory.h"
#include "ndr/row_plan.h"

namespace nta::ndr {
namespace {

using describe::Field;
using describe::Form;
using describe::Number;
using describe::Pointer;
using describe::Type;

/** The member that a value is, since the member knows where its counts are. */
struct Member {
  const Field* field = nullptr;      // null for an array's element
  const Type* owner_type = nullptr;  // the structure around it
  void* owner = nullptr;

  std::string_view name() const { return field && !field->name.empty() ? field->name : std::string_view("a member"); }
};

/** A count member that arrives after the array it counts: compared at the end. */
struct Claim {
  const Number* number;
  Member member;
  uint32_t arrived;
};

/** Where the walk is in the message. What it takes was asked for before. */
class Input {
 public:
  explicit Input(const ByteReader& in) : before_(in.offset()), order_(in.order()) {
    ByteReader rest = in;
    bytes_ = rest.take(rest.left()).value();
  }

  size_t offset() const { return before_ + taken_; }
  size_t taken() const { return taken_; }
  size_t left() const { return bytes_.size() - taken_; }
  std::endian order() const { return order_; }
  bool is_native() const { return order_ == std::endian::native; }

  const std::byte* next() const { return bytes_.data() + taken_; }
  const std::byte* take(size_t count) { return bytes_.data() + std::exchange(taken_, taken_ + count); }
  template <std::unsigned_integral T>
  T number() {
    T value = describe::load<T>(take(sizeof(T)));
    return is_native() ? value : byte_swap(value);
  }

 private:
  ByteView bytes_;
  size_t before_;  // of the message: alignment counts from its beginning
  size_t taken_ = 0;
  std::endian order_;
};

class Decoder {
 public:
  Decoder(const ByteReader& in, Arena& arena, const Limits& limits) : in_(in), arena_(arena), limits_(limits) {}

  bool parameters(const Type& type, void* base) {
    for (const Field& field : type) {
      Member member{&field, &type, base};
      void* memory = describe::at(base, field.offset);
      bool is_ref = field.type->form == Form::pointer && field.type->pointer == Pointer::ref;
      if (!(is_ref ? pointee({field.type, member, memory, 0}) : whole(*field.type, memory, member))) return false;
    }
    return settle_claims();
  }

  size_t taken() const { return in_.taken(); }
  Error take_error() { return *std::move(error_); }

 private:
  /** A pointer whose pointee follows. */
  struct Pending {
    const Type* type;
    Member member;
    void* memory = nullptr;
    uint32_t referent = 0;
  };
  using Later = std::vector<Pending>;

  template <class... Args>
  [[gnu::cold]] bool bad(fmt::format_string<Args...> format, Args&&... args) {
    error_ = fail(Win32::rpc_bad_stub_data, format, std::forward<Args>(args)...);
    return false;
  }
  [[gnu::cold]] bool short_of(size_t count) {
    return bad("{} bytes wanted at offset {}, {} left", count, in_.offset(), in_.left());
  }

  [[gnu::always_inline]] bool has(size_t count) { return count <= in_.left() || short_of(count); }
  [[gnu::always_inline]] bool align(size_t alignment) {
    size_t gap = (0 - in_.offset()) & (alignment - 1);
    if (gap == 0) return true;
    if (!has(gap)) return false;
    in_.take(gap);
    return true;
  }
  template <class T>
  [[gnu::always_inline]] bool get(T& value) {
    if (!has(sizeof value)) return false;
    value = in_.number<T>();
    return true;
  }
  [[gnu::always_inline]] bool get(ByteView& bytes, size_t count) {
    if (!has(count)) return false;
    bytes = {in_.take(count), count};
    return true;
  }
  [[gnu::always_inline]] bool get_aligned(uint32_t& value) { return align(4) && get(value); }

  /** `pointer` is what points at it, where something does. */
  bool whole(const Type& type, void* memory, const Member& member, const Pending* pointer = nullptr) {
    if (++depth_ > limits_.depth) return bad("{} is nested more than {} deep", member.name(), limits_.depth);
    Later later;
    if (!in_line(type, memory, member, later)) return false;
    if (pointer && pointer->type->pointer == Pointer::full)  // what it holds may point back at it
      full_.emplace_back(pointer->referent, &type, describe::load<void*>(pointer->memory));
    for (const Pending& pending : later)
      if (!pointee(pending)) return false;
    --depth_;
    return true;
  }

  bool pointee(const Pending& pending) {
    const Type& target = *pending.type->target;
    if (pending.type->pointer == Pointer::full && is_known(pending)) return true;
    void* memory = pending.memory;
    // What is sized by what arrives allocates itself, and stores the pointer.
    bool sizes_itself = target.form == Form::array || target.form == Form::string || target.form == Form::sid;
    if (!sizes_itself) {
      if (!allocate(memory, target, 1, target.align, pending.member, Fill::zeros)) return false;
      describe::store(pending.memory, memory);
    }
    return whole(target, memory, pending.member, &pending);
  }

  /** [C706] 14.3.12.3: what full pointers share is sent once, where the first of them would have it. */
  bool is_known(const Pending& pending) {
    for (const Known& known : full_)
      if (known.referent == pending.referent && known.type == pending.type->target) {
        describe::store(pending.memory, known.memory);
        return true;
      }
    return false;
  }

  /** The walk may leave out something of a structure: an absent pointee, an arm, the gap between two members. That is
   *  zero, from the beginning, or because elements() makes it so. */
  enum class Fill { zeros, whole };
  bool allocate(void*& memory, const Type& element, size_t count, size_t align, const Member& member, Fill fill) {
    size_t size = element.size * count;
    if (size > limits_.memory - std::min(limits_.memory, arena_.total()))
      return bad("{} would need {} bytes, more than allowed", member.name(), size);
    memory = fill == Fill::whole ? arena_.allocate_for_overwrite(size, align) : arena_.allocate(size, align);
    return true;
  }

  bool in_line(const Type& type, void* memory, const Member& member, Later& later) {
    switch (type.form) {
      case Form::number:
        return number(type, memory);
      case Form::time:
        return time(type, memory);
      case Form::boolean:
        return number(type, memory) && tidy(type, memory);
      case Form::enum16:
        return enum16(memory);
      case Form::guid:
        return guid(memory);
      case Form::handle:
        return handle(memory);
      case Form::text:
        return text(type, memory);
      case Form::string:
        return string(type, memory, member);
      case Form::sid:
        return sid(memory, member);
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

  template <class T>
  [[gnu::always_inline]] bool get_into(void* memory) {
    T value = 0;
    if (!get(value)) return false;
    describe::store(memory, value);
    return true;
  }
  [[gnu::always_inline]] bool number(const Type& type, void* memory) {
    if (!align(type.wire_align)) return false;
    if (type.size == sizeof(uint32_t)) return get_into<uint32_t>(memory);
    return other_number(type, memory);
  }
  bool other_number(const Type& type, void* memory) {
    switch (type.size) {
      case 1:
        return get_into<uint8_t>(memory);
      case 2:
        return get_into<uint16_t>(memory);
      default:
        return get_into<uint64_t>(memory);
    }
  }

  bool time(const Type& type, void* memory) {
    if (type.wire_align != 4) return number(type, memory);
    uint32_t low = 0, high = 0;  // two ULONGs, low first, whatever the byte order
    if (!get_aligned(low) || !get(high)) return false;
    describe::store(memory, uint64_t{high} << 32 | low);
    return true;
  }

  bool enum16(void* memory) {
    uint16_t value = 0;
    if (!align(2) || !get(value)) return false;
    describe::store(memory, uint32_t{value});
    return true;
  }

  bool guid(void* memory) {
    Guid value;
    ByteView tail;
    if (!get_aligned(value.data1) || !get(value.data2) || !get(value.data3) || !get(tail, 8)) return false;
    std::memcpy(value.data4.data(), tail.data(), 8);
    describe::store(memory, value);
    return true;
  }

  bool handle(void* memory) {
    uint32_t attributes = 0;
    if (!get_aligned(attributes)) return false;
    describe::store(memory, attributes);
    return guid(describe::at(memory, 4));
  }

  bool units(size_t size, void* memory, size_t count) {
    ByteView bytes;
    if (!get(bytes, size * count)) return false;
    if (count != 0) std::memcpy(memory, bytes.data(), bytes.size());
    if (in_.order() != std::endian::native && size > 1)
      for (size_t i = 0; i < count; ++i) swap_bytes(describe::at(memory, i * size), size);
    return true;
  }
  static void swap_bytes(std::byte* memory, size_t size) {
    for (size_t i = 0; i < size / 2; ++i) std::swap(memory[i], memory[size - 1 - i]);
  }

  // A fixed buffer always ends in a terminator here, whatever the peer sent.
  bool text(const Type& type, void* memory) {
    return align(type.wire_align) && units(type.target->size, memory, type.count) && tidy(type, memory);
  }

  struct Counts {
    uint32_t size = 0;
    uint32_t sent = 0;
  };
  bool get_varying(Counts& counts, const Member& member) {
    uint32_t offset = 0;
    if (!get(counts.size) || !get(offset) || !get(counts.sent)) return false;
    if (offset == 0 && counts.sent <= counts.size) return true;
    return bad("{} sends {} of {} elements from {}", member.name(), counts.sent, counts.size, offset);
  }

  bool string(const Type& type, void* pointer, const Member& member) {
    Counts counts;
    if (!align(4) || !get_varying(counts, member)) return false;
    if (counts.sent == 0 || counts.sent > in_.left() / type.size)
      return bad("{} claims {} characters", member.name(), counts.sent);
    void* memory = nullptr;
    if (!allocate(memory, type, counts.sent, type.align, member, Fill::whole) || !units(type.size, memory, counts.sent))
      return false;
    if (describe::load_number(describe::at(memory, (counts.sent - size_t{1}) * type.size), type.size) != 0)
      return bad("{} has no terminator", member.name());
    describe::store(pointer, memory);
    return true;
  }

  // smbd 4.17 has eight zeroes where Windows has no SID at all: no SID to those who read it, and no reason to lose the
  // rest.
  static bool is_none(ByteView head) {
    return std::ranges::all_of(head, [](std::byte each) { return each == std::byte{0}; });
  }
  bool sid(void* pointer, const Member& member) {
    uint32_t count = 0;
    if (!get_aligned(count)) return false;
    if (count > 15) return bad("{} is a SID of {} parts", member.name(), count);
    void* memory = nullptr;
    ByteView head;
    if (!allocate(memory, describe::u32, 2 + count, 4, member, Fill::whole) || !get(head, 8)) return false;
    std::memcpy(memory, head.data(), head.size());
    bool is_whole = head[0] == std::byte{1} && head[1] == std::byte(count);
    if (!is_whole && (count != 0 || !is_none(head))) return bad("{} is a malformed SID", member.name());
    if (!units(4, describe::at(memory, 8), count)) return false;
    describe::store(pointer, memory);
    return true;
  }

  // What is the same on the wire is taken as it is; then only texts and truth values are looked at.
  bool is_copied(const Type& type) const { return type.plain != 0 && in_.is_native(); }
  [[gnu::always_inline]] bool copy(const Type& type, void* memory) {
    if (!align(type.wire_align) || !has(type.plain)) return false;
    std::memcpy(memory, in_.take(type.plain), type.plain);
    for (const Field& field : type)
      if (field.type->form == Form::text)
        end_text(*field.type, describe::at(memory, field.offset));
      else if (field.type->form != Form::number)
        tidy(*field.type, describe::at(memory, field.offset));
    return true;
  }
  static void end_text(const Type& type, void* memory) {
    describe::store_number(describe::at(memory, type.size - type.target->size), type.target->size, 0);
  }
  static bool tidy(const Type& type, void* memory) {
    if (type.form == Form::text)
      end_text(type, memory);
    else if (type.form == Form::boolean)
      describe::store_number(memory, type.size, describe::load_number(memory, type.size) != 0);
    else if (type.form == Form::fixed_array && type.target->form != Form::number)
      for (uint32_t i = 0; i < type.count; ++i) tidy(*type.target, describe::at(memory, i * type.target->size));
    else if (type.form == Form::structure)
      for (const Field& field : type)
        if (field.type->form != Form::number) tidy(*field.type, describe::at(memory, field.offset));
    return true;
  }

  // [C706] 14.3.7.1: the count of a structure's last member comes before the structure, and before its alignment.
  [[gnu::always_inline]] bool structure(const Type& type, void* memory, Later& later) {
    return is_copied(type) ? copy(type, memory) : members(type, memory, later);
  }
  bool members(const Type& type, void* memory, Later& later) {
    bool has_tail = type.field_count != 0 && type.end()[-1].type->form == Form::tail;
    if (has_tail && !get_aligned(tail_count_)) return false;
    if (!align(type.wire_align)) return false;
    for (const Field& field : type) {
      void* at = describe::at(memory, field.offset);
      bool is_number = field.type->form == Form::number;
      if (!(is_number ? number(*field.type, at) : in_line(*field.type, at, {&field, &type, memory}, later)))
        return false;
    }
    return true;
  }

  bool fixed_array(const Type& type, void* memory, const Member& member, Later& later) {
    uint32_t count = type.count;
    if (member.field && member.field->length_is) {
      uint32_t offset = 0, sent = 0;
      if (!get_aligned(offset) || !get(sent)) return false;
      if (offset != 0 || sent > count) return bad("{} sends {} of {} elements", member.name(), sent, count);
      if (!claim(member.field->length_is, member, sent)) return false;
      count = sent;
    }
    return elements(*type.target, memory, count, later);
  }

  bool array(const Type& type, void* pointer, const Member& member, Later& later) {
    bool varies = member.field && member.field->length_is;
    Counts counts;
    if (!align(4) || !(varies ? get_varying(counts, member) : get(counts.size))) return false;
    if (!varies) counts.sent = counts.size;
    if (varies && !claim(member.field->length_is, member, counts.sent)) return false;
    if (member.field && !claim(member.field->size_is, member, counts.size)) return false;
    return counted(*type.target, pointer, counts.sent, member, later);
  }

  bool tail(const Type& type, void* pointer, const Member& member, Later& later) {
    uint32_t count = std::exchange(tail_count_, 0);
    return claim(member.field->size_is, member, count) && counted(*type.target, pointer, count, member, later);
  }

  bool counted(const Type& element, void* pointer, uint32_t count, const Member& member, Later& later) {
    if (count > limits_.rows || count > in_.left() / std::max(element.least_wire, 1u))
      return bad("{} claims {} elements", member.name(), count);
    void* memory = nullptr;
    if (!allocate(memory, element, count, element.align, member, Fill::whole)) return false;
    describe::store(pointer, memory);
    return elements(element, memory, count, later);
  }

  bool elements(const Type& element, void* memory, uint32_t count, Later& later) {
    if (count == 0) return true;
    if (element.form == Form::number) return align(element.wire_align) && units(element.size, memory, count);
    std::optional<RowPlan> plan;
    for (uint32_t i = 0; i < count; ++i) {
      void* at = describe::at(memory, size_t{i} * element.size);
      if (plan && align(element.wire_align) && planned(*plan, at)) continue;
      std::memset(at, 0, element.size);
      if (!in_line(element, at, {}, later)) return false;
      if (i == 0 && count >= least_planned && in_.is_native()) plan = RowPlan::of(element, memory);
    }
    return true;
  }
  /** False for a row of another kind, or with an error to be found. */
  bool planned(const RowPlan& plan, void* memory) {
    if (in_.left() < plan.wire_size || !plan.is_for_wire(in_.next())) return false;
    plan.read(in_.take(plan.wire_size), memory);
    return true;
  }

  [[gnu::always_inline]] bool arm(const Type& type, void* memory, const Member& member, Later& later) {
    uint32_t tag = 0;
    if (!get_tag(*type.target, tag) || !claim(member.field->switch_is, member, tag)) return false;
    const Type* arm = nullptr;
    if (!describe::select_arm(type, tag, arm)) return bad("{} has no arm {}", member.name(), tag);
    if (!arm) return true;
    if (arm->form == Form::structure) return structure(*arm, memory, later);
    return in_line(*arm, memory, {nullptr, &type, memory}, later);
  }
  [[gnu::always_inline]] bool get_tag(const Type& type, uint32_t& tag) {
    auto get_as = [&](auto value) {
      bool is_there = get(value);
      tag = value;
      return is_there;
    };
    if (!align(type.wire_align)) return false;
    if (type.least_wire == sizeof tag) return get(tag);
    return type.least_wire == 1 ? get_as(uint8_t{}) : get_as(uint16_t{});
  }

  bool pointer(const Type& type, void* memory, const Member& member, Later& later) {
    uint32_t referent = 0;
    if (!get_aligned(referent)) return false;
    if (referent == 0) return type.pointer != Pointer::ref || bad("{} is a null reference pointer", member.name());
    later.push_back({&type, member, memory, referent});
    return true;
  }

  // A count is compared at once where its member has been read, which is the rule; else at the end.
  [[gnu::always_inline]] bool claim(const Number& number, const Member& member, uint32_t arrived) {
    if (!number) return true;
    for (const Field* field = member.owner_type->begin(); field < member.field; ++field)
      if (field->offset == number.offset) return settle(number, field->type->form, member, arrived);
    claims_.push_back({&number, member, arrived});
    return true;
  }
  bool settle_claims() {
    for (const Claim& claim : claims_) {
      Form form = Form::number;
      for (const Field& field : *claim.member.owner_type)
        if (field.offset == claim.number->offset) form = field.type->form;
      if (!settle(*claim.number, form, claim.member, claim.arrived)) return false;
    }
    return true;
  }
  // A count in a member of its own must agree; a count that the wire carries elsewhere is filled in.
  [[gnu::always_inline]] bool settle(const Number& number, Form form, const Member& member, uint32_t arrived) {
    if (form == Form::local) {
      describe::store_number(describe::at(member.owner, number.offset), number.width,
                             uint64_t{arrived} * number.divisor);
      return true;
    }
    uint32_t said = describe::read_number(number, member.owner);
    return said == arrived || bad("{} has {} elements where its count says {}", member.name(), arrived, said);
  }

  struct Known {
    Known(uint32_t id, const Type* t, void* m) : referent(id), type(t), memory(m) {}
    uint32_t referent = 0;
    const Type* type;
    void* memory = nullptr;
  };

  Input in_;
  Arena& arena_;
  const Limits& limits_;
  uint16_t depth_ = 0;
  uint32_t tail_count_ = 0;  // read in front of a structure, for its last member
  std::vector<Known> full_;
  std::vector<Claim> claims_;
  std::optional<Error> error_;
};

}  // namespace

Result<void> decode_parameters(const Type& type, void* value, ByteReader& in, Arena& arena, const Limits& limits) {
  Decoder decoder(in, arena, limits);
  bool is_read = decoder.parameters(type, value);
  NTA_CHECK(in.take(decoder.taken()));
  return is_read ? Result<void>() : decoder.take_error();
}

}  // namespace nta::ndr
