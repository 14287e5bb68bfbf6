// Names and SIDs of a server, both ways, over lsarpc.
#pragma once

#include <span>

#include "api/netapi32/net.h"
#include "base/sid.h"

namespace nta::api {

struct LsaName {
  Sid sid;
  uint32_t use = 8;  // SID_NAME_USE; 8: unknown
  std::u16string name;
  std::u16string domain;
};

/** In the order asked, unknown ones among them. */
Result<std::vector<LsaName>> names_of_sids(client::Server& server, std::span<const Sid> sids);
/** no_such_member (1387) when one of them is unknown. */
Result<std::vector<Sid>> sids_of_names(client::Server& server, std::span<const std::u16string_view> names);

}  // namespace nta::api
