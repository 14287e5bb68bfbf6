// Counters and clocks.
#include "api/netapi32/net.h"
#include "base/utf16.h"
#include "ntadmin/win/lmremutl.h"
#include "ntadmin/win/lmsname.h"
#include "ntadmin/win/lmstats.h"
#include "protocols/srvsvc.h"
#include "protocols/wkssvc.h"

namespace nta::api {
namespace {

using namespace protocols;

template <class Row>
Result<void> hand_out_one(const Row* row, LPBYTE* bufptr) {
  if (!row) return fail(Win32::rpc_bad_stub_data, "success, but no answer");
  return hand_out(type_of<Row>, row, 1, bufptr);
}

bool is_service(const WCHAR* name, std::string_view service) {
  return equal_ignoring_case(to_utf8(view_or_empty(name)), service);
}

Result<void> statistics(const WCHAR* server_name, const WCHAR* service, DWORD level, DWORD options, LPBYTE* bufptr) {
  if (!bufptr) return fail(Win32::invalid_parameter, "no room for the answer");
  *bufptr = nullptr;
  if (level != 0) return fail(Win32::invalid_level, "level {}", level);
  if (options != 0) return fail(Win32::invalid_parameter, "options {:#x}", options);
  NTA_CHECK(need_name(service));
  if (is_service(service, "LanmanServer")) {
    NTA_TRY(auto out, net_call<NetrServerStatisticsGet>(srvsvc, server_name, {.Service = sent(service)}));
    return hand_out_one(out->InfoStruct, bufptr);
  }
  if (is_service(service, "LanmanWorkstation")) {
    NTA_TRY(auto out, net_call<NetrWorkstationStatisticsGet>(wkssvc, server_name, {.ServiceName = sent(service)}));
    return hand_out_one(out->Buffer, bufptr);
  }
  return fail(Win32::not_supported, "no statistics of '{}'", to_utf8(view_or_empty(service)));
}

Result<void> time_of_day(const WCHAR* server_name, LPBYTE* bufptr) {
  if (!bufptr) return fail(Win32::invalid_parameter, "no room for the answer");
  *bufptr = nullptr;
  NTA_TRY(auto out, net_call<NetrRemoteTOD>(srvsvc, server_name, {}));
  return hand_out_one(out->Buffer, bufptr);
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

NET_API_STATUS NetStatisticsGet(LPWSTR ServerName, LPWSTR Service, DWORD Level, DWORD Options, LPBYTE* Buffer) {
  return c_status([&] { return statistics(ServerName, Service, Level, Options, Buffer); });
}

NET_API_STATUS NetRemoteTOD(LPCWSTR UncServerName, LPBYTE* BufferPtr) {
  return c_status([&] { return time_of_day(UncServerName, BufferPtr); });
}
