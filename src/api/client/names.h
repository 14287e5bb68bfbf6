// Names and SIDs of a server, both ways, over lsarpc; and how calls hold texts and SIDs.
#pragma once

#include <algorithm>
#include <span>
#include <string>
#include <vector>

#include "api/client/server.h"
#include "base/shown.h"
#include "base/sid.h"
#include "protocols/samr_types.h"

namespace nta::client {

/** Text for a call; lives as long as `text`. */
inline protocols::RPC_UNICODE_STRING counted(std::u16string_view text) {
  auto bytes = static_cast<uint16_t>(2 * std::min<size_t>(text.size(), 0x7FFE));
  return {bytes, bytes, const_cast<char16_t*>(text.data())};
}

/** A SID as it lies in memory, of a size that its own head tells; null or malformed: one without authority. */
NTA_SHOWN Sid sid_of_packed(const void* packed);

struct AccountName {
  Sid sid;
  uint32_t use = 8;  // SID_NAME_USE; 8: unknown
  std::u16string name;
  std::u16string domain;

  bool is_known() const { return use != 8; }
};

/** In the order asked, unknown ones among them. */
NTA_SHOWN Result<std::vector<AccountName>> names_of_sids(Server& server, std::span<const Sid> sids);
NTA_SHOWN Result<std::vector<AccountName>> sids_of_names(Server& server, std::span<const std::u16string_view> names);

}  // namespace nta::client
