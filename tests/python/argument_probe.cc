// A module whose functions give back what the argument interpreter made of their arguments: kinds, defaults, aliases.
// It has a handle type of its own, since it shares the conversions' code but not the extension module's state.
#include "arguments.h"
#include "handle.h"
#include "values.h"

namespace nta::python {
namespace {

PyObject* text_or_none(Values& in, size_t index) {
  if (in.text(index)) return from_utf16(in.text(index));
  Py_RETURN_NONE;
}

PyObject* give_back(const Function&, Values& in) {
  Ref name(text_or_none(in, 1)), note(text_or_none(in, 2));
  return Py_BuildValue("(LOOII)", reinterpret_cast<long long>(in.handle(0)), name.get(), note.get(), in.number(3),
                       in.number(4));
}

PyObject* give_number(const Function&, Values& in) { return PyLong_FromUnsignedLong(in.number(0)); }

constexpr Argument kinds[] = {{"Server", Kind::handle},
                              {"Name", Kind::str},
                              {"Note", Kind::str_or_none, 0},
                              {"Mask", Kind::uint32_mask, 7},
                              {"Count", Kind::int32, 9}};
constexpr Argument aliased[] = {{"WTSConfigClass", Kind::uint32_mask, {}, "ConfigClass"}};
constexpr Function functions[] = {{"kinds", kinds, give_back, "Every kind."},
                                  {"aliased", aliased, give_number, "One argument with two names."}};

PyModuleDef definition{
    PyModuleDef_HEAD_INIT, "argument_probe", nullptr, -1, nullptr, nullptr, nullptr, nullptr, nullptr};

}  // namespace
}  // namespace nta::python

PyMODINIT_FUNC PyInit_argument_probe() {
  using namespace nta::python;
  Ref module(PyModule_Create(&definition));
  Ref names(functions_of<functions>("argument_probe"));
  bool complete = module && names && add_handle_type(names.get()) &&
                  PyDict_Update(PyModule_GetDict(module.get()), names.get()) == 0;
  return complete ? module.release() : nullptr;
}
