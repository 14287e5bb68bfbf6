// netlogon on this host: where the controllers of a domain are. The host itself is in none ([MS-NRPC] 3.5.4.3).
#include "protocols/netlogon.h"

#include <bit>

#include "host/domain/dc_locator.h"
#include "services/net_support.h"
#include "services/rows.h"

namespace nta::services {
namespace {

using namespace protocols;
using host::DcWanted;
using host::DomainController;
namespace wanted = host::dc_wanted;

constexpr std::chrono::seconds search_deadline{15};
constexpr uint32_t valid_flags = 0xC3FFFFF1;  // DSGETDC_VALID_FLAGS

// ---- the older methods know NetBIOS names, and the controllers of the host's own domain, alone

template <class M, Win32 Missing>
Result<void> no_controller(Host& host, Call<M>& call) {
  std::string domain = text_or_empty(call.in().DomainName);
  return fail(Missing, "{} knows no controller of '{}'", host.computer, domain);
}

// ---- the locator

size_t count_of(uint32_t flags, std::initializer_list<uint32_t> each) {
  return static_cast<size_t>(
      std::count_if(each.begin(), each.end(), [=](uint32_t flag) { return (flags & flag) != 0; }));
}

// [MS-NRPC] 3.5.4.3.1: what cannot be asked for together.
Result<void> check_flags(uint32_t flags, bool has_site) {
  constexpr uint32_t beside_good_time = wanted::directory_service | wanted::directory_service_preferred |
                                        wanted::global_catalog | wanted::primary | wanted::kdc;
  bool conflict =
      (flags & ~valid_flags) != 0 || count_of(flags, {wanted::global_catalog, wanted::primary, wanted::kdc}) > 1 ||
      count_of(flags, {wanted::flat_name, wanted::dns_name}) > 1 ||
      count_of(flags, {wanted::return_dns, wanted::return_flat}) > 1 ||
      count_of(flags, {wanted::directory_service, wanted::directory_service_6, wanted::directory_service_8,
                       wanted::directory_service_9, wanted::directory_service_10}) > 1 ||
      ((flags & wanted::good_time) && (flags & beside_good_time)) || (has_site && (flags & wanted::next_site));
  if (conflict) return fail(Win32::invalid_flags, "flags {:#x}", flags);
  return {};
}

bool is_dns_name(std::string_view name) {
  constexpr size_t longest = 253, longest_label = 63;
  if (name.empty() || name.size() > longest) return false;
  for (size_t start = 0; start <= name.size();) {
    size_t end = std::min(name.find('.', start), name.size());
    std::string_view label = name.substr(start, end - start);
    bool is_label = !label.empty() && label.size() <= longest_label &&
                    std::all_of(label.begin(), label.end(),
                                [](unsigned char c) { return std::isalnum(c) || c == '-' || c == '_' || c >= 0x80; });
    if (!is_label) return false;
    start = end + 1;
  }
  return true;
}

/** A host in a workgroup has no domain to take for a missing name, and NetBIOS names are not looked for. */
Result<DcWanted> wish_of(const Host& host, const char16_t* domain, const char16_t* site, uint32_t flags) {
  DcWanted wish{.domain = text_or_empty(domain), .site = text_or_empty(site), .flags = flags};
  NTA_CHECK(check_flags(flags, !wish.site.empty()));
  if (wish.domain.empty()) return fail(Win32::no_such_domain, "{} is in no domain", host.computer);
  if (wish.domain.back() == '.') wish.domain.pop_back();
  if (!is_dns_name(wish.domain) || (!wish.site.empty() && !is_dns_name(wish.site)))
    return fail(Win32::invalid_domainname, "'{}' is no name of a domain", wish.domain);
  if (flags & wanted::flat_name) return fail(Win32::no_such_domain, "no controller of {} was found", wish.domain);
  return wish;
}

char16_t* text_or_null(Arena& memory, const std::string& text) {
  return text.empty() ? nullptr : wire_text(memory, text);
}

/** As the controller tells of itself, under the names that were wished for: DNS unless `return_flat`. */
DOMAIN_CONTROLLER_INFOW* information(Arena& memory, const DomainController& found, uint32_t flags) {
  constexpr uint32_t internet_address = 1, name_is_dns = 0x20000000, domain_is_dns = 0x40000000,
                     forest_is_dns = 0x80000000, ping_flags = 0xFFFFF;
  bool flat = (flags & wanted::return_flat) != 0;
  auto* info = memory.make<DOMAIN_CONTROLLER_INFOW>();
  info->DomainControllerName = wire_text(memory, "\\\\" + (flat ? found.flat_computer : found.computer));
  info->DomainControllerAddress = wire_text(memory, "\\\\" + found.address);
  info->DomainControllerAddressType = internet_address;
  info->DomainGuid = std::bit_cast<GUID>(found.domain_guid);
  info->DomainName = wire_text(memory, flat ? found.flat_domain : found.domain);
  info->DnsForestName = text_or_null(memory, found.forest);
  info->Flags = (found.flags & ping_flags) | forest_is_dns | (flat ? 0 : name_is_dns | domain_is_dns);
  info->DcSiteName = text_or_null(memory, found.site);
  info->ClientSiteName = text_or_null(memory, found.client_site);
  return info;
}

// [MS-SAMR] 3.1.5.14.2: what a kind of account is to a database (UF_*), and what to samr and the ping (USER_*).
uint32_t kinds_from(uint32_t allowed) {
  constexpr uint32_t kinds[][2] = {{0x100, 0x8},   {0x200, 0x10},   {0x800, 0x40},
                                   {0x1000, 0x80}, {0x2000, 0x100}, {0x4000000, 0x100000}};
  uint32_t bits = 0;
  for (auto [database, protocol] : kinds)
    if (allowed & database) bits |= protocol;
  return bits;
}

template <class M>
void locate(Host& host, CallPtr<M> call, const char16_t* site) {
  const auto& in = call->in();
  auto wish = wish_of(host, in.DomainName, site, in.Flags);
  if constexpr (requires { in.AccountName; })
    if (wish && in.AccountName) {
      wish->account = text_or_empty(in.AccountName);
      wish->account_control = kinds_from(in.AllowableAccountControlBits);
    }
  if (!wish) return call->finish(std::move(wish).error());
  auto turn = host::take_dc_turn();
  if (!turn) return call->finish(std::move(turn).error());
  host.executor.run_for<DomainController>(
      call->token().user, search_deadline,
      [wish = *wish, turn = *std::move(turn)] { return host::locate_dc(wish, host::network_ways()); },
      [call, flags = in.Flags](Result<DomainController> found) {
        if (!found) return call->finish(std::move(found).error());
        call->out.DomainControllerInfo = information(call->memory, *found, flags);
        call->finish({});
      });
}

void get_dc_name(Host& host, CallPtr<DsrGetDcName> call) { locate(host, call, nullptr); }
void get_dc_name_ex(Host& host, CallPtr<DsrGetDcNameEx> call) { locate(host, call, call->in().SiteName); }

void get_dc_name_ex2(Host& host, CallPtr<DsrGetDcNameEx2> call) { locate(host, call, call->in().SiteName); }

constexpr Served rows[] = {
    serve<no_controller<NetrGetDCName, Win32::dc_not_found>>(),
    serve<no_controller<NetrGetAnyDCName, Win32::no_such_domain>>(),
    serve<get_dc_name>(),
    serve<get_dc_name_ex>(),
    serve<get_dc_name_ex2>(),
};

}  // namespace

std::span<const Served> netlogon_rows() { return rows; }

}  // namespace nta::services
