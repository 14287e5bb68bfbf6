#include "services/legacy_shutdown.h"

#include "services/audit.h"
#include "services/handles.h"
#include "services/host_shutdown.h"

namespace nta::services {
namespace {

using ShutdownCall = CallPtr<protocols::RpcWinStationShutdownSystem>;

Result<void> check(const Host& host, const ShutdownCall& call) {
  NTA_CHECK(call->client->contexts->find<ServerHandle>(call->in().hServer));
  if (!call->token().is_administrator())
    return fail(Win32::privilege_not_held, "{} may not shut this host down", call->token().name);
  return check_shutdown_flags(host, call->in().ShutdownFlags);
}

}  // namespace

void shutdown_system(Host& host, ShutdownCall call) {
  auto allowed = audited(*call->client, "host.shutdown", fmt::format("host, flags {:#x}", call->in().ShutdownFlags),
                         check(host, call));
  if (!allowed) return call->finish(std::move(allowed));
  shut_down(host, call->client, call->in().ShutdownFlags, [call](Result<void> done) { call->finish(std::move(done)); });
}

}  // namespace nta::services
