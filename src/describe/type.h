// The description mechanism: every structure of the API and of the wire is one constexpr table of fields.
//
// A table says for each member where it lies in memory, how it travels ([C706] chapter 14), and the name that Python,
// JSON and table columns show. Interpreters walk it: src/ndr (the wire, both ways), pack.h (the API's one-block buffers
// and W to A), show.h (JSON, columns) and python/ (values). A new structure is a C struct and one table:
//
//     struct LISTENER_1 {
//       uint32_t Id;
//       uint32_t bListening;
//       char16_t* Name;
//
//       static constexpr auto described() {
//         return fields(NTA_FIELD(LISTENER_1, Id, "SessionId", u32),
//                       NTA_FIELD(LISTENER_1, bListening, "", bool32),  // "": not shown
//                       NTA_FIELD(LISTENER_1, Name, "Name", unique<wstring>));
//       }
//     };
//
// A structure of a C header gets its table from outside: template <> inline constexpr auto fields_of<X> = fields(...).
// A member whose size does not fit its form does not compile. docs/adding-a-function.md walks through one.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <type_traits>

#include "base/guid.h"

namespace nta::describe {

enum class Form : uint8_t {
  number,       // unsigned or signed integer of `size` bytes, little-endian, aligned to its size
  time,         // FILETIME: 8 bytes in memory; the wire aligns it to `wire_align` (4 as two ULONGs, 8 as a hyper)
  boolean,      // BOOLEAN (size 1) or BOOL (size 4); any non-zero value is true
  enum16,       // 4 bytes in memory, 2 on the wire: a MIDL enum without v1_enum
  guid,         //
  handle,       // context handle: attributes and GUID, 20 bytes
  text,         // fixed inline buffer of `count` units, NUL-terminated (char16_t or char)
  string,       // what a pointer to text points at: conformant and varying, NUL-terminated
  structure,    //
  fixed_array,  // `count` elements inline
  tail,         // elements at the end of a structure, whose count travels in front of it; memory holds a pointer
  array,        // conformant (and, with length_is, varying) elements; memory holds a pointer to them
  union_,       // non-encapsulated: the tag travels again in front of the arm
  pointer,      //
  sid,          // what a pointer to an RPC_SID points at: variable size
  local,        // in memory only (a count that the wire carries elsewhere)
};

enum class Pointer : uint8_t { ref, unique, full };
enum class Sign : uint8_t { none, with };

struct Field;
struct Type;

/** One arm of a union: what the tag selects, at the union's own offset. Null type: the arm is empty. The alignment is
 *  taken here, since GCC under UBSan cannot compare the address of a type with null in a constant expression. */
struct Arm {
  uint32_t tag;
  const Type* type;
  uint8_t wire_align;
  constexpr Arm(uint32_t value, const Type* selected);
  constexpr Arm(uint32_t value, std::nullptr_t) : tag(value), type(nullptr), wire_align(1) {}
};

struct Type {
  Form form{};
  Sign sign = Sign::none;
  Pointer pointer = Pointer::unique;
  uint8_t wire_align = 1;
  uint8_t align = 1;              // in memory
  uint32_t size = 0;              // in memory; what a pointer to it moves by
  uint32_t least_wire = 0;        // fewest bytes an element can take on the wire: bounds what a count may claim
  uint32_t plain = 0;             // bytes that are the same in memory as on a little-endian wire; 0: to be walked
  uint32_t count = 0;             // fixed_array, text: elements
  const Type* target = nullptr;   // pointer: pointee; arrays, text, string: element; union_: the tag's own form
  const Field* fields = nullptr;  // structure
  uint32_t field_count = 0;
  const Arm* arms = nullptr;  // union_
  uint32_t arm_count = 0;
  const Type* default_arm = nullptr;

  constexpr const Field* begin() const { return fields; }
  constexpr const Field* end() const;
};

constexpr Arm::Arm(uint32_t value, const Type* selected)
    : tag(value), type(selected), wire_align(selected->wire_align) {}

/** Where, in the structure around it, the number is that counts an array or selects an arm; divided by `divisor`, after
 *  `more` was added to it. */
struct Number {
  uint16_t offset = 0xFFFF;
  uint8_t width = 0;  // bytes; 0: none
  uint8_t divisor = 1;
  uint8_t more = 0;
  constexpr explicit operator bool() const { return width != 0; }
};

struct Field {
  std::string_view name;  // as users see it (reference: pywin32); empty: not shown
  uint32_t offset = 0;
  const Type* type = nullptr;
  Number size_is;    // array: elements allocated
  Number length_is;  // array: elements sent (varying)
  Number switch_is;  // union_: the tag

  constexpr Field counted(Number size) const { return with(&Field::size_is, size); }
  constexpr Field sent(Number length) const { return with(&Field::length_is, length); }
  constexpr Field switched(Number tag) const { return with(&Field::switch_is, tag); }

 private:
  constexpr Field with(Number Field::*member, Number value) const {
    Field copy = *this;
    copy.*member = value;
    return copy;
  }
};

constexpr const Field* Type::end() const { return fields + field_count; }

// ---- the basic forms ------------------------------------------------------------------------------------------------

constexpr Type number_type(uint8_t size, Sign sign) {
  return {.form = Form::number,
          .sign = sign,
          .wire_align = size,
          .align = size,
          .size = size,
          .least_wire = size,
          .plain = size};
}
inline constexpr Type u8 = number_type(1, Sign::none);
inline constexpr Type u16 = number_type(2, Sign::none);
inline constexpr Type u32 = number_type(4, Sign::none);
inline constexpr Type u64 = number_type(8, Sign::none);
inline constexpr Type i32 = number_type(4, Sign::with);
inline constexpr Type i64 = number_type(8, Sign::with);

inline constexpr Type boolean8{
    .form = Form::boolean, .wire_align = 1, .align = 1, .size = 1, .least_wire = 1, .plain = 1};
inline constexpr Type bool32{
    .form = Form::boolean, .wire_align = 4, .align = 4, .size = 4, .least_wire = 4, .plain = 4};
inline constexpr Type enum16{.form = Form::enum16, .wire_align = 2, .align = 4, .size = 4, .least_wire = 2};
inline constexpr Type uuid{.form = Form::guid, .wire_align = 4, .align = 4, .size = 16, .least_wire = 16, .plain = 16};

/** LARGE_INTEGER time: a hyper on the wire. FILETIME and OLD_LARGE_INTEGER: two ULONGs, so aligned to 4. */
inline constexpr Type time_hyper{
    .form = Form::time, .wire_align = 8, .align = 8, .size = 8, .least_wire = 8, .plain = 8};
inline constexpr Type time_pair{
    .form = Form::time, .wire_align = 4, .align = 8, .size = 8, .least_wire = 8, .plain = 8};

/** Context handle ([C706] 14.3.14, ndr_context_handle). All zero: no handle. */
struct ContextHandle {
  uint32_t attributes = 0;
  Guid id;
  constexpr auto operator<=>(const ContextHandle&) const = default;
};
inline constexpr Type context_handle{
    .form = Form::handle, .wire_align = 4, .align = 4, .size = sizeof(ContextHandle), .least_wire = 20};

inline constexpr Type wchar = u16;
inline constexpr Type byte = u8;

/** NUL-terminated text behind a pointer: char16_t*, and char* (UTF-8 here, 1-byte characters on the wire). */
inline constexpr Type wstring{
    .form = Form::string, .wire_align = 4, .align = 2, .size = 2, .least_wire = 12, .target = &u16};
inline constexpr Type astring{
    .form = Form::string, .wire_align = 4, .align = 1, .size = 1, .least_wire = 12, .target = &u8};

/** RPC_SID behind a pointer; memory holds the packed form of base/sid.h. */
inline constexpr Type sid{.form = Form::sid, .wire_align = 4, .align = 4, .size = 1, .least_wire = 12};

/** In memory only. */
inline constexpr Type local32{.form = Form::local, .wire_align = 1, .align = 4, .size = 4, .least_wire = 0};

/** Inline buffer char16_t[Count] or char[Count], NUL-terminated inside. */
template <uint32_t Count>
inline constexpr Type wtext{.form = Form::text,
                            .wire_align = 2,
                            .align = 2,
                            .size = 2 * Count,
                            .least_wire = 2 * Count,
                            .plain = 2 * Count,
                            .count = Count,
                            .target = &u16};
template <uint32_t Count>
inline constexpr Type atext{.form = Form::text,
                            .wire_align = 1,
                            .align = 1,
                            .size = Count,
                            .least_wire = Count,
                            .plain = Count,
                            .count = Count,
                            .target = &u8};

constexpr Type pointer_to(const Type& target, Pointer kind) {
  return {.form = Form::pointer,
          .pointer = kind,
          .wire_align = 4,
          .align = alignof(void*),
          .size = sizeof(void*),
          .least_wire = 4,
          .target = &target};
}
template <const Type& Target>
inline constexpr Type unique = pointer_to(Target, Pointer::unique);
template <const Type& Target>
inline constexpr Type ref = pointer_to(Target, Pointer::ref);
template <const Type& Target>
inline constexpr Type full = pointer_to(Target, Pointer::full);

/** No bytes at all: the arm of a union for tags it does not know. */
inline constexpr Type nothing{.form = Form::structure};

/** Conformant array of Element; the field that points at it says where its counts are. */
template <const Type& Element>
inline constexpr Type array_of{.form = Form::array,
                               .wire_align = Element.wire_align > 4 ? Element.wire_align : uint8_t{4},
                               .align = Element.align,
                               .size = Element.size,
                               .least_wire = 4,
                               .target = &Element};

/** The last member of a structure that is only ever behind a pointer ([C706] 14.3.7.1): elements in line. Memory holds
 * a pointer to them, and the field says where the count is. */
template <const Type& Element>
inline constexpr Type tail_of{.form = Form::tail,
                              .wire_align = Element.wire_align,
                              .align = alignof(void*),
                              .size = sizeof(void*),
                              .least_wire = 0,
                              .target = &Element};

constexpr auto plain_bytes(const Type& element, uint32_t count) {
  bool is_plain = element.form != Form::structure && element.plain == element.size;
  return is_plain ? element.size * count : 0;
}

template <const Type& Element, uint32_t Count>
inline constexpr Type fixed{.form = Form::fixed_array,
                            .wire_align = Element.wire_align,
                            .align = Element.align,
                            .size = Element.size* Count,
                            .least_wire = Element.least_wire* Count,
                            .plain = plain_bytes(Element, Count),
                            .count = Count,
                            .target = &Element};

// ---- structures and unions -----------------------------------------------------------------------------------------

template <class... Fields>
constexpr std::array<Field, sizeof...(Fields)> fields(Fields... list) {
  return {list...};
}

template <class T>
constexpr auto own_table() {
  if constexpr (requires { T::described(); }) {
    return T::described();
  } else {
    static_assert(std::is_empty_v<T>, "a structure with members has a table");
    return std::array<Field, 0>{};
  }
}

/** The table of T: its own described(), or a specialisation beside a structure that is plain C. */
template <class T>
inline constexpr auto fields_of = own_table<T>();

template <class T, size_t Count>
constexpr Type structure_type(const std::array<Field, Count>& table) {
  Type type{
      .form = Form::structure, .align = alignof(T), .size = sizeof(T), .fields = table.data(), .field_count = Count};
  bool is_plain = true;
  for (const Field& field : table) {
    uint32_t wire_align = field.type->wire_align;
    if (wire_align > type.wire_align) type.wire_align = field.type->wire_align;
    type.least_wire += field.type->least_wire;
    uint32_t offset = (type.plain + wire_align - 1) / wire_align * wire_align;
    is_plain = is_plain && field.type->plain != 0 && !field.length_is && field.offset == offset;
    type.plain = offset + field.type->plain;
  }
  if (!is_plain) type.plain = 0;
  return type;
}

/** The Type of a described structure. */
template <class T>
inline constexpr Type type_of = structure_type<T>(fields_of<T>);

template <class T, size_t Count>
constexpr Type union_type(const Type& tag, const std::array<Arm, Count>& arms, const Type* default_arm = nullptr) {
  Type type{.form = Form::union_,
            .wire_align = tag.wire_align,
            .align = alignof(T),
            .size = sizeof(T),
            .least_wire = tag.least_wire,
            .target = &tag,
            .arms = arms.data(),
            .arm_count = Count,
            .default_arm = default_arm};
  for (const Arm& arm : arms)
    if (arm.wire_align > type.wire_align) type.wire_align = arm.wire_align;
  return type;
}

/** Refuses, at compile time, a member whose size is not its form's. */
constexpr Field checked_field(std::string_view name, size_t offset, size_t size, const Type& type) {
  if (size != type.size) throw "the member's size is not that of its form";
  if (offset > 0xFFFF) throw "the member lies too far from the start for a count";
  return {.name = name, .offset = static_cast<uint32_t>(offset), .type = &type};
}

constexpr Number checked_number(size_t offset, size_t width, uint8_t divisor, uint8_t more = 0) {
  if (width != 1 && width != 2 && width != 4) throw "a count has 1, 2 or 4 bytes";
  return {static_cast<uint16_t>(offset), static_cast<uint8_t>(width), divisor, more};
}

}  // namespace nta::describe

/** A member, the name users see, its form. */
#define NTA_FIELD(Struct, member, name, ...) \
  ::nta::describe::checked_field(name, offsetof(Struct, member), sizeof(Struct::member), __VA_ARGS__)

/** The same for members of which users see all but the prefix: NTA_MEMBER(SHARE_INFO_1, shi1_, netname, ...). */
#define NTA_MEMBER(Struct, prefix, member, ...) NTA_FIELD(Struct, prefix##member, #member, __VA_ARGS__)

/** For .counted(), .sent(), .switched(): the member that holds the number, and what to divide it by. */
#define NTA_NUMBER(Struct, member) ::nta::describe::checked_number(offsetof(Struct, member), sizeof(Struct::member), 1)
#define NTA_HALF(Struct, member) ::nta::describe::checked_number(offsetof(Struct, member), sizeof(Struct::member), 2)
/** A count of bits that sizes octets: rounded up. */
#define NTA_OCTETS(Struct, member) \
  ::nta::describe::checked_number(offsetof(Struct, member), sizeof(Struct::member), 8, 7)
