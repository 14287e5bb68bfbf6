// lsarpc: names to SIDs and back ([MS-LSAT] 3.1.4).
#include <map>

#include "base/utf16.h"
#include "services/lsarpc_handlers.h"
#include "services/lsarpc_names.h"

namespace nta::services {
namespace {

using namespace protocols;

constexpr uint32_t most_names = 1000, most_sids = 20480;
constexpr int32_t no_domain = -1;

/** Each domain that an answer refers to, once. */
class Domains {
 public:
  explicit Domains(Arena& memory) : memory_(memory) {}

  int32_t index_of(const Translation& row) {
    if (row.domain_name.empty() && !row.is_known()) return no_domain;
    auto [known, is_new] = indices_.try_emplace(row.domain, static_cast<int32_t>(rows_.size()));
    if (is_new) rows_.push_back({counted_text(memory_, to_utf16(row.domain_name)), packed_sid(memory_, row.domain)});
    return known->second;
  }

  LSAPR_REFERENCED_DOMAIN_LIST* list() {
    auto count = static_cast<uint32_t>(rows_.size());
    auto* made = memory_.make<LSAPR_REFERENCED_DOMAIN_LIST>();
    *made = {count, copy_rows(memory_, rows_), std::max(count, 32u)};
    return made;
  }

 private:
  Arena& memory_;
  std::map<Sid, int32_t> indices_;
  std::vector<LSAPR_NAMED_SID> rows_;
};

Result<void> outcome(size_t found, size_t asked) {
  if (found == asked) return {};
  if (found == 0) return fail(Win32::none_mapped, "none of {} is known here", asked);
  return fail(Win32::some_not_mapped, "{} of {} are known here", found, asked);
}

template <class Row>
Row name_row(const Translation& from, int32_t domain, Arena& memory) {
  Row row{};
  row.Use = static_cast<uint32_t>(from.use);
  row.DomainIndex = domain;
  // [MS-LSAT] 3.1.4.11: an unknown SID of a known domain is told by its RID, of an unknown one as its text.
  std::string name = from.name;
  if (!from.is_known())
    name = domain == no_domain ? from.sid.text() : fmt::format("{:08X}", from.sid.sub[from.sid.count - 1u]);
  row.Name = counted_text(memory, to_utf16(name));
  return row;
}

template <class Row>
Row sid_row(const Translation& from, int32_t domain, Arena& memory) {
  Row row{};
  row.Use = static_cast<uint32_t>(from.use);
  row.DomainIndex = domain;
  if constexpr (requires { row.Sid; }) {
    if (from.is_known()) row.Sid = packed_sid(memory, from.sid);
  } else {
    bool has_rid = from.is_known() && from.use != NameUse::domain && from.sid.count > 0;
    row.RelativeId = has_rid ? from.sid.sub[from.sid.count - 1u] : from.is_known() ? 0xFFFFFFFF : 0;
  }
  return row;
}

template <class Row>
auto rows_of(const std::vector<Translation>& list, Domains& domains, Arena& memory,
             Row (*make)(const Translation&, int32_t, Arena&)) {
  std::vector<Row> rows;
  for (const Translation& each : list) rows.push_back(make(each, domains.index_of(each), memory));
  return copy_rows(memory, rows);
}

template <class M>
Result<void> check_level(const Call<M>& call) {
  if (call.in().LookupLevel >= 1 && call.in().LookupLevel <= 7) return {};
  return fail(Win32::invalid_parameter, "lookup level {}: 1 to 7 are known", call.in().LookupLevel);
}

size_t known_of(const std::vector<Translation>& list) {
  return static_cast<size_t>(std::count_if(list.begin(), list.end(), [](const auto& each) { return each.is_known(); }));
}

template <class M>
Result<void> lookup_names(Desk& desk, Call<M>& call) {
  const auto& in = call.in();
  NTA_CHECK(check_level(call));
  if (in.Count > most_names) return fail(Win32::invalid_parameter, "{} names at once", in.Count);
  std::vector<std::string> names;
  for (uint32_t i = 0; i < in.Count; ++i) names.push_back(to_utf8(text_of(in.Names[i])));
  NTA_TRY(auto found, translate_names(desk.store, names));
  Domains domains(call.memory);
  using Row = std::remove_pointer_t<decltype(call.out.TranslatedSids.Rows)>;
  call.out.TranslatedSids.Rows = rows_of<Row>(found, domains, call.memory, sid_row<Row>);
  call.out.TranslatedSids.Entries = static_cast<uint32_t>(found.size());
  call.out.ReferencedDomains = domains.list();
  call.out.MappedCount = static_cast<uint32_t>(known_of(found));
  return outcome(known_of(found), found.size());
}

template <class M>
Result<void> lookup_sids(Desk& desk, Call<M>& call) {
  const auto& in = call.in().SidEnumBuffer;
  NTA_CHECK(check_level(call));
  if (in.Entries > most_sids) return fail(Win32::invalid_parameter, "{} SIDs at once", in.Entries);
  if (in.Entries != 0 && !in.SidInfo) return fail(Win32::invalid_parameter, "{} SIDs are missing", in.Entries);
  std::vector<Sid> sids;
  for (const auto& row : rows_in(in.SidInfo, in.Entries)) {
    if (!row.Sid) return fail(Win32::invalid_parameter, "SID {} is missing", sids.size() + 1);
    sids.push_back(sid_from(row.Sid));
  }
  NTA_TRY(auto found, translate_sids(desk.store, sids));
  Domains domains(call.memory);
  using Row = std::remove_pointer_t<decltype(call.out.TranslatedNames.Rows)>;
  call.out.TranslatedNames.Rows = rows_of<Row>(found, domains, call.memory, name_row<Row>);
  call.out.TranslatedNames.Entries = static_cast<uint32_t>(found.size());
  call.out.ReferencedDomains = domains.list();
  call.out.MappedCount = static_cast<uint32_t>(known_of(found));
  return outcome(known_of(found), found.size());
}

// [MS-LSAT] 3.1.4.1: the lookups without a handle are for the secure channel of domain members. Any other way is
// refused.
Error needs_secure_channel(const Desk& desk) {
  return fail(Win32::access_denied, "{} did not come over a secure channel", desk.caller().name);
}

}  // namespace

Result<void> lsa_lookup_names(Desk& desk, Call<LsarLookupNames>& call) { return lookup_names(desk, call); }
Result<void> lsa_lookup_names2(Desk& desk, Call<LsarLookupNames2>& call) { return lookup_names(desk, call); }
Result<void> lsa_lookup_names3(Desk& desk, Call<LsarLookupNames3>& call) { return lookup_names(desk, call); }
Result<void> lsa_lookup_names4(Desk& desk, Call<LsarLookupNames4>&) { return needs_secure_channel(desk); }
Result<void> lsa_lookup_sids(Desk& desk, Call<LsarLookupSids>& call) { return lookup_sids(desk, call); }
Result<void> lsa_lookup_sids2(Desk& desk, Call<LsarLookupSids2>& call) { return lookup_sids(desk, call); }
Result<void> lsa_lookup_sids3(Desk& desk, Call<LsarLookupSids3>&) { return needs_secure_channel(desk); }

Result<void> lsa_get_user_name(Desk& desk, Call<LsarGetUserName>& call) {
  NTA_TRY(auto found, translate_sids(desk.store, std::span(&desk.caller().user, 1)));
  std::string name = found[0].name, domain = found[0].domain_name;
  if (!found[0].is_known()) {
    const std::string& whole = desk.caller().name;
    size_t slash = whole.find('\\');
    name = slash == std::string::npos ? whole : whole.substr(slash + 1);
    domain = slash == std::string::npos ? "" : whole.substr(0, slash);
  }
  call.out.UserName = call.memory.make<RPC_UNICODE_STRING>();
  *call.out.UserName = counted_text(call.memory, to_utf16(name));
  if (!call.in().DomainName) return {};
  call.out.DomainName = call.memory.make<RPC_UNICODE_STRING*>();
  *call.out.DomainName = call.memory.make<RPC_UNICODE_STRING>();
  **call.out.DomainName = counted_text(call.memory, to_utf16(domain));
  return {};
}

}  // namespace nta::services
