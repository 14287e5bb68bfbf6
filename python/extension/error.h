// pywintypes.error from Win32 codes.
#pragma once

#include <cstdint>

#include "reference.h"

namespace nta::python {

/** Raises pywintypes.error(code, function, the system's text). Always null, so that a function can return it. */
PyObject* raise_error(uint32_t code, const char* function);

/** Whether a signal handler has raised, now or in the call that has just failed. */
bool is_interrupted();

/** The same with the thread's last error. A signal handler that raises goes first: Ctrl-C is KeyboardInterrupt. */
PyObject* raise_last_error(const char* function);

}  // namespace nta::python
