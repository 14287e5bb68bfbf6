// Parses the arguments of every function by its row: pywin32's rules for counts, keywords, numbers, handles and texts.
#include "arguments.h"

#include <cstring>
#include <new>

#include "handle.h"

namespace nta::python {
namespace {

bool type_error(PyObject* given, const char* wanted) {
  Ref type(PyObject_GetAttrString(reinterpret_cast<PyObject*>(Py_TYPE(given)), "__name__"));
  if (type) PyErr_Format(PyExc_TypeError, "%s is required, not %S", wanted, type.get());
  return false;
}

/** "k" took int and its subclasses only, until Python 3.14 let it take what has __index__. */
bool mask_takes_index() {
  static const bool takes = [] {
    int major = 0, minor = 0;
    return sscanf(Py_GetVersion(), "%d.%d", &major, &minor) == 2 && (major > 3 || minor >= 14);
  }();
  return takes;
}

bool mask32_from(PyObject* object, uint32_t& value) {
  if (!PyLong_Check(object) && !(mask_takes_index() && PyIndex_Check(object))) return type_error(object, "an integer");
  unsigned long number = PyLong_AsUnsignedLongMask(object);
  if (number == static_cast<unsigned long>(-1) && PyErr_Occurred()) return false;
  value = static_cast<uint32_t>(number);
  return true;
}

}  // namespace

bool int32_from(PyObject* object, int32_t& value) {
  Ref index(PyNumber_Index(object));
  if (!index) return false;
  int overflow = 0;
  long number = PyLong_AsLongAndOverflow(index.get(), &overflow);
  if (number == -1 && !overflow && PyErr_Occurred()) return false;
  if (overflow || number < INT32_MIN || number > INT32_MAX) {
    PyErr_SetString(PyExc_OverflowError, "integer does not fit in 32 bits with a sign");
    return false;
  }
  value = static_cast<int32_t>(number);
  return true;
}

bool handle_from(PyObject* object, void*& value) {
  value = nullptr;
  if (object == Py_None) return true;
  if (is_handle(object)) {
    value = handle_value(object);
    return true;
  }
  // Whatever int() takes, text and floats too; every failure is a TypeError.
  Ref number(PyNumber_Long(object));
  if (number) value = PyLong_AsVoidPtr(number.get());
  if (!PyErr_Occurred()) return true;
  if (!PyErr_ExceptionMatches(PyExc_Exception)) return false;
  PyErr_Clear();
  return type_error(object, "a PyHANDLE, an integer or None");
}

bool text_from(PyObject* object, std::u16string& value) {
  if (!PyUnicode_Check(object)) return type_error(object, "str");
  Ref bytes(PyUnicode_AsEncodedString(object, "utf-16-le", "surrogatepass"));
  if (!bytes) return false;
  char* data = nullptr;
  Py_ssize_t size = 0;
  if (PyBytes_AsStringAndSize(bytes.get(), &data, &size) < 0) return false;
  value.resize(static_cast<size_t>(size) / sizeof(char16_t));
  std::memcpy(value.data(), data, static_cast<size_t>(size));
  return true;
}

/** One call on its way from Python objects to Values. */
class Parser {
 public:
  Parser(const Function& function, Values& values) : function_(function), values_(values) {}

  bool run(PyObject* positional, PyObject* keywords) {
    return count(positional, keywords) && place(positional, keywords) && convert_numbers() &&
           (!function_.check_numbers || function_.check_numbers(values_)) && convert_objects();
  }

 private:
  size_t arity() const { return function_.arguments.size(); }

  bool fail(const char* format, const char* detail) const {
    PyErr_Format(PyExc_TypeError, format, function_.name, detail);
    return false;
  }

  bool count(PyObject* positional, PyObject* keywords) const {
    Py_ssize_t named = keywords ? PyDict_Size(keywords) : 0;
    Py_ssize_t given = PyTuple_Size(positional) + named;
    if (named > 0 && function_.naming == Naming::by_position_only) return fail("%s() takes no keyword arguments%s", "");
    if (given <= static_cast<Py_ssize_t>(arity())) return true;
    PyErr_Format(PyExc_TypeError, "%s() takes at most %zu arguments (%zd given)", function_.name, arity(), given);
    return false;
  }

  bool place(PyObject* positional, PyObject* keywords) {
    Py_ssize_t by_position = PyTuple_Size(positional);
    for (Py_ssize_t i = 0; i < by_position; ++i)
      values_.values_[static_cast<size_t>(i)].object = PyTuple_GetItem(positional, i);
    PyObject *name = nullptr, *object = nullptr;
    Py_ssize_t next = 0;
    while (keywords && PyDict_Next(keywords, &next, &name, &object))
      if (!place_keyword(name, object)) return false;
    for (size_t i = 0; i < arity(); ++i)
      if (!values_.values_[i].object && !function_.arguments[i].fallback)
        return fail("%s() misses the argument '%s'", function_.arguments[i].name);
    return true;
  }

  bool place_keyword(PyObject* name, PyObject* object) {
    for (size_t i = 0; i < arity(); ++i) {
      const Argument& row = function_.arguments[i];
      bool named = PyUnicode_CompareWithASCIIString(name, row.name) == 0 ||
                   (row.alias && PyUnicode_CompareWithASCIIString(name, row.alias) == 0);
      if (!named) continue;
      if (values_.values_[i].object) return fail("%s() got the argument '%s' twice", row.name);
      values_.values_[i].object = object;
      return true;
    }
    PyErr_Format(PyExc_TypeError, "%s() has no argument named '%U'", function_.name, name);
    return false;
  }

  bool convert_numbers() {
    for (size_t i = 0; i < arity(); ++i) {
      const Argument& row = function_.arguments[i];
      Values::Value& value = values_.values_[i];
      value.number = row.fallback.value_or(0);
      if (!value.object) continue;
      if (row.kind == Kind::uint32_mask && !mask32_from(value.object, value.number)) return false;
      if (row.kind == Kind::int32) {
        int32_t number = 0;
        if (!int32_from(value.object, number)) return false;
        value.number = static_cast<uint32_t>(number);
      }
    }
    return true;
  }

  bool convert_objects() {
    for (size_t i = 0; i < arity(); ++i) {
      Kind kind = function_.arguments[i].kind;
      Values::Value& value = values_.values_[i];
      if (!value.object) continue;
      bool is_wide = kind == Kind::handle || kind == Kind::resume;
      if (is_wide && !handle_from(value.object, value.handle)) return false;
      bool is_text = kind == Kind::str || (kind == Kind::str_or_none && value.object != Py_None);
      if (is_text && !text_from(value.object, value.text.emplace())) return false;
    }
    return true;
  }

  const Function& function_;
  Values& values_;
};

PyObject* invoke(const Function& function, PyObject* positional, PyObject* keywords) {
  try {
    Values values;
    if (!Parser(function, values).run(positional, keywords)) return nullptr;
    return function.call(function, values);
  } catch (const std::bad_alloc&) {
    return PyErr_NoMemory();
  } catch (const std::exception& error) {  // not what ends a thread: that is none
    return PyErr_Format(PyExc_SystemError, "%s: %s", function.name, error.what());
  }
}

PyObject* functions_from(std::span<PyMethodDef> methods, const char* module) {
  Ref functions(PyDict_New());
  Ref module_name(PyUnicode_FromString(module));
  if (!functions || !module_name) return nullptr;
  for (PyMethodDef& method : methods) {
    Ref function(PyCFunction_NewEx(&method, nullptr, module_name.get()));
    if (!function || PyDict_SetItemString(functions.get(), method.ml_name, function.get()) < 0) return nullptr;
  }
  return functions.release();
}

}  // namespace nta::python
