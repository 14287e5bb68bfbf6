// ntadmin tskill: ends processes by id or name.
#include <fnmatch.h>
#include <unistd.h>

#include <array>

#include "base/utf16.h"
#include "tools/commands.h"
#include "tools/find_session.h"
#include "tools/talk.h"

namespace nta::tools {
namespace {

constexpr Option id_option{"id", "N", "look in session N; in your own if left out"};
constexpr Option all_option{"all", "", "look in all sessions", "a"};
constexpr std::array options = {id_option, all_option, server_option, verbose_option};

/** `what` names the process in a sentence: its id, and its name where that was typed. */
Result<void> end_process(const Server& server, DWORD pid, const std::string& what, const Arguments& arguments) {
  if (arguments.has(verbose_option)) talk("Ending process {} of {}", what, server.place());
  if (WTSTerminateProcess(server.handle(), pid, 1)) return {};
  auto reason = static_cast<Win32>(GetLastError());
  if (reason == Win32::invalid_parameter)
    return fail(reason, "no process {} on {}; 'ntadmin query process *' lists them", pid, server.place());
  if (reason == Win32::access_denied && server.is_local() && geteuid() == 0)
    return fail(reason, "cannot end process {}; init, ntadmind and its keepers are ended by nobody", what);
  return fail(reason, "cannot end process {} of {}", what, server.place());
}

/** Which session the processes of a name are looked for in. */
Result<DWORD> session_to_search(const Server& server, const Arguments& arguments) {
  if (arguments.has(all_option)) return WTS_ANY_SESSION;
  if (auto text = arguments.value(id_option)) {
    if (auto id = parse_number(*text)) return *id;
    return misuse("'{}' is no session id", *text);
  }
  if (auto own = own_session(server)) return *own;
  return misuse("which session of {}? Give /id:N, or /a for all", server.place());
}

Result<void> tskill(const Arguments& arguments) {
  NTA_CHECK(arguments.at_most_one_of({id_option, all_option}));
  NTA_TRY(auto server, Server::of(arguments));
  std::string wanted = arguments.operand();
  if (auto pid = parse_number(wanted)) return end_process(server, *pid, wanted, arguments);
  NTA_TRY(DWORD session, session_to_search(server, arguments));
  NTA_TRY(auto processes, list_processes(server, session));
  size_t found = 0;
  Result<void> first_failure;
  for (const auto& process : processes.all()) {
    std::string name = to_utf8(view_or_empty(process.pProcessName));
    if (fnmatch(wanted.c_str(), name.c_str(), FNM_CASEFOLD) != 0) continue;
    ++found;
    auto ended = end_process(server, process.ProcessId, fmt::format("{} ({})", process.ProcessId, name), arguments);
    if (!ended && first_failure) first_failure = std::move(ended);
  }
  if (!found && session == WTS_ANY_SESSION)
    return fail(Win32::invalid_parameter, "no process on {} is called '{}'; 'ntadmin query process *' lists them",
                server.place(), wanted);
  if (!found)
    return fail(Win32::invalid_parameter, "no process of session {} is called '{}'; /a looks in all sessions", session,
                wanted);
  return first_failure;
}

}  // namespace

const Command tskill_command = {
    .name = "tskill",
    .alias = "tskill",
    .what = "end a process",
    .operands = {"pid | name", 1, 1},
    .options = options,
    .notes = "A name may hold the wildcards * and ?. The process is killed at once and cannot clean up.\n",
    .run = tskill,
};

}  // namespace nta::tools
