#include "base/win32.h"

#include <cerrno>

namespace nta {
namespace {

struct Row {
  Win32 win32;
  const char* name;
  uint32_t ntstatus;  // 0: none of its own
  uint32_t fault;     // 0: the Win32 code itself travels in the fault
};

// The first row of a status is the one used from Win32 to that status. NTSTATUS values: [MS-ERREF] 2.3.1.
constexpr Row rows[] = {
    {Win32::success, "ERROR_SUCCESS", 0, 0},
    {Win32::invalid_function, "ERROR_INVALID_FUNCTION", 0xC0000002, 0},
    {Win32::file_not_found, "ERROR_FILE_NOT_FOUND", 0xC0000034, 0},
    {Win32::path_not_found, "ERROR_PATH_NOT_FOUND", 0xC000003A, 0},
    {Win32::too_many_open_files, "ERROR_TOO_MANY_OPEN_FILES", 0xC000011F, 0},
    {Win32::access_denied, "ERROR_ACCESS_DENIED", 0xC0000022, 0},
    {Win32::invalid_handle, "ERROR_INVALID_HANDLE", 0xC0000008, 0x1C00001A},
    {Win32::not_enough_memory, "ERROR_NOT_ENOUGH_MEMORY", 0xC0000017, 0x1C00001B},
    {Win32::invalid_data, "ERROR_INVALID_DATA", 0, 0},
    {Win32::gen_failure, "ERROR_GEN_FAILURE", 0xC0000001, 0},
    {Win32::not_supported, "ERROR_NOT_SUPPORTED", 0xC00000BB, 0},
    {Win32::dup_name, "ERROR_DUP_NAME", 0xC00000BD, 0},
    {Win32::bad_netpath, "ERROR_BAD_NETPATH", 0xC00000BE, 0},
    {Win32::netname_deleted, "ERROR_NETNAME_DELETED", 0xC00000C9, 0},
    {Win32::bad_net_name, "ERROR_BAD_NET_NAME", 0xC00000CC, 0},
    {Win32::invalid_password, "ERROR_INVALID_PASSWORD", 0xC000006A, 0},
    {Win32::invalid_parameter, "ERROR_INVALID_PARAMETER", 0xC000000D, 0},
    {Win32::invalid_parameter, "ERROR_INVALID_PARAMETER", 0xC0000003, 0},  // STATUS_INVALID_INFO_CLASS
    {Win32::broken_pipe, "ERROR_BROKEN_PIPE", 0xC000014B, 0},
    {Win32::buffer_overflow, "ERROR_BUFFER_OVERFLOW", 0, 0},
    {Win32::disk_full, "ERROR_DISK_FULL", 0xC000007F, 0},
    {Win32::call_not_implemented, "ERROR_CALL_NOT_IMPLEMENTED", 0, 0},
    {Win32::sem_timeout, "ERROR_SEM_TIMEOUT", 0xC00000B5, 0},
    {Win32::insufficient_buffer, "ERROR_INSUFFICIENT_BUFFER", 0xC0000023, 0},
    {Win32::invalid_name, "ERROR_INVALID_NAME", 0xC0000033, 0},
    {Win32::invalid_level, "ERROR_INVALID_LEVEL", 0xC0000148, 0},
    {Win32::mod_not_found, "ERROR_MOD_NOT_FOUND", 0, 0},
    {Win32::proc_not_found, "ERROR_PROC_NOT_FOUND", 0, 0},
    {Win32::busy, "ERROR_BUSY", 0, 0},
    {Win32::already_exists, "ERROR_ALREADY_EXISTS", 0xC0000035, 0},
    {Win32::more_data, "ERROR_MORE_DATA", 0x00000105, 0},
    {Win32::no_more_items, "ERROR_NO_MORE_ITEMS", 0x8000001A, 0},
    {Win32::mr_mid_not_found, "ERROR_MR_MID_NOT_FOUND", 0, 0},
    {Win32::io_incomplete, "ERROR_IO_INCOMPLETE", 0, 0},
    {Win32::invalid_flags, "ERROR_INVALID_FLAGS", 0, 0},
    {Win32::no_token, "ERROR_NO_TOKEN", 0xC000007C, 0},
    {Win32::service_already_running, "ERROR_SERVICE_ALREADY_RUNNING", 0, 0},
    {Win32::service_not_active, "ERROR_SERVICE_NOT_ACTIVE", 0, 0},
    {Win32::session_credential_conflict, "ERROR_SESSION_CREDENTIAL_CONFLICT", 0xC0000195, 0},
    {Win32::cancelled, "ERROR_CANCELLED", 0xC0000120, 0},
    {Win32::revision_mismatch, "ERROR_REVISION_MISMATCH", 0xC0000059, 0},
    {Win32::not_found, "ERROR_NOT_FOUND", 0xC0000225, 0},
    {Win32::no_such_logon_session, "ERROR_NO_SUCH_LOGON_SESSION", 0xC000005F, 0},
    {Win32::privilege_not_held, "ERROR_PRIVILEGE_NOT_HELD", 0xC0000061, 0},
    {Win32::logon_failure, "ERROR_LOGON_FAILURE", 0xC000006D, 0},
    {Win32::no_unicode_translation, "ERROR_NO_UNICODE_TRANSLATION", 0, 0},
    {Win32::no_such_user, "ERROR_NO_SUCH_USER", 0, 0},
    {Win32::invalid_sid, "ERROR_INVALID_SID", 0, 0},
    {Win32::none_mapped, "ERROR_NONE_MAPPED", 0xC0000073, 0},
    {Win32::invalid_window_handle, "ERROR_INVALID_WINDOW_HANDLE", 0, 0},
    {Win32::cannot_find_wnd_class, "ERROR_CANNOT_FIND_WND_CLASS", 0, 0},
    {Win32::class_already_exists, "ERROR_CLASS_ALREADY_EXISTS", 0, 0},
    {Win32::class_does_not_exist, "ERROR_CLASS_DOES_NOT_EXIST", 0, 0},
    {Win32::class_has_windows, "ERROR_CLASS_HAS_WINDOWS", 0, 0},
    {Win32::invalid_index, "ERROR_INVALID_INDEX", 0, 0},
    {Win32::invalid_msgbox_style, "ERROR_INVALID_MSGBOX_STYLE", 0, 0},
    {Win32::invalid_thread_id, "ERROR_INVALID_THREAD_ID", 0, 0},
    {Win32::not_enough_quota, "ERROR_NOT_ENOUGH_QUOTA", 0xC0000044, 0},
    {Win32::timeout, "ERROR_TIMEOUT", 0x00000102, 0},
    {Win32::no_system_resources, "ERROR_NO_SYSTEM_RESOURCES", 0xC000009A, 0},
    {Win32::invalid_server_state, "ERROR_INVALID_SERVER_STATE", 0xC00000DC, 0},
    {Win32::rpc_invalid_binding, "RPC_S_INVALID_BINDING", 0xC0020003, 0},
    {Win32::rpc_server_unavailable, "RPC_S_SERVER_UNAVAILABLE", 0xC0020017, 0},
    {Win32::rpc_server_too_busy, "RPC_S_SERVER_TOO_BUSY", 0xC0020018, 0x1C010014},
    {Win32::rpc_call_failed, "RPC_S_CALL_FAILED", 0xC002001B, 0x1C010009},
    {Win32::rpc_call_failed, "RPC_S_CALL_FAILED", 0, 0x1C000012},
    {Win32::rpc_call_failed_dne, "RPC_S_CALL_FAILED_DNE", 0xC002001C, 0x1C00000C},
    {Win32::rpc_protocol_error, "RPC_S_PROTOCOL_ERROR", 0xC002001D, 0x1C01000B},
    {Win32::rpc_protocol_error, "RPC_S_PROTOCOL_ERROR", 0, 0x1C00001C},
    {Win32::rpc_unsupported_trans_syn, "RPC_S_UNSUPPORTED_TRANS_SYN", 0xC002001F, 0},
    {Win32::rpc_unknown_if, "RPC_S_UNKNOWN_IF", 0xC0020012, 0x1C010003},
    {Win32::rpc_procnum_out_of_range, "RPC_S_PROCNUM_OUT_OF_RANGE", 0xC002002E, 0x1C010002},
    {Win32::rpc_unknown_authn_service, "RPC_S_UNKNOWN_AUTHN_SERVICE", 0, 0},
    {Win32::ept_s_not_registered, "EPT_S_NOT_REGISTERED", 0, 0},
    {Win32::rpc_sec_pkg_error, "RPC_S_SEC_PKG_ERROR", 0xC0020057, 0},
    {Win32::rpc_null_ref_pointer, "RPC_X_NULL_REF_POINTER", 0xC0030009, 0},
    {Win32::rpc_bad_stub_data, "RPC_X_BAD_STUB_DATA", 0xC003000C, 0},
    {Win32::invalid_user_buffer, "ERROR_INVALID_USER_BUFFER", 0xC00000E8, 0},
    {Win32::rpc_call_cancelled, "RPC_S_CALL_CANCELLED", 0xC0020050, 0x1C00000D},
    {Win32::shutdown_in_progress, "ERROR_SHUTDOWN_IN_PROGRESS", 0, 0},
    {Win32::no_shutdown_in_progress, "ERROR_NO_SHUTDOWN_IN_PROGRESS", 0, 0},
    {Win32::shutdown_users_logged_on, "ERROR_SHUTDOWN_USERS_LOGGED_ON", 0, 0},
    {Win32::server_not_started, "NERR_ServerNotStarted", 0, 0},
    {Win32::unknown_device_directory, "NERR_UnknownDevDir", 0, 0},
    {Win32::duplicate_share, "NERR_DuplicateShare", 0, 0},
    {Win32::buffer_too_small, "NERR_BufTooSmall", 0, 0},
    {Win32::use_not_found, "NERR_UseNotFound", 0, 0},
    {Win32::message_name_not_found, "NERR_NameNotFound", 0, 0},
    {Win32::net_name_not_found, "NERR_NetNameNotFound", 0, 0},
    {Win32::device_not_shared, "NERR_DeviceNotShared", 0, 0},
    {Win32::client_name_not_found, "NERR_ClientNameNotFound", 0, 0},
    {Win32::file_id_not_found, "NERR_FileIdNotFound", 0, 0},
    {Win32::invalid_computer, "NERR_InvalidComputer", 0, 0},
    {Win32::invalid_workgroup_name, "NERR_InvalidWorkgroupName", 0, 0},
    {Win32::ds_ds_required, "ERROR_DS_DS_REQUIRED", 0xC00002B1, 0},
    {Win32::non_rfc_name, "DNS_ERROR_NON_RFC_NAME", 0, 0},
    {Win32::invalid_name_char, "DNS_ERROR_INVALID_NAME_CHAR", 0, 0},
    {Win32::remote_disabled, "RPC_E_REMOTE_DISABLED", 0, 0},
    {Win32::invalid_computername, "ERROR_INVALID_COMPUTERNAME", 0, 0},
    {Win32::invalid_domainname, "ERROR_INVALID_DOMAINNAME", 0, 0},
    {Win32::user_not_found, "NERR_UserNotFound", 0xC0000064, 0},
    {Win32::some_not_mapped, "ERROR_SOME_NOT_MAPPED", 0x00000107, 0},
    {Win32::no_such_privilege, "ERROR_NO_SUCH_PRIVILEGE", 0xC0000060, 0},
    {Win32::ill_formed_password, "ERROR_ILL_FORMED_PASSWORD", 0xC000006B, 0},
    {Win32::password_restriction, "ERROR_PASSWORD_RESTRICTION", 0xC000006C, 0},
    {Win32::account_restriction, "ERROR_ACCOUNT_RESTRICTION", 0xC000006E, 0},
    {Win32::invalid_logon_hours, "ERROR_INVALID_LOGON_HOURS", 0xC000006F, 0},
    {Win32::invalid_workstation, "ERROR_INVALID_WORKSTATION", 0xC0000070, 0},
    {Win32::password_expired, "ERROR_PASSWORD_EXPIRED", 0xC0000071, 0},
    {Win32::account_disabled, "ERROR_ACCOUNT_DISABLED", 0xC0000072, 0},
    {Win32::no_such_domain, "ERROR_NO_SUCH_DOMAIN", 0xC00000DF, 0},
    {Win32::special_account, "ERROR_SPECIAL_ACCOUNT", 0xC0000124, 0},
    {Win32::special_group, "ERROR_SPECIAL_GROUP", 0xC0000125, 0},
    {Win32::special_user, "ERROR_SPECIAL_USER", 0xC0000126, 0},
    {Win32::members_primary_group, "ERROR_MEMBERS_PRIMARY_GROUP", 0xC0000127, 0},
    {Win32::no_such_alias, "ERROR_NO_SUCH_ALIAS", 0xC0000151, 0},
    {Win32::member_not_in_alias, "ERROR_MEMBER_NOT_IN_ALIAS", 0xC0000152, 0},
    {Win32::member_in_alias, "ERROR_MEMBER_IN_ALIAS", 0xC0000153, 0},
    {Win32::alias_exists, "ERROR_ALIAS_EXISTS", 0xC0000154, 0},
    {Win32::logon_type_not_granted, "ERROR_LOGON_TYPE_NOT_GRANTED", 0xC000015B, 0},
    {Win32::no_such_member, "ERROR_NO_SUCH_MEMBER", 0xC000017A, 0},
    {Win32::invalid_member, "ERROR_INVALID_MEMBER", 0xC000017B, 0},
    {Win32::no_user_session_key, "ERROR_NO_USER_SESSION_KEY", 0xC0000202, 0},
    {Win32::datatype_mismatch, "ERROR_DATATYPE_MISMATCH", 0xC0000024, 0},
    {Win32::account_expired, "ERROR_ACCOUNT_EXPIRED", 0xC0000193, 0},
    {Win32::password_must_change, "ERROR_PASSWORD_MUST_CHANGE", 0xC0000224, 0},
    {Win32::account_locked_out, "ERROR_ACCOUNT_LOCKED_OUT", 0xC0000234, 0},
    {Win32::bad_username, "NERR_BadUsername", 0xC0000062, 0},
    {Win32::group_not_found, "NERR_GroupNotFound", 0xC0000066, 0},
    {Win32::group_exists, "NERR_GroupExists", 0xC0000065, 0},
    {Win32::user_exists, "NERR_UserExists", 0xC0000063, 0},
    {Win32::special_group_operation, "NERR_SpeGroupOp", 0, 0},
    {Win32::user_in_group, "NERR_UserInGroup", 0xC0000067, 0},
    {Win32::user_not_in_group, "NERR_UserNotInGroup", 0xC0000068, 0},
    {Win32::password_history_conflict, "NERR_PasswordHistConflict", 0xC000006C, 0},
    {Win32::password_too_short, "NERR_PasswordTooShort", 0xC000006C, 0},
    {Win32::password_too_recent, "NERR_PasswordTooRecent", 0xC000006C, 0},
    {Win32::password_too_long, "NERR_PasswordTooLong", 0xC000006C, 0},
    {Win32::password_not_complex_enough, "NERR_PasswordNotComplexEnough", 0xC000006C, 0},
    {Win32::last_admin, "NERR_LastAdmin", 0xC0000069, 0},
    {Win32::dc_not_found, "NERR_DCNotFound", 0, 0},
    {Win32::no_browser_servers_found, "ERROR_NO_BROWSER_SERVERS_FOUND", 0, 0},
    {Win32::ctx_winstation_name_invalid, "ERROR_CTX_WINSTATION_NAME_INVALID", 0xC00A0001, 0},
    {Win32::ctx_close_pending, "ERROR_CTX_CLOSE_PENDING", 0xC00A0006, 0},
    {Win32::ctx_winstation_not_found, "ERROR_CTX_WINSTATION_NOT_FOUND", 0xC00A0015, 0},
    {Win32::ctx_winstation_busy, "ERROR_CTX_WINSTATION_BUSY", 0xC00A0017, 0},
    {Win32::ctx_logon_disabled, "ERROR_CTX_LOGON_DISABLED", 0xC00A0037, 0},
    {Win32::ctx_winstation_access_denied, "ERROR_CTX_WINSTATION_ACCESS_DENIED", 0xC00A002B, 0},
    {Win32::ctx_shadow_denied, "ERROR_CTX_SHADOW_DENIED", 0, 0},
    {Win32::ctx_shadow_invalid, "ERROR_CTX_SHADOW_INVALID", 0xC00A0030, 0},
    {Win32::ctx_shadow_disabled, "ERROR_CTX_SHADOW_DISABLED", 0xC00A0031, 0},
    {Win32::ctx_shadow_not_running, "ERROR_CTX_SHADOW_NOT_RUNNING", 0xC00A0036, 0},
    {Win32::ctx_winstations_disabled, "ERROR_CTX_WINSTATIONS_DISABLED", 0, 0},
};

const Row* find(Win32 value) {
  for (const Row& row : rows)
    if (row.win32 == value) return &row;
  return nullptr;
}

constexpr uint32_t facility_win32 = 0x80070000;
constexpr uint32_t facility_mask = 0xFFFF0000;

}  // namespace

Win32 win32_from_hresult(uint32_t hresult) {
  if (static_cast<int32_t>(hresult) >= 0) return Win32::success;
  if ((hresult & facility_mask) == facility_win32) return static_cast<Win32>(hresult & 0xFFFF);
  if (hresult == 0x80004001) return Win32::call_not_implemented;  // E_NOTIMPL
  return win32_from_ntstatus(hresult);
}

uint32_t ntstatus_from(Win32 value) {
  if (value == Win32::success) return 0;
  const Row* row = find(value);
  return row && row->ntstatus ? row->ntstatus : hresult_from(value);
}

Win32 win32_from_ntstatus(uint32_t status) {
  if (status == 0) return Win32::success;
  if ((status & facility_mask) == facility_win32) return static_cast<Win32>(status & 0xFFFF);
  for (const Row& row : rows)
    if (row.ntstatus == status) return row.win32;
  return static_cast<int32_t>(status) < 0 ? Win32::gen_failure : Win32::success;
}

uint32_t fault_from(Win32 value) {
  const Row* row = find(value);
  return row && row->fault ? row->fault : code(value);
}

Win32 win32_from_fault(uint32_t status) {
  for (const Row& row : rows)
    if (row.fault && row.fault == status) return row.win32;
  return status < 0x10000 ? static_cast<Win32>(status) : Win32::rpc_call_failed;
}

Win32 win32_from_errno(int error) {
  switch (error) {
    case 0:
      return Win32::success;
    case EPERM:
    case EACCES:
      return Win32::access_denied;
    case ENOENT:
      return Win32::file_not_found;
    case ENOTDIR:
      return Win32::path_not_found;
    case ESRCH:
    case EINVAL:
      return Win32::invalid_parameter;
    case EEXIST:
      return Win32::already_exists;
    case ENOMEM:
      return Win32::not_enough_memory;
    case ENOSPC:
    case EDQUOT:
      return Win32::disk_full;
    case EMFILE:
    case ENFILE:
      return Win32::too_many_open_files;
    case EAGAIN:
      return Win32::no_system_resources;
    case ETIMEDOUT:
      return Win32::timeout;
    case EPIPE:
    case ECONNRESET:
      return Win32::broken_pipe;
    case ECONNREFUSED:
      return Win32::rpc_server_unavailable;
    case ENAMETOOLONG:
      return Win32::invalid_name;
    case EOPNOTSUPP:
    case ENOSYS:
      return Win32::not_supported;
    default:
      return Win32::gen_failure;
  }
}

std::string_view win32_name(Win32 value) {
  const Row* row = find(value);
  return row ? row->name : std::string_view{};
}

}  // namespace nta
