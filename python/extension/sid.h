// PySID: a security identifier as raw bytes, which a script may fill in step by step.
#pragma once

#include <cstdint>
#include <span>

#include "reference.h"

namespace nta::python {

/** Makes the type and puts it and SID() into `names`, the namespace of pywintypes. */
bool add_sid_type(PyObject* names);

bool is_sid(PyObject* object);

/** The bytes of a PySID; empty unless they are a SID. Borrowed. */
std::span<const uint8_t> valid_sid(PyObject* object);

/** A PySID with a copy of these bytes. */
PyObject* new_sid(std::span<const uint8_t> bytes);

}  // namespace nta::python
