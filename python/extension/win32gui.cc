// win32gui: message-only windows, as far as scripts around sessions need them. Results are those of pywin32.
#include "win32gui.h"

#include <string>

#include "arguments.h"
#include "base/win32.h"
#include "docs.h"
#include "error.h"
#include "ntadmin/win/winbase.h"
#include "values.h"
#include "window_procedure.h"

namespace nta::python {
namespace {

WPARAM wparam_of(const Values& in, size_t index) { return reinterpret_cast<WPARAM>(in.handle(index)); }
LPARAM lparam_of(const Values& in, size_t index) { return reinterpret_cast<LPARAM>(in.handle(index)); }
HWND window_of(const Values& in, size_t index = 0) { return static_cast<HWND>(in.handle(index)); }

PyObject* done_or_error(const Function& function, BOOL done) {
  if (!done) return unless_interrupted(raise_last_error(function.name));
  return unless_interrupted(Ref::borrow(Py_None).release());
}

// ---- classes -------------------------------------------------------------------------------------------------------

/** A class by name or atom, as the C functions take it. */
class ClassName {
 public:
  bool read(PyObject* given) {
    if (PyUnicode_Check(given)) return text_from(given, text_);
    int32_t number = 0;
    if (!PyLong_Check(given) || !int32_from(given, number)) {
      if (!PyErr_Occurred()) PyErr_SetString(PyExc_TypeError, "a class is named by str or by its atom");
      return false;
    }
    atom_ = static_cast<uint16_t>(number);
    return true;
  }
  LPCWSTR get() const { return atom_ ? reinterpret_cast<LPCWSTR>(uintptr_t{atom_}) : text_.c_str(); }

 private:
  std::u16string text_;
  uint16_t atom_ = 0;
};

bool has_a_procedure(PyObject* procedure) {
  if (PyDict_Check(procedure) || PyCallable_Check(procedure)) return true;
  PyErr_SetString(PyExc_TypeError, "lpfnWndProc is a callable, or a dict of message to callable");
  return false;
}

PyObject* register_class(const Function& function, Values& in) {
  Ref name(PyObject_GetAttrString(in.object(0), "lpszClassName"));
  Ref procedure(PyObject_GetAttrString(in.object(0), "lpfnWndProc"));
  Ref instance(PyObject_GetAttrString(in.object(0), "hInstance"));
  std::u16string text;
  void* module = nullptr;
  if (!name || !procedure || !instance || !text_from(name.get(), text) || !has_a_procedure(procedure.get()) ||
      !handle_from(instance.get(), module))
    return nullptr;
  WNDCLASSW wanted{};
  wanted.lpfnWndProc = window_procedure;
  wanted.hInstance = static_cast<HINSTANCE>(module);
  wanted.lpszClassName = text.c_str();
  ATOM atom = RegisterClassW(&wanted);
  if (!atom) return raise_last_error(function.name);
  return set_procedure(atom, name.get(), procedure.get()) ? PyLong_FromLong(atom) : nullptr;
}

PyObject* unregister_class(const Function& function, Values& in) {
  ClassName name;
  if (!name.read(in.object(0))) return nullptr;
  if (!UnregisterClassW(name.get(), nullptr)) return raise_last_error(function.name);
  forget_procedure(in.object(0));
  Py_RETURN_NONE;
}

// ---- windows -------------------------------------------------------------------------------------------------------

PyObject* create_window(const Function& function, Values& in, size_t first, DWORD ex_style) {
  ClassName name;
  if (!name.read(in.object(first))) return nullptr;
  auto number = [&](size_t index) { return static_cast<int>(in.number(first + index)); };
  HWND window = CreateWindowExW(ex_style, name.get(), in.text(first + 1), in.number(first + 2), number(3), number(4),
                                number(5), number(6), window_of(in, first + 7), nullptr,
                                static_cast<HINSTANCE>(in.handle(first + 9)), nullptr);
  return unless_interrupted(window ? PyLong_FromVoidPtr(window) : raise_last_error(function.name));
}

PyObject* create_window_plain(const Function& function, Values& in) { return create_window(function, in, 0, 0); }
PyObject* create_window_ex(const Function& function, Values& in) {
  return create_window(function, in, 1, in.number(0));
}

PyObject* destroy_window(const Function& function, Values& in) {
  return done_or_error(function, DestroyWindow(window_of(in)));
}

PyObject* is_window(const Function&, Values& in) { return PyBool_FromLong(IsWindow(window_of(in))); }

PyObject* update_window(const Function& function, Values& in) {
  return done_or_error(function, UpdateWindow(window_of(in)));
}

PyObject* show_window(const Function&, Values& in) {
  return PyBool_FromLong(ShowWindow(window_of(in), static_cast<int>(in.number(1))));
}

// ---- messages ------------------------------------------------------------------------------------------------------

PyObject* def_window_proc(const Function&, Values& in) {
  LRESULT result = DefWindowProcW(window_of(in), in.number(1), wparam_of(in, 2), lparam_of(in, 3));
  return unless_interrupted(PyLong_FromLongLong(result));
}

PyObject* from_message(const MSG& message) {
  return Py_BuildValue("NIKLk(ii)", PyLong_FromVoidPtr(message.hwnd), message.message,
                       static_cast<unsigned long long>(message.wParam), static_cast<long long>(message.lParam),
                       static_cast<unsigned long>(message.time), message.pt.x, message.pt.y);
}

bool message_from(PyObject* given, MSG& message) {
  PyObject *window = nullptr, *wparam = nullptr, *lparam = nullptr;
  unsigned long time = 0;
  void *handle = nullptr, *first = nullptr, *second = nullptr;
  if (!PyTuple_Check(given))
    return PyErr_SetString(PyExc_TypeError, "a message is a tuple, as GetMessage gives it"), false;
  if (!PyArg_ParseTuple(given, "OIOOk(ii)", &window, &message.message, &wparam, &lparam, &time, &message.pt.x,
                        &message.pt.y))
    return false;
  if (!handle_from(window, handle) || !handle_from(wparam, first) || !handle_from(lparam, second)) return false;
  message.hwnd = static_cast<HWND>(handle);
  message.wParam = reinterpret_cast<WPARAM>(first);
  message.lParam = reinterpret_cast<LPARAM>(second);
  message.time = static_cast<DWORD>(time);
  return true;
}

/** GetMessage, which goes on waiting after a signal whose handler does not raise; -1 with an exception. */
BOOL wait_for_message(const Function& function, MSG& message, HWND window, UINT least, UINT most) {
  for (;;) {
    BOOL result = without_gil([&] { return GetMessageW(&message, window, least, most); });
    if (result != -1) return result;
    uint32_t why = GetLastError();
    if (PyErr_CheckSignals() < 0) return -1;
    if (why == code(Win32::rpc_call_cancelled)) continue;
    raise_error(why, function.name);
    return -1;
  }
}

PyObject* get_message(const Function& function, Values& in) {
  MSG message{};
  BOOL result = wait_for_message(function, message, window_of(in), in.number(1), in.number(2));
  if (result == -1) return nullptr;
  return Py_BuildValue("[iN]", result, from_message(message));
}

PyObject* peek_message(const Function& function, Values& in) {
  MSG message{};
  SetLastError(0);
  BOOL found =
      without_gil([&] { return PeekMessageW(&message, window_of(in), in.number(1), in.number(2), in.number(3)); });
  if (!found && GetLastError() != 0) return raise_last_error(function.name);
  return Py_BuildValue("[iN]", found, from_message(message));
}

PyObject* translate_message(const Function&, Values& in) {
  MSG message{};
  return message_from(in.object(0), message) ? PyLong_FromLong(TranslateMessage(&message)) : nullptr;
}

PyObject* dispatch_message(const Function&, Values& in) {
  MSG message{};
  if (!message_from(in.object(0), message)) return nullptr;
  return unless_interrupted(PyLong_FromLongLong(DispatchMessageW(&message)));
}

PyObject* pump_messages(const Function& function, Values&) {
  MSG message{};
  for (;;) {
    BOOL result = wait_for_message(function, message, nullptr, 0, 0);
    if (result == -1) return nullptr;
    if (result == 0) Py_RETURN_NONE;
    DispatchMessageW(&message);
    Ref go_on(unless_interrupted(Ref::borrow(Py_None).release()));
    if (!go_on || PyErr_CheckSignals() < 0) return nullptr;
  }
}

/** 1 when WM_QUIT was among them. */
PyObject* pump_waiting_messages(const Function&, Values&) {
  MSG message{};
  while (without_gil([&] { return PeekMessageW(&message, nullptr, 0, 0, PM_REMOVE); })) {
    if (message.message == WM_QUIT) return PyLong_FromLong(1);
    DispatchMessageW(&message);
    Ref go_on(unless_interrupted(Ref::borrow(Py_None).release()));
    if (!go_on) return nullptr;
  }
  return PyLong_FromLong(0);
}

PyObject* post_message(const Function& function, Values& in) {
  return done_or_error(function, PostMessageW(window_of(in), in.number(1), wparam_of(in, 2), lparam_of(in, 3)));
}

PyObject* send_message(const Function& function, Values& in) {
  SetLastError(0);
  LRESULT result = SendMessageW(window_of(in), in.number(1), wparam_of(in, 2), lparam_of(in, 3));
  // Only what the call itself refuses: the handler may have left codes of other calls.
  uint32_t why = result == 0 ? GetLastError() : 0;
  if (why == code(Win32::invalid_window_handle) || why == code(Win32::not_supported))
    return unless_interrupted(raise_error(why, function.name));
  return unless_interrupted(PyLong_FromLongLong(result));
}

PyObject* post_quit_message(const Function&, Values& in) {
  PostQuitMessage(static_cast<int>(in.number(0)));
  Py_RETURN_NONE;
}

PyObject* message_fd(const Function& function, Values&) {
  int fd = NtadminMessageFd();
  return fd < 0 ? raise_last_error(function.name) : PyLong_FromLong(fd);
}

// ---- the table -----------------------------------------------------------------------------------------------------

constexpr Argument window_class[] = {{"wndClass", Kind::object}};
constexpr Argument class_and_instance[] = {{"atom", Kind::object}, {"hinst", Kind::handle, 0}};
constexpr Argument new_window[] = {{"className", Kind::object},  {"windowTitle", Kind::str_or_none},
                                   {"style", Kind::uint32_mask}, {"x", Kind::int32},
                                   {"y", Kind::int32},           {"width", Kind::int32},
                                   {"height", Kind::int32},      {"parent", Kind::handle},
                                   {"menu", Kind::handle},       {"hinstance", Kind::handle},
                                   {"reserved", Kind::object}};
constexpr Argument new_window_ex[] = {
    {"dwExStyle", Kind::uint32_mask}, {"className", Kind::object}, {"windowTitle", Kind::str_or_none},
    {"style", Kind::uint32_mask},     {"x", Kind::int32},          {"y", Kind::int32},
    {"width", Kind::int32},           {"height", Kind::int32},     {"parent", Kind::handle},
    {"menu", Kind::handle},           {"hinstance", Kind::handle}, {"reserved", Kind::object}};
constexpr Argument window[] = {{"hwnd", Kind::handle}};
constexpr Argument window_and_command[] = {{"hwnd", Kind::handle}, {"cmdShow", Kind::int32}};
constexpr Argument whole_message[] = {
    {"hwnd", Kind::handle}, {"message", Kind::uint32_mask}, {"wparam", Kind::handle}, {"lparam", Kind::handle}};
constexpr Argument message_to[] = {
    {"hwnd", Kind::handle}, {"message", Kind::uint32_mask}, {"wparam", Kind::handle, 0}, {"lparam", Kind::handle, 0}};
constexpr Argument filter[] = {
    {"hwnd", Kind::handle}, {"filterMin", Kind::uint32_mask}, {"filterMax", Kind::uint32_mask}};
constexpr Argument filter_and_how[] = {{"hwnd", Kind::handle},
                                       {"filterMin", Kind::uint32_mask},
                                       {"filterMax", Kind::uint32_mask},
                                       {"removalOptions", Kind::uint32_mask}};
constexpr Argument message_tuple[] = {{"message", Kind::object}};
constexpr Argument exit_code[] = {{"exitCode", Kind::int32, 0}};

constexpr Function functions[] = {
    {"RegisterClass", window_class, register_class, doc("win32gui.RegisterClass")},
    {"UnregisterClass", class_and_instance, unregister_class, doc("win32gui.UnregisterClass")},
    {"CreateWindow", new_window, create_window_plain, doc("win32gui.CreateWindow")},
    {"CreateWindowEx", new_window_ex, create_window_ex, doc("win32gui.CreateWindowEx")},
    {"DestroyWindow", window, destroy_window, doc("win32gui.DestroyWindow")},
    {"IsWindow", window, is_window, doc("win32gui.IsWindow")},
    {"ShowWindow", window_and_command, show_window, doc("win32gui.ShowWindow")},
    {"UpdateWindow", window, update_window, doc("win32gui.UpdateWindow")},
    {"DefWindowProc", whole_message, def_window_proc, doc("win32gui.DefWindowProc")},
    {"GetMessage", filter, get_message, doc("win32gui.GetMessage")},
    {"PeekMessage", filter_and_how, peek_message, doc("win32gui.PeekMessage")},
    {"TranslateMessage", message_tuple, translate_message, doc("win32gui.TranslateMessage")},
    {"DispatchMessage", message_tuple, dispatch_message, doc("win32gui.DispatchMessage")},
    {"PumpMessages", {}, pump_messages, doc("win32gui.PumpMessages")},
    {"PumpWaitingMessages", {}, pump_waiting_messages, doc("win32gui.PumpWaitingMessages")},
    {"PostMessage", message_to, post_message, doc("win32gui.PostMessage")},
    {"SendMessage", message_to, send_message, doc("win32gui.SendMessage")},
    {"PostQuitMessage", exit_code, post_quit_message, doc("win32gui.PostQuitMessage")},
    {"NtadminMessageFd", {}, message_fd, doc("win32gui.NtadminMessageFd")},
};

}  // namespace

PyObject* win32gui_functions() { return functions_of<functions>("win32gui"); }

}  // namespace nta::python
