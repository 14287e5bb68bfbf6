// An owned reference to a Python object, and the calls that run without the interpreter's lock.
#pragma once

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <cxxabi.h>
#include <unistd.h>

#include <utility>

namespace nta::python {

/** Owns one reference; null while an exception is set. */
class Ref {
 public:
  Ref() = default;
  explicit Ref(PyObject* owned) : object_(owned) {}
  Ref(Ref&& other) noexcept : object_(other.release()) {}
  Ref& operator=(Ref&& other) noexcept {
    Py_XDECREF(std::exchange(object_, other.release()));
    return *this;
  }
  ~Ref() { Py_XDECREF(object_); }

  static Ref borrow(PyObject* object) {
    Py_XINCREF(object);
    return Ref(object);
  }
  PyObject* get() const { return object_; }
  PyObject* release() { return std::exchange(object_, nullptr); }
  explicit operator bool() const { return object_ != nullptr; }

 private:
  PyObject* object_ = nullptr;
};

/** Runs what takes the interpreter's lock. Once the interpreter ends, Python before 3.14 ends every other thread there,
 *  by unwinding its frames; but what those own may no longer be touched. Such a thread stays here, as it does in 3.14.
 */
template <class Take>
auto taking_gil(Take take) -> decltype(take()) {
  try {
    return take();
  } catch (const abi::__forced_unwind&) {
    for (;;) ::pause();
  }
}

/** Runs a call that may block; other Python threads run meanwhile. */
template <class Call>
auto without_gil(Call call) {
  PyThreadState* state = PyEval_SaveThread();
  auto result = call();
  taking_gil([=] { PyEval_RestoreThread(state); });
  return result;
}

/** What the C API wants where a function also takes keywords. */
inline PyCFunction as_c_function(PyCFunctionWithKeywords function) {
  return reinterpret_cast<PyCFunction>(reinterpret_cast<void (*)()>(function));
}

/** A function as the value of a PyType_Slot. */
template <class Function>
void* slot(Function* function) {
  return reinterpret_cast<void*>(function);
}

/** For types that only their factory function makes. */
inline PyObject* refuse_to_make(PyTypeObject*, PyObject*, PyObject*) {
  PyErr_SetString(PyExc_TypeError, "this type cannot be called; pywintypes has a function that makes its objects");
  return nullptr;
}

}  // namespace nta::python
