// The functions of the module win32gui: message-only windows.
#pragma once

#include "reference.h"

namespace nta::python {

/** A new dictionary of name to function. */
PyObject* win32gui_functions();

}  // namespace nta::python
