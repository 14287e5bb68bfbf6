// The functions of the module win32ts.
#pragma once

#include "reference.h"

namespace nta::python {

/** A new dictionary of name to function. */
PyObject* win32ts_functions();

}  // namespace nta::python
