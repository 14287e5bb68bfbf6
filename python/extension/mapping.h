// From Python mappings to C structures, by their descriptions: what values.h does, the other way.
#pragma once

#include <deque>
#include <string>
#include <vector>

#include "describe/type.h"
#include "ntadmin/win/windef.h"
#include "reference.h"

namespace nta::python {

/** A structure, or several one after the other, and all they point at. */
class Structure {
 public:
  /** One more. Members without a key are zero, keys without a member are ignored. Lists and text are mappings without
   * keys, as pywin32 has them. False with TypeError for what is no mapping, and for values of a wrong kind. */
  bool fill(const describe::Type& row, PyObject* mapping);
  /** From a sequence of mappings. */
  bool fill_all(const describe::Type& row, PyObject* sequence);

  LPBYTE bytes() { return reinterpret_cast<LPBYTE>(memory_.data()); }
  DWORD count() const { return count_; }

 private:
  bool members(const describe::Type& row, PyObject* mapping, void* memory);
  bool value(const describe::Type& type, PyObject* object, void* memory);
  bool pointer(const describe::Type& target, PyObject* object, void* memory);

  std::vector<uint64_t> memory_;  // aligned for every member
  DWORD count_ = 0;
  std::deque<std::u16string> texts_;
  std::deque<std::string> blocks_;
};

}  // namespace nta::python
