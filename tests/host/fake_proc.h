// A /proc tree of a test's own making.
#pragma once

#include <fmt/core.h>
#include <sys/types.h>

#include <string>

#include "temporary_dir.h"

namespace nta::host::test {

struct FakeProcess {
  pid_t parent = 1;
  std::string command = "sh";
  std::string cgroup = "/system.slice/cron.service";
  pid_t kernel_session = 0;
  uint32_t terminal = 0;
  uid_t uid = 1000;
  std::string arguments = "sh";
  int nice = 0;
  char state = 'S';
};

class FakeProc {
 public:
  static constexpr int64_t boot_seconds = 1'700'000'000;

  FakeProc() {
    root_.write("stat", fmt::format("cpu 1 2 3\nbtime {}\nprocesses 9\n", boot_seconds));
    add(1, {.parent = 0, .command = "systemd"});
  }

  const std::string& path() const { return root_.path(); }

  /** Starts 5 s after boot plus a second a pid; 3 threads, 2 s of user and 1 s of kernel time, 50 files open. */
  void add(pid_t pid, const FakeProcess& process) {
    auto file = [&](const char* name, const std::string& text) { root_.write(fmt::format("{}/{}", pid, name), text); };
    file("stat",
         fmt::format("{} ({}) {} {} {} {} {} -1 0 100 0 7 0 200 100 0 0 20 {} 3 0 {} 8192000 500 0 0 0 0 0 0 0 0 0 0 "
                     "0 0 17 0 0 0 0 0 0\n",
                     pid, process.command, process.state, process.parent, pid, process.kernel_session, process.terminal,
                     process.nice, 500 + 100 * pid));
    file("status", fmt::format("Name:\t{}\nUid:\t1\t{}\t3\t4\nVmPeak:\t 9000 kB\nVmHWM:\t 4000 kB\nRssAnon:\t 300 kB\n"
                               "VmSwap:\t 20 kB\n",
                               process.command, process.uid));
    file("cgroup", "0::" + process.cgroup + "\n");
    file("cmdline", process.arguments + std::string(1, '\0'));
    for (int i = 0; i < 5; ++i) file(fmt::format("fd/{}", i).c_str(), "");
  }
  void end(pid_t pid) { std::filesystem::remove_all(std::filesystem::path(path()) / std::to_string(pid)); }

 private:
  nta::test::TemporaryDir root_;
};

}  // namespace nta::host::test
