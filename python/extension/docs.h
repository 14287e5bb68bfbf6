// The docstrings. They are written once, in the stub files; embed_docs.py turns them into the rows of docs.inc.
#pragma once

#include <string_view>

namespace nta::python {

struct Doc {
  std::string_view name;  // "win32ts.WTSOpenServer", "pywintypes.PyHANDLE.Close"
  const char* text;
};

inline constexpr Doc docs[] = {
#include "docs.inc"
};

/** A function that no stub documents does not compile. */
consteval const char* doc(std::string_view name) {
  for (const Doc& row : docs)
    if (row.name == name) return row.text;
  throw "no stub file documents this name";
}

}  // namespace nta::python
