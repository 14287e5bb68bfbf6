// Walks a description and looks its names up in a mapping.
#include "mapping.h"

#include <limits>

#include "arguments.h"
#include "describe/memory.h"
#include "descriptor.h"
#include "sid.h"

namespace nta::python {

using describe::at;
using describe::Form;
using describe::Type;

namespace {

bool wants(const char* wanted) {
  PyErr_Format(PyExc_TypeError, "%s is required", wanted);
  return false;
}

/** DWORD: the low 32 bits, nothing overflows. LONG: in range, and else a TypeError. */
bool number(const Type& type, PyObject* object, void* memory) {
  Ref index(PyNumber_Index(object));
  if (!index) return wants("an integer");
  if (type.sign == describe::Sign::with) {
    int32_t value = 0;
    if (!int32_from(index.get(), value)) return wants("an integer of 32 bits");
    describe::store_number(memory, type.size, static_cast<uint32_t>(value));
    return true;
  }
  describe::store_number(memory, type.size, PyLong_AsUnsignedLongLongMask(index.get()));
  return !PyErr_Occurred();
}

bool truth(const Type& type, PyObject* object, void* memory) {
  int is_true = PyObject_IsTrue(object);
  if (is_true < 0) return wants("a truth value");
  describe::store_number(memory, type.size, static_cast<uint64_t>(is_true));
  return true;
}

bool raw_bytes(PyObject* bytes, std::string& into) {
  char* data = nullptr;
  Py_ssize_t size = 0;
  if (!bytes || PyBytes_AsStringAndSize(bytes, &data, &size) < 0) return false;
  into.assign(data, static_cast<size_t>(size));
  return true;
}

}  // namespace

bool Structure::pointer(const Type& target, PyObject* object, void* memory) {
  if (object == Py_None) return true;
  if (target.form == Form::string) {
    if (!text_from(object, texts_.emplace_back())) return false;
    describe::store(memory, texts_.back().data());
    return true;
  }
  std::string& block = blocks_.emplace_back();
  if (target.form == Form::array) {
    if (is_descriptor(object) != 1) return wants("PySECURITY_DESCRIPTOR or None");
    Ref bytes(PyObject_Bytes(object));
    if (!raw_bytes(bytes.get(), block)) return false;
  } else if (target.form == Form::sid) {
    if (!is_sid(object)) return wants("PySID or None");
    Ref bytes(PyObject_Bytes(object));
    if (!raw_bytes(bytes.get(), block)) return false;
    if (block.size() < 8 || block.size() < describe::sid_size(block.data())) return wants("a valid PySID");
  } else if (!PyBytes_Check(object) || !raw_bytes(object, block) || block.size() != target.size) {
    PyErr_Format(PyExc_TypeError, "bytes of length %u or None is required", static_cast<unsigned>(target.size));
    return false;
  }
  describe::store(memory, block.data());
  return true;
}

bool Structure::value(const Type& type, PyObject* object, void* memory) {
  switch (type.form) {
    case Form::number:
    case Form::enum16:
    case Form::local:
      return number(type, object, memory);
    case Form::boolean:
      return truth(type, object, memory);
    case Form::pointer:
      return pointer(*type.target, object, memory);
    default:
      PyErr_Format(PyExc_SystemError, "form %d cannot be set", static_cast<int>(type.form));
      return false;
  }
}

bool Structure::members(const Type& row, PyObject* mapping, void* memory) {
  for (const describe::Field& field : row) {
    void* place = at(memory, field.offset);
    if (field.name.empty()) {
      if (field.type->form == Form::structure && !members(*field.type, mapping, place)) return false;
      continue;
    }
    Ref object(PyMapping_GetItemString(mapping, std::string(field.name).c_str()));
    if (!object) PyErr_Clear();  // whatever the look-up says, the key is not there
    if (object && !value(*field.type, object.get(), place)) return false;
  }
  return true;
}

bool Structure::fill(const Type& row, PyObject* mapping) {
  if (!PyMapping_Check(mapping)) return wants("a mapping");
  size_t offset = size_t{count_++} * row.size;
  memory_.resize((size_t{count_} * row.size + 7) / 8);
  return members(row, mapping, at(memory_.data(), offset));
}

bool Structure::fill_all(const Type& row, PyObject* sequence) {
  Py_ssize_t size = PySequence_Check(sequence) ? PySequence_Size(sequence) : -1;
  if (size < 0) return wants("a sequence");
  if (static_cast<size_t>(size) > std::numeric_limits<DWORD>::max()) {
    PyErr_Format(PyExc_OverflowError, "%zd items are more than 32 bits can count", size);
    return false;
  }
  for (Py_ssize_t i = 0; i < size; ++i) {
    Ref item(PySequence_GetItem(sequence, i));
    if (!item || !fill(row, item.get())) return false;
  }
  return true;
}

}  // namespace nta::python
