// Win32 error codes that ntadmin produces or interprets, and their counterparts on the wire.
#pragma once

#include <cstdint>
#include <string_view>

namespace nta {

/** Win32 and NERR codes: what the API returns. Values: winerror.h, lmerr.h. */
enum class Win32 : uint32_t {
  success = 0,
  invalid_function = 1,
  file_not_found = 2,
  path_not_found = 3,
  too_many_open_files = 4,
  access_denied = 5,
  invalid_handle = 6,
  not_enough_memory = 8,
  invalid_data = 13,
  gen_failure = 31,
  not_supported = 50,
  dup_name = 52,
  bad_netpath = 53,
  netname_deleted = 64,
  bad_net_name = 67,
  invalid_password = 86,
  invalid_parameter = 87,
  broken_pipe = 109,
  buffer_overflow = 111,
  disk_full = 112,
  call_not_implemented = 120,
  sem_timeout = 121,
  insufficient_buffer = 122,
  invalid_name = 123,
  invalid_level = 124,
  mod_not_found = 126,
  proc_not_found = 127,
  busy = 170,
  already_exists = 183,
  more_data = 234,
  no_more_items = 259,
  mr_mid_not_found = 317,
  io_incomplete = 996,
  invalid_flags = 1004,
  no_token = 1008,
  service_already_running = 1056,
  service_not_active = 1062,
  no_unicode_translation = 1113,
  shutdown_in_progress = 1115,
  no_shutdown_in_progress = 1116,
  not_found = 1168,
  shutdown_users_logged_on = 1191,
  invalid_computername = 1210,
  invalid_domainname = 1212,
  session_credential_conflict = 1219,
  cancelled = 1223,
  some_not_mapped = 1301,
  revision_mismatch = 1306,
  no_such_logon_session = 1312,
  no_such_privilege = 1313,
  privilege_not_held = 1314,
  no_such_user = 1317,
  ill_formed_password = 1324,
  password_restriction = 1325,
  logon_failure = 1326,
  account_restriction = 1327,
  invalid_logon_hours = 1328,
  invalid_workstation = 1329,
  password_expired = 1330,
  account_disabled = 1331,
  none_mapped = 1332,
  invalid_sid = 1337,
  invalid_server_state = 1352,
  no_such_domain = 1355,
  special_account = 1371,
  special_group = 1372,
  special_user = 1373,
  members_primary_group = 1374,
  no_such_alias = 1376,
  member_not_in_alias = 1377,
  member_in_alias = 1378,
  alias_exists = 1379,
  logon_type_not_granted = 1385,
  no_such_member = 1387,
  invalid_member = 1388,
  no_user_session_key = 1394,
  invalid_window_handle = 1400,
  cannot_find_wnd_class = 1407,
  class_already_exists = 1410,
  class_does_not_exist = 1411,
  class_has_windows = 1412,
  invalid_index = 1413,
  invalid_msgbox_style = 1438,
  invalid_thread_id = 1444,
  no_system_resources = 1450,
  timeout = 1460,
  datatype_mismatch = 1629,
  rpc_invalid_binding = 1702,
  rpc_unknown_if = 1717,
  rpc_server_unavailable = 1722,
  rpc_server_too_busy = 1723,
  rpc_call_failed = 1726,
  rpc_call_failed_dne = 1727,
  rpc_protocol_error = 1728,
  rpc_unsupported_trans_syn = 1730,
  rpc_procnum_out_of_range = 1745,
  rpc_unknown_authn_service = 1747,
  ept_s_not_registered = 1753,
  rpc_null_ref_pointer = 1780,
  rpc_bad_stub_data = 1783,
  invalid_user_buffer = 1784,
  account_expired = 1793,
  not_enough_quota = 1816,
  rpc_call_cancelled = 1818,
  rpc_sec_pkg_error = 1825,
  password_must_change = 1907,
  account_locked_out = 1909,
  server_not_started = 2114,
  unknown_device_directory = 2116,
  duplicate_share = 2118,
  buffer_too_small = 2123,
  bad_username = 2202,
  group_not_found = 2220,
  user_not_found = 2221,
  group_exists = 2223,
  user_exists = 2224,
  special_group_operation = 2234,
  user_in_group = 2236,
  user_not_in_group = 2237,
  password_history_conflict = 2244,
  password_too_short = 2245,
  password_too_recent = 2246,
  use_not_found = 2250,
  message_name_not_found = 2273,
  net_name_not_found = 2310,
  device_not_shared = 2311,
  client_name_not_found = 2312,
  file_id_not_found = 2314,
  invalid_computer = 2351,
  last_admin = 2452,
  dc_not_found = 2453,
  invalid_workgroup_name = 2695,
  password_too_long = 2703,
  password_not_complex_enough = 2704,
  no_browser_servers_found = 6118,
  ctx_winstation_name_invalid = 7001,
  ctx_close_pending = 7007,
  ctx_winstation_not_found = 7022,
  ctx_winstation_busy = 7024,
  ctx_logon_disabled = 7037,
  ctx_shadow_denied = 7044,
  ctx_winstation_access_denied = 7045,
  ctx_shadow_invalid = 7050,
  ctx_shadow_disabled = 7051,
  ctx_shadow_not_running = 7057,
  ctx_winstations_disabled = 7060,
  ds_ds_required = 8478,
  non_rfc_name = 9556,
  invalid_name_char = 9560,
  remote_disabled = 0x8001011C,  // RPC_E_REMOTE_DISABLED, an HRESULT that wkssvc answers with
};

constexpr uint32_t code(Win32 value) { return static_cast<uint32_t>(value); }

/** HRESULT_FROM_WIN32: 0 stays 0. The TermSrv interfaces answer with these. */
constexpr uint32_t hresult_from(Win32 value) {
  return value == Win32::success ? 0 : 0x80070000u | (code(value) & 0xFFFF);
}

/** What an HRESULT means to the caller: non-negative is success (Windows was seen to return 1 and 0x10000000). */
Win32 win32_from_hresult(uint32_t hresult);

/** NTSTATUS both ways, by the one table of this file's source. Unknown: 0xC0000001 and 31. */
uint32_t ntstatus_from(Win32 value);
Win32 win32_from_ntstatus(uint32_t status);

/** RPC fault status both ways ([C706] appendix E, [MS-RPCE] 3.1.1.5.5). */
uint32_t fault_from(Win32 value);
Win32 win32_from_fault(uint32_t status);

/** The errno of a failed system call as the nearest Win32 code. */
Win32 win32_from_errno(int error);

/** The SDK's name of a code, such as "ERROR_ACCESS_DENIED"; empty when the table lacks it. */
std::string_view win32_name(Win32 value);

}  // namespace nta
