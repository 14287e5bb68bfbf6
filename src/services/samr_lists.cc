// samr: lists of accounts by RID and by name, and what a name or a RID leads to.
#include "base/utf16.h"
#include "services/samr_handlers.h"

namespace nta::services {
namespace {

using namespace protocols;
using accounts::Display;
using accounts::DisplayRow;
using accounts::Home;
using accounts::Kind;
using accounts::Named;
using accounts::Rid;

// SID_NAME_USE.
constexpr uint32_t use_unknown = 8;
uint32_t use_of(Kind kind) { return kind == Kind::user ? 1 : kind == Kind::group ? 2 : 4; }

// What Windows takes for an account when it holds an answer against the preferred length.
constexpr uint32_t row_bytes = 32;
constexpr uint32_t most_rows = 65536;
uint32_t rows_wanted(uint32_t preferred_bytes) { return std::clamp(preferred_bytes / row_bytes, 1u, most_rows); }

template <class M>
void hand_out(Call<M>& call, const std::vector<Named>& page) {
  auto* rows = call.memory.template make<SAMPR_RID_ENUMERATION>(page.size());
  for (size_t i = 0; i < page.size(); ++i) rows[i] = {page[i].rid.value, counted_utf8(call.memory, page[i].name)};
  auto count = static_cast<uint32_t>(page.size());
  call.out.Buffer = call.memory.template make<SAMPR_ENUMERATION_BUFFER>();
  *call.out.Buffer = {count, rows};
  call.out.CountReturned = count;
  call.out.EnumerationContext = page.empty() ? 0 : page.back().rid.value;
}

// The context is the last RID told, so that accounts made or deleted meanwhile neither repeat nor hide others.
template <class M, class Read>
Result<void> enumerate(Desk& desk, Call<M>& call, Read read_page) {
  NTA_CHECK(sam_require(desk, domain_list, "account.list"));
  uint32_t most = rows_wanted(call.in().PreferedMaximumLength);
  NTA_TRY(auto page, read_page(accounts::Page{.after = Rid(call.in().EnumerationContext), .most = most}));
  hand_out(call, page);
  if (page.size() == most) return fail(Win32::more_data, "more accounts follow RID {}", page.back().rid.value);
  return {};
}

template <class M>
Result<void> enumerate(Desk& desk, Call<M>& call, Kind kind) {
  return enumerate(desk, call, [&](accounts::Page page) { return desk.store.names(kind, desk.object.home, page); });
}

template <class Row>
Row shown_row(const DisplayRow& from, Arena& memory) {
  Row row{};
  row.Index = from.index;
  row.Rid = from.rid.value;
  row.AccountName = counted_utf8(memory, from.name);
  row.AdminComment = counted_utf8(memory, from.comment);
  if constexpr (requires { row.FullName; }) row.FullName = counted_utf8(memory, from.full_name);
  if constexpr (requires { row.Attributes; })
    row.Attributes = from.control;
  else
    row.AccountControl = from.control;
  return row;
}

template <class Buffer>
void fill(Buffer& to, const std::vector<DisplayRow>& from, Arena& memory) {
  using Row = std::remove_pointer_t<decltype(to.Buffer)>;
  to.EntriesRead = static_cast<uint32_t>(from.size());
  to.Buffer = memory.make<Row>(from.size());
  for (size_t i = 0; i < from.size(); ++i) {
    if constexpr (std::is_same_v<Row, SAMPR_DOMAIN_DISPLAY_OEM>) {
      auto size = static_cast<uint16_t>(std::min<size_t>(from[i].name.size(), 0xFFFF));
      auto* text = reinterpret_cast<uint8_t*>(memory.copy(std::span(from[i].name.data(), size)));
      to.Buffer[i] = {from[i].index, {size, size, text}};
    } else {
      to.Buffer[i] = shown_row<Row>(from[i], memory);
    }
  }
}

Result<Display> display_of(uint32_t level) {
  if (level == 1 || level == 4) return Display::users;
  if (level == 2) return Display::machines;
  if (level == 3 || level == 5) return Display::groups;
  return fail(Win32::invalid_level, "display class {}: 1 to 5 are known", level);
}

void fill(SAMPR_DISPLAY_INFO_BUFFER& to, uint32_t level, const std::vector<DisplayRow>& rows, Arena& memory) {
  switch (level) {
    case 1:
      return fill(to.User, rows, memory);
    case 2:
      return fill(to.Machine, rows, memory);
    case 3:
      return fill(to.Group, rows, memory);
    default:
      return fill(to.Oem, rows, memory);
  }
}

uint32_t size_of(const DisplayRow& row) {
  return static_cast<uint32_t>(row_bytes + 2 * (row.name.size() + row.comment.size() + row.full_name.size()));
}

/** As many rows as fit the preferred bytes, one at least; what they take. */
uint32_t cut_to(std::vector<DisplayRow>& rows, uint32_t bytes) {
  uint32_t used = 0;
  size_t kept = 0;
  while (kept < rows.size() && (kept == 0 || used + size_of(rows[kept]) <= bytes)) used += size_of(rows[kept++]);
  rows.resize(kept);
  return used;
}

// [MS-SAMR] 3.1.5.3.1
template <class M>
Result<void> query_display(Desk& desk, Call<M>& call) {
  const auto& in = call.in();
  call.out.Class = in.Class;
  NTA_CHECK(sam_require(desk, domain_list, "account.display"));
  NTA_TRY(Display list, display_of(in.Class));
  if (desk.object.home == Home::builtin) return {};
  uint32_t most = std::min(in.EntryCount, most_rows);
  NTA_TRY(auto rows, desk.store.display(list, in.Index, most));
  bool all = rows.size() < most;
  size_t found = rows.size();
  uint32_t used = cut_to(rows, in.PreferredMaximumLength);
  if (!rows.empty()) desk.store.left_off(list, rows.back().index, rows.back().name);
  fill(call.out.Buffer, in.Class, rows, call.memory);
  NTA_TRY(auto totals, desk.store.totals());
  call.out.TotalReturned = used;
  call.out.TotalAvailable = (list == Display::groups ? totals.groups : totals.users) * row_bytes;
  if (!all || rows.size() < found) return fail(Win32::more_data, "more rows follow");
  return {};
}

template <class M>
Result<void> find_index(Desk& desk, Call<M>& call) {
  NTA_CHECK(sam_require(desk, domain_list, "account.display"));
  NTA_TRY(Display list, display_of(call.in().Class));
  NTA_TRY(uint32_t first, desk.store.display_index(list, to_utf8(text_of(call.in().Prefix))));
  call.out.Index = first - 1;  // [MS-SAMR] 3.1.5.3.4: the list then goes on with that name
  return {};
}

constexpr uint32_t most_looked_up = 1000;

/** Nothing found is an error, something missing a warning. */
Result<void> outcome(size_t found, size_t asked) {
  if (found == asked) return {};
  if (found == 0) return fail(Win32::none_mapped, "none of the {} is known here", asked);
  return fail(Win32::some_not_mapped, "{} of {} are known here", found, asked);
}

SAMPR_ULONG_ARRAY numbers(const std::vector<uint32_t>& list, Arena& memory) {
  return {static_cast<uint32_t>(list.size()), copy_rows(memory, list)};
}

}  // namespace

Result<void> sam_enumerate_users(Desk& desk, Call<SamrEnumerateUsersInDomain>& call) {
  uint32_t mask = call.in().UserAccountControl;
  if (mask == 0 || desk.object.home == Home::builtin) return enumerate(desk, call, Kind::user);
  return enumerate(desk, call, [&](accounts::Page page) { return desk.store.user_names(page, mask); });
}

Result<void> sam_enumerate_groups(Desk& desk, Call<SamrEnumerateGroupsInDomain>& call) {
  return enumerate(desk, call, Kind::group);
}
Result<void> sam_enumerate_aliases(Desk& desk, Call<SamrEnumerateAliasesInDomain>& call) {
  return enumerate(desk, call, Kind::alias);
}

Result<void> sam_lookup_names(Desk& desk, Call<SamrLookupNamesInDomain>& call) {
  if (call.in().Count > most_looked_up) return fail(Win32::invalid_parameter, "{} names at once", call.in().Count);
  std::vector<std::string> names;
  for (uint32_t i = 0; i < call.in().Count; ++i) names.push_back(to_utf8(text_of(call.in().Names[i])));
  NTA_TRY(auto found, desk.store.find_all(names));
  std::vector<uint32_t> rids(names.size(), 0), uses(names.size(), use_unknown);
  size_t mapped = 0;
  for (size_t i = 0; i < found.size(); ++i) {
    if (!found[i] || found[i]->home != desk.object.home) continue;
    rids[i] = found[i]->rid.value;
    uses[i] = use_of(found[i]->kind);
    ++mapped;
  }
  auto result = outcome(mapped, names.size());
  if (mapped == 0 && !names.empty()) return result;
  call.out.RelativeIds = numbers(rids, call.memory);
  call.out.Use = numbers(uses, call.memory);
  return result;
}

Result<void> sam_lookup_ids(Desk& desk, Call<SamrLookupIdsInDomain>& call) {
  if (call.in().Count > most_looked_up) return fail(Win32::invalid_parameter, "{} RIDs at once", call.in().Count);
  std::vector<Sid> sids;
  for (uint32_t i = 0; i < call.in().Count; ++i)
    sids.push_back(desk.store.sid_of(desk.object.home, Rid(call.in().RelativeIds[i])));
  NTA_TRY(auto found, desk.store.find_all(sids));
  std::vector<RPC_UNICODE_STRING> names(sids.size());
  std::vector<uint32_t> uses(sids.size(), use_unknown);
  size_t mapped = 0;
  for (size_t i = 0; i < found.size(); ++i) {
    if (!found[i]) continue;
    names[i] = counted_text(call.memory, to_utf16(found[i]->name));
    uses[i] = use_of(found[i]->kind);
    ++mapped;
  }
  auto result = outcome(mapped, sids.size());
  if (mapped == 0 && !sids.empty()) return result;
  call.out.Names = {static_cast<uint32_t>(names.size()), copy_rows(call.memory, names)};
  call.out.Use = numbers(uses, call.memory);
  return result;
}

Result<void> sam_display(Desk& desk, Call<SamrQueryDisplayInformation>& call) { return query_display(desk, call); }
Result<void> sam_display2(Desk& desk, Call<SamrQueryDisplayInformation2>& call) { return query_display(desk, call); }
Result<void> sam_display3(Desk& desk, Call<SamrQueryDisplayInformation3>& call) { return query_display(desk, call); }
Result<void> sam_display_index(Desk& desk, Call<SamrGetDisplayEnumerationIndex>& call) {
  return find_index(desk, call);
}
Result<void> sam_display_index2(Desk& desk, Call<SamrGetDisplayEnumerationIndex2>& call) {
  return find_index(desk, call);
}

}  // namespace nta::services
