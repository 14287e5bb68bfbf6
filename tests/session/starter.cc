#include "starter.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

namespace nta::session {

Result<UniqueFd> spec_file(const Spec& spec) {
  Bytes bytes;
  NTA_CHECK(append(bytes, spec));
  UniqueFd file(memfd_create("session", MFD_CLOEXEC));
  if (!file || write(file.get(), bytes.data(), bytes.size()) != static_cast<ssize_t>(bytes.size()) ||
      lseek(file.get(), 0, SEEK_SET) != 0)
    return fail(win32_from_errno(errno), "memfd: {}", strerror(errno));
  return file;
}

Result<Starting> start_session(const std::string& binary, const std::string& directory, const Spec& spec) {
  NTA_TRY(UniqueFd description, spec_file(spec));
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return fail(win32_from_errno(errno), "pipe: {}", strerror(errno));
  UniqueFd ready(ends[0]), ready_in(ends[1]);

  // In the child: the two descriptors at numbers above the standard ones, without close-on-exec.
  constexpr int spec_number = 3, ready_number = 4, aside = 200;
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, description.get(), aside);
  posix_spawn_file_actions_adddup2(&actions, ready_in.get(), aside + 1);
  posix_spawn_file_actions_adddup2(&actions, aside, spec_number);
  posix_spawn_file_actions_adddup2(&actions, aside + 1, ready_number);
  posix_spawn_file_actions_addclosefrom_np(&actions, ready_number + 1);
  std::string words[] = {
      binary, "--dir", directory, "--spec-fd", std::to_string(spec_number), "--ready-fd", std::to_string(ready_number)};
  char* arguments[std::size(words) + 1] = {};
  for (size_t i = 0; i < std::size(words); ++i) arguments[i] = words[i].data();
  Starting starting;
  int error = posix_spawn(&starting.starter, binary.c_str(), &actions, nullptr, arguments, environ);
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) return fail(win32_from_errno(error), "{}: {}", binary, strerror(error));
  starting.ready = std::move(ready);
  return starting;
}

Result<StartedSession> read_started(int ready) {
  FrameReader reader(largest_request);
  for (;;) {
    std::byte buffer[4096];
    ssize_t count = read(ready, buffer, sizeof buffer);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) return fail(Win32::broken_pipe, "the session's process ended before its program started");
    reader.append({buffer, static_cast<size_t>(count)});
    NTA_TRY(auto frame, reader.next());
    if (!frame) continue;
    NTA_TRY(auto started, decode<Started>(*frame));
    if (started->code != 0) return Error{static_cast<Win32>(started->code), std::string(text_or_empty(started->text))};
    return StartedSession{started->session_pid, started->program_pid, std::string(text_or_empty(started->tty))};
  }
}

}  // namespace nta::session
