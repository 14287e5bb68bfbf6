// Accounts of a server, over samr: domains, users, groups and aliases behind handles that close themselves.
#pragma once

#include <optional>
#include <span>

#include "api/client/names.h"
#include "api/netapi32/net.h"
#include "base/sid.h"
#include "base/utf16.h"
#include "protocols/host_accounts.h"
#include "protocols/samr.h"

namespace nta::api {

/** A status of samr as Net functions tell it ([MS-SAMR] to lmerr.h): 2245 for every refused password, 1371 for a
 * built-in user, 2234 for a built-in group. */
Error sam_error(Error error);

/** Whether a server has not got a call, which then is to be made in another way. */
inline bool is_unknown_call(const Error& error) {
  return error.code == Win32::rpc_unknown_if || error.code == Win32::rpc_procnum_out_of_range;
}

/** A failed call of HostAccounts, which may be is_unknown_call(). */
inline Error host_error(Error error) {
  return is_unknown_call(error) ? std::move(error) : sam_error(net_error(std::move(error)));
}

/** A call of HostAccounts. */
template <class M>
Result<ndr::Decoded<typename M::Out>> host_call(client::Server& server, const typename M::In& in) {
  auto out = server.call<M>(protocols::host_accounts, in);
  if (!out) return host_error(std::move(out).error());
  return out;
}

/** One function's use of a server. Its handles are closed together at the end; nobody waits for that, and a failure to
 *  close says nothing. */
class SamSession {
 public:
  explicit SamSession(std::shared_ptr<client::Server> server) : server_(std::move(server)) {}
  SamSession(const SamSession&) = delete;
  SamSession& operator=(const SamSession&) = delete;
  ~SamSession();

  const std::shared_ptr<client::Server>& server() const { return server_; }
  void close_at_end(const describe::ContextHandle& handle) { closing_.push_back({handle}); }

 private:
  std::shared_ptr<client::Server> server_;
  std::vector<protocols::SamrCloseHandle::In> closing_;
};
using SamSessionPtr = std::shared_ptr<SamSession>;

/** A handle of samr, closed with its session. */
class SamHandle {
 public:
  SamHandle() = default;
  SamHandle(SamSessionPtr session, const describe::ContextHandle& handle)
      : session_(std::move(session)), handle_(handle) {}
  SamHandle(SamHandle&& other) noexcept
      : session_(std::move(other.session_)), handle_(std::exchange(other.handle_, {})) {}
  SamHandle& operator=(SamHandle&& other) noexcept {
    std::swap(session_, other.session_);
    std::swap(handle_, other.handle_);
    return *this;
  }
  ~SamHandle();

  const describe::ContextHandle& get() const { return handle_; }
  /** The server has closed it itself. */
  void forget() { handle_ = {}; }

 private:
  SamSessionPtr session_;
  describe::ContextHandle handle_;
};

/** Many handles that were opened together; closed when these go, since a session would collect them. */
class SamHandles {
 public:
  explicit SamHandles(std::shared_ptr<client::Server> server) : server_(std::move(server)) {}
  SamHandles(SamHandles&&) noexcept = default;
  SamHandles& operator=(SamHandles&&) = delete;
  ~SamHandles();

  /** `place`: where in the list of what was to be opened. */
  void add(size_t place, const describe::ContextHandle& handle) { opened_.push_back({place, handle}); }
  size_t size() const { return opened_.size(); }
  size_t place(size_t i) const { return opened_[i].place; }
  const describe::ContextHandle& operator[](size_t i) const { return opened_[i].handle; }

 private:
  struct Opened {
    size_t place;
    describe::ContextHandle handle;
  };
  std::shared_ptr<client::Server> server_;
  std::vector<Opened> opened_;
};

using client::counted;
using client::sid_of_packed;
inline protocols::RPC_UNICODE_STRING counted(const WCHAR* text) { return counted(view_or_empty(text)); }

/** What SamrLookupNamesInDomain says a name is (SID_NAME_USE). */
enum class Use : uint32_t { user = 1, group = 2, alias = 4, unknown = 8 };

/** One domain of the server. */
class SamDomain {
 public:
  SamDomain(SamSessionPtr session, SamHandle handle, const Sid& sid, std::u16string name)
      : session_(std::move(session)), handle_(std::move(handle)), sid_(sid), name_(std::move(name)) {}

  const Sid& sid() const { return sid_; }
  const std::u16string& name() const { return name_; }
  const std::shared_ptr<client::Server>& server() const { return session_->server(); }
  describe::ContextHandle handle() const { return handle_.get(); }
  /** A handle that a call on the domain has opened. */
  SamHandle own(const describe::ContextHandle& opened) const { return SamHandle(session_, opened); }

  /** A call on the domain; `in.Handle` is filled in. */
  template <class M>
  Result<ndr::Decoded<typename M::Out>> call(typename M::In in) const {
    in.Handle = handle();
    auto out = server()->call<M>(protocols::samr, in);
    if (!out) return sam_error(net_error(std::move(out).error()));
    return out;
  }
  /** The same where more_data is an answer. */
  template <class M>
  Result<ndr::Decoded<typename M::Out>> page(typename M::In in) const {
    in.Handle = handle();
    auto out = server()->ask<M>(protocols::samr, in);
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
  /** What RIDs stand for, in their order. */
  Result<std::vector<Use>> uses(std::span<const uint32_t> rids) const;

  template <class M>
  Result<SamHandle> open(uint32_t rid, uint32_t access) const {
    NTA_TRY(auto out, call<M>({.DesiredAccess = access, .RelativeId = rid}));
    return own(out->Opened);
  }

  /** All of these, at once, but for those that fail with `missing`. */
  template <class M>
  Result<SamHandles> open_each(std::span<const uint32_t> rids, uint32_t access, Win32 missing) const {
    std::vector<typename M::In> ins;
    for (uint32_t rid : rids) ins.push_back({.Handle = handle(), .DesiredAccess = access, .RelativeId = rid});
    auto answers = server()->call_each<M>(protocols::samr, ins);
    if (!answers) return net_error(std::move(answers).error());
    SamHandles opened(server());
    std::optional<Error> failed;
    for (size_t i = 0; i < answers->size(); ++i) {
      auto& answer = (*answers)[i];
      if (answer)
        opened.add(i, (*answer)->Opened);
      else if (answer.error().code != missing && !failed)
        failed = sam_error(net_error(std::move(answer).error()));
    }
    if (failed) return *std::move(failed);
    return opened;
  }

 private:
  using IdAnswers = std::vector<ndr::Decoded<protocols::SamrLookupIdsInDomain::Out>>;
  Result<IdAnswers> look_up(std::span<const uint32_t> rids) const;

  SamSessionPtr session_;
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
  const std::shared_ptr<client::Server>& server() const { return session_->server(); }

 private:
  SamServer(SamSessionPtr session, SamHandle handle) : session_(std::move(session)), handle_(std::move(handle)) {}
  Result<SamDomain> open(const Sid& sid, std::u16string name, uint32_t access) const;
  Result<client::AccountDomain> ask_for_accounts() const;

  SamSessionPtr session_;
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

/** The same on each of several; what each answers in their order. */
template <class M>
Result<std::vector<client::Server::Answer<M>>> sam_call_each(const SamDomain& domain, const SamHandles& handles,
                                                             typename M::In in) {
  std::vector<typename M::In> ins(handles.size(), in);
  for (size_t i = 0; i < ins.size(); ++i) ins[i].Handle = handles[i];
  auto answers = domain.server()->template call_each<M>(protocols::samr, ins);
  if (!answers) return net_error(std::move(answers).error());
  return answers;
}

}  // namespace nta::api
