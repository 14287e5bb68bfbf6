// The commands, one file each.
#pragma once

#include "tools/command.h"

namespace nta::tools {

extern const Command attach_command;
extern const Command query_session_command;
extern const Command query_user_command;
extern const Command query_process_command;
extern const Command tsdiscon_command;
extern const Command logoff_command;
extern const Command tskill_command;
extern const Command msg_command;
extern const Command reset_session_command;
extern const Command shutdown_command;
extern const Command query_termserver_command;
extern const Command enable_login_command;
extern const Command disable_login_command;
extern const Command events_command;
extern const Command shadow_command;
extern const Command listener_command;
extern const Command userconfig_command;
extern const Command change_logon_command;
extern const Command tscon_command;
extern const Command setup_command;
extern const Command backup_command;
extern const Command restore_command;
extern const Command account_import_command;
extern const Command account_export_command;
extern const Command net_session_command;
extern const Command net_file_command;
extern const Command net_share_command;
extern const Command net_statistics_command;
extern const Command net_config_command;
extern const Command net_group_command;
extern const Command net_localgroup_command;
extern const Command net_accounts_command;
extern const Command net_use_command;
extern const Command net_user_command;
extern const Command net_view_command;
extern const Command net_time_command;
extern const Command ping_command;
extern const Command completion_command;

}  // namespace nta::tools
