// _ntadmin, the one extension module: a namespace for each Python module that re-exports it.
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
  return complete ? module.release() : nullptr;
}
