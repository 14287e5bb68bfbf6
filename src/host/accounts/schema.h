// The tables of the account database: made, checked, and brought from an older release's form to today's.
#pragma once

#include "host/accounts/database.h"

namespace nta::accounts {

/** Today's form; a database of a greater one is of a newer release. */
int64_t schema_version();

/** How many tables a new database has before prepare_schema: none. */
Result<bool> is_empty(Database& database);

/** Refuses files that are no account database, or of a newer release: invalid_data, revision_mismatch. */
Result<void> check_form(Database& database, const std::string& path);

/** Refuses files that are no account database of this or an earlier release, or are damaged; makes the tables of an
 *  empty one. invalid_data, revision_mismatch. */
Result<void> prepare_schema(Database& database, const std::string& path);

/** For the sealed text that tells whether a key file is the database's own: no account has this RID. */
inline constexpr uint32_t key_check_purpose = 0;

/** Reads every page: a copy that lost some is found. */
Result<void> check_integrity(Database& database, const std::string& path);

}  // namespace nta::accounts
