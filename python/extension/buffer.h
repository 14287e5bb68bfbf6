// The buffer protocol's part that PySID needs. CPython's headers declare it for abi3 modules from 3.11 on; the slot
// number, the function and what they mean are the same since 3.9, so it is declared here.
#pragma once

#include "reference.h"

namespace nta::python {

inline constexpr int slot_bf_getbuffer = 1;
struct BufferView;  // Py_buffer, which only the interpreter looks into

extern "C" int PyBuffer_FillInfo(BufferView* view, PyObject* owner, void* bytes, Py_ssize_t size, int read_only,
                                 int flags);

}  // namespace nta::python
