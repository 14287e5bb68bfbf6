// GetModuleHandle, LoadLibrary, GetProcAddress: where a program or library lies in memory, and what is in it.
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

/** Windows' name of a library as dlopen takes it. */
std::string library_of(std::string name) {
  for (std::string_view suffix : {".dll", ".DLL"})
    if (name.ends_with(suffix)) name.resize(name.size() - suffix.size());
  for (const char* known : {"wtsapi32", "netapi32"})
    if (equal_ignoring_case(name, known)) return std::string("lib") + known + ".so.0";
  for (const char* system : {"kernel32", "advapi32", "user32"})
    if (equal_ignoring_case(name, system)) return "libntadmin.so.0";
  return name;
}

/** Our own libraries lie beside this one, wherever that is; others are the loader's to find. */
void* open_library(const std::string& name, int flags) {
  Dl_info own{};
  if (name.starts_with("lib") && name.ends_with(".so.0") && dladdr(reinterpret_cast<void*>(&program), &own) != 0) {
    std::string path(own.dli_fname);
    path.replace(path.rfind('/') + 1, std::string::npos, name);
    if (void* beside = dlopen(path.c_str(), flags)) return beside;
  }
  return dlopen(name.c_str(), flags);
}

Result<HMODULE> open_module(const std::string& name, int flags) {
  if (name.empty()) return fail(Win32::mod_not_found, "a library without a name");
  void* handle = open_library(library_of(name), RTLD_LAZY | flags);
  if (!handle) return fail(Win32::mod_not_found, "'{}' is not to be had", name);
  link_map* map = nullptr;
  bool is_known = dlinfo(handle, RTLD_DI_LINKMAP, &map) == 0 && map;
  HMODULE found = is_known ? at(map->l_addr) : nullptr;
  if (flags & RTLD_NOLOAD) dlclose(handle);
  if (!found) return fail(Win32::mod_not_found, "'{}' has no address of its own", name);
  return found;
}

Result<HMODULE> find_module(const std::string& name) { return open_module(name, RTLD_NOLOAD); }

/** The library that lies at an address, for dlsym: the dynamic linker's own record of it. */
Result<void*> handle_of(HMODULE module) {
  if (module == program()) return dlopen(nullptr, RTLD_LAZY);
  struct Search {
    uintptr_t address;
    std::string file;
  } search{reinterpret_cast<uintptr_t>(module), {}};
  auto visit = [](dl_phdr_info* info, size_t, void* data) {
    auto& wanted = *static_cast<Search*>(data);
    if (info->dlpi_addr != wanted.address || !info->dlpi_name || !*info->dlpi_name) return 0;
    wanted.file = info->dlpi_name;
    return 1;
  };
  if (dl_iterate_phdr(visit, &search) == 0) return fail(Win32::invalid_handle, "no library lies there");
  return dlopen(search.file.c_str(), RTLD_LAZY | RTLD_NOLOAD);
}

Result<void*> find_function(HMODULE module, const char* name) {
  if (!name) return fail(Win32::invalid_parameter, "a function without a name");
  NTA_TRY(void* handle, handle_of(module));
  void* found = handle ? dlsym(handle, name) : nullptr;
  if (handle) dlclose(handle);
  if (!found) return fail(Win32::proc_not_found, "there is no function '{}'", name);
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

HMODULE LoadLibraryA(LPCSTR lpLibFileName) {
  return c_boundary([&] { return open_module(lpLibFileName ? lpLibFileName : "", 0); });
}

HMODULE LoadLibraryW(LPCWSTR lpLibFileName) {
  return c_boundary([&] { return open_module(nta::to_utf8(nta::view_or_empty(lpLibFileName)), 0); });
}

// What was loaded keeps handles and threads of the program, so it stays.
BOOL FreeLibrary(HMODULE hLibModule) {
  return c_boundary([&]() -> nta::Result<void> {
    if (!hLibModule) return nta::fail(nta::Win32::invalid_parameter, "null library");
    return {};
  });
}

FARPROC GetProcAddress(HMODULE hModule, LPCSTR lpProcName) {
  return reinterpret_cast<FARPROC>(c_boundary([&] { return find_function(hModule, lpProcName); }));
}
