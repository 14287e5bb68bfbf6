// PyHANDLE: a Windows handle that closes itself. Server handles are the same type; only closing and text differ.
#pragma once

#include "reference.h"

namespace nta::python {

enum class HandleKind { plain, server };

/** Makes the type and puts it and HANDLE() into `names`, the namespace of pywintypes. */
bool add_handle_type(PyObject* names);

PyObject* new_handle(void* value, HandleKind kind);
bool is_handle(PyObject* object);
/** 0 when closed or detached. */
void* handle_value(PyObject* handle);
/** The value, which is not closed; the object reports 0 from now on. */
void* detach_handle(PyObject* handle);

}  // namespace nta::python
