// win32net: network management.
#pragma once

#include "reference.h"

namespace nta::python {

PyObject* win32net_functions();

}  // namespace nta::python
