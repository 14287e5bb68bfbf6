// GetModuleHandle: where a program or library lies in memory.
#include <dlfcn.h>
#include <link.h>
#include <sys/auxv.h>
#include <unistd.h>

#include <string>

#include "api/ntadmin/boundary.h"
#include "base/utf16.h"

namespace nta::api {
namespace {

HMODULE at(uintptr_t address) { return reinterpret_cast<HMODULE>(address); }

/** The program's headers lie in its first page. */
HMODULE program() { return at(getauxval(AT_PHDR) & ~(static_cast<uintptr_t>(getpagesize()) - 1)); }

Result<HMODULE> find_module(const std::string& name) {
  void* handle = dlopen(name.c_str(), RTLD_LAZY | RTLD_NOLOAD);
  if (!handle) return fail(Win32::mod_not_found, "'{}' is not loaded", name);
  link_map* map = nullptr;
  bool is_known = dlinfo(handle, RTLD_DI_LINKMAP, &map) == 0 && map;
  HMODULE found = is_known ? at(map->l_addr) : nullptr;
  dlclose(handle);
  if (!found) return fail(Win32::mod_not_found, "'{}' has no address of its own", name);
  return found;
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

HMODULE GetModuleHandleA(LPCSTR lpModuleName) {
  if (!lpModuleName) return program();
  return c_boundary([&] { return find_module(lpModuleName); });
}

HMODULE GetModuleHandleW(LPCWSTR lpModuleName) {
  if (!lpModuleName) return program();
  return c_boundary([&] { return find_module(nta::to_utf8(lpModuleName)); });
}
