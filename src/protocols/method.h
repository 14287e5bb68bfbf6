// An RPC method is described once: its interface, its number, what goes in, what comes out. The client's call, the
// server's dispatch, the fuzz targets and the golden tests all come from that.
//
//     struct RpcGetState : Method<7> {
//       using In = OnSession;
//       struct Out {
//         int32_t plState;
//         uint32_t result;
//         static constexpr auto described() {
//           return fields(NTA_FIELD(Out, plState, "State", i32), NTA_UNSHOWN(Out, result));
//         }
//       };
//     };
//
// handle_t parameters put nothing on the wire and so have no member.
#pragma once

#include <span>
#include <string_view>

#include "base/win32.h"
#include "describe/natural.h"

namespace nta::protocols {

using namespace describe;  // interfaces are written in the vocabulary of describe/type.h

template <uint16_t Opnum>
struct Method {
  static constexpr uint16_t opnum = Opnum;
  static constexpr bool carries_secret = false;
};

/** One whose request or answer holds a password, encrypted or not, a hash of one, a ticket or somebody's environment:
 *  what its calls leave in memory is wiped. */
template <uint16_t Opnum>
struct SecretMethod : Method<Opnum> {
  static constexpr bool carries_secret = true;
};

struct MethodInfo {
  std::string_view name;  // the specification's
  uint16_t opnum;
  const Type* in;
  const Type* out;
  bool carries_secret;
};

template <class M>
constexpr MethodInfo method(std::string_view name) {
  return {name, M::opnum, &type_of<typename M::In>, &type_of<typename M::Out>, M::carries_secret};
}

/** Whom the methods are for. */
enum class Audience {
  known,      // callers who have authenticated
  everybody,  // anonymous ones too: what must be asked before one can authenticate
};

struct Interface {
  std::string_view name;
  Guid uuid;
  uint16_t major;
  uint16_t minor;
  std::string_view pipe;  // named pipe without "\pipe\"
  std::span<const MethodInfo> methods;
  Audience audience = Audience::known;
};

/** A method that is not described may carry anything. */
constexpr bool carries_secret(const Interface& interface, uint16_t opnum) {
  for (const MethodInfo& method : interface.methods)
    if (method.opnum == opnum) return method.carries_secret;
  return true;
}

/** How an answer says what happened: the TermSrv interfaces end in an HRESULT; LegacyApi begins with an NTSTATUS and
 * ends in a BOOLEAN ([MS-TSTS] 3.7.4); srvsvc, wkssvc and the shutdown interfaces end in the Win32 code itself, samr
 * and lsarpc in an NTSTATUS, those of the RPC runtime in an error_status_t. */
template <class Out>
concept WinStationReply = requires(Out out) {
  out.pResult;
};

template <class Out>
concept NetReply = requires(Out out) {
  out.net_status;
};

template <class Out>
concept AccountReply = requires(Out out) {
  out.nt_status;
};

inline constexpr uint32_t status_invalid_info_class = 0xC0000003;

template <class Out>
concept RuntimeReply = requires(Out out) {
  out.rpc_status;
};

/** ept_s_not_registered, where Win32 has 1753 ([C706] appendix O). */
inline constexpr uint32_t endpoint_not_registered = 0x16C9A0D6;

template <class Out>
void set_status(Out& out, Win32 status) {
  if constexpr (RuntimeReply<Out>) {
    out.rpc_status = status == Win32::ept_s_not_registered ? endpoint_not_registered : code(status);
  } else if constexpr (NetReply<Out>) {
    out.net_status = code(status);
  } else if constexpr (AccountReply<Out>) {
    out.nt_status = status == Win32::invalid_level ? status_invalid_info_class : ntstatus_from(status);
  } else if constexpr (WinStationReply<Out>) {
    out.pResult = ntstatus_from(status);
    out.result = status == Win32::success;
  } else {
    out.result = hresult_from(status);
  }
}

template <class Out>
Win32 status_of(const Out& out) {
  if constexpr (RuntimeReply<Out>) {
    bool is_unknown = out.rpc_status == endpoint_not_registered;
    return is_unknown ? Win32::ept_s_not_registered : static_cast<Win32>(out.rpc_status);
  } else if constexpr (NetReply<Out>) {
    return static_cast<Win32>(out.net_status);
  } else if constexpr (AccountReply<Out>) {
    return out.nt_status == status_invalid_info_class ? Win32::invalid_level : win32_from_ntstatus(out.nt_status);
  } else if constexpr (WinStationReply<Out>) {
    if (out.result) return Win32::success;
    Win32 status = win32_from_ntstatus(out.pResult);
    return status == Win32::success ? Win32::gen_failure : status;  // FALSE with no reason
  } else {
    return win32_from_hresult(out.result);
  }
}

}  // namespace nta::protocols
