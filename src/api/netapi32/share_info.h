// A share as a caller describes it, made ready for the wire: a security descriptor travels self-relative and with its
// size, which the API's member beside it is not trusted to be.
#pragma once

#include <cstddef>
#include <vector>

#include "base/bytes.h"
#include "base/result.h"
#include "ntadmin/win/windef.h"

namespace nta::api {

class ShareInfo {
 public:
  /** Of a known level. Fails with 87 for a descriptor that is none. */
  static Result<ShareInfo> copy(DWORD level, const void* info);

  void* get() { return info_.data(); }

 private:
  std::vector<std::byte> info_;
  Bytes descriptor_;
};

/** A security descriptor in either form as a self-relative one. Fails with 87 for what is none. */
Result<Bytes> self_relative(const void* descriptor);

}  // namespace nta::api
