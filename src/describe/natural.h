// Members whose form follows from their C++ type are named in a list, and only the others get a row of their own:
//
//     static constexpr auto described() {
//       return joined(NTA_FIELDS(S, UserName, FullName, UserId), NTA_FIELD(S, LastLogon, "LastLogon", time_pair));
//     }
//
// Users see each under its own name, but for context handles, which nobody is shown, and NTA_UNSHOWN.
#pragma once

#include "describe/type.h"

namespace nta::describe {

constexpr std::array<Field, 1> as_table(const Field& field) { return {field}; }
template <size_t Count>
constexpr const std::array<Field, Count>& as_table(const std::array<Field, Count>& table) {
  return table;
}

/** One table of fields and tables, in their order. */
template <class... Parts>
constexpr auto joined(const Parts&... parts) {
  std::array<Field, (std::tuple_size_v<std::remove_cvref_t<decltype(as_table(parts))>> + ...)> whole;
  size_t at = 0;
  auto add = [&](const auto& table) {
    for (const Field& field : table) whole[at++] = field;
  };
  (add(as_table(parts)), ...);
  return whole;
}

template <class T>
constexpr const Type& natural_form();

template <class T>
constexpr const Type& natural_pointee() {
  if constexpr (std::is_same_v<T, char16_t>) {
    return wstring;
  } else if constexpr (std::is_same_v<T, char>) {
    return astring;
  } else {
    static_assert(!std::is_same_v<T, uint8_t> && !std::is_void_v<T>, "bytes or a SID? say which, with NTA_FIELD");
    return natural_form<T>();
  }
}

template <class T>
constexpr const Type& natural_form() {
  if constexpr (std::is_same_v<T, uint8_t>) {
    return u8;
  } else if constexpr (std::is_same_v<T, uint16_t>) {
    return u16;
  } else if constexpr (std::is_same_v<T, uint32_t> || std::is_enum_v<T>) {
    return u32;
  } else if constexpr (std::is_same_v<T, uint64_t>) {
    return u64;
  } else if constexpr (std::is_same_v<T, int32_t>) {
    return i32;
  } else if constexpr (std::is_same_v<T, int64_t>) {
    return i64;
  } else if constexpr (std::is_same_v<T, Guid>) {
    return uuid;
  } else if constexpr (std::is_same_v<T, ContextHandle>) {
    return context_handle;
  } else if constexpr (std::is_same_v<std::remove_extent_t<T>, char16_t>) {
    return wtext<std::extent_v<T>>;
  } else if constexpr (std::is_same_v<std::remove_extent_t<T>, char>) {
    return atext<std::extent_v<T>>;
  } else if constexpr (std::is_array_v<T>) {
    return fixed<natural_form<std::remove_extent_t<T>>(), std::extent_v<T>>;
  } else if constexpr (std::is_pointer_v<T>) {
    return unique<natural_pointee<std::remove_const_t<std::remove_pointer_t<T>>>()>;
  } else {
    return type_of<T>;
  }
}

template <class T>
constexpr Field natural_field(std::string_view name, size_t offset) {
  std::string_view shown = std::is_same_v<T, ContextHandle> ? std::string_view() : name;
  return checked_field(shown, offset, sizeof(T), natural_form<T>());
}

template <class Pointer>
constexpr Field natural_rows(std::string_view name, size_t offset, Number count) {
  constexpr const Type& rows = unique<array_of<natural_form<std::remove_const_t<std::remove_pointer_t<Pointer>>>()>>;
  return checked_field(name, offset, sizeof(Pointer), rows).counted(count);
}

}  // namespace nta::describe

// The preprocessor's way of doing one thing to each of a list: the list is scanned 3 * 3 * 3 times and more, which is
// enough for the longest structure.
#define NTA_SCAN(...) NTA_SCAN_3(NTA_SCAN_3(NTA_SCAN_3(__VA_ARGS__)))
#define NTA_SCAN_3(...) NTA_SCAN_2(NTA_SCAN_2(NTA_SCAN_2(__VA_ARGS__)))
#define NTA_SCAN_2(...) NTA_SCAN_1(NTA_SCAN_1(NTA_SCAN_1(__VA_ARGS__)))
#define NTA_SCAN_1(...) __VA_ARGS__
#define NTA_NOTHING ()
#define NTA_EACH(Struct, prefix, member, ...)                                                                 \
  ::nta::describe::natural_field<decltype(Struct::prefix##member)>(#member, offsetof(Struct, prefix##member)) \
      __VA_OPT__(, NTA_EACH_AGAIN NTA_NOTHING(Struct, prefix, __VA_ARGS__))
#define NTA_EACH_AGAIN() NTA_EACH

/** Members in their natural forms. */
#define NTA_FIELDS(Struct, ...) ::nta::describe::fields(NTA_SCAN(NTA_EACH(Struct, , __VA_ARGS__)))

/** The same for members of which users see all but the prefix. */
#define NTA_MEMBERS(Struct, prefix, ...) ::nta::describe::fields(NTA_SCAN(NTA_EACH(Struct, prefix, __VA_ARGS__)))

/** A member, in its natural form, that only programs see: an answer's status. */
#define NTA_UNSHOWN(Struct, member) \
  ::nta::describe::natural_field<decltype(Struct::member)>("", offsetof(Struct, member))

/** A pointer to as many rows as another member says. */
#define NTA_ROWS(Struct, member, count) \
  ::nta::describe::natural_rows<decltype(Struct::member)>(#member, offsetof(Struct, member), NTA_NUMBER(Struct, count))
