// PySECURITY_DESCRIPTOR of pywintypes, whose class is written in Python (python/_descriptors.py).
#pragma once

#include <span>

#include "reference.h"

namespace nta::python {

/** A new one of a self-relative descriptor's bytes. Null with an exception set: they are none. */
PyObject* new_descriptor(std::span<const uint8_t> bytes);

/** 1 for one, 0 for another object, -1 with an exception set. */
int is_descriptor(PyObject* object);

}  // namespace nta::python
