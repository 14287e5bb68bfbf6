// The NTSTATUS values that SMB itself answers with ([MS-ERREF] 2.3.1); base/win32.h maps them to Win32 codes.
#pragma once

#include <cstdint>

namespace nta::smb {

enum class NtStatus : uint32_t {
  success = 0,
  pending = 0x00000103,
  buffer_overflow = 0x80000005,  // a part of the message; the rest can be read
  invalid_info_class = 0xC0000003,
  info_length_mismatch = 0xC0000004,
  invalid_handle = 0xC0000008,
  invalid_parameter = 0xC000000D,
  invalid_device_request = 0xC0000010,
  end_of_file = 0xC0000011,
  more_processing_required = 0xC0000016,
  access_denied = 0xC0000022,
  buffer_too_small = 0xC0000023,
  object_name_not_found = 0xC0000034,
  logon_failure = 0xC000006D,
  insufficient_resources = 0xC000009A,
  pipe_not_available = 0xC00000AC,
  pipe_busy = 0xC00000AE,
  pipe_disconnected = 0xC00000B0,
  not_supported = 0xC00000BB,
  network_name_deleted = 0xC00000C9,
  bad_network_name = 0xC00000CC,
  request_not_accepted = 0xC00000D0,
  internal_error = 0xC00000E5,
  cancelled = 0xC0000120,
  file_closed = 0xC0000128,
  pipe_broken = 0xC000014B,
  fs_driver_required = 0xC000019C,
  user_session_deleted = 0xC0000203,
  network_session_expired = 0xC000035C,
  no_common_hash = 0xC05D0000,  // STATUS_SMB_NO_PREAUTH_INTEGRITY_HASH_OVERLAP
};

constexpr uint32_t code(NtStatus status) { return static_cast<uint32_t>(status); }

/** Severity "error": the answer has the error body. buffer_overflow is a warning, and has the command's own. */
constexpr bool is_error(NtStatus status) { return code(status) >> 30 == 3; }

}  // namespace nta::smb
