// _ntadmin, the one extension module: a namespace for each Python module that re-exports it.
#include "api/client/signals.h"
#include "handle.h"
#include "sid.h"
#include "tokens.h"
#include "win32api.h"
#include "win32gui.h"
#include "win32net.h"
#include "win32ts.h"

namespace nta::python {
namespace {

PyObject* pywintypes_names() {
  Ref names(PyDict_New());
  return names && add_handle_type(names.get()) && add_sid_type(names.get()) ? names.release() : nullptr;
}

bool add(PyObject* module, const char* name, PyObject* owned) {
  Ref value(owned);
  return value && PyObject_SetAttrString(module, name, value.get()) == 0;
}

/** As Python's own calls do (PEP 475). What a handler raises, is_interrupted() finds after the call. */
bool goes_on_after_signal() {
  PyGILState_STATE state = taking_gil(&PyGILState_Ensure);
  bool goes_on = taking_gil(&PyErr_CheckSignals) == 0;
  PyGILState_Release(state);
  return goes_on;
}

PyModuleDef definition{PyModuleDef_HEAD_INIT,
                       "_ntadmin",
                       "What win32ts, win32net, win32gui, win32api and pywintypes are made of; import those.",
                       -1,
                       nullptr,
                       nullptr,
                       nullptr,
                       nullptr,
                       nullptr};

}  // namespace
}  // namespace nta::python

PyMODINIT_FUNC PyInit__ntadmin() {
  using namespace nta::python;
  Ref module(PyModule_Create(&definition));
  bool complete =
      module && add(module.get(), "pywintypes", pywintypes_names()) &&
      add(module.get(), "win32ts", win32ts_functions()) && add(module.get(), "win32net", win32net_functions()) &&
      add(module.get(), "win32gui", win32gui_functions()) && add(module.get(), "win32api", win32api_functions()) &&
      add(module.get(), "win32security", win32security_functions()) &&
      add(module.get(), "win32process", win32process_functions());
  nta::client::ask_after_signals(&goes_on_after_signal);
  return complete ? module.release() : nullptr;
}
