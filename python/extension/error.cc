// Raises pywintypes.error; the texts are those of FormatMessage.
#include "error.h"

#include "ntadmin/win/winbase.h"
#include "values.h"

namespace nta::python {
namespace {

/** One line end is cut, the full stop stays; a code without text gets one fixed sentence. */
Ref message_of(uint32_t code) {
  WCHAR buffer[1024];
  DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
  DWORD length = code ? FormatMessageW(flags, nullptr, code, 0, buffer, std::size(buffer), nullptr) : 0;
  if (length == 0) return Ref(PyUnicode_FromString("There is no text for this code."));
  if (buffer[length - 1] == u'\n') --length;
  if (length > 0 && buffer[length - 1] == u'\r') --length;
  return Ref(from_utf16({buffer, length}));
}

}  // namespace

PyObject* raise_error(uint32_t code, const char* function) {
  Ref module(PyImport_ImportModule("pywintypes"));
  Ref type(module ? PyObject_GetAttrString(module.get(), "error") : nullptr);
  Ref message = message_of(code);
  if (!type || !message) return nullptr;
  Ref arguments(Py_BuildValue("(isO)", static_cast<int32_t>(code), function, message.get()));
  if (arguments) PyErr_SetObject(type.get(), arguments.get());
  return nullptr;
}

bool is_interrupted() { return PyErr_Occurred() || PyErr_CheckSignals() < 0; }

PyObject* raise_last_error(const char* function) {
  uint32_t code = GetLastError();
  return is_interrupted() ? nullptr : raise_error(code, function);
}

}  // namespace nta::python
