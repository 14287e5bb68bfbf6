#include "api/client/net_error.h"

namespace nta::client {

Error as_net_error(Error error) {
  switch (error.code) {
    case Win32::rpc_server_unavailable:
    case Win32::rpc_invalid_binding:
      error.code = Win32::bad_netpath;
      break;
    case Win32::rpc_call_failed:
    case Win32::rpc_call_failed_dne:
    case Win32::rpc_call_cancelled:
      error.code = Win32::netname_deleted;
      break;
    case Win32::rpc_procnum_out_of_range:
    case Win32::rpc_unknown_if:
    case Win32::rpc_unsupported_trans_syn:
    case Win32::ept_s_not_registered:
      error.code = Win32::not_supported;
      break;
    default:
      break;
  }
  return error;
}

}  // namespace nta::client
