// Reading /proc: small files whole, and the lines of stat and status as numbers (proc(5)).
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace nta::host::proc {

/** The file's text, up to 4 MiB; null where it cannot be read (a process that ended, no permission). */
std::optional<std::string> read_at(int directory, const char* name);
std::optional<std::string> read(const std::string& path);

/** What /proc/PID/stat says. */
struct Stat {
  std::string command;  // cut to 15 bytes by the kernel
  char state = 0;       // 'Z' for one that has ended but was not waited for
  pid_t parent = 0;
  pid_t kernel_session = 0;
  uint32_t terminal = 0;  // device number, 0 for none
  uint64_t minor_faults = 0;
  uint64_t major_faults = 0;
  uint64_t user_ticks = 0;
  uint64_t kernel_ticks = 0;
  int32_t nice = 0;
  uint32_t threads = 0;
  uint64_t start_ticks = 0;  // since boot
  uint64_t virtual_bytes = 0;
  uint64_t resident_pages = 0;
  uint32_t real_time_priority = 0;
};
std::optional<Stat> parse_stat(std::string_view text);
std::optional<Stat> read_stat(const std::string& proc_root, pid_t pid);

/** Calls `each` with the process, its parent, and so on up to but without pid 1, until it says that this is the one;
 *  whether it did. Each is read once: a log-on waits for it. */
bool find_above(const std::string& proc_root, pid_t pid, const std::function<bool(pid_t, const Stat&)>& each);

/** All of them; empty for a process that does not exist. */
std::vector<pid_t> ancestry(const std::string& proc_root, pid_t pid);

/** A number of /proc/PID/status, such as "VmHWM:" in kB, or a later column of "Uid:"; 0 where the line is missing. */
uint64_t status_number(std::string_view status, std::string_view label, int column = 0);

/** Whether that status is of a process of `uid`: its real and saved user, those that kill(2) compares, and that a
 * change of the effective one leaves alone. */
bool belongs_to(uid_t uid, std::string_view status);

/** All pids there are, rising. */
std::vector<pid_t> pids(const std::string& proc_root);

/** Seconds since 1970 at which the machine started (btime of /proc/stat). */
int64_t boot_time(const std::string& proc_root);

}  // namespace nta::host::proc
