// Accounts from elsewhere: Samba's `pdbedit -L -w` lines, and CSV; and back to both.
#pragma once

#include "host/accounts/store.h"

namespace nta::accounts {

/** One account of a file, or why its line is none. */
struct ImportRow {
  User user;
  std::optional<auth::Key> nt_hash;
  FileTime password_set = 0;  // of nt_hash; 0: it has to be changed first
};

/** One row, behind the number of its line. */
using ImportLine = std::pair<size_t, ImportRow>;

struct ImportError {
  size_t line = 0;  // from 1
  Error error;
};

struct ImportFile {
  std::vector<ImportLine> rows;
  std::vector<ImportError> errors;
};

// Both forms: a name is taken once, a byte order mark is skipped, and a file without a line is an error of its first.

/** name:uid:LM:NT:[flags]:LCT-hex:, one account a line; machine accounts, too. LM hashes are not taken. */
ImportFile read_passdb(std::string_view text);

/** The first line names the columns: name, and any of full_name, comment, user_comment, home_directory, home_drive,
 *  script_path, profile_path, workstations, disabled, password_never_expires. Quoted as RFC 4180 says; separated
 *  by semicolons where the first line is. */
ImportFile read_csv(std::string_view text);

/** The same forms. Passwords are in passdb's alone. */
std::string csv_heading();
std::string csv_line(const User& user);
std::string passdb_line(const User& user, const std::optional<auth::Key>& nt_hash);

enum class DryRun { no, yes };

/** Rows into the store, or only the checks of them; what was wrong with which line (user_exists and the like). The
 * other rows go on. */
std::vector<ImportError> import_rows(AccountStore& store, std::span<const ImportLine> rows, DryRun dry_run);

}  // namespace nta::accounts
