#include "host/processes/process_list.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "host/processes/proc_files.h"

namespace nta::host {
namespace {

constexpr size_t command_length = 15;  // where the kernel cuts

// The kernel cuts long names; the first argument has the whole one, unless the program changed it.
std::string program_name(int directory, const proc::Stat& stat) {
  if (stat.command.size() < command_length) return stat.command;
  auto arguments = proc::read_at(directory, "cmdline");
  if (!arguments) return stat.command;
  std::string_view first(arguments->c_str());
  first = first.substr(first.rfind('/') + 1);
  return first.starts_with(stat.command) ? std::string(first) : stat.command;
}

uint32_t open_files(int directory) {
  // Since Linux 6.2 the size of the directory is the count.
  struct stat info {};
  if (fstatat(directory, "fd", &info, 0) == 0 && info.st_size > 0) return static_cast<uint32_t>(info.st_size);
  int files = openat(directory, "fd", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (files < 0) return 0;
  std::unique_ptr<DIR, int (*)(DIR*)> listing(fdopendir(files), &closedir);
  if (!listing) {
    close(files);
    return 0;
  }
  uint32_t count = 0;
  while (const dirent* entry = readdir(listing.get())) count += entry->d_name[0] != '.';
  return count;
}

// Nice 0 is Windows' normal, the ends of the nice scale are its idle and high classes.
int32_t base_priority(const proc::Stat& stat) {
  constexpr int32_t normal = 8, idle = 4, high = 13, real_time = 24;
  if (stat.real_time_priority) return real_time;
  return stat.nice >= 0 ? normal - stat.nice * (normal - idle) / 19 : normal - stat.nice * (high - normal) / 20;
}

struct Scan {
  int64_t boot_seconds;
  uint64_t tick_units;  // 100 ns units in one tick
  uint64_t page_bytes;
};

std::optional<Process> read_process(int proc, pid_t pid, const Scan& scan, SessionResolver::Facts& facts) {
  UniqueFd directory(openat(proc, std::to_string(pid).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!directory) return std::nullopt;
  auto stat_text = proc::read_at(directory.get(), "stat");
  auto status = proc::read_at(directory.get(), "status");
  if (!stat_text || !status) return std::nullopt;
  auto stat = proc::parse_stat(*stat_text);
  if (!stat || stat->state == 'Z' || stat->state == 'X') return std::nullopt;  // ended
  auto kilobytes = [&](std::string_view label) { return proc::status_number(*status, label) * 1024; };
  facts = {stat->parent, stat->kernel_session, stat->terminal};

  Process process;
  process.pid = pid;
  process.parent = stat->parent;
  process.name = program_name(directory.get(), *stat);
  process.uid = static_cast<uid_t>(proc::status_number(*status, "Uid:", 1));
  process.threads = stat->threads;
  process.handles = open_files(directory.get());
  process.start_ticks = stat->start_ticks;
  process.start_time =
      filetime_from_unix(scan.boot_seconds) + static_cast<FileTime>(stat->start_ticks * scan.tick_units);
  process.user_time = stat->user_ticks * scan.tick_units;
  process.kernel_time = stat->kernel_ticks * scan.tick_units;
  process.working_set = stat->resident_pages * scan.page_bytes;
  process.peak_working_set = std::max(kilobytes("VmHWM:"), process.working_set);
  process.virtual_size = stat->virtual_bytes;
  process.peak_virtual_size = std::max(kilobytes("VmPeak:"), process.virtual_size);
  process.private_bytes = kilobytes("RssAnon:") + kilobytes("VmSwap:");
  process.page_faults = static_cast<uint32_t>(stat->minor_faults + stat->major_faults);
  process.base_priority = base_priority(*stat);
  return process;
}

}  // namespace

Result<std::vector<Process>> read_processes(const SessionResolver& sessions, const std::string& proc_root) {
  UniqueFd proc(open(proc_root.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!proc) return fail(win32_from_errno(errno), "{} cannot be read (errno {})", proc_root, errno);
  const Scan scan{proc::boot_time(proc_root), static_cast<uint64_t>(filetime_second / sysconf(_SC_CLK_TCK)),
                  static_cast<uint64_t>(sysconf(_SC_PAGESIZE))};
  std::vector<Process> processes;
  std::unordered_map<pid_t, SessionResolver::Facts> facts;
  for (pid_t pid : proc::pids(proc_root)) {
    SessionResolver::Facts of_this;
    auto process = read_process(proc.get(), pid, scan, of_this);
    if (!process) continue;
    facts.emplace(pid, of_this);
    processes.push_back(*std::move(process));
  }
  for (Process& process : processes) process.session = sessions.session_of(process.pid, facts);
  return processes;
}

}  // namespace nta::host
