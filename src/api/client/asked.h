// What a server answers is held against what it was asked for, once for all calls. A union comes with a tag of its own,
// by which it is read off the wire; callers read it as the class or level that they asked for.
#pragma once

#include "base/result.h"
#include "describe/memory.h"
#include "protocols/method.h"

namespace nta::client {

/** The member of an answer that is a union of which the request says what it holds; null: there is none. */
template <class Out>
constexpr const describe::Field* asked_union() {
  for (const describe::Field& field : describe::type_of<Out>)
    for (const describe::Field& tag : describe::type_of<Out>)
      if (field.switch_is && tag.offset == field.switch_is.offset && tag.type->form == describe::Form::local)
        return &field;
  return nullptr;
}

/** The class or level of a request, or of its answer: they go by one name in both. */
template <class Message>
uint32_t class_of(const Message& message) {
  if constexpr (requires { message.Class; })
    return message.Class;
  else if constexpr (requires { message.Level; })
    return message.Level;
  else if constexpr (requires { message.InfoLevel; })
    return message.InfoLevel;
  else
    return message.ValidationType;
}

/** Fails with rpc_bad_stub_data (1783) where the answer is about something else. A refusal is about nothing. */
template <class In, class Out>
Result<void> check_answer(const In& in, const Out& out) {
  constexpr const describe::Field* member = asked_union<Out>();
  if constexpr (member != nullptr) {
    Win32 status = protocols::status_of(out);
    if (status != Win32::success && status != Win32::more_data) return {};
    bool is_pointer = member->type->form == describe::Form::pointer;
    if (is_pointer && !describe::load<const void*>(describe::at(&out, member->offset))) return {};
    if (class_of(out) != class_of(in))
      return fail(Win32::rpc_bad_stub_data, "class {} was asked for, not {}", class_of(in), class_of(out));
  }
  return {};
}

}  // namespace nta::client
