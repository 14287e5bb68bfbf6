/* lmerrlog.h: the error log of LAN Manager: layouts and numbers only. */
#ifndef NTADMIN_WIN_LMERRLOG_H
#define NTADMIN_WIN_LMERRLOG_H

#include "lmcons.h"
#include "lmerrlog_numbers.h"

#define NETLOG_NetlogonNonWindowsSupportsSecureRpc 5826
#define NETLOG_NetlogonUnsecureRpcClient 5827
#define NETLOG_NetlogonUnsecureRpcTrust 5828
#define NETLOG_NetlogonUnsecuredRpcMachineTemporarilyAllowed 5829
#define NETLOG_NetlogonUnsecureRpcMachineAllowedBySsdl 5830
#define NETLOG_NetlogonUnsecureRpcTrustAllowedBySsdl 5831
#define NETLOG_PassThruFilterError_Summary_AdminOverride 5832
#define NETLOG_PassThruFilterError_Summary_Blocked 5833
#define NETLOG_PassThruFilterError_Request_AdminOverride 5834
#define NETLOG_PassThruFilterError_Request_Blocked 5835
#define NETLOG_NetlogonRpcBacklogLimitSet 5836
#define NETLOG_NetlogonRpcBacklogLimitFailure 5837

typedef struct _ERROR_LOG {
  DWORD el_len;
  DWORD el_reserved;
  DWORD el_time;
  DWORD el_error;
  LPWSTR el_name;
  LPWSTR el_text;
  LPBYTE el_data;
  DWORD el_data_size;
  DWORD el_nstrings;
} ERROR_LOG, *PERROR_LOG, *LPERROR_LOG;

#endif
