// A C++ program with a wmain() whose arguments are constant, and C's functions by their names in std.
#include <windows.h>

#include <cstdio>
#include <cwchar>

int wmain(int count, const wchar_t** arguments) {
  wchar_t text[16];
  bool is_right = count == 2 && std::wcscmp(arguments[1], L"argument") == 0 && std::wcslen(arguments[1]) == 8;
  is_right = is_right && std::swprintf(text, ARRAYSIZE(text), L"%ls", arguments[1]) == 8;
  if (!is_right) std::fprintf(stderr, "argument: %S\n", count > 1 ? arguments[1] : L"none");
  return is_right ? 0 : 1;
}
