// How calls of samr and lsarpc are served: rights on the loop, the account store on a thread of the pool.
//
// A handler gets a Desk: the store, the caller, and what the call's handle stands for. It runs off the loop and touches
// nothing else. A handle that it opens or closes is entered into the client's table back on the loop.
//
//     Result<void> f(Desk&, Call<M>&);       serve_account<f, SamKind::domain>(domain_lookup, "account.lookup")
#pragma once

#include "host/accounts/store.h"
#include "protocols/unicode_string.h"
#include "services/audit.h"
#include "services/served.h"

namespace nta::services {

/** `any` (of samr), `any_lsa` and `none` say of a method which handle it takes. */
enum class SamKind : uint8_t { none, any, any_lsa, server, domain, user, group, alias, policy, lsa_account };

constexpr bool is_of_lsa(SamKind kind) {
  return kind == SamKind::policy || kind == SamKind::lsa_account || kind == SamKind::any_lsa;
}

/** What a handle of samr or lsarpc stands for. */
struct SamObject {
  SamKind kind = SamKind::none;
  accounts::Home home = accounts::Home::account;
  accounts::Rid rid;
  uint32_t granted = 0;  // access rights given when it was opened
};

struct SamHandle final : ContextObject {
  explicit SamHandle(SamObject behind) : object(behind) {}
  SamObject object;
};

struct Desk {
  std::shared_ptr<accounts::AccountStore> held;  // what the pool still does outlives the host
  std::shared_ptr<const Client> from;
  accounts::AccountStore& store;
  const Client& client;
  SamObject object;                 // behind the call's handle
  std::optional<SamObject> opened;  // is given a handle, which goes to out.Opened
  bool closed = false;              // the call's handle is no more
  Result<void> result;              // what the handler said

  const auth::AccessToken& caller() const { return *client.token; }
};

/** The object of the handle. invalid_handle (a fault): not one of this client, or one of samr at lsarpc, or the other
 *  way round; datatype_mismatch: of another kind;
 *  access_denied, and an audit line: opened without all of `rights`. */
Result<SamObject> account_object(const Client& client, const describe::ContextHandle& handle, SamKind kind,
                                 uint32_t rights, std::string_view action);

namespace detail {

inline constexpr std::chrono::seconds store_deadline{20};

template <auto Handler, SamKind Kind, class Signature>
struct AccountAdapter;

template <auto Handler, SamKind Kind, class M>
struct AccountAdapter<Handler, Kind, Result<void> (*)(Desk&, Call<M>&)> {
  using Of = M;

  static void run(Host& host, const Served& row, std::shared_ptr<Client> client, ByteReader& stub, Reply reply) {
    auto call = begin<M>(client, stub, std::move(reply));
    if (!call) return;
    if (!host.accounts) return call->finish(fail(Win32::not_supported, "this host keeps no accounts"));
    SamObject object;
    if constexpr (Kind != SamKind::none) {
      auto found = account_object(*client, call->in().Handle, Kind, row.rights, row.action);
      if (!found) return call->finish(std::move(found).error());
      object = *found;
    }
    auto desk = std::make_shared<Desk>(Desk{host.accounts, client, *host.accounts, *client, object, {}, false, {}});
    host.executor.run_for(client->token->user, store_deadline, work(desk, call),
                          [=](host::Executor::Outcome outcome) { finish(*desk, call, outcome); });
  }

 private:
  static std::function<void()> work(std::shared_ptr<Desk> desk, CallPtr<M> call) {
    return [desk, call] { desk->result = Handler(*desk, *call); };
  }

  // What came too late may still be at work on `call`.
  static void finish(Desk& desk, const CallPtr<M>& call, host::Executor::Outcome outcome) {
    if (outcome != host::Executor::Outcome::finished)
      return call->refuse(fail(Win32::no_system_resources, "the account store is busy"));
    Result<void> result = std::move(desk.result);
    if constexpr (requires { call->out.Opened; })
      if (result && desk.opened) result = enter(*desk.opened, *call);
    if constexpr (requires { call->out.Handle; }) {
      if (desk.closed) call->client->contexts->remove(call->in().Handle);
      if (!desk.closed) call->out.Handle = call->in().Handle;
    }
    call->finish(std::move(result));
  }

  static Result<void> enter(const SamObject& object, Call<M>& call) {
    NTA_TRY(call.out.Opened, call.client->contexts->add(std::make_unique<SamHandle>(object)));
    return {};
  }
};

}  // namespace detail

template <auto Handler, SamKind Kind = SamKind::none>
constexpr Served serve_account(uint32_t rights = 0, std::string_view action = {}) {
  using Adapter = detail::AccountAdapter<Handler, Kind, decltype(Handler)>;
  return {Adapter::Of::opnum, rights, action, &Adapter::run};
}

/** For what is asked of each kind of handle. */
template <auto Handler>
constexpr Served serve_any_account(uint32_t rights, std::string_view action) {
  return serve_account<Handler, SamKind::any>(rights, action);
}

/** counted_text() of UTF-8. */
protocols::RPC_UNICODE_STRING counted_utf8(Arena& memory, std::string_view text);

/** An array in the call's memory. */
template <class T>
T* copy_rows(Arena& memory, const std::vector<T>& rows) {
  return memory.copy(std::span<const T>(rows));
}

/** The packed form, as the wire's tables hold a SID. */
inline uint8_t* packed_sid(Arena& memory, const Sid& sid) {
  Bytes bytes = sid.bytes();
  return reinterpret_cast<uint8_t*>(memory.copy(std::span<const std::byte>(bytes)));
}

/** The other way. A decoded SID is well-formed. */
Sid sid_from(const uint8_t* packed);

}  // namespace nta::services
