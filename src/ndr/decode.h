// NDR, transfer syntax 2.0, to described values. The bytes are a stranger's: every count is checked against what is
// left before anything is allocated, and every count member against what arrived.
#pragma once

#include <memory>

#include "base/arena.h"
#include "base/bytes.h"
#include "describe/type.h"
#include "ndr/limits.h"

namespace nta::ndr {

/** Fills `value` (zeroed memory of type.size bytes) from the parameters of a call; what it points at goes to `arena`.
 *  Bytes after the last parameter are ignored: impacket sends some (20 zero bytes for each handle_t).
 *  Of a varying array only the elements sent exist in memory. Fails with rpc_bad_stub_data (1783), naming the member.
 */
Result<void> decode_parameters(const describe::Type& type, void* value, ByteReader& in, Arena& arena,
                               const Limits& limits = {});

/** A decoded value and the memory it lives in. */
template <class T>
struct Decoded {
  Arena arena;
  T value{};
  T* operator->() { return &value; }
  const T* operator->() const { return &value; }
};

template <class T>
Result<Decoded<T>> decode(ByteView bytes, std::endian order = std::endian::little, const Limits& limits = {}) {
  Decoded<T> decoded;
  ByteReader in(bytes, order);
  NTA_CHECK(decode_parameters(describe::type_of<T>, &decoded.value, in, decoded.arena, limits));
  return decoded;
}

}  // namespace nta::ndr
