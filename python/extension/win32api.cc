// win32api: modules and threads.
#include "win32api.h"

#include "arguments.h"
#include "docs.h"
#include "error.h"
#include "ntadmin/win/winbase.h"
#include "ntadmin/win/winuser.h"

namespace nta::python {
namespace {

PyObject* get_module_handle(const Function& function, Values& in) {
  HMODULE module = GetModuleHandleW(in.text(0));
  return module ? PyLong_FromVoidPtr(module) : raise_last_error(function.name);
}

PyObject* get_current_thread_id(const Function&, Values&) { return PyLong_FromUnsignedLong(GetCurrentThreadId()); }

PyObject* post_thread_message(const Function& function, Values& in) {
  auto wparam = reinterpret_cast<WPARAM>(in.handle(2));
  auto lparam = reinterpret_cast<LPARAM>(in.handle(3));
  if (!PostThreadMessageW(in.number(0), in.number(1), wparam, lparam)) return raise_last_error(function.name);
  Py_RETURN_NONE;
}

constexpr Argument file_name[] = {{"fileName", Kind::str_or_none, 0}};
constexpr Argument thread_message[] = {{"tid", Kind::uint32_mask},
                                       {"message", Kind::uint32_mask},
                                       {"wParam", Kind::handle, 0},
                                       {"lParam", Kind::handle, 0}};

constexpr Function functions[] = {
    {"GetModuleHandle", file_name, get_module_handle, doc("win32api.GetModuleHandle")},
    {"GetCurrentThreadId", {}, get_current_thread_id, doc("win32api.GetCurrentThreadId")},
    {"PostThreadMessage", thread_message, post_thread_message, doc("win32api.PostThreadMessage")},
};

}  // namespace

PyObject* win32api_functions() { return functions_of<functions>("win32api"); }

}  // namespace nta::python
