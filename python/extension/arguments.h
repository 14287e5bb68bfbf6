// Functions as data: each is a row of names and argument kinds, and one interpreter parses the arguments of all.
//
// Two passes, as pywin32 does it. First the count, the keywords and every number, left to right: TypeError and
// OverflowError. Then handles and texts, left to right: TypeError. The call comes last.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

#include "reference.h"

namespace nta::python {

enum class Kind : uint8_t {
  object,       // anything, as it is
  handle,       // PyHANDLE, None, or what int() takes
  str,          // str; never None, never bytes
  str_or_none,  // None is a null pointer
  uint32_mask,  // int; the low 32 bits are kept and nothing overflows ("k")
  int32,        // what has __index__; OverflowError outside signed 32 bits ("i", and "l" as wide as on Windows)
  resume,       // None, or what int() takes: a value of pointer size
};

struct Argument {
  const char* name;
  Kind kind;
  std::optional<uint32_t> fallback{};  // value when absent (None for a text); without one the argument is mandatory
  const char* alias = nullptr;         // a second keyword for the same argument; never both at once
};

/** The arguments of one call, converted. Objects are borrowed from the call. */
class Values {
 public:
  static constexpr size_t most = 12;

  void* handle(size_t index) const { return values_[index].handle; }
  uint32_t number(size_t index) const { return values_[index].number; }
  /** The same, or a resume value. */
  uint64_t wide_number(size_t index) const {
    return values_[index].handle ? reinterpret_cast<uintptr_t>(values_[index].handle) : values_[index].number;
  }
  /** Null for None; else NUL-terminated and valid as long as this object. */
  char16_t* text(size_t index) { return values_[index].text ? values_[index].text->data() : nullptr; }
  /** The argument as it was given; null when absent. */
  PyObject* object(size_t index) const { return values_[index].object; }

 private:
  friend class Parser;
  struct Value {
    PyObject* object = nullptr;
    void* handle = nullptr;
    uint32_t number = 0;
    std::optional<std::u16string> text;
  };
  std::array<Value, most> values_;
};

/** Whether arguments may be given by name. */
enum class Naming : uint8_t { by_keyword_too, by_position_only };

struct Function {
  const char* name;
  std::span<const Argument> arguments;
  PyObject* (*call)(const Function& function, Values& arguments);
  const char* doc;
  Naming naming = Naming::by_keyword_too;
  bool (*check_numbers)(const Values& arguments) = nullptr;  // between the passes; false with an exception set
  const char* error_name = nullptr;                          // what errors call the function, where not by its name
};

/** Parses and calls. */
PyObject* invoke(const Function& function, PyObject* positional, PyObject* keywords);

/** A new dictionary of name to function for the rows of Table; `module` becomes each function's __module__. */
template <const auto& Table>
PyObject* functions_of(const char* module);

// ---- conversions that the types use too ----------------------------------------------------------------------------

/** False with TypeError or OverflowError set. */
bool int32_from(PyObject* object, int32_t& value);
bool handle_from(PyObject* object, void*& value);
bool text_from(PyObject* object, std::u16string& value);

// ---- how a table row becomes a Python function ---------------------------------------------------------------------

PyObject* functions_from(std::span<PyMethodDef> methods, const char* module);

template <const auto& Table, size_t Row>
PyObject* entry(PyObject*, PyObject* positional, PyObject* keywords) {
  return invoke(Table[Row], positional, keywords);
}

template <const auto& Table, size_t... Rows>
std::span<PyMethodDef> methods_of(std::index_sequence<Rows...>) {
  static PyMethodDef methods[] = {
      {Table[Rows].name, as_c_function(&entry<Table, Rows>), METH_VARARGS | METH_KEYWORDS, Table[Rows].doc}...};
  return methods;
}

template <const auto& Table>
PyObject* functions_of(const char* module) {
  return functions_from(methods_of<Table>(std::make_index_sequence<std::size(Table)>()), module);
}

}  // namespace nta::python
