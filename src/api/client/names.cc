#include "api/netapi32/lsa_client.h"

#include "api/netapi32/sam_client.h"
#include "protocols/lsarpc.h"

namespace nta::api {
namespace {

using namespace protocols;

constexpr uint16_t workstation_level = 1, revision = 2;
constexpr uint32_t look_up_names = 0x800;

/** The policy object, closed when it goes. */
class Policy {
 public:
  static Result<Policy> open(client::Server& server) {
    LSAPR_OBJECT_ATTRIBUTES attributes{};
    attributes.Length = 24;
    auto out = server.call<LsarOpenPolicy2>(lsarpc, {nullptr, attributes, look_up_names});
    if (!out) return net_error(std::move(out).error());
    return Policy(server, out->value.Opened);
  }
  Policy(Policy&& other) noexcept : server_(other.server_), handle_(std::exchange(other.handle_, {})) {}
  Policy& operator=(Policy&&) = delete;
  ~Policy() {
    if (handle_ != ContextHandle{}) static_cast<void>(server_.call<LsarClose>(lsarpc, {handle_}));
  }
  const ContextHandle& handle() const { return handle_; }

 private:
  Policy(client::Server& server, const ContextHandle& handle) : server_(server), handle_(handle) {}
  client::Server& server_;
  ContextHandle handle_;
};

// Nothing known and something unknown are answers, too.
template <class Out>
Result<void> check(const Out& out) {
  Win32 status = status_of(out);
  if (status == Win32::none_mapped || status == Win32::some_not_mapped) return {};
  return net_status(status, "lsarpc");
}

std::u16string domain_at(const LSAPR_REFERENCED_DOMAIN_LIST* domains, int32_t index) {
  if (!domains || index < 0 || static_cast<uint32_t>(index) >= domains->Entries || !domains->Domains) return {};
  return std::u16string(text_of(domains->Domains[index].Name));
}

}  // namespace

Result<std::vector<LsaName>> names_of_sids(client::Server& server, std::span<const Sid> sids) {
  std::vector<LsaName> names;
  if (sids.empty()) return names;
  NTA_TRY(Policy policy, Policy::open(server));
  std::vector<Bytes> packed;
  std::vector<LSAPR_SID_INFORMATION> rows;
  for (const Sid& sid : sids) packed.push_back(sid.bytes());
  for (Bytes& bytes : packed) rows.push_back({reinterpret_cast<uint8_t*>(bytes.data())});
  LsarLookupSids2::In in{.Handle = policy.handle(), .LookupLevel = workstation_level, .ClientRevision = revision};
  in.SidEnumBuffer = {static_cast<uint32_t>(rows.size()), rows.data()};
  auto out = server.ask<LsarLookupSids2>(lsarpc, in);
  if (!out) return net_error(std::move(out).error());
  NTA_CHECK(check(out->value));
  auto found = rows_in(out->value.TranslatedNames.Rows, out->value.TranslatedNames.Entries);
  for (size_t i = 0; i < sids.size(); ++i) {
    LsaName& name = names.emplace_back();
    name.sid = sids[i];
    if (i >= found.size() || found[i].Use == name.use) continue;
    name.use = found[i].Use;
    name.name = text_of(found[i].Name);
    name.domain = domain_at(out->value.ReferencedDomains, found[i].DomainIndex);
  }
  return names;
}

Result<std::vector<Sid>> sids_of_names(client::Server& server, std::span<const std::u16string_view> names) {
  std::vector<Sid> sids;
  if (names.empty()) return sids;
  NTA_TRY(Policy policy, Policy::open(server));
  std::vector<RPC_UNICODE_STRING> rows;
  for (std::u16string_view name : names) rows.push_back(counted(name));
  LsarLookupNames3::In in{.Handle = policy.handle(), .LookupLevel = workstation_level, .ClientRevision = revision};
  in.Count = static_cast<uint32_t>(rows.size());
  in.Names = rows.data();
  auto out = server.ask<LsarLookupNames3>(lsarpc, in);
  if (!out) return net_error(std::move(out).error());
  NTA_CHECK(check(out->value));
  auto found = rows_in(out->value.TranslatedSids.Rows, out->value.TranslatedSids.Entries);
  for (size_t i = 0; i < names.size(); ++i) {
    if (i >= found.size() || !found[i].Sid)
      return fail(Win32::no_such_member, "{} is not known to the server", to_utf8(names[i]));
    sids.push_back(sid_of_packed(found[i].Sid));
  }
  return sids;
}

}  // namespace nta::api
