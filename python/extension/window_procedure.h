// The one window procedure of all classes that Python registers: it finds the Python callable, or the handler in a map.
#pragma once

#include "ntadmin/win/winuser.h"
#include "reference.h"

namespace nta::python {

LRESULT window_procedure(HWND window, UINT message, WPARAM wparam, LPARAM lparam);

/** What windows of a class call: a callable (window, message, wParam, lParam), or a dict of message to callable. */
bool set_procedure(ATOM window_class, PyObject* name, PyObject* procedure);
/** By name or atom. */
void forget_procedure(PyObject* window_class);

/** After a call that may have run procedures: `result`, or null with the exception (KeyboardInterrupt, SystemExit) that
 *  one of them ended with. Any other exception was printed where it happened. */
PyObject* unless_interrupted(PyObject* result);

}  // namespace nta::python
