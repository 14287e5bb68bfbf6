#include "host/fake_session.h"

#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <cstring>
#include <map>

#include "base/filetime.h"
#include "session/protocol/codec.h"

namespace nta::host::test {
namespace {

using Manner = FakeSessionPlan::Manner;

class Server {
 public:
  Server(const FakeSessionPlan& plan, int listener)
      : plan_(plan), listener_(listener), connected_(plan.manner != Manner::unattended) {}

  [[noreturn]] void run() {
    for (;;) {
      std::vector<pollfd> fds{{listener_, POLLIN, 0}};
      for (const auto& [fd, reader] : readers_) fds.push_back({fd, POLLIN, 0});
      poll(fds.data(), fds.size(), -1);
      if (fds[0].revents) readers_.try_emplace(accept(listener_, nullptr, nullptr), session::largest_request);
      for (size_t i = 1; i < fds.size(); ++i)
        if (fds[i].revents) serve(fds[i].fd);
    }
  }

 private:
  void serve(int fd) {
    std::byte part[4096];
    ssize_t count = recv(fd, part, sizeof part, 0);
    auto& reader = readers_.at(fd);
    if (count > 0) reader.append(ByteView(part, static_cast<size_t>(count)));
    if (count <= 0) {
      readers_.erase(fd);
      close(fd);
      return;
    }
    for (;;) {
      auto frame = reader.next();
      if (!frame || !*frame) return;
      answer(fd, **frame);
    }
  }

  void answer(int fd, const session::Frame& frame) {
    using session::MessageType;
    if (plan_.manner == Manner::silent) return;
    if (plan_.manner == Manner::babbles) {
      [[maybe_unused]] auto sent = write(fd, "\xFF\xFF\xFF\xFF this is no frame", 20);
      return;
    }
    if (frame.type == MessageType::hello) send(fd, session::Hello{.session_id = plan_.id});
    if (frame.type == MessageType::get_state) tell(fd, session::decode<session::GetState>(frame)->value.request);
    if (frame.type == MessageType::disconnect) {
      connected_ = false;
      send(fd, session::Answer{.request = session::decode<session::Disconnect>(frame)->value.request});
    }
    if (frame.type == MessageType::logoff && plan_.manner != Manner::never_ends) {
      send(fd, session::Answer{.request = session::decode<session::Logoff>(frame)->value.request});
      unlink((plan_.directory + "/" + session::socket_name).c_str());
      rmdir(plan_.directory.c_str());
      _exit(0);
    }
  }

  void tell(int fd, uint32_t request) {
    bool is_new = plan_.manner == Manner::unattended;
    session::State state{.request = request,
                         .session_id = plan_.manner == Manner::forges_id ? plan_.id + 1 : plan_.id,
                         .connection = connected_ ? 0u : 4u,
                         .uid = 12345,  // not to be believed
                         .session_pid = 1,
                         .rows = 24,
                         .columns = 80,
                         .user = "somebody-else",
                         .program = "vi",
                         .working_directory = "/tmp",
                         .tty = "pts/9",
                         .logon_time = is_new ? filetime_now() : 1000,
                         .connect_time = is_new ? 0 : 2000,
                         .disconnect_time = connected_ ? 0 : 3000,
                         .last_input_time = 4000,
                         .bytes_in = 5,
                         .bytes_out = 6,
                         .frames_in = 7,
                         .frames_out = 8,
                         .client_pid = connected_ ? static_cast<uint32_t>(getpid()) : 0,
                         .client_protocol = 2,
                         .client_name = "laptop",
                         .client_address = "2001:db8::7",
                         .client_terminal = "xterm",
                         .viewer_count = static_cast<uint32_t>(plan_.viewers.size()),
                         .viewers = plan_.viewers.data()};
    send(fd, state);
  }

  template <class Message>
  void send(int fd, const Message& message) {
    Bytes bytes;
    if (!session::append(bytes, message)) _exit(1);
    [[maybe_unused]] auto sent = write(fd, bytes.data(), bytes.size());
  }

  FakeSessionPlan plan_;
  int listener_;
  bool connected_;
  std::map<int, session::FrameReader> readers_;
};

}  // namespace

FakeSession::FakeSession(const FakeSessionPlan& plan) {
  mkdir(plan.directory.c_str(), 0700);
  std::string path = plan.directory + "/" + session::socket_name;
  int ends[2];
  if (pipe(ends) != 0) std::abort();
  pid_ = fork();
  if (pid_ == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_IGN);
    int listener = socket(AF_UNIX, SOCK_STREAM, 0);
    sockaddr_un address{.sun_family = AF_UNIX, .sun_path = {}};
    std::strncpy(address.sun_path, path.c_str(), sizeof address.sun_path - 1);
    unlink(path.c_str());
    if (bind(listener, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) _exit(1);
    pid_t maker = plan.manner == Manner::took_over ? fork() : 0;
    if (maker == 0 && listen(listener, 8) != 0) _exit(1);
    if (maker == 0 && plan.manner == Manner::took_over) _exit(0);
    if (maker > 0) waitpid(maker, nullptr, 0);
    close(ends[0]);
    close(ends[1]);
    Server(plan, listener).run();
  }
  close(ends[1]);
  char none;
  [[maybe_unused]] auto closed = ::read(ends[0], &none, 1);
  close(ends[0]);
}

FakeSession::~FakeSession() {
  if (pid_ > 0) kill();
}

void FakeSession::kill() {
  ::kill(pid_, SIGKILL);
  waitpid(pid_, nullptr, 0);
  pid_ = -1;
}

}  // namespace nta::host::test
