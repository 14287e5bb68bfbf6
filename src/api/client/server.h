// Server: one server that calls go to, whoever makes them. Typed calls on pooled connections; no I/O before the first.
//
//     auto server = Server::local();
//     NTA_TRY(auto info, server->call<RpcGetSessionInformation>(termsrv_session, {7}));
//     use(info->pszUserName);                       // lives as long as `info`
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "api/client/asked.h"
#include "api/client/link.h"
#include "base/result.h"
#include "base/shown.h"
#include "ndr/decode.h"
#include "ndr/encode.h"
#include "protocols/legacy_api.h"
#include "protocols/method.h"
#include "rpc/client_association.h"
#include "transport/connection.h"

namespace nta::client {

/** How long a call may take: 30 s, or for ever where it is meant to wait; until a signal comes where it can be
 * repeated. */
enum class Patience { bounded, endless, until_signal };

/** Whether close() is to end calls that are under way: what wakes them costs a descriptor. */
enum class Closing { possible, never };

class NTA_SHOWN Server {
 public:
  /** Without a link, for a text that cannot be a server's name, no call succeeds. */
  Server(std::string name, std::shared_ptr<Link> link, Closing closing = Closing::never);

  /** This machine's host; which one that is, the environment says at each call. */
  static std::shared_ptr<Server> local();
  /** This machine's host where it runs, as what keeps uses; it is not started for that. */
  static std::shared_ptr<Server> keeper_of_uses();
  /** The server of that name, empty for this machine. Whether it exists shows at the first call. */
  static std::shared_ptr<Server> named(std::string_view name, Closing closing = Closing::never);

  /** One call. Fails with rpc_server_unavailable (1722) when the server cannot be reached, and with what the answer
   *  says; once close() was called, with invalid_handle. */
  template <class M>
  Result<ndr::Decoded<typename M::Out>> call(const protocols::Interface& interface, const typename M::In& in,
                                             Patience patience = Patience::bounded) {
    return checked<M>(interface, ask<M>(interface, in, patience));
  }

  /** The same for a request with passwords in it: `seal(in, key)` puts them in, under the key of the connection that
   *  the request goes over ([MS-SAMR] 3.2.2.1): the SMB session's, or the 16 bytes that stand for one on transports
   *  without. It is asked again where the connection has to be replaced. */
  template <class M, class Seal>
  Result<ndr::Decoded<typename M::Out>> call_sealed(const protocols::Interface& interface, typename M::In& in,
                                                    const Seal& seal) {
    auto make_stub = [&](ByteView key) -> Result<Bytes> {
      NTA_CHECK(seal(in, key));
      return ndr::encode(in);
    };
    NTA_TRY(rpc::Reply reply, exchange_sealed(interface, M::opnum, make_stub));
    return checked<M>(interface, ndr::decode<typename M::Out>(reply.stub, reply.order));
  }

  /** The same without a look at the answer's status, for answers that tell more about a failure. */
  template <class M>
  Result<ndr::Decoded<typename M::Out>> ask(const protocols::Interface& interface, const typename M::In& in,
                                            Patience patience = Patience::bounded) {
    NTA_TRY(Bytes request, ndr::encode(in));
    auto reply = exchange(interface, M::opnum, request, patience);
    if constexpr (M::carries_secret) wipe(request);
    if (!reply) return std::move(reply).error();
    auto answer = decoded<M>(in, *reply);
    if constexpr (M::carries_secret) wipe(reply->stub);
    return answer;
  }

  template <class M>
  using Answer = Result<ndr::Decoded<typename M::Out>>;

  /** The same call for each of `ins`, their requests sent without waiting for the answers to those before; the answers
   *  in their order, each with what it says. Fails as a whole when the connection broke. */
  template <class M>
  Result<std::vector<Answer<M>>> call_each(const protocols::Interface& interface, std::span<const typename M::In> ins) {
    NTA_TRY(auto answers, ask_each<M>(interface, ins));
    for (Answer<M>& answer : answers) answer = checked<M>(interface, std::move(answer));
    return answers;
  }
  /** The same without a look at their status. */
  template <class M>
  Result<std::vector<Answer<M>>> ask_each(const protocols::Interface& interface, std::span<const typename M::In> ins) {
    NTA_TRY(auto requests, encoded<M>(ins));
    auto replies_or = exchange_each(interface, M::opnum, requests);
    if constexpr (M::carries_secret)
      for (Bytes& request : requests) wipe(request);
    NTA_TRY(auto replies, std::move(replies_or));
    std::vector<Answer<M>> answers;
    for (size_t i = 0; i < replies.size(); ++i)
      answers.push_back(replies[i] ? decoded<M>(ins[i], *replies[i]) : Answer<M>(std::move(replies[i]).error()));
    return answers;
  }

  /** Calls whose answers nobody needs, such as those that close handles; they are not waited for. */
  template <class M>
  void post_each(const protocols::Interface& interface, std::span<const typename M::In> ins) {
    if (auto requests = encoded<M>(ins)) post_requests(interface, M::opnum, *requests);
  }
  template <class M>
  void post(const protocols::Interface& interface, const typename M::In& in) {
    post_each<M>(interface, std::span(&in, 1));
  }

  /** A call of LegacyApi; the server handle that each of them takes is opened once and put into `in` here. */
  template <class M>
  Result<ndr::Decoded<typename M::Out>> call_legacy(typename M::In in, Patience patience = Patience::bounded) {
    NTA_TRY(in.hServer, legacy_handle());
    auto out = call<M>(protocols::legacy_api, in, patience);
    if (out || out.error().code != Win32::invalid_handle || is_closed()) return out;
    forget_legacy_handle(in.hServer);  // the server was restarted, or the connections were closed
    NTA_TRY(in.hServer, legacy_handle());
    return call<M>(protocols::legacy_api, in, patience);
  }

  /** Waits until something of `mask` (WTS_EVENT_*) happens, and gives what did. What happens between two waits is kept
   *  by the server for the next; all users of local() share one such memory, each other server has its own. One wait
   *  at a time: a second one fails with ctx_winstation_busy. 0 and WTS_EVENT_FLUSH release the one that waits, which
   *  then gives 0, and return at once. When the server forgot what happened since the last wait, because it was
   *  started anew, the next one fails with rpc_call_failed. */
  Result<uint32_t> wait_for_events(uint32_t mask);

  /** A connection for one caller alone, for calls of this interface. */
  Result<OwnConnection> connect(const protocols::Interface& interface);
  /** For calls on such a connection that close() is to end; they then fail with rpc_call_cancelled. */
  transport::Wait wait_for(Patience patience);

  /** What the server is known to have for its domain of accounts; none: it is to be asked for, and told here. */
  std::optional<AccountDomain> account_domain() const;
  void remember_account_domain(std::optional<AccountDomain> domain);

  const std::string& name() const { return name_; }

  /** Ends the calls under way, and refuses further ones. For a Server that was made for it. */
  void close();
  bool is_closed() const { return abort_.is_triggered(); }

 private:
  Result<rpc::Reply> exchange(const protocols::Interface& interface, uint16_t opnum, ByteView request,
                              Patience patience);
  Result<rpc::Reply> exchange_sealed(const protocols::Interface& interface, uint16_t opnum,
                                     const transport::ConnectionPool::MakeStub& make_stub);
  template <class M>
  static Answer<M> checked(const protocols::Interface& interface, Answer<M> answer) {
    Win32 status = answer ? protocols::status_of(answer->value) : Win32::success;
    return status == Win32::success ? std::move(answer) : refused(interface, M::opnum, status);
  }
  template <class M>
  static Answer<M> decoded(const typename M::In& in, const rpc::Reply& reply) {
    NTA_TRY(auto out, ndr::decode<typename M::Out>(reply.stub, reply.order));
    NTA_CHECK(check_answer(in, out.value));
    return out;
  }
  template <class M>
  static Result<std::vector<Bytes>> encoded(std::span<const typename M::In> ins) {
    std::vector<Bytes> requests(ins.size());
    for (size_t i = 0; i < ins.size(); ++i) {
      NTA_TRY(requests[i], ndr::encode(ins[i]));
    }
    return requests;
  }
  Result<transport::Connection::Replies> exchange_each(const protocols::Interface& interface, uint16_t opnum,
                                                       std::span<const Bytes> requests);
  void post_requests(const protocols::Interface& interface, uint16_t opnum, std::span<const Bytes> requests);
  Result<describe::ContextHandle> legacy_handle();
  Error no_server() const;
  void forget_legacy_handle(const describe::ContextHandle& handle);
  Result<describe::ContextHandle> open_event_handle();
  static Error refused(const protocols::Interface& interface, uint16_t opnum, Win32 status);

  std::string name_;
  std::shared_ptr<Link> link_;
  Closing closing_;
  std::shared_ptr<KeptHandle> event_handle_;
  transport::AbortSignal abort_;
};

}  // namespace nta::client
