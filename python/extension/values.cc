// Walks a description and the memory it describes, and makes the Python value.
#include "values.h"

#include <vector>

#include "describe/memory.h"
#include "descriptor.h"
#include "sid.h"

namespace nta::python {

using describe::at;
using describe::Field;
using describe::Form;
using describe::Type;

namespace {

PyObject* number_from(const Type& type, const void* from) {
  uint64_t number = describe::load_number(from, type.size);
  if (type.sign == describe::Sign::none) return PyLong_FromUnsignedLongLong(number);
  unsigned unused_bits = 64 - 8 * type.size;
  return PyLong_FromLongLong(static_cast<int64_t>(number << unused_bits) >> unused_bits);
}

PyObject* pointee_from(const Type& target, const void* from) {
  if (!from) Py_RETURN_NONE;
  if (target.form == Form::fixed_array && target.target->size == 1)
    return PyBytes_FromStringAndSize(static_cast<const char*>(from), static_cast<Py_ssize_t>(target.size));
  return from_memory(target, from);
}

/** A tuple of what `item` gives for 0 to count - 1. */
template <class Item>
PyObject* make_tuple(size_t count, Item item) {
  Ref tuple(PyTuple_New(static_cast<Py_ssize_t>(count)));
  for (size_t i = 0; tuple && i < count; ++i) {
    PyObject* value = item(i);
    if (!value) return nullptr;
    PyTuple_SetItem(tuple.get(), static_cast<Py_ssize_t>(i), value);
  }
  return tuple.release();
}

/** What a member shows; bytes that another member counts are a security descriptor, the only such that are shown. */
PyObject* member_from(const Field& field, const void* row) {
  const void* place = at(row, field.offset);
  bool is_counted = field.type->form == Form::pointer && field.type->target->form == Form::array;
  if (!is_counted) return from_memory(*field.type, place);
  const auto* bytes = describe::load<const uint8_t*>(place);
  if (!bytes) Py_RETURN_NONE;
  return new_descriptor({bytes, describe::load_number(at(row, field.size_is.offset), field.size_is.width)});
}

/** The members of a structure without a name are shown as if they were the outer one's. */
bool add_members(PyObject* dict, const Type& row, const void* from) {
  for (const Field& field : row) {
    const void* place = at(from, field.offset);
    if (field.name.empty()) {
      if (field.type->form == Form::structure && !add_members(dict, *field.type, place)) return false;
      continue;
    }
    Ref name(PyUnicode_FromStringAndSize(field.name.data(), static_cast<Py_ssize_t>(field.name.size())));
    Ref value(member_from(field, from));
    if (!name || !value || PyDict_SetItem(dict, name.get(), value.get()) < 0) return false;
  }
  return true;
}

}  // namespace

PyObject* from_utf16(std::u16string_view text) {
  int little_endian = -1;
  return PyUnicode_DecodeUTF16(reinterpret_cast<const char*>(text.data()),
                               static_cast<Py_ssize_t>(text.size() * sizeof(char16_t)), "surrogatepass",
                               &little_endian);
}

PyObject* from_text(const void* from, size_t units) {
  return from_utf16({static_cast<const char16_t*>(from), describe::text_length(from, sizeof(char16_t), units)});
}

PyObject* from_memory(const Type& type, const void* from) {
  switch (type.form) {
    case Form::number:
    case Form::enum16:
    case Form::time:
    case Form::local:
      return number_from(type, from);
    case Form::boolean:
      return PyBool_FromLong(describe::load_number(from, type.size) != 0);
    case Form::string:
      return from_text(from, SIZE_MAX);
    case Form::text:
      return from_text(from, type.count);
    case Form::sid:
      return new_sid({static_cast<const uint8_t*>(from), describe::sid_size(from)});
    case Form::structure:
      return dict_from(type, from);
    case Form::pointer:
      return pointee_from(*type.target, describe::load<const void*>(from));
    case Form::fixed_array:
      return make_tuple(type.count,
                        [&](size_t i) { return from_memory(*type.target, at(from, i * type.target->size)); });
    default:
      return PyErr_Format(PyExc_SystemError, "form %d has no Python value", static_cast<int>(type.form));
  }
}

PyObject* dict_from(const Type& row, const void* from) {
  Ref dict(PyDict_New());
  return dict && add_members(dict.get(), row, from) ? dict.release() : nullptr;
}

PyObject* tuple_from(const Type& row, const void* from) {
  std::vector<const Field*> shown;
  for (const Field& field : row)
    if (!field.name.empty()) shown.push_back(&field);
  return make_tuple(shown.size(), [&](size_t i) { return from_memory(*shown[i]->type, at(from, shown[i]->offset)); });
}

PyObject* rows_from(const Type& row, const void* from, size_t count, PyObject* (*convert)(const Type&, const void*)) {
  return make_tuple(count, [&](size_t i) { return convert(row, at(from, i * row.size)); });
}

}  // namespace nta::python
