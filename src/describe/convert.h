// Structures of numbers and inline text from their W to their A form and back, in place: what callers bring their own
// memory for.
#pragma once

#include "describe/type.h"

namespace nta::describe {

/** Fills `to` from `from`. The two types have the same members in the same order; text of the other width is converted,
 *  and cut between characters where it does not fit. Text without a terminator ends with its buffer. */
void convert(const Type& from, const void* source, const Type& to, void* target);

}  // namespace nta::describe
