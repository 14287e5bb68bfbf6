// NetValidatePasswordPolicy of win32net: an argument of its own shape by type, and an answer of the fields that are
// there.
#pragma once

#include "arguments.h"

namespace nta::python::validation {

/** The type may be 1 or 2 alone, as in pywin32. */
inline constexpr Argument arguments[] = {
    {"Server", Kind::str_or_none}, {"Qualifier", Kind::object}, {"ValidationType", Kind::int32}, {"arg", Kind::object}};

/** The qualifier is looked at before any text. */
bool has_no_qualifier(const Values& in);

/** (fields, verdict) */
PyObject* validate(const Function& function, Values& in);

}  // namespace nta::python::validation
