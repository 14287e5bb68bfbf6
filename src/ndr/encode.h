// Described values to NDR, transfer syntax 2.0 ([C706] chapter 14).
#pragma once

#include "base/bytes.h"
#include "describe/type.h"

namespace nta::ndr {

/** Appends the members of `type` as the parameters of a call: each aligned on its own, followed by what it points at.
 *  Fails (87) on a null reference pointer or a union without an arm for its tag; `out` is then to be thrown away. */
Result<void> encode_parameters(const describe::Type& type, const void* value, Bytes& out);

/** Gives the unions that lie in `value` itself tags with which they can be sent: one without an arm becomes `preferred`
 *  or, where that has none either, the tag of the first arm. For answers that tell of nothing but an error. */
void choose_arms(const describe::Type& type, void* value, uint32_t preferred);

template <class T>
Result<Bytes> encode(const T& value) {
  Bytes out;
  NTA_CHECK(encode_parameters(describe::type_of<T>, &value, out));
  return out;
}

}  // namespace nta::ndr
