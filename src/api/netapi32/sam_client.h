// Accounts of a server, over samr: domains, users, groups and aliases behind handles that close themselves.
#pragma once

#include <optional>
#include <span>

#include "api/client/names.h"
#include "api/netapi32/net.h"
#include "base/sid.h"
#include "base/utf16.h"
#include "protocols/samr.h"

namespace nta::api {

/** A status of samr as Net functions tell it ([MS-SAMR] to lmerr.h): 2245 for every refused password, 1371 for a
 * built-in user, 2234 for a built-in group. */
Error sam_error(Error error);

/** A handle of samr. Closed when it goes; nobody waits for that, and a failure to close says nothing. */
class SamHandle {
 public:
  SamHandle() = default;
  SamHandle(std::shared_ptr<client::Server> server, const describe::ContextHandle& handle)
      : server_(std::move(server)), handle_(handle) {}
  SamHandle(SamHandle&& other) noexcept
      : server_(std::move(other.server_)), handle_(std::exchange(other.handle_, {})) {}
  SamHandle& operator=(SamHandle&& other) noexcept {
    std::swap(server_, other.server_);
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~SamHandle();

  const describe::ContextHandle& get() const { return handle_; }
  /** The server has closed it itself. */
  void forget() { handle_ = {}; }

 private:
  std::shared_ptr<client::Server> server_;
  describe::ContextHandle handle_;
};

using client::counted;
using client::sid_of_packed;
inline protocols::RPC_UNICODE_STRING counted(const WCHAR* text) { return counted(view_or_empty(text)); }

/** What SamrLookupNamesInDomain says a name is (SID_NAME_USE). */
enum class Use : uint32_t { user = 1, group = 2, alias = 4 };

/** One domain of the server. */
class SamDomain {
 public:
  SamDomain(std::shared_ptr<client::Server> server, SamHandle handle, const Sid& sid, std::u16string name)
      : server_(std::move(server)), handle_(std::move(handle)), sid_(sid), name_(std::move(name)) {}

  const Sid& sid() const { return sid_; }
  const std::u16string& name() const { return name_; }
  const std::shared_ptr<client::Server>& server() const { return server_; }
  describe::ContextHandle handle() const { return handle_.get(); }

  /** A call on the domain; `in.Handle` is filled in. */
  template <class M>
  Result<ndr::Decoded<typename M::Out>> call(typename M::In in) const {
    in.Handle = handle();
    auto out = server_->call<M>(protocols::samr, in);
    if (!out) return sam_error(net_error(std::move(out).error()));
    return out;
  }
  /** The same where more_data is an answer. */
  template <class M>
  Result<ndr::Decoded<typename M::Out>> page(typename M::In in) const {
    in.Handle = handle();
    auto out = server_->ask<M>(protocols::samr, in);
    if (!out) return net_error(std::move(out).error());
    Win32 status = protocols::status_of(out->value);
    if (status != Win32::success && status != Win32::more_data)
      return sam_error(fail(status, "samr answered {}", code(status)));
    return out;
  }

  /** RIDs of names. `missing` when one of them is none or is something else than `use`. */
  Result<std::vector<uint32_t>> rids(std::span<const std::u16string_view> names, Use use, Win32 missing) const;
  Result<uint32_t> rid(const WCHAR* name, Use use, Win32 missing) const;
  /** Names of RIDs, in their order; empty for what is unknown. */
  Result<std::vector<std::u16string>> names(std::span<const uint32_t> rids) const;

  template <class M>
  Result<SamHandle> open(uint32_t rid, uint32_t access) const {
    NTA_TRY(auto out, call<M>({.DesiredAccess = access, .RelativeId = rid}));
    return SamHandle(server_, out->Opened);
  }

 private:
  std::shared_ptr<client::Server> server_;
  SamHandle handle_;
  Sid sid_;
  std::u16string name_;
};

/** The server's own domain, and S-1-5-32. */
class SamServer {
 public:
  static Result<SamServer> connect(const WCHAR* server_name);

  /** With these rights; the domain that is not Builtin. */
  Result<SamDomain> open_accounts(uint32_t access) const;
  Result<SamDomain> open_builtin(uint32_t access) const;
  const std::shared_ptr<client::Server>& server() const { return server_; }

 private:
  SamServer(std::shared_ptr<client::Server> server, SamHandle handle)
      : server_(std::move(server)), handle_(std::move(handle)) {}
  Result<SamDomain> open(const Sid& sid, std::u16string name, uint32_t access) const;

  std::shared_ptr<client::Server> server_;
  SamHandle handle_;
};

/** A call on a user, group or alias; `in.Handle` is filled in. */
template <class M>
Result<ndr::Decoded<typename M::Out>> sam_call(const SamDomain& domain, const SamHandle& on, typename M::In in) {
  in.Handle = on.get();
  auto out = domain.server()->template call<M>(protocols::samr, in);
  if (!out) return sam_error(net_error(std::move(out).error()));
  return out;
}

}  // namespace nta::api
