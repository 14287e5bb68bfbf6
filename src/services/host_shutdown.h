// The end of the sessions, of this host or of the machine: one function for every interface that asks for it.
#pragma once

#include <memory>

#include "services/call.h"

namespace nta::services {

/** WTS_WSD_* of wtsapi32.h. */
namespace wsd {
inline constexpr uint32_t logoff = 1;
inline constexpr uint32_t shutdown = 2;
inline constexpr uint32_t reboot = 4;
inline constexpr uint32_t power_off = 8;
inline constexpr uint32_t fast_reboot = 16;
}  // namespace wsd

/** Whether this host can do what the flags say: not_supported for a fast reboot, and in user mode for anything that is
 *  the machine's (docs/rulings.md 16); invalid_parameter for no flag and unknown ones. */
Result<void> check_shutdown_flags(const Host& host, uint32_t flags);

/** Does it, for a caller who may. `done` hears of it before the host ends. */
void shut_down(Host& host, const std::shared_ptr<Client>& client, uint32_t flags, host::Completion done);

/** The sessions that a shutdown would end, but the caller's own. */
std::vector<host::Session> sessions_to_end(const Host& host, SessionId spared);

}  // namespace nta::services
