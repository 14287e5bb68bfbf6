// WTSCloudAuth*: this host knows no cloud accounts, and says so.
#include "api/ntadmin/boundary.h"
#include "ntadmin/win/wtsapi32.h"

namespace {

BOOL refuse(nta::Win32 reason) {
  SetLastError(nta::code(reason));
  return FALSE;
}

}  // namespace

using nta::Win32;

WTS_CLOUD_AUTH_HANDLE WTSCloudAuthOpen(const GUID*) {
  refuse(Win32::not_supported);
  return nullptr;
}

void WTSCloudAuthClose(WTS_CLOUD_AUTH_HANDLE) {}

BOOL WTSCloudAuthGetServerNonce(WTS_CLOUD_AUTH_HANDLE, PWSTR*) { return refuse(Win32::invalid_handle); }

BOOL WTSCloudAuthConvertAssertionToSerializedUserCredential(WTS_CLOUD_AUTH_HANDLE, PCSTR, ULONG, PCWSTR,
                                                            WTS_SERIALIZED_USER_CREDENTIAL**) {
  return refuse(Win32::invalid_handle);
}

BOOL WTSCloudAuthNetworkLogonWithSerializedCredential(WTS_CLOUD_AUTH_HANDLE, WTS_SERIALIZED_USER_CREDENTIAL*, HANDLE*) {
  return refuse(Win32::invalid_handle);
}

BOOL WTSCloudAuthDuplicateSerializedUserCredential(const WTS_SERIALIZED_USER_CREDENTIAL* userCredential,
                                                   WTS_SERIALIZED_USER_CREDENTIAL** duplicatedUserCredential) {
  bool is_complete = userCredential && duplicatedUserCredential;
  return refuse(is_complete ? Win32::not_supported : Win32::invalid_parameter);
}
