// From described C structures to Python values: the interpreter of src/describe's tables for Python.
#pragma once

#include <string_view>

#include "describe/type.h"
#include "reference.h"

namespace nta::python {

/** str; half surrogate pairs pass. */
PyObject* from_utf16(std::u16string_view text);

/** The text at `from`: up to its terminator, at most `units`. */
PyObject* from_text(const void* from, size_t units);

/** The value at `from`, which is of `type`: int, bool, str, PySID, tuple or dict; None for a null pointer. */
PyObject* from_memory(const describe::Type& type, const void* from);

/** The members that have a name, in their order. */
PyObject* dict_from(const describe::Type& row, const void* from);
PyObject* tuple_from(const describe::Type& row, const void* from);

/** A tuple of `count` rows that lie one after the other; `convert` is dict_from or tuple_from. */
PyObject* rows_from(const describe::Type& row, const void* from, size_t count,
                    PyObject* (*convert)(const describe::Type&, const void*));

}  // namespace nta::python
