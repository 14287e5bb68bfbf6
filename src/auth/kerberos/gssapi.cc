#include "auth/kerberos/gssapi.h"

#include <dlfcn.h>

namespace nta::auth::kerberos {
namespace {

constexpr const char* library_name = "libgssapi_krb5.so.2";
constexpr int most_messages = 4;

Result<Gss> load() {
  void* library = ::dlopen(library_name, RTLD_NOW | RTLD_LOCAL);
  if (!library) return fail(Win32::not_supported, "Kerberos needs {}, which is not installed", library_name);
  Gss api;
  bool is_whole = true;
#define NTA_GSS_LOAD(name)                                                         \
  api.name = reinterpret_cast<decltype(api.name)>(::dlsym(library, "gss_" #name)); \
  is_whole = is_whole && api.name != nullptr;
  NTA_GSS_FUNCTIONS(NTA_GSS_LOAD)
#undef NTA_GSS_LOAD
  if (!is_whole) return fail(Win32::not_supported, "{} is too old", library_name);
  return api;
}

void append_messages(const Gss& api, OM_uint32 code, int kind, std::string& text) {
  OM_uint32 more = 0;
  for (int i = 0; i < most_messages; ++i) {
    OM_uint32 minor;
    OwnedBuffer message(api);
    if (GSS_ERROR(api.display_status(&minor, code, kind, GSS_C_NO_OID, &more, message.out()))) return;
    if (!text.empty()) text += "; ";
    text.append(static_cast<const char*>(message.get().value), message.get().length);
    if (more == 0) return;
  }
}

}  // namespace

Result<const Gss*> gss() {
  static const Result<Gss> loaded = load();
  if (!loaded) return loaded.error();
  return &*loaded;
}

std::string gss_text(const Gss& api, OM_uint32 major, OM_uint32 minor) {
  std::string text;
  append_messages(api, major, GSS_C_GSS_CODE, text);
  if (minor != 0) append_messages(api, minor, GSS_C_MECH_CODE, text);
  return text;
}

}  // namespace nta::auth::kerberos
