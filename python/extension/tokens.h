// win32security and win32process: tokens, and programs run for them.
#pragma once

#include "reference.h"

namespace nta::python {

PyObject* win32security_functions();
PyObject* win32process_functions();

}  // namespace nta::python
