// The table of commands. To add one: a file with its Command and its function, and a line in each list here.
#include "tools/commands.h"

#include <array>

namespace nta::tools {

std::span<const Command* const> all_commands() {
  static constexpr std::array commands = {&attach_command,
                                          &query_session_command,
                                          &query_user_command,
                                          &query_process_command,
                                          &query_termserver_command,
                                          &tsdiscon_command,
                                          &tscon_command,
                                          &logoff_command,
                                          &reset_session_command,
                                          &tskill_command,
                                          &msg_command,
                                          &shadow_command,
                                          &events_command,
                                          &enable_login_command,
                                          &disable_login_command,
                                          &change_logon_command,
                                          &shutdown_command,
                                          &userconfig_command,
                                          &listener_command,
                                          &setup_command,
                                          &account_import_command,
                                          &account_export_command,
                                          &backup_command,
                                          &restore_command,
                                          &net_user_command,
                                          &net_group_command,
                                          &net_localgroup_command,
                                          &net_accounts_command,
                                          &net_session_command,
                                          &net_file_command,
                                          &net_share_command,
                                          &net_use_command,
                                          &net_view_command,
                                          &net_config_command,
                                          &net_statistics_command,
                                          &net_time_command,
                                          &ping_command,
                                          &completion_command};
  return commands;
}

std::span<const Topic> all_topics() {
  static constexpr std::array topics = {
      Topic{"Sessions:", &attach_command},
      Topic{"This host and its sessions' rules:", &enable_login_command},
      Topic{"The account database:", &setup_command},
      Topic{"The network, and what Windows' net does:", &net_user_command},
      Topic{"Shells:", &completion_command},
  };
  return topics;
}

}  // namespace nta::tools
