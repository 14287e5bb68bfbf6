#include "interop/smbd.h"

#include <fmt/core.h>
#include <gtest/gtest.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <thread>

#include "base/types.h"
#include "base/utf16.h"
#include "processes.h"

namespace nta::test {
namespace {

constexpr const char* program = "/usr/sbin/smbd";

/** Samba maps its accounts to those of the system. */
const char* const account = "root";

}  // namespace

bool Smbd::can_run() { return ::geteuid() == 0 && std::filesystem::exists(program); }

client::Credentials Smbd::credentials() {
  return client::Credentials::of_password(to_utf16(account), u"", to_utf16(password));
}

Smbd::Smbd(const std::string& lines) {
  configure(lines);
  start();
  EXPECT_NE(pid_, 0) << "smbd does not start: " << contents(directory_ / "log");
}

Smbd::~Smbd() { kill(); }

void Smbd::configure(const std::string& lines) {
  for (const char* name : {"private", "lock", "state", "cache", "pid", "ncalrpc"})
    std::filesystem::create_directories(directory_ / name);
  std::ofstream conf(directory_ / "smb.conf");
  conf << "[global]\n";
  for (const char* name : {"private dir = private", "lock directory = lock", "state directory = state",
                           "cache directory = cache", "pid directory = pid", "ncalrpc dir = ncalrpc"}) {
    std::string line = name;
    line.insert(line.find("= ") + 2, directory() + "/");
    conf << line << "\n";
  }
  conf << "smb ports = " << port() << "\nbind interfaces only = yes\ninterfaces = lo\ndisable netbios = yes\n"
       << "server signing = mandatory\npassdb backend = tdbsam\nlog level = 1\nlog file = " << (directory_ / "log\n")
       << lines << "\n[stuff]\npath = " << directory() << "\ncomment = things\n";
  conf.close();
  std::string add = "printf '%s\\n%s\\n' " + std::string(password) + " " + password + " | smbpasswd -c " + directory() +
                    "/smb.conf -a -s " + account + " >/dev/null 2>&1";
  EXPECT_EQ(std::system(add.c_str()), 0);
}

void Smbd::start() {
  std::string conf = directory_ / "smb.conf";
  pid_ = ::fork();
  if (pid_ == 0) {
    ::setsid();  // it signals its whole process group
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    ::setenv("_NO_WINBINDD", "1", 1);  // a winbindd of the machine's own would have a say in its log-ons
    ::execl(program, "smbd", "-F", "--no-process-group", "-s", conf.c_str(), nullptr);
    ::_exit(127);
  }
  auto latest = std::chrono::steady_clock::now() + std::chrono::seconds(60);
  while (std::chrono::steady_clock::now() < latest) {
    if (port_.answers()) return;
    int status = 0;
    if (::waitpid(pid_, &status, WNOHANG) == pid_) break;
    std::this_thread::sleep_for(std::chrono::milliseconds(20));
  }
  kill();
}

void Smbd::kill() {
  if (pid_ == 0) return;
  ::kill(-pid_, SIGKILL);  // the group that setsid() made: smbd and its workers
  ::kill(pid_, SIGKILL);
  ::waitpid(pid_, nullptr, 0);
  end_processes_that_name(directory());  // Samba's helpers for RPC leave the process group of smbd
  pid_ = 0;
}

void Smbd::pause() { ::kill(-pid_, SIGSTOP); }

bool Smbd::has_unread() const {
  std::istringstream table(contents("/proc/net/tcp"));
  std::string own = fmt::format(":{:04X}", port()), number, local, remote, state, queues;
  for (std::string line; std::getline(table, line);) {
    std::istringstream(line) >> number >> local >> remote >> state >> queues;
    if (local.ends_with(own) && state == "01" && !queues.ends_with(":00000000")) return true;
  }
  return false;
}

void Smbd::go_on() { ::kill(-pid_, SIGCONT); }

}  // namespace nta::test
