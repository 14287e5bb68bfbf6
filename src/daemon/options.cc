#include "daemon/options.h"

#include <CLI/CLI.hpp>
#include <filesystem>
#include <sstream>

#include "base/files.h"
#include "daemon/config.h"

namespace nta::daemon {
namespace {

constexpr const char* about =
    "ntadmind, the session host of ntadmin.\n"
    "Without --foreground it returns once its socket answers, and goes on in the background.\n"
    "Exit status: 0 started or ended well, 1 failed, 2 wrong usage or configuration, 3 already running.";

void declare(CLI::App& app, Options& options, bool& system, bool& foreground) {
  auto* user_flag = app.add_flag("--user")->description("A host of the calling user's own (the default)");
  auto* system_flag = app.add_flag("--system", system, "The host of this machine; start it as root");
  system_flag->excludes(user_flag);
  auto* state_dir =
      app.add_option("--state-dir", options.state_dir, "Directory of what outlives a restart")->type_name("DIR");
  app.add_option("--smb-port", options.smb_port, "TCP port for SMB; 0: none (the default of a user's own host)")
      ->type_name("N");
  app.add_option("--rpc-port", options.rpc_port, "TCP port for RPC; 0: none (the default of a user's own host)")
      ->type_name("N");
  app.add_option("--epmapper-port", options.epmapper_port, "TCP port of the endpoint mapper; 0: none (likewise)")
      ->type_name("N");
  auto* ephemeral =
      app.add_flag("--ephemeral", options.ephemeral,
                   "A disposable host for tests: accounts in memory, a free SMB port of this machine's own "
                   "address, nothing left at its end");
  ephemeral->excludes(system_flag)->excludes(state_dir);
  app.add_option("--accounts", options.accounts_file, "Its accounts: name:password:local group,... a line")
      ->type_name("FILE")
      ->needs(ephemeral);
  app.add_flag("--print-env", options.print_environment, "Print where it is reached, as lines for a shell, once ready")
      ->excludes(system_flag);
  app.add_flag("--foreground", foreground, "Stay in the foreground, log to stderr");
  app.add_option("--config", options.config, "Configuration file")->type_name("FILE");
  app.add_option("--log-level", options.log_level, "debug, info, warning or error")->type_name("L");
  app.set_version_flag("--version", "ntadmind " NTADMIN_VERSION, "Print the version");
}

Result<void> make_absolute(std::string& path) {
  if (path.empty()) return {};
  NTA_TRY(std::string absolute, absolute_path(path));
  path = std::filesystem::path(absolute).lexically_normal().string();
  return {};
}

// The daemon leaves the directory it was started in.
Result<void> make_paths_absolute(Options& options) {
  for (auto* path : {&options.state_dir, &options.config})
    if (*path) NTA_CHECK(make_absolute(**path));
  return make_absolute(options.accounts_file);
}

}  // namespace

std::variant<Options, Answer> parse_options(int argc, const char* const* argv) {
  Options options;
  bool system = false;
  bool foreground = false;
  CLI::App app(about, "ntadmind");
  declare(app, options, system, foreground);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    std::ostringstream out;
    std::ostringstream trouble;
    int status = app.exit(error, out, trouble);
    return Answer{status == 0 ? Exit::success : Exit::usage, out.str() + trouble.str()};
  }
  options.mode = system ? Mode::system : Mode::user;
  options.stay = foreground ? Stay::in_foreground : Stay::in_background;
  if (auto made = make_paths_absolute(options); !made)
    return Answer{Exit::usage, fmt::format("ntadmind: {}\n", made.error().text)};
  return options;
}

Result<Settings> settings_for(const Options& options) {
  NTA_TRY(Settings settings, default_settings(options.mode));
  if (options.config)
    NTA_CHECK(load_config(*options.config, Missing::is_an_error, settings));
  else if (!options.ephemeral)
    NTA_CHECK(load_config(default_config_path(options.mode), Missing::is_fine, settings));
  if (options.state_dir) NTA_CHECK(set_value("state_dir", *options.state_dir, settings));
  if (options.log_level) NTA_CHECK(set_value("log_level", *options.log_level, settings));
  if (options.smb_port) settings.smb_port = options.smb_port;
  if (options.rpc_port) settings.rpc_port = options.rpc_port;
  if (options.epmapper_port) settings.epmapper_port = options.epmapper_port;
  settings.ephemeral = options.ephemeral;
  settings.accounts_file = options.accounts_file;
  if (options.ephemeral && settings.listen.empty()) settings.listen = "127.0.0.1";
  NTA_CHECK(complete(settings));
  return settings;
}

}  // namespace nta::daemon
