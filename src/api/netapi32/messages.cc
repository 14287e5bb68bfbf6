// NetMessage*: the Messenger service is in no Windows since Vista, where these functions answer as they do here.
// Messages to sessions are WTSSendMessage's.
#include "ntadmin/win/lmmsg.h"
#include "ntadmin/win/winerror.h"

NET_API_STATUS NetMessageBufferSend(LPCWSTR, LPCWSTR, LPCWSTR, LPBYTE, DWORD) { return ERROR_NOT_SUPPORTED; }

NET_API_STATUS NetMessageNameAdd(LPCWSTR, LPCWSTR) { return ERROR_NOT_SUPPORTED; }

NET_API_STATUS NetMessageNameDel(LPCWSTR, LPCWSTR) { return ERROR_NOT_SUPPORTED; }

NET_API_STATUS NetMessageNameEnum(LPCWSTR, DWORD, LPBYTE* bufptr, DWORD, LPDWORD entriesread, LPDWORD totalentries,
                                  LPDWORD) {
  if (bufptr) *bufptr = nullptr;
  if (entriesread) *entriesread = 0;
  if (totalentries) *totalentries = 0;
  return ERROR_NOT_SUPPORTED;
}

NET_API_STATUS NetMessageNameGetInfo(LPCWSTR, LPCWSTR, DWORD, LPBYTE* bufptr) {
  if (bufptr) *bufptr = nullptr;
  return ERROR_NOT_SUPPORTED;
}
