// The desktop of a user, played by one program: a session bus of his at RUNTIME/UID/bus, on it a notification service
// that notes each message in a file and presses a button, and with "logind" a graphical session of logind's.
//
//     fake_desktop RUNTIME UID KEY NOTES [logind]         as root; ends with its standard input
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <string>

#include "host/notifications.h"

namespace {

using nta::host::test::Notifications;

void become(uid_t uid) {
  if (setgid(uid) != 0 || setuid(uid) != 0) _exit(1);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
}

void start_bus(const std::string& address, uid_t uid) {
  if (fork() != 0) return;
  become(uid);
  execlp("dbus-daemon", "dbus-daemon", "--session", "--nofork", ("--address=" + address).c_str(), nullptr);
  _exit(127);
}

/** What a display manager has pam_systemd ask for. Its end closes the session. */
void log_on(uid_t uid) {
  sd_bus* bus = nullptr;
  sd_bus_message* reply = nullptr;
  if (sd_bus_open_system(&bus) < 0) exit(1);
  int made = sd_bus_call_method(bus, "org.freedesktop.login1", "/org/freedesktop/login1",
                                "org.freedesktop.login1.Manager", "CreateSession", nullptr, &reply,
                                "uusssssussbssa(sv)", uint32_t{uid}, static_cast<uint32_t>(getpid()), "gdm-password",
                                "x11", "user", "", "", uint32_t{0}, "", ":0", 0, "", "", 0);
  if (made < 0) exit(1);  // the reply, which holds what logind watches, lives as long as this process
}

void serve(const std::string& address, const char* key, const char* notes) {
  std::unique_ptr<Notifications> desktop;
  for (int i = 0; i < 600 && !(desktop && desktop->is_there()); ++i) {
    if (i > 0) usleep(50'000);
    desktop = std::make_unique<Notifications>(address, std::vector<std::string>{"actions", "body"});
  }
  if (!desktop->is_there()) _exit(1);
  size_t seen = 0;
  for (pollfd watched[] = {{desktop->fd(), POLLIN, 0}, {STDIN_FILENO, 0, 0}}; !watched[1].revents;) {
    desktop->process();
    for (; seen < desktop->shown.size(); ++seen) {
      const auto& shown = desktop->shown[seen];
      std::ofstream(notes, std::ios::app) << getuid() << " " << shown.summary << ": " << shown.body << "\n";
      if (!shown.actions.empty()) desktop->press(key);
    }
    poll(watched, 2, -1);
  }
}

}  // namespace

int main(int count, char** words) {
  if (count < 5) return 2;
  auto uid = static_cast<uid_t>(std::atoi(words[2]));
  std::string place = std::string(words[1]) + "/" + words[2];
  std::string address = "unix:path=" + place + "/bus";
  if (count > 5 && std::strcmp(words[5], "logind") == 0) log_on(uid);  // which makes the directory
  mkdir(place.c_str(), 0700);
  if (chown(place.c_str(), uid, uid) != 0) return 1;
  start_bus(address, uid);
  pid_t desktop = fork();
  if (desktop == 0) {
    become(uid);
    serve(address, words[3], words[4]);
    _exit(0);
  }
  int status = 1;
  waitpid(desktop, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}
