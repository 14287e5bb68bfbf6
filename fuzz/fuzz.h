// What fuzz targets share: the input as bytes, and a check that holds in every build.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "base/bytes.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace nta::fuzz {

inline ByteView input(const uint8_t* data, size_t size) { return std::as_bytes(std::span(data, size)); }

/** A property that every input must keep. Ends the process, so that the fuzzer keeps the input. */
inline void check(bool holds, const char* property) {
  if (holds) return;
  std::fprintf(stderr, "fuzz: broken: %s\n", property);
  std::abort();
}

}  // namespace nta::fuzz
