#include "descriptor.h"

namespace nta::python {
namespace {

PyObject* descriptor_type() {
  Ref module(PyImport_ImportModule("_descriptors"));
  return module ? PyObject_GetAttrString(module.get(), "PySECURITY_DESCRIPTOR") : nullptr;
}

}  // namespace

PyObject* new_descriptor(std::span<const uint8_t> bytes) {
  Ref type(descriptor_type());
  Ref copy(
      PyBytes_FromStringAndSize(reinterpret_cast<const char*>(bytes.data()), static_cast<Py_ssize_t>(bytes.size())));
  return type && copy ? PyObject_CallFunctionObjArgs(type.get(), copy.get(), nullptr) : nullptr;
}

int is_descriptor(PyObject* object) {
  Ref type(descriptor_type());
  return type ? PyObject_IsInstance(object, type.get()) : -1;
}

}  // namespace nta::python
