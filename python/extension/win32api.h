// The functions of the module win32api, as far as scripts around sessions need them.
#pragma once

#include "reference.h"

namespace nta::python {

/** A new dictionary of name to function. */
PyObject* win32api_functions();

}  // namespace nta::python
