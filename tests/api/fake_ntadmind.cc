// A stand-in for ntadmind in tests of auto-start: writes a line to STATE_DIR/started, listens, and goes to the
// background. FAKE_NTADMIND=fail: exits with status 1. FAKE_NTADMIND=deaf: never listens. Ends with its state
// directory.
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <thread>

#include "base/host_paths.h"

namespace {

int listen_at(const std::string& path) {
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
  if (bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0 || listen(fd, 100) != 0) return -1;
  return fd;
}

void stay_while_it_exists(const std::string& directory) {
  for (int i = 0; i < 600 && access(directory.c_str(), F_OK) == 0; ++i)
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
}

}  // namespace

int main(int argc, char** argv) {
  std::string state_dir;
  for (int i = 1; i + 1 < argc; ++i)
    if (std::string(argv[i]) == "--state-dir") state_dir = argv[i + 1];
  std::ofstream(state_dir + "/started", std::ios::app) << getpid() << "\n";
  const char* mode = std::getenv("FAKE_NTADMIND");
  if (mode && std::string(mode) == "fail") return 1;
  if (mode && std::string(mode) == "deaf") return 0;
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  if (listen_at(nta::user_socket_path(state_dir)) < 0) return 3;
  if (fork() != 0) return 0;
  stay_while_it_exists(state_dir);
  return 0;
}
