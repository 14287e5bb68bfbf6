// Stands in for ntadmin-session: says what it was told and who it is in DIR/told, and does as its first argument says.
//
//   (none)   says that its program runs, and stays until SIGTERM
//   refuse   says that the program is not there
//   die      ends without a word
//   hang     says nothing and stays
//   lie      says that it is process 1, and stays
#include <fcntl.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <fstream>

#include "session/protocol/codec.h"

namespace {

using namespace nta;
using namespace nta::session;

Bytes read_all(int fd) {
  Bytes bytes;
  std::byte part[4096];
  for (ssize_t count; (count = read(fd, part, sizeof part)) > 0;) bytes.insert(bytes.end(), part, part + count);
  return bytes;
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
  for (int fd = 5; fd < 64; ++fd)
    if (fcntl(fd, F_GETFD) >= 0) told << "open " << fd << "\n";
}

void say(int fd, const Started& started) {
  Bytes bytes;
  if (append(bytes, started) && write(fd, bytes.data(), bytes.size()) < 0) std::abort();
  close(fd);
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
  auto own = static_cast<uint32_t>(getpid());
  if (command != "hang") say(ready_fd, {.session_pid = command == "lie" ? 1 : own});
  pause();
  return 0;
}
