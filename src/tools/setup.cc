// ntadmin setup: makes the account database, and in it who administers this host over the network.
#include "host/accounts/setup.h"

#include <array>

#include "tools/account_store.h"
#include "tools/commands.h"
#include "tools/password.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

constexpr Option admin_option{"admin", "NAME", "the account that administers (Administrator)"};
constexpr std::array options = {state_dir_option, admin_option, password_fd_option};

Result<void> setup(const Arguments& arguments) {
  std::string name = arguments.value(admin_option).value_or("Administrator");
  NTA_TRY(auto store, make_accounts(arguments));
  NTA_TRY(auto already, accounts::who_administers(*store));
  if (already) return fail(Win32::already_exists, "this host is set up already: '{}' administers it", *already);
  NTA_TRY(std::u16string password, new_password(arguments, store->domain_name() + "\\" + name));
  NTA_CHECK(accounts::set_up(*store, name, password));
  talk("{}\\{} administers this host ({}).", store->domain_name(), name, store->domain_sid().text());
  return {};
}

}  // namespace

const Command setup_command = {
    .name = "setup",
    .alias = "",
    .what = "make the first account that administers this host over the network",
    .operands = {"", 0, 0},
    .options = options,
    .notes =
        "Asks for the password, twice; a password is never taken from the command line. Works before the host runs "
        "and\n"
        "while it does. Run it as root for the host of this machine.\n",
    .run = setup,
};

}  // namespace nta::tools
