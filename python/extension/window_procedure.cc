// From window messages to Python calls.
#include "window_procedure.h"

namespace nta::python {
namespace {

/** Class atom -> procedure, class name in capitals -> atom, and window -> procedure from WM_NCCREATE to WM_NCDESTROY.
 *  Never freed. */
PyObject* class_atoms() {
  static PyObject* dict = PyDict_New();
  return dict;
}
PyObject* class_procedures() {
  static PyObject* dict = PyDict_New();
  return dict;
}
PyObject* window_procedures() {
  static PyObject* dict = PyDict_New();
  return dict;
}

struct Interruption {
  PyObject *type = nullptr, *value = nullptr, *trace = nullptr;
};
thread_local Interruption interruption;

/** An error in a handler does not end the program that waits for messages; Ctrl-C and sys.exit() do. */
void tell_exception() {
  if (PyErr_ExceptionMatches(PyExc_Exception)) return taking_gil(&PyErr_Print);
  Py_CLEAR(interruption.type);
  Py_CLEAR(interruption.value);
  Py_CLEAR(interruption.trace);
  PyErr_Fetch(&interruption.type, &interruption.value, &interruption.trace);
}

void begin_window(PyObject* key, HWND window) {
  Ref class_key(PyLong_FromSize_t(GetClassLongPtrW(window, GCW_ATOM)));
  PyObject* procedure = class_key ? PyDict_GetItemWithError(class_procedures(), class_key.get()) : nullptr;
  if (procedure) PyDict_SetItem(window_procedures(), key, procedure);
  if (PyErr_Occurred()) tell_exception();
}

/** What is to be called; null where DefWindowProc is. */
Ref handler_of(PyObject* key, UINT message) {
  PyObject* procedure = PyDict_GetItemWithError(window_procedures(), key);
  if (!procedure || !PyDict_Check(procedure)) return Ref::borrow(procedure);
  Ref number(PyLong_FromUnsignedLong(message));
  return Ref::borrow(number ? PyDict_GetItemWithError(procedure, number.get()) : nullptr);
}

LRESULT call(const Ref& handler, HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
  Ref result(taking_gil([&] {
    return PyObject_CallFunction(handler.get(), "NIKL", PyLong_FromVoidPtr(window), message,
                                 static_cast<unsigned long long>(wparam), static_cast<long long>(lparam));
  }));
  // A procedure that answers unknown messages with None does not mean to refuse the window.
  if (result.get() == Py_None && message == WM_NCCREATE) return DefWindowProcW(window, message, wparam, lparam);
  if (!result || result.get() == Py_None) return 0;
  Ref index(PyNumber_Index(result.get()));
  return index ? static_cast<LRESULT>(PyLong_AsLongLong(index.get())) : 0;
}

LRESULT answer(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
  Ref key(PyLong_FromVoidPtr(window));
  if (!key) return 0;
  if (message == WM_NCCREATE) begin_window(key.get(), window);
  Ref handler = handler_of(key.get(), message);
  LRESULT result = handler ? call(handler, window, message, wparam, lparam) : 0;
  if (PyErr_Occurred()) {
    tell_exception();
  } else if (!handler) {
    result = DefWindowProcW(window, message, wparam, lparam);
  }
  if (message == WM_NCDESTROY && PyDict_DelItem(window_procedures(), key.get()) < 0) PyErr_Clear();
  return result;
}

}  // namespace

LRESULT window_procedure(HWND window, UINT message, WPARAM wparam, LPARAM lparam) {
  PyGILState_STATE state = taking_gil(&PyGILState_Ensure);
  LRESULT result = answer(window, message, wparam, lparam);
  PyGILState_Release(state);
  return result;
}

bool set_procedure(ATOM window_class, PyObject* name, PyObject* procedure) {
  Ref key(PyLong_FromLong(window_class));
  Ref capitals(PyObject_CallMethod(name, "upper", nullptr));
  return key && capitals && PyDict_SetItem(class_atoms(), capitals.get(), key.get()) == 0 &&
         PyDict_SetItem(class_procedures(), key.get(), procedure) == 0;
}

void forget_procedure(PyObject* window_class) {
  Ref key = Ref::borrow(window_class);
  if (PyUnicode_Check(window_class)) {
    Ref capitals(PyObject_CallMethod(window_class, "upper", nullptr));
    key = Ref::borrow(capitals ? PyDict_GetItemWithError(class_atoms(), capitals.get()) : nullptr);
    if (key) PyDict_DelItem(class_atoms(), capitals.get());
  }
  if (!key || PyDict_DelItem(class_procedures(), key.get()) < 0) PyErr_Clear();
}

PyObject* unless_interrupted(PyObject* result) {
  if (!interruption.type) return result;
  Py_XDECREF(result);
  PyErr_Restore(std::exchange(interruption.type, nullptr), std::exchange(interruption.value, nullptr),
                std::exchange(interruption.trace, nullptr));
  return nullptr;
}

}  // namespace nta::python
