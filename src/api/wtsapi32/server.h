// Server handles: what a HANDLE of this API stands for.
#pragma once

#include <memory>

#include "api/client/server.h"
#include "base/result.h"
#include "ntadmin/win/wtsapi32.h"

namespace nta::api {

/** The server behind a handle; WTS_CURRENT_SERVER_HANDLE is this machine. */
Result<std::shared_ptr<client::Server>> server_of(HANDLE handle);

}  // namespace nta::api
