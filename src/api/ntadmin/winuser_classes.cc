// winuser.h: classes, and the making and ending of windows.
#include "api/ntadmin/boundary.h"
#include "api/ntadmin/window.h"
#include "base/utf16.h"

namespace nta::api {
namespace {

template <class Class>
constexpr ClassText text_of() {
  constexpr bool is_wide = sizeof(*Class{}.lpszClassName) == sizeof(char16_t);
  return is_wide ? ClassText::wide : ClassText::narrow;
}

template <class Class>
Result<ATOM> add_class(const Class* given) {
  if (!given || !given->lpfnWndProc || given->cbClsExtra < 0 || given->cbWndExtra < 0)
    return fail(Win32::invalid_parameter, "a class without a procedure");
  NTA_TRY(ClassName name, ClassName::from(given->lpszClassName));
  if (name.atom) return fail(Win32::invalid_parameter, "an atom is no name");
  auto added = std::make_shared<WindowClass>();
  added->name = std::move(name.name);
  added->text = text_of<Class>();
  added->procedure = given->lpfnWndProc;
  added->instance = given->hInstance;
  return register_class(std::move(added));
}

template <class Class>
Result<ATOM> add_class_ex(const Class* given) {
  if (!given || given->cbSize != sizeof(Class)) return fail(Win32::invalid_parameter, "cbSize is wrong");
  return add_class(given);
}

template <class Char>
Result<void> remove_class(const Char* given) {
  NTA_TRY(ClassName name, ClassName::from(given));
  return unregister_class(name);
}

/** What a new window's procedure is told, whichever form the caller used. */
struct Creation {
  CREATESTRUCTW facts;
  std::u16string title;
  std::u16string class_name;
  std::string narrow_title;
  std::string narrow_class_name;
  ATOM atom = 0;

  const void* in_form(ClassText form, CREATESTRUCTA& narrow) {
    auto atom_value = static_cast<uintptr_t>(atom);
    facts.lpszName = title.c_str();
    facts.lpszClass = atom ? reinterpret_cast<LPCWSTR>(atom_value) : class_name.c_str();
    if (form == ClassText::wide) return &facts;
    narrow_title = to_utf8(title);
    narrow_class_name = to_utf8(class_name);
    narrow = {facts.lpCreateParams,
              facts.hInstance,
              facts.hMenu,
              facts.hwndParent,
              facts.cy,
              facts.cx,
              facts.y,
              facts.x,
              facts.style,
              narrow_title.c_str(),
              atom ? reinterpret_cast<LPCSTR>(atom_value) : narrow_class_name.c_str(),
              facts.dwExStyle};
    return &narrow;
  }
};

Result<HWND> create(Creation creation, const ClassName& name) {
  NTA_TRY(auto window_class, find_class(name));
  creation.class_name = name.name;
  creation.atom = name.atom;
  NTA_TRY(HWND handle, open_window(window_class));
  CREATESTRUCTA narrow;
  auto told = reinterpret_cast<LPARAM>(creation.in_form(window_class->text, narrow));
  bool has_begun = window_class->procedure(handle, WM_NCCREATE, 0, told) != FALSE;
  bool is_refused = !has_begun || window_class->procedure(handle, WM_CREATE, 0, told) == -1;
  if (!is_refused && find_window(handle)) return handle;
  // As on Windows there is no code of its own for a refusal: what the procedure set stays.
  if (has_begun) window_class->procedure(handle, WM_DESTROY, 0, 0);
  window_class->procedure(handle, WM_NCDESTROY, 0, 0);
  close_window(handle);
  return static_cast<HWND>(nullptr);
}

CREATESTRUCTW creation_facts(DWORD ex_style, DWORD style, int x, int y, int width, int height, HWND parent, HMENU menu,
                             HINSTANCE instance, LPVOID param) {
  return {param, instance, menu, parent, height, width, y, x, static_cast<LONG>(style), nullptr, nullptr, ex_style};
}

Result<void> destroy(HWND handle) {
  NTA_TRY(WindowPtr window, find_window(handle));
  if (!window->is_mine()) return fail(Win32::access_denied, "a window of another thread");
  window->call(handle, WM_DESTROY, 0, 0);
  if (find_window(handle)) window->call(handle, WM_NCDESTROY, 0, 0);
  close_window(handle);
  return {};
}

Result<ULONG_PTR> class_value(HWND handle, int index) {
  NTA_TRY(WindowPtr window, find_window(handle));
  switch (index) {
    case GCW_ATOM:
      return ULONG_PTR{window->window_class->atom};
    case GCLP_WNDPROC:
      return reinterpret_cast<ULONG_PTR>(window->window_class->procedure);
    case GCLP_HMODULE:
      return reinterpret_cast<ULONG_PTR>(window->window_class->instance);
    default:
      return fail(Win32::invalid_index, "index {} is not known", index);
  }
}

Result<void> exists(HWND handle) {
  NTA_CHECK(find_window(handle));
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

ATOM RegisterClassA(const WNDCLASSA* lpWndClass) {
  return c_boundary([&] { return add_class(lpWndClass); });
}

ATOM RegisterClassW(const WNDCLASSW* lpWndClass) {
  return c_boundary([&] { return add_class(lpWndClass); });
}

ATOM RegisterClassExA(const WNDCLASSEXA* lpWndClass) {
  return c_boundary([&] { return add_class_ex(lpWndClass); });
}

ATOM RegisterClassExW(const WNDCLASSEXW* lpWndClass) {
  return c_boundary([&] { return add_class_ex(lpWndClass); });
}

BOOL UnregisterClassA(LPCSTR lpClassName, HINSTANCE) {
  return c_boundary([&] { return remove_class(lpClassName); });
}

BOOL UnregisterClassW(LPCWSTR lpClassName, HINSTANCE) {
  return c_boundary([&] { return remove_class(lpClassName); });
}

HWND CreateWindowExA(DWORD dwExStyle, LPCSTR lpClassName, LPCSTR lpWindowName, DWORD dwStyle, int X, int Y, int nWidth,
                     int nHeight, HWND hWndParent, HMENU hMenu, HINSTANCE hInstance, LPVOID lpParam) {
  return c_boundary([&]() -> nta::Result<HWND> {
    NTA_TRY(ClassName name, ClassName::from(lpClassName));
    auto facts = creation_facts(dwExStyle, dwStyle, X, Y, nWidth, nHeight, hWndParent, hMenu, hInstance, lpParam);
    return create({.facts = facts, .title = nta::to_utf16(lpWindowName ? lpWindowName : "")}, name);
  });
}

HWND CreateWindowExW(DWORD dwExStyle, LPCWSTR lpClassName, LPCWSTR lpWindowName, DWORD dwStyle, int X, int Y,
                     int nWidth, int nHeight, HWND hWndParent, HMENU hMenu, HINSTANCE hInstance, LPVOID lpParam) {
  return c_boundary([&]() -> nta::Result<HWND> {
    NTA_TRY(ClassName name, ClassName::from(lpClassName));
    auto facts = creation_facts(dwExStyle, dwStyle, X, Y, nWidth, nHeight, hWndParent, hMenu, hInstance, lpParam);
    return create({.facts = facts, .title = std::u16string(nta::view_or_empty(lpWindowName))}, name);
  });
}

BOOL DestroyWindow(HWND hWnd) {
  return c_boundary([&] { return destroy(hWnd); });
}

ULONG_PTR GetClassLongPtrW(HWND hWnd, int nIndex) {
  return c_boundary([&] { return class_value(hWnd, nIndex); });
}

ULONG_PTR GetClassLongPtrA(HWND hWnd, int nIndex) { return GetClassLongPtrW(hWnd, nIndex); }

BOOL IsWindow(HWND hWnd) {
  return c_boundary([&] { return exists(hWnd); });
}

BOOL ShowWindow(HWND hWnd, int) {
  c_boundary([&] { return exists(hWnd); });
  return FALSE;
}

BOOL UpdateWindow(HWND hWnd) {
  return c_boundary([&] { return exists(hWnd); });
}
