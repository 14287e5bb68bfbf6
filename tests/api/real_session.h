// A session of a real host, for tests of the C library.
#pragma once

#include <string>

#include "api/client/server.h"
#include "protocols/local_host.h"

namespace nta::api::test {

/** A session of the caller's that no client comes to; its program only waits. */
inline Result<DWORD> open_session(std::string directory) {
  std::string program = "/bin/sleep", seconds = "600", variable = "GIVEN=to the session";
  char* arguments[] = {program.data(), seconds.data()};
  char* environment[] = {variable.data()};
  protocols::HostOpenSession::In in{.Wanted = 3,
                                    .ArgumentCount = 2,
                                    .Arguments = arguments,
                                    .EnvironmentCount = 1,
                                    .Environment = environment,
                                    .WorkingDirectory = directory.data(),
                                    .Columns = 80,
                                    .Rows = 24};
  NTA_TRY(auto opened, client::Server::local()->call<protocols::HostOpenSession>(protocols::local_host, in));
  return DWORD{opened->SessionId};
}

}  // namespace nta::api::test
