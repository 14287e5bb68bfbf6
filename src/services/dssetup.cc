// dssetup on this host: a server in a workgroup, which nobody is promoting ([MS-DSSP] 3.2.5.1).
#include "protocols/dssetup.h"

#include "services/net_support.h"
#include "services/rows.h"

namespace nta::services {
namespace {

using namespace protocols;

Result<void> get_primary_domain(Host& host, Call<DsRolerGetPrimaryDomainInformation>& call) {
  constexpr uint32_t basic = 1, last = 3;
  uint32_t level = call.in().InfoLevel;
  if (level < basic || level > last) return fail(Win32::invalid_parameter, "level {}: 1 to 3 are known", level);
  NTA_TRY(host::NetworkServer * server, server_of(host));
  call.out.InfoLevel = level;
  call.out.DomainInfo = call.memory.make<DSROLER_PRIMARY_DOMAIN_INFORMATION>();
  *call.out.DomainInfo = {};
  if (level != basic) return {};  // no upgrade, and nothing under way, are zeros
  call.out.DomainInfo->Basic.MachineRole = static_cast<uint32_t>(MachineRole::standalone_server);
  call.out.DomainInfo->Basic.DomainNameFlat = wire_text(call.memory, server->options.workgroup);
  return {};
}

constexpr Served rows[] = {
    serve<get_primary_domain>(),
};

}  // namespace

std::span<const Served> dssetup_rows() { return rows; }

}  // namespace nta::services
