// Lists of accounts by name, as an administrator's window shows them.
#include "api/netapi32/group_tables.h"
#include "api/netapi32/user_reader.h"
#include "describe/memory.h"
#include "describe/natural.h"
#include "ntadmin/win/lmaccess.h"
#include "protocols/account_rights.h"

namespace nta::describe {

template <>
inline constexpr auto fields_of<NET_DISPLAY_USER> = NTA_MEMBERS(NET_DISPLAY_USER, usri1_, name, comment, flags,
                                                                full_name, user_id, next_index);
template <>
inline constexpr auto fields_of<NET_DISPLAY_MACHINE> = NTA_MEMBERS(NET_DISPLAY_MACHINE, usri2_, name, comment, flags,
                                                                   user_id, next_index);
template <>
inline constexpr auto fields_of<NET_DISPLAY_GROUP> = NTA_MEMBERS(NET_DISPLAY_GROUP, grpi3_, name, comment, group_id,
                                                                 attributes, next_index);

}  // namespace nta::describe

namespace nta::api {
namespace {

using namespace protocols;

constexpr DWORD most_rows = 100;  // of one call, whatever is asked for
constexpr DWORD users = 1, machines = 2, groups = 3;

NET_DISPLAY_USER row_from(const SAMPR_DOMAIN_DISPLAY_USER& from, Arena& memory) {
  return {.usri1_name = memory.text(text_of(from.AccountName)),
          .usri1_comment = memory.text(text_of(from.AdminComment)),
          .usri1_flags = flags_from_control(from.AccountControl),
          .usri1_full_name = memory.text(text_of(from.FullName)),
          .usri1_user_id = from.Rid,
          .usri1_next_index = from.Index};
}

NET_DISPLAY_MACHINE row_from(const SAMPR_DOMAIN_DISPLAY_MACHINE& from, Arena& memory) {
  return {.usri2_name = memory.text(text_of(from.AccountName)),
          .usri2_comment = memory.text(text_of(from.AdminComment)),
          .usri2_flags = flags_from_control(from.AccountControl),
          .usri2_user_id = from.Rid,
          .usri2_next_index = from.Index};
}

NET_DISPLAY_GROUP row_from(const SAMPR_DOMAIN_DISPLAY_GROUP& from, Arena& memory) {
  return {.grpi3_name = memory.text(text_of(from.AccountName)),
          .grpi3_comment = memory.text(text_of(from.AdminComment)),
          .grpi3_group_id = from.Rid,
          .grpi3_attributes = from.Attributes,
          .grpi3_next_index = from.Index};
}

template <class Buffer>
Result<DWORD> hand_out_rows(const Buffer& from, LPBYTE* block) {
  Arena memory;
  using Row = decltype(row_from(*from.Buffer, memory));
  std::vector<Row> rows;
  for (const auto& each : rows_in(from.Buffer, from.EntriesRead)) rows.push_back(row_from(each, memory));
  NTA_CHECK(hand_out(describe::type_of<Row>, rows.data(), rows.size(), block));
  return static_cast<DWORD>(rows.size());
}

Result<DWORD> hand_out_level(DWORD level, const SAMPR_DISPLAY_INFO_BUFFER& buffer, LPBYTE* block) {
  if (level == users) return hand_out_rows(buffer.User, block);
  return level == machines ? hand_out_rows(buffer.Machine, block) : hand_out_rows(buffer.Group, block);
}

Result<SamDomain> open(const WCHAR* server_name, DWORD level) {
  if (level < users || level > groups) return fail(Win32::invalid_level, "level {}", level);
  NTA_TRY(SamServer server, SamServer::connect(server_name));
  return server.open_accounts(domain_lookup | domain_list);
}

Result<void> query(const WCHAR* server_name, DWORD level, DWORD index, DWORD wanted, DWORD length, LPDWORD count,
                   PVOID* rows) {
  if (!count || !rows) return fail(Win32::invalid_parameter, "no room for the answer");
  *count = 0;
  *rows = nullptr;
  NTA_TRY(SamDomain domain, open(server_name, level));
  NTA_TRY(auto page, domain.page<SamrQueryDisplayInformation2>({.Class = level,
                                                                .Index = index,
                                                                .EntryCount = std::min(wanted, most_rows),
                                                                .PreferredMaximumLength = length}));
  LPBYTE block = nullptr;
  NTA_TRY(*count, hand_out_level(level, page->Buffer, &block));
  *rows = block;
  return net_status(status_of(page.value), "samr");
}

Result<void> find(const WCHAR* server_name, DWORD level, const WCHAR* prefix, LPDWORD index) {
  if (!index) return fail(Win32::invalid_parameter, "no room for the answer");
  *index = 0;
  NTA_TRY(SamDomain domain, open(server_name, level));
  NTA_TRY(auto out, domain.call<SamrGetDisplayEnumerationIndex2>({.Class = level, .Prefix = counted(prefix)}));
  *index = out->Index;
  return {};
}

}  // namespace
}  // namespace nta::api

using namespace nta::api;

extern "C" {

NET_API_STATUS NetQueryDisplayInformation(LPCWSTR ServerName, DWORD Level, DWORD Index, DWORD EntriesRequested,
                                          DWORD PreferredMaximumLength, LPDWORD ReturnedEntryCount,
                                          PVOID* SortedBuffer) {
  return c_status([&] {
    return query(ServerName, Level, Index, EntriesRequested, PreferredMaximumLength, ReturnedEntryCount, SortedBuffer);
  });
}

NET_API_STATUS NetGetDisplayInformationIndex(LPCWSTR ServerName, DWORD Level, LPCWSTR Prefix, LPDWORD Index) {
  return c_status([&] { return find(ServerName, Level, Prefix, Index); });
}

}  // extern "C"
