// ntadmin account import, export: accounts of another server or a list, into the database and out of it.
#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/files.h"
#include "host/accounts/import.h"
#include "tools/account_store.h"
#include "tools/commands.h"
#include "tools/hint.h"
#include "tools/table.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

using namespace accounts;

constexpr Option from_option{"from", "FORM", "passdb (lines of 'pdbedit -L -w') or csv"};
constexpr Option to_option{"to", "FORM", "passdb, with the hashes of passwords; or csv (if left out)"};
constexpr Option dry_run_option{"dry-run", "", "say what is wrong, change nothing"};
constexpr std::array import_options = {state_dir_option, from_option, dry_run_option};
constexpr std::array export_options = {state_dir_option, to_option};

constexpr size_t largest_file = 256u << 20;
constexpr size_t rows_a_step = 1000;  // added together, between two states of the progress line

/** "  120 of 5000", over and over on one line; nothing where stderr is no terminal. */
class Progress {
 public:
  explicit Progress(size_t total) : total_(total), shows_(isatty(STDERR_FILENO) == 1) {}
  void at(size_t done) const {
    if (shows_) fmt::print(stderr, "\r{:>9} of {}", done, total_);
    if (shows_ && done == total_) fmt::print(stderr, "\n");
  }

 private:
  size_t total_;
  bool shows_;
};

Result<ImportFile> read_import(const Arguments& arguments) {
  std::string path = arguments.operand();
  std::string form = arguments.value(from_option).value_or("");
  if (form != "passdb" && form != "csv") return misuse("--from says what the file is: passdb or csv");
  NTA_TRY(std::string text, read_file(path, largest_file));
  return form == "passdb" ? read_passdb(text) : read_csv(text);
}

// What is wrong with a line says its number; the other lines go on.
Result<void> import_accounts(const Arguments& arguments) {
  NTA_TRY(ImportFile file, read_import(arguments));
  NTA_TRY(auto store, open_accounts(arguments));
  DryRun dry_run = arguments.has(dry_run_option) ? DryRun::yes : DryRun::no;
  Progress progress(file.rows.size());
  std::span<const ImportLine> rows(file.rows);
  size_t refused = 0;
  for (size_t done = 0; done < rows.size();) {
    auto step = rows.subspan(done, std::min(rows_a_step, rows.size() - done));
    auto errors = import_rows(*store, step, dry_run);
    refused += errors.size();
    std::ranges::move(errors, std::back_inserter(file.errors));
    progress.at(done += step.size());
  }
  std::ranges::sort(file.errors, {}, &ImportError::line);
  for (const ImportError& each : file.errors) talk("{}:{}: {}", arguments.operand(), each.line, sentence(each.error));
  talk("{} accounts {}, {} lines with errors.", rows.size() - refused,
       dry_run == DryRun::yes ? "could be added" : "added", file.errors.size());
  if (file.errors.empty()) return {};
  return fail(Win32::invalid_data, "{} lines of {} were left out", file.errors.size(), arguments.operand());
}

Result<void> export_accounts(const Arguments& arguments) {
  std::string form = arguments.value(to_option).value_or("csv");
  if (form != "passdb" && form != "csv") return misuse("--to is passdb or csv");
  NTA_TRY(auto store, open_accounts(arguments));
  if (form == "csv") NTA_CHECK(print(csv_heading() + "\n"));
  for (Page page;;) {
    NTA_TRY(auto users, store->users(page));
    for (const User& user : users) {
      std::optional<auth::Key> hash;
      if (form == "passdb") {
        NTA_TRY(hash, store->nt_hash(user.rid));
      }
      NTA_CHECK(print((form == "csv" ? csv_line(user) : passdb_line(user, hash)) + "\n"));
    }
    if (users.size() < page.most) return {};
    page.after = users.back().rid;
  }
}

}  // namespace

const Command account_import_command = {
    .name = "account import",
    .alias = "",
    .what = "add the accounts of a file",
    .operands = {"file", 1, 1, Program::refused, Operand::path},
    .options = import_options,
    .notes =
        "passdb: what 'pdbedit -L -w' of Samba prints; the passwords go on being good. csv: the first line names the\n"
        "columns, of which 'name' is needed; 'ntadmin account export' shows them all.\n",
    .run = import_accounts,
};

const Command account_export_command = {
    .name = "account export",
    .alias = "",
    .what = "print the accounts, for another server or a list",
    .operands = {"", 0, 0},
    .options = export_options,
    .notes = "passdb has the hashes of the passwords: whoever reads them can log on with them.\n",
    .run = export_accounts,
};

}  // namespace nta::tools
