// A row of a service: a method, the right it needs, the function that means it here.
//
//     constexpr Served served[] = {
//         serve<get_state>(Right::query_information, "session.query"),
//     };
//
// A handler has one of four forms. With a Session, the session that the call names is found and the right is checked on
// it before the handler runs. With a CallPtr, the handler finishes the call itself, later.
//
//     Result<void> f(Host&, Call<M>&);                           void f(Host&, CallPtr<M>);
//     Result<void> f(Host&, Call<M>&, const host::Session&);     void f(Host&, CallPtr<M>, const host::Session&);
#pragma once

#include "services/target.h"

namespace nta::services {

struct Served {
  uint16_t opnum;
  uint32_t rights;
  std::string_view action;  // for audit lines: "session.logoff"
  void (*run)(Host&, const Served&, std::shared_ptr<Client>, ByteReader&, Reply);
};

namespace detail {

template <class M>
CallPtr<M> begin(std::shared_ptr<Client> client, ByteReader& stub, Reply reply) {
  auto call = std::make_shared<Call<M>>(std::move(client), std::move(reply));
  auto decoded =
      ndr::decode_parameters(describe::type_of<typename M::In>, &call->request.value, stub, call->request.arena);
  if (decoded) return call;
  log::debug("bad-stub", "{}", decoded.error().text);
  call->fault(std::move(decoded).error());
  return nullptr;
}

constexpr bool is_query(uint32_t rights) { return rights == static_cast<uint32_t>(Right::query_information); }

// Windows answers a query of an absent session with "not found" and an act on one with the session's own code.
template <class M>
constexpr Win32 missing_session(uint32_t rights) {
  return is_query(rights) && !protocols::WinStationReply<typename M::Out> ? Win32::file_not_found
                                                                          : Win32::ctx_winstation_not_found;
}

template <class M>
Result<const host::Session*> target(Host& host, const Served& row, const Call<M>& call) {
  NTA_TRY(SessionId id, named_session(*call.client, call.in()));
  auto find = is_query(row.rights) ? find_row : find_session;
  NTA_TRY(const host::Session* session, find(host, *call.client, id, missing_session<M>(row.rights)));
  if (session->kind == host::Kind::listener) return session;
  NTA_CHECK(require(host, *call.client, *session, row.rights, row.action));
  return session;
}

template <auto Handler, class Signature>
struct Adapter;

template <auto Handler, class M>
struct Adapter<Handler, Result<void> (*)(Host&, Call<M>&)> {
  using Of = M;
  static void run(Host& host, const Served&, std::shared_ptr<Client> client, ByteReader& stub, Reply reply) {
    if (auto call = begin<M>(std::move(client), stub, std::move(reply))) call->finish(Handler(host, *call));
  }
};

template <auto Handler, class M>
struct Adapter<Handler, void (*)(Host&, CallPtr<M>)> {
  using Of = M;
  static void run(Host& host, const Served&, std::shared_ptr<Client> client, ByteReader& stub, Reply reply) {
    if (auto call = begin<M>(std::move(client), stub, std::move(reply))) Handler(host, std::move(call));
  }
};

template <auto Handler, class M>
struct Adapter<Handler, Result<void> (*)(Host&, Call<M>&, const host::Session&)> {
  using Of = M;
  static void run(Host& host, const Served& row, std::shared_ptr<Client> client, ByteReader& stub, Reply reply) {
    auto call = begin<M>(std::move(client), stub, std::move(reply));
    if (!call) return;
    auto session = target(host, row, *call);
    call->finish(session ? Handler(host, *call, **session) : Result<void>(std::move(session).error()));
  }
};

template <auto Handler, class M>
struct Adapter<Handler, void (*)(Host&, CallPtr<M>, const host::Session&)> {
  using Of = M;
  static void run(Host& host, const Served& row, std::shared_ptr<Client> client, ByteReader& stub, Reply reply) {
    auto call = begin<M>(std::move(client), stub, std::move(reply));
    if (!call) return;
    auto session = target(host, row, *call);
    if (!session) return call->finish(std::move(session).error());
    Handler(host, std::move(call), **session);
  }
};

}  // namespace detail

template <auto Handler>
constexpr Served serve(uint32_t rights, std::string_view action) {
  using Adapter = detail::Adapter<Handler, decltype(Handler)>;
  return {Adapter::Of::opnum, rights, action, &Adapter::run};
}
template <auto Handler>
constexpr Served serve(Right right, std::string_view action) {
  return serve<Handler>(static_cast<uint32_t>(right), action);
}
/** For anybody who got this far. */
template <auto Handler>
constexpr Served serve() {
  return serve<Handler>(0u, {});
}

/** An interface together with what it means here. Opnums without a row are answered with a fault. */
struct Service {
  const protocols::Interface* interface;
  std::span<const Served> rows;
};

}  // namespace nta::services
