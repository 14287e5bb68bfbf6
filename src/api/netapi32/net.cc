// Names of servers, codes, and blocks of rows.
#include "api/netapi32/net.h"

#include <algorithm>

#include "api/ntadmin/blocks.h"
#include "base/utf16.h"

namespace nta::api {

Result<NetServer> net_server(const WCHAR* name) {
  std::u16string_view text = view_or_empty(name);
  if (text.empty()) return NetServer{client::Server::local(), {}};
  if (text.find_first_not_of(u'\\') == text.npos)
    return fail(Win32::invalid_name, "'{}' names no server", to_utf8(text));
  return NetServer{client::Server::named(to_utf8(text)), std::u16string(text)};
}

Result<void> net_status(Win32 status, std::string_view method) {
  if (status == Win32::success) return {};
  return fail(status, "{} answered {}", method, code(status));
}

Result<void> need_name(const WCHAR* name) {
  if (view_or_empty(name).empty()) return fail(Win32::invalid_parameter, "a name is wanted");
  return {};
}

Result<void> hand_out(const describe::Type& row, const void* rows, size_t count, LPBYTE* bufptr) {
  if (count == 0) return {};
  if (!rows) return fail(Win32::rpc_bad_stub_data, "{} rows that are not there", count);
  NTA_TRY(void* block, describe::pack(row, rows, count, new_block));
  *bufptr = static_cast<LPBYTE>(block);
  return {};
}

Result<void> EnumOutputs::clear() const {
  if (!bufptr || !entriesread || !totalentries) return fail(Win32::invalid_parameter, "no room for the answer");
  *bufptr = nullptr;
  *entriesread = *totalentries = 0;
  return {};
}

Result<void> EnumOutputs::fill(const describe::Type& row, const void* rows, uint32_t count, uint32_t total,
                               Win32 status) const {
  if (status == Win32::more_data && count == 0)
    return fail(Win32::buffer_too_small, "not one entry fits into the size preferred");
  NTA_CHECK(hand_out(row, rows, count, bufptr));
  *entriesread = count;
  *totalentries = total;
  return net_status(status, "the server");
}

Result<void> EnumOutputs::fill(describe::RowParts& rows, uint32_t total, Win32 status) const {
  auto count = static_cast<uint32_t>(rows.count());
  if (status == Win32::more_data && count == 0)
    return fail(Win32::buffer_too_small, "not one entry fits into the size preferred");
  if (count != 0) {
    NTA_TRY(void* block, rows.join(new_block));
    *bufptr = static_cast<LPBYTE>(block);
  }
  *entriesread = count;
  *totalentries = std::max(total, count);
  return net_status(status, "the server");
}

}  // namespace nta::api
