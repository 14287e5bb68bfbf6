// PySID: bytes of a fixed size with the layout of [MS-DTYP] 2.4.2.2, read and changed in place. Whatever a script puts
// in, nothing outside these bytes is touched: a SID whose count does not fit its buffer is not valid.
#include "sid.h"

#include <algorithm>
#include <cstring>

#include "arguments.h"
#include "base/sid.h"
#include "buffer.h"
#include "docs.h"
#include "error.h"

namespace nta::python {
namespace {

constexpr size_t header_size = 8;  // revision, count, authority
constexpr size_t authority_offset = 2;
constexpr size_t most_given_sub_authorities = 8;  // to SID(authority, sub_authorities), as pywin32 limits it

struct SidObject {
  PyObject base;
  uint8_t* bytes;
  size_t size;
};

PyTypeObject* sid_type = nullptr;

std::span<uint8_t> storage(PyObject* self) {
  auto* sid = reinterpret_cast<SidObject*>(self);
  return {sid->bytes, sid->size};
}

bool is_valid(std::span<const uint8_t> bytes) {
  return bytes.size() >= header_size && bytes[0] == 1 && bytes[1] <= Sid::most_sub_authorities &&
         bytes.size() >= header_size + 4 * size_t{bytes[1]};
}

/** A valid SID by itself; else all there is. */
std::span<uint8_t> content(PyObject* self) {
  std::span<uint8_t> bytes = storage(self);
  return is_valid(bytes) ? bytes.first(header_size + 4 * size_t{bytes[1]}) : bytes;
}

PyObject* new_zeroed(size_t size) {
  auto* sid = PyObject_New(SidObject, sid_type);
  if (!sid) return nullptr;
  sid->bytes = static_cast<uint8_t*>(PyMem_Calloc(std::max<size_t>(size, 1), 1));
  sid->size = size;
  if (sid->bytes) return reinterpret_cast<PyObject*>(sid);
  Py_DECREF(sid);
  return PyErr_NoMemory();
}

void start(std::span<uint8_t> bytes, std::span<const uint8_t, 6> authority, uint8_t count) {
  std::ranges::fill(bytes, uint8_t{0});
  bytes[0] = 1;
  bytes[1] = count;
  std::ranges::copy(authority, bytes.begin() + authority_offset);
}

/** Where the sub-authority is; null with ValueError set. */
uint8_t* sub_authority(PyObject* self, int32_t index) {
  std::span<uint8_t> bytes = storage(self);
  if (is_valid(bytes) && index >= 0 && index < bytes[1]) return &bytes[header_size + 4 * static_cast<size_t>(index)];
  PyErr_Format(PyExc_ValueError, "there is no sub-authority %d in this SID", static_cast<int>(index));
  return nullptr;
}

void store(uint8_t* to, int32_t value) { std::memcpy(to, &value, sizeof(value)); }

// ---- methods -------------------------------------------------------------------------------------------------------

PyObject* initialize(PyObject* self, PyObject* arguments) {
  uint8_t authority[6], count = 0;
  if (!PyArg_ParseTuple(arguments, "(bbbbbb)b:Initialize", &authority[0], &authority[1], &authority[2], &authority[3],
                        &authority[4], &authority[5], &count))
    return nullptr;
  if (count > Sid::most_sub_authorities) return raise_error(code(Win32::invalid_parameter), "InitializeSid");
  if (storage(self).size() < header_size + 4 * size_t{count})
    return raise_error(code(Win32::insufficient_buffer), "InitializeSid");
  start(storage(self), authority, count);
  Py_RETURN_NONE;
}

PyObject* is_valid_method(PyObject* self, PyObject*) { return PyBool_FromLong(is_valid(storage(self))); }
PyObject* length(PyObject* self, PyObject*) { return PyLong_FromSize_t(content(self).size()); }

PyObject* sub_authority_count(PyObject* self, PyObject*) {
  return PyLong_FromLong(storage(self).size() > 1 ? storage(self)[1] : 0);
}

PyObject* set_sub_authority(PyObject* self, PyObject* arguments) {
  int index = 0, value = 0;
  if (!PyArg_ParseTuple(arguments, "ii:SetSubAuthority", &index, &value)) return nullptr;
  uint8_t* at = sub_authority(self, index);
  if (!at) return nullptr;
  store(at, value);
  Py_RETURN_NONE;
}

PyObject* get_sub_authority(PyObject* self, PyObject* arguments) {
  int index = 0;
  if (!PyArg_ParseTuple(arguments, "i:GetSubAuthority", &index)) return nullptr;
  const uint8_t* at = sub_authority(self, index);
  if (!at) return nullptr;
  int32_t value = 0;
  std::memcpy(&value, at, sizeof(value));
  return PyLong_FromLong(value);
}

PyObject* identifier_authority(PyObject* self, PyObject*) {
  std::span<uint8_t> bytes = storage(self);
  if (!is_valid(bytes)) return PyErr_Format(PyExc_ValueError, "this SID is not valid");
  const uint8_t* a = &bytes[authority_offset];
  return Py_BuildValue("(iiiiii)", a[0], a[1], a[2], a[3], a[4], a[5]);
}

// ---- protocols -----------------------------------------------------------------------------------------------------

PyObject* text(PyObject* self) {
  auto sid = Sid::from_bytes(std::as_bytes(content(self)));
  if (!sid) return PyErr_Format(PyExc_TypeError, "this SID is not valid and has no text");
  return PyUnicode_FromFormat("PySID:%s", sid->text().c_str());
}

PyObject* compare(PyObject* self, PyObject* other, int operation) {
  if ((operation != Py_EQ && operation != Py_NE) || !PyObject_TypeCheck(other, sid_type)) Py_RETURN_NOTIMPLEMENTED;
  return PyBool_FromLong(std::ranges::equal(content(self), content(other)) == (operation == Py_EQ));
}

int fill_buffer(PyObject* self, BufferView* view, int flags) {
  std::span<uint8_t> bytes = content(self);
  return PyBuffer_FillInfo(view, self, bytes.data(), static_cast<Py_ssize_t>(bytes.size()), 1, flags);
}

void destroy(PyObject* self) {
  PyMem_Free(reinterpret_cast<SidObject*>(self)->bytes);
  PyTypeObject* own_type = Py_TYPE(self);
  PyObject_Free(self);
  Py_DECREF(own_type);
}

PyMethodDef methods[] = {
    {"Initialize", initialize, METH_VARARGS, doc("pywintypes.PySID.Initialize")},
    {"IsValid", is_valid_method, METH_NOARGS, doc("pywintypes.PySID.IsValid")},
    {"SetSubAuthority", set_sub_authority, METH_VARARGS, doc("pywintypes.PySID.SetSubAuthority")},
    {"GetLength", length, METH_NOARGS, doc("pywintypes.PySID.GetLength")},
    {"GetSubAuthorityCount", sub_authority_count, METH_NOARGS, doc("pywintypes.PySID.GetSubAuthorityCount")},
    {"GetSubAuthority", get_sub_authority, METH_VARARGS, doc("pywintypes.PySID.GetSubAuthority")},
    {"GetSidIdentifierAuthority", identifier_authority, METH_NOARGS, doc("pywintypes.PySID.GetSidIdentifierAuthority")},
    {}};

// ---- SID(): three forms, tried in turn -----------------------------------------------------------------------------

PyObject* from_size(PyObject* arguments) {
  Py_ssize_t size = 32;
  if (!PyArg_ParseTuple(arguments, "|n:SID", &size)) return nullptr;
  if (size >= 0) return new_zeroed(static_cast<size_t>(size));
  return PyErr_Format(PyExc_ValueError, "%zd bytes are no size for a SID", size);
}

PyObject* from_bytes(PyObject* arguments) {
  PyObject* given = nullptr;
  if (!PyArg_ParseTuple(arguments, "O:SID", &given)) return nullptr;
  Ref view(PyMemoryView_FromObject(given));
  Ref bytes(view ? PyBytes_FromObject(view.get()) : nullptr);
  char* data = nullptr;
  Py_ssize_t size = 0;
  if (!bytes || PyBytes_AsStringAndSize(bytes.get(), &data, &size) < 0) return nullptr;
  return new_sid({reinterpret_cast<const uint8_t*>(data), static_cast<size_t>(size)});
}

PyObject* from_parts(PyObject* arguments) {
  uint8_t authority[6];
  PyObject* given = nullptr;
  if (!PyArg_ParseTuple(arguments, "(bbbbbb)O:SID", &authority[0], &authority[1], &authority[2], &authority[3],
                        &authority[4], &authority[5], &given))
    return nullptr;
  Ref parts(PySequence_Tuple(given));
  if (!parts) return nullptr;
  auto count = static_cast<size_t>(PyTuple_Size(parts.get()));
  if (count > most_given_sub_authorities)
    return PyErr_Format(PyExc_TypeError, "a SID is made of at most %zu sub-authorities", most_given_sub_authorities);
  Ref sid(new_zeroed(header_size + 4 * count));
  if (!sid) return nullptr;
  start(storage(sid.get()), authority, static_cast<uint8_t>(count));
  for (size_t i = 0; i < count; ++i) {
    int32_t value = 0;
    if (!int32_from(PyTuple_GetItem(parts.get(), static_cast<Py_ssize_t>(i)), value)) return nullptr;
    store(sub_authority(sid.get(), static_cast<int32_t>(i)), value);
  }
  return sid.release();
}

PyObject* make(PyObject*, PyObject* arguments) {
  for (auto form : {from_size, from_bytes}) {
    PyObject* sid = form(arguments);
    bool another_form = !sid && PyErr_ExceptionMatches(PyExc_TypeError);
    if (!another_form) return sid;
    PyErr_Clear();
  }
  return from_parts(arguments);
}

PyMethodDef functions[] = {{"SID", make, METH_VARARGS, doc("pywintypes.SID")}};

PyType_Slot slots[] = {{Py_tp_new, slot(refuse_to_make)},
                       {Py_tp_dealloc, slot(destroy)},
                       {Py_tp_methods, methods},
                       {Py_tp_str, slot(text)},
                       {Py_tp_richcompare, slot(compare)},
                       {Py_tp_hash, slot(PyObject_HashNotImplemented)},
                       {slot_bf_getbuffer, slot(fill_buffer)},
                       {Py_tp_doc, const_cast<char*>(doc("pywintypes.PySID"))},
                       {}};
PyType_Spec spec{"pywintypes.PySID", sizeof(SidObject), 0, Py_TPFLAGS_DEFAULT, slots};

}  // namespace

bool add_sid_type(PyObject* names) {
  Ref type(PyType_FromSpec(&spec));
  Ref made(functions_from(functions, "pywintypes"));
  if (!type || !made) return false;
  sid_type = reinterpret_cast<PyTypeObject*>(Ref::borrow(type.get()).release());
  return PyDict_Update(names, made.get()) == 0 && PyDict_SetItemString(names, "PySID", type.get()) == 0 &&
         PyDict_SetItemString(names, "SIDType", type.get()) == 0;
}

bool is_sid(PyObject* object) { return PyObject_TypeCheck(object, sid_type); }

std::span<const uint8_t> valid_sid(PyObject* object) {
  std::span<const uint8_t> bytes = content(object);
  return is_valid(bytes) ? bytes : std::span<const uint8_t>();
}

PyObject* new_sid(std::span<const uint8_t> bytes) {
  PyObject* sid = new_zeroed(bytes.size());
  if (sid) std::ranges::copy(bytes, storage(sid).begin());
  return sid;
}

}  // namespace nta::python
