#include "host/processes/proc_files.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <memory>

#include "base/types.h"

namespace nta::host::proc {
namespace {

constexpr size_t most_bytes = 4 << 20;
constexpr size_t most_ancestors = 4096;  // a pid namespace this deep does not exist; a race must not loop for ever

template <class Number>
Number number_of(std::string_view text) {
  Number value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

std::string_view take_word(std::string_view& text) {
  size_t start = text.find_first_not_of(" \t\n");
  if (start == std::string_view::npos) return text = {};
  text.remove_prefix(start);
  auto word = text.substr(0, text.find_first_of(" \t\n"));
  text.remove_prefix(word.size());
  return word;
}

}  // namespace

std::optional<std::string> read_at(int directory, const char* name) {
  UniqueFd file(openat(directory, name, O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (!file) return std::nullopt;
  std::string text;
  std::array<char, 4096> part;
  while (text.size() < most_bytes) {
    ssize_t count = ::read(file.get(), part.data(), part.size());
    if (count < 0) return std::nullopt;
    if (count == 0) break;
    text.append(part.data(), static_cast<size_t>(count));
  }
  return text;
}

std::optional<std::string> read(const std::string& path) { return read_at(AT_FDCWD, path.c_str()); }

std::optional<Stat> parse_stat(std::string_view text) {
  // The command may hold spaces and brackets; the last bracket ends it.
  size_t open = text.find('('), close = text.rfind(')');
  if (open == std::string_view::npos || close == std::string_view::npos || close < open) return std::nullopt;
  Stat stat;
  stat.command = text.substr(open + 1, close - open - 1);
  auto rest = text.substr(close + 1);
  std::array<std::string_view, 38> fields;  // from field 3 of proc(5) to 40
  for (auto& field : fields) field = take_word(rest);
  if (fields[19].empty()) return std::nullopt;
  stat.state = fields[0][0];
  stat.parent = number_of<pid_t>(fields[1]);
  stat.kernel_session = number_of<pid_t>(fields[3]);
  stat.terminal = static_cast<uint32_t>(number_of<int32_t>(fields[4]));
  stat.minor_faults = number_of<uint64_t>(fields[7]);
  stat.major_faults = number_of<uint64_t>(fields[9]);
  stat.user_ticks = number_of<uint64_t>(fields[11]);
  stat.kernel_ticks = number_of<uint64_t>(fields[12]);
  stat.nice = number_of<int32_t>(fields[16]);
  stat.threads = number_of<uint32_t>(fields[17]);
  stat.start_ticks = number_of<uint64_t>(fields[19]);
  stat.virtual_bytes = number_of<uint64_t>(fields[20]);
  stat.resident_pages = number_of<uint64_t>(fields[21]);
  stat.real_time_priority = number_of<uint32_t>(fields[37]);
  return stat;
}

std::optional<Stat> read_stat(const std::string& proc_root, pid_t pid) {
  auto text = read(proc_root + "/" + std::to_string(pid) + "/stat");
  return text ? parse_stat(*text) : std::nullopt;
}

bool find_above(const std::string& proc_root, pid_t pid, const std::function<bool(pid_t, const Stat&)>& each) {
  for (size_t seen = 0; pid > 1 && seen < most_ancestors; ++seen) {
    auto stat = read_stat(proc_root, pid);
    if (!stat) break;
    if (each(pid, *stat)) return true;
    pid = stat->parent;
  }
  return false;
}

std::vector<pid_t> ancestry(const std::string& proc_root, pid_t pid) {
  std::vector<pid_t> chain;
  find_above(proc_root, pid, [&](pid_t above, const Stat&) {
    chain.push_back(above);
    return false;
  });
  return chain;
}

uint64_t status_number(std::string_view status, std::string_view label, int column) {
  size_t at = status.starts_with(label) ? 0 : status.find("\n" + std::string(label));
  if (at == std::string_view::npos) return 0;
  auto line = status.substr(at + (at ? 1 : 0) + label.size());
  line = line.substr(0, line.find('\n'));
  for (int i = 0; i < column; ++i) take_word(line);
  return number_of<uint64_t>(take_word(line));
}

bool belongs_to(uid_t uid, std::string_view status) {
  return status_number(status, "Uid:", 0) == uid && status_number(status, "Uid:", 2) == uid;
}

std::vector<pid_t> pids(const std::string& proc_root) {
  std::vector<pid_t> found;
  std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir(proc_root.c_str()), &closedir);
  if (!directory) return found;
  while (const dirent* entry = readdir(directory.get())) {
    pid_t pid = number_of<pid_t>(entry->d_name);
    if (pid > 0) found.push_back(pid);
  }
  std::sort(found.begin(), found.end());
  return found;
}

int64_t boot_time(const std::string& proc_root) {
  auto text = read(proc_root + "/stat");
  if (!text) return 0;
  size_t at = text->find("\nbtime ");
  return at == std::string::npos ? 0 : number_of<int64_t>(std::string_view(*text).substr(at + 7));
}

}  // namespace nta::host::proc
