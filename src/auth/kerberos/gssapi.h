// The system's GSSAPI, loaded when it is first needed: a client that only speaks NTLM, and a host without a keytab, pay
// nothing for Kerberos. MIT krb5's, since sealing DCE/RPC needs its extensions.
#pragma once

#include <gssapi/gssapi_ext.h>
#include <gssapi/gssapi_krb5.h>

#include "auth/crypto.h"

namespace nta::auth::kerberos {

#define NTA_GSS_FUNCTIONS(use)                                                                                 \
  use(accept_sec_context) use(acquire_cred_from) use(delete_sec_context) use(display_name) use(display_status) \
      use(get_mic) use(get_mic_iov_length) use(import_name) use(init_sec_context) use(inquire_context)         \
          use(inquire_sec_context_by_oid) use(release_buffer) use(release_buffer_set) use(release_cred)        \
              use(release_name) use(unwrap_iov) use(verify_mic) use(wrap_iov) use(wrap_iov_length)

/** Its functions, without their prefix. */
struct Gss {
#define NTA_GSS_MEMBER(name) decltype(&::gss_##name) name = nullptr;
  NTA_GSS_FUNCTIONS(NTA_GSS_MEMBER)
#undef NTA_GSS_MEMBER
};

/** Loads it once; not_supported (50) where it is not installed. */
Result<const Gss*> gss();

/** The status as a sentence. */
std::string gss_text(const Gss& api, OM_uint32 major, OM_uint32 minor);

/** What the library made, and releases. */
template <class Handle, auto release>
class Owned {
 public:
  explicit Owned(const Gss& api) : api_(&api) {}
  Owned(const Owned&) = delete;
  Owned& operator=(const Owned&) = delete;
  ~Owned() {
    OM_uint32 minor;
    release(*api_, &minor, &handle_);
  }
  Handle get() const { return handle_; }
  Handle* out() { return &handle_; }

 private:
  const Gss* api_;
  Handle handle_{};
};

using OwnedName =
    Owned<gss_name_t, [](const Gss& api, OM_uint32* minor, gss_name_t* name) { api.release_name(minor, name); }>;
using OwnedCredential = Owned<gss_cred_id_t, [](const Gss& api, OM_uint32* minor, gss_cred_id_t* credential) {
  api.release_cred(minor, credential);
}>;
using OwnedBuffer = Owned<gss_buffer_desc, [](const Gss& api, OM_uint32* minor, gss_buffer_desc* buffer) {
  api.release_buffer(minor, buffer);
}>;
using OwnedBufferSet = Owned<gss_buffer_set_t, [](const Gss& api, OM_uint32* minor, gss_buffer_set_t* set) {
  api.release_buffer_set(minor, set);
}>;

/** Bytes as the library takes them; it does not change them. */
inline gss_buffer_desc buffer_of(ByteView bytes) {
  return {bytes.size(), const_cast<void*>(static_cast<const void*>(bytes.data()))};
}
inline ByteView view_of(const gss_buffer_desc& buffer) {
  return {static_cast<const std::byte*>(buffer.value), buffer.length};
}

}  // namespace nta::auth::kerberos
