// How Net functions are made. Each is a few lines: the method, its filters, and one of these ways of calling it.
//
//     NET_API_STATUS NetShareGetInfo(LPWSTR servername, LPWSTR netname, DWORD level, LPBYTE* bufptr) {
//       return c_status([&] {
//         return get_info<NetrShareGetInfo>(srvsvc, servername, {.NetName = netname, .Level = level}, bufptr);
//       });
//     }
//
// Which levels there are, and what a level looks like, the protocol's table of levels says; where the API's structure
// is not the wire's, the caller converts, and hands the rows to hand_out() itself.
#pragma once

#include <memory>
#include <string>

#include "api/client/net_error.h"
#include "api/client/server.h"
#include "api/ntadmin/boundary.h"
#include "describe/pack.h"
#include "describe/type.h"
#include "ntadmin/win/lmcons.h"
#include "protocols/net_levels.h"

namespace nta::api {

/** The server that a Net function was given: null, empty and this machine's own name are this machine. */
struct NetServer {
  std::shared_ptr<client::Server> calls;
  std::u16string name;  // as the server is told

  char16_t* sent() { return name.empty() ? nullptr : name.data(); }
};

/** Fails with 123 for backslashes alone; whether the server exists shows at the first call. */
Result<NetServer> net_server(const WCHAR* name);

/** What failed on the way to a server, as Net functions tell it. */
inline Error net_error(Error error) { return client::as_net_error(std::move(error)); }

/** Success, or the status as an error. */
Result<void> net_status(Win32 status, std::string_view method);

/** One call; what the answer's status says is left to the caller. */
template <class M>
Result<ndr::Decoded<typename M::Out>> net_ask(const protocols::Interface& interface, NetServer& server,
                                              typename M::In in) {
  in.ServerName = server.sent();
  auto out = server.calls->ask<M>(interface, in);
  if (!out) return net_error(std::move(out).error());
  return out;
}

/** One call that succeeds or fails. */
template <class M>
Result<ndr::Decoded<typename M::Out>> net_call(const protocols::Interface& interface, const WCHAR* server_name,
                                               const typename M::In& in) {
  NTA_TRY(NetServer server, net_server(server_name));
  NTA_TRY(auto out, net_ask<M>(interface, server, in));
  NTA_CHECK(net_status(protocols::status_of(out.value), interface.name));
  return out;
}

/** The same where nothing is told but that. */
template <class M>
Result<void> net_act(const protocols::Interface& interface, const WCHAR* server_name, const typename M::In& in) {
  NTA_TRY(auto out, net_call<M>(interface, server_name, in));
  return {};
}

/** 87 unless there is an object to name: null and empty text are not. */
Result<void> need_name(const WCHAR* name);
/** A text of the caller's: what is sent is never changed. */
inline char16_t* sent(const WCHAR* text) { return const_cast<char16_t*>(reinterpret_cast<const char16_t*>(text)); }

/** Rows and all they point at in one block that NetApiBufferFree frees. No rows: null. */
Result<void> hand_out(const describe::Type& row, const void* rows, size_t count, LPBYTE* bufptr);

/** 124 unless the family has the level; its structure. */
template <class Family>
Result<const describe::Type*> row_of(DWORD level) {
  const describe::Type* row = Family::row(level);
  if (!row) return fail(Win32::invalid_level, "level {}", level);
  return row;
}

template <class Message>
struct FamilyOf;
template <template <class> class Message, class Family>
struct FamilyOf<Message<Family>> {
  using type = Family;
};

/** GetInfo: `in` says the object and the level. */
template <class M>
Result<void> get_info(const protocols::Interface& interface, const WCHAR* server_name, const typename M::In& in,
                      LPBYTE* bufptr) {
  if (!bufptr) return fail(Win32::invalid_parameter, "no room for the answer");
  *bufptr = nullptr;
  NTA_TRY(const describe::Type* row, row_of<typename FamilyOf<typename M::Out>::type>(in.Level));
  NTA_TRY(auto out, net_call<M>(interface, server_name, in));
  if (!out->Info) return fail(Win32::rpc_bad_stub_data, "level {} without a structure", in.Level);
  return hand_out(*row, out->Info, 1, bufptr);
}

/** Where an enumeration puts its answer. */
struct EnumOutputs {
  LPBYTE* bufptr;
  LPDWORD entriesread;
  LPDWORD totalentries;

  /** 87 when one is missing; else nothing is in them yet. */
  Result<void> clear() const;
  /** The rows, and 234 or 2123 where the server has more. */
  Result<void> fill(const describe::Type& row, const void* rows, uint32_t count, uint32_t total, Win32 status) const;
  /** The same of rows that came in parts; there are as many in all as the server has told, at least. */
  Result<void> fill(describe::RowParts& rows, uint32_t total, Win32 status) const;
};

/** Enum: `in` says the filters. The resume handle may be null; some functions have one of pointer size. */
template <class M, class Position>
Result<void> enumerate(const protocols::Interface& interface, const WCHAR* server_name, typename M::In in, DWORD level,
                       DWORD prefmaxlen, const EnumOutputs& outputs, Position* resume) {
  NTA_CHECK(outputs.clear());
  NTA_TRY(const describe::Type* row, row_of<typename FamilyOf<typename M::Out>::type>(level));
  NTA_TRY(NetServer server, net_server(server_name));
  auto position = resume ? static_cast<uint32_t>(*resume) : 0;
  protocols::InfoContainer nothing{};
  in.InfoStruct = {.Level = level, .Info = &nothing};
  in.PreferedMaximumLength = prefmaxlen;
  in.ResumeHandle = resume ? &position : nullptr;
  NTA_TRY(auto out, net_ask<M>(interface, server, in));
  Win32 status = protocols::status_of(out.value);
  if (status != Win32::more_data) NTA_CHECK(net_status(status, interface.name));
  if (out->InfoStruct.Level != level)
    return fail(Win32::rpc_bad_stub_data, "level {} was asked for, not {}", level, out->InfoStruct.Level);
  if (resume && out->ResumeHandle) *resume = *out->ResumeHandle;
  const auto* list = out->InfoStruct.Info;
  uint32_t count = list && list->Buffer ? list->EntriesRead : 0;
  return outputs.fill(*row, count ? list->Buffer : nullptr, count, out->TotalEntries, status);
}

/** Set and Add: `in` says the object, the level and the structure, which is sent as the caller has it. */
template <class M>
Result<void> set_info(const protocols::Interface& interface, const WCHAR* server_name, typename M::In in,
                      LPDWORD parm_err) {
  uint32_t at_fault = PARM_ERROR_NONE;
  in.ParmErr = &at_fault;
  if (parm_err) *parm_err = PARM_ERROR_NONE;
  NTA_TRY(NetServer server, net_server(server_name));
  NTA_TRY(auto out, net_ask<M>(interface, server, in));
  Win32 status = protocols::status_of(out.value);
  if (parm_err && status == Win32::invalid_parameter)
    *parm_err = out->ParmErr ? *out->ParmErr : uint32_t{PARM_ERROR_UNKNOWN};
  return net_status(status, interface.name);
}

/** What Set and Add need first: a level of the family (124), then a structure (87). */
template <class Family>
Result<void> check_info(DWORD level, const void* info) {
  NTA_CHECK(row_of<Family>(level));
  if (!info) return fail(Win32::invalid_parameter, "no structure");
  return {};
}

}  // namespace nta::api
