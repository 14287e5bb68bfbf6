#include "api/client/names.h"

#include "protocols/account_rights.h"
#include "protocols/lsarpc.h"

namespace nta::client {
namespace {

using namespace protocols;

constexpr uint16_t workstation_level = 1, revision = 2;

/** The policy object, closed when it goes. */
class Policy {
 public:
  static Result<Policy> open(Server& server) {
    LSAPR_OBJECT_ATTRIBUTES attributes{};
    attributes.Length = 24;
    NTA_TRY(auto out, server.call<LsarOpenPolicy2>(lsarpc, {nullptr, attributes, policy_lookup_names}));
    return Policy(server, out->Opened);
  }
  Policy(Policy&& other) noexcept : server_(other.server_), handle_(std::exchange(other.handle_, {})) {}
  Policy& operator=(Policy&&) = delete;
  ~Policy() {
    if (handle_ != ContextHandle{}) static_cast<void>(server_.call<LsarClose>(lsarpc, {handle_}));
  }
  const ContextHandle& handle() const { return handle_; }

 private:
  Policy(Server& server, const ContextHandle& handle) : server_(server), handle_(handle) {}
  Server& server_;
  ContextHandle handle_;
};

// Nothing known and something unknown are answers, too.
template <class Out>
Result<void> check(const Out& out) {
  Win32 status = status_of(out);
  if (status == Win32::none_mapped || status == Win32::some_not_mapped) return {};
  if (status == Win32::success) return {};
  return fail(status, "lsarpc answered {}", code(status));
}

std::u16string domain_at(const LSAPR_REFERENCED_DOMAIN_LIST* domains, int32_t index) {
  if (!domains || index < 0 || static_cast<uint32_t>(index) >= domains->Entries || !domains->Domains) return {};
  return std::u16string(text_of(domains->Domains[index].Name));
}

}  // namespace

Sid sid_of_packed(const void* packed) {
  if (!packed) return {};
  const auto* bytes = static_cast<const std::byte*>(packed);
  auto sid = Sid::from_bytes({bytes, 8 + 4 * std::to_integer<size_t>(bytes[1])});
  return sid ? *sid : Sid{};
}

Result<std::vector<AccountName>> names_of_sids(Server& server, std::span<const Sid> sids) {
  std::vector<AccountName> names;
  if (sids.empty()) return names;
  NTA_TRY(Policy policy, Policy::open(server));
  std::vector<Bytes> packed;
  std::vector<LSAPR_SID_INFORMATION> rows;
  for (const Sid& sid : sids) packed.push_back(sid.bytes());
  for (Bytes& bytes : packed) rows.push_back({reinterpret_cast<uint8_t*>(bytes.data())});
  LsarLookupSids2::In in{.Handle = policy.handle(), .LookupLevel = workstation_level, .ClientRevision = revision};
  in.SidEnumBuffer = {static_cast<uint32_t>(rows.size()), rows.data()};
  NTA_TRY(auto out, server.ask<LsarLookupSids2>(lsarpc, in));
  NTA_CHECK(check(out.value));
  auto found = rows_in(out->TranslatedNames.Rows, out->TranslatedNames.Entries);
  for (size_t i = 0; i < sids.size(); ++i) {
    AccountName& name = names.emplace_back();
    name.sid = sids[i];
    if (i >= found.size() || found[i].Use == name.use) continue;
    name.use = found[i].Use;
    name.name = text_of(found[i].Name);
    name.domain = domain_at(out->ReferencedDomains, found[i].DomainIndex);
  }
  return names;
}

Result<std::vector<AccountName>> sids_of_names(Server& server, std::span<const std::u16string_view> names) {
  std::vector<AccountName> accounts;
  if (names.empty()) return accounts;
  NTA_TRY(Policy policy, Policy::open(server));
  std::vector<RPC_UNICODE_STRING> rows;
  for (std::u16string_view name : names) rows.push_back(counted(name));
  LsarLookupNames3::In in{.Handle = policy.handle(), .LookupLevel = workstation_level, .ClientRevision = revision};
  in.Count = static_cast<uint32_t>(rows.size());
  in.Names = rows.data();
  NTA_TRY(auto out, server.ask<LsarLookupNames3>(lsarpc, in));
  NTA_CHECK(check(out.value));
  auto found = rows_in(out->TranslatedSids.Rows, out->TranslatedSids.Entries);
  for (size_t i = 0; i < names.size(); ++i) {
    AccountName& account = accounts.emplace_back();
    account.name = names[i];
    if (i >= found.size() || !found[i].Sid) continue;
    account.use = found[i].Use;
    account.sid = sid_of_packed(found[i].Sid);
    account.domain = domain_at(out->ReferencedDomains, found[i].DomainIndex);
  }
  return accounts;
}

}  // namespace nta::client
