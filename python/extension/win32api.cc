// win32api: modules, threads, errors and handles.
#include "win32api.h"

#include "arguments.h"
#include "docs.h"
#include "error.h"
#include "handle.h"
#include "ntadmin/win/processthreadsapi.h"
#include "ntadmin/win/winbase.h"
#include "ntadmin/win/winerror.h"
#include "ntadmin/win/winuser.h"
#include "values.h"

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

PyObject* get_current_process_id(const Function&, Values&) { return PyLong_FromUnsignedLong(GetCurrentProcessId()); }

PyObject* get_current_process(const Function&, Values&) {
  return PyLong_FromSsize_t(reinterpret_cast<Py_ssize_t>(GetCurrentProcess()));
}

PyObject* get_last_error(const Function&, Values&) { return PyLong_FromUnsignedLong(GetLastError()); }

PyObject* set_last_error(const Function&, Values& in) {
  SetLastError(in.number(0));
  Py_RETURN_NONE;
}

// An object is closed in its own way: that of a server is not for CloseHandle.
PyObject* close_handle(const Function& function, Values& in) {
  if (is_handle(in.object(0))) return PyObject_CallMethod(in.object(0), "Close", nullptr);
  if (in.handle(0) && !CloseHandle(in.handle(0))) return raise_last_error(function.name);
  Py_RETURN_NONE;
}

// FormatMessage(code), or with five arguments as the function of the API.
PyObject* format_message(const Function& function, Values& in) {
  bool is_whole_form = in.object(2) != nullptr;
  DWORD flags = FORMAT_MESSAGE_FROM_SYSTEM | FORMAT_MESSAGE_IGNORE_INSERTS;
  DWORD code = in.number(0) ? in.number(0) : GetLastError();
  if (is_whole_form) {
    flags = in.number(0) & ~DWORD{FORMAT_MESSAGE_ALLOCATE_BUFFER};
    code = in.number(2);
  }
  WCHAR text[1024];
  DWORD length = FormatMessageW(flags, nullptr, code, in.number(3), text, std::size(text), nullptr);
  return length ? from_utf16({text, length}) : raise_last_error(function.error_name);
}

constexpr Argument file_name[] = {{"fileName", Kind::str_or_none, 0}};
constexpr Argument thread_message[] = {{"tid", Kind::uint32_mask},
                                       {"message", Kind::uint32_mask},
                                       {"wParam", Kind::handle, 0},
                                       {"lParam", Kind::handle, 0}};

constexpr Argument one_handle[] = {{"handle", Kind::handle}};
constexpr Argument error_value[] = {{"errVal", Kind::uint32_mask}};
constexpr Argument message[] = {{"errCode", Kind::uint32_mask, 0},
                                {"source", Kind::object, 0},
                                {"messageID", Kind::uint32_mask, 0},
                                {"languageID", Kind::uint32_mask, 0},
                                {"inserts", Kind::object, 0}};

constexpr Function functions[] = {
    {"GetCurrentProcessId", {}, get_current_process_id, doc("win32api.GetCurrentProcessId")},
    {"GetCurrentProcess", {}, get_current_process, doc("win32api.GetCurrentProcess")},
    {"GetLastError", {}, get_last_error, doc("win32api.GetLastError")},
    {"SetLastError", error_value, set_last_error, doc("win32api.SetLastError"), Naming::by_position_only},
    {"CloseHandle", one_handle, close_handle, doc("win32api.CloseHandle"), Naming::by_position_only},
    {"FormatMessage", message, format_message, doc("win32api.FormatMessage"), Naming::by_position_only, nullptr,
     "FormatMessageW"},
    {"GetModuleHandle", file_name, get_module_handle, doc("win32api.GetModuleHandle")},
    {"GetCurrentThreadId", {}, get_current_thread_id, doc("win32api.GetCurrentThreadId")},
    {"PostThreadMessage", thread_message, post_thread_message, doc("win32api.PostThreadMessage")},
};

}  // namespace

PyObject* win32api_functions() { return functions_of<functions>("win32api"); }

}  // namespace nta::python
