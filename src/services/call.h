// One call in the making: what came in, what will go out, for whom.
#pragma once

#include <concepts>
#include <functional>
#include <memory>

#include "base/log.h"
#include "ndr/decode.h"
#include "ndr/encode.h"
#include "protocols/method.h"
#include "services/context_table.h"
#include "services/host.h"

namespace nta::services {

/** A connected peer. Context handles belong to its association group, which several of its connections may share.
 * Whoever owns the group calls contexts->clear() when it ends, since a call that waits on a handle keeps its client
 * alive. */
struct Client {
  std::shared_ptr<const auth::AccessToken> token;
  std::string from;                        // for audit lines: "pid 123", an address
  std::string to;                          // the address of this host that the client reached; empty: a local client
  Bytes session_key;                       // that passwords inside calls are encrypted with; empty: none may come
  std::shared_ptr<const Bytes> logon_key;  // of the log-on inside RPC, which Samba takes instead; null: none
  std::shared_ptr<ContextTable> contexts = std::make_shared<ContextTable>();
};

/** Where an answer goes: the stub to send, or the error to send as a fault. */
class Reply {
 public:
  using Send = std::function<void(Result<Bytes>)>;
  using IsWanted = std::function<bool()>;

  template <std::invocable<Result<Bytes>> Sender>
  Reply(Sender send, IsWanted is_wanted = nullptr) : send_(std::move(send)), is_wanted_(std::move(is_wanted)) {}

  void operator()(Result<Bytes> stub) const { send_(std::move(stub)); }
  /** False once the caller has gone, or has given the call up. */
  bool is_wanted() const { return !is_wanted_ || is_wanted_(); }

 private:
  Send send_;
  IsWanted is_wanted_;
};

/** Owned by whoever finishes it: a handler may keep it while something slow runs. finish() is called once. */
template <class M>
class Call {
 public:
  Call(std::shared_ptr<Client> from, Reply reply) : client(std::move(from)), reply_(std::move(reply)) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  ~Call() {
    if constexpr (M::carries_secret) {
      wipe(std::as_writable_bytes(std::span(&request.value, 1)));
      request.arena.wipe();
      memory.wipe();
    }
  }

  ndr::Decoded<typename M::In> request;
  typename M::Out out{};
  Arena memory;  // what `out` points at
  std::shared_ptr<Client> client;

  const typename M::In& in() const { return request.value; }
  const auth::AccessToken& token() const { return *client->token; }

  /** For calls that wait: what must not be lost is not told to a caller who no longer listens. */
  bool is_wanted() const { return reply_.is_wanted(); }

  /** Answers with a fault. */
  void fault(Error error) { reply_(std::move(error)); }
  /** Answers with `out`, or with the error in the interface's own way. */
  void finish(Result<void> result) {
    if (!result) return answer(out, result.error());
    protocols::set_status(out, Win32::success);
    auto stub = ndr::encode(out);
    if (!stub) log::error("reply-not-encodable", "opnum {}: {}", M::opnum, stub.error().text);
    reply_(std::move(stub));
  }
  /** Answers with the error while a handler may still be at work on `out`. */
  void refuse(const Error& error) const {
    typename M::Out none{};
    answer(none, error);
  }

 private:
  // What has no form before the handler has filled it is told as a fault.
  void answer(typename M::Out& answer, const Error& error) const {
    if (is_fault(error.code)) return reply_(error);
    log::debug("call-failed", "{}", error.text);
    protocols::set_status(answer, error.code);
    ndr::choose_arms(describe::type_of<typename M::Out>, &answer, asked_for());
    auto stub = ndr::encode(answer);
    if (stub) return reply_(std::move(stub));
    log::debug("refusal-not-encodable", "opnum {}: {}", M::opnum, stub.error().text);
    reply_(error);
  }

  // The class or level, which clients expect to be that of the answer, refused or not.
  uint32_t asked_for() const {
    if constexpr (requires { in().Class; }) return in().Class;
    if constexpr (requires { in().Level; }) return in().Level;
    return 0;
  }

  // A handle that is not the client's, and what RPC itself reports, are faults; all else is the method's own result.
  // The runtime's own interfaces have RPC's codes for results.
  static bool is_fault(Win32 status) {
    if constexpr (protocols::RuntimeReply<typename M::Out>) return status == Win32::invalid_handle;
    return status == Win32::invalid_handle || (code(status) >= 1700 && code(status) < 1850);
  }

  Reply reply_;
};

template <class M>
using CallPtr = std::shared_ptr<Call<M>>;

}  // namespace nta::services
