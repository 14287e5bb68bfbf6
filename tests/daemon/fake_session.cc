// Stands in for ntadmin-session: says what it was told and who it is in DIR/told, and does as its first argument says.
//
//   (none)   says that its program runs, and stays until SIGTERM
//   refuse   says that the program is not there
//   die      ends without a word
//   hang     says nothing and stays
//   lie      says that it is process 1, and stays
//   late     leaves its starter, waits until DIR is gone, and writes into DIR.late whether it could still say that it
//   runs
#include <fcntl.h>
#include <linux/keyctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <vector>

#include "session/protocol/codec.h"
#include "session/protocol/start_messages.h"

namespace {

using namespace nta;
using namespace nta::session;

Bytes read_all(int fd) {
  Bytes bytes;
  std::byte part[4096];
  for (ssize_t count; (count = read(fd, part, sizeof part)) > 0;) bytes.insert(bytes.end(), part, part + count);
  return bytes;
}

// What it has of whoever started it. Its standard streams lead nowhere, and the two that it is told are 3 and 4.
void write_down_surroundings(std::ostream& told) {
  std::error_code error;
  for (int fd = 0; fd < 3; ++fd)
    if (std::filesystem::read_symlink("/proc/self/fd/" + std::to_string(fd), error) != "/dev/null")
      told << "open " << fd << "\n";
  for (int fd = 5; fd < 64; ++fd)
    if (fcntl(fd, F_GETFD) >= 0) told << "open " << fd << "\n";
  rlimit files{};
  getrlimit(RLIMIT_NOFILE, &files);
  told << "files " << files.rlim_cur << "\n";
  mode_t mask = umask(0);
  umask(mask);
  told << "umask " << std::oct << mask << std::dec << "\n";
  std::vector<gid_t> groups(static_cast<size_t>(getgroups(0, nullptr)));
  getgroups(static_cast<int>(groups.size()), groups.data());
  for (gid_t group : groups) told << "group " << group << "\n";
  told << "keyring " << syscall(SYS_keyctl, KEYCTL_GET_KEYRING_ID, KEY_SPEC_SESSION_KEYRING, 0) << "\n";
}

void write_down(const std::string& directory, const Spec& spec) {
  std::ofstream told(directory + "/told");
  told << "pid " << getpid() << "\nid " << spec.session_id << "\nuser " << text_or_empty(spec.user) << "\nshell "
       << text_or_empty(spec.shell) << "\ndirectory " << text_or_empty(spec.working_directory) << "\nsize "
       << spec.columns << "x" << spec.rows << "\nscrollback " << spec.scrollback_lines << "\ndaemon " << spec.daemon_uid
       << "\n";
  for (uint32_t i = 0; i < spec.argument_count; ++i) told << "argument " << spec.arguments[i] << "\n";
  for (uint32_t i = 0; i < spec.environment_count; ++i) told << "variable " << spec.environment[i] << "\n";
  told << "uid " << getuid() << " " << geteuid() << " gid " << getgid() << " groups " << getgroups(0, nullptr) << "\n";
  told << "leads " << (getsid(0) == getpid()) << "\n";
  sigset_t blocked;
  sigprocmask(SIG_BLOCK, nullptr, &blocked);
  told << "blocked " << sigismember(&blocked, SIGTERM) << "\n";
  write_down_surroundings(told);
}

bool say(int fd, const Started& started) {
  Bytes bytes;
  bool is_said = append(bytes, started) && write(fd, bytes.data(), bytes.size()) > 0;
  close(fd);
  return is_said;
}

void be_late(const std::string& directory, int ready_fd) {
  if (fork() > 0) _exit(0);
  signal(SIGPIPE, SIG_IGN);
  while (access(directory.c_str(), F_OK) == 0) usleep(1000);
  std::ofstream(directory + ".late") << (say(ready_fd, {.session_pid = static_cast<uint32_t>(getpid())}) ? "heard"
                                                                                                         : "unheard");
}

}  // namespace

int main(int argc, char** argv) {
  std::string directory, command;
  int spec_fd = -1, ready_fd = -1;
  for (int i = 1; i + 1 < argc; i += 2) {
    std::string name = argv[i];
    if (name == "--dir") directory = argv[i + 1];
    if (name == "--spec-fd") spec_fd = std::atoi(argv[i + 1]);
    if (name == "--ready-fd") ready_fd = std::atoi(argv[i + 1]);
  }
  FrameReader reader(largest_spec);
  reader.append(read_all(spec_fd));
  close(spec_fd);
  auto frame = reader.next();
  if (!frame || !*frame) return 1;
  auto spec = decode<Spec>(**frame);
  if (!spec) return 1;
  if (spec->value.argument_count > 0) command = spec->value.arguments[0];
  write_down(directory, spec->value);
  if (command == "die") return 1;
  if (command == "refuse") {
    say(ready_fd, {.code = code(Win32::file_not_found), .text = "'refuse' is not a program"});
    return 1;
  }
  if (command == "late") {
    be_late(directory, ready_fd);
    return 0;
  }
  auto own = static_cast<uint32_t>(getpid());
  if (command != "hang") say(ready_fd, {.session_pid = command == "lie" ? 1 : own});
  pause();
  return 0;
}
