#include "daemon/monitor/keepers.h"

#include <unistd.h>

#include <cstdio>
#include <fstream>

#include "base/files.h"
#include "daemon/state_dir.h"
#include "host/processes/proc_files.h"

namespace nta::daemon::monitor {
namespace {

bool lives(const host::ProcessRef& process) {
  auto stat = host::proc::read_stat("/proc", process.pid);
  return stat && stat->start_ticks == process.start_ticks && stat->state != 'Z';
}

}  // namespace

std::string Keepers::file_of(SessionId session) const { return fmt::format("{}/{}", directory_, session.value); }

Result<Keepers> Keepers::find(const std::string& runtime_dir) {
  Keepers keepers(runtime_dir + "/keepers");
  NTA_CHECK(make_directory(keepers.directory_, 0755));
  NTA_TRY(auto names, entries_of(keepers.directory_));
  for (const std::string& name : names) {
    std::string path = keepers.directory_ + "/" + name;
    unsigned session = 0;
    host::ProcessRef process;
    bool named = std::sscanf(name.c_str(), "%u", &session) == 1;
    std::ifstream file(path);
    if (named && file >> process.pid >> process.start_ticks && lives(process))
      keepers.keepers_[SessionId(session)] = process;
    else
      unlink(path.c_str());
  }
  return keepers;
}

Result<void> Keepers::add(SessionId session, pid_t pid) {
  if (keepers_.contains(session)) return fail(Win32::already_exists, "session {} has a keeper", session.value);
  auto stat = host::proc::read_stat("/proc", pid);
  if (!stat) return fail(Win32::invalid_parameter, "there is no process {}", pid);
  NTA_CHECK(
      replace_file(file_of(session), fmt::format("{} {}\n", pid, stat->start_ticks), Durability::as_the_system_does));
  keepers_[session] = {pid, stat->start_ticks};
  return {};
}

void Keepers::remove(pid_t pid) {
  for (auto each = keepers_.begin(); each != keepers_.end(); ++each) {
    if (each->second.pid != pid) continue;
    unlink(file_of(each->first).c_str());
    keepers_.erase(each);
    return;
  }
}

void Keepers::drop_ended() {
  std::vector<pid_t> ended;
  for (const auto& [session, process] : keepers_)
    if (!lives(process)) ended.push_back(process.pid);
  for (pid_t pid : ended) remove(pid);
}

std::vector<pid_t> Keepers::pids() const {
  std::vector<pid_t> list;
  for (const auto& [session, process] : keepers_) list.push_back(process.pid);
  return list;
}

}  // namespace nta::daemon::monitor
