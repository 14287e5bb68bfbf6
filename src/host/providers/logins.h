// The logins of the host: logind's where it is there, else utmp's.
#pragma once

#include "host/providers/logind.h"
#include "host/providers/utmp.h"
#include "host/sessions/session_table.h"

namespace nta::host {

/** Adds both providers, so that one of them tells. `ender` outlives the table. */
void add_login_providers(SessionTable& table, Executor& executor, SessionEnder& ender,
                         LogindProvider::Options logind = {}, UtmpProvider::Options utmp = {});

}  // namespace nta::host
