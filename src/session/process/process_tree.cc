#include "session/process/process_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

extern "C" {  // glibc 2.36 forgot to say so
#include <sys/pidfd.h>
}

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <cstdlib>
#include <memory>
#include <optional>
#include <string_view>

#include "base/types.h"

namespace nta::session {
namespace {

struct Entry {
  ProcessKey key;
  pid_t parent = 0;
  char state = 0;
};

/** proc(5), /proc/PID/stat: "pid (name) state ppid …", start time is field 22. The name may hold anything. */
std::optional<Entry> read_entry(pid_t pid) {
  UniqueFd file(open(fmt::format("/proc/{}/stat", pid).c_str(), O_RDONLY | O_CLOEXEC));
  char buffer[1024];
  ssize_t count = file ? read(file.get(), buffer, sizeof buffer) : -1;
  if (count <= 0) return {};
  std::string_view text(buffer, static_cast<size_t>(count));
  size_t name_end = text.rfind(')');
  if (name_end == std::string_view::npos || name_end + 2 >= text.size()) return {};
  text.remove_prefix(name_end + 2);
  Entry entry{.key = {pid, 0}, .state = text.front()};
  for (int field = 3; !text.empty(); ++field) {
    std::string_view word = text.substr(0, text.find(' '));
    if (field == 4) std::from_chars(word.data(), word.data() + word.size(), entry.parent);
    if (field == 22) {
      std::from_chars(word.data(), word.data() + word.size(), entry.key.start_time);
      return entry;
    }
    text.remove_prefix(std::min(text.size(), word.size() + 1));
  }
  return {};
}

std::vector<Entry> all_processes() {
  std::vector<Entry> entries;
  std::unique_ptr<DIR, int (*)(DIR*)> directory(opendir("/proc"), closedir);
  while (directory) {
    const dirent* item = readdir(directory.get());
    if (!item) break;
    pid_t pid = static_cast<pid_t>(strtol(item->d_name, nullptr, 10));
    if (pid <= 0) continue;
    if (auto entry = read_entry(pid)) entries.push_back(*entry);
  }
  return entries;
}

}  // namespace

std::vector<ProcessKey> living_descendants(pid_t root) {
  std::vector<Entry> entries = all_processes();
  std::ranges::sort(entries, {}, &Entry::parent);
  std::vector<ProcessKey> found;
  std::vector<pid_t> parents{root};
  while (!parents.empty()) {
    pid_t parent = parents.back();
    parents.pop_back();
    auto child = std::ranges::lower_bound(entries, parent, {}, &Entry::parent);
    for (; child != entries.end() && child->parent == parent; ++child) {
      parents.push_back(child->key.pid);
      if (child->state != 'Z' && child->state != 'X') found.push_back(child->key);
    }
  }
  return found;
}

bool descends_from(pid_t pid, pid_t root) {
  constexpr int deepest = 1000;  // parents may change while we look
  for (int i = 0; i < deepest && pid > 0; ++i) {
    if (pid == root) return true;
    auto entry = read_entry(pid);
    if (!entry) return false;
    pid = entry->parent;
  }
  return false;
}

bool send_signal(const ProcessKey& process, int signal) {
  UniqueFd pidfd(pidfd_open(process.pid, 0));
  if (!pidfd) return true;  // gone
  auto entry = read_entry(process.pid);
  if (!entry || entry->key != process) return true;
  return pidfd_send_signal(pidfd.get(), signal, nullptr, 0) == 0 || errno != EPERM;
}

}  // namespace nta::session
