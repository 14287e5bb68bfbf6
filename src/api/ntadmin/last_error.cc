// The thread's last error, and the process' own id.
#include <unistd.h>

#include "ntadmin/win/winbase.h"

namespace {
thread_local DWORD last_error = 0;
}

DWORD GetLastError() { return last_error; }

void SetLastError(DWORD dwErrCode) { last_error = dwErrCode; }

DWORD GetCurrentProcessId() { return static_cast<DWORD>(getpid()); }
