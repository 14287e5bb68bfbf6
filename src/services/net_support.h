// What the handlers of srvsvc, wkssvc and the shutdown interfaces have in common: who may, what is logged, values of
// the model as values of the wire.
#pragma once

#include <algorithm>
#include <initializer_list>
#include <string>

#include "base/utf16.h"
#include "host/server/network_server.h"
#include "services/audit.h"

namespace nta::services {

/** Who may, as [MS-SRVS] and [MS-WKST] say of each method: any of these groups is enough. */
enum class Members : uint32_t {
  everyone,            // nobody, too, where the configuration lets it in
  authenticated,       // anybody who is somebody
  administrators,      //
  server_operators,    // or Administrators, as in all that follow
  operators,           // Server, Account
  server_and_power,    // Server Operators, Power Users
  server_power_print,  // these and Print Operators
};

/** access_denied with an audit line, and counted, when the caller is none of `members`. */
Result<void> require(Host& host, const Client& client, Members members, std::string_view action);
bool is_one_of(const auth::AccessToken& caller, Members members);

/** server_not_started (2114) where this host has no server. */
Result<host::NetworkServer*> server_of(const Host& host);

/** The terminal sessions somebody is logged on in. */
std::vector<const host::Session*> logged_on_sessions(const Host& host);

inline char16_t* wire_text(Arena& memory, std::string_view text) { return memory.text(to_utf16(text)); }
inline std::string text_or_empty(const char16_t* text) { return text ? to_utf8(text) : std::string(); }
inline bool is_given(const char16_t* text) { return text && *text; }

/** Whole seconds from then to now; 0 for what is yet to come. */
uint32_t seconds_since(FileTime then);

/** invalid_parameter for a filter of more than 1,024 units with its terminator ([MS-SRVS] 3.1.4.1 and after). */
Result<void> check_filter(const char16_t* filter, std::string_view name);

/** Puts the number of the member at fault where the caller wants it, and fails with invalid_parameter. */
template <class Call, class... Args>
Error member_at_fault(Call& call, uint32_t member, fmt::format_string<Args...> format, Args&&... args) {
  if (call.out.ParmErr) *call.out.ParmErr = member;
  return fail(Win32::invalid_parameter, format, std::forward<Args>(args)...);
}

/** For methods with ParmErr: the caller's own place for it, holding 0 (PARM_ERROR_NONE) until something is at fault. */
template <class Call>
void prepare_parm_err(Call& call, const uint32_t* asked) {
  if (asked) call.out.ParmErr = call.memory.template make<uint32_t>();
}

}  // namespace nta::services
