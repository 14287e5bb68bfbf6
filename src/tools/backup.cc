// ntadmin backup, restore: the account database in one file.
#include <array>

#include "base/files.h"
#include "host/accounts/restore.h"
#include "tools/account_store.h"
#include "tools/commands.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

constexpr std::array options = {state_dir_option};

Result<void> backup(const Arguments& arguments) {
  NTA_TRY(std::string path, absolute_path(arguments.operand()));
  NTA_TRY(auto store, open_accounts(arguments));
  NTA_CHECK(store->backup(path));
  NTA_TRY(accounts::Totals totals, store->totals());
  talk("{}: {} users, {} groups, {} local groups, and the key of their passwords. Keep it as safe as those.", path,
       totals.users, totals.groups, totals.aliases);
  return {};
}

Result<void> restore(const Arguments& arguments) {
  NTA_TRY(std::string path, absolute_path(arguments.operand()));
  NTA_TRY(std::string directory, find_state_dir(arguments));
  NTA_CHECK(check_not_running(directory));
  NTA_CHECK(accounts::restore(path, directory));
  NTA_TRY(auto store, open_accounts(arguments));
  NTA_TRY(accounts::Totals totals, store->totals());
  talk("{} users, {} groups, {} local groups are back in {}.", totals.users, totals.groups, totals.aliases, directory);
  return {};
}

}  // namespace

const Command backup_command = {
    .name = "backup",
    .alias = "",
    .what = "copy the account database to a file",
    .operands = {"file", 1, 1, Program::refused, Operand::path},
    .options = options,
    .notes = "The host may go on meanwhile. The file holds the key of the passwords, too.\n",
    .run = backup,
};

const Command restore_command = {
    .name = "restore",
    .alias = "",
    .what = "put a backup of the account database back",
    .operands = {"file", 1, 1, Program::refused, Operand::path},
    .options = options,
    .notes = "The host must not be running. A file that is damaged or no backup changes nothing.\n",
    .run = restore,
};

}  // namespace nta::tools
