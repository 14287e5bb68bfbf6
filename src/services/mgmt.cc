// mgmt on this host ([C706] appendix Q).
#include "protocols/mgmt.h"

#include "auth/security_context.h"
#include "services/rows.h"

namespace nta::services {
namespace {

using namespace protocols;

constexpr size_t longest_principal_name = 1024;

/** What can be reached from elsewhere: not what tools on this machine ask their host. */
bool is_remote(const Interface& interface) { return !interface.pipe.empty() || &interface == &protocols::mgmt; }

Result<void> interface_ids(Host&, Call<inq_if_ids>& call) {
  std::vector<const Interface*> interfaces;
  for (const Service& service : all_services())
    if (is_remote(*service.interface)) interfaces.push_back(service.interface);
  auto* vector = call.memory.make<rpc_if_id_vector_t>();
  vector->count = static_cast<uint32_t>(interfaces.size());
  vector->if_id = call.memory.make<rpc_if_id_p_t>(interfaces.size());
  for (size_t i = 0; i < interfaces.size(); ++i) {
    auto* id = call.memory.make<rpc_if_id_t>();
    *id = {interfaces[i]->uuid, interfaces[i]->major, interfaces[i]->minor};
    vector->if_id[i].id = id;
  }
  call.out.if_id_vector = vector;
  return {};
}

Result<void> statistics(Host& host, Call<inq_stats>& call) {
  const rpc::Traffic traffic = host.traffic ? *host.traffic : rpc::Traffic{};
  // Calls out: a host makes none.
  const uint64_t known[] = {traffic.calls, 0, traffic.packets_in, traffic.packets_out};
  auto count = std::min<uint32_t>(call.in().count, std::size(known));
  call.out.statistics = call.memory.make<uint32_t>(std::size(known));
  for (uint32_t i = 0; i < count; ++i) call.out.statistics[i] = static_cast<uint32_t>(known[i]);
  call.out.count = count;
  return {};
}

Result<void> listening(Host&, Call<is_server_listening>& call) {
  call.out.is_listening = 1;
  return {};
}

Result<void> stop_listening(Host&, Call<stop_server_listening>&) {
  return fail(Win32::access_denied, "a host is not stopped through mgmt");
}

// The name that Kerberos, and NTLM's check of its target, have for this host.
Result<std::string> principal_name(const Host& host, uint32_t package) {
  switch (static_cast<auth::Package>(package)) {
    case auth::Package::none:
    case auth::Package::spnego:
    case auth::Package::ntlm:
    case auth::Package::kerberos:
      return "host/" + host.computer;
    default:
      return fail(Win32::rpc_unknown_authn_service, "no principal name for authentication service {}", package);
  }
}

Result<void> name(Host& host, Call<inq_princ_name>& call) {
  call.out.princ_name_size = call.in().princ_name_size;
  call.out.princ_name = call.memory.make<uint8_t>(longest_principal_name);
  call.out.length = std::min(call.in().princ_name_size, 1u);  // of an empty name: its NUL
  NTA_TRY(std::string principal, principal_name(host, call.in().authn_proto));
  if (principal.size() >= std::min<size_t>(call.in().princ_name_size, longest_principal_name))
    return fail(Win32::insufficient_buffer, "{} bytes for '{}'", call.in().princ_name_size, principal);
  std::memcpy(call.out.princ_name, principal.data(), principal.size());
  call.out.length = static_cast<uint32_t>(principal.size() + 1);
  return {};
}

constexpr Served rows[] = {serve<interface_ids>(), serve<statistics>(), serve<listening>(), serve<stop_listening>(),
                           serve<name>()};

}  // namespace

std::span<const Served> mgmt_rows() { return rows; }

}  // namespace nta::services
