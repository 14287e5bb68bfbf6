// Names and SIDs as LSA tells them: accounts of this machine, Builtin, well-known ones, Unix users and groups.
#pragma once

#include "host/accounts/store.h"

namespace nta::services {

/** SID_NAME_USE ([MS-LSAT] 2.2.13). */
enum class NameUse : uint32_t { user = 1, group = 2, domain = 3, alias = 4, well_known_group = 5, unknown = 8 };

struct Translation {
  NameUse use = NameUse::unknown;
  Sid sid;
  std::string name;         // of the account; empty for a domain
  std::string domain_name;  // empty where it is in none
  Sid domain;

  bool is_known() const { return use != NameUse::unknown; }
};

/** In the order asked; unknown ones among them. Blocks: the store, and the system's own user database. */
Result<std::vector<Translation>> translate_sids(accounts::AccountStore& store, std::span<const Sid> sids);

/** Names are NAME, DOMAIN\NAME or NAME@DOMAIN, in any case. */
Result<std::vector<Translation>> translate_names(accounts::AccountStore& store, std::span<const std::string> names);

}  // namespace nta::services
