// PyHANDLE: value, closing, comparison and text, as pywin32 has them.
#include "handle.h"

#include "arguments.h"
#include "docs.h"
#include "error.h"
#include "ntadmin/win/winbase.h"
#include "ntadmin/win/wtsapi32.h"

namespace nta::python {
namespace {

struct Handle {
  PyObject base;
  void* value;
  HandleKind kind;
};

PyTypeObject* handle_type = nullptr;

Handle* as_handle(PyObject* object) { return reinterpret_cast<Handle*>(object); }

/** A server handle never fails to close. */
bool close_value(void* value, HandleKind kind) {
  if (!value) return true;
  return without_gil([=] {
    if (kind == HandleKind::plain) return CloseHandle(value) != FALSE;
    WTSCloseServer(value);
    return true;
  });
}

PyObject* close(PyObject* self, PyObject*) {
  if (!close_value(detach_handle(self), as_handle(self)->kind)) return raise_last_error("CloseHandle");
  Py_RETURN_NONE;
}

PyObject* detach(PyObject* self, PyObject*) {
  return PyLong_FromSsize_t(reinterpret_cast<Py_ssize_t>(detach_handle(self)));
}

PyObject* number(PyObject* self) { return PyLong_FromSsize_t(reinterpret_cast<Py_ssize_t>(handle_value(self))); }
PyObject* number_attribute(PyObject* self, void*) { return number(self); }
int truth(PyObject* self) { return handle_value(self) != nullptr; }

PyObject* text(PyObject* self) {
  const char* name = as_handle(self)->kind == HandleKind::server ? "PyTS_HANDLE" : "PyHANDLE";
  return PyUnicode_FromFormat("<%s:%zd>", name, reinterpret_cast<Py_ssize_t>(handle_value(self)));
}

/** By value, against handles and ints only. An int too large for a handle equals none. */
PyObject* compare(PyObject* self, PyObject* other, int operation) {
  bool comparable = (operation == Py_EQ || operation == Py_NE) && (is_handle(other) || PyLong_Check(other));
  if (!comparable) Py_RETURN_NOTIMPLEMENTED;
  void* value = is_handle(other) ? handle_value(other) : PyLong_AsVoidPtr(other);
  bool fits = !PyErr_Occurred();
  PyErr_Clear();
  bool equal = fits && value == handle_value(self);
  return PyBool_FromLong(equal == (operation == Py_EQ));
}

/** By identity. The low bits of an address are always zero. */
Py_hash_t hash(PyObject* self) { return static_cast<Py_hash_t>(reinterpret_cast<uintptr_t>(self) >> 4); }

/** Closes; an error here reaches nobody. */
void destroy(PyObject* self) {
  PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
  PyErr_Fetch(&type, &value, &trace);
  close_value(detach_handle(self), as_handle(self)->kind);
  PyErr_Restore(type, value, trace);
  PyTypeObject* own_type = Py_TYPE(self);
  reinterpret_cast<freefunc>(PyType_GetSlot(own_type, Py_tp_free))(self);
  Py_DECREF(own_type);
}

PyMethodDef methods[] = {{"Close", close, METH_NOARGS, doc("pywintypes.PyHANDLE.Close")},
                         {"close", close, METH_NOARGS, doc("pywintypes.PyHANDLE.close")},
                         {"Detach", detach, METH_NOARGS, doc("pywintypes.PyHANDLE.Detach")},
                         {}};

PyGetSetDef attributes[] = {{"handle", number_attribute, nullptr, doc("pywintypes.PyHANDLE.handle"), nullptr}, {}};

PyType_Slot slots[] = {{Py_tp_new, slot(refuse_to_make)},
                       {Py_tp_dealloc, slot(destroy)},
                       {Py_tp_methods, methods},
                       {Py_tp_getset, attributes},
                       {Py_tp_repr, slot(text)},
                       {Py_tp_str, slot(text)},
                       {Py_tp_hash, slot(hash)},
                       {Py_tp_richcompare, slot(compare)},
                       {Py_nb_int, slot(number)},
                       {Py_nb_bool, slot(truth)},
                       {Py_tp_doc, const_cast<char*>(doc("pywintypes.PyHANDLE"))},
                       {}};
PyType_Spec spec{"pywintypes.PyHANDLE", sizeof(Handle), 0, Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE, slots};

PyObject* make(PyObject*, PyObject* arguments) {
  PyObject* given = Py_None;
  void* value = nullptr;
  if (!PyArg_ParseTuple(arguments, "|O:HANDLE", &given) || !handle_from(given, value)) return nullptr;
  return new_handle(value, HandleKind::plain);
}

PyMethodDef functions[] = {{"HANDLE", make, METH_VARARGS, doc("pywintypes.HANDLE")}};

}  // namespace

bool add_handle_type(PyObject* names) {
  Ref type(PyType_FromSpec(&spec));
  Ref made(functions_from(functions, "pywintypes"));
  if (!type || !made) return false;
  handle_type = reinterpret_cast<PyTypeObject*>(Ref::borrow(type.get()).release());
  return PyDict_Update(names, made.get()) == 0 && PyDict_SetItemString(names, "PyHANDLE", type.get()) == 0 &&
         PyDict_SetItemString(names, "HANDLEType", type.get()) == 0;
}

PyObject* new_handle(void* value, HandleKind kind) {
  auto* handle = PyObject_New(Handle, handle_type);
  if (!handle) return nullptr;
  handle->value = value;
  handle->kind = kind;
  return reinterpret_cast<PyObject*>(handle);
}

bool is_handle(PyObject* object) { return PyObject_TypeCheck(object, handle_type); }
void* handle_value(PyObject* handle) { return as_handle(handle)->value; }
void* detach_handle(PyObject* handle) { return std::exchange(as_handle(handle)->value, nullptr); }

}  // namespace nta::python
